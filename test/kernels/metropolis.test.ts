/** The swap-Metropolis algorithm at a fixed temperature samples Boltzmann's distribution, of E or of √E. */
import { describe, expect, it } from "vitest";
import type { Annealer, Kernels } from "../../src/backend/contract/kernels.ts";
import { bothBackends } from "../support/backends.ts";
import { boltzmann, landscape, memoryAfter, metropolisTransitions, stationary } from "../support/boltzmann.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { chiSquare, chiSquareBound } from "../support/statistics.ts";
import { annealerOf, inputsOf } from "../support/stored-overlap.ts";

const { wasm, js } = await bothBackends();

// N = 7, c = 3: the 20 sets of 3 out of 6, energies spread over about the temperature
const PROBLEM = { xi: randomSigns(8 * 7, plainRandom(3)), nPatterns: 8, nNeurons: 7, nInputs: 3, scaledEpsilon: 0 };
const STEPS = 120; // between samples

interface Case {
  readonly name: string;
  readonly temperature: number;
  /** The chain of the steps that are tested, exact. */
  readonly states: ReturnType<typeof landscape>;
  readonly step: (annealer: Annealer, temperature: number) => void;
}

const plain = landscape(PROBLEM, 0, 90);
const CASES: readonly Case[] = [
  {
    name: "E",
    temperature: 90,
    states: plain,
    step: (annealer, temperature) => annealer.metropolis(1, STEPS, temperature, 1),
  },
  {
    name: "√E",
    temperature: 3,
    states: boltzmann(plain, plain.energies.map(Math.sqrt), 3),
    step: (annealer, temperature) => annealer.rootMetropolis(STEPS, temperature),
  },
];

describe.each(CASES)("swap-Metropolis on $name at a fixed temperature", ({ temperature, states, step }) => {
  const chances = metropolisTransitions(states, temperature);

  function frequencies(kernels: Kernels, samples: number): number[] {
    const annealer = annealerOf(kernels, PROBLEM);
    annealer.begin(0, [2, 3], 0);
    const counts = states.sets.map(() => 0);
    for (let n = 0; n < samples; n++) {
      step(annealer, temperature);
      counts[states.indexOf.get(inputsOf(annealer, 3).join())!]++;
    }
    return counts.map((count) => count / samples);
  }

  it("is tested where energies matter: Boltzmann's weights differ ten-fold and none is rare", () => {
    expect(Math.max(...states.weights) / Math.min(...states.weights)).toBeGreaterThan(10);
    expect(Math.min(...states.weights)).toBeGreaterThan(1e-3);
  });

  it("settles to Boltzmann's weights but for the coarseness of its table", () => {
    // Exact: from the chances of all transitions, not sampled.
    // The table of 4096 exponential quantiles makes an acceptance wrong by 1/8192 at most: up to 0.05 % of a weight here.
    stationary(chances).forEach((p, k) => {
      expect(Math.abs(p / states.weights[k] - 1)).toBeLessThan(0.001);
    });
  });

  it.each([
    [wasm, 300_000],
    [js, 10_000],
  ] as const)("visits every set as often as Boltzmann says ($backend)", (kernels, samples) => {
    expect(memoryAfter(chances, STEPS)).toBeLessThan(1e-3); // samples are as good as independent
    const found = frequencies(kernels, samples);
    const settled = stationary(chances);
    // χ² of 19 degrees of freedom against the exact chances of the chain, beyond 4 sigma with probability 3e-5: with 300 000
    // samples it would notice a temperature that is 2 % off. The seed is fixed.
    const counts = found.map((frequency) => frequency * samples);
    const expected = settled.map((p) => p * samples);
    expect(chiSquare(counts, expected)).toBeLessThan(chiSquareBound(states.sets.length - 1, 4));
    found.forEach((frequency, k) => {
      // A frequency out of n independent samples has s.d. √(p(1 − p)/n). That one of 20 is more than 5 sigma off happens by
      // chance with probability below 20·erfc(5/√2) = 1.1e-5; the seed is fixed. Boltzmann's own weight is farther away by
      // the systematic part of the test above at most.
      const sigma = Math.sqrt((settled[k] * (1 - settled[k])) / samples);
      expect(Math.abs(frequency - settled[k])).toBeLessThan(5 * sigma);
      expect(Math.abs(frequency - states.weights[k])).toBeLessThan(5 * sigma + 0.001 * states.weights[k]);
    });
  });
});
