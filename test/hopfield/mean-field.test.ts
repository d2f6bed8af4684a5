/** Critical loads of the covariance rule by mean-field theory, against the published values. */
import { describe, expect, test } from "vitest";
import { defaultFiringThreshold } from "../../src/hopfield/mean-field.ts";
import { sparseCapacity } from "../../src/index.ts";

describe("capacity of the covariance rule by mean-field theory", () => {
  test("a = ½ has the critical loads of ±1 networks: 0.138 when all are connected, 2/π at high dilution", () => {
    const full = sparseCapacity({ codingLevel: 0.5, connectivity: "full" });
    expect(full.load).toBeCloseTo(0.138, 3); // Amit, Gutfreund & Sompolinsky 1987
    expect(full.firingThreshold).toBe(0);
    // m = erf(m/√(2α)), which has no solution but 0 from 2/π on (Derrida, Gardner & Zippelius 1987)
    for (const [m, inverse] of [[0.9, 1.163087] as const, [0.2, 0.179143] as const]) {
      const { load } = sparseCapacity({ codingLevel: 0.5, threshold: m });
      expect(load).toBeCloseTo((m / inverse) ** 2 / 2, 3);
      expect(load).toBeLessThan(2 / Math.PI);
    }
  });

  test("sparse patterns: α_c grows towards 1/(2a|ln a|), which both kinds of network share", () => {
    let before = 0;
    for (const a of [0.1, 0.01, 0.001, 0.0001]) {
      const bound = 1 / (2 * a * Math.abs(Math.log(a)));
      const dilute = sparseCapacity({ codingLevel: a }).load;
      const full = sparseCapacity({ codingLevel: a, connectivity: "full" }).load;
      expect(dilute / bound).toBeGreaterThan(before); // slowly, as logarithms do
      expect(dilute / bound).toBeLessThan(1);
      expect(full).toBeLessThan(dilute);
      before = dilute / bound;
    }
    expect(before).toBeGreaterThan(0.45);
    const sparse = sparseCapacity({ codingLevel: 0.05, connectivity: "full" }).load;
    expect(sparse / sparseCapacity({ codingLevel: 0.5, connectivity: "full" }).load).toBeGreaterThan(6);
  });

  test("the default θ stores within 1 % of the best, and changes its sign with a ↔ 1 − a", () => {
    for (const a of [0.01, 0.03, 0.05, 0.08, 0.15, 0.25, 0.35, 0.45, 0.5]) {
      const firingThreshold = defaultFiringThreshold(a);
      const best = sparseCapacity({ codingLevel: a }).load;
      expect(sparseCapacity({ codingLevel: a, firingThreshold }).load).toBeGreaterThan(0.99 * best);
      expect(defaultFiringThreshold(1 - a)).toBeCloseTo(-firingThreshold, 12);
    }
    expect(defaultFiringThreshold(0.5)).toBe(0); // of positive sign: −0 is another number in files
    expect(sparseCapacity({ codingLevel: 0.8 }).load).toBeCloseTo(sparseCapacity({ codingLevel: 0.2 }).load, 4);
  });

  test("refuses what is no coding level", () => {
    expect(() => sparseCapacity({ codingLevel: 1 })).toThrow(/sparseCapacity: codingLevel must be in \(0, 1\), got 1/);
    expect(() => sparseCapacity({ codingLevel: 0.1, connectivity: "ring" as never })).toThrow(
      /connectivity must be one of/,
    );
  });
});
