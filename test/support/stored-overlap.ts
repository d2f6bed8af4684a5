/** The neurons' problems of connectivity in a backend's memory, made by definition. */
import type { Annealer, Block, Kernels } from "../../src/backend/contract/kernels.ts";
import { strideOf } from "../../src/hopfield/stride.ts";
import { overlapByDefinition } from "./definitions.ts";

/** M of the definition in a backend's memory: i16[N × stride], zero beyond N. */
export function storeOverlap(
  kernels: Kernels,
  xi: Int8Array,
  nPatterns: number,
  nNeurons: number,
): { overlap: Block<Int16Array>; stride: number } {
  const stride = strideOf(nNeurons);
  const overlap = kernels.arena.int16(nNeurons * stride);
  const entries = overlapByDefinition(xi, nPatterns, nNeurons);
  for (let i = 0; i < nNeurons; i++) overlap.view.set(entries.subarray(i * nNeurons, (i + 1) * nNeurons), i * stride);
  return { overlap, stride };
}

/** The problem of one neuron: patterns, c, and cε, an integer where energies are to be exact. */
export interface NeuronProblem {
  readonly xi: Int8Array;
  readonly nPatterns: number;
  readonly nNeurons: number;
  readonly nInputs: number;
  readonly scaledEpsilon: number;
}

/** An annealer of the problem; 2κ = 2c(1 + ε) = 2(c + cε). */
export function annealerOf(kernels: Kernels, problem: NeuronProblem, wide = false): Annealer {
  const { xi, nPatterns, nNeurons, nInputs, scaledEpsilon } = problem;
  const { overlap, stride } = storeOverlap(kernels, xi, nPatterns, nNeurons);
  const twiceKappa = 2 * (nInputs + scaledEpsilon);
  const largest = kernels.largestOverlap(overlap, nNeurons, stride);
  return kernels.annealer({ overlap, stride, nNeurons, nPatterns, nInputs, twiceKappa, largest, wide });
}

/** The present inputs of the annealer's neuron, sorted. */
export function inputsOf(annealer: Annealer, nInputs: number): number[] {
  const out = new Int32Array(nInputs);
  annealer.inputsInto(out);
  return Array.from(out);
}
