/** Patterns against basin size: networks against retrieval by the public functions, curves against their networks. */
import { describe, expect, it } from "vitest";
import { groupBy } from "../../../src/check/lists.ts";
import { type FrontierRow, type FrontierSpec, frontier, planFrontier } from "../../../src/experiments/frontier/run.ts";
import { flippedPatterns } from "../../../src/hopfield/cue.ts";
import { hebbianNetwork } from "../../../src/hopfield/learning/learn.ts";
import { relax } from "../../../src/hopfield/relax.ts";
import { rowOverlaps } from "../../../src/hopfield/state-overlaps.ts";
import { meanAndDeviation } from "../../../src/numeric/statistics.ts";
import { expectAbortion, expectRejection } from "../../support/rejection.ts";
import { shuffledExecutor } from "../../support/shuffled-executor.ts";
import { networkOf } from "../../support/stored-network.ts";

const SMALL = {
  neurons: 60,
  inputs: 15,
  rule: ["random", "noise", "signal", "margin"],
  epsilon: [0, 1.5],
  margin: 1.5,
  flipped: [0, 0.1, 0.2],
  seeds: 2,
  seed: 3,
  sweeps: 6,
} as const satisfies FrontierSpec;

const { rows, curves, summary } = await frontier(SMALL);
const curveOf = (row: FrontierRow) => `${row.rule}/${row.epsilon}/${row.margin}`;

describe("frontier", () => {
  it("has basins that reach as far as 90 % of the patterns are retrieved, to one neuron", async () => {
    for (const row of rows.filter((_, k) => k % 3 === 0)) {
      const { patterns, connectivity, seed } = await networkOf({ ...row, sweeps: 6 });
      const network = await hebbianNetwork(patterns, connectivity);
      const retrieved = async (flips: number): Promise<number> => {
        const { states } = await relax(network, flippedPatterns(patterns, { flipped: flips / 60, seed }));
        const overlaps = Array.from(rowOverlaps(states, patterns.values, 60));
        return overlaps.filter((m) => m >= 0.9).length / row.patterns;
      };
      expect(row.retrieved).toBe(await retrieved(0));
      const flips = Math.round(60 * row.basin);
      expect(row.basin).toBe(flips / 60);
      if (row.retrieved < 0.9) {
        expect(flips).toBe(0);
        continue;
      }
      expect(await retrieved(flips)).toBeGreaterThanOrEqual(0.9);
      if (flips < 30) expect(await retrieved(flips + 1)).toBeLessThan(0.9);
    }
  });

  it("traces every curve to where no pattern is a fixed point any more", () => {
    const traced = groupBy(rows, (row) => `${curveOf(row)}/${row.seed}`);
    expect(traced).toHaveLength(5 * 2);
    for (const own of traced) {
      const held = own.filter(({ retrieved }) => retrieved >= 0.9);
      expect(held.length).toBeGreaterThan(0);
      const beyond = own.find(({ retrieved }) => retrieved < 0.9)!;
      expect(beyond.patterns).toBeLessThanOrEqual(Math.max(1.03 * held.at(-1)!.patterns, held.at(-1)!.patterns + 1));
    }
  });

  it("is noise reduction where ε is 0", () => {
    const patternsOf = (rule: string) =>
      rows.flatMap((row) => (row.rule === rule && row.epsilon === 0 ? [{ ...row, rule: "" }] : []));
    expect(patternsOf("signal").length).toBeGreaterThan(5);
    expect(patternsOf("signal")).toEqual(patternsOf("noise"));
  });

  it("falls with basin size, and chosen synapses are above random ones", () => {
    const at = (rule: string, e: number) =>
      summary.find((row) => row.rule === rule && row.flipped === e)?.patterns ?? 0;
    for (const rule of SMALL.rule) {
      expect(at(rule, 0)).toBeGreaterThanOrEqual(at(rule, 0.1));
      expect(at(rule, 0.1)).toBeGreaterThanOrEqual(at(rule, 0.2));
      expect(at(rule, 0)).toBeGreaterThan(0);
    }
    expect(at("signal", 0.1)).toBeGreaterThan(2 * at("random", 0.1));
    expect(at("margin", 0.1)).toBeGreaterThan(2 * at("random", 0.1));
  });

  it("is the best curve of each rule, with mean, s.d., standard error and Welch's tests", () => {
    for (const best of summary) {
      const own = curves.filter(({ rule }) => rule === best.rule).flatMap(({ points }) => points);
      const there = own.filter(({ flipped }) => flipped === best.flipped);
      expect(best.patterns).toBe(Math.max(...there.map(({ patterns }) => patterns)));
      expect(best.patternsError).toBeCloseTo(best.patternsDeviation / Math.SQRT2, 12);
      expect(best.load).toBe(best.patterns / 15);
      for (const { rule, difference, p } of best.against) {
        const other = summary.find((row) => row.rule === rule && row.flipped === best.flipped)!;
        expect(difference).toBeCloseTo(best.patterns - other.patterns, 10);
        expect(p).toBeLessThanOrEqual(1);
      }
    }
    // at e = 0 a curve is as high as its last network that is held
    for (const curve of curves) {
      const own = rows.filter(
        (row) => row.rule === curve.rule && row.epsilon === curve.epsilon && row.margin === curve.margin,
      );
      const most = groupBy(own, ({ seed }) => String(seed)).map((seed) =>
        Math.max(...seed.filter(({ retrieved }) => retrieved >= 0.9).map(({ patterns }) => patterns)),
      );
      const { mean, deviation } = meanAndDeviation(most);
      expect(curve.points[0]).toMatchObject({ flipped: 0, patterns: mean, patternsDeviation: deviation });
    }
  });

  it("gives the same rows on the other backend and on any executor, and computes nothing that is among the results", async () => {
    const spec = { ...SMALL, neurons: 30, inputs: 6, epsilon: 1.5, seeds: 1, sweeps: 3 };
    const results = new Map<string, readonly FrontierRow[]>();
    const own = await frontier(spec, { results });
    expect((await frontier(spec, { backend: "js" })).rows).toEqual(own.rows);
    expect((await frontier(spec, { executor: shuffledExecutor(4, 1) })).rows).toEqual(own.rows);
    const executor = shuffledExecutor(2, 1);
    const again = await frontier(spec, { results, executor });
    expect(executor.ran).toBe(0);
    expect(again.summary).toEqual(own.summary);
  });

  it("stops soon when aborted", async () => {
    await expectAbortion((options) => frontier({ ...SMALL, neurons: 150, sweeps: 200 }, options), 50);
  });

  it("has defaults for every rule that takes a parameter, and none for the others", () => {
    const own = { neurons: 60, inputs: 10, seed: 1 };
    expect(planFrontier({ ...own, rule: ["noise", "random"] })).not.toHaveProperty("epsilon");
    const plan = planFrontier({ ...own, rule: ["margin", "signal"], epsilon: [3, 1, 3] });
    expect(plan.epsilon).toEqual([1, 3]);
    expect(plan.margin?.length).toBeGreaterThan(2);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it.each<[object, RegExp]>([
    [{ rule: "noise" }, /epsilon must be left out unless rule has "signal", got 0,1.5/],
    [{ epsilon: [1, -1] }, /epsilon must be a finite number ≥ 0, got -1/],
    [{ margin: 0 }, /margin must be a finite number > 0, got 0/],
    [{ epsilon: [] }, /epsilon must name at least one, got none/],
    [{ flipped: [0.1, 2] }, /flipped must be in \[0, 1\], got 2/],
    [{ resolution: 0 }, /resolution must be a finite number > 0, got 0/],
    [{ fraction: 1.5 }, /fraction must be in \(0, 1\], got 1.5/],
    [{ inputs: 60 }, /inputs must be less than the number of neurons, 60, got 60/],
    [{ loads: [1] }, /spec: unknown key "loads"/],
  ])("refuses %j", async (part, message) => {
    const kind = /unknown key/.test(String(message)) ? TypeError : RangeError;
    const spec = { ...SMALL, ...part } as FrontierSpec;
    await expectRejection(frontier(spec), kind, new RegExp(`^frontier: .*${message.source}`));
  });
});
