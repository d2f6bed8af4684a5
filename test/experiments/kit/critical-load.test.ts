/** The search for a critical load: the threshold is found from every guess, with few networks. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { expectedCodedLoad } from "../../../src/experiments/kit/coding.ts";
import {
  criticalLoad,
  criticalLoadBySteps,
  expectedLoad,
  publishedStep,
  SEARCH_START,
} from "../../../src/experiments/kit/critical-load.ts";
import { expectedLearningLoad } from "../../../src/experiments/kit/learnings.ts";
import { LEARNING_NAMES } from "../../../src/hopfield/learning/index.ts";
import { RULE_NAMES as RULES } from "../../../src/hopfield/rules/index.ts";

/** The rules that the digests of learning rules go by. */
const FIRST = ["random", "given", "noise", "signal", "margin"] as const;
const GUESSES = [0.01, 0.4, 1, 1.4, 2, 3, 5, 10, 20, 33.3, 49, 50, 51, 100, 1000];

describe("the published search for a critical load", () => {
  it("finds every threshold with every step, in ⌊threshold / step⌋ + 1 steps and halves of the last", async () => {
    for (const most of [50, 1000]) {
      for (let threshold = 0; threshold <= 50; threshold++) {
        for (const step of [1, 2, 7, 13, 64]) {
          const tried: number[] = [];
          const found = await criticalLoadBySteps(
            async (p) => {
              tried.push(p);
              return p <= threshold ? 1 : 0.99;
            },
            { fraction: 1, step, most },
          );
          expect(found).toBe(threshold);
          expect(tried.every((p) => p >= 1 && p <= most)).toBe(true);
          expect(tried.length).toBeLessThanOrEqual(Math.floor(threshold / step) + 1 + Math.ceil(Math.log2(step)));
        }
      }
    }
  });

  it("comes from below: a load that fails by chance ends the ascent", async () => {
    const held = async (p: number) => (p <= 40 && p !== 12 ? 1 : 0);
    expect(await criticalLoadBySteps(held, { fraction: 1, step: 4, most: 1000 })).toBe(11);
  });

  it("finds every threshold from wherever it begins, upwards or downwards", async () => {
    for (let threshold = 0; threshold <= 30; threshold++) {
      for (const first of [1, 6, 20, 49, 90]) {
        for (const step of [1, 4, 13]) {
          let tries = 0;
          const retrieved = async (p: number) => {
            tries++;
            return p <= threshold ? 1 : 0.99;
          };
          expect(await criticalLoadBySteps(retrieved, { fraction: 1, step, most: 50, first })).toBe(threshold);
          const away = Math.abs(threshold - Math.min(50, first));
          expect(tries).toBeLessThanOrEqual(Math.ceil(away / step) + 2 + Math.ceil(Math.log2(step)));
        }
      }
    }
  });

  it("has the step of the authors' random networks", () => {
    expect([20, 102, 284, 5].map(publishedStep)).toEqual([2, 13, 39, 1]);
  });
});

describe("the search for a critical load", () => {
  it("finds every threshold from every guess", async () => {
    for (let threshold = 0; threshold <= 50; threshold++) {
      for (const guess of GUESSES) {
        for (const most of [50, 51, 1000, 32767]) {
          const tried: number[] = [];
          const found = await criticalLoad(
            async (p) => {
              tried.push(p);
              return p <= threshold ? 1 : 0;
            },
            { fraction: 0.9, guess, most },
          );
          expect(found, `threshold ${threshold}, guess ${guess}, most ${most}`).toBe(threshold);
          expect(tried.every((p) => Number.isInteger(p) && p >= 1 && p <= most)).toBe(true);
          expect(new Set(tried).size).toBe(tried.length); // no load twice: each costs a network
        }
      }
    }
  });

  it("takes a load at which exactly the fraction is retrieved as one that holds", async () => {
    for (const guess of GUESSES) {
      const found = await criticalLoad(async (p) => (p <= 37 ? 0.9 : 0.89), { fraction: 0.9, guess, most: 1000 });
      expect(found, `guess ${guess}`).toBe(37);
    }
  });

  it("stops at the most to be considered", async () => {
    for (const most of [1, 2, 7, 50]) {
      for (const guess of GUESSES) expect(await criticalLoad(async () => 1, { fraction: 0.9, guess, most })).toBe(most);
    }
  });

  /** Networks made for a fraction that falls through 0.9 at `threshold`, by `slope` for every e-fold of p. */
  const networks = async (threshold: number, slope: number, guess: number): Promise<number> => {
    let count = 0;
    const found = await criticalLoad(
      async (p) => {
        count++;
        return Math.min(1, Math.max(0, 0.9 - slope * Math.log(p / (threshold + 0.5))));
      },
      { fraction: 0.9, guess, most: 32767 },
    );
    expect(found).toBe(threshold);
    return count;
  };

  it("takes three networks or so from a guess that is near, where fractions fall as they do", async () => {
    const counts: number[] = [];
    for (const threshold of [30, 100, 300]) {
      for (const slope of [2, 3.3, 5]) {
        for (const error of [0.98, 1, 1.02]) counts.push(await networks(threshold, slope, threshold * error));
      }
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(5);
    expect(counts.reduce((sum, n) => sum + n, 0) / counts.length).toBeLessThan(3.5);
  });

  it("takes few networks for a cliff, and logarithmically many from a guess that is far", async () => {
    for (let threshold = 95; threshold <= 105; threshold++)
      expect(await networks(threshold, 1e6, 100)).toBeLessThanOrEqual(6);
    // widening cubes its ratio: 1.06^(3^k) covers 32767 = 1.06^178 in 6 tries; what is left is halved
    for (const threshold of [1, 10, 1000, 32000]) {
      for (const slope of [2, 1e6]) expect(await networks(threshold, slope, 100)).toBeLessThanOrEqual(22);
    }
  });

  it("returns a load that held next to one that did not, where chance makes holding uneven", async () => {
    // holds below 30, every third load up to 60
    const holds = (p: number): boolean => p < 30 || (p < 60 && p % 3 === 0);
    for (const guess of GUESSES) {
      const found = await criticalLoad(async (p) => (holds(p) ? 1 : 0), { fraction: 0.9, guess, most: 32767 });
      expect(holds(found)).toBe(true);
      expect(holds(found + 1)).toBe(false);
    }
  });

  it("looks where the last two fractions say, and by halves where they say little", async () => {
    const tried = async (retrieved: (p: number) => number, guess: number): Promise<number[]> => {
      const loads: number[] = [];
      await criticalLoad(
        async (p) => {
          loads.push(p);
          return retrieved(p);
        },
        { fraction: 0.9, guess, most: 1000 },
      );
      return loads;
    };
    // widened by e^{(1 − 0.9)/3}, then, as 1 says nothing of the distance, by 1.06 and its cubes; then by halves: 1 and 0 are a cliff
    const cliff = [100, 103, 109, 130, 220, 175, 153, 142, 136, 139, 138, 137];
    expect(await tried((p) => (p <= 137 ? 1 : 0), 100)).toEqual(cliff);
    // a chord lies two thirds of the way; one that cut off less than half is followed by a half
    const byTurns = [190, 160, 150, 140, 137, 139, 138];
    expect(await tried((p) => (p <= 137 ? 1 : 0.85), 100)).toEqual([100, 103, 109, 130, 220, ...byTurns]);
  });

  it("passes on a failure", async () => {
    await expect(
      criticalLoad(() => Promise.reject(new Error("no network")), { fraction: 0.9, guess: 10, most: 100 }),
    ).rejects.toThrow("no network");
  });

  it("begins at a load that is sensible for every dilution", () => {
    for (const rule of RULES) {
      for (const nNeurons of [2, 3, 50, 1000, 20_000]) {
        for (const nInputs of [1, 2, Math.ceil(nNeurons / 7), nNeurons - 2, nNeurons - 1]) {
          if (nInputs < 1 || nInputs >= nNeurons) continue;
          const load = expectedLoad(rule, nInputs, nNeurons);
          expect(load).toBeGreaterThanOrEqual(0.13);
          expect(load).toBeLessThan(5); // the highest one measured is 4.2, signal reinforcement at N = 500, c = 10
        }
      }
      // fully connected there is nothing to choose: EK22's 0.138 for every rule
      expect(expectedLoad(rule, 999, 1000)).toBeCloseTo(0.14, 10);
    }
  });

  it("begins where its version says: whoever moves a curve raises the version, and so the hash of every plan", () => {
    const at = [1, 5, 12, 20, 50, 99].map((nInputs) => [nInputs, 100] as const);
    const digest = (loads: readonly number[]) =>
      createHash("sha256").update(JSON.stringify(loads)).digest("hex").slice(0, 12);
    const starts = Object.fromEntries([
      ...RULES.map((rule) => [rule, digest(at.map(([c, N]) => expectedLoad(rule, c, N)))]),
      ...LEARNING_NAMES.map((name) => {
        const loads = FIRST.flatMap((rule) => at.map(([c, N]) => expectedLearningLoad(name, rule, 1.5, c, N)));
        return [name, digest(loads)];
      }),
      [
        "coding",
        digest([0.02, 0.1, 0.5, 0.8].map((codingLevel) => expectedCodedLoad({ codingLevel, firingThreshold: 0 }))),
      ],
    ]);
    // a rule that is new has a curve of its own, and moves no other
    expect(starts).toMatchObject(STARTS[SEARCH_START]);
  });
});

/** Digests of the loads that searches begin at, by version. */
const STARTS: Readonly<Record<number, object>> = {
  1: {
    random: "a35e6fa8044c",
    given: "a35e6fa8044c",
    noise: "2d0dcbc87819",
    signal: "c388a4e33f1f",
    margin: "4a6d2f16e50b",
    hebb: "3f5bed765164",
    unlearning: "4872e605c212",
    storkey: "e4170c4adcbe",
    pseudoinverse: "8b0d559ee14f",
    perceptron: "c04e8e8e660b",
    covariance: "3f5bed765164",
    coding: "d1203ad15971",
  },
};
