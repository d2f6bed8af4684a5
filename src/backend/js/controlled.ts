/**
 * A controlled network in plain JavaScript, twin of assembly/controlled.ts: the same sums in the same order, over one array of
 * doubles whose indices stand for addresses.
 */
import { type ACTIVATION, NEWTON } from "../contract/codes.ts";
import type { ControlledProblem } from "../contract/control.ts";
import { padInto } from "../contract/control.ts";
import { activation, derivative, secondDerivative } from "./activation.ts";
import { addMultiple, dot } from "./dense.ts";

/** A trajectory: states, controls and what follows from them, as in assembly/controlled.ts. */
export class Path {
  motion = 0;
  effort = 0;
  rest = 0;

  constructor(
    readonly u: number,
    readonly g: number,
    readonly g1: number,
    readonly g2: number,
    readonly X: number,
    readonly xi: number,
  ) {}
}

/** How many matrices [N × wide] the scratch memory holds. */
const SCRATCH = 12;

/** How many doubles a problem and its arrays take. */
export function controlledDoubles(N: number, S: number, newton: boolean): number {
  const stride = (N + 1) & ~1;
  const rows = S + 1;
  const paths = newton ? 2 : 1;
  const ofNewton = newton ? rows * (N * (stride + 2) + stride) : 0;
  const tables = 2 * N * stride + 3 * rows + rows * 2 * stride;
  return tables + paths * rows * (N * stride + 5 * stride) + ofNewton + SCRATCH * N * (stride + 2) + 8 * stride;
}

/** A problem and where its arrays lie, field by field as in assembly/controlled.ts. */
export class Controlled {
  path: Path;
  trial: Path;
  readonly weights: number;
  readonly bounds: number;
  readonly motion: number;
  readonly control: number;
  readonly discount: number;
  readonly p: number;
  readonly w: number;
  readonly feedback: number;
  readonly slopes: number;
  readonly scratch: number;
  readonly h: number;
  readonly gamma: number;
  readonly parameter: number;
  readonly terminal: number;
  readonly N: number;
  readonly stride: number;
  readonly wide: number;
  S: number;
  readonly kind: ACTIVATION;
  readonly symmetric: boolean;
  gradientNorm = 0;
  residual = 0;
  tolerance = 0;
  proximal = 0;
  slope = 0;
  stepLength = 0;
  lastResidual = 0;
  phase = 0;
  stage = 0;
  gaussNewton = false;
  iterations = 0;
  maxIterations = 0;
  gradients = 0;
  stalls = 0;
  status = NEWTON.running;
  unweighted = false;

  constructor(
    readonly m: Float64Array,
    problem: ControlledProblem,
  ) {
    const { nNeurons: N, nSteps: S, newton } = problem;
    const stride = (N + 1) & ~1;
    const rows = S + 1;
    this.N = N;
    this.S = S;
    this.stride = stride;
    this.wide = stride + 2;
    this.h = problem.step;
    this.gamma = problem.stepDiscount;
    this.terminal = problem.terminal;
    this.kind = problem.activation.kind;
    this.parameter = problem.activation.slope;
    this.symmetric = problem.symmetric;
    let top = 0;
    const take = (count: number): number => {
      top += count;
      return top - count;
    };
    const takePath = (): Path => {
      const [u, g, g1, g2, X] = Array.from({ length: 5 }, () => take(rows * stride));
      return new Path(u, g, g1, g2, X, take(rows * N * stride));
    };
    this.weights = take(N * stride);
    this.bounds = take(N * stride);
    this.motion = take(rows);
    this.control = take(rows);
    this.discount = take(rows);
    this.path = takePath();
    this.trial = newton ? takePath() : this.path;
    this.p = take(rows * stride);
    this.w = take(rows * stride);
    this.scratch = take(SCRATCH * N * this.wide + 8 * stride);
    this.slopes = newton ? take(rows * stride) : 0;
    this.feedback = newton ? take(rows * N * this.wide) : 0;
    padInto(m.subarray(this.weights), problem.weights, N, N, stride);
    padInto(m.subarray(this.bounds), problem.bounds, N, N, stride);
    m.set(problem.motion, this.motion);
    m.set(problem.control, this.control);
    m.set(problem.discounts, this.discount);
  }
}

/** Runs the present controls from the present u_0, instants `first` … `last` − 1, and at S the terminal cost. */
export function controlForward(a: Controlled, first: number, last: number): void {
  const path = a.path;
  if (first === 0) restart(path);
  for (let n = first; n < last; n++) advance(a, path, n);
  if (last === a.S) finish(a, path);
}

/** Costates, gradient norm and residual of the present path, instants `last` − 1 down to `first`; begins at S. */
export function controlAdjoint(a: Controlled, first: number, last: number): void {
  if (last === a.S) beginAdjoint(a);
  for (let n = last - 1; n >= first; n--) adjoint(a, n);
  if (first === 0) a.gradientNorm = Math.sqrt(a.gradientNorm);
}

/** ∂J/∂ξ, f64[S × N × stride], of the present path and its costates. */
export function controlGradient(a: Controlled, gradient: Float64Array): void {
  const { m } = a;
  const path = a.path;
  const N = a.N;
  const stride = a.stride;
  for (let n = 0; n < a.S; n++) {
    const scale = m[a.discount + n] * a.h;
    const b2 = 2 * m[a.control + n];
    const xi = path.xi + n * N * stride;
    const g = path.g + n * stride;
    const w = a.w + n * stride;
    for (let i = 0; i < N; i++) {
      const out = (n * N + i) * N;
      for (let j = 0; j < N; j++) gradient[out + j] = scale * gradientAt(a, xi, w, g, b2, i, j);
    }
  }
}

/** Sets the costs of a path to 0, before its forward pass. */
export function restart(path: Path): void {
  path.motion = 0;
  path.effort = 0;
  path.rest = 0;
}

/** X_n, u_{n+1} and the costs of instant n, from u_n and ξ_n. */
export function advance(a: Controlled, path: Path, n: number): void {
  const { m } = a;
  const N = a.N;
  const stride = a.stride;
  const u = path.u + n * stride;
  const g = path.g + n * stride;
  sigmoid(a, path, n);
  const X = path.X + n * stride;
  const next = path.u + (n + 1) * stride;
  const xi = path.xi + n * N * stride;
  let speed = 0;
  let effort = 0;
  for (let i = 0; i < N; i++) {
    const xi_i = xi + i * stride;
    const u_i = m[u + i];
    const X_i = dot(m, a.weights + i * stride, g, stride) + dot(m, xi_i, g, stride) - u_i;
    m[X + i] = X_i;
    m[next + i] = u_i + a.h * X_i;
    speed += X_i * X_i;
    effort += dot(m, xi_i, xi_i, stride);
  }
  const scale = m[a.discount + n] * a.h;
  path.motion += scale * m[a.motion + n] * speed;
  path.effort += scale * m[a.control + n] * effort;
}

/** Writes g, g' and g'' at the state of instant n. */
function sigmoid(a: Controlled, path: Path, n: number): void {
  const { m, kind, parameter } = a;
  const at = n * a.stride;
  for (let i = at; i < at + a.N; i++) {
    const u = m[path.u + i];
    m[path.g + i] = activation(kind, parameter, u);
    m[path.g1 + i] = derivative(kind, parameter, u);
    m[path.g2 + i] = secondDerivative(kind, parameter, u);
  }
}

/** Writes g at the last state, and the terminal cost. */
export function finish(a: Controlled, path: Path): void {
  const { m } = a;
  const N = a.N;
  const stride = a.stride;
  const u = path.u + a.S * stride;
  const g = path.g + a.S * stride;
  sigmoid(a, path, a.S);
  const X = path.X + a.S * stride; // without control
  let speed = 0;
  for (let i = 0; i < N; i++) {
    const X_i = dot(m, a.weights + i * stride, g, stride) - m[u + i];
    m[X + i] = X_i;
    speed += X_i * X_i;
  }
  path.rest = m[a.discount + a.S] * a.terminal * speed;
}

/** p_S, the gradient of the terminal cost: 2κ (G Aᵀ X − X). */
export function beginAdjoint(a: Controlled): void {
  const { m } = a;
  const N = a.N;
  const stride = a.stride;
  const path = a.path;
  const p = a.p + a.S * stride;
  a.gradientNorm = 0;
  a.residual = 0;
  a.unweighted = false;
  a.gradients++;
  m.fill(0, p, p + stride);
  if (a.terminal === 0) return;
  const X = path.X + a.S * stride;
  const g1 = path.g1 + a.S * stride;
  for (let i = 0; i < N; i++) addMultiple(m, p, m[X + i], a.weights + i * stride, stride);
  for (let j = 0; j < N; j++) m[p + j] = 2 * a.terminal * (m[g1 + j] * m[p + j] - m[X + j]);
}

/** p_n, w_n, and what instant n adds to gradient norm and residual. */
export function adjoint(a: Controlled, n: number): void {
  const { m } = a;
  const N = a.N;
  const stride = a.stride;
  const path = a.path;
  const next = a.p + (n + 1) * stride;
  const p = a.p + n * stride;
  const w = a.w + n * stride;
  const X = path.X + n * stride;
  const g = path.g + n * stride;
  const g1 = path.g1 + n * stride;
  const xi = path.xi + n * N * stride;
  const a2 = 2 * m[a.motion + n];
  m.fill(0, p, p + stride);
  for (let i = 0; i < N; i++) {
    const w_i = a2 * m[X + i] + a.gamma * m[next + i];
    m[w + i] = w_i;
    addMultiple(m, p, w_i, a.weights + i * stride, stride);
    addMultiple(m, p, w_i, xi + i * stride, stride);
  }
  for (let j = 0; j < N; j++) {
    m[p + j] = a.gamma * m[next + j] + a.h * (m[g1 + j] * m[p + j] - m[w + j]);
  }
  const scale = m[a.discount + n] * a.h;
  const b2 = 2 * m[a.control + n];
  let squares = 0;
  let farthest = a.residual;
  if (b2 === 0) a.unweighted = true;
  for (let i = 0; i < N; i++) {
    const xi_i = xi + i * stride;
    const bounds = a.bounds + i * stride;
    let best = m[w + i];
    if (b2 > 0 && !a.symmetric) {
      const own = dot(m, xi + i * stride, g, stride);
      best = minimizer(m, g, bounds, best - a2 * own, a2, b2, N);
    }
    for (let j = 0; j < N; j++) {
      const bound = m[bounds + j];
      if (bound === 0) continue;
      const x = m[xi_i + j];
      const gradient = gradientAt(a, xi, w, g, b2, i, j);
      if (!isFrozen(x, bound, gradient)) squares += gradient * gradient;
      if (b2 === 0) continue;
      const ideal = a.symmetric ? x - gradient / b2 : (-best * m[g + j]) / b2;
      farthest = Math.max(farthest, Math.abs(x - clip(ideal, bound)));
    }
  }
  a.gradientNorm += scale * scale * squares;
  a.residual = farthest;
}

/** 2b ξ_ij + w_i g_j, or its mean with that of ji. */
export function gradientAt(a: Controlled, xi: number, w: number, g: number, b2: number, i: number, j: number): number {
  const { m } = a;
  const own = b2 * m[xi + i * a.stride + j];
  const outer = m[w + i] * m[g + j];
  return own + (a.symmetric ? 0.5 * (outer + m[w + j] * m[g + i]) : outer);
}

/** Whether a control stands at a bound that the gradient presses it against. */
export function isFrozen(x: number, bound: number, gradient: number): boolean {
  return Math.abs(x) >= bound && x * gradient <= 0;
}

/** The number in [−bound, bound] that is nearest to x. */
export function clip(x: number, bound: number): number {
  return Math.max(-bound, Math.min(bound, x));
}

/**
 * The root of w = b₀ + 2a Σ_j g_j clip(−w g_j / 2b), b₀ what w is without control: increasing and piecewise linear with slope ≥ 1,
 * steepest at 0, so that Newton's method from there is monotone and ends after finitely many steps.
 */
export function minimizer(
  m: Float64Array,
  g: number,
  bounds: number,
  b0: number,
  a2: number,
  b2: number,
  N: number,
): number {
  let w = 0;
  for (let step = 0; step <= N + 1; step++) {
    let value = w - b0;
    let slope = 1;
    for (let j = 0; j < N; j++) {
      const bound = m[bounds + j];
      const g_j = m[g + j];
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
