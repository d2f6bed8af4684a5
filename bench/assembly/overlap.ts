// The method of four Russians with eight columns to a 64-bit integer, a byte each. A table entry holds the signed partial
// sum of a group plus the number of its patterns, so that bytes never borrow; 18 groups of 7 stay below 256.

import { at16 } from "../../assembly/address";
import { GROUP } from "../../assembly/patterns";

const BLOCK: i32 = 64;
const TABLE_BYTES: usize = 128 * 64;
const GROUPS_AT_ONCE: i32 = 18;
const ONES: u64 = 0x0101010101010101;

export function packPatterns(xiPtr: usize, codesPtr: usize, P: i32, stride: i32): void {
  for (let g = 0, mu = 0; mu < P; g++, mu += GROUP) {
    const bits = min(GROUP, P - mu);
    for (let i = 0; i < stride; i++) {
      let code = 0;
      for (let b = 0; b < bits; b++) {
        if (load<i8>(xiPtr + <usize>(mu + b) * <usize>stride + i) > 0) code |= 1 << b;
      }
      store<u8>(codesPtr + <usize>g * <usize>stride + i, <u8>code);
    }
  }
}

export function overlapScratchBytes(): usize {
  return TABLE_BYTES * <usize>GROUPS_AT_ONCE;
}

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
      const from = xiPtr + <usize>mu * <usize>stride + column;
      buildTable(tablesPtr + <usize>(g - g0) * TABLE_BYTES, from, stride, min(GROUP, P - mu));
    }
    const count = g1 - g0;
    const offset = min(P, g1 * GROUP) - g0 * GROUP;
    for (let i = 0; i < rows; i++) {
      let codePtr = codesPtr + <usize>g0 * <usize>stride + i;
      let tablePtr = tablesPtr;
      let a0: u64 = 0;
      let a1: u64 = 0;
      let a2: u64 = 0;
      let a3: u64 = 0;
      let a4: u64 = 0;
      let a5: u64 = 0;
      let a6: u64 = 0;
      let a7: u64 = 0;
      for (let g = 0; g < count; g++) {
        const entry = tablePtr + ((<usize>load<u8>(codePtr)) << 6);
        a0 += load<u64>(entry, 0);
        a1 += load<u64>(entry, 8);
        a2 += load<u64>(entry, 16);
        a3 += load<u64>(entry, 24);
        a4 += load<u64>(entry, 32);
        a5 += load<u64>(entry, 40);
        a6 += load<u64>(entry, 48);
        a7 += load<u64>(entry, 56);
        codePtr += stride;
        tablePtr += TABLE_BYTES;
      }
      const outPtr = mPtr + ((<usize>i * <usize>stride + column) << 1);
      if (!adding) memory.fill(outPtr, 0, 128);
      spread(outPtr, a0, offset);
      spread(outPtr + 16, a1, offset);
      spread(outPtr + 32, a2, offset);
      spread(outPtr + 48, a3, offset);
      spread(outPtr + 64, a4, offset);
      spread(outPtr + 80, a5, offset);
      spread(outPtr + 96, a6, offset);
      spread(outPtr + 112, a7, offset);
    }
    adding = true;
  }
}

/** table[code] = bits·ONES + Σ_b ±xi[b]; each entry one addition from an earlier one. */
function buildTable(tablePtr: usize, xiPtr: usize, stride: i32, bits: i32): void {
  for (let part: usize = 0; part < 64; part += 8) {
    let sum: u64 = <u64>bits * ONES;
    for (let b = 0; b < bits; b++) sum -= pack(xiPtr + <usize>b * <usize>stride + part);
    store<u64>(tablePtr + part, sum);
    for (let b = 0; b < bits; b++) {
      const twice = 2 * pack(xiPtr + <usize>b * <usize>stride + part);
      const size = 1 << b;
      for (let code = 0; code < size; code++) {
        const from = tablePtr + ((<usize>code) << 6) + part;
        store<u64>(from + ((<usize>size) << 6), load<u64>(from) + twice);
      }
    }
  }
}

/** Eight entries ±1 or 0 as one integer Σ xi·256^k: bytes with their borrows carried. */
function pack(ptr: usize): u64 {
  let sum: u64 = 0;
  for (let k = 0; k < 8; k++) sum += (<u64>(<i64>load<i8>(ptr + k))) << (k << 3);
  return sum;
}

/** Adds eight bytes, freed of their offset, to eight entries. */
function spread(outPtr: usize, bytes: u64, offset: i32): void {
  for (let k = 0; k < 8; k++) {
    const at = at16(outPtr, k);
    store<i16>(at, <i16>(<i32>load<i16>(at) + <i32>((bytes >> (k << 3)) & 255) - offset));
  }
}

export function mirrorOverlap(mPtr: usize, N: i32, stride: i32, block: i32): void {
  const from = block * BLOCK;
  const end = min(N, from + BLOCK);
  for (let c = 0; c < from; c++) {
    const sourcePtr = mPtr + ((<usize>c * <usize>stride) << 1);
    for (let r = from; r < end; r++) {
      store<i16>(mPtr + ((<usize>r * <usize>stride + <usize>c) << 1), load<i16>(at16(sourcePtr, r)));
    }
  }
}
