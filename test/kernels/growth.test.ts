import { describe, expect, it } from "vitest";
import { overlapOf, strideOf } from "../../src/hopfield/overlap.ts";
import { Stream } from "../../src/js/philox.ts";
import type { GrowingNetwork, Kernels, Key } from "../../src/kernels.ts";
import { DOMAIN } from "../../src/random/domains.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { scaledEnergyByDefinition } from "../support/definitions.ts";
import { guarded } from "../support/guard.ts";
import { plainRandom, randomSubset } from "../support/plain-random.ts";
import { NEURONS } from "../support/sizes.ts";

const { wasm, js, all } = await bothBackends();

interface Network {
  readonly growing: GrowingNetwork;
  /** What stands in memory now. */
  state(): { present: Int16Array; counts: Int32Array; sums: Float64Array; changes: Int32Array };
  expectIntact(): void;
}

/** A network in the memory of a backend, its M and `present` given. */
function networkOf(kernels: Kernels, nNeurons: number, overlaps: Int16Array, mask: Int16Array): Network {
  const stride = strideOf(nNeurons);
  const overlap = guarded(kernels.arena, "int16", nNeurons * stride);
  const present = guarded(kernels.arena, "int16", nNeurons * stride);
  const counts = guarded(kernels.arena, "int32", nNeurons);
  const sums = guarded(kernels.arena, "float64", 2 * nNeurons);
  const changes = guarded(kernels.arena, "int32", 2);
  overlap.block.view.set(overlaps);
  present.block.view.set(mask);
  return {
    growing: {
      overlap: overlap.block,
      present: present.block,
      counts: counts.block,
      sums: sums.block,
      changes: changes.block,
      nNeurons,
      stride,
    },
    state: () => ({
      present: present.values(),
      counts: counts.values(),
      sums: sums.values(),
      changes: changes.values(),
    }),
    expectIntact: () => {
      for (const part of [overlap, present, counts, sums, changes]) part.expectIntact();
    },
  };
}

/** Random inputs, c_i of each neuron by `size`. */
function randomMask(nNeurons: number, size: (i: number) => number, random: () => number): Int16Array {
  const stride = strideOf(nNeurons);
  const mask = new Int16Array(nNeurons * stride);
  for (let i = 0; i < nNeurons; i++) {
    for (const j of randomSubset(nNeurons, size(i), i, random)) mask[i * stride + j] = -1;
  }
  return mask;
}

/** Patterns and M of a seed, as the backend makes them. */
async function overlapsOf(nNeurons: number, nPatterns: number, key: Key): Promise<{ xi: Int8Array; M: Int16Array }> {
  const stride = strideOf(nNeurons);
  const position = wasm.arena.mark();
  const xi = wasm.arena.int8(nPatterns * stride);
  wasm.randomPatterns(xi, nPatterns, nNeurons, stride, 0, key);
  const M = (await overlapOf(wasm, { xi, nPatterns, nNeurons, stride }, () => undefined)).view.slice();
  const rows = new Int8Array(nPatterns * nNeurons);
  for (let mu = 0; mu < nPatterns; mu++) {
    rows.set(xi.view.subarray(mu * stride, mu * stride + nNeurons), mu * nNeurons);
  }
  wasm.arena.release(position);
  return { xi: rows, M };
}

const membersOf = (mask: Int16Array, i: number, nNeurons: number): number[] =>
  Array.from({ length: nNeurons }, (_, j) => j).filter((j) => mask[i * strideOf(nNeurons) + j] !== 0);

describe("growth and pruning", () => {
  it("makes the same changes on both backends, whatever the size", async () => {
    const random = plainRandom(1);
    for (const nNeurons of NEURONS) {
      const { M } = await overlapsOf(nNeurons, 3 + (nNeurons % 29), [nNeurons, 1]);
      const mask = randomMask(nNeurons, () => 1 + Math.floor(random() * (nNeurons - 1)), random);
      const key: Key = [7, nNeurons];
      const [first, second] = all.map((kernels) =>
        inScratch(kernels, () => {
          const network = networkOf(kernels, nNeurons, M, mask);
          kernels.growthSums(network.growing, 0, nNeurons);
          for (let repetition = 1; repetition <= 3; repetition++) {
            kernels.grow(network.growing, 0, nNeurons, 10, repetition, 1.3, key);
          }
          network.expectIntact();
          return network.state();
        }),
      );
      expect(second, `N = ${nNeurons}`).toEqual(first);
    }
  });

  it("is exact and the same on both backends with the largest overlaps", () => {
    const nNeurons = 67;
    const stride = strideOf(nNeurons);
    const M = new Int16Array(nNeurons * stride);
    const random = plainRandom(2);
    for (let i = 0; i < nNeurons; i++) {
      M[i * stride + i] = 32767;
      for (let j = 0; j < i; j++) M[i * stride + j] = M[j * stride + i] = random() < 0.5 ? 32767 : -32767;
    }
    const mask = randomMask(nNeurons, () => 40, random);
    const [first, second] = all.map((kernels) =>
      inScratch(kernels, () => {
        const network = networkOf(kernels, nNeurons, M, mask);
        kernels.growthSums(network.growing, 0, nNeurons);
        const before = network.state();
        kernels.grow(network.growing, 0, nNeurons, 30, 1, 2, [1, 2]);
        return { before, after: network.state() };
      }),
    );
    expect(second).toEqual(first);
    expect(first.before.sums[0]).toBe(40 * 32767 ** 2);
    expect(first.after.changes[0] + first.after.changes[1]).toBeGreaterThan(0);
  });

  it("sums R = Σ m² and Q = Σ m m M by the definition", async () => {
    const nNeurons = 41;
    const stride = strideOf(nNeurons);
    const { M } = await overlapsOf(nNeurons, 23, [3, 1]);
    const mask = randomMask(nNeurons, (i) => 1 + (i % 40), plainRandom(3));
    for (const kernels of all) {
      inScratch(kernels, () => {
        const network = networkOf(kernels, nNeurons, M, mask);
        kernels.growthSums(network.growing, 5, 30);
        const { counts, sums } = network.state();
        for (let i = 0; i < nNeurons; i++) {
          const members = i >= 5 && i < 35 ? membersOf(mask, i, nNeurons) : [];
          let [squares, quadratic] = [0, 0];
          for (const j of members) {
            squares += M[i * stride + j] ** 2;
            for (const k of members) quadratic += M[i * stride + j] * M[i * stride + k] * M[j * stride + k];
          }
          expect([counts[i], sums[2 * i], sums[2 * i + 1]]).toEqual([members.length, squares, quadratic]);
        }
      });
    }
  });

  it("keeps a change exactly when it lowers E_i, summed over patterns by the definition", async () => {
    const trials = 40;
    for (const [nNeurons, nPatterns, epsilon] of [
      [19, 8, 1],
      [34, 21, 0],
      [23, 40, 2],
      [26, 9, 0.5],
    ]) {
      const key: Key = [nPatterns, 5];
      const { xi, M } = await overlapsOf(nNeurons, nPatterns, key);
      const mask = randomMask(nNeurons, (i) => 1 + (i % (nNeurons - 1)), plainRandom(4));
      // c²E, an integer for c·ε integer; c even or ε integer keeps 4c²E one
      const energy = (i: number, inputs: readonly number[]) =>
        scaledEnergyByDefinition(xi, nPatterns, nNeurons, i, inputs, inputs.length * epsilon);
      const expected = mask.slice();
      let [additions, removals] = [0, 0];
      const stream = new Stream();
      for (let i = 0; i < nNeurons; i++) {
        stream.open(DOMAIN.growth, i, 6, key);
        let inputs = membersOf(mask, i, nNeurons);
        for (let trial = 0; trial < trials; trial++) {
          const drawn = stream.below(nNeurons - 1);
          const k = drawn < i ? drawn : drawn + 1;
          const then = inputs.includes(k) ? inputs.filter((j) => j !== k) : [...inputs, k];
          if (then.length === 0) continue;
          if (!(energy(i, then) * inputs.length ** 2 < energy(i, inputs) * then.length ** 2)) continue;
          if (then.length > inputs.length) additions++;
          else removals++;
          inputs = then;
        }
        for (let j = 0; j < nNeurons; j++) expected[i * strideOf(nNeurons) + j] = inputs.includes(j) ? -1 : 0;
      }
      expect(additions).toBeGreaterThan(0);
      expect(removals).toBeGreaterThan(0);
      for (const kernels of all) {
        inScratch(kernels, () => {
          const network = networkOf(kernels, nNeurons, M, mask);
          kernels.growthSums(network.growing, 0, nNeurons);
          kernels.grow(network.growing, 0, nNeurons, trials, 6, 1 + epsilon, key);
          const { present, changes } = network.state();
          expect(present).toEqual(expected);
          expect(Array.from(changes)).toEqual([additions, removals]);
        });
      }
    }
  });

  it("counts what it does: c, R and Q stay those of the connections, additions − removals is the change of Σ c", async () => {
    const nNeurons = 65;
    const { M } = await overlapsOf(nNeurons, 30, [9, 9]);
    const mask = randomMask(nNeurons, () => 12, plainRandom(5));
    for (const kernels of all) {
      inScratch(kernels, () => {
        const network = networkOf(kernels, nNeurons, M, mask);
        kernels.growthSums(network.growing, 0, nNeurons);
        const before = network.state().counts.reduce((sum, c) => sum + c, 0);
        for (let repetition = 1; repetition <= 30; repetition++) {
          kernels.grow(network.growing, 0, nNeurons, 10, repetition, 2, [2, 2]);
        }
        const grown = network.state();
        expect(grown.changes[0] - grown.changes[1]).toBe(grown.counts.reduce((sum, c) => sum + c, 0) - before);
        kernels.growthSums(network.growing, 0, nNeurons);
        expect(network.state()).toEqual(grown);
      });
    }
  });

  it("never lets a neuron lose its last input or read itself, and fills a row at most", () => {
    // one shared sign: every connection pulls the same way, so that neurons want all inputs or hardly any
    for (const nNeurons of [2, 3, 9, 33]) {
      const stride = strideOf(nNeurons);
      for (const target of [1, 50]) {
        for (const own of [1, 3]) {
          const M = new Int16Array(nNeurons * stride);
          for (let i = 0; i < nNeurons; i++) M.fill(own, i * stride, i * stride + nNeurons);
          for (const c of [1, nNeurons - 1]) {
            const mask = randomMask(nNeurons, () => c, plainRandom(6));
            for (const kernels of all) {
              inScratch(kernels, () => {
                const network = networkOf(kernels, nNeurons, M, mask);
                kernels.growthSums(network.growing, 0, nNeurons);
                for (let repetition = 1; repetition <= 40; repetition++) {
                  kernels.grow(network.growing, 0, nNeurons, 10, repetition, target, [3, 3]);
                }
                const { counts, present } = network.state();
                for (let i = 0; i < nNeurons; i++) {
                  expect(counts[i]).toBeGreaterThanOrEqual(1);
                  expect(counts[i]).toBeLessThanOrEqual(nNeurons - 1);
                  expect(present[i * stride + i]).toBe(0);
                }
              });
            }
          }
        }
      }
    }
  });

  it("a neuron's changes do not depend on which neurons go with it, nor on the order", async () => {
    const nNeurons = 50;
    const { M } = await overlapsOf(nNeurons, 20, [4, 4]);
    const mask = randomMask(nNeurons, () => 10, plainRandom(7));
    const grown = (kernels: Kernels, parts: readonly (readonly [number, number])[]) =>
      inScratch(kernels, () => {
        const network = networkOf(kernels, nNeurons, M, mask);
        for (const [first, count] of parts) kernels.growthSums(network.growing, first, count);
        for (const [first, count] of parts) kernels.grow(network.growing, first, count, 10, 1, 2, [8, 8]);
        return network.state();
      });
    for (const kernels of all) {
      expect(
        grown(kernels, [
          [33, 17],
          [0, 1],
          [1, 32],
        ]),
      ).toEqual(grown(kernels, [[0, 50]]));
    }
  });

  it("energies never rise", async () => {
    const nNeurons = 64;
    const { xi, M } = await overlapsOf(nNeurons, 25, [6, 1]);
    inScratch(js, () => {
      const network = networkOf(
        js,
        nNeurons,
        M,
        randomMask(nNeurons, () => 20, plainRandom(8)),
      );
      js.growthSums(network.growing, 0, nNeurons);
      const energies = () => {
        const { present } = network.state();
        return Array.from({ length: nNeurons }, (_, i) => {
          const inputs = membersOf(present, i, nNeurons);
          return scaledEnergyByDefinition(xi, 25, nNeurons, i, inputs, inputs.length) / inputs.length ** 2;
        });
      };
      let before = energies();
      for (let repetition = 1; repetition <= 20; repetition++) {
        js.grow(network.growing, 0, nNeurons, 10, repetition, 2, [1, 1]);
        const after = energies();
        after.forEach((energy, i) => {
          expect(energy).toBeLessThanOrEqual(before[i]);
        });
        before = after;
      }
    });
  });
});
