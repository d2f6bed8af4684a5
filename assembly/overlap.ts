// The overlap matrix M = xiᵀ xi (MODEL: J = M / c), by the method of four Russians.
//
// Columns are taken in blocks of 64. For each group of 7 patterns a table holds the 2^7 signed partial sums of a block;
// a row then costs one 64-byte table row per group, chosen by the row's 7-bit code. 18 groups fit in i8 (7·18 ≤ 127).
//
//   M  i16[N × stride], symmetric; stride a multiple of 64, columns from N to stride zero; P ≤ 32767
//   only blocks on and above the diagonal are summed, `mirrorOverlap` copies them below it

import { at16 } from "./address";
import { GROUP } from "./patterns";

const BLOCK: i32 = 64;
const TABLE_BYTES: usize = 128 * 64;
const GROUPS_AT_ONCE: i32 = 18;

/** Bytes of scratch that `overlapBlock` needs for its tables. */
export function overlapScratchBytes(): usize {
  return TABLE_BYTES * <usize>GROUPS_AT_ONCE;
}

/**
 * Sums the 64 columns from 64·block on, for rows 0 … min(N, 64·(block + 1)) − 1.
 *
 * @param xiPtr      i8[P × stride], read only
 * @param codesPtr   u8[ceil(P / 7) × stride] of `packPatterns`, read only
 * @param mPtr       i16[N × stride], written or, with `add`, added to
 * @param tablesPtr  scratch of `overlapScratchBytes()`
 */
export function overlapBlock(
  xiPtr: usize,
  codesPtr: usize,
  mPtr: usize,
  tablesPtr: usize,
  P: i32,
  N: i32,
  stride: i32,
  block: i32,
  add: bool,
): void {
  const rows = min(N, BLOCK * (block + 1));
  const groups = (P + GROUP - 1) / GROUP;
  const column = <usize>(block * BLOCK);
  let adding = add;
  for (let g0 = 0; g0 < groups; g0 += GROUPS_AT_ONCE) {
    const g1 = min(groups, g0 + GROUPS_AT_ONCE);
    for (let g = g0; g < g1; g++) {
      const mu = g * GROUP;
      buildTable(
        tablesPtr + <usize>(g - g0) * TABLE_BYTES,
        xiPtr + <usize>mu * <usize>stride + column,
        stride,
        min(GROUP, P - mu),
      );
    }
    const count = g1 - g0;
    let i = 0;
    for (; i + 2 <= rows; i += 2) {
      let codePtr = codesPtr + <usize>g0 * <usize>stride + i;
      let tablePtr = tablesPtr;
      let a0 = i8x16.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let b0 = a0;
      let b1 = a0;
      let b2 = a0;
      let b3 = a0;
      const stop = tablesPtr + <usize>count * TABLE_BYTES;
      for (; tablePtr < stop; tablePtr += TABLE_BYTES) {
        const pair = <u32>load<u16>(codePtr);
        const e = tablePtr + ((<usize>(pair & 255)) << 6);
        const f = tablePtr + ((<usize>(pair >> 8)) << 6);
        a0 = i8x16.add(a0, v128.load(e, 0));
        a1 = i8x16.add(a1, v128.load(e, 16));
        a2 = i8x16.add(a2, v128.load(e, 32));
        a3 = i8x16.add(a3, v128.load(e, 48));
        b0 = i8x16.add(b0, v128.load(f, 0));
        b1 = i8x16.add(b1, v128.load(f, 16));
        b2 = i8x16.add(b2, v128.load(f, 32));
        b3 = i8x16.add(b3, v128.load(f, 48));
        codePtr += stride;
      }
      const outPtr = mPtr + ((<usize>i * <usize>stride + column) << 1);
      const outPtr2 = outPtr + ((<usize>stride) << 1);
      if (adding) {
        widenAdd(outPtr, a0);
        widenAdd(outPtr + 32, a1);
        widenAdd(outPtr + 64, a2);
        widenAdd(outPtr + 96, a3);
        widenAdd(outPtr2, b0);
        widenAdd(outPtr2 + 32, b1);
        widenAdd(outPtr2 + 64, b2);
        widenAdd(outPtr2 + 96, b3);
      } else {
        widen(outPtr, a0);
        widen(outPtr + 32, a1);
        widen(outPtr + 64, a2);
        widen(outPtr + 96, a3);
        widen(outPtr2, b0);
        widen(outPtr2 + 32, b1);
        widen(outPtr2 + 64, b2);
        widen(outPtr2 + 96, b3);
      }
    }
    for (; i < rows; i++) {
      let codePtr = codesPtr + <usize>g0 * <usize>stride + i;
      let tablePtr = tablesPtr;
      let a0 = i8x16.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      for (let g = 0; g < count; g++) {
        const entry = tablePtr + ((<usize>load<u8>(codePtr)) << 6);
        a0 = i8x16.add(a0, v128.load(entry, 0));
        a1 = i8x16.add(a1, v128.load(entry, 16));
        a2 = i8x16.add(a2, v128.load(entry, 32));
        a3 = i8x16.add(a3, v128.load(entry, 48));
        codePtr += stride;
        tablePtr += TABLE_BYTES;
      }
      const outPtr = mPtr + ((<usize>i * <usize>stride + column) << 1);
      if (adding) {
        widenAdd(outPtr, a0);
        widenAdd(outPtr + 32, a1);
        widenAdd(outPtr + 64, a2);
        widenAdd(outPtr + 96, a3);
      } else {
        widen(outPtr, a0);
        widen(outPtr + 32, a1);
        widen(outPtr + 64, a2);
        widen(outPtr + 96, a3);
      }
    }
    adding = true;
  }
}

/** table[code] = Σ_b ±xi[b], + where bit b of the code is set; each entry one addition from an earlier one. */
function buildTable(tablePtr: usize, xiPtr: usize, stride: i32, bits: i32): void {
  let s0 = i8x16.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let b = 0; b < bits; b++) {
    const row = xiPtr + <usize>b * <usize>stride;
    s0 = i8x16.sub(s0, v128.load(row, 0));
    s1 = i8x16.sub(s1, v128.load(row, 16));
    s2 = i8x16.sub(s2, v128.load(row, 32));
    s3 = i8x16.sub(s3, v128.load(row, 48));
  }
  v128.store(tablePtr, s0, 0);
  v128.store(tablePtr, s1, 16);
  v128.store(tablePtr, s2, 32);
  v128.store(tablePtr, s3, 48);
  let to = tablePtr + 64;
  for (let b = 0; b < bits; b++) {
    const row = xiPtr + <usize>b * <usize>stride;
    const r0 = v128.load(row, 0);
    const r1 = v128.load(row, 16);
    const r2 = v128.load(row, 32);
    const r3 = v128.load(row, 48);
    const t0 = i8x16.add(r0, r0);
    const t1 = i8x16.add(r1, r1);
    const t2 = i8x16.add(r2, r2);
    const t3 = i8x16.add(r3, r3);
    const end = to;
    for (let from = tablePtr; from < end; from += 64, to += 64) {
      v128.store(to, i8x16.add(v128.load(from, 0), t0), 0);
      v128.store(to, i8x16.add(v128.load(from, 16), t1), 16);
      v128.store(to, i8x16.add(v128.load(from, 32), t2), 32);
      v128.store(to, i8x16.add(v128.load(from, 48), t3), 48);
    }
  }
}

// @ts-ignore: decorator
@inline
function widen(outPtr: usize, bytes: v128): void {
  v128.store(outPtr, i16x8.extend_low_i8x16_s(bytes), 0);
  v128.store(outPtr, i16x8.extend_high_i8x16_s(bytes), 16);
}

// @ts-ignore: decorator
@inline
function widenAdd(outPtr: usize, bytes: v128): void {
  v128.store(outPtr, i16x8.add(v128.load(outPtr, 0), i16x8.extend_low_i8x16_s(bytes)), 0);
  v128.store(outPtr, i16x8.add(v128.load(outPtr, 16), i16x8.extend_high_i8x16_s(bytes)), 16);
}

/**
 * Fills rows 64·block … 64·block + 63 left of the diagonal block with the transposed blocks above the diagonal,
 * 8 × 8 entries in registers at a time: scattered writes at long strides would cost far more.
 */
export function mirrorOverlap(mPtr: usize, N: i32, stride: i32, block: i32): void {
  const from = block * BLOCK;
  const end = min(N, from + BLOCK);
  for (let r = from; r < end; r += 8) {
    const rows = min(8, end - r);
    for (let c = 0; c < from; c += 8) transpose8(mPtr, stride, r, c, rows);
  }
}

/** M[r + a][c + b] = M[c + b][r + a] for a < rows, b < 8; column r + 7 exists because rows are padded to 64. */
function transpose8(mPtr: usize, stride: i32, r: i32, c: i32, rows: i32): void {
  const step = (<usize>stride) << 1;
  const source = at16(mPtr + <usize>c * step, r);
  const x0 = v128.load(source);
  const x1 = v128.load(source + step);
  const x2 = v128.load(source + step * 2);
  const x3 = v128.load(source + step * 3);
  const x4 = v128.load(source + step * 4);
  const x5 = v128.load(source + step * 5);
  const x6 = v128.load(source + step * 6);
  const x7 = v128.load(source + step * 7);
  const a0 = v128.shuffle<u16>(x0, x1, 0, 8, 1, 9, 2, 10, 3, 11);
  const a1 = v128.shuffle<u16>(x0, x1, 4, 12, 5, 13, 6, 14, 7, 15);
  const a2 = v128.shuffle<u16>(x2, x3, 0, 8, 1, 9, 2, 10, 3, 11);
  const a3 = v128.shuffle<u16>(x2, x3, 4, 12, 5, 13, 6, 14, 7, 15);
  const a4 = v128.shuffle<u16>(x4, x5, 0, 8, 1, 9, 2, 10, 3, 11);
  const a5 = v128.shuffle<u16>(x4, x5, 4, 12, 5, 13, 6, 14, 7, 15);
  const a6 = v128.shuffle<u16>(x6, x7, 0, 8, 1, 9, 2, 10, 3, 11);
  const a7 = v128.shuffle<u16>(x6, x7, 4, 12, 5, 13, 6, 14, 7, 15);
  const b0 = v128.shuffle<u32>(a0, a2, 0, 4, 1, 5);
  const b1 = v128.shuffle<u32>(a0, a2, 2, 6, 3, 7);
  const b2 = v128.shuffle<u32>(a1, a3, 0, 4, 1, 5);
  const b3 = v128.shuffle<u32>(a1, a3, 2, 6, 3, 7);
  const b4 = v128.shuffle<u32>(a4, a6, 0, 4, 1, 5);
  const b5 = v128.shuffle<u32>(a4, a6, 2, 6, 3, 7);
  const b6 = v128.shuffle<u32>(a5, a7, 0, 4, 1, 5);
  const b7 = v128.shuffle<u32>(a5, a7, 2, 6, 3, 7);
  const target = at16(mPtr + <usize>r * step, c);
  v128.store(target, v128.shuffle<u64>(b0, b4, 0, 2));
  if (rows > 1) v128.store(target + step, v128.shuffle<u64>(b0, b4, 1, 3));
  if (rows > 2) v128.store(target + step * 2, v128.shuffle<u64>(b1, b5, 0, 2));
  if (rows > 3) v128.store(target + step * 3, v128.shuffle<u64>(b1, b5, 1, 3));
  if (rows > 4) v128.store(target + step * 4, v128.shuffle<u64>(b2, b6, 0, 2));
  if (rows > 5) v128.store(target + step * 5, v128.shuffle<u64>(b2, b6, 1, 3));
  if (rows > 6) v128.store(target + step * 6, v128.shuffle<u64>(b3, b7, 0, 2));
  if (rows > 7) v128.store(target + step * 7, v128.shuffle<u64>(b3, b7, 1, 3));
}

/** The largest |M_ij| with i ≠ j: the annealer's bound on its integers. */
export function largestOverlap(mPtr: usize, N: i32, stride: i32): i32 {
  let largest = 0;
  for (let i = 0; i < N; i++) {
    const rowPtr = mPtr + ((<usize>i * <usize>stride) << 1);
    const own = i & ~7; // the vector that holds the diagonal is taken entry by entry
    let top = i16x8.splat(0);
    for (let j = 0; j < own; j += 8) top = i16x8.max_s(top, i16x8.abs(v128.load(at16(rowPtr, j))));
    for (let j = own + 8; j < N; j += 8) top = i16x8.max_s(top, i16x8.abs(v128.load(at16(rowPtr, j))));
    top = i16x8.max_s(top, v128.shuffle<u64>(top, top, 1, 0));
    top = i16x8.max_s(top, v128.shuffle<u32>(top, top, 1, 0, 3, 2));
    top = i16x8.max_s(top, v128.shuffle<u16>(top, top, 1, 0, 3, 2, 5, 4, 7, 6));
    largest = max(largest, <i32>i16x8.extract_lane_s(top, 0));
    for (let j = own; j < min(own + 8, N); j++) {
      if (j != i) largest = max(largest, abs<i32>(load<i16>(at16(rowPtr, j))));
    }
  }
  return largest;
}
