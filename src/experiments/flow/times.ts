/** Times at which trajectories are kept, and the states there. */
import type { Integrated } from "../../dynamics/integrate.ts";

/** States of a trajectory that a figure draws. */
export const FIGURE_SAMPLES = 600;

/** count + 1 times from 0 to the duration itself, which duration · count/count may miss by rounding. */
export function evenTimes(duration: number, count: number): Float64Array {
  return Float64Array.from({ length: count + 1 }, (_, k) => (k === count ? duration : (duration * k) / count));
}

/** States of an integration, one for each of its times. */
export function statesOf({ states, times, state }: Integrated): Float64Array[] {
  const n = state.length;
  return Array.from(times, (_, k) => states.slice(k * n, (k + 1) * n));
}
