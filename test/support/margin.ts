/** The margin cost (MODEL A7) by its definition, and searches of small problems. */
import type { Kernels, MarginSearch } from "../../src/backend/contract/kernels.ts";
import { storeOverlap } from "./stored-overlap.ts";

/** F_ν = c(1 + A_i^ν) = Σ_{j∈S} s_j^ν M_ij, s_j^ν = ξ_i^ν ξ_j^ν: the aligned fields of a neuron times c, integers. */
export function scaledFieldsByDefinition(
  xi: Int8Array,
  nPatterns: number,
  nNeurons: number,
  neuron: number,
  inputs: ArrayLike<number>,
): number[] {
  const fields = new Array<number>(nPatterns).fill(0);
  for (const j of Array.from(inputs)) {
    let m = 0;
    for (let mu = 0; mu < nPatterns; mu++) m += xi[mu * nNeurons + neuron] * xi[mu * nNeurons + j];
    for (let nu = 0; nu < nPatterns; nu++) fields[nu] += m * xi[nu * nNeurons + neuron] * xi[nu * nNeurons + j];
  }
  return fields;
}

/** c²E_i = Σ_ν max(0, κc − F_ν)², F_ν being the aligned fields of the neuron. */
export function marginEnergyByDefinition(
  xi: Int8Array,
  nPatterns: number,
  nNeurons: number,
  neuron: number,
  inputs: ArrayLike<number>,
  scaledMargin: number,
): number {
  return scaledFieldsByDefinition(xi, nPatterns, nNeurons, neuron, inputs).reduce(
    (sum, field) => sum + Math.max(0, scaledMargin - field) ** 2,
    0,
  );
}

/** The problem of one neuron: patterns, c, and K = κc. */
export interface MarginNeuron {
  readonly xi: Int8Array;
  readonly nPatterns: number;
  readonly nNeurons: number;
  readonly nInputs: number;
  readonly target: number;
}

export function marginSearchOf(kernels: Kernels, problem: MarginNeuron): MarginSearch {
  const { xi, nPatterns, nNeurons, nInputs, target } = problem;
  const { overlap, stride } = storeOverlap(kernels, xi, nPatterns, nNeurons);
  const rows = kernels.arena.int8(nPatterns * stride);
  for (let nu = 0; nu < nPatterns; nu++) rows.view.set(xi.subarray(nu * nNeurons, (nu + 1) * nNeurons), nu * stride);
  return kernels.marginSearch({ xi: rows, overlap, stride, nNeurons, nPatterns, nInputs, target });
}
