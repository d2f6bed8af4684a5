/**
 * The value of a controlled flow of one or two neurons on a grid in plain JavaScript, twin of assembly/hjb.ts, over one array of
 * doubles whose indices stand for addresses.
 */

import type { HjbProblem } from "../kernels/control.ts";
import type { ActivationCode } from "../kernels/flow.ts";
import { activation } from "./activation.ts";
import { clip, minimizer } from "./controlled.ts";

export function hjbDoubles(N: number, n: number): number {
  return 8 + 5 * n ** N + 32;
}

/** Field by field as in assembly/hjb.ts. */
export class Hjb {
  readonly N: number;
  readonly n: number;
  readonly h: number;
  readonly reach: number;
  readonly spacing: number;
  readonly motion: number;
  readonly control: number;
  readonly half: number;
  readonly whole: number;
  readonly kind: ActivationCode;
  readonly slope: number;
  readonly weights = 0;
  readonly bounds = 4;
  readonly values = 8;
  readonly controls: number;
  readonly scratch: number;
  change = 0;

  constructor(
    readonly m: Float64Array,
    problem: HjbProblem,
  ) {
    const { nNeurons: N, nodes: n } = problem;
    this.N = N;
    this.n = n;
    this.h = problem.step;
    this.reach = problem.reach;
    this.spacing = (2 * problem.reach) / (n - 1);
    this.motion = problem.motion;
    this.control = problem.control;
    this.half = problem.halfDiscount;
    this.whole = problem.stepDiscount;
    this.kind = problem.activation.kind;
    this.slope = problem.activation.slope;
    this.controls = this.values + n ** N;
    this.scratch = this.controls + 4 * n ** N;
    for (let i = 0; i < N; i++) {
      for (let j = 0; j < N; j++) {
        m[this.weights + 2 * i + j] = problem.weights[i * N + j];
        m[this.bounds + 2 * i + j] = problem.bounds[i * N + j];
      }
    }
  }
}

/**
 * Updates `count` nodes from `first` on, forward or, with `backward`, from the last node downwards; with `improve` their controls
 * too.
 */
export function hjbSweep(a: Hjb, first: number, count: number, backward: boolean, improve: boolean): void {
  const { m } = a;
  const nodes = a.N === 1 ? a.n : a.n * a.n;
  if (first === 0) a.change = 0;
  for (let k = first; k < first + count; k++) {
    const node = backward ? nodes - 1 - k : k;
    const value = improve ? improved(a, node) : valueWith(a, node, a.controls + node * 4);
    a.change = Math.max(a.change, Math.abs(value - m[a.values + node]));
    m[a.values + node] = value;
  }
}

/** v at any state, by the interpolation of the scheme. */
export function hjbValueAt(a: Hjb, x: number, y: number): number {
  return interpolated(a, x, y);
}

function coordinate(a: Hjb, k: number): number {
  return -a.reach + k * a.spacing;
}

/** What a node is worth with a control, f64[4]. */
function valueWith(a: Hjb, node: number, xi: number): number {
  const { m } = a;
  const s = a.scratch;
  const x = coordinate(a, a.N === 1 ? node : node % a.n);
  const y = a.N === 1 ? 0 : coordinate(a, Math.floor(node / a.n));
  velocity(a, xi, x, y);
  velocity(a, xi, x + 0.5 * a.h * m[s], y + 0.5 * a.h * m[s + 1]);
  const X = m[s];
  const Y = m[s + 1];
  const effort = m[xi] * m[xi] + m[xi + 1] * m[xi + 1] + m[xi + 2] * m[xi + 2] + m[xi + 3] * m[xi + 3];
  const cost = a.motion * (X * X + Y * Y) + a.control * effort;
  return a.h * a.half * cost + a.whole * interpolated(a, x + a.h * X, y + a.h * Y);
}

/** X at a state into the first two of scratch. */
function velocity(a: Hjb, xi: number, x: number, y: number): void {
  const { m } = a;
  const s = a.scratch;
  const gx = activation(a.kind, a.slope, x);
  const A = a.weights;
  if (a.N === 1) {
    m[s] = (m[A] + m[xi]) * gx - x;
    m[s + 1] = 0;
    return;
  }
  const gy = activation(a.kind, a.slope, y);
  m[s] = (m[A] + m[xi]) * gx + (m[A + 1] + m[xi + 1]) * gy - x;
  m[s + 1] = (m[A + 2] + m[xi + 2]) * gx + (m[A + 3] + m[xi + 3]) * gy - y;
}

/** The best of the candidates, whose control the node keeps. */
function improved(a: Hjb, node: number): number {
  const { m } = a;
  const n = a.n;
  const s = a.scratch;
  const kept = a.controls + node * 4;
  const g = s + 4; // f64[2]
  const tried = s + 8; // f64[4]
  const free = s + 12; // X without control
  const column = a.N === 1 ? node : node % n;
  const line = a.N === 1 ? 0 : Math.floor(node / n);
  const x = coordinate(a, column);
  const y = a.N === 1 ? 0 : coordinate(a, line);
  for (let k = 0; k < 4; k++) m[tried + k] = 0;
  velocity(a, tried, x, y);
  m[free] = m[s];
  m[free + 1] = m[s + 1];
  m[g] = activation(a.kind, a.slope, x);
  m[g + 1] = a.N === 1 ? 0 : activation(a.kind, a.slope, y);
  let best = valueWith(a, node, kept);
  // differences: 0 central, 1 from below, 2 from above
  const kinds = a.N === 1 ? 3 : 9;
  for (let kind = 0; kind < kinds; kind++) {
    const first = kind % 3;
    const second = Math.floor(kind / 3);
    if (a.N === 2 && (first === 0) !== (second === 0)) continue;
    const p = difference(a, node, column, 1, first);
    const q = a.N === 1 ? 0 : difference(a, node, line, n, second);
    for (let i = 0; i < a.N; i++) {
      const bounds = a.bounds + i * 2;
      const b0 = 2 * a.motion * m[free + i] + (i === 0 ? p : q);
      const w = minimizer(m, g, bounds, b0, 2 * a.motion, 2 * a.control, a.N);
      for (let j = 0; j < a.N; j++) {
        m[tried + 2 * i + j] = clip((-w * m[g + j]) / (2 * a.control), m[bounds + j]);
      }
    }
    const value = valueWith(a, node, tried);
    if (value < best) {
      best = value;
      for (let k = 0; k < 4; k++) m[kept + k] = m[tried + k];
    }
  }
  return best;
}

/** ∂v along an axis whose neighbors lie `apart` entries away; one-sided at the edges. */
function difference(a: Hjb, node: number, k: number, apart: number, kind: number): number {
  const { m } = a;
  const v = a.values;
  const low = k > 0 && kind !== 2 ? node - apart : node;
  const high = k < a.n - 1 && kind !== 1 ? node + apart : node;
  const steps = (high - low) / apart;
  if (steps === 0) {
    // nothing on that side
    return k === 0 ? (m[v + node + apart] - m[v + node]) / a.spacing : (m[v + node] - m[v + node - apart]) / a.spacing;
  }
  return (m[v + high] - m[v + low]) / (steps * a.spacing);
}

/** Cubic Lagrange interpolation; states beyond the box count as on its edge. */
function interpolated(a: Hjb, x: number, y: number): number {
  const { m } = a;
  const s = a.scratch;
  const n = a.n;
  const wx = s + 16;
  const wy = s + 20;
  const column = weightsAt(a, x, wx);
  const line = a.N === 1 ? 0 : weightsAt(a, y, wy);
  let sum = 0;
  const lines = a.N === 1 ? 1 : 4;
  for (let l = 0; l < lines; l++) {
    const at = a.values + ((line + l) * n + column);
    let own = 0;
    for (let k = 0; k < 4; k++) own += m[wx + k] * m[at + k];
    sum += a.N === 1 ? own : m[wy + l] * own;
  }
  return sum;
}

/** First of the four nodes around a coordinate; their weights into f64[4]. */
function weightsAt(a: Hjb, x: number, weights: number): number {
  const { m } = a;
  const t = (Math.max(-a.reach, Math.min(a.reach, x)) + a.reach) / a.spacing;
  const first = Math.max(0, Math.min(a.n - 4, Math.floor(t) - 1));
  const f = t - first;
  m[weights] = ((f - 1) * (f - 2) * (f - 3)) / -6;
  m[weights + 1] = (f * (f - 2) * (f - 3)) / 2;
  m[weights + 2] = (f * (f - 1) * (f - 3)) / -2;
  m[weights + 3] = (f * (f - 1) * (f - 2)) / 6;
  return first;
}
