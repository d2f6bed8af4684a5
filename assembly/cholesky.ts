// Symmetric systems in double precision: Cholesky's factor row by row, one right-hand side, and many in panels.
//
//   A   f64[n × stride]   symmetric, ≥ 0; its lower triangle becomes L, A = L Lᵀ
//   panel                 four columns of an [n × N] matrix side by side: f64[n][4]; N/4 of them follow each other
//
// A row that depends on those before it (its pivot is rounding noise) is left out: zeros in L, 0 in `live`. What is solved is
// then the system of the rows that are left.
//
// Rounding: a dot product of rows runs in four lanes, k mod 4, added as (0 + 2) + (1 + 3), then the tail one by one; every
// other sum runs over k in order, lanes being columns. The twin does the same.

import { at32, at64 } from "./address";

/**
 * Rows `first` … `first + count − 1` of L; the rows before them are done.
 *
 * @param aPtr       f64[n × stride], in place
 * @param livePtr    i32[n], written: 1, or 0 where the row depends on those before
 * @param tolerance  part of A_ii below which what is left of it counts as nothing
 */
export function choleskyRows(aPtr: usize, livePtr: usize, stride: i32, first: i32, count: i32, tolerance: f64): void {
  for (let i = first; i < first + count; i++) {
    const row = aPtr + ((<usize>i * <usize>stride) << 3);
    const diagonal = load<f64>(at64(row, i));
    for (let j = 0; j < i; j++) {
      const other = aPtr + ((<usize>j * <usize>stride) << 3);
      const value = load<i32>(at32(livePtr, j))
        ? (load<f64>(at64(row, j)) - dot(row, other, j)) / load<f64>(at64(other, j))
        : 0;
      store<f64>(at64(row, j), value);
    }
    const left = diagonal - dot(row, row, i);
    if (left > tolerance * diagonal) {
      store<f64>(at64(row, i), Math.sqrt(left));
      store<i32>(at32(livePtr, i), 1);
    } else {
      memory.fill(row, 0, (<usize>i + 1) << 3);
      store<i32>(at32(livePtr, i), 0);
    }
  }
}

/**
 * Solves L Lᵀ x = b in place; 0 in rows left out.
 *
 * @param bPtr  f64[n]
 */
export function choleskySolve(aPtr: usize, livePtr: usize, bPtr: usize, stride: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    const row = aPtr + ((<usize>i * <usize>stride) << 3);
    const value = load<i32>(at32(livePtr, i))
      ? (load<f64>(at64(bPtr, i)) - dot(row, bPtr, i)) / load<f64>(at64(row, i))
      : 0;
    store<f64>(at64(bPtr, i), value);
  }
  for (let i = n - 1; i >= 0; i--) {
    if (!load<i32>(at32(livePtr, i))) continue;
    const row = aPtr + ((<usize>i * <usize>stride) << 3);
    const x = load<f64>(at64(bPtr, i)) / load<f64>(at64(row, i));
    store<f64>(at64(bPtr, i), x);
    const many = f64x2.splat(x);
    let k = 0;
    for (; k < (i & ~1); k += 2) {
      const ptr = at64(bPtr, k);
      v128.store(ptr, f64x2.sub(v128.load(ptr), f64x2.mul(v128.load(at64(row, k)), many)));
    }
    if (k < i) store<f64>(at64(bPtr, k), load<f64>(at64(bPtr, k)) - load<f64>(at64(row, k)) * x);
  }
}

/**
 * V = L⁻¹ X in place, for panels of four columns of X.
 *
 * @param panelsPtr  f64[count][n][4]
 */
export function forwardPanels(aPtr: usize, livePtr: usize, panelsPtr: usize, stride: i32, n: i32, count: i32): void {
  for (let p = 0; p < count; p++) {
    const panel = panelsPtr + ((<usize>p * <usize>n) << 5);
    for (let k = 0; k < n; k++) {
      const target = panel + ((<usize>k) << 5);
      if (!load<i32>(at32(livePtr, k))) {
        v128.store(target, f64x2.splat(0), 0);
        v128.store(target, f64x2.splat(0), 16);
        continue;
      }
      const row = aPtr + ((<usize>k * <usize>stride) << 3);
      let left = v128.load(target, 0);
      let right = v128.load(target, 16);
      let source = panel;
      for (let l = 0; l < k; l++, source += 32) {
        const factor = v128.load64_splat(at64(row, l));
        left = f64x2.sub(left, f64x2.mul(factor, v128.load(source, 0)));
        right = f64x2.sub(right, f64x2.mul(factor, v128.load(source, 16)));
      }
      const pivot = v128.load64_splat(at64(row, k));
      v128.store(target, f64x2.div(left, pivot), 0);
      v128.store(target, f64x2.div(right, pivot), 16);
    }
  }
}

/**
 * Four rows of AᵀB, A and B in panels: out[r][j] = Σ_k a_k,r b_k,j for the four columns r of panel `row` of A and the columns of
 * panels `first` … `last` of B.
 *
 * @param outPtr  f64[4 × outStride], columns 4·first … 4·last + 3 written
 */
export function productPanels(
  aPtr: usize,
  bPtr: usize,
  outPtr: usize,
  n: i32,
  outStride: i32,
  row: i32,
  first: i32,
  last: i32,
): void {
  const panelBytes = (<usize>n) << 5;
  const a = aPtr + <usize>row * panelBytes;
  for (let j = first; j <= last; j++) {
    let sourceA = a;
    let sourceB = bPtr + <usize>j * panelBytes;
    const end = a + panelBytes;
    let s00 = f64x2.splat(0);
    let s01 = s00;
    let s10 = s00;
    let s11 = s00;
    let s20 = s00;
    let s21 = s00;
    let s30 = s00;
    let s31 = s00;
    for (; sourceA < end; sourceA += 32, sourceB += 32) {
      const b0 = v128.load(sourceB, 0);
      const b1 = v128.load(sourceB, 16);
      let factor = v128.load64_splat(sourceA, 0);
      s00 = f64x2.add(s00, f64x2.mul(factor, b0));
      s01 = f64x2.add(s01, f64x2.mul(factor, b1));
      factor = v128.load64_splat(sourceA, 8);
      s10 = f64x2.add(s10, f64x2.mul(factor, b0));
      s11 = f64x2.add(s11, f64x2.mul(factor, b1));
      factor = v128.load64_splat(sourceA, 16);
      s20 = f64x2.add(s20, f64x2.mul(factor, b0));
      s21 = f64x2.add(s21, f64x2.mul(factor, b1));
      factor = v128.load64_splat(sourceA, 24);
      s30 = f64x2.add(s30, f64x2.mul(factor, b0));
      s31 = f64x2.add(s31, f64x2.mul(factor, b1));
    }
    const rowBytes = (<usize>outStride) << 3;
    let out = at64(outPtr, j << 2);
    v128.store(out, s00, 0);
    v128.store(out, s01, 16);
    out += rowBytes;
    v128.store(out, s10, 0);
    v128.store(out, s11, 16);
    out += rowBytes;
    v128.store(out, s20, 0);
    v128.store(out, s21, 16);
    out += rowBytes;
    v128.store(out, s30, 0);
    v128.store(out, s31, 16);
  }
}

/**
 * A row of real weights as integers of which the absolute values add up to `most` at the most, rounding aside:
 * out = ⌊s·x + ½⌋, s = most / Σ|x|. A negative `most` turns signs.
 *
 * @param valuesPtr  f64[n]
 * @param outPtr     i32[n], written
 * @returns          s, or 0 where there is nothing but zeros and nothing was written
 */
export function roundRow(valuesPtr: usize, outPtr: usize, n: i32, most: f64): f64 {
  const whole = n & ~3;
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let k = 0;
  for (; k < whole; k += 4) {
    const ptr = at64(valuesPtr, k);
    even = f64x2.add(even, f64x2.abs(v128.load(ptr, 0)));
    odd = f64x2.add(odd, f64x2.abs(v128.load(ptr, 16)));
  }
  const both = f64x2.add(even, odd);
  let size = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; k < n; k++) size += Math.abs(load<f64>(at64(valuesPtr, k)));
  const s = most / size;
  if (!(Math.abs(s) < Infinity)) return 0;
  const many = f64x2.splat(s);
  const half = f64x2.splat(0.5);
  for (k = 0; k < whole; k += 4) {
    const ptr = at64(valuesPtr, k);
    const low = f64x2.floor(f64x2.add(f64x2.mul(v128.load(ptr, 0), many), half));
    const high = f64x2.floor(f64x2.add(f64x2.mul(v128.load(ptr, 16), many), half));
    const narrow = v128.shuffle<i64>(i32x4.trunc_sat_f64x2_s_zero(low), i32x4.trunc_sat_f64x2_s_zero(high), 0, 2);
    v128.store(at32(outPtr, k), narrow);
  }
  for (; k < n; k++) store<i32>(at32(outPtr, k), <i32>Math.floor(load<f64>(at64(valuesPtr, k)) * s + 0.5));
  return s;
}

/** Σ_k x_k y_k over k < n: lanes k mod 4, then the tail. */
// @ts-ignore: decorator
@inline
export function dot(xPtr: usize, yPtr: usize, n: i32): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  const whole = n & ~3;
  let k = 0;
  for (; k < whole; k += 4) {
    const x = at64(xPtr, k);
    const y = at64(yPtr, k);
    even = f64x2.add(even, f64x2.mul(v128.load(x, 0), v128.load(y, 0)));
    odd = f64x2.add(odd, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
  }
  const both = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; k < n; k++) sum += load<f64>(at64(xPtr, k)) * load<f64>(at64(yPtr, k));
  return sum;
}
