// The value of a controlled flow of one, two or three neurons on a grid — Hamilton, Jacobi and Bellman:
//
//   λ v(x) = min_ξ { X(x, ξ)·∇v(x) + a|X|² + b|ξ|² }
//
// by a semi-Lagrangian scheme of second order in h: with the midpoint y = x + ½h X(x, ξ) and the foot z = x + h X(y, ξ),
//
//   v(x) = min_ξ { h e^{−λh/2} (a|X(y, ξ)|² + b|ξ|²) + e^{−λh} v(z) },
//
// v(z) by cubic Lagrange interpolation on four points an axis. A node's control is N numbers w, ξ_ij = clip(−w_i g_j / 2b): candidates
// are those that minimise the Hamiltonian, row by row, for the central differences of v and for one-sided ones in all combinations,
// beside the control the node has. Its cost and foot do not depend on v and are kept, so that a pass which leaves controls alone is
// nothing but interpolation. Nodes are updated in place (Gauss–Seidel), each axis to or fro, so that values run along the flow.
//
// Nodes x_k = −reach + k·spacing on each axis, n of them, the first axis fastest. Feet beyond the box are set onto its edge.
// An interpolation sums 4 columns apart, over lines then planes, and weighs them at the end: even and odd columns, then both.

import { HJB_PASS } from "../src/backend/contract/codes";
import { headerBytes } from "./address";
import { activationScalar } from "./activation";
import { clip, minimizer } from "./controlled";
import { get, row, set } from "./dense";

/** Lives in memory of the caller (`hjbBytes`), arrays behind the header. N ≤ 3. */
@unmanaged
class Hjb {
  weights: usize; // f64[N × N]  A
  bounds: usize; // f64[N × N]
  coordinates: usize; // f64[n]
  activations: usize; // f64[n]  g at the coordinates
  values: usize; // f64[n^N]
  rows: usize; // f64[n^N × N]  w
  steps: usize; // f64[n^N × (1 + N)]  cost of the step from a node, and its foot in spacings from the first node
  scratch: usize; // f64[SCRATCH]
  h: f64;
  reach: f64;
  spacing: f64;
  motion: f64; // a
  control: f64; // b
  half: f64; // e^{−λh/2}
  whole: f64; // e^{−λh}
  slope: f64; // of the activation
  change: f64; // largest of the last pass
  N: i32;
  n: i32;
  nodes: i32; // n^N
  kind: i32;
}

const SCRATCH: i32 = 64;
// within scratch
const WEIGHTS: i32 = 0; // f64[3 × 4]  of an interpolation
const STATE: i32 = 12; // f64[3]
const SLOPES: i32 = 15; // f64[3]  g at the state
const MIDDLE: i32 = 18; // f64[3]
const BENT: i32 = 21; // f64[3]  g at the midpoint
const CONTROL: i32 = 24; // f64[3 × 3]  ξ
const ROOTS: i32 = 36; // f64[3 × 3]  w_i for the central difference, that from below, that from above
const TRIED: i32 = 45; // f64[3]
const STEP: i32 = 48; // f64[4]

export function hjbBytes(N: i32, n: i32): usize {
  return headerBytes<Hjb>() + ((((2 * N * N + 2 * n + SCRATCH) as usize) + countOf(N, n) * <usize>(2 + 2 * N)) << 3);
}

function countOf(N: i32, n: i32): usize {
  const line = <usize>n;
  return N == 1 ? line : N == 2 ? line * line : line * line * line;
}

/** Lays out a problem in zeroed memory; the caller fills weights and bounds, and values if it knows better than 0. */
export function hjbInit(
  ptr: usize,
  N: i32,
  n: i32,
  h: f64,
  reach: f64,
  motion: f64,
  control: f64,
  half: f64,
  whole: f64,
  kind: i32,
  slope: f64,
): void {
  const a = changetype<Hjb>(ptr);
  const nodes = <i32>countOf(N, n);
  a.N = N;
  a.n = n;
  a.nodes = nodes;
  a.h = h;
  a.reach = reach;
  a.spacing = (2 * reach) / <f64>(n - 1);
  a.motion = motion;
  a.control = control;
  a.half = half;
  a.whole = whole;
  a.kind = kind;
  a.slope = slope;
  a.weights = ptr + headerBytes<Hjb>();
  a.bounds = row(a.weights, N, N);
  a.coordinates = row(a.bounds, N, N);
  a.activations = row(a.coordinates, n, 1);
  a.values = row(a.activations, n, 1);
  a.rows = row(a.values, nodes, 1);
  a.steps = row(a.rows, nodes, N);
  a.scratch = row(a.steps, nodes, 1 + N);
  for (let k = 0; k < n; k++) {
    const x = -reach + <f64>k * a.spacing;
    set(a.coordinates, k, x);
    set(a.activations, k, activationScalar(kind, slope, x));
  }
}

/**
 * Updates `count` nodes of a pass from its `first` on; bit d of `backward` turns axis d round.
 *
 * @param pass  what is updated, by HJB_PASS
 */
export function hjbSweep(ptr: usize, first: i32, count: i32, backward: i32, pass: i32): void {
  const a = changetype<Hjb>(ptr);
  const n = a.n;
  if (first == 0) a.change = 0;
  for (let k = first; k < first + count; k++) {
    let i0 = k % n;
    let i1 = (k / n) % n;
    let i2 = k / n / n;
    if (backward & 1) i0 = n - 1 - i0;
    if (backward & 2 && a.N > 1) i1 = n - 1 - i1;
    if (backward & 4 && a.N > 2) i2 = n - 1 - i2;
    const node = (i2 * n + i1) * n + i0;
    const value =
      pass != HJB_PASS.values
        ? improved(a, node, i0, i1, i2, pass == HJB_PASS.controls)
        : worth(a, row(a.steps, node, 1 + a.N));
    a.change = max(a.change, Math.abs(value - get(a.values, node)));
    set(a.values, node, value);
  }
}

/** v at the state of f64[N], by the interpolation of the scheme. */
export function hjbValueAt(ptr: usize, statePtr: usize): f64 {
  const a = changetype<Hjb>(ptr);
  const foot = row(a.scratch, STEP, 1);
  for (let d = 0; d < a.N; d++) set(foot, d, inSpacings(a, get(statePtr, d)));
  return interpolated(a, foot);
}

/** What a node is worth with a step, f64[1 + N]. */
// @ts-ignore: decorator
@inline
function worth(a: Hjb, step: usize): f64 {
  return get(step, 0) + a.whole * interpolated(a, row(step, 1, 1));
}

/** How far a coordinate, or the edge that it is beyond, lies from the first node. */
// @ts-ignore: decorator
@inline
function inSpacings(a: Hjb, x: f64): f64 {
  return (max(-a.reach, min(a.reach, x)) + a.reach) / a.spacing;
}

/** The best of the candidates, whose control and step the node keeps. */
function improved(a: Hjb, node: i32, i0: i32, i1: i32, i2: i32, hasControl: bool): f64 {
  const N = a.N;
  const n = a.n;
  const s = a.scratch;
  const x = row(s, STATE, 1);
  const g = row(s, SLOPES, 1);
  const roots = row(s, ROOTS, 1);
  const tried = row(s, TRIED, 1);
  const step = row(s, STEP, 1);
  const kept = row(a.rows, node, N);
  const keptStep = row(a.steps, node, 1 + N);
  set(x, 0, get(a.coordinates, i0));
  set(g, 0, get(a.activations, i0));
  if (N > 1) {
    set(x, 1, get(a.coordinates, i1));
    set(g, 1, get(a.activations, i1));
  }
  if (N > 2) {
    set(x, 2, get(a.coordinates, i2));
    set(g, 2, get(a.activations, i2));
  }
  for (let i = 0, apart = 1; i < N; i++, apart *= n) {
    const k = i == 0 ? i0 : i == 1 ? i1 : i2;
    let free = -get(x, i);
    for (let j = 0; j < N; j++) free += get(row(a.weights, i, N), j) * get(g, j);
    for (let kind = 0; kind < 3; kind++) {
      const b0 = 2 * a.motion * free + difference(a, node, k, apart, kind);
      set(row(roots, i, 3), kind, minimizer(g, row(a.bounds, i, N), b0, 2 * a.motion, 2 * a.control, N));
    }
  }
  let best = hasControl ? worth(a, keptStep) : Infinity;
  const combinations = 1 << N;
  // −1: central differences, otherwise bit i: axis i from above
  for (let combination = -1; combination < combinations; combination++) {
    for (let i = 0; i < N; i++) {
      set(tried, i, get(row(roots, i, 3), combination < 0 ? 0 : 1 + ((combination >> i) & 1)));
    }
    stepInto(a, tried, step);
    const value = worth(a, step);
    if (value < best) {
      best = value;
      for (let i = 0; i < N; i++) set(kept, i, get(tried, i));
      for (let i = 0; i <= N; i++) set(keptStep, i, get(step, i));
    }
  }
  return best;
}

/** Cost and foot of the step from the state of scratch with rows w. */
function stepInto(a: Hjb, w: usize, step: usize): void {
  const N = a.N;
  const s = a.scratch;
  const x = row(s, STATE, 1);
  const g = row(s, SLOPES, 1);
  const y = row(s, MIDDLE, 1);
  const bent = row(s, BENT, 1);
  const T = row(s, CONTROL, 1); // A + ξ
  let effort: f64 = 0;
  for (let i = 0; i < N; i++) {
    let X: f64 = -get(x, i);
    for (let j = 0; j < N; j++) {
      const at = i * N + j;
      const xi = clip((-get(w, i) * get(g, j)) / (2 * a.control), get(a.bounds, at));
      effort += xi * xi;
      set(T, at, get(a.weights, at) + xi);
      X += get(T, at) * get(g, j);
    }
    set(y, i, get(x, i) + 0.5 * a.h * X);
    set(bent, i, activationScalar(a.kind, a.slope, get(y, i)));
  }
  let speed: f64 = 0;
  for (let i = 0; i < N; i++) {
    let X: f64 = -get(y, i);
    for (let j = 0; j < N; j++) X += get(T, i * N + j) * get(bent, j);
    speed += X * X;
    set(step, 1 + i, inSpacings(a, get(x, i) + a.h * X));
  }
  set(step, 0, a.h * a.half * (a.motion * speed + a.control * effort));
}

/** ∂v along an axis whose neighbors lie `apart` entries away: 0 central, 1 from below, 2 from above; one-sided at the edges. */
function difference(a: Hjb, node: i32, k: i32, apart: i32, kind: i32): f64 {
  const v = a.values;
  const hasLow = k > 0 && (kind != 2 || k == a.n - 1);
  const hasHigh = k < a.n - 1 && (kind != 1 || k == 0);
  const low = hasLow ? node - apart : node;
  const high = hasHigh ? node + apart : node;
  return (get(v, high) - get(v, low)) / (hasLow && hasHigh ? 2 * a.spacing : a.spacing);
}

/** Cubic Lagrange interpolation at a point in spacings, f64[N]. */
function interpolated(a: Hjb, point: usize): f64 {
  const N = a.N;
  const n = a.n;
  const s = a.scratch;
  const first = row(s, WEIGHTS, 1);
  const second = row(s, WEIGHTS + 4, 1);
  const third = row(s, WEIGHTS + 8, 1);
  const column = weightsAt(a, get(point, 0), first);
  const line = N > 1 ? weightsAt(a, get(point, 1), second) : 0;
  const plane = N > 2 ? weightsAt(a, get(point, 2), third) : 0;
  const lines = N > 1 ? 4 : 1;
  const planes = N > 2 ? 4 : 1;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let p = 0; p < planes; p++) {
    let at = row(a.values, ((plane + p) * n + line) * n + column, 1);
    const own: f64 = N > 2 ? get(third, p) : 1;
    for (let l = 0; l < lines; l++, at = row(at, n, 1)) {
      const weight = f64x2.splat(N > 1 ? own * get(second, l) : 1);
      low = f64x2.add(low, f64x2.mul(weight, v128.load(at)));
      high = f64x2.add(high, f64x2.mul(weight, v128.load(at, 16)));
    }
  }
  const sum = f64x2.add(f64x2.mul(low, v128.load(first)), f64x2.mul(high, v128.load(first, 16)));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** First of the four nodes around a place on an axis; their weights into f64[4]. */
// @ts-ignore: decorator
@inline
function weightsAt(a: Hjb, t: f64, weights: usize): i32 {
  const first = max(0, min(a.n - 4, <i32>Math.floor(t) - 1));
  const f = t - <f64>first;
  set(weights, 0, ((f - 1) * (f - 2) * (f - 3)) / -6);
  set(weights, 1, (f * (f - 2) * (f - 3)) / 2);
  set(weights, 2, (f * (f - 1) * (f - 3)) / -2);
  set(weights, 3, (f * (f - 1) * (f - 2)) / 6);
  return first;
}
