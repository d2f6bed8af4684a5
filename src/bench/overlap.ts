/** The overlap matrix of random patterns, as the bench times it. */
import type { Kernels, Key } from "../backend/contract/kernels.ts";
import { strideOf } from "../hopfield/stride.ts";
import type { Clock } from "./clock.ts";
import type { Variant } from "./interleave.ts";
import { timed } from "./timed.ts";

/** The overlap matrix M = ξᵀξ of random patterns. */
export interface OverlapProblem {
  readonly neurons: number;
  readonly patterns: number;
  readonly key: Key;
}

const BLOCK = 64; // columns of a kernel call

/** Packing, all blocks on and above the diagonal, and their mirror below it: what a network is built with. */
export function overlapVariant(name: string, kernels: Kernels, problem: OverlapProblem, clock: Clock): Variant {
  const { neurons, patterns, key } = problem;
  const stride = strideOf(neurons);
  const xi = kernels.arena.int8(patterns * stride);
  const codes = kernels.arena.uint8(Math.ceil(patterns / 7) * stride);
  const overlap = kernels.arena.int16(neurons * stride);
  kernels.randomPatterns(xi, patterns, neurons, stride, 0, key);
  const blocks = Math.ceil(neurons / BLOCK);
  const run = (): void => {
    kernels.packPatterns(xi, codes, patterns, stride);
    for (let block = 0; block < blocks; block++) {
      kernels.overlapBlock(xi, codes, overlap, patterns, neurons, stride, block, false);
    }
    for (let block = 1; block < blocks; block++) kernels.mirrorOverlap(overlap, neurons, stride, block);
  };
  return {
    ...timed(name, clock, run),
    result() {
      overlap.view.fill(-1);
      run();
      return { overlap: squareOf(overlap.view, neurons, stride) };
    },
  };
}

/** The matrix without the padding of its rows. */
export function squareOf(overlap: Int16Array, neurons: number, stride: number): Int16Array {
  const out = new Int16Array(neurons * neurons);
  for (let i = 0; i < neurons; i++) out.set(overlap.subarray(i * stride, i * stride + neurons), i * neurons);
  return out;
}
