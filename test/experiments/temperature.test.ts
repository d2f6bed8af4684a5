/** Retrieval at a temperature: mean-field theory, and experiments against it. */
import { describe, expect, it } from "vitest";
import { basins } from "../../src/experiments/basins/run.ts";
import { capacity } from "../../src/experiments/capacity/run.ts";
import { frontier } from "../../src/experiments/frontier/run.ts";
import { online } from "../../src/experiments/online/run.ts";
import { recall } from "../../src/experiments/recall/run.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { thermalOverlap } from "../../src/hopfield/thermal-overlap.ts";
import { BACKENDS } from "../support/backends.ts";
import { expectRejection } from "../support/rejection.ts";
import { shuffledExecutor } from "../support/shuffled-executor.ts";

describe("mean-field theory of retrieval at a temperature", () => {
  it("without load is m = tanh(m/T), with T_c = 1", () => {
    for (const connectivity of ["full", "dilute"] as const) {
      for (const temperature of [0.3, 0.6, 0.9]) {
        const m = thermalOverlap({ load: 0, temperature, connectivity });
        expect(m).toBeGreaterThan(0.3);
        expect(m).toBeCloseTo(Math.tanh(m / temperature), 8);
      }
      expect(thermalOverlap({ load: 0, temperature: 1.05, connectivity })).toBe(0);
    }
  });

  it("at T = 0 loses patterns at the published loads: 0.138 all connected, 2/π highly diluted", () => {
    expect(thermalOverlap({ load: 0.136, temperature: 0 })).toBeGreaterThan(0.96); // 0.967 at α_c (AGS 1987)
    expect(thermalOverlap({ load: 0.14, temperature: 0 })).toBe(0);
    expect(thermalOverlap({ load: 0.6, temperature: 0, connectivity: "dilute" })).toBeGreaterThan(0.2);
    expect(thermalOverlap({ load: 0.65, temperature: 0, connectivity: "dilute" })).toBe(0);
  });

  it("retrieval is lost near T = 1 − 1.95 √α at low load (Amit, Gutfreund & Sompolinsky 1987)", () => {
    for (const load of [0.001, 0.004, 0.01]) {
      const last = 1 - 1.95 * Math.sqrt(load);
      expect(thermalOverlap({ load, temperature: last - 0.02 })).toBeGreaterThan(0.2);
      expect(thermalOverlap({ load, temperature: last + 0.02 })).toBe(0);
    }
  });

  it("refuses what it cannot take", () => {
    expect(() => thermalOverlap({ load: -1, temperature: 0 })).toThrow(/thermalOverlap: load must be .* ≥ 0, got -1/);
    expect(() => thermalOverlap({ load: 0, temperature: Number.NaN })).toThrow(/thermalOverlap: temperature must/);
  });
});

describe("experiments at a temperature", () => {
  it("a single pattern, all connected, keeps the overlap of mean-field theory and loses it at T_c = 1", async () => {
    const temperature = [0, 0.4, 0.6, 0.8, 1.3];
    const spec = { neurons: 600, inputs: 599, rule: "random", patterns: 1, flipped: 0, seeds: 3, seed: 1 } as const;
    const { rows, summary } = await basins({ ...spec, temperature, maxSweeps: 200 });
    expect(rows.length).toBe(3 * temperature.length);
    // An overlap fluctuates with variance (1 − m²)/(N(1 − (1 − m²)/T)) over about 2/(1 − (1 − m²)/T) sweeps, so that means over 600
    // have an s.d. of at most 0.004 up to T = 0.8 and 0.009 at 1.3; finite size adds 1/N. 6 s.d.: false alarm below 1e-8.
    for (const entry of summary) {
      const T = entry.temperature!;
      const expected = thermalOverlap({ load: 0, temperature: T });
      expect(Math.abs(entry.curve[0].overlap - expected), `T = ${T}`).toBeLessThan(T > 1 ? 0.06 : 0.03);
    }
  });

  it("the load held falls with temperature, for chosen synapses too", async () => {
    const spec = { neurons: 100, inputs: 20, rule: ["random", "signal"], seeds: 2, seed: 3, sweeps: 4 } as const;
    const at = async (temperature: number) => (await capacity({ ...spec, temperature })).summary;
    const [cold, warm, hot] = [await at(0), await at(0.4), await at(1.5)];
    cold.forEach(({ load }, k) => {
      expect(warm[k].load).toBeLessThan(load);
      expect(warm[k].load).toBeGreaterThan(0);
      // at T = 1.5 a field of 1 aligns a neuron by tanh(1/1.5) = 0.58, far from the 0.9 asked for
      expect(hot[k].load).toBe(0);
    });
  });

  it("a basin is narrower at a temperature, whichever experiment measures it", async () => {
    const spec = { neurons: 100, inputs: 30, rule: "signal", seeds: 2, seed: 5, sweeps: 5 } as const;
    const at = (summary: readonly { basin: number }[]) => summary[0].basin;
    const flipped = [0, 0.1, 0.2, 0.3, 0.4];
    const { summary } = await basins({ ...spec, flipped, patterns: 20, temperature: [0, 0.8] });
    expect(at(summary.slice(1))).toBeLessThan(at(summary));
    const curves = { ...spec, epsilon: [1], flipped: 0, seeds: 1, resolution: 0.4 } as const;
    const [cold, hot] = [await frontier(curves), await frontier({ ...curves, temperature: 0.8 })];
    const best = (found: typeof cold) => Math.max(...found.rows.map(({ patterns }) => patterns));
    expect(best(hot)).toBeLessThan(best(cold));
  });

  it("rows are the same on both backends and with any number of threads", async () => {
    const spec = { neurons: 40, inputs: 9, rule: "noise", patterns: 70, seeds: 1, seed: 2, sweeps: 2 } as const;
    const heated = { ...spec, temperature: [0, 0.5], flipped: [0, 0.1], maxSweeps: 10 } as const;
    const found = await Promise.all([
      ...BACKENDS.map((backend) => basins(heated, { backend })),
      basins(heated, { executor: shuffledExecutor(3, 1) }),
    ]);
    for (const other of found.slice(1)) expect(other.rows).toEqual(found[0].rows);
  });

  it("T = 0 is what there was without temperature", async () => {
    const spec = { neurons: 60, inputs: 12, rule: "random", loads: [0.3], seeds: 2, seed: 1 } as const;
    expect((await basins({ ...spec, temperature: 0 })).rows).toEqual((await basins(spec)).rows);
    expect((await basins({ ...spec, temperature: 0 })).spec).toEqual((await basins(spec)).spec);
  });

  it("recalls given patterns, sparse ones with thresholds too, and says that states were sampled", async () => {
    const patterns = await randomPatterns({
      nPatterns: 3,
      nNeurons: 200,
      seed: 1,
      kind: { kind: "sparse", codingLevel: 0.1 },
    });
    const spec = { inputs: 199, rule: "random", noise: 0, seed: 1, learning: "covariance", codingLevel: 0.1 } as const;
    const at = async (temperature: number) => (await recall(patterns, { ...spec, temperature })).rows;
    const [cold, warm, hot] = [await at(0.05), await at(0.3), await at(20)];
    for (const rows of [cold, warm, hot])
      expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["sampled"]));
    cold.forEach(({ overlap }, mu) => {
      expect(overlap).toBeGreaterThan(0.9);
      expect(warm[mu].overlap).toBeLessThan(overlap);
      expect(Math.abs(hot[mu].overlap)).toBeLessThan(0.2); // fields of order 1 hardly count
    });
  });

  it("refuses what has no meaning at a temperature", async () => {
    const spec = { neurons: 40, inputs: 9, rule: "random", patterns: 2 } as const;
    await expectRejection(
      basins({ ...spec, temperature: [0, -1] }),
      RangeError,
      /basins: temperature must be .* got -1/,
    );
    await expectRejection(
      basins({ ...spec, temperature: 0.5, order: "synchronous" }),
      RangeError,
      /basins: temperature must be 0 with order "synchronous", got 0.5/,
    );
    await expectRejection(
      capacity({
        neurons: 40,
        inputs: 9,
        rule: "random",
        codingLevel: 0.1,
        firingThreshold: "winners",
        temperature: 1,
      }),
      RangeError,
      /capacity: temperature must be 0 with firingThreshold "winners", got 1/,
    );
    await expectRejection(
      online({ neurons: 40, inputs: 9, temperature: 0.5 } as never),
      TypeError,
      /online: spec: unknown key "temperature"/,
    );
    await expectRejection(
      capacity({ neurons: 40, inputs: 9, rule: "random", temperature: [0.1, 0.2] as unknown as number }),
      TypeError,
      /capacity: temperature must be/,
    );
  });
});
