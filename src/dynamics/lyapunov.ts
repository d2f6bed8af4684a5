/**
 * Lyapunov exponents by tangent vectors that follow the linearized flow and are made orthonormal again and again —
 * Benettin, Galgani, Giorgilli & Strelcyn 1980.
 */
import { log } from "../js/elementary.ts";
import { meanAndDeviation } from "../statistics.ts";
import type { Runner } from "./runner.ts";

/** Exponents over one stretch of a trajectory, the largest first. */
export interface LyapunovEstimate {
  readonly exponents: readonly number[];
  /** Standard errors from the means of `batches` stretches of equal length, which count as independent. */
  readonly errors: readonly number[];
  readonly batches: number;
  /** Time averaged over. */
  readonly duration: number;
  /** Where the trajectory stands after it; u and the tangents, orthonormal. */
  readonly state: Float64Array;
  readonly tangents: readonly Float64Array[];
  /** Whether all of the time was integrated. */
  readonly isComplete: boolean;
}

/** Time between orthonormalizations: neurons have a time constant of 1, so that vectors neither collapse nor overflow. */
const INTERVAL = 1;
const BATCHES = 20;

/**
 * The largest exponents along the trajectory from a state.
 *
 * @param tangents  one or more, linearly independent; as many exponents come back.
 * @param onTime    called with the time done.
 */
export async function lyapunovAlong(
  runner: Runner,
  start: Float64Array,
  tangents: readonly Float64Array[],
  { duration, tolerance }: { readonly duration: number; readonly tolerance: number },
): Promise<LyapunovEstimate> {
  const intervals = BATCHES * Math.max(1, Math.round(duration / INTERVAL / BATCHES));
  const interval = duration / intervals;
  const sums = tangents.map(() => new Float64Array(BATCHES));
  let state = start;
  let vectors = orthonormal(tangents).vectors;
  for (let k = 0; k < intervals; k++) {
    const end = await runner.run(state, { duration: interval, tolerance, tangents: vectors });
    if (end.status !== "time") {
      const nothing = tangents.map(() => Number.NaN);
      const time = k * interval;
      return { exponents: nothing, errors: nothing, batches: 0, duration: time, state, tangents: vectors, isComplete: false };
    }
    const { vectors: next, lengths } = orthonormal(end.tangents);
    const batch = Math.floor((k * BATCHES) / intervals);
    lengths.forEach((length, v) => {
      sums[v][batch] += log(length);
    });
    state = end.state;
    vectors = next;
  }
  const stretch = duration / BATCHES;
  const means = sums.map((sum) => meanAndDeviation(Array.from(sum, (value) => value / stretch)));
  return {
    exponents: means.map(({ mean }) => mean),
    errors: means.map(({ deviation }) => deviation / Math.sqrt(BATCHES)),
    batches: BATCHES,
    duration,
    state,
    tangents: vectors,
    isComplete: true,
  };
}

/** Vectors made orthonormal in their order, by the modified Gram–Schmidt process, and the lengths they had. */
export function orthonormal(given: readonly Float64Array[]): {
  readonly vectors: Float64Array[];
  readonly lengths: number[];
} {
  const vectors = given.map((vector) => vector.slice());
  const lengths = vectors.map((vector, k) => {
    for (let before = 0; before < k; before++) {
      const part = dot(vectors[before], vector);
      for (let i = 0; i < vector.length; i++) vector[i] -= part * vectors[before][i];
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i++) vector[i] /= length;
    return length;
  });
  return { vectors, lengths };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
