/** How sure the difference of two means is: one of the work, and one that was measured here. */
import { meanAndDeviation } from "../numeric/statistics.ts";
import type { Uncertainty } from "./verdict.ts";

/** A mean over independent networks, and their standard deviation. */
export interface SampleMean {
  readonly mean: number;
  readonly deviation: number;
  readonly networks: number;
}

/** The mean of values over independent networks. */
export function sampleOf(values: readonly number[]): SampleMean {
  const { mean, deviation } = meanAndDeviation(values);
  return { mean, deviation, networks: values.length };
}

/** The mean over the networks of two samples together. */
export function together(a: SampleMean, b: SampleMean): SampleMean {
  const networks = a.networks + b.networks;
  const mean = (a.mean * a.networks + b.mean * b.networks) / networks;
  const squares = [a, b].map((one) => (one.networks - 1) * one.deviation ** 2 + one.networks * (one.mean - mean) ** 2);
  return { mean, deviation: Math.sqrt((squares[0] + squares[1]) / (networks - 1)), networks };
}

/**
 * The quotient of two means with the s.d. of its values, as if the two were independent.
 *
 * @param step  distance of the values that there can be, as for `differenceOf`.
 */
export function quotientOf(a: SampleMean, b: SampleMean, step = 0): SampleMean {
  const mean = a.mean / b.mean;
  const relative = [a, b].map(({ deviation, mean: own }) => Math.sqrt(deviation ** 2 + step ** 2 / 12) / own);
  return { mean, deviation: mean * Math.hypot(...relative), networks: Math.min(a.networks, b.networks) };
}

/**
 * The error of the difference of two means whose values spread alike: a few networks tell their standard deviation better together.
 *
 * @param step  distance of the values that there can be, such as 1 for whole numbers, whose variance step²/12 is added.
 */
export function differenceOf(a: SampleMean, b: SampleMean, step = 0): Uncertainty {
  const degrees = a.networks + b.networks - 2;
  const variance = ((a.networks - 1) * a.deviation ** 2 + (b.networks - 1) * b.deviation ** 2) / degrees;
  return { error: Math.sqrt((variance + step ** 2 / 12) * (1 / a.networks + 1 / b.networks)), degrees };
}

/**
 * The error of the difference between a mean and a published value that is known to within an error of its own.
 *
 * @param published  standard error of the published value; 0 for one that is exact.
 */
export function differenceFrom({ deviation, networks }: SampleMean, published = 0): Uncertainty {
  return {
    error: networks > 1 ? Math.hypot(deviation / Math.sqrt(networks), published) : Number.NaN,
    degrees: networks - 1,
  };
}

/** So many degrees of freedom that Student's distribution is the normal one. */
export const NORMAL = 1000;

/** Of a value that was not measured where the published one stands. */
export const UNKNOWN: Uncertainty = { error: Number.NaN, degrees: 0 };

/** The standard error of a value that was rounded to, or looked for in, steps of this size. */
export function errorOfStep(step: number): number {
  return step / Math.sqrt(12);
}
