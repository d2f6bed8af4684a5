import { describe, expect, it } from "vitest";
import { criticalLoad, expectedLoad } from "../../src/experiments/critical-load.ts";
import { RULES } from "../../src/hopfield/rule.ts";

const GUESSES = [0.01, 0.4, 1, 1.4, 2, 3, 5, 10, 20, 33.3, 49, 50, 51, 100, 1000];

describe("the search for a critical load", () => {
  it("finds every threshold from every guess", async () => {
    for (let threshold = 0; threshold <= 50; threshold++) {
      for (const guess of GUESSES) {
        for (const most of [50, 51, 1000, 32767]) {
          const tried: number[] = [];
          const found = await criticalLoad(
            async (p) => {
              tried.push(p);
              return p <= threshold;
            },
            guess,
            most,
          );
          expect(found, `threshold ${threshold}, guess ${guess}, most ${most}`).toBe(threshold);
          expect(tried.every((p) => Number.isInteger(p) && p >= 1 && p <= most)).toBe(true);
          expect(new Set(tried).size).toBe(tried.length); // no load twice: each costs a network
        }
      }
    }
  });

  it("ends within a precision, from below, with fewer networks", async () => {
    for (const threshold of [1, 40, 700, 20_000]) {
      for (const guess of [0.9, 1, 1.05, 2].map((ratio) => ratio * threshold)) {
        const tried = { coarse: 0, exact: 0 };
        const find = (name: keyof typeof tried, precision: number) =>
          criticalLoad(async (p) => ++tried[name] > 0 && p <= threshold, guess, 32767, precision);
        const found = await find("coarse", 0.03);
        expect(await find("exact", 0)).toBe(threshold);
        expect(found).toBeLessThanOrEqual(threshold);
        expect(threshold).toBeLessThanOrEqual(Math.max(found, 1.03 * found));
        expect(tried.coarse).toBeLessThanOrEqual(tried.exact);
      }
    }
  });

  it("stops at the most to be considered", async () => {
    for (const most of [1, 2, 7, 50]) {
      for (const guess of GUESSES) expect(await criticalLoad(async () => true, guess, most)).toBe(most);
    }
  });

  it("takes few networks: about five from a guess that is near, and logarithmically many from one that is far", async () => {
    const networks = async (threshold: number, guess: number): Promise<number> => {
      let count = 0;
      await criticalLoad(
        async (p) => {
          count++;
          return p <= threshold;
        },
        guess,
        32767,
      );
      return count;
    };
    for (let threshold = 95; threshold <= 105; threshold++)
      expect(await networks(threshold, 100)).toBeLessThanOrEqual(6);
    // widening squares its ratio: 1.1^(2^k) covers 32767 = 1.1^109 in 7 tries; bisection of what is left takes 15 at most
    for (const threshold of [1, 10, 1000, 32000]) expect(await networks(threshold, 100)).toBeLessThanOrEqual(22);
  });

  it("returns a load that held next to one that did not, where chance makes holding uneven", async () => {
    // holds below 30, every third load up to 60
    const holds = (p: number): boolean => p < 30 || (p < 60 && p % 3 === 0);
    for (const guess of GUESSES) {
      const found = await criticalLoad(async (p) => holds(p), guess, 32767);
      expect(holds(found)).toBe(true);
      expect(holds(found + 1)).toBe(false);
    }
  });

  it("passes on a failure", async () => {
    await expect(criticalLoad(() => Promise.reject(new Error("no network")), 10, 100)).rejects.toThrow("no network");
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
});
