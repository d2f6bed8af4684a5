/** Random patterns and their overlap matrix for the computations that the bench times. */
import type { Key } from "../backend/contract/kernels.ts";
import { loadKernels } from "../backend/load.ts";
import { overlapOf } from "../hopfield/overlap.ts";
import { strideOf } from "../hopfield/stride.ts";

/** Random patterns and their overlap matrix, computed once for all variants of a computation. */
export interface Stored {
  readonly neurons: number;
  readonly patterns: number;
  readonly stride: number;
  /** The patterns, i8[patterns × stride] of ±1, 0 beyond the neurons. */
  readonly xi: Int8Array;
  /** Their overlap matrix M, i16[neurons × stride]. */
  readonly overlap: Int16Array;
  /** The largest |M_ij| with i ≠ j. */
  readonly largest: number;
}

export async function storedPatterns(neurons: number, patterns: number, key: Key): Promise<Stored> {
  const kernels = await loadKernels();
  const stride = strideOf(neurons);
  const xi = kernels.arena.int8(patterns * stride);
  kernels.randomPatterns(xi, patterns, neurons, stride, 0, key);
  const size = { xi, nPatterns: patterns, nNeurons: neurons, stride };
  const overlap = await overlapOf(kernels, size, () => undefined);
  const largest = kernels.largestOverlap(overlap, neurons, stride);
  return { neurons, patterns, stride, xi: xi.view.slice(), overlap: overlap.view.slice(), largest };
}
