/** Medians, quartiles and ratios of measured times, which a few disturbed measurements hardly change. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ratiosOf, scaled, spreadOf } from "../../src/bench/spread.ts";

test("median and quartiles of few numbers lie where they are expected, whatever their order", () => {
  expect(spreadOf([3])).toEqual({ median: 3, lower: 3, upper: 3, count: 1 });
  expect(spreadOf([4, 1, 3, 2, 5])).toEqual({ median: 3, lower: 2, upper: 4, count: 5 });
  expect(spreadOf([10, 20, 40, 30])).toEqual({ median: 25, lower: 17.5, upper: 32.5, count: 4 });
});

test("one disturbed measurement of many moves neither median nor quartiles by much", () => {
  const values = Array.from({ length: 21 }, (_, k) => 100 + k);
  expect(spreadOf([...values.slice(0, 20), 1e9]).median).toBe(spreadOf(values).median);
  expect(spreadOf([...values.slice(0, 20), 1e9]).upper).toBe(spreadOf(values).upper);
});

test("quartiles enclose the median and lie within the values", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1 }), (values) => {
      const { lower, median, upper, count } = spreadOf(values);
      expect(count).toBe(values.length);
      expect(lower).toBeGreaterThanOrEqual(Math.min(...values));
      expect(median).toBeGreaterThanOrEqual(lower);
      expect(upper).toBeGreaterThanOrEqual(median);
      expect(upper).toBeLessThanOrEqual(Math.max(...values));
    }),
    { seed: 5 },
  );
});

test("ratios are taken pair by pair: a machine that slows down in some rounds does not show in them", () => {
  const slowdown = [1, 1, 3, 1.5, 7];
  expect(
    ratiosOf(
      slowdown.map((s) => 20 * s),
      slowdown.map((s) => 10 * s),
    ),
  ).toEqual({ median: 2, lower: 2, upper: 2, count: 5 });
});

test("a spread in another unit keeps its count", () => {
  expect(scaled({ median: 2e6, lower: 1e6, upper: 4e6, count: 9 }, 1e-6)).toEqual({
    median: 2,
    lower: 1,
    upper: 4,
    count: 9,
  });
});

test("nothing has no median", () => {
  expect(() => spreadOf([])).toThrow(RangeError);
});
