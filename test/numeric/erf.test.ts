/** The error function: published values, symmetry, and the seam between its two formulas. */
import { expect, it } from "vitest";
import { erf } from "../../src/numeric/erf.ts";

it("has its published values, to the last digits", () => {
  // NIST Digital Library of Mathematical Functions, table 7.2
  for (const [x, value] of [
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3, 0.9999779095030014],
    [3.5, 0.9999992569016276],
  ]) {
    expect(Math.abs(erf(x) / value - 1)).toBeLessThan(1e-15);
    expect(erf(-x)).toBe(-erf(x));
  }
  expect([erf(0), erf(7), erf(Number.POSITIVE_INFINITY)]).toEqual([0, 1, 1]);
  // relative to the small values as well: 2x/√π
  expect(erf(1e-200) / 1e-200).toBeCloseTo(2 / Math.sqrt(Math.PI), 14);
  expect(Math.abs(erf(3 + 1e-15) - erf(3))).toBeLessThan(1e-15);
});
