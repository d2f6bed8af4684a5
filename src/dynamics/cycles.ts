/**
 * Limit cycles: the point and period at which the flow closes, by Newton's method on the flow over one period and its
 * derivative, the monodromy matrix; its eigenvalues are the Floquet multipliers.
 */
import { type Eigenvalue, eigenvalues } from "../numeric/eigenvalues.ts";
import { factorInPlace } from "../numeric/linear.ts";
import type { Section } from "./integration.ts";
import { distance, LocalField, largest } from "./local-field.ts";
import { dot, orthonormal } from "./lyapunov.ts";
import type { Runner } from "./runner.ts";

export interface LimitCycle {
  /** A point of the cycle, membrane potentials u, f64[N]. */
  readonly state: Float64Array;
  /** Period in membrane time constants, to a relative 1e-9 or better. */
  readonly period: number;
  /** Highest less lowest u_i over a period, f64[N]; of the largest a relative 1e-4 or better. */
  readonly amplitude: Float64Array;
  /**
   * Of the monodromy matrix, by descending modulus; one of them is 1, along the flow. All N of small networks; of larger ones
   * the leading few.
   */
  readonly multipliers: readonly Eigenvalue[];
  /** max_i |φ(state) − state|_i after one period. */
  readonly residual: number;
  /** |multiplier along the flow − 1|: how well the multipliers are known. */
  readonly multiplierError: number;
  readonly isStable: boolean;
  /** Points of the cycle at equal times, f64[N] each; the first and the last are the same. */
  readonly orbit: readonly Float64Array[];
}

/** Largest network whose whole monodromy matrix is integrated. */
const MOST_DENSE = 48;
const LEADING = 4; // multipliers of larger ones
const TOLERANCE = 1e-12;
const NEWTON_STEPS = 12;
const RETURNS = 60;
const CLOSED = 1e-9; // relative to the size of the state
const ORBIT_POINTS = 240; // or twice as many, again and again
const MOST_NUMBERS = 1 << 21; // of an orbit
const TOLD = 1e-4; // relative to the largest amplitude
const STABLE = 1e-5; // beyond modulus 1

/**
 * The cycle near a state that nearly closes after `period`; undefined where Newton's method finds none there.
 *
 * @param start  f64[N]; read only.
 */
export async function limitCycle(runner: Runner, start: Float64Array, period: number): Promise<LimitCycle | undefined> {
  const n = start.length;
  const closed = n <= MOST_DENSE ? await byNewton(runner, start, period) : await byReturns(runner, start, period);
  if (!closed) return undefined;
  const { state, residual, multipliers } = closed;
  const traced = await orbitOf(runner, state, closed.period);
  if (!traced) return undefined;
  const { orbit, amplitude } = traced;
  if (largest(amplitude) < 1e-7 * (1 + largest(state))) return undefined; // an equilibrium closes too
  const along = nearestToOne(multipliers);
  const others = multipliers.filter((_, k) => k !== along);
  return Object.freeze({
    state,
    period: closed.period,
    amplitude,
    multipliers,
    residual,
    multiplierError: modulus([multipliers[along][0] - 1, multipliers[along][1]]),
    isStable: others.every((value) => modulus(value) <= 1 + STABLE),
    orbit,
  });
}

/**
 * Points of a cycle at equal times, and its amplitude: at most a membrane time constant apart, and so many that twice as many
 * tell the same amplitude, since long periods are mostly spent in one place.
 */
async function orbitOf(
  runner: Runner,
  state: Float64Array,
  period: number,
): Promise<Pick<LimitCycle, "orbit" | "amplitude"> | undefined> {
  const field = new LocalField(runner.network);
  const traced = async (points: number) => {
    const times = Float64Array.from({ length: points + 1 }, (_, k) => (k / points) * period);
    const { samples } = await runner.run(state, { duration: period, tolerance: TOLERANCE, times });
    if (samples.length <= points) return undefined;
    return { orbit: samples, amplitude: amplitudeOf(field, samples, period / points) };
  };
  let points = ORBIT_POINTS;
  const isRoom = () => 2 * points * state.length <= MOST_NUMBERS;
  while (points < period && isRoom()) points *= 2;
  let found = await traced(points);
  while (found && isRoom()) {
    points *= 2;
    const finer = await traced(points);
    if (finer && distance(finer.amplitude, found.amplitude) <= TOLD * largest(finer.amplitude)) break;
    found = finer;
  }
  return found;
}

interface Closed {
  readonly state: Float64Array;
  readonly period: number;
  readonly residual: number;
  readonly multipliers: readonly Eigenvalue[];
}

/** Newton's method in (state, period), kept from sliding along the cycle by a condition across it. */
async function byNewton(runner: Runner, start: Float64Array, guess: number): Promise<Closed | undefined> {
  const n = start.length;
  const field = new LocalField(runner.network);
  const unit = Array.from({ length: n }, (_, k) => Float64Array.from({ length: n }, (_, i) => (i === k ? 1 : 0)));
  const matrix = new Float64Array((n + 1) ** 2);
  const step = new Float64Array(n + 1);
  const state = start.slice();
  let period = guess;
  let last = Number.POSITIVE_INFINITY;
  const [begin, end] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < NEWTON_STEPS; k++) {
    const run = await runner.run(state, { duration: period, tolerance: TOLERANCE, tangents: unit });
    if (run.status !== "completed") return undefined;
    field.into(state, begin);
    field.into(run.state, end);
    let residual = 0;
    for (let i = 0; i < n; i++) {
      step[i] = run.state[i] - state[i];
      residual = Math.max(residual, Math.abs(step[i]));
      for (let j = 0; j < n; j++) matrix[i * (n + 1) + j] = run.tangents[j][i] - (i === j ? 1 : 0);
      matrix[i * (n + 1) + n] = end[i];
      matrix[n * (n + 1) + i] = begin[i];
    }
    if (!Number.isFinite(residual)) return undefined;
    const scale = 1 + largest(state);
    // quadratic convergence ends in rounding: kept at the first residual that no longer falls
    if (residual <= CLOSED * scale && residual > 0.05 * last) {
      return { state, period, residual, multipliers: multipliersOf(run.tangents) };
    }
    if (residual < 1e-13 * scale) return { state, period, residual, multipliers: multipliersOf(run.tangents) };
    step[n] = 0;
    matrix[(n + 1) ** 2 - 1] = 0;
    const { solve, pivotRatio } = factorInPlace(matrix, n + 1);
    if (!(pivotRatio > 0)) return undefined;
    solve(step);
    // far from a cycle a step may lead anywhere: at most a tenth of the state and of the period
    const part = Math.min(1, (0.5 * scale) / largest(step.subarray(0, n)), (0.2 * period) / Math.abs(step[n]));
    if (!Number.isFinite(part)) return undefined;
    for (let i = 0; i < n; i++) state[i] -= part * step[i];
    period -= part * step[n];
    if (!(period > 0.2 * guess && period < 3 * guess)) return undefined;
    last = residual;
  }
  return undefined;
}

/** Eigenvalues of the monodromy matrix with these columns. */
function multipliersOf(columns: readonly Float64Array[]): Eigenvalue[] {
  const n = columns.length;
  const matrix = Float64Array.from({ length: n * n }, (_, at) => columns[at % n][Math.floor(at / n)]);
  return byModulus(eigenvalues(matrix, n));
}

/**
 * Returns to a section, sped up by Anderson's mixing of the last few: for networks whose monodromy matrix would cost too much.
 * Finds stable cycles only.
 */
async function byReturns(runner: Runner, start: Float64Array, guess: number): Promise<Closed | undefined> {
  const n = start.length;
  const field = new LocalField(runner.network);
  const normal = new Float64Array(n);
  field.into(start, normal);
  const length = Math.sqrt(dot(normal, normal));
  if (!(length > 0)) return undefined;
  for (let i = 0; i < n; i++) normal[i] /= length;
  const section: Section = { normal, offset: dot(normal, start) };
  const states: Float64Array[] = [];
  const changes: Float64Array[] = [];
  let state: Float64Array = start.slice();
  for (let k = 0; k < RETURNS; k++) {
    const next = await returned(runner, state, guess, section);
    if (!next) return undefined;
    const change = next.state.map((value, i) => value - state[i]);
    const residual = largest(change);
    if (residual <= 1e-11 * (1 + largest(state))) {
      const multipliers = await leadingMultipliers(runner, state, next.time);
      return multipliers && { state, period: next.time, residual, multipliers };
    }
    states.push(next.state);
    changes.push(change);
    if (states.length > 6) {
      states.shift();
      changes.shift();
    }
    state = mixed(states, changes);
    // the mixture of points of a hyperplane lies in it but for rounding
    const off = dot(normal, state) - section.offset;
    for (let i = 0; i < n; i++) state[i] -= off * normal[i];
  }
  return undefined;
}

/** The crossing of the section nearest to one period away. */
async function returned(runner: Runner, state: Float64Array, period: number, section: Section) {
  // first away from the section, so that the start is no crossing
  const away = await runner.run(state, { duration: 0.5 * period, tolerance: TOLERANCE });
  if (away.status !== "completed") return undefined;
  const back = await runner.run(away.state, {
    duration: period,
    tolerance: TOLERANCE,
    section: { ...section, crossings: 64 },
  });
  let best: { time: number; state: Float64Array } | undefined;
  for (const crossing of back.crossings) {
    const time = 0.5 * period + crossing.time;
    if (!best || Math.abs(time - period) < Math.abs(best.time - period)) best = { time, state: crossing.state };
  }
  return best;
}

/** Anderson mixing: the combination, with weights that sum to 1, whose changes nearly cancel. */
export function mixed(states: readonly Float64Array[], changes: readonly Float64Array[]): Float64Array {
  const m = states.length - 1;
  const last = states[m];
  if (m === 0) return last.slice();
  const differences = changes.slice(0, m).map((change) => change.map((value, i) => value - changes[m][i]));
  const gram = Float64Array.from({ length: m * m }, (_, at) => {
    return dot(differences[Math.floor(at / m)], differences[at % m]);
  });
  const size = Math.max(...differences.map((d) => dot(d, d)));
  for (let k = 0; k < m; k++) gram[k * m + k] += 1e-14 * size;
  const weights = Float64Array.from(differences, (d) => -dot(d, changes[m]));
  factorInPlace(gram, m).solve(weights);
  if (!weights.every(Number.isFinite)) return last.slice();
  return last.map((value, i) => value + weights.reduce((sum, w, k) => sum + w * (states[k][i] - value), 0));
}

/** The leading Floquet multipliers by subspace iteration over periods. */
async function leadingMultipliers(
  runner: Runner,
  state: Float64Array,
  period: number,
): Promise<Eigenvalue[] | undefined> {
  const n = state.length;
  const field = new Float64Array(n);
  new LocalField(runner.network).into(state, field);
  const rest = Array.from({ length: LEADING - 1 }, (_, k) => {
    return Float64Array.from({ length: n }, (_, i) => (((i + 1) * (2 * k + 3)) % 7) - 3 + 0.1 * k);
  });
  let { vectors } = orthonormal([field, ...rest]);
  for (let k = 0; ; k++) {
    const run = await runner.run(state, { duration: period, tolerance: 1e-10, tangents: vectors });
    if (run.status !== "completed") return undefined;
    if (k === 12) {
      const small = Float64Array.from({ length: LEADING * LEADING }, (_, at) => {
        return dot(vectors[Math.floor(at / LEADING)], run.tangents[at % LEADING]);
      });
      return byModulus(eigenvalues(small, LEADING));
    }
    vectors = orthonormal(run.tangents).vectors;
  }
}

function byModulus(values: readonly Eigenvalue[]): Eigenvalue[] {
  return [...values].sort((a, b) => modulus(b) - modulus(a));
}

function nearestToOne(values: readonly Eigenvalue[]): number {
  const distances = values.map(([re, im]) => modulus([re - 1, im]));
  return distances.indexOf(Math.min(...distances));
}

export function modulus([re, im]: Eigenvalue): number {
  return Math.sqrt(re * re + im * im);
}

/** Highest less lowest value of each neuron: extremes of the cubics through neighboring points and their derivatives. */
function amplitudeOf(field: LocalField, samples: readonly Float64Array[], step: number): Float64Array {
  const n = field.nNeurons;
  const [low, high] = [samples[0].slice(), samples[0].slice()];
  let [before, now] = [new Float64Array(n), new Float64Array(n)];
  field.into(samples[0], before);
  for (let k = 1; k < samples.length; k++) {
    field.into(samples[k], now);
    for (let i = 0; i < n; i++) {
      const [a, b] = [samples[k - 1][i], samples[k][i]];
      const extremes = before[i] * now[i] < 0 ? [b, cubicExtreme(a, b, step * before[i], step * now[i])] : [b];
      low[i] = Math.min(low[i], ...extremes);
      high[i] = Math.max(high[i], ...extremes);
    }
    [before, now] = [now, before];
  }
  return high.map((value, i) => value - low[i]);
}

/** The extreme value on [0, 1] of the cubic with these ends and end slopes, which differ in sign. */
function cubicExtreme(a: number, b: number, slopeA: number, slopeB: number): number {
  // p′ = slopeA + 2 c t + 3 d t²
  const c = 3 * (b - a) - 2 * slopeA - slopeB;
  const d = slopeA + slopeB - 2 * (b - a);
  const root = Math.sqrt(Math.max(0, c * c - 3 * d * slopeA));
  const divisor = -c - (c > 0 ? root : -root);
  const candidates = [slopeA / divisor, divisor / (3 * d)].filter((t) => t >= 0 && t <= 1);
  const t = candidates[0] ?? slopeA / (slopeA - slopeB);
  return a + t * (slopeA + t * (c + t * d));
}
