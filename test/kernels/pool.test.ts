/** Patterns as bits, and the pools chosen from them: overlaps by definition, the strongest of all, and ties without a bias. */
import { describe, expect, it } from "vitest";
import type { Block, Kernels, Key, PatternBits } from "../../src/backend/contract/kernels.ts";
import { TAKEN } from "../../src/numeric/taken.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { overlapByDefinition } from "../support/definitions.ts";
import { guarded } from "../support/guard.ts";
import { plainRandom, randomSigns, randomSubset } from "../support/plain-random.ts";
import { NEURONS } from "../support/sizes.ts";

const { all } = await bothBackends();
const KEY: Key = [5, 6];
/** Numbers of patterns around the ends of words of 64, and around groups of 7. */
const PATTERNS = [1, 7, 63, 64, 65, 127, 128, 129, 375];

/** The patterns as bits in a backend's memory, with guards behind them. */
function packed(kernels: Kernels, xi: Int8Array, nPatterns: number, nNeurons: number): PatternBits {
  const words = Math.ceil(nPatterns / 64);
  const stride = 64 * Math.ceil(nNeurons / 64);
  const rows = kernels.arena.int8(64 * stride);
  const bits = guarded(kernels.arena, "uint32", nNeurons * 2 * words);
  const stored = { bits: bits.block, words, nPatterns, nNeurons };
  for (let word = 0; word < words; word++) {
    const count = Math.min(64, nPatterns - 64 * word);
    rows.view.fill(1); // what is beyond `count` must not be read
    for (let mu = 0; mu < count; mu++) {
      const from = (64 * word + mu) * nNeurons;
      rows.view.set(xi.subarray(from, from + nNeurons), mu * stride);
    }
    kernels.packBits(rows, stored, count, stride, word);
  }
  bits.expectIntact();
  return stored;
}

/** The pool of a neuron by the kernel. */
function select(
  kernels: Kernels,
  scores: ArrayLike<number>,
  { nPatterns, size, neuron = 0, least = 0, key = KEY }: Selection,
): { pool: number[]; cut: number } {
  return inScratch(kernels, () => {
    const nNeurons = scores.length;
    const row = kernels.arena.int16(8 * Math.ceil(nNeurons / 8));
    row.view.fill(nPatterns); // beyond the neurons there is nothing to be found
    row.view.set(scores);
    const pool = guarded(kernels.arena, "int32", size);
    const own = { ...pool.block, length: size, view: pool.block.view.subarray(0, size) } as Block<Int32Array>;
    const block = kernels.backend === "js" ? own : Object.assign(Object.create(pool.block), { length: size });
    const scratch = { list: kernels.arena.int32(nNeurons), counts: kernels.arena.int32((nPatterns >> 1) + 1) };
    const stored = { bits: kernels.arena.uint32(0), words: 0, nPatterns, nNeurons };
    const taken = Array.from(scores).filter((m) => m === TAKEN).length;
    const cut = kernels.selectPool(stored, row, block, scratch, neuron, taken, least, key);
    pool.expectIntact();
    return { pool: Array.from(pool.values()), cut };
  });
}

interface Selection {
  readonly nPatterns: number;
  readonly size: number;
  readonly neuron?: number;
  readonly least?: number;
  readonly key?: Key;
}

/** Compares long arrays in a fraction of the time that a matcher takes. */
function expectSame(found: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect(found.length, what).toBe(expected.length);
  for (let k = 0; k < expected.length; k++) if (found[k] !== expected[k]) expect(found, what).toEqual(expected);
}

describe("patterns as bits", () => {
  it("tell every overlap Σ_μ ξ_i^μ ξ_j^μ, as a row and one by one", () => {
    const random = plainRandom(1);
    for (const nPatterns of PATTERNS) {
      for (const nNeurons of nPatterns === 65 ? NEURONS : [2, 33, 65, 130]) {
        const xi = randomSigns(nPatterns * nNeurons, random);
        const expected = overlapByDefinition(xi, nPatterns, nNeurons);
        for (const kernels of all) {
          inScratch(kernels, () => {
            const stored = packed(kernels, xi, nPatterns, nNeurons);
            const row = guarded(kernels.arena, "int16", nNeurons);
            const [rowStart, inputs, weights] = [nNeurons + 1, nNeurons * nNeurons, nNeurons * nNeurons].map((length) =>
              guarded(kernels.arena, "int32", length),
            );
            for (let i = 0; i <= nNeurons; i++) rowStart.block.view[i] = i * nNeurons;
            for (let s = 0; s < nNeurons * nNeurons; s++) inputs.block.view[s] = s % nNeurons;
            kernels.bitWeights(stored, rowStart.block, inputs.block, weights.block);
            const what = `N = ${nNeurons}, P = ${nPatterns}, ${kernels.backend}`;
            expectSame(weights.values(), expected, what);
            for (const i of new Set([0, nNeurons >> 1, nNeurons - 1])) {
              kernels.bitRow(stored, row.block, i);
              const own = Int16Array.from(expected.subarray(i * nNeurons, (i + 1) * nNeurons));
              expectSame(row.values(), own, `${what}, neuron ${i}`);
            }
            for (const one of [row, weights]) one.expectIntact();
          });
        }
      }
    }
  });

  it("give back the patterns of any pool of them", () => {
    const random = plainRandom(2);
    for (const nPatterns of [1, 64, 65, 129]) {
      const nNeurons = 200;
      const xi = randomSigns(nPatterns * nNeurons, random);
      const members = Int32Array.from(randomSubset(nNeurons, 128, -1, random)).sort();
      for (const kernels of all) {
        inScratch(kernels, () => {
          const stored = packed(kernels, xi, nPatterns, nNeurons);
          const pool = kernels.arena.int32(128);
          pool.view.set(members);
          const stride = 192; // longer than the pool: its end stays as it is
          const out = guarded(kernels.arena, "int8", nPatterns * stride);
          kernels.gatherPool(stored, pool, out.block, stride);
          out.expectIntact();
          const found = out.values();
          const expected = new Int8Array(nPatterns * stride);
          for (let mu = 0; mu < nPatterns; mu++) {
            for (let k = 0; k < 128; k++) expected[mu * stride + k] = xi[mu * nNeurons + members[k]];
          }
          expectSame(found, expected, `P = ${nPatterns}, ${kernels.backend}`);
        });
      }
    }
  });
});

describe("the choice of a pool", () => {
  const random = plainRandom(3);
  const scoresOf = (nNeurons: number, nPatterns: number): Int16Array =>
    Int16Array.from({ length: nNeurons }, () => {
      let m = 0;
      for (let mu = 0; mu < nPatterns; mu++) m += random() < 0.5 ? -1 : 1;
      return m;
    });

  it("is of the strongest of all, of every size, in increasing order, with what is taken beforehand", () => {
    for (const [nNeurons, nPatterns] of [
      [9, 3],
      [64, 20],
      [130, 21],
      [1001, 64],
    ]) {
      const scores = scoresOf(nNeurons, nPatterns);
      const taken = new Set(randomSubset(nNeurons, 4, -1, random));
      for (const j of taken) scores[j] = TAKEN;
      for (const size of [4, 5, 8, nNeurons >> 1, nNeurons - 1, nNeurons].filter((n) => n >= 4)) {
        const [wasm, js] = all.map((kernels) => select(kernels, scores, { nPatterns, size, neuron: size }));
        expect(js).toEqual(wasm);
        const { pool, cut } = wasm;
        expect(pool).toEqual([...new Set(pool)].sort((a, b) => a - b));
        expect(pool.length).toBe(size);
        const inside = new Set(pool);
        for (const j of taken) expect(inside.has(j)).toBe(true);
        const strengths = Array.from(scores, (m, j) => ({ m: Math.abs(m), isIn: inside.has(j), j }));
        const others = strengths.filter(({ j }) => !taken.has(j));
        const weakestIn = Math.min(Infinity, ...others.filter(({ isIn }) => isIn).map(({ m }) => m));
        const strongestOut = Math.max(-1, ...others.filter(({ isIn }) => !isIn).map(({ m }) => m));
        expect(weakestIn).toBeGreaterThanOrEqual(strongestOut);
        if (size > 4) expect(cut).toBeLessThanOrEqual(weakestIn);
        // the guess of where the cut lies changes nothing, be it too low or far too high
        for (const least of [1, cut, cut + 1, nPatterns]) {
          for (const kernels of all) {
            expect(select(kernels, scores, { nPatterns, size, neuron: size, least })).toEqual(wasm);
          }
        }
      }
    }
  });

  it("takes ties at the cut without a bias: all alike, whatever their number", () => {
    // 60 of equal weight, 20 of them wanted, for 600 neurons: each is in 200 ± 11.5 pools. The largest of 60 deviations passes 5 s.d. with
    // a probability below 4e-5.
    const scores = new Int16Array(60).fill(3);
    const counts = new Int32Array(60);
    for (let neuron = 0; neuron < 600; neuron++) {
      const [wasm, js] = all.map((kernels) => select(kernels, scores, { nPatterns: 5, size: 20, neuron }));
      expect(js).toEqual(wasm);
      for (const j of wasm.pool) counts[j]++;
    }
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(5 * 11.5);
  });

  it("differs between neurons and seeds where there are ties, and only there", () => {
    const ties = new Int16Array(100).fill(-1);
    const chosen = (scores: Int16Array, neuron: number, key: Key) =>
      select(all[0], scores, { nPatterns: 7, size: 10, neuron, key }).pool;
    expect(chosen(ties, 1, KEY)).not.toEqual(chosen(ties, 2, KEY));
    expect(chosen(ties, 1, KEY)).not.toEqual(chosen(ties, 1, [7, 8]));
    const clear = Int16Array.from(ties, (_, j) => (j % 10 === 3 ? 5 : -1));
    expect(chosen(clear, 1, KEY)).toEqual(chosen(clear, 2, [7, 8]));
  });
});
