/**
 * Where a network goes without control: followed for a while, and asked whether it rests, repeats itself, or spreads apart.
 *
 * The kind is one of those of `attractor`, which answers the same question of the flow alone, to the last digit and in longer
 * stages. Here a map is followed as well, and what decides an outcome — the least speed, the exponent from two neighbors, a
 * cycle from one recurrence — is of steps of fixed length: tangents and tolerances would give other numbers.
 */
import type { AttractorKind } from "../dynamics/attractor.ts";

import { LocalField, largest } from "../dynamics/local-field.ts";
import type { ContinuousNetwork } from "../dynamics/network.ts";
import { log } from "../numeric/log.ts";
import { ClassicalStep } from "../numeric/runge-kutta.ts";
import type { Pause } from "../run/pace.ts";

/** The dynamics that are followed: the map u' = T g(u), or the flow u̇ = T g(u) − u. */
export type Time = "flow" | "map";

export interface Settled {
  readonly kind: Extract<AttractorKind, "equilibrium" | "cycle" | "undecided">;
  /** State at the end of the time followed, f64[N]. */
  readonly state: Float64Array;
  /** Period of the cycle; null unless `kind` is "cycle". */
  readonly period: number | null;
  /** Speed max |X| at the end. */
  readonly speed: number;
  /** Least max |X| over the last half. */
  readonly leastSpeed: number;
  /** Largest Lyapunov exponent over the last half. */
  readonly lyapunov: number;
}

const STEP = 0.02; // of Runge and Kutta's method, for |J| of a few units: errors below 1e-8
const SEPARATION = 1e-7;
const REST = 1e-9;

/** Steps between two pauses, in synapses. */
const PIECE = 4e6;

/** Follows the network for `duration`, 400 unless given, or until it rests; `pause` is awaited every few ms. */
export async function settle(
  network: ContinuousNetwork,
  time: Time,
  start: ArrayLike<number>,
  pause: Pause,
  duration = 400,
): Promise<Settled> {
  const N = network.nNeurons;
  const move = mover(network, time);
  const dt = time === "map" ? 1 : STEP;
  const nSteps = Math.ceil(duration / dt);
  const half = nSteps >> 1;
  const often = Math.max(1, Math.floor(PIECE / (10 * N * N)));
  const u = Float64Array.from(start);
  const v = u.slice();
  const X = new Float64Array(N);
  const field = new LocalField(network);
  const kept = new Float64Array((nSteps - half + 1) * N);
  let leastSpeed = Number.POSITIVE_INFINITY;
  let growth = 0;
  let since = 0;
  let speed = Number.POSITIVE_INFINITY;
  for (let n = 0; n < nSteps; n++) {
    if (n % often === 0) await pause();
    field.into(u, X);
    speed = largest(X);
    if (speed <= REST)
      return { kind: "equilibrium", state: u, period: null, speed, leastSpeed: speed, lyapunov: Number.NaN };
    if (n === half) for (let i = 0; i < N; i++) v[i] = u[i] + SEPARATION / Math.sqrt(N);
    if (n >= half) {
      leastSpeed = Math.min(leastSpeed, speed);
      kept.set(u, (n - half) * N);
      move(v);
    }
    move(u);
    if (n >= half && (n - half) % 50 === 49) {
      let square = 0;
      for (let i = 0; i < N; i++) square += (v[i] - u[i]) ** 2;
      const distance = Math.sqrt(square);
      if (distance === 0) growth = Number.NEGATIVE_INFINITY;
      else growth += log(distance / SEPARATION);
      since += 50 * dt;
      for (let i = 0; i < N; i++) {
        v[i] = u[i] + (distance === 0 ? 0 : ((v[i] - u[i]) * SEPARATION) / distance);
      }
    }
  }
  const period = recurrence(kept.subarray(0, (nSteps - half) * N), N, dt);
  const lyapunov = since > 0 ? growth / since : Number.NaN;
  return { kind: period === null ? "undecided" : "cycle", state: u, period, speed, leastSpeed, lyapunov };
}

/** The path of a network from a state, f64[points × N], a step of 0.02 apart, of the map 1. */
export function follow(
  network: ContinuousNetwork,
  time: Time,
  start: ArrayLike<number>,
  duration: number,
): Float64Array {
  const N = network.nNeurons;
  const move = mover(network, time);
  const nSteps = Math.ceil(duration / (time === "map" ? 1 : STEP));
  const path = new Float64Array((nSteps + 1) * N);
  const u = Float64Array.from(start);
  for (let n = 0; n <= nSteps; n++) {
    path.set(u, n * N);
    move(u);
  }
  return path;
}

/** Moves a state one step on, in place. */
function mover(network: ContinuousNetwork, time: Time): (u: Float64Array) => void {
  const field = new LocalField(network);
  if (time === "map") {
    const X = new Float64Array(network.nNeurons);
    return (u) => {
      field.into(u, X);
      for (let i = 0; i < u.length; i++) u[i] += X[i];
    };
  }
  const step = new ClassicalStep((u, out) => field.into(u, out), network.nNeurons);
  return (u) => step.move(u, STEP);
}

/** Two passes of a cycle agree to this part of its extent. */
const AGREEMENT = 0.03;
/** Motion smaller than this is rest. */
const LEAST_EXTENT = 0.02;

/**
 * The period with which a path repeats itself at its end, or null. The last two periods agree to 3 % of its extent, and the
 * motion does not fade by more than a tenth from one to the next.
 *
 * @param states  f64[n × N], a time `dt` apart.
 */
export function recurrence(states: Float64Array, N: number, dt: number): number | null {
  const n = states.length / N;
  const last = n - 1;
  const apart = (a: number, b: number): number => {
    // state at real index b, between samples
    const whole = Math.min(Math.floor(b), n - 2);
    const part = b - whole;
    let most = 0;
    for (let i = 0; i < N; i++) {
      const other = (1 - part) * states[whole * N + i] + part * states[(whole + 1) * N + i];
      most = Math.max(most, Math.abs(states[a * N + i] - other));
    }
    return most;
  };
  const extent = (from: number, to: number): number => {
    let most = 0;
    for (let i = 0; i < N; i++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let k = Math.max(0, from); k <= to; k++) {
        low = Math.min(low, states[k * N + i]);
        high = Math.max(high, states[k * N + i]);
      }
      most = Math.max(most, high - low);
    }
    return most;
  };
  const whole = extent(n >> 1, last);
  if (n < 5 || !(whole > LEAST_EXTENT)) return null;
  let hasLeft = false;
  for (let back = 2; 2 * back < last; back++) {
    const here = apart(last, last - back);
    if (here > 0.2 * whole) hasLeft = true;
    const before = apart(last, last - back + 1);
    const after = apart(last, last - back - 1);
    if (!hasLeft || here > before || here > after || here > 2 * AGREEMENT * whole + before / 2 + after / 2) continue;
    // where the distance is least, between samples
    let period = back;
    let least = here;
    for (let shift = -0.95; shift < 1; shift += 0.05) {
      const distance = apart(last, last - back - shift);
      if (distance < least) [least, period] = [distance, back + shift];
    }
    if (least > AGREEMENT * whole || 2 * period > last) continue;
    const length = Math.ceil(period);
    const [late, early] = [extent(last - length, last), extent(last - 2 * length, last - length)];
    if (late < 0.9 * early || late < LEAST_EXTENT) continue;
    let most = 0;
    for (let k = last - length; k <= last; k++) most = Math.max(most, apart(k, k - period));
    if (most <= AGREEMENT * whole) return period * dt;
  }
  return null;
}

/** cos of the angle between g(u) and g(v): how alike two states are. */
export function similarity(network: ContinuousNetwork, u: ArrayLike<number>, v: ArrayLike<number>): number {
  const { value } = network.activation;
  let [uv, uu, vv] = [0, 0, 0];
  for (let i = 0; i < network.nNeurons; i++) {
    const [a, b] = [value(u[i]), value(v[i])];
    uv += a * b;
    uu += a * a;
    vv += b * b;
  }
  return uu > 0 && vv > 0 ? uv / Math.sqrt(uu * vv) : 0;
}
