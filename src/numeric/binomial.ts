/** Numbers of successes among independent trials, drawn from a stream. */
import type { Stream } from "./philox.ts";

/**
 * A drawer of binomial variates, by inversion of the distribution: one uniform number of 53 bits for each, whatever the number of trials.
 * Sums and products alone, so that every machine draws the same.
 *
 * @param trials  number n of trials, an integer ≥ 0; (1 − chance)^n must not fall below 1e-300.
 * @param chance  chance of success in each, in [0, 1).
 * @returns  draws a number in [0, n] from a stream
 */
export function binomial(trials: number, chance: number): (stream: Stream) => number {
  let mass = 1;
  for (let k = 0; k < trials; k++) mass *= 1 - chance;
  const below = new Float64Array(trials + 1); // chance of at most k successes
  let sum = 0;
  for (let k = 0; k <= trials; k++) {
    sum += mass;
    below[k] = sum;
    mass *= ((trials - k) / (k + 1)) * (chance / (1 - chance));
  }
  return (stream) => {
    const uniform = (stream.next() + Math.floor(stream.next() / 2048) / 2 ** 21) / 2 ** 32;
    let low = 0;
    let high = trials;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (uniform < below[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
