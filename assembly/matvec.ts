// Products of a matrix with a vector, the work of every flow. Sums of a row run in four f64 lanes, entry j of the row (of a
// sparse row: its j-th connection) in lane j mod 4, and end as (lane 0 + lane 2) + (lane 1 + lane 3). Dense rows are `stride`
// entries apart, a multiple of 4, zero beyond the matrix; so is the vector. Four rows at a time share what they read of it.

import { at32, at64 } from "./address";

// @ts-ignore: decorator
@inline
function total(a: v128, b: v128): f64 {
  const sum = f64x2.add(a, b);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Entries 0, 1 and 2, 3 from `p`, of f64 or of f32 widened. */
// @ts-ignore: decorator
@inline
function first<T>(p: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(p) : f64x2.promote_low_f32x4(v128.load64_zero(p));
}

// @ts-ignore: decorator
@inline
function second<T>(p: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(p, 16) : f64x2.promote_low_f32x4(v128.load64_zero(p, 8));
}

/**
 * out = matrix · x.
 *
 * @param matrixPtr  T[rows × stride]
 * @param xPtr       f64[stride], zero beyond the columns
 * @param outPtr     f64[rows], apart from x
 */
function denseProduct<T>(matrixPtr: usize, xPtr: usize, outPtr: usize, rows: i32, stride: i32): void {
  const rowBytes = <usize>stride * sizeof<T>();
  const end = at64(xPtr, stride);
  let r0 = matrixPtr;
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    let r1 = r0 + rowBytes;
    let r2 = r1 + rowBytes;
    let r3 = r2 + rowBytes;
    const next = r3 + rowBytes;
    let a0 = f64x2.splat(0);
    let b0 = a0;
    let a1 = a0;
    let b1 = a0;
    let a2 = a0;
    let b2 = a0;
    let a3 = a0;
    let b3 = a0;
    for (let p = xPtr; p < end; p += 32) {
      const x0 = v128.load(p);
      const x1 = v128.load(p, 16);
      a0 = f64x2.add(a0, f64x2.mul(first<T>(r0), x0));
      b0 = f64x2.add(b0, f64x2.mul(second<T>(r0), x1));
      a1 = f64x2.add(a1, f64x2.mul(first<T>(r1), x0));
      b1 = f64x2.add(b1, f64x2.mul(second<T>(r1), x1));
      a2 = f64x2.add(a2, f64x2.mul(first<T>(r2), x0));
      b2 = f64x2.add(b2, f64x2.mul(second<T>(r2), x1));
      a3 = f64x2.add(a3, f64x2.mul(first<T>(r3), x0));
      b3 = f64x2.add(b3, f64x2.mul(second<T>(r3), x1));
      r0 += 4 * sizeof<T>();
      r1 += 4 * sizeof<T>();
      r2 += 4 * sizeof<T>();
      r3 += 4 * sizeof<T>();
    }
    store<f64>(at64(outPtr, i), total(a0, b0));
    store<f64>(at64(outPtr, i), total(a1, b1), 8);
    store<f64>(at64(outPtr, i), total(a2, b2), 16);
    store<f64>(at64(outPtr, i), total(a3, b3), 24);
    r0 = next;
  }
  for (; i < rows; i++) {
    let a = f64x2.splat(0);
    let b = a;
    for (let p = xPtr; p < end; p += 32) {
      a = f64x2.add(a, f64x2.mul(first<T>(r0), v128.load(p)));
      b = f64x2.add(b, f64x2.mul(second<T>(r0), v128.load(p, 16)));
      r0 += 4 * sizeof<T>();
    }
    store<f64>(at64(outPtr, i), total(a, b));
  }
}

/** out = matrix · x, of f64 entries. */
export function product64(matrixPtr: usize, xPtr: usize, outPtr: usize, rows: i32, stride: i32): void {
  denseProduct<f64>(matrixPtr, xPtr, outPtr, rows, stride);
}

/** out = matrix · x, of f32 entries widened to f64: the same sums as of the rounded matrix in f64. */
export function product32(matrixPtr: usize, xPtr: usize, outPtr: usize, rows: i32, stride: i32): void {
  denseProduct<f32>(matrixPtr, xPtr, outPtr, rows, stride);
}

/**
 * out = matrix · x for compressed sparse rows.
 *
 * @param valuesPtr    f64[connections]
 * @param rowStartPtr  i32[rows + 1]
 * @param columnsPtr   i32[connections]
 * @param xPtr         f64[columns]
 * @param outPtr       f64[rows], apart from x
 */
export function productSparse(
  valuesPtr: usize,
  rowStartPtr: usize,
  columnsPtr: usize,
  xPtr: usize,
  outPtr: usize,
  rows: i32,
): void {
  let e = load<i32>(rowStartPtr);
  for (let i = 0; i < rows; i++) {
    const end = load<i32>(at32(rowStartPtr, i + 1));
    let a = f64x2.splat(0);
    let b = a;
    for (; e + 3 < end; e += 4) {
      const w = at64(valuesPtr, e);
      const c = at32(columnsPtr, e);
      let x0 = v128.load64_zero(at64(xPtr, load<i32>(c)));
      let x1 = v128.load64_zero(at64(xPtr, load<i32>(c, 8)));
      x0 = v128.load64_lane(at64(xPtr, load<i32>(c, 4)), x0, 1);
      x1 = v128.load64_lane(at64(xPtr, load<i32>(c, 12)), x1, 1);
      a = f64x2.add(a, f64x2.mul(v128.load(w), x0));
      b = f64x2.add(b, f64x2.mul(v128.load(w, 16), x1));
    }
    let s0 = f64x2.extract_lane(a, 0);
    let s1 = f64x2.extract_lane(a, 1);
    let s2 = f64x2.extract_lane(b, 0);
    if (e < end) s0 += entry(valuesPtr, columnsPtr, xPtr, e++);
    if (e < end) s1 += entry(valuesPtr, columnsPtr, xPtr, e++);
    if (e < end) s2 += entry(valuesPtr, columnsPtr, xPtr, e++);
    store<f64>(at64(outPtr, i), s0 + s2 + (s1 + f64x2.extract_lane(b, 1)));
  }
}

// @ts-ignore: decorator
@inline
function entry(valuesPtr: usize, columnsPtr: usize, xPtr: usize, e: i32): f64 {
  return load<f64>(at64(valuesPtr, e)) * load<f64>(at64(xPtr, load<i32>(at32(columnsPtr, e))));
}

/**
 * out = matrixᵀ · w: rows added one after another, row 0 first.
 *
 * @param matrixPtr  f64[rows × stride]
 * @param wPtr       f64[rows]
 * @param outPtr     f64[stride], apart from w
 */
export function productTransposed(matrixPtr: usize, wPtr: usize, outPtr: usize, rows: i32, stride: i32): void {
  const rowBytes = (<usize>stride) << 3;
  memory.fill(outPtr, 0, rowBytes);
  const end = outPtr + rowBytes;
  let r0 = matrixPtr;
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    let r1 = r0 + rowBytes;
    let r2 = r1 + rowBytes;
    let r3 = r2 + rowBytes;
    const next = r3 + rowBytes;
    const w = at64(wPtr, i);
    const w0 = v128.load64_splat(w);
    const w1 = v128.load64_splat(w, 8);
    const w2 = v128.load64_splat(w, 16);
    const w3 = v128.load64_splat(w, 24);
    for (let p = outPtr; p < end; p += 16) {
      let sum = v128.load(p);
      sum = f64x2.add(sum, f64x2.mul(v128.load(r0), w0));
      sum = f64x2.add(sum, f64x2.mul(v128.load(r1), w1));
      sum = f64x2.add(sum, f64x2.mul(v128.load(r2), w2));
      sum = f64x2.add(sum, f64x2.mul(v128.load(r3), w3));
      v128.store(p, sum);
      r0 += 16;
      r1 += 16;
      r2 += 16;
      r3 += 16;
    }
    r0 = next;
  }
  for (; i < rows; i++) {
    const w0 = v128.load64_splat(at64(wPtr, i));
    for (let p = outPtr; p < end; p += 16) {
      v128.store(p, f64x2.add(v128.load(p), f64x2.mul(v128.load(r0), w0)));
      r0 += 16;
    }
  }
}

/** Reads `count` entries at the speed of memory: a sum in eight lanes that tells nothing but how fast it was made. */
export function readThrough(ptr: usize, count: i32): f64 {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const end = at64(ptr, count & ~7);
  for (; ptr < end; ptr += 64) {
    a = f64x2.add(a, v128.load(ptr));
    b = f64x2.add(b, v128.load(ptr, 16));
    c = f64x2.add(c, v128.load(ptr, 32));
    d = f64x2.add(d, v128.load(ptr, 48));
  }
  return total(f64x2.add(a, b), f64x2.add(c, d));
}
