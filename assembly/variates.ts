// Layout of the tables of random variates that src/numeric/variates.ts computes, in 4-byte entries:
//
//   f32[4096]           exponential quantiles
//   f32[8192 + width]   Gumbel variates G, shuffled quantiles
//   i16[8192 + width]   the same as integers, 2048·G

import { EXPONENTIALS, NOISE } from "../src/numeric/quantiles";

/** The last exponential quantile, whose place is taken by the tail; also what cuts a random word down to a quantile. */
export const LAST_QUANTILE: u32 = EXPONENTIALS - 1;
/** Where the Gumbel variates begin. */
export const GUMBELS_AT: i32 = EXPONENTIALS;
/** Cuts a random word down to an offset that a row of noise may be read from. */
export const NOISE_MASK: u32 = NOISE - 1;

/** Address of the integer Gumbels of tables for rows of `width`. */
// @ts-ignore: decorator
@inline
export function integerGumbels(variates: usize, width: i32): usize {
  return variates + ((<usize>(EXPONENTIALS + NOISE + width)) << 2);
}
