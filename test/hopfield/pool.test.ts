/** Searches among pools: exact energies, the same bits everywhere, the search among all where the pool is everything. */
import { describe, expect, it } from "vitest";
import { randomConnectivity } from "../../src/hopfield/connectivity.ts";
import { hebbianNetwork } from "../../src/hopfield/learning/learn.ts";
import { overlapMatrix } from "../../src/hopfield/overlap.ts";
import { type Patterns, patternsFrom } from "../../src/hopfield/patterns.ts";
import { poolSize, poolSteps } from "../../src/hopfield/pool.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { planRewire, type Rewired, type RewireSpec, rewire } from "../../src/hopfield/rewire.ts";
import { targetOfLoad } from "../../src/hopfield/rules/pooled-noise.ts";
import { BACKENDS } from "../support/backends.ts";
import { scaledEnergyByDefinition } from "../support/definitions.ts";
import { plainRandom } from "../support/plain-random.ts";
import { expectRejection } from "../support/rejection.ts";
import { shuffledExecutor } from "../support/shuffled-executor.ts";

const nNeurons = 300;
const patterns = await randomPatterns({ nPatterns: 40, nNeurons, seed: 3 });
/** Pools of 64 among 300. */
const SPEC = { inputs: 6, rule: "signal", seed: 4, search: "pooled" } as const satisfies RewireSpec;

function found({ neurons, inputs, energies, steps, epsilon }: Rewired) {
  return { neurons, inputs, energies, steps, epsilon };
}

function energyOf({ values, nPatterns, nNeurons }: Patterns, i: number, inputs: ArrayLike<number>, epsilon: number) {
  const c = inputs.length;
  return scaledEnergyByDefinition(values, nPatterns, nNeurons, i, inputs, Math.round(c * epsilon)) / c ** 2;
}

describe("a search among pools", () => {
  it("reports energies that are Σ_ν (A_ν − ε)² of the definition, exactly, and distinct inputs", async () => {
    const { inputs, energies, epsilon, connectivity } = await rewire(patterns, SPEC);
    expect(connectivity!.inputs).toBe(inputs);
    energies.forEach((energy, i) => {
      const row = inputs.subarray(i * 6, (i + 1) * 6);
      expect(new Set(row).size).toBe(6);
      expect(row.includes(i)).toBe(false);
      expect(Array.from(row)).toEqual(Array.from(row).sort((a, b) => a - b));
      expect(energy).toBe(energyOf(patterns, i, row, epsilon!));
    });
  });

  it("has the same bits on both backends, for any list of neurons, executor and number of threads", async () => {
    const all = await rewire(patterns, SPEC);
    expect(found(await rewire(patterns, SPEC, { executor: shuffledExecutor(7, 1) }))).toEqual(found(all));
    const only = [299, 0, 17, 64, 63, 128];
    const some = await rewire(patterns, { ...SPEC, only });
    expect(found(await rewire(patterns, { ...SPEC, only }, { backend: "js" }))).toEqual(found(some));
    only.forEach((i, n) => {
      expect(some.inputs.slice(n * 6, (n + 1) * 6)).toEqual(all.inputs.slice(i * 6, (i + 1) * 6));
      expect(some.energies[n]).toBe(all.energies[i]);
    });
  });

  it("is the search among all where the pool is everything, bit by bit", async () => {
    for (const inputs of [30, 100, 299]) {
      const spec = { inputs, rule: "signal", seed: 5, only: [0, 299] } as const;
      expect(poolSize(inputs, 1)).toBeGreaterThanOrEqual(nNeurons);
      expect(found(await rewire(patterns, { ...spec, search: "pooled" }))).toEqual(found(await rewire(patterns, spec)));
      // the dial goes on: twice the effort is twice the sweeps
      const longer = await rewire(patterns, { ...spec, effort: 2 });
      expect(found(longer)).toEqual(found(await rewire(patterns, { ...spec, sweeps: 40 })));
    }
  });

  it("keeps overlaps too large for 16-bit products exact, alike on both backends", async () => {
    // patterns alike in most neurons: every |M| is near p = 300
    const random = plainRandom(6);
    const values = Int8Array.from({ length: 300 * 200 }, () => (random() < 0.04 ? -1 : 1));
    const alike = patternsFrom(values, 200);
    const spec = { ...SPEC, inputs: 5, only: [0, 77, 199] };
    const [wasm, js] = await Promise.all(BACKENDS.map((backend) => rewire(alike, spec, { backend })));
    expect(found(js)).toEqual(found(wasm));
    wasm.neurons.forEach((i, n) => {
      expect(wasm.energies[n]).toBe(energyOf(alike, i, wasm.inputs.subarray(n * 5, (n + 1) * 5), wasm.epsilon!));
    });
  });

  it("begins with the connectivity it is given, whose inputs are in the pool, and never ends above it", async () => {
    const from = await randomConnectivity({ nNeurons, nInputs: 6, seed: 8 });
    const warm = await rewire(patterns, { ...SPEC, from });
    warm.energies.forEach((energy, i) => {
      const before = energyOf(patterns, i, from.inputs.subarray(i * 6, (i + 1) * 6), warm.epsilon!);
      expect(energy).toBeLessThanOrEqual(before);
      expect(energy).toBe(energyOf(patterns, i, warm.inputs.subarray(i * 6, (i + 1) * 6), warm.epsilon!));
    });
  });

  it("tells its course in neurons of the network", async () => {
    const courses: { inputs: Int32Array; moments: number; energies: Float64Array }[] = [];
    const only = [250];
    const { inputs, energies, epsilon } = await rewire(
      patterns,
      { ...SPEC, only },
      { course: true, onNeurons: ({ course }) => courses.push(course!) },
    );
    const [course] = courses;
    for (let moment = 0; moment < course.moments; moment++) {
      const row = course.inputs.subarray(moment * 6, (moment + 1) * 6);
      // a sum of changes that end where they began may differ by its rounding
      expect(course.energies[moment]).toBeCloseTo(energyOf(patterns, 250, row, epsilon!), 9);
    }
    expect(course.inputs.slice(-6)).toEqual(inputs);
    expect(course.energies.at(-1)).toBe(energies[0]);
  });

  it("takes as long as its effort says, and ends lower the longer it takes", async () => {
    const means = [];
    for (const effort of [0.2, 1, 9]) {
      const { energies, steps } = await rewire(patterns, { ...SPEC, effort });
      expect(steps[0]).toBe(64 * Math.ceil(poolSteps(6, effort) / 64));
      means.push(energies.reduce((a, b) => a + b) / nNeurons);
    }
    expect(means[1]).toBeLessThan(means[0]);
    expect(means[2]).toBeLessThan(means[1]);
  });

  it("ends about as low as the search among all does at the same number of steps", async () => {
    // N = 1600, c = 50: a pool of 512; 2560 steps are 1.6 sweeps. The energies of 40 neurons are compared one by one: the mean ratio is
    // 1.03 with a standard error of 0.01.
    const large = await randomPatterns({ nPatterns: 190, nNeurons: 1600, seed: 1 });
    const only = Array.from({ length: 40 }, (_, k) => 40 * k);
    const spec = { inputs: 50, rule: "signal", seed: 1, only, epsilon: 3.8 } as const;
    const pooled = await rewire(large, { ...spec, search: "pooled" });
    const dense = await rewire(large, { ...spec, sweeps: 1.6 });
    expect(dense.steps[0]).toBe(pooled.steps[0]);
    const ratio = pooled.energies.reduce((sum, energy, n) => sum + energy / dense.energies[n], 0) / only.length;
    expect(ratio).toBeLessThan(1.1);
  });
});

describe("the choice between pools and all neurons", () => {
  const planOf = async (nNeurons: number, spec: Partial<RewireSpec>) => {
    const one = { nPatterns: 1, nNeurons, values: new Int8Array(nNeurons).fill(1) };
    return planRewire(one, { inputs: 20, rule: "signal", ...spec });
  };

  it("is for pools in networks of 1500 neurons and three pools, by a stated rule", async () => {
    const effortOf = async (nNeurons: number, spec: Partial<RewireSpec> = {}) =>
      (await planOf(nNeurons, spec)).plan.pooled?.effort ?? null;
    expect(await effortOf(1499)).toBeNull();
    expect(await effortOf(1500)).toBe(1);
    expect(poolSize(50, 1)).toBe(512);
    expect(await effortOf(1535, { inputs: 50 })).toBeNull();
    expect(await effortOf(1536, { inputs: 50 })).toBe(1);
    expect(await effortOf(5000, { search: "dense" })).toBeNull();
    expect(await effortOf(5000, { sweeps: 20 })).toBeNull();
    expect(await effortOf(5000, { solver: "heat-bath" })).toBeNull();
    expect(await effortOf(5000, { rule: "noise" })).toBeNull();
    expect(await effortOf(500, { effort: 2 })).toBe(2);
    expect(await effortOf(500, { search: "pooled" })).toBe(1);
  });

  it("the default ε of pools grows with N/c, and is p/c at c/N = 0.05 and above; cε is an integer", async () => {
    expect(targetOfLoad(50, 1000)).toBe(1);
    expect(targetOfLoad(50, 100)).toBe(1);
    expect(targetOfLoad(50, 10_000)).toBeCloseTo(1 + 0.17 * Math.log(10), 12);
    const { values } = await planOf(1500, {});
    expect(values.epsilon).toBe(Math.round(targetOfLoad(20, 1500)) / 20);
    expect((await planOf(1500, { search: "dense" })).values.epsilon).toBe(1 / 20);
  });

  it("tells the memory it needs beforehand: networks whose matrix would never fit", async () => {
    await expectRejection(
      planOf(100_000, { search: "dense" }),
      RangeError,
      /rewire: overlaps of 100000 neurons need 18\.\d GiB/,
    );
    expect((await planOf(100_000, {})).plan.pooled).toEqual({ effort: 1, inputs: { signal: [20] } });
  });

  it.each([
    [{ effort: 1, sweeps: 3 }, TypeError, /rewire: sweeps must be left out with effort 1, .* got 3/],
    [{ effort: 1, solver: "swap" }, TypeError, /rewire: solver must be left out with effort 1/],
    [{ search: "pooled", timeLimit: 1 }, TypeError, /rewire: timeLimit must be left out with search "pooled"/],
    [{ search: "pooled", descent: false }, TypeError, /rewire: descent must be left out with search "pooled"/],
    [{ search: "dense", effort: 2 }, TypeError, /rewire: effort must be left out with search "dense", got 2/],
    [{ rule: "noise", effort: 1 }, RangeError, /rewire: effort must be left out for rule "noise"/],
    [{ search: "all" }, TypeError, /rewire: search must be one of "dense", "pooled", got "all"/],
    [{ effort: 0 }, RangeError, /rewire: effort must be in \[0.05, 1000\], got 0/],
  ])("refuses %o", async (wrong, kind, message) => {
    await expectRejection(planOf(500, wrong as Partial<RewireSpec>), kind as typeof TypeError, message);
  });
});

describe("weights without the overlap matrix", () => {
  it("are those of the matrix, for random patterns and for given ones", async () => {
    const connectivity = await randomConnectivity({ nNeurons, nInputs: 6, seed: 2 });
    const overlap = await overlapMatrix(patterns);
    const expected = Int32Array.from(connectivity.inputs, (j, s) => overlap[Math.floor(s / 6) * nNeurons + j]);
    for (const backend of BACKENDS) {
      expect((await hebbianNetwork(patterns, connectivity, { backend })).graph.weights).toEqual(expected);
    }
  });
});
