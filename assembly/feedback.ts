// The feedback of an instant of a controlled network, structured: differential dynamic programming with bounds. The N² controls of an
// instant enter through the N numbers (ξ g)_i alone, so that a step costs O(N³) and never forms a system of N² unknowns.
//
// With value gradient p and Hessian P of the next instant (times γ), F = (A + ξ)G − I, w = 2aX + p, M = 2aI + hP, B = MF + P, free
// entries m, n_i = Σ_j m_ij g_j², S_ij = m_ij g_j g'_j, r_i = Σ_j m_ij g_j (2bξ_ij + w_i g_j), the change of ξ that minimises the model
// of second order is
//
//   δξ_ij = −[2bξ_ij + g_j (w + η + Bδu)_i + w_i g'_j δu_j] / 2b on free entries,  η = Mζ,
//   (2bI + D_n M) ζ = −r − (D_n B + D_w S) δu                                      (D_x = diag x)
//
// solved with Cholesky's factor of 2bI + √n M √n. `symmetric`: D_n becomes ½(D_n + D_g m D_g), D_w S its mean with the other
// entry's, and 2bI + R M Rᵀ is factored, D_n = Rᵀ R.

import { Controlled, Path, advance, clip, gradientAt, isFrozen } from "./controlled";
import {
  addMultiple,
  clear,
  copy,
  dot,
  factorize,
  get,
  multiply,
  multiplyTransposed,
  row,
  set,
  solveLower,
  solveUpper,
} from "./dense";

/** b is at least this times a in the Hessian. */
const FLOOR: f64 = 1e-8;
/** Pivots at most this times 2b count as not positive. */
const LEAST_PIVOT: f64 = 1e-10;

/** The value beyond the last instant: 0, or that of the terminal cost. */
export function beginValue(a: Controlled): void {
  a.slope = 0;
  const N = a.N;
  const stride = a.stride;
  const wide = a.wide;
  const P = valueHessian(a);
  clear(P, N * wide);
  const p = valueGradient(a);
  copy(p, row(a.p, a.S, stride), stride);
  if (a.terminal == 0) return;
  // 2κ (F₀ᵀ F₀ + diag(g″ Aᵀ X)), F₀ = A G − I
  const path = changetype<Path>(a.path);
  const F = matrix(a, 0);
  const g1 = row(path.g1, a.S, stride);
  for (let i = 0; i < N; i++) {
    const F_i = row(F, i, stride);
    const A_i = row(a.weights, i, stride);
    for (let j = 0; j < stride; j++) set(F_i, j, get(A_i, j) * get(g1, j));
    set(F_i, i, get(F_i, i) - 1);
  }
  multiplyTransposed(P, F, F, N, stride, stride, false);
  const pull = vector(a, 0);
  const X = row(path.X, a.S, stride);
  const g2 = row(path.g2, a.S, stride);
  clear(pull, stride);
  for (let i = 0; i < N; i++) addMultiple(pull, get(X, i), row(a.weights, i, stride), stride);
  for (let i = 0; i < N; i++) {
    const P_i = row(P, i, stride);
    if (!a.gaussNewton) set(P_i, i, get(P_i, i) + get(g2, i) * get(pull, i));
    for (let j = 0; j < N; j++) set(P_i, j, 2 * a.terminal * get(P_i, j));
  }
}

/**
 * Feedback of instant n and the value's gradient and Hessian there, from those of n + 1.
 *
 * @returns  whether the Hessian is positive on the free entries.
 */
export function improve(a: Controlled, n: i32): bool {
  const N = a.N;
  const stride = a.stride;
  const wide = a.wide;
  const path = changetype<Path>(a.path);
  const h = a.h;
  const a2 = 2 * get(a.motion, n);
  const b2 = 2 * get(a.control, n);
  const firm = firmness(a, n);
  const exact = !a.gaussNewton;
  const g = row(path.g, n, stride);
  const g1 = row(path.g1, n, stride);
  const g2 = row(path.g2, n, stride);
  const X = row(path.X, n, stride);
  const xi = row(path.xi, n * N, stride);
  const adjointW = row(a.w, n, stride);
  const slopes = row(a.slopes, n, stride);
  const C = row(a.feedback, n * N, wide);
  const P = valueHessian(a);
  const p = valueGradient(a);
  const F = matrix(a, 0);
  const M = matrix(a, 1);
  const B = matrix(a, 2);
  const Q = matrix(a, 3); // D_w S
  const K = matrix(a, 4);
  const Y = matrix(a, 5); // [N × wide]: per δu, then the constant part
  const V = matrix(a, 6);
  const D = matrix(a, 7); // symmetric: ½(D_n + D_g m D_g), then R
  const mask = matrix(a, 8);
  const W = matrix(a, 9); // [N × wide]
  const w = vector(a, 0);
  const roots = vector(a, 1); // √n
  const cross = vector(a, 2); // Σ_i w_i m_ij 2b ξ_ij
  const squares = vector(a, 3); // Σ_i m_ij w_i²
  const pull = vector(a, 4); // (A + ξ)ᵀ w
  const paired = vector(a, 6); // Σ_j m_ij g_j w_j

  for (let j = 0; j < N; j++) set(p, j, a.gamma * get(p, j));
  clear(pull, stride);
  clear(cross, stride);
  clear(squares, stride);
  for (let i = 0; i < N; i++) {
    const w_i = a2 * get(X, i) + get(p, i);
    set(w, i, w_i);
    set(slopes, i, exact ? w_i : 0);
    const F_i = row(F, i, stride);
    const M_i = row(M, i, stride);
    const P_i = row(P, i, stride);
    const A_i = row(a.weights, i, stride);
    const xi_i = row(xi, i, stride);
    addMultiple(pull, w_i, A_i, stride);
    addMultiple(pull, w_i, xi_i, stride);
    for (let j = 0; j < stride; j++) {
      const P_ij = a.gamma * get(P_i, j);
      set(P_i, j, P_ij);
      set(M_i, j, h * P_ij);
      set(F_i, j, (get(A_i, j) + get(xi_i, j)) * get(g1, j));
    }
    set(F_i, i, get(F_i, i) - 1);
    set(M_i, i, get(M_i, i) + a2);
  }
  multiply(V, P, F, N, stride, stride, false);
  for (let i = 0; i < N; i++) {
    const B_i = row(B, i, stride);
    const F_i = row(F, i, stride);
    const V_i = row(V, i, stride);
    const P_i = row(P, i, stride);
    for (let j = 0; j < stride; j++) set(B_i, j, a2 * get(F_i, j) + h * get(V_i, j) + get(P_i, j));
  }
  if (a.symmetric) clear(D, N * stride);
  for (let i = 0; i < N; i++) {
    const xi_i = row(xi, i, stride);
    const bounds = row(a.bounds, i, stride);
    const Q_i = row(Q, i, stride);
    const D_i = row(D, i, stride);
    const m_i = row(mask, i, stride);
    const w_i = get(w, i);
    const g_i = get(g, i);
    const slope_i = get(slopes, i);
    let n_i: f64 = 0;
    let r: f64 = 0;
    let pair: f64 = 0;
    set(Q_i, stride - 1, 0);
    set(m_i, stride - 1, 0);
    for (let j = 0; j < N; j++) {
      const bound = get(bounds, j);
      const x = get(xi_i, j);
      set(Q_i, j, 0);
      set(m_i, j, 0);
      if (bound == 0 || isFrozen(x, bound, gradientAt(a, xi, adjointW, g, b2, i, j))) continue;
      const g_j = get(g, j);
      set(m_i, j, 1);
      n_i += g_j * g_j;
      set(Q_i, j, slope_i * g_j * get(g1, j));
      set(cross, j, get(cross, j) + slope_i * b2 * x);
      set(squares, j, get(squares, j) + slope_i * slope_i);
      if (a.symmetric) {
        r += g_j * (b2 * x + 0.5 * (w_i * g_j + get(w, j) * g_i));
        pair += g_j * get(slopes, j);
        set(D_i, j, 0.5 * g_i * g_j);
      } else {
        r += g_j * (b2 * x + w_i * g_j);
      }
    }
    const Y_i = row(Y, i, wide);
    set(Y_i, stride + 1, 0);
    set(paired, i, pair);
    if (a.symmetric) {
      set(D_i, i, get(D_i, i) + 0.5 * n_i);
      set(Y_i, stride, -r);
      continue;
    }
    const root = Math.sqrt(n_i);
    const inverse: f64 = n_i > 0 ? 1 / root : 0;
    const B_i = row(B, i, stride);
    set(roots, i, root);
    for (let j = 0; j < stride; j++) set(Y_i, j, -(root * get(B_i, j) + inverse * get(Q_i, j)));
    set(Y_i, stride, -inverse * r);
  }
  let Z = Y;
  let T = matrix(a, 10);
  if (a.symmetric) {
    Z = T;
    T = Y;
    if (!solvePairs(a, firm, g1, Z)) return false;
  } else {
    for (let i = 0; i < N; i++) {
      const K_i = row(K, i, stride);
      const M_i = row(M, i, stride);
      const root = get(roots, i);
      for (let j = 0; j < stride; j++) set(K_i, j, root * get(M_i, j) * get(roots, j));
      set(K_i, i, get(K_i, i) + firm);
    }
    if (!factorize(K, N, stride, LEAST_PIVOT * firm, false)) return false;
    solveLower(K, Y, N, stride, wide);
    solveUpper(K, Y, N, stride, wide);
    for (let i = 0; i < N; i++) {
      const Y_i = row(Y, i, wide);
      const root = get(roots, i);
      for (let j = 0; j < wide; j++) set(Y_i, j, root * get(Y_i, j));
    }
  }
  // C = E + B, e = η + w
  multiply(C, M, Z, N, stride, wide, false);
  for (let i = 0; i < N; i++) {
    const C_i = row(C, i, wide);
    addMultiple(C_i, 1, row(B, i, stride), stride);
    set(C_i, stride, get(C_i, stride) + get(w, i));
  }
  a.slope += get(a.discount, n) * h * slopeAt(a, xi, g, w, C, mask, b2, firm);

  multiplyTransposed(V, F, B, N, stride, stride, true);
  multiplyTransposed(W, B, Z, N, stride, wide, false);
  multiplyTransposed(T, Q, C, N, stride, wide, false);
  if (a.symmetric) {
    for (let j = 0; j < N; j++) {
      const T_j = row(T, j, wide);
      const C_j = row(C, j, wide);
      const m_j = row(mask, j, stride);
      const other = get(g1, j) * get(paired, j);
      for (let i = 0; i < wide; i++) set(T_j, i, 0.5 * (get(T_j, i) + other * get(C_j, i)));
      const both = 0.5 * get(g1, j) * get(slopes, j);
      for (let i = 0; i < N; i++) {
        set(T_j, i, get(T_j, i) + both * get(slopes, i) * get(m_j, i) * get(g1, i));
      }
      set(squares, j, 0.5 * get(squares, j));
    }
  }
  for (let i = 0; i < N; i++) {
    const V_i = row(V, i, stride);
    const W_i = row(W, i, wide);
    const T_i = row(T, i, wide);
    const g1_i = get(g1, i);
    for (let j = 0; j < N; j++) set(V_i, j, get(V_i, j) + get(W_i, j) - get(T_i, j) / firm);
    let bend = (-g1_i * g1_i * get(squares, i)) / firm;
    if (exact) bend += get(g2, i) * get(pull, i);
    set(V_i, i, get(V_i, i) + bend);
    const direct = g1_i * get(pull, i) - get(w, i);
    set(p, i, get(p, i) + h * (direct + get(W_i, stride) - (g1_i * get(cross, i) + get(T_i, stride)) / firm));
  }
  for (let i = 0; i < N; i++) {
    for (let j = 0; j <= i; j++) {
      const at = row(P, i, stride);
      const mean = 0.5 * (get(row(V, i, stride), j) + get(row(V, j, stride), i));
      const value = get(at, j) + h * mean;
      set(at, j, value);
      set(row(P, j, stride), i, value);
    }
  }
  return true;
}

/** Controls of instant n by feedback on how far the trial is from the path, clipped; then its next state. */
export function tryInstant(a: Controlled, n: i32): void {
  const N = a.N;
  const stride = a.stride;
  const wide = a.wide;
  const path = changetype<Path>(a.path);
  const trial = changetype<Path>(a.trial);
  const b2 = 2 * get(a.control, n);
  const firm = firmness(a, n);
  const keep = 1 - (a.stepLength * b2) / firm;
  const g = row(path.g, n, stride);
  const g1 = row(path.g1, n, stride);
  const xi = row(path.xi, n * N, stride);
  const out = row(trial.xi, n * N, stride);
  const w = row(a.w, n, stride);
  const slopes = row(a.slopes, n, stride);
  const C = row(a.feedback, n * N, wide);
  const away = vector(a, 0); // δu | step length, over two vectors of scratch
  const bent = vector(a, 3); // g' δu
  const moved = vector(a, 4); // (C δu + e)
  for (let j = 0; j < N; j++) {
    const delta = get(row(trial.u, n, stride), j) - get(row(path.u, n, stride), j);
    set(away, j, delta);
    set(bent, j, get(g1, j) * delta);
  }
  if (stride > N) set(away, N, 0);
  set(away, stride, a.stepLength);
  set(away, stride + 1, 0);
  for (let i = 0; i < N; i++) set(moved, i, dot(row(C, i, wide), away, wide));
  for (let i = 0; i < N; i++) {
    const xi_i = row(xi, i, stride);
    const out_i = row(out, i, stride);
    const bounds = row(a.bounds, i, stride);
    const moved_i = get(moved, i);
    const slope_i = get(slopes, i);
    for (let j = 0; j < N; j++) {
      const bound = get(bounds, j);
      if (bound == 0) continue;
      const x = get(xi_i, j);
      if (isFrozen(x, bound, gradientAt(a, xi, w, g, b2, i, j))) {
        set(out_i, j, x);
        continue;
      }
      let change = moved_i * get(g, j) + slope_i * get(bent, j);
      // the same sum for ij and ji
      if (a.symmetric) {
        change =
          0.5 *
          (moved_i * get(g, j) + get(moved, j) * get(g, i) + (slope_i * get(bent, j) + get(slopes, j) * get(bent, i)));
      }
      set(out_i, j, clip(keep * x - change / firm, bound));
    }
  }
  advance(a, trial, n);
}

/** First-order change of J, per D h, along the constant part of the step. */
function slopeAt(a: Controlled, xi: usize, g: usize, w: usize, C: usize, mask: usize, b2: f64, firm: f64): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < a.N; i++) {
    const xi_i = row(xi, i, a.stride);
    const m_i = row(mask, i, a.stride);
    const e_i = get(row(C, i, a.wide), a.stride);
    for (let j = 0; j < a.N; j++) {
      if (get(m_i, j) == 0) continue;
      const own = b2 * get(xi_i, j);
      let outer = get(w, i) * get(g, j);
      let change = e_i * get(g, j);
      if (a.symmetric) {
        outer = 0.5 * (outer + get(w, j) * get(g, i));
        change = 0.5 * (change + get(row(C, j, a.wide), a.stride) * get(g, i));
      }
      sum -= ((own + outer) * (own + change)) / firm;
    }
  }
  return sum;
}

/**
 * Symmetric control: ζ from (2bI + N M) ζ = Y with N = Rᵀ R, ζ = Rᵀ y, (2bI + R M Rᵀ) y = R^−ᵀ Y.
 *
 * @param Z  [N × wide], written
 */
function solvePairs(a: Controlled, firm: f64, g1: usize, Z: usize): bool {
  const N = a.N;
  const stride = a.stride;
  const wide = a.wide;
  const M = matrix(a, 1);
  const B = matrix(a, 2);
  const Q = matrix(a, 3);
  const K = matrix(a, 4);
  const Y = matrix(a, 5);
  const D = matrix(a, 7);
  const product = matrix(a, 9); // scratch
  multiply(product, D, B, N, stride, stride, false);
  let largest: f64 = 0;
  for (let i = 0; i < N; i++) {
    const Y_i = row(Y, i, wide);
    for (let j = 0; j < stride; j++) {
      set(Y_i, j, -get(row(product, i, stride), j) - 0.5 * get(row(Q, i, stride), j));
    }
    set(Y_i, i, get(Y_i, i) - 0.5 * get(g1, i) * get(vector(a, 6), i));
    largest = max(largest, get(row(D, i, stride), i));
  }
  factorize(D, N, stride, 1e-13 * largest, true);
  for (let i = 1; i < N; i++) clear(row(D, i, stride), i);
  multiply(product, D, M, N, stride, stride, false);
  for (let i = 0; i < N; i++) {
    const K_i = row(K, i, stride);
    set(K_i, stride - 1, 0);
    for (let j = 0; j < N; j++) set(K_i, j, dot(row(product, i, stride), row(D, j, stride), stride));
    set(K_i, i, get(K_i, i) + firm);
  }
  if (!factorize(K, N, stride, LEAST_PIVOT * firm, false)) return false;
  solveLower(D, Y, N, stride, wide);
  solveLower(K, Y, N, stride, wide);
  solveUpper(K, Y, N, stride, wide);
  multiplyTransposed(Z, D, Y, N, stride, wide, false);
  return true;
}

/** 2b of instant n as the Hessian has it. */
function firmness(a: Controlled, n: i32): f64 {
  return max(2 * get(a.control, n), FLOOR * (2 * get(a.motion, n))) + a.proximal;
}

/** Matrix k of scratch, [N × wide]. */
// @ts-ignore: decorator
@inline
function matrix(a: Controlled, k: i32): usize {
  return row(a.scratch, k * a.N, a.wide);
}

/** Vector k of scratch, [stride], 0 … 7. */
// @ts-ignore: decorator
@inline
function vector(a: Controlled, k: i32): usize {
  return row(row(a.scratch, 12 * a.N, a.wide), k, a.stride);
}

// @ts-ignore: decorator
@inline
export function valueHessian(a: Controlled): usize {
  return matrix(a, 11);
}

// @ts-ignore: decorator
@inline
export function valueGradient(a: Controlled): usize {
  return vector(a, 5);
}
