// Products of a matrix with a vector, the work of every flow. Dense: the sum of a row runs in two f64 lanes, entry j in lane
// j mod 2, one after another, and ends as lane 0 + lane 1. Rows are `stride` entries apart, a multiple of 4, zero beyond the
// matrix; so is the vector. Several rows at a time share what they read of it; how many never shows. One sum a row and two
// vectors a step leave V8's registers room: two sums a row took 1.5 times as long at N = 1000. Sparse: the j-th connection of
// a row in lane j mod 4, (lane 0 + lane 2) + (lane 1 + lane 3).

import { at32, at64 } from "./address";

/** A matrix larger than this is read from memory, not from a cache. */
const CACHE_BYTES: usize = 16 << 20;

// @ts-ignore: decorator
@inline
function lanes(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline
function total(a: v128, b: v128): f64 {
  return lanes(f64x2.add(a, b));
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
  if (<usize>rows * rowBytes > CACHE_BYTES) {
    const done = rows - (rows % 12);
    largeProduct<T>(matrixPtr, xPtr, outPtr, done, stride);
    i = done;
    r0 += <usize>done * rowBytes;
  }
  for (; i + 3 < rows; i += 4) {
    let r1 = r0 + rowBytes;
    let r2 = r1 + rowBytes;
    let r3 = r2 + rowBytes;
    const next = r3 + rowBytes;
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let p = xPtr; p < end; p += 32) {
      const x0 = v128.load(p);
      const x1 = v128.load(p, 16);
      s0 = f64x2.add(f64x2.add(s0, f64x2.mul(first<T>(r0), x0)), f64x2.mul(second<T>(r0), x1));
      s1 = f64x2.add(f64x2.add(s1, f64x2.mul(first<T>(r1), x0)), f64x2.mul(second<T>(r1), x1));
      s2 = f64x2.add(f64x2.add(s2, f64x2.mul(first<T>(r2), x0)), f64x2.mul(second<T>(r2), x1));
      s3 = f64x2.add(f64x2.add(s3, f64x2.mul(first<T>(r3), x0)), f64x2.mul(second<T>(r3), x1));
      r0 += 4 * sizeof<T>();
      r1 += 4 * sizeof<T>();
      r2 += 4 * sizeof<T>();
      r3 += 4 * sizeof<T>();
    }
    store<f64>(at64(outPtr, i), lanes(s0));
    store<f64>(at64(outPtr, i), lanes(s1), 8);
    store<f64>(at64(outPtr, i), lanes(s2), 16);
    store<f64>(at64(outPtr, i), lanes(s3), 24);
    r0 = next;
  }
  for (; i < rows; i++) {
    let s0 = f64x2.splat(0);
    for (let p = xPtr; p < end; p += 32) {
      s0 = f64x2.add(f64x2.add(s0, f64x2.mul(first<T>(r0), v128.load(p))), f64x2.mul(second<T>(r0), v128.load(p, 16)));
      r0 += 4 * sizeof<T>();
    }
    store<f64>(at64(outPtr, i), lanes(s0));
  }
}

/** Beyond the caches twelve rows at once, as many as there are registers for: streams that memory reads ahead of. */
function largeProduct<T>(matrixPtr: usize, xPtr: usize, outPtr: usize, rows: i32, stride: i32): void {
  const rowBytes = <usize>stride * sizeof<T>();
  const end = at64(xPtr, stride);
  let r0 = matrixPtr;
  for (let i = 0; i < rows; i += 12) {
    let r1 = r0 + rowBytes;
    let r2 = r1 + rowBytes;
    let r3 = r2 + rowBytes;
    let r4 = r3 + rowBytes;
    let r5 = r4 + rowBytes;
    let r6 = r5 + rowBytes;
    let r7 = r6 + rowBytes;
    let r8 = r7 + rowBytes;
    let r9 = r8 + rowBytes;
    let r10 = r9 + rowBytes;
    let r11 = r10 + rowBytes;
    const next = r11 + rowBytes;
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    let s8 = s0;
    let s9 = s0;
    let s10 = s0;
    let s11 = s0;
    for (let p = xPtr; p < end; p += 16) {
      const x0 = v128.load(p);
      s0 = f64x2.add(s0, f64x2.mul(first<T>(r0), x0));
      s1 = f64x2.add(s1, f64x2.mul(first<T>(r1), x0));
      s2 = f64x2.add(s2, f64x2.mul(first<T>(r2), x0));
      s3 = f64x2.add(s3, f64x2.mul(first<T>(r3), x0));
      s4 = f64x2.add(s4, f64x2.mul(first<T>(r4), x0));
      s5 = f64x2.add(s5, f64x2.mul(first<T>(r5), x0));
      s6 = f64x2.add(s6, f64x2.mul(first<T>(r6), x0));
      s7 = f64x2.add(s7, f64x2.mul(first<T>(r7), x0));
      s8 = f64x2.add(s8, f64x2.mul(first<T>(r8), x0));
      s9 = f64x2.add(s9, f64x2.mul(first<T>(r9), x0));
      s10 = f64x2.add(s10, f64x2.mul(first<T>(r10), x0));
      s11 = f64x2.add(s11, f64x2.mul(first<T>(r11), x0));
      r0 += 2 * sizeof<T>();
      r1 += 2 * sizeof<T>();
      r2 += 2 * sizeof<T>();
      r3 += 2 * sizeof<T>();
      r4 += 2 * sizeof<T>();
      r5 += 2 * sizeof<T>();
      r6 += 2 * sizeof<T>();
      r7 += 2 * sizeof<T>();
      r8 += 2 * sizeof<T>();
      r9 += 2 * sizeof<T>();
      r10 += 2 * sizeof<T>();
      r11 += 2 * sizeof<T>();
    }
    store<f64>(at64(outPtr, i), lanes(s0));
    store<f64>(at64(outPtr, i), lanes(s1), 8);
    store<f64>(at64(outPtr, i), lanes(s2), 16);
    store<f64>(at64(outPtr, i), lanes(s3), 24);
    store<f64>(at64(outPtr, i), lanes(s4), 32);
    store<f64>(at64(outPtr, i), lanes(s5), 40);
    store<f64>(at64(outPtr, i), lanes(s6), 48);
    store<f64>(at64(outPtr, i), lanes(s7), 56);
    store<f64>(at64(outPtr, i), lanes(s8), 64);
    store<f64>(at64(outPtr, i), lanes(s9), 72);
    store<f64>(at64(outPtr, i), lanes(s10), 80);
    store<f64>(at64(outPtr, i), lanes(s11), 88);
    r0 = next;
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
