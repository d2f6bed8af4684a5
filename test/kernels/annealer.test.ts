/** The annealer of one neuron: the same steps on both backends, energies of the definition, and its descent. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Annealer, Kernels, Key } from "../../src/backend/contract/kernels.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { scaledEnergyByDefinition, subsets } from "../support/definitions.ts";
import { guardBehind } from "../support/guard.ts";
import { plainRandom, randomSigns, randomSubset } from "../support/plain-random.ts";
import { NEURONS, someInputs } from "../support/sizes.ts";
import { annealerOf, inputsOf, type NeuronProblem } from "../support/stored-overlap.ts";

const { wasm, js, all } = await bothBackends();
const KEY: Key = [11, 12];

function problemOf(nNeurons: number, nPatterns: number, nInputs: number, scaledEpsilon: number): NeuronProblem {
  const xi = randomSigns(nPatterns * nNeurons, plainRandom(1000 * nNeurons + nPatterns));
  return { xi, nPatterns, nNeurons, nInputs, scaledEpsilon };
}

function definition(
  { xi, nPatterns, nNeurons, scaledEpsilon }: NeuronProblem,
  neuron: number,
  inputs: number[],
): number {
  return scaledEnergyByDefinition(xi, nPatterns, nNeurons, neuron, inputs, scaledEpsilon);
}

/** Everything an annealer shows, after each of several stages that use every move it has. */
function trace(annealer: Annealer, nInputs: number, neuron: number, hot: number, warm?: Int32Array): unknown[] {
  const seen: unknown[] = [];
  const look = (returned: unknown): void => {
    seen.push(returned, annealer.energy, annealer.squares, annealer.accepted, inputsOf(annealer, nInputs).join());
  };
  annealer.begin(neuron, KEY, 3, warm);
  look("begin");
  look(annealer.metropolis(3, 30, hot, 0.5));
  look(annealer.heatBath(3, 15, hot, 0.7));
  look(annealer.descend(2));
  look(annealer.metropolis(2, 20, hot * 0.3, 0.5));
  look(annealer.rootMetropolis(40, Math.sqrt(hot)));
  look(annealer.heatBath(1, 10, 0, 1));
  look(annealer.rootMetropolis(20, 0));
  annealer.restore();
  look("restore");
  look(annealer.descend(1000));
  return seen;
}

describe("the annealer of one neuron", () => {
  it("takes the same steps in both backends, narrow and wide, at every small size and tail", () => {
    for (const nNeurons of NEURONS) {
      for (const nInputs of someInputs(nNeurons)) {
        // noise reduction, signal reinforcement at p/c, and an ε for which 2κ is no integer
        for (const [nPatterns, scaledEpsilon] of [
          [5, 0],
          [12, 12],
          [9, 0.3],
        ]) {
          const problem = problemOf(nNeurons, nPatterns, nInputs, scaledEpsilon);
          const neuron = nNeurons >> 1;
          const hot = nPatterns * nPatterns * 2;
          for (const warm of [undefined, randomSubset(nNeurons, nInputs, neuron, plainRandom(nNeurons))]) {
            const traces = [
              [wasm, false],
              [wasm, true],
              [js, false],
              [js, true],
            ].map(([kernels, wide]) =>
              inScratch(kernels as Kernels, () => {
                const annealer = annealerOf(kernels as Kernels, problem, wide as boolean);
                const expectIntact = guardBehind((kernels as Kernels).arena);
                const seen = trace(annealer, nInputs, neuron, hot, warm);
                expectIntact();
                return JSON.stringify(seen);
              }),
            );
            // the widths choose by numbers rounded differently, so only twins are alike
            if (traces[2] !== traces[0] || traces[3] !== traces[1]) {
              expect({ narrow: traces[2], wide: traces[3] }, `N = ${nNeurons}, c = ${nInputs}`).toEqual({
                narrow: traces[0],
                wide: traces[1],
              });
            }
          }
        }
      }
    }
  });

  it("begins with a random set of exactly c others, or with the set it is given", () => {
    for (const kernels of all) {
      for (const nNeurons of [2, 3, 17, 40]) {
        for (const nInputs of someInputs(nNeurons)) {
          const annealer = annealerOf(kernels, problemOf(nNeurons, 5, nInputs, 0));
          for (let neuron = 0; neuron < nNeurons; neuron++) {
            annealer.begin(neuron, KEY, 0);
            const inputs = inputsOf(annealer, nInputs);
            expect(new Set(inputs).size).toBe(nInputs);
            expect(inputs.every((j) => j >= 0 && j < nNeurons && j !== neuron)).toBe(true);
            const warm = randomSubset(nNeurons, nInputs, neuron, plainRandom(neuron));
            annealer.begin(neuron, KEY, 0, warm);
            expect(inputsOf(annealer, nInputs)).toEqual(Array.from(warm).sort((a, b) => a - b));
            expect(annealer.accepted).toBe(0);
          }
        }
      }
    }
  });

  it("separates repeated runs, neurons and seeds", () => {
    for (const kernels of all) {
      const annealer = annealerOf(kernels, problemOf(60, 5, 20, 0));
      const starts = new Set<string>();
      for (const [neuron, run, key] of [
        [0, 0, KEY],
        [1, 0, KEY],
        [0, 1, KEY],
        [0, 0, [11, 13]],
        [0, 0, [10, 12]],
      ] as const) {
        annealer.begin(neuron, key, run);
        starts.add(inputsOf(annealer, 20).join());
      }
      expect(starts.size).toBe(5);
    }
  });

  it("its energy is c²E of the definition, Σ_ν (cA_ν − cε)², after every single step", () => {
    for (const kernels of all) {
      for (const [nNeurons, nPatterns, nInputs, scaledEpsilon] of [
        [9, 4, 3, 0],
        [20, 7, 8, 7],
        [33, 30, 12, 45],
        [66, 40, 1, 40],
      ]) {
        const problem = problemOf(nNeurons, nPatterns, nInputs, scaledEpsilon);
        const annealer = annealerOf(kernels, problem);
        for (const neuron of [0, nNeurons - 1]) {
          annealer.begin(neuron, KEY, 0);
          for (let step = 0; step < 40; step++) {
            if (step % 2)
              annealer.metropolis(1, 1, 1e15, 1); // hot enough to accept everything
            else annealer.heatBath(1, 1, 1e6, 1);
            const inputs = inputsOf(annealer, nInputs);
            expect(annealer.energy).toBe(definition(problem, neuron, inputs));
            const squares = inputs.reduce((sum, j) => sum + overlapOfPair(problem, neuron, j) ** 2, 0);
            expect(annealer.squares).toBe(squares);
          }
          expect(annealer.accepted).toBeGreaterThan(20);
        }
      }
    }
  });

  it("goes by the swap's ΔE of the definition: at T = 0 a step is taken exactly when it does not raise the energy", () => {
    // Metropolis accepts ΔE ≤ 0 at T = 0. That it has chosen right is seen by trying: a run at T = 0 never rises, and
    // where it has come to rest no swap at all lowers the energy.
    for (const kernels of all) {
      const problem = problemOf(14, 6, 5, 6);
      const annealer = annealerOf(kernels, problem);
      for (let neuron = 0; neuron < 14; neuron++) {
        annealer.begin(neuron, KEY, 0);
        let energy = annealer.energy;
        for (let step = 0; step < 400; step++) {
          annealer.metropolis(1, 1, 0, 1);
          expect(annealer.energy).toBeLessThanOrEqual(energy);
          energy = annealer.energy;
        }
        // of the 5 × 8 pairs one is never proposed in 2000 more with probability 40·e^−50
        annealer.metropolis(1, 2000, 0, 1);
        expectNoSwapLowers(problem, neuron, inputsOf(annealer, 5), annealer.energy);
      }
    }
  });

  it("the descent never raises the energy and ends where no swap lowers it", () => {
    for (const kernels of all) {
      for (const [nNeurons, nPatterns, nInputs, scaledEpsilon] of [
        [12, 5, 4, 0],
        [25, 12, 9, 12],
        [40, 60, 20, 60],
      ]) {
        const problem = problemOf(nNeurons, nPatterns, nInputs, scaledEpsilon);
        const annealer = annealerOf(kernels, problem);
        for (const neuron of [0, 3, nNeurons - 1]) {
          annealer.begin(neuron, KEY, 0);
          let energy = annealer.energy;
          for (let round = 0; round < 100; round++) {
            annealer.descend(1);
            expect(annealer.energy).toBeLessThanOrEqual(energy);
            energy = annealer.energy;
          }
          expect(annealer.descend(1000)).toBe(1); // a first round finds nothing left to do
          expectNoSwapLowers(problem, neuron, inputsOf(annealer, nInputs), energy);
        }
      }
    }
  });

  it("goes back to the best set it has been in", () => {
    for (const kernels of all) {
      const problem = problemOf(20, 9, 6, 9);
      const annealer = annealerOf(kernels, problem);
      for (let neuron = 0; neuron < 20; neuron++) {
        annealer.begin(neuron, KEY, 0);
        let least = annealer.energy;
        for (let step = 0; step < 60; step++) {
          if (step % 3) annealer.metropolis(1, 1, 200, 1);
          else annealer.heatBath(1, 1, 200, 1);
          least = Math.min(least, annealer.energy);
        }
        annealer.restore();
        expect(annealer.energy).toBe(least);
        expect(definition(problem, neuron, inputsOf(annealer, 6))).toBe(least);
        annealer.restore();
        expect(annealer.energy).toBe(least);
      }
    }
  });

  it("a best set of one neuron is forgotten at the next", () => {
    for (const kernels of all) {
      const problem = problemOf(20, 9, 6, 9);
      const annealer = annealerOf(kernels, problem);
      annealer.begin(0, KEY, 0);
      annealer.metropolis(1, 500, 100, 1);
      annealer.begin(1, KEY, 0);
      const start = inputsOf(annealer, 6);
      annealer.restore();
      expect(inputsOf(annealer, 6)).toEqual(start);
    }
  });

  it("stays put when every other neuron is an input", () => {
    for (const kernels of all) {
      for (const nNeurons of [2, 5, 33]) {
        const annealer = annealerOf(kernels, problemOf(nNeurons, 5, nNeurons - 1, 5));
        annealer.begin(1, KEY, 0);
        const inputs = inputsOf(annealer, nNeurons - 1);
        expect(annealer.metropolis(2, 50, 10, 0.5)).toBe(10);
        expect(annealer.heatBath(2, 50, 10, 0.5)).toBe(10);
        expect(annealer.descend(5)).toBe(0);
        expect(annealer.accepted).toBe(0);
        expect(inputsOf(annealer, nNeurons - 1)).toEqual(inputs);
      }
    }
  });

  it("lowers its temperature by the factor after each level", () => {
    for (const kernels of all) {
      const annealer = annealerOf(kernels, problemOf(20, 9, 6, 9));
      annealer.begin(0, KEY, 0);
      expect(annealer.metropolis(3, 2, 16, 0.5)).toBe(2);
      expect(annealer.heatBath(3, 2, 16, 0.5)).toBe(2);
    }
  });

  describe.each(["metropolis", "heatBath"] as const)("a run of %s", (move) => {
    const run = (kernels: Kernels, pieces: readonly number[]): unknown[] => {
      const annealer = annealerOf(kernels, problemOf(40, 9, 10, 6));
      annealer.begin(3, KEY, 0);
      for (const steps of pieces) annealer[move](1, steps, 500, 1);
      annealer.restore();
      return [annealer.energy, annealer.accepted, inputsOf(annealer, 10)];
    };

    it("is the same in one piece or in several: 200 = 37 + 163 steps", () => {
      for (const kernels of all) {
        const whole = run(kernels, [200]);
        expect(run(kernels, [37, 163])).toEqual(whole);
        expect(run(kernels, new Array(200).fill(1))).toEqual(whole);
      }
    });

    it("is the same for levels at once or one by one", () => {
      for (const kernels of all) {
        const levels = (pieces: readonly number[]) => {
          const annealer = annealerOf(kernels, problemOf(40, 9, 10, 6));
          annealer.begin(3, KEY, 0);
          let temperature = 800;
          for (const count of pieces) temperature = annealer[move](count, 20, temperature, 0.9);
          return [temperature, annealer.energy, inputsOf(annealer, 10)];
        };
        expect(levels([2, 1, 5])).toEqual(levels([8]));
      }
    });

    it("does not disturb another that runs in turns with it", () => {
      for (const kernels of all) {
        const problems = [problemOf(40, 9, 10, 6), problemOf(21, 5, 4, 0)];
        const alone = problems.map((problem) => {
          const annealer = annealerOf(kernels, problem);
          annealer.begin(2, KEY, 0);
          annealer[move](1, 100, 300, 1);
          return [annealer.energy, inputsOf(annealer, problem.nInputs)];
        });
        const together = problems.map((problem) => annealerOf(kernels, problem));
        for (const annealer of together) annealer.begin(2, KEY, 0);
        for (let step = 0; step < 20; step++) for (const annealer of together) annealer[move](1, 5, 300, 1);
        expect(together.map((a, k) => [a.energy, inputsOf(a, problems[k].nInputs)])).toEqual(alone);
      }
    });
  });

  it("Metropolis goes on with its list of candidates only where no other move came between", () => {
    // the list is kept from call to call; a heat bath, a descent or a restore changes the set behind its back
    for (const kernels of all) {
      const problem = problemOf(30, 9, 10, 9);
      const annealer = annealerOf(kernels, problem);
      for (const between of [
        () => annealer.heatBath(1, 30, 300, 1),
        () => annealer.descend(100),
        () => annealer.restore(),
        () => annealer.begin(4, KEY, 1),
      ]) {
        annealer.begin(5, KEY, 0);
        for (let round = 0; round < 10; round++) {
          annealer.metropolis(1, 30, 300, 1);
          between();
        }
        annealer.metropolis(1, 30, 300, 1);
        const inputs = inputsOf(annealer, 10);
        expect(new Set(inputs).size).toBe(10);
        expect(inputs.includes(between.toString().includes("begin") ? 4 : 5)).toBe(false);
      }
    }
  });

  it("repeated patterns: fields beyond 2³¹ stay exact in the wide annealer", () => {
    // P identical patterns make every M_ij = ±P and h up to cP² + P² = 601 · 4e6 = 2.4e9 > 2³¹
    const nPatterns = 2000;
    const nNeurons = 700;
    const nInputs = 600;
    const signs = randomSigns(nNeurons, plainRandom(9));
    const xi = new Int8Array(nPatterns * nNeurons);
    for (let mu = 0; mu < nPatterns; mu++) xi.set(signs, mu * nNeurons);
    // In every pattern s_j M_ij = P: cA = c(P − 1) whatever the inputs.
    const scaledEpsilon = nPatterns;
    const expected = nPatterns * (nInputs * (nPatterns - 1) - scaledEpsilon) ** 2;
    expect(expected).toBeLessThan(2 ** 53);
    for (const kernels of all) {
      inScratch(kernels, () => {
        const entries = Int16Array.from(signs, (sign) => sign * nPatterns);
        const stride = 704;
        const overlap = kernels.arena.int16(nNeurons * stride);
        for (let i = 0; i < nNeurons; i++) {
          for (let j = 0; j < nNeurons; j++) overlap.view[i * stride + j] = signs[i] * entries[j];
        }
        const twiceKappa = 2 * (nInputs + scaledEpsilon);
        const annealer = kernels.annealer({
          overlap,
          stride,
          nNeurons,
          nPatterns,
          nInputs,
          twiceKappa,
          largest: nPatterns,
          wide: true,
        });
        annealer.begin(0, KEY, 0);
        expect(annealer.energy).toBe(expected);
        annealer.metropolis(1, 200, 1, 1); // every swap has ΔE = 0
        expect(annealer.accepted).toBe(200);
        expect(annealer.energy).toBe(expected);
        annealer.heatBath(1, 20, 1, 1);
        expect(annealer.energy).toBe(expected);
      });
    }
  });

  it("wide fields and narrow ones differ where 2³¹ is passed, so the bound matters", () => {
    const nPatterns = 2000;
    const nNeurons = 700;
    const stride = 704;
    const energyOf = (wide: boolean): number =>
      inScratch(wasm, () => {
        const overlap = wasm.arena.int16(nNeurons * stride);
        for (let i = 0; i < nNeurons; i++) overlap.view.fill(nPatterns, i * stride, i * stride + nNeurons);
        const annealer = wasm.annealer({
          overlap,
          stride,
          nNeurons,
          nPatterns,
          nInputs: 600,
          twiceKappa: 1200,
          largest: nPatterns,
          wide,
        });
        annealer.begin(0, KEY, 0);
        return annealer.energy;
      });
    expect(energyOf(true)).toBe(nPatterns * (600 * (nPatterns - 1)) ** 2);
    expect(energyOf(false)).not.toBe(energyOf(true));
  });
});

describe("both solvers", () => {
  it.each(["metropolis", "heatBath"] as const)(
    "%s reaches the optimum of tiny problems, found by brute force",
    (move) => {
      // Annealed slowly; a failure by chance would show in another seed, so all of these must succeed.
      fc.assert(
        fc.property(
          fc.integer({ min: 3, max: 12 }).chain((nNeurons) =>
            fc.record({
              nNeurons: fc.constant(nNeurons),
              nInputs: fc.integer({ min: 1, max: nNeurons - 1 }),
              nPatterns: fc.integer({ min: 1, max: 14 }),
              signal: fc.boolean(),
              seed: fc.integer({ min: 0, max: 1e9 }),
            }),
          ),
          ({ nNeurons, nInputs, nPatterns, signal, seed }) => {
            const xi = randomSigns(nPatterns * nNeurons, plainRandom(seed));
            const problem = { xi, nPatterns, nNeurons, nInputs, scaledEpsilon: signal ? nPatterns : 0 };
            inScratch(wasm, () => {
              const annealer = annealerOf(wasm, problem);
              for (let neuron = 0; neuron < nNeurons; neuron++) {
                const others = Array.from({ length: nNeurons }, (_, j) => j).filter((j) => j !== neuron);
                let optimum = Number.POSITIVE_INFINITY;
                for (const subset of subsets(others, nInputs)) {
                  optimum = Math.min(optimum, definition(problem, neuron, subset));
                }
                annealer.begin(neuron, [seed, 1], 0);
                annealer[move](64, 100, nPatterns ** 3, 0.85); // down by 3e-5
                annealer.restore();
                annealer.descend(1000);
                expect(annealer.energy).toBe(optimum);
              }
            });
          },
        ),
        { numRuns: 60, seed: 1 },
      );
    },
  );
});

function overlapOfPair({ xi, nPatterns, nNeurons }: NeuronProblem, i: number, j: number): number {
  let sum = 0;
  for (let mu = 0; mu < nPatterns; mu++) sum += xi[mu * nNeurons + i] * xi[mu * nNeurons + j];
  return sum;
}

function expectNoSwapLowers(problem: NeuronProblem, neuron: number, inputs: number[], energy: number): void {
  expect(definition(problem, neuron, inputs)).toBe(energy);
  for (let position = 0; position < inputs.length; position++) {
    for (let k = 0; k < problem.nNeurons; k++) {
      if (k === neuron || inputs.includes(k)) continue;
      const swapped = inputs.map((j, at) => (at === position ? k : j));
      const changed = definition(problem, neuron, swapped);
      if (changed < energy) expect.unreachable(`${inputs[position]} → ${k} lowers ${energy} to ${changed}`);
    }
  }
}
