/** The annealing that the authors of EK22 ran: its schedule, its ends, and what it finds. */
import { describe, expect, it } from "vitest";
import { randomPatterns } from "../../../src/hopfield/random-patterns.ts";
import { rewire } from "../../../src/hopfield/rewire.ts";
import { published, swapChance } from "../../../src/hopfield/solvers/published.ts";
import { bothBackends } from "../../support/backends.ts";
import { scaledEnergyByDefinition } from "../../support/definitions.ts";
import { plainRandom, randomSigns } from "../../support/plain-random.ts";
import { annealerOf } from "../../support/stored-overlap.ts";

const { wasm } = await bothBackends();

/** Searches a neuron and keeps what the annealer was asked to do. */
async function watched(nNeurons: number, nPatterns: number, nInputs: number, neuron: number, scaledEpsilon = 0) {
  const xi = randomSigns(nPatterns * nNeurons, plainRandom(nNeurons + nPatterns));
  const annealer = annealerOf(wasm, { xi, nPatterns, nNeurons, nInputs, scaledEpsilon });
  const calls: { swaps: number; temperature: number; root: number }[] = [];
  const spy = new Proxy(annealer, {
    get(of, name: keyof typeof annealer) {
      const value = of[name];
      if (name === "rootMetropolis") {
        return (swaps: number, temperature: number) => {
          of.rootMetropolis(swaps, temperature);
          calls.push({ swaps, temperature: temperature / nInputs, root: Math.sqrt(of.energy) / nInputs });
        };
      }
      return typeof value === "function" ? value.bind(of) : value;
    },
  });
  const out = new Int32Array(nInputs);
  const found = await published.search(spy, {
    neuron,
    key: [5, 6],
    plan: { sweeps: null, timeLimit: null, temperatures: null },
    size: { nNeurons, nPatterns, nInputs, backend: "wasm" },
    pause: () => undefined,
    out,
  });
  const isTrial = ({ temperature }: (typeof calls)[number]) => temperature > 1e300;
  return { xi, found, out, trials: calls.filter(isTrial), levels: calls.filter((call) => !isTrial(call)) };
}

describe("the published annealing", () => {
  it("begins where the largest change of √E among 1000 blind proposals has the chance 0.8, and cools by 0.99", async () => {
    const { trials, levels } = await watched(60, 20, 8, 7);
    expect(trials.every(({ swaps }) => swaps === 1)).toBe(true);
    // as many as are swaps: 5 standard deviations, false alarms below 1e-6
    const expected = 1000 * swapChance(60, 8);
    expect(Math.abs(trials.length - expected)).toBeLessThan(5 * Math.sqrt(expected));
    // every trial is made: √E is seldom what it was
    const changes = trials.slice(1).map(({ root }, k) => Math.abs(root - trials[k].root));
    expect(changes.filter((change) => change === 0).length).toBeLessThan(0.2 * changes.length);
    expect(levels[0].temperature).toBeCloseTo(Math.max(...changes) / -Math.log(0.8), 12);
    for (let level = 1; level < 20; level++) {
      expect(levels[level].temperature / levels[level - 1].temperature).toBeCloseTo(0.99, 12);
    }
    const other = await watched(60, 20, 8, 31);
    expect(other.levels[0].temperature).toBe(levels[0].temperature); // the same for all neurons of a network
  });

  it("ends after 800 temperatures that left √E as it was", async () => {
    const { levels } = await watched(60, 40, 8, 7);
    const last = levels.at(-1)!.root;
    const changed = levels.findLastIndex(({ root }) => root !== last);
    expect(levels.length - 1 - (changed + 1)).toBe(800);
    expect(last).toBeGreaterThan(1e-4);
  });

  it("ends with √E = 0 where there is a set without noise", async () => {
    const { levels, found } = await watched(60, 2, 8, 7);
    expect(found.energy).toBe(0);
    expect(levels.at(-1)!.root).toBe(0);
    expect(levels.at(-2)!.root).toBeGreaterThan(0);
  });

  it("makes as many of 300 proposals a temperature as would not be blind", async () => {
    const [nNeurons, nInputs] = [60, 8];
    const { levels, found } = await watched(nNeurons, 40, nInputs, 7);
    const steps = levels.reduce((sum, { swaps }) => sum + swaps, 0);
    expect(found.steps).toBe(steps);
    // by counting pairs of others: an input and one that is none
    let real = 0;
    for (let a = 0; a < nNeurons - 1; a++)
      for (let b = 0; b < nNeurons - 1; b++) if (a < nInputs !== b < nInputs) real++;
    const chance = real / (nNeurons - 1) ** 2;
    expect(swapChance(nNeurons, nInputs)).toBeCloseTo(chance, 14);
    const expected = levels.length * 300 * chance;
    // 5 standard deviations: false alarms below 1e-6
    expect(Math.abs(steps - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  it("gives c²E of the inputs that it writes, with an ε as well", async () => {
    for (const scaledEpsilon of [0, 20]) {
      const { xi, found, out } = await watched(60, 20, 8, 7, scaledEpsilon);
      expect(found.energy).toBe(scaledEnergyByDefinition(xi, 20, 60, 7, Array.from(out), scaledEpsilon));
    }
  });

  it("finds the same on both backends, from any list of neurons", async () => {
    const patterns = await randomPatterns({ nPatterns: 9, nNeurons: 40, seed: 3 });
    for (const rule of ["noise", "signal"] as const) {
      const spec = { inputs: 6, rule, solver: "published", seed: 4 } as const;
      const whole = await rewire(patterns, { ...spec, only: [3, 11, 39] });
      const js = await rewire(patterns, { ...spec, only: [3, 11, 39] }, { backend: "js" });
      const one = await rewire(patterns, { ...spec, only: [11] });
      expect(js.inputs).toEqual(whole.inputs);
      expect(js.steps).toEqual(whole.steps);
      expect(one.inputs).toEqual(whole.inputs.slice(6, 12));
    }
  });

  it("has a schedule of its own, and none for the margin rule", async () => {
    const patterns = await randomPatterns({ nPatterns: 9, nNeurons: 40, seed: 3 });
    const spec = { inputs: 6, rule: "noise", solver: "published" } as const;
    for (const more of [
      { sweeps: 20 },
      { timeLimit: 1 },
      { temperatures: { start: 1, end: 0.1 } },
      { descent: false },
    ]) {
      await expect(rewire(patterns, { ...spec, ...more })).rejects.toThrow(
        `rewire: ${Object.keys(more)[0]} must be left out with solver "published", whose schedule is its own, got`,
      );
    }
    await expect(rewire(patterns, { ...spec, rule: "margin" })).rejects.toThrow(
      'rewire: solver must be "swap" or left out for rule "margin", got "published"',
    );
  });
});
