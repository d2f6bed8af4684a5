import type { Key } from "../backend/contract/kernels.ts";
import { loadKernels } from "../backend/load.ts";
import { overlapOf } from "../hopfield/overlap.ts";
import { strideOf } from "../hopfield/stride.ts";

/** Random patterns and their overlap matrix, computed once for all variants of a computation. */
export interface Stored {
  readonly neurons: number;
  readonly patterns: number;
  readonly stride: number;
  /** i8[patterns × stride] */
  readonly xi: Int8Array;
  /** i16[neurons × stride] */
  readonly overlap: Int16Array;
  /** max |M_ij|, i ≠ j */
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
