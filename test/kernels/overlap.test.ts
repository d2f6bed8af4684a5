/** The kernel of the overlap matrix: every small size, the largest sums, and learning in parts. */
import { describe, expect, it } from "vitest";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { strideOf } from "../../src/hopfield/stride.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { overlapByDefinition } from "../support/definitions.ts";
import { guarded } from "../support/guard.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { NEURONS, PATTERNS } from "../support/sizes.ts";

const { all } = await bothBackends();
const BLOCK = 64;

/** M of the patterns by the kernels, in rows of `stride`; with `onto`, added to what it holds. */
function overlap(
  kernels: Kernels,
  patterns: Int8Array,
  nPatterns: number,
  nNeurons: number,
  onto?: Int16Array,
): { rows: Int16Array; largest: number } {
  return inScratch(kernels, () => {
    const stride = strideOf(nNeurons);
    const xi = kernels.arena.int8(nPatterns * stride);
    for (let mu = 0; mu < nPatterns; mu++) {
      xi.view.set(patterns.subarray(mu * nNeurons, (mu + 1) * nNeurons), mu * stride);
    }
    const codes = kernels.arena.uint8(Math.ceil(nPatterns / 7) * stride);
    kernels.packPatterns(xi, codes, nPatterns, stride);
    const out = guarded(kernels.arena, "int16", nNeurons * stride);
    if (onto) out.block.view.set(onto);
    else out.block.view.fill(-321, 0, nNeurons * stride); // a fresh sum must not read it
    const blocks = Math.ceil(nNeurons / BLOCK);
    for (let block = 0; block < blocks; block++) {
      kernels.overlapBlock(xi, codes, out.block, nPatterns, nNeurons, stride, block, onto !== undefined);
    }
    for (let block = 1; block < blocks; block++) kernels.mirrorOverlap(out.block, nNeurons, stride, block);
    const largest = kernels.largestOverlap(out.block, nNeurons, stride);
    out.expectIntact();
    return { rows: out.values(), largest };
  });
}

function expectOverlap(rows: Int16Array, expected: Int32Array, nNeurons: number, what: string): void {
  const stride = strideOf(nNeurons);
  for (let i = 0; i < nNeurons; i++) {
    for (let j = 0; j < Math.ceil(nNeurons / BLOCK) * BLOCK; j++) {
      const value = j < nNeurons ? expected[i * nNeurons + j] : 0;
      if (rows[i * stride + j] !== value) {
        expect.unreachable(`M[${i}][${j}] is ${rows[i * stride + j]}, not ${value}, ${what}`);
      }
    }
  }
}

describe("the overlap matrix", () => {
  it("is Σ_μ ξ_i^μ ξ_j^μ for every small size and tail", () => {
    const random = plainRandom(2);
    for (const nNeurons of NEURONS) {
      for (const nPatterns of PATTERNS) {
        const patterns = randomSigns(nPatterns * nNeurons, random);
        const expected = overlapByDefinition(patterns, nPatterns, nNeurons);
        let largest = 0;
        expected.forEach((m, at) => {
          if (Math.floor(at / nNeurons) !== at % nNeurons) largest = Math.max(largest, Math.abs(m));
        });
        for (const kernels of all) {
          const found = overlap(kernels, patterns, nPatterns, nNeurons);
          expectOverlap(found.rows, expected, nNeurons, `N = ${nNeurons}, P = ${nPatterns}, ${kernels.backend}`);
          if (found.largest !== largest) expect(found.largest).toBe(largest);
        }
      }
    }
  });

  it("holds the largest sums of bytes: repeated and opposite patterns", () => {
    // all of ±P: groups of 7 make sums of ±126 in 8 bits, where one more would wrap
    for (const nPatterns of [7, 125, 126, 127, 128, 252, 253]) {
      const nNeurons = 66;
      const signs = randomSigns(nNeurons, plainRandom(nPatterns));
      const patterns = new Int8Array(nPatterns * nNeurons);
      for (let mu = 0; mu < nPatterns; mu++) {
        for (let i = 0; i < nNeurons; i++) patterns[mu * nNeurons + i] = mu % 2 ? -signs[i] : signs[i];
      }
      const expected = Int32Array.from({ length: nNeurons ** 2 }, (_, at) => {
        return nPatterns * signs[Math.floor(at / nNeurons)] * signs[at % nNeurons];
      });
      for (const kernels of all) {
        const found = overlap(kernels, patterns, nPatterns, nNeurons);
        expectOverlap(found.rows, expected, nNeurons, `P = ${nPatterns}, ${kernels.backend}`);
        expect(found.largest).toBe(nPatterns);
      }
    }
  });

  it("reaches 32767 identical patterns, the most that 16 bits hold", () => {
    const nNeurons = 17;
    const signs = randomSigns(nNeurons, plainRandom(4));
    const patterns = new Int8Array(32767 * nNeurons);
    for (let mu = 0; mu < 32767; mu++) patterns.set(signs, mu * nNeurons);
    const expected = Int32Array.from({ length: nNeurons ** 2 }, (_, at) => {
      return 32767 * signs[Math.floor(at / nNeurons)] * signs[at % nNeurons];
    });
    for (const kernels of all) {
      const found = overlap(kernels, patterns, 32767, nNeurons);
      expectOverlap(found.rows, expected, nNeurons, kernels.backend);
      expect(found.largest).toBe(32767);
    }
  });

  it("learning in two parts is learning at once", () => {
    const random = plainRandom(3);
    for (const nNeurons of [2, 16, 33, 64, 65, 130, 200]) {
      for (const [first, second] of [
        [1, 1],
        [6, 9],
        [126, 1],
        [3, 127],
        [130, 253],
      ]) {
        const patterns = randomSigns((first + second) * nNeurons, random);
        const expected = overlapByDefinition(patterns, first + second, nNeurons);
        for (const kernels of all) {
          const part = overlap(kernels, patterns.subarray(0, first * nNeurons), first, nNeurons);
          const whole = overlap(kernels, patterns.subarray(first * nNeurons), second, nNeurons, part.rows);
          expectOverlap(
            whole.rows,
            expected,
            nNeurons,
            `N = ${nNeurons}, P = ${first} + ${second}, ${kernels.backend}`,
          );
        }
      }
    }
  });

  it("mirrors what stands above the diagonal, whatever it is, and touches nothing else", () => {
    const random = plainRandom(5);
    for (const nNeurons of NEURONS) {
      const stride = strideOf(nNeurons);
      const rows = Int16Array.from({ length: nNeurons * stride }, () => Math.floor(random() * 65536) - 32768);
      for (let block = 0; block < Math.ceil(nNeurons / BLOCK); block++) {
        const expected = rows.slice();
        for (let i = BLOCK * block; i < Math.min(nNeurons, BLOCK * (block + 1)); i++) {
          for (let j = 0; j < BLOCK * block; j++) expected[i * stride + j] = rows[j * stride + i];
        }
        for (const kernels of all) {
          inScratch(kernels, () => {
            const out = guarded(kernels.arena, "int16", rows.length);
            out.block.view.set(rows);
            kernels.mirrorOverlap(out.block, nNeurons, stride, block);
            out.expectIntact();
            const mirrored = out.values();
            if (mirrored.some((value, k) => value !== expected[k])) expect(mirrored).toEqual(expected);
          });
        }
      }
    }
  });

  it("finds its largest entry off the diagonal wherever it stands, negative ones too", () => {
    for (const nNeurons of NEURONS) {
      const stride = strideOf(nNeurons);
      for (const kernels of all) {
        inScratch(kernels, () => {
          const overlap = kernels.arena.int16(nNeurons * stride);
          for (let i = 0; i < nNeurons; i++) overlap.view[i * stride + i] = 30_000; // the diagonal does not count
          for (let j = 1; j < nNeurons; j++) {
            const i = (j * 7) % j;
            const value = j % 2 ? -20_000 : 20_000;
            overlap.view[i * stride + j] = overlap.view[j * stride + i] = value;
            const largest = kernels.largestOverlap(overlap, nNeurons, stride);
            if (largest !== 20_000) expect(largest, `at (${i}, ${j}) of ${nNeurons}`).toBe(20_000);
            overlap.view[i * stride + j] = overlap.view[j * stride + i] = 0;
          }
        });
      }
    }
  });
});
