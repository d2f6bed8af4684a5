/** Basins, fields and weights against computations from their definitions, and against what they must have in common. */
import { describe, expect, it } from "vitest";
import { type BasinsSpec, basins } from "../../../src/experiments/basins/run.ts";
import { type FieldsFound, fields } from "../../../src/experiments/fields/run.ts";
import { networkKey } from "../../../src/experiments/kit/loaded-networks.ts";
import { weights } from "../../../src/experiments/weights/run.ts";
import { flippedPatterns } from "../../../src/hopfield/cue.ts";
import { hebbianNetwork } from "../../../src/hopfield/learning/learn.ts";
import { relax } from "../../../src/hopfield/relax.ts";
import { rowOverlaps } from "../../../src/hopfield/state-overlaps.ts";
import { overlapByDefinition } from "../../support/definitions.ts";
import { expectAbortion, expectRejection } from "../../support/rejection.ts";
import { shuffledExecutor } from "../../support/shuffled-executor.ts";
import { networkOf } from "../../support/stored-network.ts";

const SMALL = {
  neurons: 60,
  inputs: 12,
  rule: ["random", "noise", "signal"],
  patterns: [5, 14, 40],
  seeds: 2,
  seed: 5,
  sweeps: 8,
} as const satisfies BasinsSpec;

const basin = await basins(SMALL);
const field = await fields(SMALL);
const weight = await weights(SMALL);

describe("basins", () => {
  it("are retrieval from flipped patterns, by the public functions", async () => {
    expect(basin.rows).toHaveLength(3 * 3 * 2 * 11);
    for (const row of basin.rows.filter(({ flipped }) => [0, 0.15, 0.4].includes(flipped))) {
      const { patterns, connectivity, seed } = await networkOf({ ...row, sweeps: 8 });
      const cue = flippedPatterns(patterns, { flipped: row.flipped, seed });
      const { states } = await relax(await hebbianNetwork(patterns, connectivity), cue);
      const overlaps = Array.from(rowOverlaps(states, patterns.values, 60));
      expect(row.retrieved).toBe(overlaps.filter((m) => m >= 0.9).length / row.patterns);
      expect(row.overlap).toBeCloseTo(overlaps.reduce((sum, m) => sum + m, 0) / row.patterns, 12);
      expect(row.load).toBe(row.patterns / 12);
      expect(row.epsilon).toBe(row.rule === "random" ? null : row.rule === "noise" ? 0 : row.load);
    }
  });

  it("shrink with load and with damage on average, and are wider for chosen synapses", () => {
    const size = (rule: string, patterns: number) =>
      basin.summary.find((s) => s.rule === rule && s.patterns === patterns)!;
    for (const rule of SMALL.rule) {
      for (const [few, many] of [
        [5, 14],
        [14, 40],
      ])
        expect(size(rule, few).basin).toBeGreaterThanOrEqual(size(rule, many).basin);
    }
    expect(size("signal", 14).basin).toBeGreaterThan(size("random", 14).basin);
    for (const { curve } of basin.summary) {
      curve.slice(2).forEach((point, k) => {
        expect(point.retrieved).toBeLessThanOrEqual(curve[k].retrieved + 0.15); // two steps of damage: chance aside
      });
      expect(curve.at(-1)!.overlap).toBeLessThan(0.75);
    }
  });

  it("are summed up by mean ± s.d. over seeds, Wilson's interval and the largest e held", () => {
    for (const entry of basin.summary) {
      const rows = basin.rows.filter(({ rule, patterns }) => rule === entry.rule && patterns === entry.patterns);
      const sizes = [5, 6].map((seed) =>
        Math.max(0, ...rows.filter((r) => r.seed === seed && r.retrieved >= 0.9).map((r) => r.flipped)),
      );
      expect(entry.basin).toBeCloseTo((sizes[0] + sizes[1]) / 2, 12);
      expect(entry.basinError).toBeCloseTo(Math.abs(sizes[0] - sizes[1]) / 2, 12);
      for (const point of entry.curve) {
        const [a, b] = rows.filter(({ flipped }) => flipped === point.flipped).map(({ retrieved }) => retrieved);
        expect(point.retrieved).toBeCloseTo((a + b) / 2, 12);
        expect(point.retrievedDeviation).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 12);
        expect(point.low).toBeLessThanOrEqual(point.retrieved + 1e-12);
        expect(point.high).toBeGreaterThanOrEqual(point.retrieved - 1e-12);
      }
    }
  });
});

describe("fields", () => {
  it("have the moments of ξh summed by definition", async () => {
    expect(field.rows).toHaveLength(3 * 3 * 2);
    for (const row of field.rows) {
      const { patterns, connectivity } = await networkOf({ ...row, sweeps: 8 });
      const { values } = patterns;
      const overlap = overlapByDefinition(values, row.patterns, 60);
      const all: number[] = [];
      for (let nu = 0; nu < row.patterns; nu++) {
        for (let i = 0; i < 60; i++) {
          let h = 0;
          for (let s = 12 * i; s < 12 * (i + 1); s++) {
            const j = connectivity.inputs[s];
            h += overlap[i * 60 + j] * values[nu * 60 + j];
          }
          all.push((h * values[nu * 60 + i]) / 12);
        }
      }
      const mean = all.reduce((sum, f) => sum + f, 0) / all.length;
      const moment = (k: number) => all.reduce((sum, f) => sum + (f - mean) ** k, 0) / all.length;
      expect(row.mean).toBeCloseTo(mean, 10);
      expect(row.deviation).toBeCloseTo(Math.sqrt(moment(2)), 10);
      expect(row.skewness).toBeCloseTo(row.deviation === 0 ? 0 : moment(3) / moment(2) ** 1.5, 8);
      expect(row.negative).toBe(all.filter((f) => f <= 1e-12).length / all.length);
    }
  });

  it("noise reduction shrinks their s.d., signal reinforcement raises their mean above 1", () => {
    for (const patterns of SMALL.patterns) {
      const of = (rule: string) => field.summary.find((s) => s.rule === rule && s.patterns === patterns)!;
      expect(of("noise").deviation).toBeLessThan(0.7 * of("random").deviation);
      expect(of("signal").mean).toBeGreaterThan(1.2 * of("random").mean);
      expect(of("noise").mean / of("noise").deviation).toBeGreaterThan(of("random").mean / of("random").deviation);
    }
  });

  it("have a histogram of every field of every seed", () => {
    for (const { histogram, patterns, mean, seeds } of field.summary) {
      const total = histogram.counts.reduce((sum, count) => sum + count, 0);
      expect(total).toBe(60 * patterns * seeds);
      const sum = histogram.counts.reduce((s, count, k) => s + count * (histogram.first + k * histogram.step), 0);
      expect(sum / total).toBeCloseTo(mean, 10);
      expect(histogram.counts[0]).toBeGreaterThan(0);
      expect(histogram.counts.at(-1)).toBeGreaterThan(0);
    }
  });
});

describe("weights", () => {
  it("are counted over all pairs and over connections", async () => {
    const networks = new Map(weight.rows.map((row) => [networkKey(row), row]));
    expect(networks.size).toBe(18);
    for (const [key, first] of networks) {
      const { patterns, connectivity } = await networkOf({ ...first, sweeps: 8 });
      const overlap = overlapByDefinition(patterns.values, first.patterns, 60);
      const rows = weight.rows.filter((row) => networkKey(row) === key);
      for (const row of rows) {
        let [pairs, connections] = [0, 0];
        for (let i = 0; i < 60; i++) {
          const inputs = connectivity.inputs.subarray(12 * i, 12 * (i + 1));
          for (let j = 0; j < 60; j++) {
            if (i === j || overlap[i * 60 + j] !== row.overlap) continue;
            pairs++;
            if (inputs.includes(j)) connections++;
          }
        }
        expect([row.pairs, row.connections]).toEqual([pairs, connections]);
        expect(row.weight).toBe(row.overlap / 12);
        expect(row.probability).toBe(connections / pairs);
        expect(row.error).toBeCloseTo(Math.sqrt((row.probability * (1 - row.probability)) / pairs), 14);
      }
      // Bayes: Σ_J P(C|J) P(J) = P(C)
      expect(rows.reduce((sum, row) => sum + row.pairs, 0)).toBe(60 * 59);
      expect(rows.reduce((sum, row) => sum + row.connections, 0)).toBe(60 * 12);
      expect(rows.reduce((sum, row) => sum + row.probability * row.pairs, 0)).toBeCloseTo(60 * 12, 9);
    }
  });

  it("random synapses take them as they are, signal reinforcement the strong ones", () => {
    for (const entry of weight.summary) {
      expect(entry.random).toBeCloseTo(12 / 59, 14);
      if (entry.rule === "random") expect(Math.abs(entry.strength - 1)).toBeLessThan(0.08);
      if (entry.rule === "signal") {
        expect(entry.strength).toBeGreaterThan(1.15);
        if (entry.patterns > 5) expect(entry.rankCorrelation).toBeGreaterThan(0.9);
      }
    }
    const signal = weight.summary.find(({ rule, patterns }) => rule === "signal" && patterns === 14)!;
    const against = signal.against.find(({ rule }) => rule === "random")!;
    const random = weight.summary.find(({ rule, patterns }) => rule === "random" && patterns === 14)!;
    expect(against.difference).toBeCloseTo(signal.strength - random.strength, 12);
    expect(against.p).toBeLessThan(0.05);
  });
});

describe("all three", () => {
  it("give the same rows on the other backend and on any executor, whatever the order of its tasks", async () => {
    for (const options of [{ backend: "js" as const }, { executor: shuffledExecutor(4, 1) }]) {
      expect((await basins(SMALL, options)).rows).toEqual(basin.rows);
      const again = await fields(SMALL, options);
      expect(again.rows).toEqual(field.rows);
      expect(again.summary).toEqual(field.summary);
      expect((await weights(SMALL, options)).rows).toEqual(weight.rows);
    }
  });

  it("do not compute again what is among the results", async () => {
    const results = new Map<string, FieldsFound>();
    await fields(SMALL, { results });
    const executor = shuffledExecutor(2, 1);
    const again = await fields(SMALL, { results, executor });
    expect(executor.ran).toBe(0);
    expect(again.summary).toEqual(field.summary);
  });

  it("take loads as numbers of patterns", async () => {
    const spec = { neurons: 40, inputs: 8, rule: "random", seeds: 1, seed: 1 } as const;
    const { spec: plan } = await weights({ ...spec, loads: [0.01, 0.5, 1.19, 0.5] });
    expect(plan.patterns).toEqual([1, 4, 10]);
    expect(plan).not.toHaveProperty("loads");
  });

  it("stop soon when aborted", async () => {
    const long = { ...SMALL, neurons: 150, patterns: [60, 80], sweeps: 100 };
    for (const run of [basins, fields, weights]) await expectAbortion((options) => run(long, options), 50);
  });

  it.each<[object, RegExp]>([
    [{ patterns: undefined }, /patterns or loads must be given, got neither/],
    [{ loads: 1 }, /patterns and loads exclude each other, got both/],
    [{ patterns: 0 }, /patterns must be an integer in \[1, 32767\], got 0/],
    [{ patterns: undefined, loads: -1 }, /loads must be a finite number > 0, got -1/],
    [{ patterns: undefined, loads: 1e4 }, /loads must be at most 2730.5\d+, got 10000/],
    [{ inputs: 60 }, /inputs must be less than the number of neurons, 60, got 60/],
    [{ rule: "best" }, /rule must be one of .* got "best"/],
    [{ rule: "noise", epsilon: 1 }, /epsilon must be left out unless rule has "signal", got 1/],
    [{ pattern: 3 }, /spec: unknown key "pattern"; did you mean "patterns"\?/],
    [{ seeds: 0 }, /seeds must be an integer in \[1, 10000\], got 0/],
  ])("refuse %j", async (part, message) => {
    const spec = JSON.parse(JSON.stringify({ ...SMALL, ...part })) as BasinsSpec;
    for (const [name, run] of Object.entries({ basins, fields, weights })) {
      await expectRejection(
        run(spec),
        /must be one of|unknown key|given|exclude/.test(String(message)) ? TypeError : RangeError,
        new RegExp(`^${name}: .*${message.source}`),
      );
    }
  });

  it("basins refuse fractions that are none", async () => {
    await expectRejection(
      basins({ ...SMALL, flipped: 1.5 }),
      RangeError,
      /basins: flipped must be in \[0, 1\], got 1.5/,
    );
    await expectRejection(basins({ ...SMALL, fraction: 0 }), RangeError, /basins: fraction must be in \(0, 1\], got 0/);
  });
});
