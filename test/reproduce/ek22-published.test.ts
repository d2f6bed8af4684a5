/** The published numbers: complete, and what is said of them. */
import { expect, test } from "vitest";
import { publishedCapacity, publishedInputs } from "../../src/reproduce/ek22/published.ts";
import { PUBLISHED_RUNS } from "../../src/reproduce/ek22/published-runs.ts";
import { PUBLISHED_OFFLINE, PUBLISHED_TABLE } from "../../src/reproduce/ek22/published-tables.ts";

test("140 critical loads: 30 values of c at N = 500 and 2000, ten at 5000, for each of two rules", () => {
  expect(PUBLISHED_TABLE.length).toBe(140);
  expect([500, 2000, 5000].map((neurons) => publishedInputs(neurons).length)).toEqual([30, 30, 10]);
  for (const { chosen, random, inputs, neurons } of PUBLISHED_TABLE) {
    expect(inputs).toBeLessThan(neurons);
    expect(chosen.mean).toBeGreaterThan(0.9 * random.mean);
    // a mean of whole numbers, or of halves where each network was searched twice
    expect((chosen.mean * chosen.networks * 2) % 1).toBeCloseTo(0, 6);
    expect((random.mean * random.networks) % 1).toBeCloseTo(0, 6);
  }
});

test("α_c at N = 2000, c = 20, which the text names; the largest p_c and where", () => {
  const load = (rule: "noise" | "signal") => publishedCapacity({ neurons: 2000, inputs: 20, rule })!.mean / 20;
  expect(load("noise")).toBeCloseTo(1.49, 6);
  expect(load("signal")).toBeCloseTo(3.11, 6);
  const most = (neurons: number, rule: "noise" | "signal") =>
    PUBLISHED_TABLE.filter((row) => row.neurons === neurons && row.rule === rule).reduce((a, b) =>
      b.chosen.mean > a.chosen.mean ? b : a,
    );
  expect(most(500, "noise")).toMatchObject({ inputs: 284, chosen: { mean: 219.625, networks: 4 } });
  expect(most(5000, "signal")).toMatchObject({ inputs: 2232, chosen: { mean: 2003.6, networks: 5 } });
  expect(publishedCapacity({ neurons: 500, inputs: 20, rule: "random" })).toMatchObject({ networks: 9 });
});

test("four runs of online learning that end alike, and offline loads of four networks each", () => {
  expect(PUBLISHED_RUNS.map(({ inputs }) => inputs)).toEqual([20, 400, 1000, 1999]);
  for (const { meanInputs, deviationInputs, course } of PUBLISHED_RUNS) {
    expect(Math.abs(meanInputs - 445.4)).toBeLessThan(1.1);
    expect(Math.abs(deviationInputs - 20.35)).toBeLessThan(0.25);
    expect(course.length).toBeGreaterThan(40);
  }
  expect(PUBLISHED_OFFLINE.length).toBe(30);
  for (const { chosen, random } of PUBLISHED_OFFLINE) expect([chosen.length, random.length]).toEqual([4, 4]);
});
