/** Random patterns and their packing. Twin of assembly/patterns.ts. */

import { DOMAIN } from "../../numeric/domains.ts";
import { philox } from "../../numeric/philox.ts";
import type { Key } from "../contract/kernels.ts";

/** How many patterns one byte of a code holds. */
export const GROUP = 7;

export function randomPatterns(
  xi: Int8Array,
  count: number,
  nNeurons: number,
  stride: number,
  first: number,
  key: Key,
): void {
  const words = new Uint32Array(4);
  for (let row = 0; row < count; row++) {
    const start = row * stride;
    for (let i = 0; i < nNeurons; i++) {
      if ((i & 127) === 0) philox(words, i >> 7, 0, first + row, DOMAIN.patterns, key);
      xi[start + i] = ((words[(i >> 5) & 3] >>> (i & 31)) & 1) * 2 - 1;
    }
  }
}

export function packPatterns(xi: Int8Array, codes: Uint8Array, nPatterns: number, stride: number): void {
  for (let g = 0, mu = 0; mu < nPatterns; g++, mu += GROUP) {
    const bits = Math.min(GROUP, nPatterns - mu);
    for (let i = 0; i < stride; i++) {
      let code = 0;
      for (let b = 0; b < bits; b++) if (xi[(mu + b) * stride + i] > 0) code |= 1 << b;
      codes[g * stride + i] = code;
    }
  }
}
