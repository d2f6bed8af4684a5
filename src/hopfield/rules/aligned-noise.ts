/** The search that noise reduction and signal reinforcement share: inputs that minimise E_i = Σ_ν (A_i^ν − ε)² by the kernels' annealer. */
import { ANNEALING } from "../anneal.ts";
import { solverOf } from "../solvers/index.ts";
import type { ConnectivitySearch } from "./rule.ts";

type Target = { readonly epsilon: number };

/** All of it but how ε follows from what is given. */
export const alignedNoiseSearch = {
  energyOf: (field, { epsilon }: Target) => (field - 1 - epsilon) * (field - 1 - epsilon),
  firstSet: "a random set",
  schedule: ANNEALING,
  quickSweeps: 3,
  begin({ kernels, overlap, stride, largest, nNeurons, nPatterns }, nInputs, { epsilon }: Target) {
    const twiceKappa = twiceKappaOf(nInputs, epsilon);
    const wide = needsWide(nPatterns, nInputs, twiceKappa, largest);
    const annealer = kernels.annealer({ overlap, stride, nNeurons, nPatterns, nInputs, twiceKappa, largest, wide });
    return (problem) => solverOf(problem.plan.solver).search(annealer, problem);
  },
  moments: (plan) => solverOf(plan.solver).moments(plan),
  bytes: () => 0,
  nanoseconds: (size, plan) => size.nNeurons * solverOf(plan.solver).nanoseconds(size, plan),
  effort: { networks: 2, onTheWay: 1, easy: 1 },
  growth: {
    defaults: { epsilon: 1 }, // aligned fields of 2
    cost: ({ epsilon }: Target) => ({ target: 1 + epsilon }),
  },
} as const satisfies Omit<ConnectivitySearch, "energy" | "aim" | "values" | "pooled">;

/** 2κ = 2c(1 + ε), freed of rounding where it means an integer, as it does for ε = p/c: then energies are integers. */
export function twiceKappaOf(nInputs: number, epsilon: number): number {
  const value = 2 * nInputs * (1 + epsilon);
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= 1e-12 * value ? nearest : value;
}

/**
 * A bound on the annealer's integers |h_l| = |Σ_{j∈S} m_j M_jl|, given |M_jk| ≤ largest for j ≠ k: only the term j = l has the
 * diagonal P.
 */
export function fieldBound(nPatterns: number, nInputs: number, largest: number): number {
  return nInputs * largest * largest + largest * nPatterns;
}

/**
 * Whether the annealer's integers could pass 30 bits, or its products m_l·M_jl 16: the costs, in halves, are
 * m_l h_l + (P/2 − κ) m_l² less those of the members.
 */
export function needsWide(nPatterns: number, nInputs: number, twiceKappa: number, largest: number): boolean {
  const cost = largest * fieldBound(nPatterns, nInputs, largest) + 0.5 * (nPatterns + twiceKappa) * largest * largest;
  return 2 * cost >= 2 ** 30 || largest * largest > 32767;
}
