/** Claims about silent synapses, and about what symmetric control rules out. */
import { outcomeKindOf } from "../../control/outcomes.ts";
import { partOf } from "../claim.ts";
import { show } from "../show.ts";
import { SPARSE } from "./networks.ts";
import { NOTHING, together } from "./optimality.ts";
import type { Claim, Results } from "./results.ts";

/** An imaginary part below this counts as 0. */
const REAL = 1e-6;
const ABOVE = 1e-12;

export const SYNAPSE_CLAIMS: readonly Claim[] = [
  {
    claim: "Silent synapses are lit up only up to k: largest |ξ_ij|/k",
    relation: "≈",
    published: 1,
    of: ["silent"],
    judge({ crossover }) {
      const parts = crossover.map(({ silent }) => silent ?? Number.NaN);
      const full = parts.filter((part) => part > 1 - 1e-9).length;
      return {
        measured: Math.max(...parts),
        also: [parts.every((part) => part <= 1 + ABOVE) ? "agrees" : "differs"],
        optimality: together(crossover),
        explanation: `k = 0.2 against K = 1. They sit on the bound for a while in ${full} of ${crossover.length} presentations, those of small μ; the others use ${show(Math.min(...parts))} of it and more.`,
      };
    },
  },
  {
    claim: "A sparse network of 100 neurons keeps silent synapses within k as well: largest |ξ_ij|/k",
    relation: "≈",
    published: 1,
    of: ["sparse", "silent"],
    judge({ sparse: [one] }) {
      return {
        measured: one.silent,
        tolerance: ABOVE,
        optimality: one,
        explanation: `N = ${one.neurons}, ${SPARSE.inputs} inputs a neuron, so that nine tenths of the synapses are silent; K = ${SPARSE.bounds.existing}, k = ${SPARSE.bounds.silent}, μ = ${SPARSE.controlWeight}. Although there are nine times as many, silent synapses make ${show(100 * one.share)} % of ∫ |ξ|² dt. J = ${one.gridCost.toPrecision(5)} in steps of ${SPARSE.step}.`,
      };
    },
  },
  {
    claim: "Symmetric T never oscillates: part of random symmetric networks that come to rest by themselves",
    relation: "≈",
    published: 1,
    of: ["asymmetry", "sinks"],
    judge({ freeSymmetric }) {
      const [rest, all] = countsOf(freeSymmetric);
      return {
        ...partOf(rest, all),
        condition: "when synapses are not controlled, or only symmetrically",
        optimality: NOTHING,
        explanation: `${all} networks of ${listNeurons(freeSymmetric)} neurons with normal weights, s.d. 2/√N, from random states.`,
      };
    },
  },
  {
    claim: "nor does it once there is a new sink: imaginary part of the eigenvalues at the new sink, control free",
    relation: "<",
    published: REAL,
    of: ["asymmetry"],
    judge: ({ roomy: [one] }) => ({
      ...imaginaryOf(one),
      explanation: `A = [[0, 2], [2, 0]], K = k = 2.5, μ = 0.005, λ = 1: ξ(τ_p) = ${matrixOf(one.control)} is not symmetric, and the memory is a spiral: eigenvalues ${listEigenvalues(one)}.`,
    }),
  },
  {
    claim: "the same with symmetric control, ξ_ij = ξ_ji",
    relation: "<",
    published: REAL,
    of: ["asymmetry"],
    judge: ({ symmetric: [one] }) => ({
      ...imaginaryOf(one),
      explanation: `K = 1, k = 0.2, μ = 0.02: ${outcomeKindOf(one.outcome).label}; ξ(τ_p) = ${matrixOf(one.control)}, eigenvalues ${listEigenvalues(one)}.`,
    }),
  },
  {
    claim: "Asymmetric T can oscillate: part of random networks that come to a cycle",
    relation: ">",
    published: 0,
    of: ["asymmetry"],
    judge({ freeAsymmetric }) {
      const [rest, all] = countsOf(freeAsymmetric);
      const cycle = freeAsymmetric.reduce((sum, one) => sum + one.cycle, 0);
      const list = freeAsymmetric.map((one) => `${one.cycle} of ${sizeOf(one)} with ${one.neurons} neurons`);
      return {
        ...partOf(cycle, all),
        optimality: NOTHING,
        explanation: `${list.join(", ")} cycle; ${rest} of ${all} rest, ${all - rest - cycle} do neither within t = 4400.`,
      };
    },
  },
];

function sizeOf({ rest, cycle, neither }: Results["freeSymmetric"][number]): number {
  return rest + cycle + neither;
}

function countsOf(parts: Results["freeSymmetric"]): [rest: number, all: number] {
  return [parts.reduce((sum, { rest }) => sum + rest, 0), parts.reduce((sum, part) => sum + sizeOf(part), 0)];
}

function listNeurons(parts: Results["freeSymmetric"]): string {
  return parts.map(({ neurons }) => neurons).join(", ");
}

function imaginaryOf(one: Results["roomy"][number]) {
  return {
    measured: Math.max(...one.eigenvalues.map(([, im]) => Math.abs(im))),
    optimality: one,
  };
}

function listEigenvalues({ eigenvalues }: Results["roomy"][number]): string {
  return eigenvalues
    .map(([re, im]) => (im === 0 ? show(re) : `${show(re)} ${im > 0 ? "+" : "−"} ${show(Math.abs(im))} i`))
    .join(", ");
}

function matrixOf(values: readonly number[]): string {
  const N = Math.sqrt(values.length);
  const rows = Array.from({ length: N }, (_, i) =>
    values
      .slice(i * N, (i + 1) * N)
      .map(show)
      .join(", "),
  );
  return `[[${rows.join("], [")}]]`;
}
