/** Wilson's interval, Student's t distribution and Welch's test, against published values. */
import fc from "fast-check";
// @ts-expect-error: no types of its own
import jstat from "jstat";
import { describe, expect, it } from "vitest";
import { rankCorrelation, studentTail, welchTest, wilsonInterval } from "../../src/numeric/statistics.ts";

const { jStat } = jstat;

describe("Wilson's interval", () => {
  it("is where the observed fraction lies 1.96 standard errors away", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const k = Math.round(part * n);
        const { low, high } = wilsonInterval(k, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low === 0).toBe(k === 0);
        expect(high === 1).toBe(k === n);
        const z = jStat.normal.inv(0.975, 0, 1);
        for (const p of [low, high]) {
          if (p === 0 || p === 1) continue;
          expect(Math.abs(k / n - p)).toBeCloseTo(z * Math.sqrt((p * (1 - p)) / n), 7);
        }
      }),
    );
  });

  it("is that of Newcombe's (1998) example: 81 of 263 in 0.2553 … 0.3662", () => {
    const { low, high } = wilsonInterval(81, 263);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
  });
});

describe("Student's t", () => {
  it("has the tails of the reference", () => {
    const t = fc.double({ min: 0, max: 30, noNaN: true });
    fc.assert(
      fc.property(t, fc.double({ min: 1, max: 200, noNaN: true }), (value, degrees) => {
        const expected = 2 * (1 - jStat.studentt.cdf(value, degrees));
        expect(studentTail(value, degrees)).toBeCloseTo(expected, 6);
        expect(studentTail(-value, degrees)).toBe(studentTail(value, degrees));
      }),
    );
  });

  it("is Cauchy's for one degree of freedom, and 1 − t/√(2 + t²) for two", () => {
    for (const t of [0, 0.1, 1, 3, 12.706, 1e4]) {
      expect(studentTail(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 13);
      expect(studentTail(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 13);
    }
  });
});

describe("Welch's test", () => {
  it("gives t, degrees of freedom and p by their definitions", () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true });
    const sample = fc.array(value, { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const [va, vb] = [jStat.variance(a, true) / a.length, jStat.variance(b, true) / b.length];
        fc.pre(va + vb > 1e-12);
        const test = welchTest(a, b)!;
        expect(test.difference).toBeCloseTo(jStat.mean(a) - jStat.mean(b), 10);
        expect(test.t).toBeCloseTo(test.difference / Math.sqrt(va + vb), 6);
        expect(test.degrees).toBeCloseTo((va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1)), 6);
        expect(test.p).toBe(studentTail(test.t, test.degrees));
      }),
    );
  });

  it("says nothing of single values or of none that differ", () => {
    expect(welchTest([1], [2, 3])).toBeNull();
    expect(welchTest([1, 1], [2, 2])).toBeNull();
    // the mean of three 0.05 is not 0.05
    expect(welchTest([0.05, 0.05, 0.05], [0.1, 0.1, 0.1])).toBeNull();
  });
});

it("rank correlation is Spearman's, ties included, and ±1 for what is monotone", () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.double({ min: -1, max: 1, noNaN: true })), {
    minLength: 3,
    maxLength: 30,
  });
  fc.assert(
    fc.property(pairs, (list) => {
      const [x, y] = [list.map(([a]) => a), list.map(([, b]) => b)];
      fc.pre(new Set(x).size > 1 && new Set(y).size > 1);
      // of the ranks, which the reference takes
      const rank = (values: number[]) =>
        values.map((v) => values.filter((w) => w < v).length + (values.filter((w) => w === v).length + 1) / 2);
      expect(rankCorrelation(x, y)).toBeCloseTo(jStat.corrcoeff(rank(x), rank(y)), 10);
    }),
  );
  expect(rankCorrelation([1, 2, 3], [10, 20, 21])).toBeCloseTo(1, 14);
  expect(rankCorrelation([1, 2, 3], [3, 2, -1])).toBeCloseTo(-1, 14);
  expect(rankCorrelation([1, 2], [3, 3])).toBeNaN();
});
