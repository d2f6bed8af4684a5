// Layout of the tables of random variates that src/numeric/variates.ts computes, in 4-byte entries:
//
//   f32[4096]           exponential quantiles
//   f32[8192 + width]   Gumbel variates G, shuffled quantiles
//   i16[8192 + width]   the same as integers, 2048·G

/** Exponential quantiles, entry 4095 standing for the tail. */
export const EXPONENTIALS: i32 = 4096;
/** Where the Gumbel variates begin. */
export const GUMBELS_AT: i32 = EXPONENTIALS;
/** Offsets a row of noise may be read from: [0, 8192). */
export const NOISE_MASK: u32 = 8191;
/** Units of the integer Gumbels. */
export const NOISE_UNIT: f64 = 2048;

/** Address of the integer Gumbels of tables for rows of `width`. */
// @ts-ignore: decorator
@inline
export function integerGumbels(variates: usize, width: i32): usize {
  return variates + ((<usize>(EXPONENTIALS + <i32>NOISE_MASK + 1 + width)) << 2);
}
