/** The tables of exponential and Gumbel variates that annealing draws from. */
import { describe, expect, it } from "vitest";
import { EXPONENTIALS, NOISE, NOISE_UNIT } from "../../src/numeric/quantiles.ts";
import { variates } from "../../src/numeric/variates.ts";
import { mean, variance } from "../support/statistics.ts";

const EULER = 0.5772156649015329;

describe("the tables of random variates", () => {
  it("hold 4096 exponential quantiles in increasing order", () => {
    const table = variates(0).exponentials;
    for (let q = 0; q < EXPONENTIALS; q++) {
      expect(1 - Math.exp(-table[q])).toBeCloseTo((q + 0.5) / EXPONENTIALS, 6);
      if (q > 0) expect(table[q]).toBeGreaterThan(table[q - 1]);
    }
  });

  it("the exponential ones, with the last drawn again beyond ln 4096, have mean and variance 1", () => {
    // X = quantile, or ln 4096 + another X with chance 1/4096: E X = (Σ x + ln 4096 + E X)/4096, and likewise E X².
    const body = variates(0).exponentials.subarray(0, EXPONENTIALS - 1);
    const tail = Math.log(EXPONENTIALS);
    let sum = 0;
    let squares = 0;
    for (const x of body) {
      sum += x;
      squares += x * x;
    }
    const first = (sum + tail) / (EXPONENTIALS - 1);
    const second = (squares + tail * tail + 2 * tail * first) / (EXPONENTIALS - 1);
    // midpoint quantiles: the error is that of a sum instead of an integral, of order (ln n)/n
    expect(Math.abs(first - 1)).toBeLessThan(1e-3);
    expect(Math.abs(second - first * first - 1)).toBeLessThan(5e-3);
  });

  it("hold the 8192 Gumbel quantiles, each once, in an order that looks random", () => {
    const table = variates(0).gumbels;
    expect(table.length).toBe(NOISE);
    const sorted = table.slice().sort();
    for (let q = 0; q < NOISE; q++) {
      expect(Math.exp(-Math.exp(-sorted[q]))).toBeCloseTo((q + 0.5) / NOISE, 5);
    }
    expect(Math.abs(mean(table) - EULER)).toBeLessThan(1e-3);
    expect(Math.abs(variance(table) - Math.PI ** 2 / 6)).toBeLessThan(1e-2);
    // Neighbours k apart are uncorrelated: in a random order a correlation has s.d. 1/√8192 = 0.011, so that one of 64 is
    // beyond 5 sigma with chance 64·6e-7 = 4e-5. The table is fixed.
    const center = mean(table);
    for (let k = 1; k <= 64; k++) {
      let sum = 0;
      for (let q = 0; q < NOISE; q++) sum += (table[q] - center) * (table[(q + k) % NOISE] - center);
      expect(Math.abs(sum / NOISE / variance(table))).toBeLessThan(5 / Math.sqrt(NOISE));
    }
  });

  it("repeat from the start, so that a row can be read from any offset", () => {
    const width = 160;
    const { gumbels, integerGumbels } = variates(width);
    expect(gumbels.length).toBe(NOISE + width);
    expect(gumbels.slice(NOISE)).toEqual(gumbels.slice(0, width));
    const longer = variates(NOISE + 10).gumbels;
    expect(longer.at(-1)).toBe(longer[9]);
    expect(integerGumbels.length).toBe(gumbels.length);
    gumbels.forEach((g, k) => {
      expect(Math.abs(integerGumbels[k] - g * NOISE_UNIT)).toBeLessThanOrEqual(0.5);
    });
  });

  it("are the same numbers for every width, in an array of the caller's own", () => {
    const one = variates(16).gumbels;
    const other = variates(64).gumbels;
    expect(other.slice(0, one.length)).toEqual(one);
    one.fill(0);
    expect(variates(16).gumbels[0]).not.toBe(0);
  });
});
