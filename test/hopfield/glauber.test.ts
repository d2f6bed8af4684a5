/** Retrieval at a temperature: Boltzmann's distribution, the limit T = 0 and mean-field theory. */
import { describe, expect, it } from "vitest";
import { connectivityFrom, randomConnectivity } from "../../src/hopfield/connectivity.ts";
import { type GlauberSpec, glauber } from "../../src/hopfield/glauber.ts";
import { learnNetwork } from "../../src/hopfield/learning/learn.ts";
import { patternsFrom } from "../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { relax } from "../../src/hopfield/relax.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { expectRejection } from "../support/rejection.ts";
import { chiSquare, chiSquareBound } from "../support/statistics.ts";

const patterns = patternsFrom([
  [1, 1, -1, 1],
  [1, -1, -1, -1],
]);
const all = connectivityFrom([0, 1, 2, 3].map((i) => [0, 1, 2, 3].filter((j) => j !== i)));

describe("retrieval at a temperature", () => {
  it("settles to Boltzmann's distribution, all states of four neurons enumerated", async () => {
    const net = await learnNetwork(patterns, all);
    const count = 16_000;
    for (const temperature of [0.5, 1.5]) {
      for (const order of ["sequential", "random"] as const) {
        const start = randomSigns(4 * count, plainRandom(1));
        const spec = { temperature, order, seed: 7, sweeps: 1, discarded: 39 } as const;
        const { states } = await glauber(net, start, spec);
        const observed = new Array<number>(16).fill(0);
        for (let s = 0; s < count; s++) {
          observed[[0, 1, 2, 3].reduce((code, i) => code + (states[4 * s + i] > 0 ? 1 << i : 0), 0)]++;
        }
        const weights = observed.map((_, code) => {
          const S = [0, 1, 2, 3].map((i) => ((code >> i) & 1 ? 1 : -1));
          let energy = 0;
          for (let i = 0; i < 4; i++) {
            for (let j = 0; j < i; j++) {
              for (let mu = 0; mu < 2; mu++) {
                energy -= (patterns.values[4 * mu + i] * patterns.values[4 * mu + j] * S[i] * S[j]) / 3;
              }
            }
          }
          return Math.exp(-energy / temperature);
        });
        const sum = weights.reduce((a, b) => a + b);
        const expected = weights.map((weight) => (count * weight) / sum);
        // independent chains, one sample each: χ² of 15 degrees of freedom is above this once in 3·10⁶ runs
        expect(chiSquare(observed, expected)).toBeLessThan(chiSquareBound(15, 5));
      }
    }
  });

  it("at T = 0 is relaxation, and the overlap falls with the temperature", async () => {
    const stored = await randomPatterns({ nPatterns: 5, nNeurons: 200, seed: 1 });
    const connectivity = await randomConnectivity({ nNeurons: 200, nInputs: 100, seed: 1 });
    for (const learning of ["hebb", "pseudoinverse"] as const) {
      const net = await learnNetwork(stored, connectivity, { learning });
      const cold = await glauber(net, stored, { temperature: 0, seed: 1, sweeps: 1, discarded: 30 });
      expect(cold.states).toEqual((await relax(net, stored, { maxSweeps: 31 })).states);
      const means: number[] = [];
      for (const temperature of [0.1, 0.4, 0.7, 1.5]) {
        const { overlaps } = await glauber(net, stored, { temperature, seed: 1, sweeps: 60 });
        means.push(overlaps.reduce((sum, m) => sum + m, 0) / overlaps.length);
      }
      expect(means).toEqual([...means].sort((a, b) => b - a));
      expect(means[0]).toBeGreaterThan(0.97);
      expect(means[3]).toBeLessThan(0.3); // above T_c = 1 of a Hebbian network at low load
    }
  });

  it("mean overlap of one pattern in a large network is that of mean-field theory, m = tanh(m/T)", async () => {
    const one = await randomPatterns({ nPatterns: 1, nNeurons: 500, seed: 3 });
    const connectivity = await randomConnectivity({ nNeurons: 500, nInputs: 499, seed: 1 });
    const net = await learnNetwork(one, connectivity);
    for (const temperature of [0.4, 0.6, 0.8]) {
      let m = 1;
      for (let k = 0; k < 500; k++) m = Math.tanh(m / temperature);
      const { overlaps } = await glauber(net, one, { temperature, seed: 2, sweeps: 400, discarded: 50 });
      expect(Math.abs(overlaps[0] - m)).toBeLessThan(0.02); // 1/N and sampling: about 0.003
    }
  });

  it("gives the same on both backends", async () => {
    const stored = await randomPatterns({ nPatterns: 37, nNeurons: 33, seed: 1 });
    const connectivity = await randomConnectivity({ nNeurons: 33, nInputs: 9, seed: 1 });
    for (const learning of ["hebb", "storkey"] as const) {
      const net = await learnNetwork(stored, connectivity, { learning });
      for (const order of ["sequential", "random"] as const) {
        const spec = { temperature: 0.6, seed: 5, sweeps: 7, discarded: 2, order } as const;
        const [wasm, js] = [await glauber(net, stored, spec), await glauber(net, stored, spec, { backend: "js" })];
        expect(js).toEqual(wasm);
      }
    }
  });

  it("refuses what it cannot take, in one sentence", async () => {
    const net = await learnNetwork(patterns, all);
    const refusals: [object, typeof TypeError | typeof RangeError, RegExp][] = [
      [{ temperature: -0.1, seed: 1 }, RangeError, /glauber: temperature must be a finite number ≥ 0, got -0.1/],
      [{ temperature: 1, seed: 1, order: "synchronous" }, TypeError, /glauber: order must be one of/],
      [{ temperature: 1 }, TypeError, /glauber: seed must be an integer/],
    ];
    for (const [spec, kind, message] of refusals) {
      await expectRejection(glauber(net, patterns, spec as GlauberSpec), kind, message);
    }
  });
});
