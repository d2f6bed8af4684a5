/** Differences of means: pooled deviations, whole numbers, and samples taken together. */
import { expect, test } from "vitest";
import { differenceFrom, differenceOf, sampleOf, together } from "../../src/reproduce/compare-means.ts";

test("the error of a difference is that of Student's test with equal variances", () => {
  const [a, b] = [sampleOf([1, 2, 3, 6]), sampleOf([4, 8])];
  // sums of squares 14 and 8, 4 degrees of freedom: variance 5.5
  const { error, degrees } = differenceOf(a, b);
  expect(error).toBeCloseTo(Math.sqrt(5.5 * (1 / 4 + 1 / 2)), 12);
  expect(degrees).toBe(4);
  expect(differenceOf(a, b, 1).error).toBeCloseTo(Math.sqrt((5.5 + 1 / 12) * 0.75), 12);
});

test("equal whole numbers on both sides still have an error; two single values have none", () => {
  const same = { mean: 7, deviation: 0, networks: 2 };
  expect(differenceOf(same, same, 1).error).toBeCloseTo(Math.sqrt(1 / 12), 12);
  expect(differenceOf(sampleOf([1]), sampleOf([2])).error).toBeNaN();
  expect(differenceFrom(sampleOf([1])).error).toBeNaN();
  expect(differenceFrom(sampleOf([1, 3]), 1)).toEqual({ error: Math.sqrt(2), degrees: 1 });
});

test("two samples together are the sample of all values", () => {
  const [a, b] = [
    [6, 6, 7],
    [5, 9],
  ];
  const { mean, deviation, networks } = together(sampleOf(a), sampleOf(b));
  const all = sampleOf([...a, ...b]);
  expect(mean).toBeCloseTo(all.mean, 12);
  expect(deviation).toBeCloseTo(all.deviation, 12);
  expect(networks).toBe(5);
});
