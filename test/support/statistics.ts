/** Statistics that tests judge frequencies by. */

/** χ² = Σ (observed − expected)² / expected. */
export function chiSquare(observed: ArrayLike<number>, expected: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < observed.length; k++) sum += (observed[k] - expected[k]) ** 2 / expected[k];
  return sum;
}

/**
 * The value that χ² of n degrees of freedom exceeds with the probability that a standard normal exceeds `sigmas`, by
 * Wilson and Hilferty (1931): n (1 − 2/(9n) + z √(2/(9n)))³, right to a few parts in a thousand for n ≥ 10.
 */
export function chiSquareBound(n: number, sigmas: number): number {
  return n * (1 - 2 / (9 * n) + sigmas * Math.sqrt(2 / (9 * n))) ** 3;
}

/** The mean of the values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

/** The variance of the values, with n in the denominator. */
export function variance(values: ArrayLike<number>): number {
  const center = mean(values);
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += (values[k] - center) ** 2;
  return sum / values.length;
}
