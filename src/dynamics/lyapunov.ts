/**
 * Lyapunov exponents by tangent vectors that follow the linearized flow and are made orthonormal again and again —
 * Benettin, Galgani, Giorgilli & Strelcyn 1980.
 */

import type { BackendName, Key } from "../backend/contract/kernels.ts";
import { vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber } from "../check/check.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { log } from "../numeric/elementary.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import { meanAndDeviation } from "../numeric/statistics.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { type Runner, withRunner } from "./runner.ts";
import { drawStateInto } from "./starts.ts";

/** Exponents over one stretch of a trajectory, the largest first. */
export interface LyapunovEstimate {
  readonly exponents: readonly number[];
  /** Standard errors from the means of `batches` stretches of equal length, which count as independent. */
  readonly errors: readonly number[];
  readonly batches: number;
  /** Time that the exponents are averaged over, in membrane time constants. */
  readonly duration: number;
  /** Where the trajectory stands after it; u and the tangents, orthonormal. */
  readonly state: Float64Array;
  readonly tangents: readonly Float64Array[];
  /** Whether all of the time was integrated. */
  readonly isComplete: boolean;
}

export interface LyapunovSpec {
  /** Initial state u, one number a neuron. */
  readonly initial: ArrayLike<number>;
  /** Number of exponents, at most N; default 1. */
  readonly count?: number;
  /** Time left out at first, so that the trajectory is on its attractor; default 100. */
  readonly transient?: number;
  /** Time averaged over; default 500. */
  readonly duration?: number;
  /** Relative tolerance of the integrator; default 1e-8. */
  readonly tolerance?: number;
  /** Seed of the first tangent vectors; default 1. */
  readonly seed?: Seed;
}

export interface LyapunovResult {
  /** f64[count], the largest first; NaN when the integration did not reach the end. */
  readonly exponents: Float64Array;
  /** Standard errors, from 20 stretches of the duration that count as independent. */
  readonly errors: Float64Array;
  /** State at the end of the trajectory, f64[N]. */
  readonly state: Float64Array;
}

/**
 * The largest Lyapunov exponents along a trajectory of the membrane flow, per membrane time constant.
 *
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value; the signal's reason when aborted.
 */
export async function lyapunovExponents(
  network: ContinuousNetwork,
  spec: LyapunovSpec,
  options: RunOptions & { readonly backend?: BackendName } = {},
): Promise<LyapunovResult> {
  const where = "lyapunovExponents";
  checkContinuous(`${where}: network`, network);
  checkKeys(where, spec, ["initial", "count", "transient", "duration", "tolerance", "seed"]);
  const { nNeurons } = network;
  const initial = vectorOf(`${where}: initial`, spec.initial, nNeurons);
  const count = checkInteger(`${where}: count`, spec.count ?? 1, 1, nNeurons);
  const transient = checkNumber(`${where}: transient`, spec.transient ?? 100, 0);
  const duration = checkNumber(`${where}: duration`, spec.duration ?? 500, 0, true);
  const tolerance = checkNumber(`${where}: tolerance`, spec.tolerance ?? 1e-8, 0, true);
  const key = keyOf(parseSeed(spec.seed ?? 1, `${where}: seed`));
  const backend = checkChoice(`${where}: backend`, options.backend ?? "wasm", ["wasm", "js"]);
  return withRunner(network, backend, pacer(options.signal), async (runner) => {
    const begun = transient > 0 ? await runner.run(initial, { duration: transient, tolerance }) : { state: initial };
    const tangents = drawTangents(nNeurons, count, key);
    const { exponents, errors, state } = await lyapunovAlong(runner, begun.state, tangents, { duration, tolerance });
    return Object.freeze({ exponents: Float64Array.from(exponents), errors: Float64Array.from(errors), state });
  });
}

/** Random directions, as many as asked for and as there are neurons. */
export function drawTangents(nNeurons: number, count: number, key: Key): Float64Array[] {
  const box = Array.from({ length: nNeurons }, () => [-1, 1] as const);
  return Array.from({ length: Math.min(count, nNeurons) }, (_, k) => {
    const direction = new Float64Array(nNeurons);
    drawStateInto(direction, box, DOMAIN.tangent, k, key);
    return direction;
  });
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
    if (end.status !== "completed") {
      const nothing = tangents.map(() => Number.NaN);
      const time = k * interval;
      return {
        exponents: nothing,
        errors: nothing,
        batches: 0,
        duration: time,
        state,
        tangents: vectors,
        isComplete: false,
      };
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
