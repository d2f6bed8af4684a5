/** Discrete dynamics of two-valued neurons with the weights of a continuous network. */
import { vectorOf } from "../check/arrays.ts";
import { readSpec, type SpecOf } from "../check/parameters.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { Stream } from "../numeric/philox.ts";
import { keyOf, parseSeed } from "../numeric/seed.ts";
import { type ContinuousNetwork, checkContinuous, weightMatrix } from "./network.ts";
import { thresholdParameters } from "./specs.ts";

/** Threshold, order of updates and most sweeps. */
export interface ThresholdSpec extends SpecOf<typeof thresholdParameters> {}

export interface ThresholdRun {
  /** State at the end, i8[N] of ±1. */
  readonly state: Int8Array;
  readonly status: "fixedPoint" | "twoCycle" | "maxSweeps";
  /** Sweeps made, the one that found nothing to change among them. */
  readonly sweeps: number;
  /** E = −½ VᵀTV + (a − b)·V at the start and after each sweep, f64[sweeps + 1]. */
  readonly energies: Float64Array;
}

/**
 * Discrete dynamics of two-valued neurons with constant weights (Hopfield 1982; CLMM): V_i ← +1 if Σ_j T_ij V_j + b_i ≥ a,
 * else −1, until a sweep changes nothing, a synchronous 2-cycle closes, or maxSweeps. One after another, with symmetric T
 * whose diagonal is not negative, the energy never rises.
 *
 * @param initial  ±1, one a neuron; the activation plays no part.
 */
export function thresholdDynamics(
  network: ContinuousNetwork,
  initial: ArrayLike<number>,
  spec: ThresholdSpec = {},
): ThresholdRun {
  const where = "thresholdDynamics";
  const { nNeurons, bias } = checkContinuous(`${where}: network`, network);
  const { threshold, order, maxSweeps, seed } = readSpec(where, thresholdParameters, spec);
  if (order === "random" && seed === undefined) {
    throw new TypeError(`${where}: seed must be given for order "random", got none`);
  }
  const key = keyOf(parseSeed(seed ?? 0, `${where}: seed`));
  const state = Int8Array.from(vectorOf(`${where}: initial`, initial, nNeurons), (value, i) => {
    if (value !== 1 && value !== -1) throw new RangeError(`${where}: initial must be ±1, got ${value} at index ${i}`);
    return value;
  });
  const matrix = weightMatrix(network);
  const field = (i: number): number => {
    let sum = bias[i];
    for (let j = 0, at = i * nNeurons; j < nNeurons; j++, at++) sum += matrix[at] * state[j];
    return sum;
  };
  const energy = (): number => {
    let sum = 0;
    for (let i = 0; i < nNeurons; i++) sum += state[i] * (threshold - bias[i] - 0.5 * (field(i) - bias[i]));
    return sum;
  };
  const energies = [energy()];
  const places = Int32Array.from({ length: nNeurons }, (_, i) => i);
  const stream = new Stream();
  let before = state.slice();
  let status: ThresholdRun["status"] = "maxSweeps";
  while (energies.length <= maxSweeps && status === "maxSweeps") {
    let changed = false;
    const start = state.slice();
    if (order === "synchronous") {
      const next = Int8Array.from(state, (_, i) => (field(i) >= threshold ? 1 : -1));
      changed = next.some((value, i) => value !== state[i]);
      state.set(next);
    } else {
      if (order === "random") shuffle(places, stream, energies.length, key);
      for (const i of places) {
        const next = field(i) >= threshold ? 1 : -1;
        if (next !== state[i]) changed = true;
        state[i] = next;
      }
    }
    energies.push(energy());
    if (!changed) status = "fixedPoint";
    else if (order === "synchronous" && energies.length > 2 && state.every((value, i) => value === before[i])) {
      status = "twoCycle";
    }
    before = start;
  }
  return Object.freeze({ state, status, sweeps: energies.length - 1, energies: Float64Array.from(energies) });
}

/** A fresh random order, from the stream of this sweep alone. */
function shuffle(places: Int32Array, stream: Stream, sweep: number, key: ReturnType<typeof keyOf>): void {
  stream.open(DOMAIN.order, sweep, 0, key);
  for (let n = 0; n < places.length; n++) places[n] = n;
  for (let n = places.length - 1; n > 0; n--) {
    const t = stream.below(n + 1);
    [places[n], places[t]] = [places[t], places[n]];
  }
}
