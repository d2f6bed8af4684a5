/** The kernel of random connectivity: distinct sorted inputs, uniformly drawn, and the weights on them. */
import { describe, expect, it } from "vitest";
import type { Kernels, Key } from "../../src/backend/contract/kernels.ts";
import { strideOf } from "../../src/hopfield/stride.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { guarded } from "../support/guard.ts";
import { plainRandom, randomSubset } from "../support/plain-random.ts";
import { NEURONS, someInputs } from "../support/sizes.ts";
import { chiSquare, chiSquareBound } from "../support/statistics.ts";

const { wasm, js, all } = await bothBackends();

function draw(kernels: Kernels, nNeurons: number, nInputs: number, first: number, count: number, key: Key): Int32Array {
  return inScratch(kernels, () => {
    const inputs = guarded(kernels.arena, "int32", count * nInputs);
    inputs.block.view.fill(-7, 0, count * nInputs);
    kernels.randomConnectivity(inputs.block, nNeurons, nInputs, first, count, key);
    inputs.expectIntact();
    return inputs.values();
  });
}

describe("random connectivity", () => {
  it("gives every neuron exactly c distinct inputs among the others, sorted; both backends the same", () => {
    for (const nNeurons of NEURONS) {
      for (const nInputs of someInputs(nNeurons)) {
        const key: Key = [nNeurons, nInputs];
        const drawn = draw(wasm, nNeurons, nInputs, 0, nNeurons, key);
        const twin = draw(js, nNeurons, nInputs, 0, nNeurons, key);
        if (drawn.some((j, at) => j !== twin[at])) expect(drawn).toEqual(twin);
        for (let i = 0; i < nNeurons; i++) {
          const row = drawn.subarray(i * nInputs, (i + 1) * nInputs);
          for (let s = 0; s < nInputs; s++) {
            const sound = row[s] >= 0 && row[s] < nNeurons && row[s] !== i && (s === 0 || row[s] > row[s - 1]);
            if (!sound) expect.unreachable(`neuron ${i} of ${nNeurons} has inputs ${row.join()}`);
          }
        }
      }
    }
  });

  it("sorts them where words of bits come in several blocks", () => {
    const nNeurons = 4096 + 130;
    for (const nInputs of [1, 3, nNeurons >> 1, nNeurons - 1]) {
      const drawn = draw(wasm, nNeurons, nInputs, nNeurons - 2, 2, [3, nInputs]);
      expect(drawn).toEqual(draw(js, nNeurons, nInputs, nNeurons - 2, 2, [3, nInputs]));
    }
  });

  it("a neuron's inputs do not depend on which neurons are drawn with it", () => {
    for (const kernels of all) {
      const whole = draw(kernels, 50, 12, 0, 50, [8, 9]);
      for (const [first, count] of [
        [0, 1],
        [17, 20],
        [49, 1],
      ]) {
        expect(draw(kernels, 50, 12, first, count, [8, 9])).toEqual(whole.slice(first * 12, (first + count) * 12));
      }
    }
  });

  it("draws every pair (i, j) equally often", () => {
    const nNeurons = 12;
    const nInputs = 4;
    const draws = 4000;
    const counts = new Float64Array(nNeurons * nNeurons);
    for (let seed = 0; seed < draws; seed++) {
      const inputs = draw(wasm, nNeurons, nInputs, 0, nNeurons, [seed, 1]);
      inputs.forEach((j, at) => {
        counts[Math.floor(at / nInputs) * nNeurons + j]++;
      });
    }
    const observed = Array.from(counts).filter((_, at) => Math.floor(at / nNeurons) !== at % nNeurons);
    const expected = observed.map(() => (draws * nInputs) / (nNeurons - 1));
    // Counts of one neuron add up to c and vary by p(1 − p) with p = c/(N − 1) where a multinomial's vary by p: with the
    // N − 2 degrees of freedom of each neuron, χ² (1 − 1/(N−1))/(1 − p) is χ² of N(N − 2), since the covariance of sampling
    // without replacement is p(1 − p)(N − 1)/(N − 2) times the projection on sum zero.
    const freedom = nNeurons * (nNeurons - 2);
    const p = nInputs / (nNeurons - 1);
    const scaled = (chiSquare(observed, expected) * (nNeurons - 2)) / ((nNeurons - 1) * (1 - p));
    // beyond ±5 sigma by chance once in 1.7e6 choices of the seeds, which are fixed
    expect(scaled).toBeLessThan(chiSquareBound(freedom, 5));
    expect(scaled).toBeGreaterThan(chiSquareBound(freedom, -5));
  });

  it("draws every subset equally often", () => {
    const nNeurons = 7;
    const nInputs = 3;
    const draws = 3000;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const inputs = draw(wasm, nNeurons, nInputs, 0, nNeurons, [seed, 2]);
      for (let i = 0; i < nNeurons; i++) {
        // named by rank among the others, so that all neurons add to the same 20 subsets
        const subset = Array.from(inputs.subarray(i * nInputs, (i + 1) * nInputs), (j) => (j > i ? j - 1 : j)).join();
        counts.set(subset, (counts.get(subset) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(20); // 6 choose 3
    const observed = [...counts.values()];
    // χ² of 19 degrees of freedom, beyond 5 sigma with probability 3e-7; the seeds are fixed
    expect(
      chiSquare(
        observed,
        observed.map(() => (draws * nNeurons) / 20),
      ),
    ).toBeLessThan(chiSquareBound(19, 5));
  });
});

describe("weights of given connections", () => {
  it("are the overlaps M_ij of the connections, rows of any length", () => {
    const random = plainRandom(6);
    for (const nNeurons of NEURONS) {
      const stride = strideOf(nNeurons);
      const rows = Array.from({ length: nNeurons }, (_, i) => {
        return randomSubset(nNeurons, Math.floor(random() * nNeurons), i, random).sort();
      });
      const rowStart = new Int32Array(nNeurons + 1);
      rows.forEach((row, i) => {
        rowStart[i + 1] = rowStart[i] + row.length;
      });
      const inputs = Int32Array.from(rows.flatMap((row) => Array.from(row)));
      const entries = Int16Array.from({ length: nNeurons * stride }, () => Math.floor(random() * 65536) - 32768);
      const expected = Int32Array.from(rows.flatMap((row, i) => Array.from(row, (j) => entries[i * stride + j])));
      for (const kernels of all) {
        inScratch(kernels, () => {
          const overlap = kernels.arena.int16(entries.length);
          overlap.view.set(entries);
          const starts = kernels.arena.int32(rowStart.length);
          starts.view.set(rowStart);
          const list = kernels.arena.int32(inputs.length);
          list.view.set(inputs);
          const weights = guarded(kernels.arena, "int32", inputs.length);
          kernels.gatherWeights(overlap, starts, list, weights.block, nNeurons, stride);
          weights.expectIntact();
          expect(weights.values()).toEqual(expected);
        });
      }
    }
  });
});
