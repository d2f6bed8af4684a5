// Patterns: random ones, and their packing into 7-bit codes for the overlap kernel.
//
// xi  i8[P × stride], row-major, entries ±1, columns from N to stride zero.

import { at32 } from "./address";
import { philoxBuffer } from "./philox";
import { DOMAIN } from "../src/numeric/domains";

/** Patterns a code byte holds: 2^7 signed partial sums fill a table of 8 kB for 64 columns. */
export const GROUP: i32 = 7;

/**
 * Writes random patterns, each ±1 with probability ½: bit b of word w of stream (patterns, mu) is neuron 32·w + b.
 *
 * @param xiPtr       i8[count × stride]; columns from N on stay as they are
 * @param scratchPtr  u32[16]
 * @param first       index mu of the first pattern
 */
export function randomPatterns(
  xiPtr: usize,
  scratchPtr: usize,
  count: i32,
  N: i32,
  stride: i32,
  first: u32,
  key0: u32,
  key1: u32,
): void {
  for (let row = 0; row < count; row++) {
    const rowPtr = xiPtr + <usize>row * <usize>stride;
    let index: u32 = 0;
    for (let from = 0; from < N; from += 512) {
      philoxBuffer(scratchPtr, index, 0, first + row, DOMAIN.patterns, key0, key1);
      index += 4;
      const end = min(N, from + 512);
      for (let i = from; i < end; i++) {
        const word = load<u32>(at32(scratchPtr, (i - from) >> 5));
        store<i8>(rowPtr + i, <i8>(((word >> (i & 31)) & 1) * 2) - 1);
      }
    }
  }
}

/**
 * Packs patterns in groups of 7: bit b of codes[g][i] is set when xi[7g + b][i] = +1.
 *
 * @param codesPtr  u8[ceil(P / 7) × stride]
 */
export function packPatterns(xiPtr: usize, codesPtr: usize, P: i32, stride: i32): void {
  const zero = i8x16.splat(0);
  for (let g = 0, mu = 0; mu < P; g++, mu += GROUP) {
    const bits = min(GROUP, P - mu);
    for (let i = 0; i < stride; i += 16) {
      let code = zero;
      for (let b = 0; b < bits; b++) {
        const positive = i8x16.gt_s(v128.load(xiPtr + <usize>(mu + b) * <usize>stride + i), zero);
        code = v128.or(code, v128.and(positive, i8x16.splat(<i8>((<i32>1) << b))));
      }
      v128.store(codesPtr + <usize>g * <usize>stride + i, code);
    }
  }
}
