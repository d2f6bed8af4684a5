// Small dense matrices of doubles, row after row, rows padded with zeros to `stride`, an even number.
//
// Everything adds multiples of whole rows, so that each element is a sum in the order of k, whatever the width of a vector:
// the plain loops of src/backend/js/dense.ts give the same bits. Sums over a row are the one exception: two lanes, even and odd
// elements, added at the end.

import { at64 } from "./address";

// @ts-ignore: decorator
@inline
export function get(ptr: usize, i: i32): f64 {
  return load<f64>(at64(ptr, i));
}

// @ts-ignore: decorator
@inline
export function set(ptr: usize, i: i32, value: f64): void {
  store<f64>(at64(ptr, i), value);
}

/** The address of row i. */
// @ts-ignore: decorator
@inline
export function row(ptr: usize, i: i32, stride: i32): usize {
  return ptr + ((<usize>i * <usize>stride) << 3);
}

export function clear(ptr: usize, count: i32): void {
  memory.fill(ptr, 0, (<usize>count) << 3);
}

export function copy(to: usize, from: usize, count: i32): void {
  memory.copy(to, from, (<usize>count) << 3);
}

/** y += a x over `count` elements, an even number. */
// @ts-ignore: decorator
@inline
export function addMultiple(y: usize, a: f64, x: usize, count: i32): void {
  const factor = f64x2.splat(a);
  const end = at64(y, count);
  for (; y < end; y += 16, x += 16) v128.store(y, f64x2.add(v128.load(y), f64x2.mul(factor, v128.load(x))));
}

/** Σ_j x_j y_j over `count` elements, an even number: even elements and odd ones, then both. */
// @ts-ignore: decorator
@inline
export function dot(x: usize, y: usize, count: i32): f64 {
  let sum = f64x2.splat(0);
  const end = at64(x, count);
  for (; x < end; x += 16, y += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(x), v128.load(y)));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** out = a b, or out += a b with `add`: a [N × stride], b and out [N × width]; out overlaps neither. */
export function multiply(out: usize, a: usize, b: usize, N: i32, stride: i32, width: i32, add: bool): void {
  for (let i = 0; i < N; i++) combineRows(row(out, i, width), row(a, i, stride), 1, b, N, width, add);
}

/** out = aᵀ b, or out += aᵀ b with `add`, likewise. */
export function multiplyTransposed(out: usize, a: usize, b: usize, N: i32, stride: i32, width: i32, add: bool): void {
  for (let i = 0; i < N; i++) combineRows(row(out, i, width), at64(a, i), stride, b, N, width, add);
}

/** A row of a product: out (+)= Σ_k c_k b_k, the coefficients `step` elements apart. Eight columns at once stay in registers. */
function combineRows(out: usize, c: usize, step: i32, b: usize, N: i32, width: i32, add: bool): void {
  const zero = f64x2.splat(0);
  const rowBytes = (<usize>width) << 3;
  const stepBytes = (<usize>step) << 3;
  const coefficientsEnd = c + <usize>N * stepBytes;
  let j = 0;
  for (; j + 8 <= width; j += 8) {
    const at = at64(out, j);
    let s0 = add ? v128.load(at, 0) : zero;
    let s1 = add ? v128.load(at, 16) : zero;
    let s2 = add ? v128.load(at, 32) : zero;
    let s3 = add ? v128.load(at, 48) : zero;
    let from = at64(b, j);
    for (let k = c; k < coefficientsEnd; k += stepBytes, from += rowBytes) {
      const factor = v128.load64_splat(k);
      s0 = f64x2.add(s0, f64x2.mul(factor, v128.load(from, 0)));
      s1 = f64x2.add(s1, f64x2.mul(factor, v128.load(from, 16)));
      s2 = f64x2.add(s2, f64x2.mul(factor, v128.load(from, 32)));
      s3 = f64x2.add(s3, f64x2.mul(factor, v128.load(from, 48)));
    }
    v128.store(at, s0, 0);
    v128.store(at, s1, 16);
    v128.store(at, s2, 32);
    v128.store(at, s3, 48);
  }
  for (; j < width; j += 2) {
    const at = at64(out, j);
    let sum = add ? v128.load(at) : zero;
    let from = at64(b, j);
    for (let k = c; k < coefficientsEnd; k += stepBytes, from += rowBytes) {
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(k), v128.load(from)));
    }
    v128.store(at, sum);
  }
}

/**
 * Cholesky's factor R of a = Rᵀ R, upper triangle, in place; below the diagonal is left what was there. A pivot of at most
 * `least` ends it, or with `semidefinite` leaves a row of zeros.
 *
 * @returns  whether every pivot was larger.
 */
export function factorize(a: usize, N: i32, stride: i32, least: f64, semidefinite: bool): bool {
  for (let k = 0; k < N; k++) {
    const pivotRow = row(a, k, stride);
    const pivot = get(pivotRow, k);
    if (!(pivot > least)) {
      if (!semidefinite) return false;
      for (let j = k; j < N; j++) set(pivotRow, j, 0);
      continue;
    }
    const scale = 1 / Math.sqrt(pivot);
    for (let j = k; j < N; j++) set(pivotRow, j, get(pivotRow, j) * scale);
    for (let i = k + 1; i < N; i++) {
      const from = i & ~1;
      addMultiple(at64(row(a, i, stride), from), -get(pivotRow, i), at64(pivotRow, from), stride - from);
    }
  }
  return true;
}

/** y = R^−ᵀ y, y [N × width]; rows whose pivot is 0 become 0. */
export function solveLower(r: usize, y: usize, N: i32, stride: i32, width: i32): void {
  for (let i = 0; i < N; i++) {
    const yi = row(y, i, width);
    for (let k = 0; k < i; k++) {
      const c = get(row(r, k, stride), i);
      if (c != 0) addMultiple(yi, -c, row(y, k, width), width);
    }
    divideByPivot(yi, get(row(r, i, stride), i), width);
  }
}

/** y = R⁻¹ y, likewise. */
export function solveUpper(r: usize, y: usize, N: i32, stride: i32, width: i32): void {
  for (let i = N - 1; i >= 0; i--) {
    const yi = row(y, i, width);
    const ri = row(r, i, stride);
    for (let k = i + 1; k < N; k++) {
      const c = get(ri, k);
      if (c != 0) addMultiple(yi, -c, row(y, k, width), width);
    }
    divideByPivot(yi, get(ri, i), width);
  }
}

// @ts-ignore: decorator
@inline
function divideByPivot(y: usize, pivot: f64, width: i32): void {
  const scale: f64 = pivot > 0 ? 1 / pivot : 0;
  for (let j = 0; j < width; j++) set(y, j, get(y, j) * scale);
}
