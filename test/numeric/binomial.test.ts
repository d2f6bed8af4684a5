/** Binomial variates by inversion. */
import { describe, expect, it } from "vitest";
import { binomial } from "../../src/numeric/binomial.ts";
import { DOMAIN } from "../../src/numeric/domains.ts";
import { Stream } from "../../src/numeric/philox.ts";
import { chiSquare, chiSquareBound } from "../support/statistics.ts";

function draws(trials: number, chance: number, count: number): number[] {
  const stream = new Stream();
  stream.open(DOMAIN.blind, 1, 2, [3, 4]);
  const draw = binomial(trials, chance);
  return Array.from({ length: count }, () => draw(stream));
}

describe("binomial variates", () => {
  it("follow the distribution of the definition, Σ over all outcomes of 12 trials", () => {
    const [trials, chance, samples] = [12, 0.37, 100_000];
    const expected = new Array<number>(trials + 1).fill(0);
    for (let outcome = 0; outcome < 2 ** trials; outcome++) {
      let mass = 1;
      let successes = 0;
      for (let trial = 0; trial < trials; trial++) {
        const isSuccess = (outcome >> trial) & 1;
        successes += isSuccess;
        mass *= isSuccess ? chance : 1 - chance;
      }
      expected[successes] += mass * samples;
    }
    const observed = new Array<number>(trials + 1).fill(0);
    for (const k of draws(trials, chance, samples)) observed[k]++;
    // the rare ends together; χ² of 11 degrees of freedom beyond 4 sigma has the probability 3e-5, and the seed is fixed
    const pooled = (of: number[]) => [of[0] + of[1], ...of.slice(2, 11), of[11] + of[12]];
    expect(chiSquare(pooled(observed), pooled(expected))).toBeLessThan(chiSquareBound(10, 4));
  });

  it("300 trials have the mean np and the variance np(1 − p), for rare successes as well", () => {
    for (const chance of [0.008, 0.0771, 0.5]) {
      const found = draws(300, chance, 20_000);
      const mean = found.reduce((sum, k) => sum + k) / found.length;
      const variance = found.reduce((sum, k) => sum + (k - mean) ** 2, 0) / found.length;
      const expected = 300 * chance * (1 - chance);
      // 5 standard errors of the mean, and of the variance of 20 000 draws (1 % each): false alarms below 1e-5
      expect(Math.abs(mean - 300 * chance)).toBeLessThan(5 * Math.sqrt(expected / found.length));
      expect(Math.abs(variance / expected - 1)).toBeLessThan(0.06);
    }
  });

  it("without chance or without trials there are no successes", () => {
    expect(new Set(draws(300, 0, 100))).toEqual(new Set([0]));
    expect(new Set(draws(0, 0.5, 100))).toEqual(new Set([0]));
  });
});
