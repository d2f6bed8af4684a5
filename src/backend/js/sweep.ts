/**
 * Sweeps of Pontryagin's conditions in plain JavaScript, twin of assembly/sweep.ts, over one array of doubles whose indices stand for
 * addresses.
 */
import type { ACTIVATION } from "../contract/codes.ts";
import { padInto, type SweepProblem } from "../contract/control.ts";
import { activation, derivative } from "./activation.ts";
import { clip } from "./controlled.ts";
import { denseProduct, productTransposed as transposed } from "./matvec.ts";

/** How many doubles a problem and its arrays take; `isUniform` when all synapses have the same bound. */
export function sweepDoubles(N: number, S: number, isUniform: boolean): number {
  const stride = (N + 3) & ~3;
  const rows = S + 1;
  return (isUniform ? 1 : 2) * N * stride + 3 * rows + 7 * rows * stride + 5 * (stride + 4);
}

/** A problem and where its arrays lie, field by field as in assembly/sweep.ts. */
export class Sweep {
  readonly N: number;
  readonly S: number;
  readonly stride: number;
  readonly h: number;
  readonly kind: ACTIVATION;
  readonly slope: number;
  readonly bound: number;
  readonly isUniform: boolean;
  readonly weights: number;
  readonly bounds: number;
  readonly motion: number;
  readonly control: number;
  readonly discount: number;
  readonly u: number;
  readonly g: number;
  readonly g1: number;
  readonly X: number;
  readonly w: number;
  readonly found: number;
  readonly p: number;
  readonly sorted: number;
  readonly below: number;
  readonly above: number;
  readonly breaks: number;
  readonly product: number;
  gamma: number;
  motionCost = 0;
  controlCost = 0;
  residual = 0;

  constructor(
    readonly m: Float64Array,
    problem: SweepProblem,
  ) {
    const { nNeurons: N, nSteps: S, bounds } = problem;
    const stride = (N + 3) & ~3;
    const rows = S + 1;
    this.N = N;
    this.S = S;
    this.stride = stride;
    this.h = problem.step;
    this.gamma = problem.stepDiscount;
    this.kind = problem.activation.kind;
    this.slope = problem.activation.slope;
    this.isUniform = typeof bounds === "number";
    this.bound = typeof bounds === "number" ? bounds : 0;
    let top = 0;
    const take = (count: number): number => {
      top += count;
      return top - count;
    };
    this.weights = take(N * stride);
    this.bounds = this.isUniform ? 0 : take(N * stride);
    [this.motion, this.control, this.discount] = [take(rows), take(rows), take(rows)];
    [this.u, this.g, this.g1, this.X] = Array.from({ length: 4 }, () => take(rows * stride));
    [this.w, this.found, this.p] = Array.from({ length: 3 }, () => take(rows * stride));
    [this.sorted, this.below, this.above, this.breaks, this.product] = Array.from({ length: 5 }, () =>
      take(stride + 4),
    );
    padInto(m.subarray(this.weights), problem.weights, N, N, stride);
    if (typeof bounds !== "number") padInto(m.subarray(this.bounds), bounds, N, N, stride);
    m.set(problem.motion, this.motion);
    m.set(problem.control, this.control);
    m.set(problem.discounts, this.discount);
    m.set(problem.initial, this.u);
  }
}

/** Computes instants `first` … `last` − 1 under the present w. */
export function sweepForward(a: Sweep, first: number, last: number): void {
  if (first === 0) {
    a.motionCost = 0;
    a.controlCost = 0;
  }
  for (let n = first; n < last; n++) forward(a, n);
}

/** Computes costates and the minimiser's w at instants `last` − 1 … `first`. */
export function sweepBackward(a: Sweep, first: number, last: number): void {
  const { m } = a;
  if (last === a.S) {
    m.fill(0, a.p + a.S * a.stride, a.p + a.S * a.stride + a.stride);
    a.residual = 0;
  }
  for (let n = last - 1; n >= first; n--) backward(a, n);
}

function forward(a: Sweep, n: number): void {
  const { m } = a;
  const N = a.N;
  const stride = a.stride;
  const u = a.u + n * stride;
  const g = a.g + n * stride;
  const X = a.X + n * stride;
  const w = a.w + n * stride;
  const next = a.u + (n + 1) * stride;
  const b2 = 2 * m[a.control + n];
  for (let j = 0; j < N; j++) {
    m[g + j] = activation(a.kind, a.slope, m[u + j]);
    m[a.g1 + n * stride + j] = derivative(a.kind, a.slope, m[u + j]);
  }
  product64(m, a.weights, g, X, N, stride);
  if (a.isUniform) arrange(a, g);
  let speed = 0;
  let effort = 0;
  for (let i = 0; i < N; i++) {
    const X_i = m[X + i] - m[u + i];
    m[X + i] = X_i;
    const w_i = m[w + i];
    let pull = 0;
    if (a.isUniform) {
      const t = Math.abs(w_i) / b2;
      const k = countBelow(a, a.bound, t);
      const size = t * m[a.below + k] + a.bound * m[a.above + k];
      pull = w_i > 0 ? -size : size;
      effort += t * t * m[a.below + k] + a.bound * a.bound * (N - k);
    } else {
      const bounds = a.bounds + i * stride;
      for (let j = 0; j < N; j++) {
        const g_j = m[g + j];
        const xi = clip((-w_i * g_j) / b2, m[bounds + j]);
        pull += g_j * xi;
        effort += xi * xi;
      }
    }
    const velocity = X_i + pull;
    speed += velocity * velocity;
    m[next + i] = m[u + i] + a.h * velocity;
  }
  const scale = m[a.discount + n] * a.h;
  a.motionCost += scale * m[a.motion + n] * speed;
  a.controlCost += scale * m[a.control + n] * effort;
}

function backward(a: Sweep, n: number): void {
  const { m } = a;
  const N = a.N;
  const stride = a.stride;
  const g = a.g + n * stride;
  const g1 = a.g1 + n * stride;
  const X = a.X + n * stride;
  const w = a.w + n * stride;
  const found = a.found + n * stride;
  const next = a.p + (n + 1) * stride;
  const p = a.p + n * stride;
  const a2 = 2 * m[a.motion + n];
  const b2 = 2 * m[a.control + n];
  if (a.isUniform) {
    arrange(a, g);
    arrangeBreaks(a, a2, b2);
  }
  let farthest = 0;
  let widest = 0;
  for (let j = 0; j < N; j++) widest = Math.max(widest, Math.abs(m[g + j]));
  for (let i = 0; i < N; i++) {
    const b0 = a2 * m[X + i] + a.gamma * m[next + i];
    const best = a.isUniform ? rootSorted(a, b0, a2, b2) : root(m, g, a.bounds + i * stride, b0, a2, b2, N);
    farthest = Math.max(farthest, Math.abs(best - m[w + i]));
    m[found + i] = best;
  }
  a.residual = Math.max(a.residual, (farthest * widest) / b2);
  productTransposed(m, a.weights, found, a.product, N, stride);
  if (a.isUniform) {
    arrange(a, found);
    for (let j = 0; j < N; j++) {
      const g_j = m[g + j];
      const t = Math.abs(g_j) / b2;
      const k = countBelow(a, a.bound, t);
      const size = t * m[a.below + k] + a.bound * m[a.above + k];
      m[a.product + j] = m[a.product + j] + (g_j > 0 ? -size : size);
    }
  } else {
    for (let i = 0; i < N; i++) {
      const w_i = m[found + i];
      const bounds = a.bounds + i * stride;
      for (let j = 0; j < N; j++) {
        m[a.product + j] = m[a.product + j] + w_i * clip((-w_i * m[g + j]) / b2, m[bounds + j]);
      }
    }
  }
  for (let j = 0; j < N; j++) {
    m[p + j] = a.gamma * m[next + j] + a.h * (m[g1 + j] * m[a.product + j] - m[found + j]);
  }
}

/** out = A x with A at `matrix`, f64[N × stride]. */
function product64(m: Float64Array, matrix: number, x: number, out: number, N: number, stride: number): void {
  denseProduct(m.subarray(matrix), m.subarray(x, x + stride), m.subarray(out), N, stride);
}

/** out = Aᵀ w with A at `matrix`, f64[N × stride]. */
function productTransposed(m: Float64Array, matrix: number, w: number, out: number, N: number, stride: number): void {
  transposed(m.subarray(matrix), m.subarray(w, w + stride), m.subarray(out, out + stride), N, stride);
}

/** Sorts |x| and sums it from both ends, for the search of w where all bounds are the same. */
function arrange(a: Sweep, x: number): void {
  const { m } = a;
  const N = a.N;
  for (let j = 0; j < N; j++) m[a.sorted + j] = Math.abs(m[x + j]);
  m.subarray(a.sorted, a.sorted + N).sort();
  let sum = 0;
  m[a.below] = 0;
  for (let k = 0; k < N; k++) {
    const size = m[a.sorted + k];
    sum += size * size;
    m[a.below + k + 1] = sum;
  }
  sum = 0;
  m[a.above + N] = 0;
  for (let k = N - 1; k >= 0; k--) {
    sum += m[a.sorted + k];
    m[a.above + k] = sum;
  }
}

/** |b₀| from which on the entries of a row are at the bound, in the order of the sorted |g|: descending; infinite where g is 0. */
function arrangeBreaks(a: Sweep, a2: number, b2: number): void {
  const { m } = a;
  for (let k = 0; k < a.N; k++) {
    const t = a.bound / m[a.sorted + k];
    const reached = t * b2 + a2 * (t * m[a.below + k] + a.bound * m[a.above + k]);
    m[a.breaks + k] = Number.isNaN(reached) ? Number.POSITIVE_INFINITY : reached;
  }
}

/** How many numbers from `from` on, N of them, come before the first that is not `isBefore`. */
function countBefore(m: Float64Array, from: number, N: number, isBefore: (value: number) => boolean): number {
  let low = 0;
  let high = N;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(m[from + middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the sorted are below bound / t: those that t times them leaves within the bound. */
function countBelow(a: Sweep, bound: number, t: number): number {
  return countBefore(a.m, a.sorted, a.N, (size) => t * size < bound);
}

/** The root of w = b₀ − (a/b) w Σ … as in controlled.ts: of the straight piece that it lies on. */
function rootSorted(a: Sweep, b0: number, a2: number, b2: number): number {
  const { m } = a;
  const target = Math.abs(b0);
  const k = countBefore(m, a.breaks, a.N, (reached) => reached > target);
  const w = (target - a2 * (a.bound * m[a.above + k])) / (1 + (a2 / b2) * m[a.below + k]);
  return b0 > 0 ? w : -w;
}

/** As `uniformRoot`, where the bounds of the synapses differ. */
function root(m: Float64Array, g: number, bounds: number, b0: number, a2: number, b2: number, N: number): number {
  let w = 0;
  for (let step = 0; step <= N + 1; step++) {
    let value = w - b0;
    let slope = 1;
    for (let j = 0; j < N; j++) {
      const bound = m[bounds + j];
      const g_j = m[g + j];
      const ideal = (-w * g_j) / b2;
      value -= a2 * g_j * clip(ideal, bound);
      if (Math.abs(ideal) < bound) slope += (a2 * g_j * g_j) / b2;
    }
    const next = w - value / slope;
    if (Math.abs(next - w) <= 1e-16 * Math.abs(next)) return next;
    w = next;
  }
  return w;
}
