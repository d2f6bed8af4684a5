// The value of a controlled flow of one or two neurons on a grid — Hamilton, Jacobi and Bellman:
//
//   λ v(x) = min_ξ { X(x, ξ)·∇v(x) + a|X|² + b|ξ|² }
//
// by a semi-Lagrangian scheme of second order in h: with the midpoint y = x + ½h X(x, ξ) and the foot z = x + h X(y, ξ),
//
//   v(x) = min_ξ { h e^{−λh/2} (a|X(y, ξ)|² + b|ξ|²) + e^{−λh} v(z) },
//
// v(z) by cubic Lagrange interpolation on four points an axis. Candidates for the minimiser are those of the Hamiltonian, row by row,
// for the central and the one-sided differences of v, beside the control a node has. Nodes are updated in place (Gauss–Seidel), to and
// fro, so that values run along the flow; between improvements the controls stay and values alone are swept.
//
// Nodes x_k = −reach + k·spacing on each axis, n of them; with two axes the first runs fastest. Feet beyond the box are set onto its edge.

import { activationScalar } from "./activation";
import { clip, minimizer } from "./controlled";
import { get, row, set } from "./dense";

/** Lives in memory of the caller (`hjbBytes`), arrays behind the header. N ≤ 2. */
@unmanaged
class Hjb {
  weights: usize; // f64[2 × 2]  A
  bounds: usize; // f64[2 × 2]
  values: usize; // f64[n^N]
  controls: usize; // f64[n^N × 4]
  scratch: usize; // f64[32]
  h: f64;
  reach: f64;
  spacing: f64;
  motion: f64; // a
  control: f64; // b
  half: f64; // e^{−λh/2}
  whole: f64; // e^{−λh}
  slope: f64; // of the activation
  change: f64; // largest of the last call
  N: i32;
  n: i32;
  kind: i32;
}

const HEADER_BYTES: usize = 128;

export function hjbBytes(N: i32, n: i32): usize {
  const nodes = N == 1 ? <usize>n : <usize>n * <usize>n;
  return HEADER_BYTES + ((8 + 5 * nodes + 32) << 3);
}

/** Lays out a problem in zeroed memory; the caller fills weights and bounds, rows of 2. */
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
  a.N = N;
  a.n = n;
  a.h = h;
  a.reach = reach;
  a.spacing = (2 * reach) / <f64>(n - 1);
  a.motion = motion;
  a.control = control;
  a.half = half;
  a.whole = whole;
  a.kind = kind;
  a.slope = slope;
  const nodes = N == 1 ? n : n * n;
  a.weights = ptr + HEADER_BYTES;
  a.bounds = row(a.weights, 4, 1);
  a.values = row(a.bounds, 4, 1);
  a.controls = row(a.values, nodes, 1);
  a.scratch = row(a.controls, nodes, 4);
}

/** Where an array is: 0 A, 1 bounds, 2 values, 3 controls. */
export function hjbArray(ptr: usize, which: i32): usize {
  const a = changetype<Hjb>(ptr);
  return which == 0 ? a.weights : which == 1 ? a.bounds : which == 2 ? a.values : a.controls;
}

/** Largest change of a value in the last `hjbSweep`. */
export function hjbChange(ptr: usize): f64 {
  return changetype<Hjb>(ptr).change;
}

/**
 * Updates `count` nodes from `first` on, forward or, with `backward`, from the last node downwards; with `improve` their controls
 * too.
 */
export function hjbSweep(ptr: usize, first: i32, count: i32, backward: i32, improve: i32): void {
  const a = changetype<Hjb>(ptr);
  const nodes = a.N == 1 ? a.n : a.n * a.n;
  if (first == 0) a.change = 0;
  for (let k = first; k < first + count; k++) {
    const node = backward ? nodes - 1 - k : k;
    const value = improve ? improved(a, node) : valueWith(a, node, row(a.controls, node, 4));
    a.change = max(a.change, Math.abs(value - get(a.values, node)));
    set(a.values, node, value);
  }
}

/** v at any state, by the interpolation of the scheme. */
export function hjbValueAt(ptr: usize, x: f64, y: f64): f64 {
  return interpolated(changetype<Hjb>(ptr), x, y);
}

// @ts-ignore: decorator
@inline
function coordinate(a: Hjb, k: i32): f64 {
  return -a.reach + <f64>k * a.spacing;
}

/** What a node is worth with a control, f64[4]. */
function valueWith(a: Hjb, node: i32, xi: usize): f64 {
  const s = a.scratch;
  const x = coordinate(a, a.N == 1 ? node : node % a.n);
  const y = a.N == 1 ? 0 : coordinate(a, node / a.n);
  velocity(a, xi, x, y);
  velocity(a, xi, x + 0.5 * a.h * get(s, 0), y + 0.5 * a.h * get(s, 1));
  const X = get(s, 0);
  const Y = get(s, 1);
  const effort = get(xi, 0) * get(xi, 0) + get(xi, 1) * get(xi, 1) + get(xi, 2) * get(xi, 2) + get(xi, 3) * get(xi, 3);
  const cost = a.motion * (X * X + Y * Y) + a.control * effort;
  return a.h * a.half * cost + a.whole * interpolated(a, x + a.h * X, y + a.h * Y);
}

/** X at a state into the first two of scratch. */
function velocity(a: Hjb, xi: usize, x: f64, y: f64): void {
  const s = a.scratch;
  const gx = activationScalar(a.kind, a.slope, x);
  const A = a.weights;
  if (a.N == 1) {
    set(s, 0, (get(A, 0) + get(xi, 0)) * gx - x);
    set(s, 1, 0);
    return;
  }
  const gy = activationScalar(a.kind, a.slope, y);
  set(s, 0, (get(A, 0) + get(xi, 0)) * gx + (get(A, 1) + get(xi, 1)) * gy - x);
  set(s, 1, (get(A, 2) + get(xi, 2)) * gx + (get(A, 3) + get(xi, 3)) * gy - y);
}

/** The best of the candidates, whose control the node keeps. */
function improved(a: Hjb, node: i32): f64 {
  const n = a.n;
  const s = a.scratch;
  const kept = row(a.controls, node, 4);
  const g = row(s, 4, 1); // f64[2]
  const tried = row(s, 8, 1); // f64[4]
  const free = row(s, 12, 1); // X without control
  const column = a.N == 1 ? node : node % n;
  const line = a.N == 1 ? 0 : node / n;
  const x = coordinate(a, column);
  const y = a.N == 1 ? 0 : coordinate(a, line);
  for (let k = 0; k < 4; k++) set(tried, k, 0);
  velocity(a, tried, x, y);
  set(free, 0, get(s, 0));
  set(free, 1, get(s, 1));
  set(g, 0, activationScalar(a.kind, a.slope, x));
  set(g, 1, a.N == 1 ? 0 : activationScalar(a.kind, a.slope, y));
  let best = valueWith(a, node, kept);
  // differences: 0 central, 1 from below, 2 from above
  const kinds = a.N == 1 ? 3 : 9;
  for (let kind = 0; kind < kinds; kind++) {
    const first = kind % 3;
    const second = kind / 3;
    if (a.N == 2 && (first == 0) != (second == 0)) continue;
    const p = difference(a, node, column, 1, first);
    const q = a.N == 1 ? 0 : difference(a, node, line, n, second);
    for (let i = 0; i < a.N; i++) {
      const bounds = row(a.bounds, i, 2);
      const b0 = 2 * a.motion * get(free, i) + (i == 0 ? p : q);
      const w = minimizer(g, bounds, b0, 2 * a.motion, 2 * a.control, a.N);
      for (let j = 0; j < a.N; j++) {
        set(tried, 2 * i + j, clip((-w * get(g, j)) / (2 * a.control), get(bounds, j)));
      }
    }
    const value = valueWith(a, node, tried);
    if (value < best) {
      best = value;
      for (let k = 0; k < 4; k++) set(kept, k, get(tried, k));
    }
  }
  return best;
}

/** ∂v along an axis whose neighbors lie `apart` entries away; one-sided at the edges. */
function difference(a: Hjb, node: i32, k: i32, apart: i32, kind: i32): f64 {
  const v = a.values;
  const low = k > 0 && kind != 2 ? node - apart : node;
  const high = k < a.n - 1 && kind != 1 ? node + apart : node;
  const steps = (high - low) / apart;
  if (steps == 0) {
    // nothing on that side
    return k == 0
      ? (get(v, node + apart) - get(v, node)) / a.spacing
      : (get(v, node) - get(v, node - apart)) / a.spacing;
  }
  return (get(v, high) - get(v, low)) / (<f64>steps * a.spacing);
}

/** Cubic Lagrange interpolation; states beyond the box count as on its edge. */
function interpolated(a: Hjb, x: f64, y: f64): f64 {
  const s = a.scratch;
  const n = a.n;
  const wx = row(s, 16, 1);
  const wy = row(s, 20, 1);
  const column = weightsAt(a, x, wx);
  const line = a.N == 1 ? 0 : weightsAt(a, y, wy);
  let sum: f64 = 0;
  const lines = a.N == 1 ? 1 : 4;
  for (let l = 0; l < lines; l++) {
    const at = row(a.values, (line + l) * n + column, 1);
    let own: f64 = 0;
    for (let k = 0; k < 4; k++) own += get(wx, k) * get(at, k);
    sum += a.N == 1 ? own : get(wy, l) * own;
  }
  return sum;
}

/** First of the four nodes around a coordinate; their weights into f64[4]. */
function weightsAt(a: Hjb, x: f64, weights: usize): i32 {
  const t = (max(-a.reach, min(a.reach, x)) + a.reach) / a.spacing;
  const first = max(0, min(a.n - 4, <i32>Math.floor(t) - 1));
  const f = t - <f64>first;
  set(weights, 0, ((f - 1) * (f - 2) * (f - 3)) / -6);
  set(weights, 1, (f * (f - 2) * (f - 3)) / 2);
  set(weights, 2, (f * (f - 1) * (f - 3)) / -2);
  set(weights, 3, (f * (f - 1) * (f - 2)) / 6);
  return first;
}
