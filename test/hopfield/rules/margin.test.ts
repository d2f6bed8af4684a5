/** Rewiring for a margin κ: energies of the definition, optima of small networks, and fields that reach κ. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomConnectivity } from "../../../src/hopfield/connectivity.ts";
import { hebbianNetwork } from "../../../src/hopfield/learning/learn.ts";
import { type Patterns, patternsFrom } from "../../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../../src/hopfield/random-patterns.ts";
import { alignedFields } from "../../../src/hopfield/relax.ts";
import { type Rewired, type RewireSpec, rewire } from "../../../src/hopfield/rewire.ts";
import { defaultMargin, targetOf } from "../../../src/hopfield/rules/margin.ts";
import { BACKENDS } from "../../support/backends.ts";
import { subsets } from "../../support/definitions.ts";
import { marginEnergyByDefinition } from "../../support/margin.ts";
import { plainRandom, randomSigns } from "../../support/plain-random.ts";
import { expectAbortion, expectRejection } from "../../support/rejection.ts";
import { shuffledExecutor } from "../../support/shuffled-executor.ts";

const patterns = await randomPatterns({ nPatterns: 60, nNeurons: 70, seed: 1 });

/** E_i = Σ_ν max(0, κ − (1 + A_i^ν))², exact where κc is an integer. */
function energyOf({ values, nPatterns, nNeurons }: Patterns, i: number, inputs: ArrayLike<number>, margin: number) {
  const c = inputs.length;
  const scaled = Math.abs(margin * c - Math.round(margin * c)) < 1e-9 ? Math.round(margin * c) : margin * c;
  return marginEnergyByDefinition(values, nPatterns, nNeurons, i, inputs, scaled) / c ** 2;
}

/** What a result says, without what it took. */
function found({ neurons, inputs, energies, connectivity, epsilon, margin }: Rewired) {
  return { neurons, inputs, energies, connectivity, epsilon, margin };
}

describe("rewiring for a margin", () => {
  it("reports energies that are Σ_ν max(0, κ − (1 + A_ν))² of the definition, the same on both backends", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 30 }).chain((nNeurons) =>
          fc.record({
            nNeurons: fc.constant(nNeurons),
            inputs: fc.integer({ min: 1, max: nNeurons - 1 }),
            nPatterns: fc.integer({ min: 1, max: 40 }),
            margin: fc.option(fc.double({ min: 1e-3, max: 40, noNaN: true }), { nil: undefined }),
            seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
          }),
        ),
        async ({ nNeurons, inputs, nPatterns, margin, seed }) => {
          const random = plainRandom(Number(seed % 2n ** 32n));
          const some = patternsFrom(randomSigns(nPatterns * nNeurons, random), nNeurons);
          const spec = { inputs, rule: "margin", seed, sweeps: 3, ...(margin !== undefined && { margin }) } as const;
          const [wasm, js] = await Promise.all(BACKENDS.map((backend) => rewire(some, spec, { backend })));
          expect(found(js)).toEqual(found(wasm));
          expect(wasm.epsilon).toBeNull();
          expect(wasm.margin).toBe(margin ?? defaultMargin(inputs, nNeurons));
          for (let i = 0; i < nNeurons; i++) {
            const row = wasm.inputs.subarray(i * inputs, (i + 1) * inputs);
            const expected = energyOf(some, i, row, wasm.margin!);
            expect(Math.abs(wasm.energies[i] - expected)).toBeLessThanOrEqual(1e-9 * expected);
          }
        },
      ),
      { numRuns: 25, seed: 3 },
    );
  });

  it("E = 0 proves it: the least aligned field of such a neuron is at least κ", async () => {
    for (const margin of [0.3, 0.75, 1.4]) {
      const spec = { inputs: 14, rule: "margin", margin, seed: 2 } as const;
      const { energies, connectivity } = await rewire(patterns, spec);
      const fields = await alignedFields(await hebbianNetwork(patterns, connectivity!), patterns);
      const least = Array.from(energies, (_, i) => {
        let smallest = Number.POSITIVE_INFINITY;
        for (let nu = 0; nu < 60; nu++) smallest = Math.min(smallest, fields[nu * 70 + i]);
        return smallest;
      });
      expect(Array.from(energies, (energy) => energy === 0)).toEqual(least.map((field) => field >= margin - 1e-12));
    }
  });

  it("finds the optimum of small networks, where all sets can be tried", async () => {
    const small = await randomPatterns({ nPatterns: 14, nNeurons: 11, seed: 4 });
    for (const backend of BACKENDS) {
      for (const inputs of [2, 4]) {
        const { energies, margin } = await rewire(small, { inputs, rule: "margin", margin: 1, seed: 3 }, { backend });
        for (let i = 0; i < 11; i++) {
          const others = Array.from({ length: 11 }, (_, j) => j).filter((j) => j !== i);
          expect(energies[i]).toBe(Math.min(...subsets(others, inputs).map((set) => energyOf(small, i, set, margin!))));
        }
      }
    }
  });

  it("is the same for any executor, order and choice of neurons, and for calls cut short", async () => {
    // JavaScript, guessed slower, is cut into more calls than WebAssembly at the same number of sweeps
    const spec = { inputs: 12, rule: "margin", margin: 2, seed: 9, sweeps: 300 } as const;
    const whole = await rewire(patterns, spec);
    expect(found(await rewire(patterns, spec, { executor: shuffledExecutor(3, 1) }))).toEqual(found(whole));
    const some = await rewire(patterns, { ...spec, only: [66, 3] }, { backend: "js" });
    expect(Array.from(some.energies)).toEqual([whole.energies[66], whole.energies[3]]);
    expect(Array.from(some.inputs)).toEqual([
      ...whole.inputs.subarray(66 * 12, 67 * 12),
      ...whole.inputs.subarray(3 * 12, 4 * 12),
    ]);
  });

  it("begins with given connectivity and never ends above it", async () => {
    const from = await randomConnectivity({ nNeurons: 70, nInputs: 12, seed: 5 });
    for (const sweeps of [0, 1, 30]) {
      const { energies } = await rewire(patterns, { inputs: 12, rule: "margin", margin: 1.5, from, seed: 1, sweeps });
      for (let i = 0; i < 70; i++) {
        const before = energyOf(patterns, i, from.inputs.subarray(i * 12, (i + 1) * 12), 1.5);
        if (sweeps === 0) expect(energies[i]).toBe(before);
        else expect(energies[i]).toBeLessThanOrEqual(before);
      }
    }
  });

  it("keeps to a time limit, and ends before it where nothing is left to gain", async () => {
    const timed = async (margin: number): Promise<number> => {
      const began = performance.now();
      await rewire(patterns, { inputs: 30, rule: "margin", margin, seed: 1, timeLimit: 0.4, only: [5] });
      return performance.now() - began;
    };
    await timed(5); // loads kernels
    expect(await timed(5)).toBeGreaterThan(390);
    expect(await timed(0.05)).toBeLessThan(300);
  });

  it("stays put when every other neuron is an input", async () => {
    const { energies, inputs } = await rewire(patterns, { inputs: 69, rule: "margin", seed: 1 });
    expect(Array.from(inputs.subarray(0, 69))).toEqual(Array.from({ length: 69 }, (_, k) => k + 1));
    expect(energies[0]).toBeCloseTo(energyOf(patterns, 0, inputs.subarray(0, 69), defaultMargin(69, 70)), 12);
  });

  it.each(["wasm", "js"] as const)("can be aborted (%s)", async (backend) => {
    const spec = { inputs: 12, rule: "margin", margin: 4, seed: 1, sweeps: 1e7 } as const;
    await expectAbortion((options) => rewire(patterns, spec, { ...options, backend }), 60);
  });
});

describe("κ", () => {
  it("is a multiple of 1/c that falls with c/N", () => {
    expect(defaultMargin(50, 500)).toBe(0.72);
    expect(defaultMargin(100, 500)).toBe(0.61);
    expect(defaultMargin(250, 500)).toBe(0.3);
    expect(defaultMargin(499, 500)).toBe(1 / 499);
    expect(defaultMargin(1, 2)).toBe(1);
  });

  it("reaches the search as the least integer that is enough", () => {
    expect(targetOf(0.7, 50)).toBe(35);
    expect(targetOf(0.61, 100)).toBe(61);
    expect(targetOf(0.301, 10)).toBe(4);
    expect(targetOf(1e-9, 10)).toBe(1);
  });
});

describe("what rewiring for a margin refuses", () => {
  const spec: RewireSpec = { inputs: 8, rule: "margin", seed: 1, sweeps: 1 };
  it.each<[string, object, typeof TypeError | typeof RangeError, RegExp]>([
    ["κ = 0", { margin: 0 }, RangeError, /^rewire: margin must be a finite number > 0, got 0$/],
    ["κ < 0", { margin: -1 }, RangeError, /margin must be a finite number > 0, got -1/],
    ["κ = NaN", { margin: Number.NaN }, RangeError, /margin .* got NaN/],
    ["κ = ∞", { margin: Number.POSITIVE_INFINITY }, RangeError, /margin .* got Infinity/],
    ["κ beyond all fields", { margin: 32768 }, RangeError, /margin must be ≤ 32767, which no aligned field exceeds/],
    ["κ as a word", { margin: "1" }, TypeError, /margin must be a number, got "1"/],
    ["ε", { epsilon: 1 }, RangeError, /^rewire: epsilon must be left out for rule "margin", got 1$/],
    [
      "κ of another rule",
      { rule: "signal", margin: 1 },
      RangeError,
      /margin must be left out for rule "signal", got 1/,
    ],
    [
      "the heat bath",
      { solver: "heat-bath" },
      RangeError,
      /^rewire: solver must be "swap" or left out for rule "margin", got "heat-bath"$/,
    ],
  ])("%s", async (_, part, kind, message) => {
    await expectRejection(rewire(patterns, { ...spec, ...part } as RewireSpec), kind, message);
  });

  it("takes the solver it has", async () => {
    const named = await rewire(patterns, { ...spec, solver: "swap" });
    expect(found(named)).toEqual(found(await rewire(patterns, spec)));
  });
});
