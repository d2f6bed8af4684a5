/**
 * The overlap matrix M = xiᵀ xi by the method of four Russians. Twin of assembly/overlap.ts.
 *
 * Four columns share an integer, a byte each: a table entry holds the signed partial sum of a group of patterns plus the
 * number of patterns in it, so that bytes never borrow, and 18 groups of 7 stay below 256. Undoing the offset once a
 * row leaves one load and one addition for 28 products.
 */
import { GROUP } from "./patterns.ts";

const BLOCK = 64;
const COLUMNS = 16; // of a table: four integers
const TABLE = 128 * 4;
const GROUPS_AT_ONCE = 18;

const tables = new Int32Array(TABLE * GROUPS_AT_ONCE); // scratch of a call, left undefined between calls

export function overlapBlock(
  xi: Int8Array,
  codes: Uint8Array,
  overlap: Int16Array,
  nPatterns: number,
  nNeurons: number,
  stride: number,
  block: number,
  add: boolean,
): void {
  const rows = Math.min(nNeurons, BLOCK * (block + 1));
  const groups = Math.ceil(nPatterns / GROUP);
  const start = block * BLOCK;
  for (let column = start; column < start + BLOCK; column += COLUMNS) {
    for (let g0 = 0; g0 < groups; g0 += GROUPS_AT_ONCE) {
      const g1 = Math.min(groups, g0 + GROUPS_AT_ONCE);
      for (let g = g0; g < g1; g++) {
        buildTable((g - g0) * TABLE, xi, g * GROUP * stride + column, stride, Math.min(GROUP, nPatterns - g * GROUP));
      }
      const offset = Math.min(nPatterns, g1 * GROUP) - g0 * GROUP;
      addRows(codes, overlap, rows, stride, column, g0, g1, offset, add || g0 > 0);
    }
  }
}

function addRows(
  codes: Uint8Array,
  overlap: Int16Array,
  rows: number,
  stride: number,
  column: number,
  g0: number,
  g1: number,
  offset: number,
  adding: boolean,
): void {
  for (let i = 0; i < rows; i++) {
    let a0 = 0;
    let a1 = 0;
    let a2 = 0;
    let a3 = 0;
    let at = g0 * stride + i;
    for (let table = 0, end = (g1 - g0) * TABLE; table < end; table += TABLE, at += stride) {
      const entry = table + (codes[at] << 2);
      a0 = (a0 + tables[entry]) | 0;
      a1 = (a1 + tables[entry + 1]) | 0;
      a2 = (a2 + tables[entry + 2]) | 0;
      a3 = (a3 + tables[entry + 3]) | 0;
    }
    const out = i * stride + column;
    if (!adding) overlap.fill(0, out, out + COLUMNS);
    spread(overlap, out, a0, offset);
    spread(overlap, out + 4, a1, offset);
    spread(overlap, out + 8, a2, offset);
    spread(overlap, out + 12, a3, offset);
  }
}

/** Adds four bytes, freed of their offset, to four entries. */
function spread(overlap: Int16Array, out: number, bytes: number, offset: number): void {
  overlap[out] = overlap[out] + (bytes & 255) - offset;
  overlap[out + 1] = overlap[out + 1] + ((bytes >>> 8) & 255) - offset;
  overlap[out + 2] = overlap[out + 2] + ((bytes >>> 16) & 255) - offset;
  overlap[out + 3] = overlap[out + 3] + (bytes >>> 24) - offset;
}

function buildTable(table: number, xi: Int8Array, start: number, stride: number, bits: number): void {
  for (let quad = 0; quad < 4; quad++) {
    tables[table + quad] = bits * 0x01010101 - sumOf(xi, start + 4 * quad, stride, bits);
    for (let b = 0; b < bits; b++) {
      const twice = 2 * pack(xi, start + b * stride + 4 * quad);
      const size = 1 << b;
      for (let code = 0; code < size; code++) {
        tables[table + ((code + size) << 2) + quad] = tables[table + (code << 2) + quad] + twice;
      }
    }
  }
}

function sumOf(xi: Int8Array, at: number, stride: number, bits: number): number {
  let sum = 0;
  for (let b = 0; b < bits; b++) sum += pack(xi, at + b * stride);
  return sum;
}

/** Four entries as one integer Σ xi·256^k; carries between bytes cancel once the offset is added. */
function pack(xi: Int8Array, at: number): number {
  return xi[at] + 256 * (xi[at + 1] + 256 * (xi[at + 2] + 256 * xi[at + 3]));
}

export function mirrorOverlap(overlap: Int16Array, nNeurons: number, stride: number, block: number): void {
  const from = block * BLOCK;
  const end = Math.min(nNeurons, from + BLOCK);
  for (let r = from; r < end; r++) {
    for (let c = 0; c < from; c++) overlap[r * stride + c] = overlap[c * stride + r];
  }
}

export function largestOverlap(overlap: Int16Array, nNeurons: number, stride: number): number {
  let largest = 0;
  for (let i = 0; i < nNeurons; i++) {
    for (let j = i + 1; j < nNeurons; j++) {
      const size = Math.abs(overlap[i * stride + j]);
      if (size > largest) largest = size;
    }
  }
  return largest;
}
