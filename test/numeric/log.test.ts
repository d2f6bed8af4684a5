/** The logarithm that gives the same bits in every engine: its error and its exact values. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { log } from "../../src/numeric/log.ts";
import { ulp } from "../support/ulp.ts";

describe("the logarithm that every engine rounds alike", () => {
  it("is within 1 ulp of the engine's own", () => {
    const check = (x: number): void => {
      const expected = Math.log(x);
      // Math.log itself may be off by 1 ulp in some engines; V8's is fdlibm's, so they agree much better than that
      if (Math.abs(log(x) - expected) > ulp(expected)) expect(log(x), `log(${x})`).toBe(expected);
    };
    fc.assert(fc.property(fc.double({ min: 2 ** -1022, noNaN: true, noDefaultInfinity: true }), check), {
      numRuns: 20_000,
      seed: 1,
    });
    for (let n = 1; n <= 20_000; n++) {
      check(n);
      check(n / 20_000);
      check(1 + n * 2 ** -52);
      check(1 - n * 2 ** -53);
    }
    check(Number.MAX_VALUE);
  });

  it("is exact where it can be", () => {
    expect(log(1)).toBe(0);
    expect(log(2)).toBe(Math.LN2);
    for (let k = -1000; k <= 1000; k += 50)
      expect(Math.abs(log(2 ** k) - k * Math.LN2)).toBeLessThanOrEqual(ulp(k * Math.LN2));
  });

  it("rises", () => {
    let before = Number.NEGATIVE_INFINITY;
    for (let x = 0.5; x < 2; x += 1e-4) {
      expect(log(x)).toBeGreaterThan(before);
      before = log(x);
    }
  });
});
