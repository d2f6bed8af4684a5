// Pontryagin's conditions of a controlled network by sweeps: forward with the controls that w stands for, ξ_ij = clip(−w_i g_j / 2b),
// backward with the exact minimiser of the Hamiltonian, row by row. A control is N numbers an instant; a sweep costs two products
// with A and, where all bounds are equal, O(N log N) beside them: with |g| sorted and summed from both ends,
//
//   Σ_j g_j clip(−w g_j / 2b) = −sgn(w) [ t Σ_{|g_j| < K/t} g_j² + K Σ_{the others} |g_j| ],  t = |w| / 2b
//
// and Σ_i w_i clip(−w_i g_j / 2b) likewise with |w| sorted. Bounds that differ cost O(N²) more. Problem and symbols as in controlled.ts.

import { headerBytes } from "./address";
import { activationMap, derivativeMap } from "./activation";
import { clear, get, row, set } from "./dense";
import { product64, productTransposed } from "./matvec";
import { clip } from "./controlled";

/** Lives in memory of the caller (`sweepBytes`), arrays behind the header. Rows of N are padded to a multiple of 4. */
@unmanaged
class Sweep {
  weights: usize; // f64[N × stride]
  bounds: usize; // f64[N × stride], 0 where all are `bound`
  motion: usize; // f64[S]  a
  control: usize; // f64[S]  b
  discount: usize; // f64[S + 1]  D
  u: usize; // f64[(S + 1) × stride]
  g: usize;
  g1: usize;
  X: usize; // f64[S × stride]  A g − u
  w: usize; // f64[S × stride]  what the controls are made of
  found: usize; // f64[S × stride]  w of the minimiser
  p: usize; // f64[(S + 1) × stride]
  sorted: usize; // f64[stride]
  below: usize; // f64[stride + 1]  Σ of the k least squares
  above: usize; // f64[stride + 1]  Σ of all but the k least
  breaks: usize; // f64[stride]
  product: usize; // f64[stride]
  h: f64;
  gamma: f64; // the host may change it between sweeps, with the tables that follow from it
  slope: f64; // of the activation
  bound: f64; // K
  motionCost: f64;
  controlCost: f64;
  residual: f64; // a bound on max |ξ − ξ_PMP|
  N: i32;
  S: i32;
  stride: i32;
  kind: i32;
}

export function sweepBytes(N: i32, S: i32, uniform: i32): usize {
  const stride = <usize>((N + 3) & ~3);
  const rows = <usize>S + 1;
  const matrices: usize = uniform ? 1 : 2;
  return headerBytes<Sweep>() + ((matrices * <usize>N * stride + 3 * rows + 7 * rows * stride + 5 * (stride + 4)) << 3);
}

/** Lays out a problem in zeroed memory; the caller fills weights, bounds, motion, control, discount and u_0. `bound` counts when `uniform` is 1. */
export function sweepInit(
  ptr: usize,
  N: i32,
  S: i32,
  uniform: i32,
  h: f64,
  gamma: f64,
  kind: i32,
  slope: f64,
  bound: f64,
): void {
  const a = changetype<Sweep>(ptr);
  const stride = (N + 3) & ~3;
  const rows = S + 1;
  a.N = N;
  a.S = S;
  a.stride = stride;
  a.h = h;
  a.gamma = gamma;
  a.kind = kind;
  a.slope = slope;
  a.bound = bound;
  let next = ptr + headerBytes<Sweep>();
  a.weights = next;
  next = row(next, N, stride);
  a.bounds = uniform ? 0 : next;
  if (!uniform) next = row(next, N, stride);
  a.motion = next;
  a.control = next = row(next, rows, 1);
  a.discount = next = row(next, rows, 1);
  a.u = next = row(next, rows, 1);
  a.g = next = row(next, rows, stride);
  a.g1 = next = row(next, rows, stride);
  a.X = next = row(next, rows, stride);
  a.w = next = row(next, rows, stride);
  a.found = next = row(next, rows, stride);
  a.p = next = row(next, rows, stride);
  a.sorted = next = row(next, rows, stride);
  a.below = next = row(next, stride + 4, 1);
  a.above = next = row(next, stride + 4, 1);
  a.breaks = next = row(next, stride + 4, 1);
  a.product = row(next, stride + 4, 1);
}

/** Instants `first` … `last` − 1 with the present w. */
export function sweepForward(ptr: usize, first: i32, last: i32): void {
  const a = changetype<Sweep>(ptr);
  if (first == 0) {
    a.motionCost = 0;
    a.controlCost = 0;
  }
  for (let n = first; n < last; n++) forward(a, n);
}

/** Instants `last` − 1 … `first`: costates, and w of the minimiser. */
export function sweepBackward(ptr: usize, first: i32, last: i32): void {
  const a = changetype<Sweep>(ptr);
  if (last == a.S) {
    clear(row(a.p, a.S, a.stride), a.stride);
    a.residual = 0;
  }
  for (let n = last - 1; n >= first; n--) backward(a, n);
}

function forward(a: Sweep, n: i32): void {
  const N = a.N;
  const stride = a.stride;
  const u = row(a.u, n, stride);
  const g = row(a.g, n, stride);
  const X = row(a.X, n, stride);
  const w = row(a.w, n, stride);
  const next = row(a.u, n + 1, stride);
  const b2 = 2 * get(a.control, n);
  activationMap(a.kind, a.slope, u, g, N);
  derivativeMap(a.kind, a.slope, u, row(a.g1, n, stride), N);
  product64(a.weights, g, X, N, stride);
  if (a.bounds == 0) arrange(a, g);
  let speed: f64 = 0;
  let effort: f64 = 0;
  for (let i = 0; i < N; i++) {
    const X_i = get(X, i) - get(u, i);
    set(X, i, X_i);
    const w_i = get(w, i);
    let pull: f64 = 0;
    if (a.bounds == 0) {
      const t = Math.abs(w_i) / b2;
      const k = countBelow(a, a.bound, t);
      const size = t * get(a.below, k) + a.bound * get(a.above, k);
      pull = w_i > 0 ? -size : size;
      effort += t * t * get(a.below, k) + a.bound * a.bound * <f64>(N - k);
    } else {
      const bounds = row(a.bounds, i, stride);
      for (let j = 0; j < N; j++) {
        const g_j = get(g, j);
        const xi = clip((-w_i * g_j) / b2, get(bounds, j));
        pull += g_j * xi;
        effort += xi * xi;
      }
    }
    const velocity = X_i + pull;
    speed += velocity * velocity;
    set(next, i, get(u, i) + a.h * velocity);
  }
  const scale = get(a.discount, n) * a.h;
  a.motionCost += scale * get(a.motion, n) * speed;
  a.controlCost += scale * get(a.control, n) * effort;
}

function backward(a: Sweep, n: i32): void {
  const N = a.N;
  const stride = a.stride;
  const g = row(a.g, n, stride);
  const g1 = row(a.g1, n, stride);
  const X = row(a.X, n, stride);
  const w = row(a.w, n, stride);
  const found = row(a.found, n, stride);
  const next = row(a.p, n + 1, stride);
  const p = row(a.p, n, stride);
  const a2 = 2 * get(a.motion, n);
  const b2 = 2 * get(a.control, n);
  if (a.bounds == 0) {
    arrange(a, g);
    arrangeBreaks(a, a2, b2);
  }
  let farthest: f64 = 0;
  let widest: f64 = 0;
  for (let j = 0; j < N; j++) widest = max(widest, Math.abs(get(g, j)));
  for (let i = 0; i < N; i++) {
    const b0 = a2 * get(X, i) + a.gamma * get(next, i);
    const best = a.bounds == 0 ? rootSorted(a, b0, a2, b2) : root(g, row(a.bounds, i, stride), b0, a2, b2, N);
    farthest = max(farthest, Math.abs(best - get(w, i)));
    set(found, i, best);
  }
  a.residual = max(a.residual, (farthest * widest) / b2);
  productTransposed(a.weights, found, a.product, N, stride);
  if (a.bounds == 0) {
    arrange(a, found);
    for (let j = 0; j < N; j++) {
      const g_j = get(g, j);
      const t = Math.abs(g_j) / b2;
      const k = countBelow(a, a.bound, t);
      const size = t * get(a.below, k) + a.bound * get(a.above, k);
      set(a.product, j, get(a.product, j) + (g_j > 0 ? -size : size));
    }
  } else {
    for (let i = 0; i < N; i++) {
      const w_i = get(found, i);
      const bounds = row(a.bounds, i, stride);
      for (let j = 0; j < N; j++) {
        set(a.product, j, get(a.product, j) + w_i * clip((-w_i * get(g, j)) / b2, get(bounds, j)));
      }
    }
  }
  for (let j = 0; j < N; j++) {
    set(p, j, a.gamma * get(next, j) + a.h * (get(g1, j) * get(a.product, j) - get(found, j)));
  }
}

/** Sorts |x| and sums it from both ends. */
function arrange(a: Sweep, x: usize): void {
  const N = a.N;
  for (let j = 0; j < N; j++) set(a.sorted, j, Math.abs(get(x, j)));
  sort(a.sorted, N);
  let sum: f64 = 0;
  set(a.below, 0, 0);
  for (let k = 0; k < N; k++) {
    const size = get(a.sorted, k);
    sum += size * size;
    set(a.below, k + 1, sum);
  }
  sum = 0;
  set(a.above, N, 0);
  for (let k = N - 1; k >= 0; k--) {
    sum += get(a.sorted, k);
    set(a.above, k, sum);
  }
}

/** |b₀| from which on the entries of a row are at the bound, in the order of the sorted |g|: descending; infinite where g is 0. */
function arrangeBreaks(a: Sweep, a2: f64, b2: f64): void {
  for (let k = 0; k < a.N; k++) {
    const t = a.bound / get(a.sorted, k);
    const reached = t * b2 + a2 * (t * get(a.below, k) + a.bound * get(a.above, k));
    set(a.breaks, k, isNaN(reached) ? Infinity : reached);
  }
}

/** How many of the sorted are below bound / t: those that t times them leaves within the bound. */
function countBelow(a: Sweep, bound: f64, t: f64): i32 {
  let low = 0;
  let count = a.N;
  if (t * get(a.sorted, count - 1) < bound) return count;
  while (count > 0) {
    const half = count >> 1;
    const isBelow = t * get(a.sorted, low + half) < bound;
    low = select(low + half + 1, low, isBelow);
    count = select(count - half - 1, half, isBelow);
  }
  return low;
}

/** The root of w = b₀ − (a/b) w Σ … as in controlled.ts: of the straight piece that it lies on. */
function rootSorted(a: Sweep, b0: f64, a2: f64, b2: f64): f64 {
  const target = Math.abs(b0);
  let k = a.N;
  if (get(a.breaks, k - 1) <= target) {
    let low = 0;
    let count = k;
    while (count > 0) {
      const half = count >> 1;
      const isFree = get(a.breaks, low + half) > target;
      low = select(low + half + 1, low, isFree);
      count = select(count - half - 1, half, isFree);
    }
    k = low;
  }
  const w = (target - a2 * (a.bound * get(a.above, k))) / (1 + (a2 / b2) * get(a.below, k));
  return b0 > 0 ? w : -w;
}

/** The same where bounds differ. */
function root(g: usize, bounds: usize, b0: f64, a2: f64, b2: f64, N: i32): f64 {
  let w: f64 = 0;
  for (let step = 0; step <= N + 1; step++) {
    let value = w - b0;
    let slope: f64 = 1;
    for (let j = 0; j < N; j++) {
      const bound = get(bounds, j);
      const g_j = get(g, j);
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

/** Sorts in place, ascending: heapsort, whose result is that of any sort. */
function sort(x: usize, N: i32): void {
  for (let start = (N >> 1) - 1; start >= 0; start--) sift(x, start, N, get(x, start));
  for (let end = N - 1; end > 0; end--) {
    const last = get(x, end);
    set(x, end, get(x, 0));
    sift(x, 0, end, last);
  }
}

function sift(x: usize, from: i32, end: i32, value: f64): void {
  let hole = from;
  for (let child = 2 * hole + 1; child < end; child = 2 * hole + 1) {
    if (child + 1 < end && get(x, child + 1) > get(x, child)) child++;
    if (get(x, child) <= value) break;
    set(x, hole, get(x, child));
    hole = child;
  }
  set(x, hole, value);
}
