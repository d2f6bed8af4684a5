/** Limits of values whose error is a power series in the step h, from three steps. */

/** The limit h → 0 of values at h, h/2 and h/4 whose error is a power series in h: off by O(h³). */
export function richardson(coarse: number, middle: number, fine: number): number {
  return (8 * fine - 6 * middle + coarse) / 3;
}

/**
 * How far that limit may be off: its difference from the limit by h/2 and h/4 alone, which is off by O(h²). An upper bound where the
 * series converges, since it is the error of the poorer of the two.
 */
export function richardsonError(coarse: number, middle: number, fine: number): number {
  return Math.abs(richardson(coarse, middle, fine) - (2 * fine - middle));
}
