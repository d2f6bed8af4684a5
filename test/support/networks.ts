/** Random networks, states and weights for tests. */
import { plainRandom } from "./plain-random.ts";

/**
 * Gaussian weights of deviation gain/√N and an initial state uniform in (−1, 1), from one stream of mulberry32: each weight
 * from two numbers by Box & Muller's cosine, row by row.
 */
export function randomNetwork(
  nNeurons: number,
  seed: number,
  gain: number,
): { weights: number[][]; initial: number[] } {
  const random = plainRandom(seed);
  const gauss = () => {
    const a = random();
    const b = random();
    return Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b);
  };
  const weights = Array.from({ length: nNeurons }, () =>
    Array.from({ length: nNeurons }, () => (gauss() * gain) / Math.sqrt(nNeurons)),
  );
  return { weights, initial: Array.from({ length: nNeurons }, () => 2 * random() - 1) };
}

/** Numbers drawn uniformly from (−1, 1). */
export function randomVector(length: number, random: () => number): Float64Array {
  return Float64Array.from({ length }, () => 2 * random() - 1);
}

/** The symmetric part of weights, (T + Tᵀ)/2. */
export function symmetric(weights: readonly (readonly number[])[]): number[][] {
  return weights.map((row, i) => row.map((value, j) => (value + weights[j][i]) / 2));
}

/** max |a_i − b_i|. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < b.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}
