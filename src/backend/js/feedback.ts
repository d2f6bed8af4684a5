/** The feedback of an instant of a controlled network in plain JavaScript, twin of assembly/feedback.ts, where the formulas stand. */
import { advance, type Controlled, clip, gradientAt, isFrozen } from "./controlled.ts";
import { addMultiple, dot, factorize, multiply, multiplyTransposed, solveLower, solveUpper } from "./dense.ts";

/** In the Hessian b counts as at least this times a, so that it stays invertible where control costs nothing. */
const FLOOR = 1e-8;
/** Pivots at most this times 2b count as not positive. */
const LEAST_PIVOT = 1e-10;

/** The value beyond the last instant: 0, or that of the terminal cost. */
export function beginValue(a: Controlled): void {
  const { m } = a;
  a.slope = 0;
  const N = a.N;
  const stride = a.stride;
  const wide = a.wide;
  const P = valueHessian(a);
  m.fill(0, P, P + N * wide);
  const p = valueGradient(a);
  m.copyWithin(p, a.p + a.S * stride, a.p + a.S * stride + stride);
  if (a.terminal === 0) return;
  // 2κ (F₀ᵀ F₀ + diag(g″ Aᵀ X)), F₀ = A G − I
  const path = a.path;
  const F = matrix(a, 0);
  const g1 = path.g1 + a.S * stride;
  for (let i = 0; i < N; i++) {
    const F_i = F + i * stride;
    const A_i = a.weights + i * stride;
    for (let j = 0; j < stride; j++) m[F_i + j] = m[A_i + j] * m[g1 + j];
    m[F_i + i] = m[F_i + i] - 1;
  }
  multiplyTransposed(m, P, F, F, N, stride, stride, false);
  const pull = vector(a, 0);
  const X = path.X + a.S * stride;
  const g2 = path.g2 + a.S * stride;
  m.fill(0, pull, pull + stride);
  for (let i = 0; i < N; i++) addMultiple(m, pull, m[X + i], a.weights + i * stride, stride);
  for (let i = 0; i < N; i++) {
    const P_i = P + i * stride;
    if (!a.gaussNewton) m[P_i + i] = m[P_i + i] + m[g2 + i] * m[pull + i];
    for (let j = 0; j < N; j++) m[P_i + j] = 2 * a.terminal * m[P_i + j];
  }
}

/**
 * Feedback of instant n and the value's gradient and Hessian there, from those of n + 1.
 *
 * @returns  whether the Hessian is positive on the free entries.
 */
export function improve(a: Controlled, n: number): boolean {
  const { m } = a;
  const N = a.N;
  const stride = a.stride;
  const wide = a.wide;
  const path = a.path;
  const h = a.h;
  const a2 = 2 * m[a.motion + n];
  const b2 = 2 * m[a.control + n];
  const firm = firmness(a, n);
  const exact = !a.gaussNewton;
  const g = path.g + n * stride;
  const g1 = path.g1 + n * stride;
  const g2 = path.g2 + n * stride;
  const X = path.X + n * stride;
  const xi = path.xi + n * N * stride;
  const adjointW = a.w + n * stride;
  const slopes = a.slopes + n * stride;
  const C = a.feedback + n * N * wide;
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

  for (let j = 0; j < N; j++) m[p + j] = a.gamma * m[p + j];
  m.fill(0, pull, pull + stride);
  m.fill(0, cross, cross + stride);
  m.fill(0, squares, squares + stride);
  for (let i = 0; i < N; i++) {
    const w_i = a2 * m[X + i] + m[p + i];
    m[w + i] = w_i;
    m[slopes + i] = exact ? w_i : 0;
    const F_i = F + i * stride;
    const M_i = M + i * stride;
    const P_i = P + i * stride;
    const A_i = a.weights + i * stride;
    const xi_i = xi + i * stride;
    addMultiple(m, pull, w_i, A_i, stride);
    addMultiple(m, pull, w_i, xi_i, stride);
    for (let j = 0; j < stride; j++) {
      const P_ij = a.gamma * m[P_i + j];
      m[P_i + j] = P_ij;
      m[M_i + j] = h * P_ij;
      m[F_i + j] = (m[A_i + j] + m[xi_i + j]) * m[g1 + j];
    }
    m[F_i + i] = m[F_i + i] - 1;
    m[M_i + i] = m[M_i + i] + a2;
  }
  multiply(m, V, P, F, N, stride, stride, false);
  for (let i = 0; i < N; i++) {
    const B_i = B + i * stride;
    const F_i = F + i * stride;
    const V_i = V + i * stride;
    const P_i = P + i * stride;
    for (let j = 0; j < stride; j++) m[B_i + j] = a2 * m[F_i + j] + h * m[V_i + j] + m[P_i + j];
  }
  if (a.symmetric) m.fill(0, D, D + N * stride);
  for (let i = 0; i < N; i++) {
    const xi_i = xi + i * stride;
    const bounds = a.bounds + i * stride;
    const Q_i = Q + i * stride;
    const D_i = D + i * stride;
    const m_i = mask + i * stride;
    const w_i = m[w + i];
    const g_i = m[g + i];
    const slope_i = m[slopes + i];
    let n_i = 0;
    let r = 0;
    let pair = 0;
    m[Q_i + stride - 1] = 0;
    m[m_i + stride - 1] = 0;
    for (let j = 0; j < N; j++) {
      const bound = m[bounds + j];
      const x = m[xi_i + j];
      m[Q_i + j] = 0;
      m[m_i + j] = 0;
      if (bound === 0 || isFrozen(x, bound, gradientAt(a, xi, adjointW, g, b2, i, j))) continue;
      const g_j = m[g + j];
      m[m_i + j] = 1;
      n_i += g_j * g_j;
      m[Q_i + j] = slope_i * g_j * m[g1 + j];
      m[cross + j] = m[cross + j] + slope_i * b2 * x;
      m[squares + j] = m[squares + j] + slope_i * slope_i;
      if (a.symmetric) {
        r += g_j * (b2 * x + 0.5 * (w_i * g_j + m[w + j] * g_i));
        pair += g_j * m[slopes + j];
        m[D_i + j] = 0.5 * g_i * g_j;
      } else {
        r += g_j * (b2 * x + w_i * g_j);
      }
    }
    const Y_i = Y + i * wide;
    m[Y_i + stride + 1] = 0;
    m[paired + i] = pair;
    if (a.symmetric) {
      m[D_i + i] = m[D_i + i] + 0.5 * n_i;
      m[Y_i + stride] = -r;
      continue;
    }
    const root = Math.sqrt(n_i);
    const inverse = n_i > 0 ? 1 / root : 0;
    const B_i = B + i * stride;
    m[roots + i] = root;
    for (let j = 0; j < stride; j++) m[Y_i + j] = -(root * m[B_i + j] + inverse * m[Q_i + j]);
    m[Y_i + stride] = -inverse * r;
  }
  let Z = Y;
  let T = matrix(a, 10);
  if (a.symmetric) {
    Z = T;
    T = Y;
    if (!solvePairs(a, firm, g1, Z)) return false;
  } else {
    for (let i = 0; i < N; i++) {
      const K_i = K + i * stride;
      const M_i = M + i * stride;
      const root = m[roots + i];
      for (let j = 0; j < stride; j++) m[K_i + j] = root * m[M_i + j] * m[roots + j];
      m[K_i + i] = m[K_i + i] + firm;
    }
    if (!factorize(m, K, N, stride, LEAST_PIVOT * firm, false)) return false;
    solveLower(m, K, Y, N, stride, wide);
    solveUpper(m, K, Y, N, stride, wide);
    for (let i = 0; i < N; i++) {
      const Y_i = Y + i * wide;
      const root = m[roots + i];
      for (let j = 0; j < wide; j++) m[Y_i + j] = root * m[Y_i + j];
    }
  }
  // C = E + B, e = η + w
  multiply(m, C, M, Z, N, stride, wide, false);
  for (let i = 0; i < N; i++) {
    const C_i = C + i * wide;
    addMultiple(m, C_i, 1, B + i * stride, stride);
    m[C_i + stride] = m[C_i + stride] + m[w + i];
  }
  a.slope += m[a.discount + n] * h * slopeAt(a, xi, g, w, C, mask, b2, firm);

  multiplyTransposed(m, V, F, B, N, stride, stride, true);
  multiplyTransposed(m, W, B, Z, N, stride, wide, false);
  multiplyTransposed(m, T, Q, C, N, stride, wide, false);
  if (a.symmetric) {
    for (let j = 0; j < N; j++) {
      const T_j = T + j * wide;
      const C_j = C + j * wide;
      const m_j = mask + j * stride;
      const other = m[g1 + j] * m[paired + j];
      for (let i = 0; i < wide; i++) m[T_j + i] = 0.5 * (m[T_j + i] + other * m[C_j + i]);
      const both = 0.5 * m[g1 + j] * m[slopes + j];
      for (let i = 0; i < N; i++) {
        m[T_j + i] = m[T_j + i] + both * m[slopes + i] * m[m_j + i] * m[g1 + i];
      }
      m[squares + j] = 0.5 * m[squares + j];
    }
  }
  for (let i = 0; i < N; i++) {
    const V_i = V + i * stride;
    const W_i = W + i * wide;
    const T_i = T + i * wide;
    const g1_i = m[g1 + i];
    for (let j = 0; j < N; j++) m[V_i + j] = m[V_i + j] + m[W_i + j] - m[T_i + j] / firm;
    let bend = (-g1_i * g1_i * m[squares + i]) / firm;
    if (exact) bend += m[g2 + i] * m[pull + i];
    m[V_i + i] = m[V_i + i] + bend;
    const direct = g1_i * m[pull + i] - m[w + i];
    m[p + i] = m[p + i] + h * (direct + m[W_i + stride] - (g1_i * m[cross + i] + m[T_i + stride]) / firm);
  }
  for (let i = 0; i < N; i++) {
    for (let j = 0; j <= i; j++) {
      const at = P + i * stride;
      const mean = 0.5 * (m[V + i * stride + j] + m[V + j * stride + i]);
      const value = m[at + j] + h * mean;
      m[at + j] = value;
      m[P + j * stride + i] = value;
    }
  }
  return true;
}

/** Controls of instant n by feedback on how far the trial is from the path, clipped; then its next state. */
export function tryInstant(a: Controlled, n: number): void {
  const { m } = a;
  const N = a.N;
  const stride = a.stride;
  const wide = a.wide;
  const path = a.path;
  const trial = a.trial;
  const b2 = 2 * m[a.control + n];
  const firm = firmness(a, n);
  const keep = 1 - (a.stepLength * b2) / firm;
  const g = path.g + n * stride;
  const g1 = path.g1 + n * stride;
  const xi = path.xi + n * N * stride;
  const out = trial.xi + n * N * stride;
  const w = a.w + n * stride;
  const slopes = a.slopes + n * stride;
  const C = a.feedback + n * N * wide;
  const away = vector(a, 0); // δu | step length, over two vectors of scratch
  const bent = vector(a, 3); // g' δu
  const moved = vector(a, 4); // (C δu + e)
  for (let j = 0; j < N; j++) {
    const delta = m[trial.u + n * stride + j] - m[path.u + n * stride + j];
    m[away + j] = delta;
    m[bent + j] = m[g1 + j] * delta;
  }
  if (stride > N) m[away + N] = 0;
  m[away + stride] = a.stepLength;
  m[away + stride + 1] = 0;
  for (let i = 0; i < N; i++) m[moved + i] = dot(m, C + i * wide, away, wide);
  for (let i = 0; i < N; i++) {
    const xi_i = xi + i * stride;
    const out_i = out + i * stride;
    const bounds = a.bounds + i * stride;
    const moved_i = m[moved + i];
    const slope_i = m[slopes + i];
    for (let j = 0; j < N; j++) {
      const bound = m[bounds + j];
      if (bound === 0) continue;
      const x = m[xi_i + j];
      if (isFrozen(x, bound, gradientAt(a, xi, w, g, b2, i, j))) {
        m[out_i + j] = x;
        continue;
      }
      let change = moved_i * m[g + j] + slope_i * m[bent + j];
      // the same sum for ij and ji
      if (a.symmetric) {
        change =
          0.5 * (moved_i * m[g + j] + m[moved + j] * m[g + i] + (slope_i * m[bent + j] + m[slopes + j] * m[bent + i]));
      }
      m[out_i + j] = clip(keep * x - change / firm, bound);
    }
  }
  advance(a, trial, n);
}

/** First-order change of J, per D h, along the constant part of the step. */
function slopeAt(
  a: Controlled,
  xi: number,
  g: number,
  w: number,
  C: number,
  mask: number,
  b2: number,
  firm: number,
): number {
  const { m } = a;
  let sum = 0;
  for (let i = 0; i < a.N; i++) {
    const xi_i = xi + i * a.stride;
    const m_i = mask + i * a.stride;
    const e_i = m[C + i * a.wide + a.stride];
    for (let j = 0; j < a.N; j++) {
      if (m[m_i + j] === 0) continue;
      const own = b2 * m[xi_i + j];
      let outer = m[w + i] * m[g + j];
      let change = e_i * m[g + j];
      if (a.symmetric) {
        outer = 0.5 * (outer + m[w + j] * m[g + i]);
        change = 0.5 * (change + m[C + j * a.wide + a.stride] * m[g + i]);
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
function solvePairs(a: Controlled, firm: number, g1: number, Z: number): boolean {
  const { m } = a;
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
  multiply(m, product, D, B, N, stride, stride, false);
  let largest = 0;
  for (let i = 0; i < N; i++) {
    const Y_i = Y + i * wide;
    for (let j = 0; j < stride; j++) {
      m[Y_i + j] = -m[product + i * stride + j] - 0.5 * m[Q + i * stride + j];
    }
    m[Y_i + i] = m[Y_i + i] - 0.5 * m[g1 + i] * m[vector(a, 6) + i];
    largest = Math.max(largest, m[D + i * stride + i]);
  }
  factorize(m, D, N, stride, 1e-13 * largest, true);
  for (let i = 1; i < N; i++) m.fill(0, D + i * stride, D + i * stride + i);
  multiply(m, product, D, M, N, stride, stride, false);
  for (let i = 0; i < N; i++) {
    const K_i = K + i * stride;
    m[K_i + stride - 1] = 0;
    for (let j = 0; j < N; j++) m[K_i + j] = dot(m, product + i * stride, D + j * stride, stride);
    m[K_i + i] = m[K_i + i] + firm;
  }
  if (!factorize(m, K, N, stride, LEAST_PIVOT * firm, false)) return false;
  solveLower(m, D, Y, N, stride, wide);
  solveLower(m, K, Y, N, stride, wide);
  solveUpper(m, K, Y, N, stride, wide);
  multiplyTransposed(m, Z, D, Y, N, stride, wide, false);
  return true;
}

/** The 2b of instant n that the Hessian uses: at least `FLOOR` times 2a, and with the proximal term. */
function firmness(a: Controlled, n: number): number {
  return Math.max(2 * a.m[a.control + n], FLOOR * (2 * a.m[a.motion + n])) + a.proximal;
}

/** Where matrix k of the scratch memory begins, [N × wide]. */
function matrix(a: Controlled, k: number): number {
  return a.scratch + k * a.N * a.wide;
}

/** Where vector k of the scratch memory begins, [stride], k = 0 … 7. */
function vector(a: Controlled, k: number): number {
  return a.scratch + 12 * a.N * a.wide + k * a.stride;
}

/** Where the Hessian of the value lies once the backward pass has ended, [N × wide]. */
export function valueHessian(a: Controlled): number {
  return matrix(a, 11);
}

/** Where the gradient of the value lies once the backward pass has ended, [stride]. */
export function valueGradient(a: Controlled): number {
  return vector(a, 5);
}
