// A network whose synapses are controlled — CLMM; MODEL: on a mesh of S instants,
//
//   u' = u + h X,   X = (A + ξ) g(u) − u,   J = Σ_n D_n h (a_n |X|² + b_n |ξ|²) + D_S κ |A g(u_S) − u_S|²,   D_n = γ^n
//
// h = 1 is the discrete problem, u' = (A + ξ) g(u); h < 1 is Euler's form of the flow. Bounds |ξ_ij| ≤ bound_ij, 0 for a synapse that
// is not controlled. Costates are of current value: p_n is the gradient of the cost from instant n on, in units of that instant.
//
//   w = 2a X + γ p',   p = γ p' + h (G (A + ξ)ᵀ w − w),   ∂J/∂ξ_ij = D_n h (2b ξ_ij + w_i g_j)
//
// An optimal control minimises the Hamiltonian: ξ_ij = clip(−w_i g_j / 2b) with w_i = 2a X_i(ξ_i·) + γ p'_i, for every neuron one
// increasing equation in w_i. `symmetric`: ξ_ij = ξ_ji is one variable; gradients are then the mean of both entries.
//
// Rows of N doubles are padded to `stride`, an even number; pads stay 0.

import { headerBytes } from "./address";
import { activationMap, derivativeMap, secondMap } from "./activation";
import { addMultiple, clear, dot, get, row, set } from "./dense";

/** A trajectory: states, controls and what follows from them. */
@unmanaged
export class Path {
  u: usize; // f64[(S + 1) × stride]
  xi: usize; // f64[S × N × stride]
  g: usize; // f64[(S + 1) × stride] and its derivatives
  g1: usize;
  g2: usize;
  X: usize; // f64[S × stride]
  motion: f64; // Σ D h a |X|²
  effort: f64; // Σ D h b |ξ|²
  rest: f64; // the terminal cost
}

/** Lives in memory of the caller (`controlBytes`), arrays behind the header; two of them share nothing. */
@unmanaged
export class Controlled {
  path: usize; // Path: the present one
  trial: usize; // Path: the one tried
  weights: usize; // f64[N × stride]  A
  bounds: usize; // f64[N × stride]
  motion: usize; // f64[S]  a
  control: usize; // f64[S]  b
  discount: usize; // f64[S + 1]  D
  p: usize; // f64[(S + 1) × stride]
  w: usize; // f64[S × stride]
  feedback: usize; // f64[S × N × wide]  C | e: see feedback.ts
  slopes: usize; // f64[S × stride]
  scratch: usize; // f64[SCRATCH × N × wide]
  h: f64;
  gamma: f64;
  parameter: f64; // slope of the activation
  terminal: f64; // κ
  // of the present path
  gradientNorm: f64; // |projected gradient|
  residual: f64; // max |ξ − ξ_PMP| where b > 0
  // Newton's method: see newton.ts
  tolerance: f64;
  proximal: f64;
  slope: f64; // first-order change of J along the step
  stepLength: f64;
  lastResidual: f64;
  N: i32;
  stride: i32;
  wide: i32; // stride + 2
  S: i32; // the host may lower it, which ends the problem earlier
  kind: i32; // of the activation
  symmetric: i32;
  phase: i32;
  stage: i32;
  gaussNewton: i32;
  iterations: i32;
  maxIterations: i32;
  gradients: i32; // adjoint passes
  stalls: i32;
  status: i32;
  unweighted: i32; // whether some b is 0
  padding: i32;
}

/** Matrices [N × wide] of scratch. */
export const SCRATCH: i32 = 12;

/** Bytes of a problem and its arrays; with `newton` what that method stores for every instant, else not. */
export function controlBytes(N: i32, S: i32, newton: i32): usize {
  const stride = <usize>((N + 1) & ~1);
  const rows = <usize>S + 1;
  const matrices = <usize>N * stride;
  const paths = newton ? 2 : 1;
  let doubles: usize = 2 * matrices + 3 * rows; // A, bounds, tables
  doubles += <usize>paths * rows * (matrices + 5 * stride);
  doubles += rows * 2 * stride;
  if (newton) doubles += rows * (<usize>N * (stride + 2) + stride);
  doubles += <usize>SCRATCH * <usize>N * (stride + 2) + 8 * stride;
  return headerBytes<Controlled>() + 2 * headerBytes<Path>() + (doubles << 3);
}

/** Lays out a problem in zeroed memory; the caller then fills weights, bounds, motion, control, discount and what a path begins with. */
export function controlInit(
  ptr: usize,
  N: i32,
  S: i32,
  newton: i32,
  h: f64,
  gamma: f64,
  terminal: f64,
  kind: i32,
  parameter: f64,
  symmetric: i32,
): void {
  const a = changetype<Controlled>(ptr);
  const stride = (N + 1) & ~1;
  a.N = N;
  a.S = S;
  a.stride = stride;
  a.wide = stride + 2;
  a.h = h;
  a.gamma = gamma;
  a.terminal = terminal;
  a.kind = kind;
  a.parameter = parameter;
  a.symmetric = symmetric;
  a.path = ptr + headerBytes<Controlled>();
  a.trial = a.path + headerBytes<Path>();
  const rows = S + 1;
  let next = a.trial + headerBytes<Path>();
  a.weights = next;
  a.bounds = next = row(next, N, stride);
  a.motion = next = row(next, N, stride);
  a.control = next = row(next, rows, 1);
  a.discount = next = row(next, rows, 1);
  next = row(next, rows, 1);
  next = layOut(changetype<Path>(a.path), next, N, stride, rows);
  if (newton) next = layOut(changetype<Path>(a.trial), next, N, stride, rows);
  a.p = next;
  a.w = next = row(next, rows, stride);
  a.scratch = next = row(next, rows, stride);
  next = row(next, SCRATCH * N, a.wide) + ((<usize>stride) << 6);
  a.slopes = next;
  a.feedback = row(next, rows, stride);
}

function layOut(path: Path, from: usize, N: i32, stride: i32, rows: i32): usize {
  let next = from;
  path.u = next;
  path.g = next = row(next, rows, stride);
  path.g1 = next = row(next, rows, stride);
  path.g2 = next = row(next, rows, stride);
  path.X = next = row(next, rows, stride);
  path.xi = next = row(next, rows, stride);
  return row(next, rows * N, stride);
}

/** Runs the present controls from the present u_0, instants `first` … `last` − 1, and at S the terminal cost. */
export function controlForward(ptr: usize, first: i32, last: i32): void {
  const a = changetype<Controlled>(ptr);
  const path = changetype<Path>(a.path);
  if (first == 0) restart(path);
  for (let n = first; n < last; n++) advance(a, path, n);
  if (last == a.S) finish(a, path);
}

/** Costates, gradient norm and residual of the present path, instants `last` − 1 down to `first`; begins at S. */
export function controlAdjoint(ptr: usize, first: i32, last: i32): void {
  const a = changetype<Controlled>(ptr);
  if (last == a.S) beginAdjoint(a);
  for (let n = last - 1; n >= first; n--) adjoint(a, n);
  if (first == 0) a.gradientNorm = Math.sqrt(a.gradientNorm);
}

/** ∂J/∂ξ, f64[S × N × stride], of the present path and its costates. */
export function controlGradient(ptr: usize, outPtr: usize): void {
  const a = changetype<Controlled>(ptr);
  const path = changetype<Path>(a.path);
  const N = a.N;
  const stride = a.stride;
  for (let n = 0; n < a.S; n++) {
    const scale = get(a.discount, n) * a.h;
    const b2 = 2 * get(a.control, n);
    const xi = row(path.xi, n * N, stride);
    const g = row(path.g, n, stride);
    const w = row(a.w, n, stride);
    for (let i = 0; i < N; i++) {
      const out = row(outPtr, n * N + i, stride);
      for (let j = 0; j < N; j++) set(out, j, scale * gradientAt(a, xi, w, g, b2, i, j));
    }
  }
}

/** Costs of a path begin at 0. */
export function restart(path: Path): void {
  path.motion = 0;
  path.effort = 0;
  path.rest = 0;
}

/** X_n, u_{n+1} and the costs of instant n, from u_n and ξ_n. */
export function advance(a: Controlled, path: Path, n: i32): void {
  const N = a.N;
  const stride = a.stride;
  const u = row(path.u, n, stride);
  const g = row(path.g, n, stride);
  sigmoid(a, path, n);
  const X = row(path.X, n, stride);
  const next = row(path.u, n + 1, stride);
  const xi = row(path.xi, n * N, stride);
  let speed: f64 = 0;
  let effort: f64 = 0;
  for (let i = 0; i < N; i++) {
    const xi_i = row(xi, i, stride);
    const u_i = get(u, i);
    const X_i = dot(row(a.weights, i, stride), g, stride) + dot(xi_i, g, stride) - u_i;
    set(X, i, X_i);
    set(next, i, u_i + a.h * X_i);
    speed += X_i * X_i;
    effort += dot(xi_i, xi_i, stride);
  }
  const scale = get(a.discount, n) * a.h;
  path.motion += scale * get(a.motion, n) * speed;
  path.effort += scale * get(a.control, n) * effort;
}

/** g, g' and g'' of instant n. */
function sigmoid(a: Controlled, path: Path, n: i32): void {
  const u = row(path.u, n, a.stride);
  activationMap(a.kind, a.parameter, u, row(path.g, n, a.stride), a.N);
  derivativeMap(a.kind, a.parameter, u, row(path.g1, n, a.stride), a.N);
  secondMap(a.kind, a.parameter, u, row(path.g2, n, a.stride), a.N);
}

/** g at the last state, and the terminal cost. */
export function finish(a: Controlled, path: Path): void {
  const N = a.N;
  const stride = a.stride;
  const u = row(path.u, a.S, stride);
  const g = row(path.g, a.S, stride);
  sigmoid(a, path, a.S);
  const X = row(path.X, a.S, stride); // without control
  let speed: f64 = 0;
  for (let i = 0; i < N; i++) {
    const X_i = dot(row(a.weights, i, stride), g, stride) - get(u, i);
    set(X, i, X_i);
    speed += X_i * X_i;
  }
  path.rest = get(a.discount, a.S) * a.terminal * speed;
}

/** p_S, the gradient of the terminal cost: 2κ (G Aᵀ X − X). */
export function beginAdjoint(a: Controlled): void {
  const N = a.N;
  const stride = a.stride;
  const path = changetype<Path>(a.path);
  const p = row(a.p, a.S, stride);
  a.gradientNorm = 0;
  a.residual = 0;
  a.unweighted = 0;
  a.gradients++;
  clear(p, stride);
  if (a.terminal == 0) return;
  const X = row(path.X, a.S, stride);
  const g1 = row(path.g1, a.S, stride);
  for (let i = 0; i < N; i++) addMultiple(p, get(X, i), row(a.weights, i, stride), stride);
  for (let j = 0; j < N; j++) set(p, j, 2 * a.terminal * (get(g1, j) * get(p, j) - get(X, j)));
}

/** p_n, w_n, and what instant n adds to gradient norm and residual. */
export function adjoint(a: Controlled, n: i32): void {
  const N = a.N;
  const stride = a.stride;
  const path = changetype<Path>(a.path);
  const next = row(a.p, n + 1, stride);
  const p = row(a.p, n, stride);
  const w = row(a.w, n, stride);
  const X = row(path.X, n, stride);
  const g = row(path.g, n, stride);
  const g1 = row(path.g1, n, stride);
  const xi = row(path.xi, n * N, stride);
  const a2 = 2 * get(a.motion, n);
  clear(p, stride);
  for (let i = 0; i < N; i++) {
    const w_i = a2 * get(X, i) + a.gamma * get(next, i);
    set(w, i, w_i);
    addMultiple(p, w_i, row(a.weights, i, stride), stride);
    addMultiple(p, w_i, row(xi, i, stride), stride);
  }
  for (let j = 0; j < N; j++) {
    set(p, j, a.gamma * get(next, j) + a.h * (get(g1, j) * get(p, j) - get(w, j)));
  }
  const scale = get(a.discount, n) * a.h;
  const b2 = 2 * get(a.control, n);
  let squares: f64 = 0;
  let farthest = a.residual;
  if (b2 == 0) a.unweighted = 1;
  for (let i = 0; i < N; i++) {
    const xi_i = row(xi, i, stride);
    const bounds = row(a.bounds, i, stride);
    let best = get(w, i);
    if (b2 > 0 && !a.symmetric) {
      const own = dot(row(xi, i, stride), g, stride);
      best = minimizer(g, bounds, best - a2 * own, a2, b2, N);
    }
    for (let j = 0; j < N; j++) {
      const bound = get(bounds, j);
      if (bound == 0) continue;
      const x = get(xi_i, j);
      const gradient = gradientAt(a, xi, w, g, b2, i, j);
      if (!isFrozen(x, bound, gradient)) squares += gradient * gradient;
      if (b2 == 0) continue;
      const ideal = a.symmetric ? x - gradient / b2 : (-best * get(g, j)) / b2;
      farthest = max(farthest, Math.abs(x - clip(ideal, bound)));
    }
  }
  a.gradientNorm += scale * scale * squares;
  a.residual = farthest;
}

/** 2b ξ_ij + w_i g_j, or its mean with that of ji. */
// @ts-ignore: decorator
@inline
export function gradientAt(a: Controlled, xi: usize, w: usize, g: usize, b2: f64, i: i32, j: i32): f64 {
  const own = b2 * get(row(xi, i, a.stride), j);
  const outer = get(w, i) * get(g, j);
  return own + (a.symmetric ? 0.5 * (outer + get(w, j) * get(g, i)) : outer);
}

/** Whether a control stands at a bound that the gradient presses it against. */
// @ts-ignore: decorator
@inline
export function isFrozen(x: f64, bound: f64, gradient: f64): bool {
  return Math.abs(x) >= bound && x * gradient <= 0;
}

// @ts-ignore: decorator
@inline
export function clip(x: f64, bound: f64): f64 {
  return max(-bound, min(bound, x));
}

/**
 * The root of w = b₀ + 2a Σ_j g_j clip(−w g_j / 2b), b₀ what w is without control: increasing and piecewise linear with slope ≥ 1,
 * steepest at 0, so that Newton's method from there is monotone and ends after finitely many steps.
 */
export function minimizer(g: usize, bounds: usize, b0: f64, a2: f64, b2: f64, N: i32): f64 {
  let w: f64 = 0;
  for (let step = 0; step <= N + 1; step++) {
    let value = w - b0;
    let slope: f64 = 1;
    for (let j = 0; j < N; j++) {
      const bound = get(bounds, j);
      const g_j = get(g, j);
      const ideal = (-w * g_j) / b2;
      if (Math.abs(ideal) < bound) {
        value -= a2 * g_j * ideal;
        slope += (a2 * g_j * g_j) / b2;
      } else {
        value -= a2 * g_j * (ideal > 0 ? bound : -bound);
      }
    }
    const next = w - value / slope;
    if (Math.abs(next - w) <= 1e-16 * Math.abs(next)) return next;
    w = next;
  }
  return w;
}
