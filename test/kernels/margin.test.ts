/** The kernel of the search with a margin: the same steps on both backends, energies of the definition, and optima. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Kernels, Key, MarginSearch } from "../../src/backend/contract/kernels.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { landscape, memoryAfter, slotTransitions, stationary } from "../support/boltzmann.ts";
import { subsets } from "../support/definitions.ts";
import { guardBehind } from "../support/guard.ts";
import {
  type MarginNeuron,
  marginEnergyByDefinition,
  marginSearchOf,
  scaledFieldsByDefinition,
} from "../support/margin.ts";
import { plainRandom, randomSigns, randomSubset } from "../support/plain-random.ts";
import { NEURONS, PATTERNS, someInputs } from "../support/sizes.ts";
import { chiSquare, chiSquareBound } from "../support/statistics.ts";

const { wasm, js, all } = await bothBackends();
const KEY: Key = [21, 22];
/** Proposals a slot. */
const TRIES = 4;

function problemOf(nNeurons: number, nPatterns: number, nInputs: number, target: number): MarginNeuron {
  const xi = randomSigns(nPatterns * nNeurons, plainRandom(1000 * nNeurons + nPatterns));
  return { xi, nPatterns, nNeurons, nInputs, target };
}

function inputsOf(search: MarginSearch, nInputs: number): number[] {
  const out = new Int32Array(nInputs);
  search.inputsInto(out);
  return Array.from(out);
}

function definition(problem: MarginNeuron, neuron: number, inputs: ArrayLike<number>, scaled = problem.target): number {
  const { xi, nPatterns, nNeurons } = problem;
  return marginEnergyByDefinition(xi, nPatterns, nNeurons, neuron, inputs, scaled);
}

/** Everything a search shows, after each of several stages. */
function trace(search: MarginSearch, nInputs: number, neuron: number, hot: number, warm?: Int32Array): unknown[] {
  const seen: unknown[] = [];
  const look = (returned: unknown): void => {
    const { energy, squares, accepted } = search;
    seen.push(returned, energy, search.energyAt(7.25), squares, accepted, inputsOf(search, nInputs).join());
  };
  search.begin(neuron, KEY, 3, warm);
  look("begin");
  look(search.anneal(3, 30, hot, 0.5));
  look(search.anneal(1, 21, hot * 0.05, 1)); // leaves a slot unfinished
  search.restore();
  look("restore");
  look(search.anneal(2, 20, 0, 1));
  return seen;
}

describe("the search of one neuron with a margin", () => {
  it.each([
    ["16 bits", 8],
    ["16 bits, sums in 64", 25_000],
    ["doubles", 60_000],
    ["doubles beyond 2⁵³", 2 ** 30],
  ])("takes the same steps in both backends at every small size and tail (%s)", { timeout: 60_000 }, (_, target) => {
    const sizes = NEURONS.flatMap((nNeurons) =>
      someInputs(nNeurons).map((nInputs, k) => ({ nNeurons, nInputs, nPatterns: PATTERNS[(nNeurons + 3 * k) % 20] })),
    );
    for (const { nNeurons, nInputs, nPatterns } of sizes) {
      const problem = problemOf(nNeurons, nPatterns, nInputs, target);
      const neuron = nNeurons >> 1;
      for (const warm of [undefined, randomSubset(nNeurons, nInputs, neuron, plainRandom(nNeurons))]) {
        const [first, second] = [wasm, js].map((kernels) =>
          inScratch(kernels, () => {
            const search = marginSearchOf(kernels, problem);
            const expectIntact = guardBehind(kernels.arena);
            const seen = trace(search, nInputs, neuron, 4 * nPatterns * target, warm);
            expectIntact();
            return JSON.stringify(seen);
          }),
        );
        if (first !== second) expect(second, `N = ${nNeurons}, P = ${nPatterns}, c = ${nInputs}`).toBe(first);
      }
    }
  });

  it("takes the same steps in both backends for every number of patterns up to three vectors", () => {
    for (let nPatterns = 1; nPatterns <= 49; nPatterns++) {
      const problem = problemOf(21, nPatterns, 6, 9);
      const [first, second] = [wasm, js].map((kernels) =>
        inScratch(kernels, () => trace(marginSearchOf(kernels, problem), 6, 20, 40 * nPatterns)),
      );
      expect(second).toEqual(first);
    }
  });

  it("its energy is c²E of the definition, Σ_ν max(0, κc − c(1 + A_ν))², after every single step", () => {
    for (const kernels of all) {
      for (const [nNeurons, nPatterns, nInputs, target] of [
        [9, 4, 3, 5],
        [20, 17, 8, 12],
        [33, 30, 12, 20_000],
        [66, 40, 1, 40_000],
      ]) {
        const problem = problemOf(nNeurons, nPatterns, nInputs, target);
        const search = marginSearchOf(kernels, problem);
        for (const neuron of [0, nNeurons - 1]) {
          search.begin(neuron, KEY, 0);
          for (let step = 0; step < 40; step++) {
            search.anneal(1, 1, 1e15, 1); // hot enough to accept everything
            const inputs = inputsOf(search, nInputs);
            expect(search.energy).toBe(definition(problem, neuron, inputs));
            expect(search.energyAt(target + 1.5)).toBe(definition(problem, neuron, inputs, target + 1.5));
          }
        }
      }
    }
  });

  it("begins with the others of largest |M_ij|, the first of equals, or with the set it is given", () => {
    for (const kernels of all) {
      for (const nNeurons of [2, 3, 17, 40]) {
        for (const nInputs of someInputs(nNeurons)) {
          const problem = problemOf(nNeurons, 5, nInputs, 3);
          const search = marginSearchOf(kernels, problem);
          for (let neuron = 0; neuron < nNeurons; neuron++) {
            const size = (j: number): number => {
              let m = 0;
              for (let mu = 0; mu < 5; mu++) {
                m += problem.xi[mu * nNeurons + neuron] * problem.xi[mu * nNeurons + j];
              }
              return Math.abs(m);
            };
            const others = Array.from({ length: nNeurons }, (_, j) => j).filter((j) => j !== neuron);
            const largest = others.sort((a, b) => size(b) - size(a) || a - b).slice(0, nInputs);
            search.begin(neuron, KEY, 0);
            expect(inputsOf(search, nInputs)).toEqual(largest.sort((a, b) => a - b));
            const warm = randomSubset(nNeurons, nInputs, neuron, plainRandom(neuron));
            search.begin(neuron, KEY, 0, warm);
            expect(inputsOf(search, nInputs)).toEqual(Array.from(warm).sort((a, b) => a - b));
            expect(search.accepted).toBe(0);
            expect(search.squares).toBe(others.reduce((sum, j) => sum + size(j) ** 2, 0));
          }
        }
      }
    }
  });

  it("separates repeated runs, neurons and seeds", () => {
    for (const kernels of all) {
      const search = marginSearchOf(kernels, problemOf(60, 30, 20, 40));
      const ends = new Set<string>();
      for (const [neuron, run, key] of [
        [0, 0, KEY],
        [1, 0, KEY],
        [0, 1, KEY],
        [0, 0, [21, 23]],
        [0, 0, [20, 22]],
      ] as const) {
        search.begin(neuron, key, run);
        search.anneal(1, 200, 1e9, 1);
        ends.add(inputsOf(search, 20).join());
      }
      expect(ends.size).toBe(5);
    }
  });

  it("at T = 0 the energy never rises, and comes to rest where no swap lowers it", () => {
    for (const kernels of all) {
      const problem = problemOf(14, 9, 5, 9);
      const search = marginSearchOf(kernels, problem);
      for (let neuron = 0; neuron < 14; neuron++) {
        search.begin(neuron, KEY, 0);
        let energy = search.energy;
        for (let step = 0; step < 200; step++) {
          search.anneal(1, 1, 0, 1);
          expect(search.energy).toBeLessThanOrEqual(energy);
          energy = search.energy;
        }
        search.anneal(1, 4000, 0, 1);
        const inputs = inputsOf(search, 5);
        for (const j of inputs) {
          for (let k = 0; k < 14; k++) {
            if (k === neuron || inputs.includes(k)) continue;
            const swapped = inputs.map((member) => (member === j ? k : member));
            expect(definition(problem, neuron, swapped)).toBeGreaterThanOrEqual(search.energy);
          }
        }
      }
    }
  });

  it("finds the optimum of every problem small enough to try all sets", () => {
    for (const kernels of all) {
      for (const [nNeurons, nPatterns, nInputs, target] of [
        [7, 5, 3, 3],
        [9, 12, 4, 6],
        [10, 20, 5, 5],
        [12, 14, 4, 9],
        [12, 8, 6, 4],
      ]) {
        const problem = problemOf(nNeurons, nPatterns, nInputs, target);
        const search = marginSearchOf(kernels, problem);
        for (let neuron = 0; neuron < nNeurons; neuron++) {
          const others = Array.from({ length: nNeurons }, (_, j) => j).filter((j) => j !== neuron);
          const optimum = Math.min(...subsets(others, nInputs).map((set) => definition(problem, neuron, set)));
          search.begin(neuron, KEY, 0);
          search.anneal(40, 100, 100 * nPatterns, 0.85);
          search.restore();
          expect(search.energy).toBe(optimum);
        }
      }
    }
  });

  it("E = 0 exactly when every aligned field reaches the margin, and then rests", () => {
    fc.assert(
      fc.property(
        fc.record({
          nNeurons: fc.integer({ min: 4, max: 40 }),
          nPatterns: fc.integer({ min: 1, max: 20 }),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
          kappa: fc.double({ min: 0.01, max: 2, noNaN: true }),
          seed: fc.nat(),
        }),
        ({ nNeurons, nPatterns, share, kappa, seed }) => {
          const nInputs = 1 + Math.floor(share * (nNeurons - 2));
          const target = Math.ceil(kappa * nInputs);
          const xi = randomSigns(nPatterns * nNeurons, plainRandom(seed));
          for (const kernels of all) {
            inScratch(kernels, () => {
              const search = marginSearchOf(kernels, { xi, nPatterns, nNeurons, nInputs, target });
              search.begin(0, [seed, 0], 0);
              search.anneal(20, 50, 20 * nPatterns, 0.8);
              search.restore();
              const inputs = inputsOf(search, nInputs);
              const least = Math.min(...scaledFieldsByDefinition(xi, nPatterns, nNeurons, 0, inputs));
              expect(search.energy === 0).toBe(least >= target);
              if (search.energy > 0) return;
              const { accepted } = search;
              search.anneal(3, 50, 1e9, 1);
              expect(search.accepted).toBe(accepted);
              expect(inputsOf(search, nInputs)).toEqual(inputs);
            });
          }
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });

  it("goes back to the best set it has been in, and forgets it at the next neuron", () => {
    for (const kernels of all) {
      const problem = problemOf(20, 19, 6, 14);
      const search = marginSearchOf(kernels, problem);
      for (let neuron = 0; neuron < 20; neuron++) {
        search.begin(neuron, KEY, 0);
        const start = inputsOf(search, 6);
        search.restore();
        expect(inputsOf(search, 6)).toEqual(start);
        let least = search.energy;
        for (let step = 0; step < 80; step++) {
          search.anneal(1, 1, 200, 1);
          least = Math.min(least, search.energy);
        }
        search.restore();
        expect(search.energy).toBe(least);
        expect(definition(problem, neuron, inputsOf(search, 6))).toBe(least);
      }
    }
  });

  it("stays put when every other neuron is an input", () => {
    for (const kernels of all) {
      for (const nNeurons of [2, 5, 33]) {
        const search = marginSearchOf(kernels, problemOf(nNeurons, 5, nNeurons - 1, 500));
        search.begin(1, KEY, 0);
        const inputs = inputsOf(search, nNeurons - 1);
        expect(search.anneal(2, 50, 10, 0.5)).toBe(10);
        expect(search.accepted).toBe(0);
        expect(inputsOf(search, nNeurons - 1)).toEqual(inputs);
      }
    }
  });

  it("lowers its temperature by the factor after each level", () => {
    for (const kernels of all) {
      const search = marginSearchOf(kernels, problemOf(20, 9, 6, 900));
      search.begin(0, KEY, 0);
      expect(search.anneal(3, 2, 16, 0.5)).toBe(2);
    }
  });

  it("is the same in one piece or in several: 200 = 37 + 163 steps", () => {
    const run = (kernels: Kernels, pieces: readonly number[]): unknown[] => {
      const search = marginSearchOf(kernels, problemOf(40, 19, 10, 30));
      search.begin(3, KEY, 0);
      for (const steps of pieces) search.anneal(1, steps, 500, 1);
      search.restore();
      return [search.energy, search.accepted, inputsOf(search, 10)];
    };
    for (const kernels of all) {
      const whole = run(kernels, [200]);
      expect(run(kernels, [37, 163])).toEqual(whole);
      expect(run(kernels, new Array(200).fill(1))).toEqual(whole);
    }
  });

  it("is the same for levels at once or one by one, and does not disturb another that runs in turns with it", () => {
    const problems = [problemOf(40, 19, 10, 30), problemOf(21, 15, 4, 12)];
    for (const kernels of all) {
      const alone = problems.map((problem) => {
        const search = marginSearchOf(kernels, problem);
        search.begin(2, KEY, 0);
        return [search.anneal(8, 20, 800, 0.9), search.energy, inputsOf(search, problem.nInputs)];
      });
      const searches = problems.map((problem) => marginSearchOf(kernels, problem));
      for (const search of searches) search.begin(2, KEY, 0);
      const temperatures = searches.map(() => 800);
      for (const levels of [2, 1, 5]) {
        searches.forEach((search, k) => {
          temperatures[k] = search.anneal(levels, 20, temperatures[k], 0.9);
        });
      }
      expect(searches.map((s, k) => [temperatures[k], s.energy, inputsOf(s, problems[k].nInputs)])).toEqual(alone);
    }
  });
});

describe("margin search at a fixed temperature", () => {
  // N = 7, c = 3: the 20 sets of 3 out of 6; no set reaches the margin, where the search would rest
  const problem = { xi: randomSigns(8 * 7, plainRandom(3)), nPatterns: 8, nNeurons: 7, nInputs: 3, target: 9 };
  const temperature = 90;
  const steps = 120; // between samples: whole slots
  const states = landscape({ ...problem, scaledEpsilon: 0 }, 0, temperature, (set) => definition(problem, 0, set));
  const chances = slotTransitions(states, temperature, TRIES);

  it("is tested where energies matter: Boltzmann's weights differ ten-fold and none is rare", () => {
    expect(Math.min(...states.energies)).toBeGreaterThan(0);
    expect(Math.max(...states.weights) / Math.min(...states.weights)).toBeGreaterThan(10);
    expect(Math.min(...states.weights)).toBeGreaterThan(1e-3);
  });

  it("settles to Boltzmann's weights but for the coarseness of its table", () => {
    stationary(chances).forEach((p, k) => {
      expect(Math.abs(p / states.weights[k] - 1)).toBeLessThan(0.001);
    });
  });

  it.each([
    [wasm, 300_000],
    [js, 10_000],
  ] as const)("visits every set as often as Boltzmann says ($backend)", (kernels, samples) => {
    expect(memoryAfter(chances, steps / TRIES)).toBeLessThan(1e-3); // samples are as good as independent
    const search = marginSearchOf(kernels, problem);
    search.begin(0, [2, 3], 0);
    const counts = states.sets.map(() => 0);
    for (let n = 0; n < samples; n++) {
      search.anneal(1, steps, temperature, 1);
      counts[states.indexOf.get(inputsOf(search, 3).join())!]++;
    }
    // χ² of 19 degrees of freedom, beyond 4 sigma with probability 3e-5; the seed is fixed
    const expected = stationary(chances).map((p) => p * samples);
    expect(chiSquare(counts, expected)).toBeLessThan(chiSquareBound(states.sets.length - 1, 4));
  });
});
