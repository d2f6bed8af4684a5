/** The kernels that draw and pack patterns: which random bit is which neuron, and the statistics of the patterns. */
import { describe, expect, it } from "vitest";
import type { Kernels, Key } from "../../src/backend/contract/kernels.ts";
import { strideOf } from "../../src/hopfield/stride.ts";
import { DOMAIN } from "../../src/numeric/domains.ts";
import { philox } from "../../src/numeric/philox.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { guarded } from "../support/guard.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { NEURONS, PATTERNS } from "../support/sizes.ts";

const { all } = await bothBackends();
const KEY: Key = [77, 3];

function draw(kernels: Kernels, count: number, nNeurons: number, first: number): Int8Array {
  return inScratch(kernels, () => {
    const stride = strideOf(nNeurons);
    const xi = guarded(kernels.arena, "int8", count * stride);
    xi.block.view.fill(9, 0, count * stride);
    kernels.randomPatterns(xi.block, count, nNeurons, stride, first, KEY);
    xi.expectIntact();
    return xi.values();
  });
}

describe("random patterns", () => {
  it("bit b of word w of a pattern's stream is neuron 32w + b; columns beyond N stay as they are", () => {
    for (const nNeurons of [...NEURONS, 511, 512, 513, 700]) {
      const stride = strideOf(nNeurons);
      const count = 3;
      const first = 5;
      const expected = new Int8Array(count * stride).fill(9);
      const words = new Uint32Array(4);
      for (let row = 0; row < count; row++) {
        for (let i = 0; i < nNeurons; i++) {
          philox(words, Math.floor(i / 128), 0, first + row, DOMAIN.patterns, KEY);
          expected[row * stride + i] = (words[Math.floor(i / 32) % 4] >>> (i % 32)) & 1 ? 1 : -1;
        }
      }
      for (const kernels of all) {
        const drawn = draw(kernels, count, nNeurons, first);
        if (drawn.some((value, k) => value !== expected[k])) expect(drawn).toEqual(expected);
      }
    }
  });

  it("a pattern does not depend on which others are drawn with it", () => {
    for (const kernels of all) {
      const many = draw(kernels, 20, 100, 0);
      const few = draw(kernels, 4, 100, 11);
      expect(few).toEqual(many.slice(11 * 128, 15 * 128));
    }
  });

  it("are balanced and uncorrelated", () => {
    const nNeurons = 640;
    const count = 500;
    for (const kernels of all) {
      const stride = strideOf(nNeurons);
      const xi = draw(kernels, count, nNeurons, 0);
      let sum = 0;
      let next = 0; // with the neighbouring neuron
      let below = 0; // with the next pattern
      for (let mu = 0; mu + 1 < count; mu++) {
        for (let i = 0; i + 1 < nNeurons; i++) {
          const at = mu * stride + i;
          sum += xi[at];
          next += xi[at] * xi[at + 1];
          below += xi[at] * xi[at + stride];
        }
      }
      // Sums of n independent signs: s.d. √n. Three sums beyond 5 sigma by chance: 2e-6; the seed is fixed.
      const sigma = Math.sqrt((count - 1) * (nNeurons - 1));
      for (const value of [sum, next, below]) expect(Math.abs(value)).toBeLessThan(5 * sigma);
    }
  });
});

describe("packing patterns by sevens", () => {
  it("bit b of codes[g][i] is set where pattern 7g + b is +1", () => {
    const random = plainRandom(1);
    for (const nNeurons of [2, 63, 64, 65, 130]) {
      const stride = strideOf(nNeurons);
      for (const nPatterns of PATTERNS) {
        const rows = new Int8Array(nPatterns * stride);
        for (let mu = 0; mu < nPatterns; mu++) rows.set(randomSigns(nNeurons, random), mu * stride);
        const groups = Math.ceil(nPatterns / 7);
        const expected = new Uint8Array(groups * stride);
        for (let mu = 0; mu < nPatterns; mu++) {
          for (let i = 0; i < stride; i++) {
            if (rows[mu * stride + i] > 0) expected[Math.floor(mu / 7) * stride + i] += 2 ** (mu % 7);
          }
        }
        for (const kernels of all) {
          inScratch(kernels, () => {
            const xi = kernels.arena.int8(rows.length);
            xi.view.set(rows);
            const codes = guarded(kernels.arena, "uint8", expected.length);
            codes.block.view.fill(255, 0, expected.length);
            kernels.packPatterns(xi, codes.block, nPatterns, stride);
            codes.expectIntact();
            const packed = codes.values();
            if (packed.some((code, k) => code !== expected[k])) expect(packed).toEqual(expected);
          });
        }
      }
    }
  });
});
