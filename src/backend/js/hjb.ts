/**
 * The value of a controlled flow on a grid in plain JavaScript, twin of assembly/hjb.ts, over one array of doubles whose indices stand
 * for addresses.
 */

import type { ACTIVATION } from "../contract/codes.ts";
import { HJB_PASS } from "../contract/codes.ts";
import type { HjbProblem } from "../contract/control.ts";
import { activation } from "./activation.ts";
import { clip, minimizer } from "./controlled.ts";

const SCRATCH = 64;
// where its parts begin within the scratch memory, in doubles
const WEIGHTS = 0; // f64[3 × 4]  of an interpolation
const STATE = 12; // f64[3]
const SLOPES = 15; // f64[3]  g at the state
const MIDDLE = 18; // f64[3]
const BENT = 21; // f64[3]  g at the midpoint
const CONTROL = 24; // f64[3 × 3]  ξ
const ROOTS = 36; // f64[3 × 3]  w_i for the central difference, that from below, that from above
const TRIED = 45; // f64[3]
const STEP = 48; // f64[4]

/** How many doubles a grid of n nodes an axis and its arrays take, for N neurons. */
export function hjbDoubles(N: number, n: number): number {
  return 2 * N * N + 2 * n + (2 + 2 * N) * n ** N + SCRATCH;
}

/** A problem and where its arrays lie, field by field as in assembly/hjb.ts. */
export class Hjb {
  readonly N: number;
  readonly n: number;
  readonly nodes: number;
  readonly h: number;
  readonly reach: number;
  readonly spacing: number;
  readonly motion: number;
  readonly control: number;
  readonly half: number;
  readonly whole: number;
  readonly kind: ACTIVATION;
  readonly slope: number;
  readonly weights = 0;
  readonly bounds: number;
  readonly coordinates: number;
  readonly activations: number;
  readonly values: number;
  readonly rows: number;
  readonly steps: number;
  readonly scratch: number;
  change = 0;

  constructor(
    readonly m: Float64Array,
    problem: HjbProblem,
  ) {
    const { nNeurons: N, nodes: n } = problem;
    this.N = N;
    this.n = n;
    this.nodes = n ** N;
    this.h = problem.step;
    this.reach = problem.reach;
    this.spacing = (2 * problem.reach) / (n - 1);
    this.motion = problem.motion;
    this.control = problem.control;
    this.half = problem.halfDiscount;
    this.whole = problem.stepDiscount;
    this.kind = problem.activation.kind;
    this.slope = problem.activation.slope;
    this.bounds = N * N;
    this.coordinates = this.bounds + N * N;
    this.activations = this.coordinates + n;
    this.values = this.activations + n;
    this.rows = this.values + this.nodes;
    this.steps = this.rows + N * this.nodes;
    this.scratch = this.steps + (1 + N) * this.nodes;
    for (let k = 0; k < n; k++) {
      const x = -this.reach + k * this.spacing;
      m[this.coordinates + k] = x;
      m[this.activations + k] = activation(this.kind, this.slope, x);
    }
    m.set(problem.weights, this.weights);
    m.set(problem.bounds, this.bounds);
  }
}

/**
 * Updates `count` nodes of a pass from its `first` on; bit d of `backward` turns axis d round.
 *
 * @param pass  what is updated
 */
export function hjbSweep(a: Hjb, first: number, count: number, backward: number, pass: HJB_PASS): void {
  const { m, n, N } = a;
  if (first === 0) a.change = 0;
  for (let k = first; k < first + count; k++) {
    let i0 = k % n;
    let i1 = Math.floor(k / n) % n;
    let i2 = Math.floor(k / n / n);
    if (backward & 1) i0 = n - 1 - i0;
    if (backward & 2 && N > 1) i1 = n - 1 - i1;
    if (backward & 4 && N > 2) i2 = n - 1 - i2;
    const node = (i2 * n + i1) * n + i0;
    const value =
      pass === HJB_PASS.values
        ? worth(a, a.steps + node * (1 + N))
        : improved(a, node, [i0, i1, i2], pass === HJB_PASS.controls);
    a.change = Math.max(a.change, Math.abs(value - m[a.values + node]));
    m[a.values + node] = value;
  }
}

/** The value at any state, by the interpolation of the scheme. */
export function hjbValueAt(a: Hjb, state: ArrayLike<number>): number {
  const foot = a.scratch + STEP;
  for (let d = 0; d < a.N; d++) a.m[foot + d] = inSpacings(a, state[d]);
  return interpolated(a, foot);
}

/** The value of a step that was tried, f64[1 + N]: its own cost, and the discounted value where it leads. */
function worth(a: Hjb, step: number): number {
  return a.m[step] + a.whole * interpolated(a, step + 1);
}

/** How far a coordinate, or the edge that it is beyond, lies from the first node. */
function inSpacings(a: Hjb, x: number): number {
  return (Math.max(-a.reach, Math.min(a.reach, x)) + a.reach) / a.spacing;
}

/** The least value among the candidates; the node keeps its control and step. */
function improved(a: Hjb, node: number, index: readonly number[], hasControl: boolean): number {
  const { m, N, n } = a;
  const s = a.scratch;
  const x = s + STATE;
  const g = s + SLOPES;
  const roots = s + ROOTS;
  const tried = s + TRIED;
  const step = s + STEP;
  const kept = a.rows + node * N;
  const keptStep = a.steps + node * (1 + N);
  for (let d = 0; d < N; d++) {
    m[x + d] = m[a.coordinates + index[d]];
    m[g + d] = m[a.activations + index[d]];
  }
  for (let i = 0, apart = 1; i < N; i++, apart *= n) {
    let free = -m[x + i];
    for (let j = 0; j < N; j++) free += m[a.weights + i * N + j] * m[g + j];
    for (let kind = 0; kind < 3; kind++) {
      const b0 = 2 * a.motion * free + difference(a, node, index[i], apart, kind);
      m[roots + i * 3 + kind] = minimizer(m, g, a.bounds + i * N, b0, 2 * a.motion, 2 * a.control, N);
    }
  }
  let best = hasControl ? worth(a, keptStep) : Number.POSITIVE_INFINITY;
  const combinations = 1 << N;
  // −1: central differences, otherwise bit i: axis i from above
  for (let combination = -1; combination < combinations; combination++) {
    for (let i = 0; i < N; i++) {
      m[tried + i] = m[roots + i * 3 + (combination < 0 ? 0 : 1 + ((combination >> i) & 1))];
    }
    stepInto(a, tried, step);
    const value = worth(a, step);
    if (value < best) {
      best = value;
      m.copyWithin(kept, tried, tried + N);
      m.copyWithin(keptStep, step, step + 1 + N);
    }
  }
  return best;
}

/** Writes the cost of a step with rows w from the scratch state, and where it leads, to `step`. */
function stepInto(a: Hjb, w: number, step: number): void {
  const { m, N } = a;
  const s = a.scratch;
  const x = s + STATE;
  const g = s + SLOPES;
  const y = s + MIDDLE;
  const bent = s + BENT;
  const T = s + CONTROL; // A + ξ
  let effort = 0;
  for (let i = 0; i < N; i++) {
    let X = -m[x + i];
    for (let j = 0; j < N; j++) {
      const at = i * N + j;
      const xi = clip((-m[w + i] * m[g + j]) / (2 * a.control), m[a.bounds + at]);
      effort += xi * xi;
      m[T + at] = m[a.weights + at] + xi;
      X += m[T + at] * m[g + j];
    }
    m[y + i] = m[x + i] + 0.5 * a.h * X;
    m[bent + i] = activation(a.kind, a.slope, m[y + i]);
  }
  let speed = 0;
  for (let i = 0; i < N; i++) {
    let X = -m[y + i];
    for (let j = 0; j < N; j++) X += m[T + i * N + j] * m[bent + j];
    speed += X * X;
    m[step + 1 + i] = inSpacings(a, m[x + i] + a.h * X);
  }
  m[step] = a.h * a.half * (a.motion * speed + a.control * effort);
}

/** ∂v along an axis whose neighbors lie `apart` entries away: 0 central, 1 from below, 2 from above; one-sided at the edges. */
function difference(a: Hjb, node: number, k: number, apart: number, kind: number): number {
  const { m } = a;
  const at = a.values + node;
  const hasLow = k > 0 && (kind !== 2 || k === a.n - 1);
  const hasHigh = k < a.n - 1 && (kind !== 1 || k === 0);
  const low = hasLow ? at - apart : at;
  const high = hasHigh ? at + apart : at;
  return (m[high] - m[low]) / (hasLow && hasHigh ? 2 * a.spacing : a.spacing);
}

/** Cubic Lagrange interpolation at a point in spacings, f64[N]. */
function interpolated(a: Hjb, point: number): number {
  const { m, N, n } = a;
  const first = a.scratch + WEIGHTS;
  const second = first + 4;
  const third = first + 8;
  const column = weightsAt(a, m[point], first);
  const line = N > 1 ? weightsAt(a, m[point + 1], second) : 0;
  const plane = N > 2 ? weightsAt(a, m[point + 2], third) : 0;
  const lines = N > 1 ? 4 : 1;
  const planes = N > 2 ? 4 : 1;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let p = 0; p < planes; p++) {
    let at = a.values + ((plane + p) * n + line) * n + column;
    const own = N > 2 ? m[third + p] : 1;
    for (let l = 0; l < lines; l++, at += n) {
      const weight = N > 1 ? own * m[second + l] : 1;
      s0 += weight * m[at];
      s1 += weight * m[at + 1];
      s2 += weight * m[at + 2];
      s3 += weight * m[at + 3];
    }
  }
  return s0 * m[first] + s2 * m[first + 2] + (s1 * m[first + 1] + s3 * m[first + 3]);
}

/** First of the four nodes around a place on an axis; their weights into f64[4]. */
function weightsAt(a: Hjb, t: number, weights: number): number {
  const { m } = a;
  const first = Math.max(0, Math.min(a.n - 4, Math.floor(t) - 1));
  const f = t - first;
  m[weights] = ((f - 1) * (f - 2) * (f - 3)) / -6;
  m[weights + 1] = (f * (f - 2) * (f - 3)) / 2;
  m[weights + 2] = (f * (f - 1) * (f - 3)) / -2;
  m[weights + 3] = (f * (f - 1) * (f - 2)) / 6;
  return first;
}
