/** Curves of patterns against basin size that are read from networks given here, so that their values are exact. */
import { describe, expect, it } from "vitest";
import { type FrontierRow, summarizeFrontier } from "../../../src/experiments/frontier/run.ts";

/** Networks of random connectivity by their patterns, fraction retrieved and basin. */
function networks(seed: number, measured: readonly (readonly [number, number, number])[]): FrontierRow[] {
  return measured.map(([patterns, retrieved, basin]) => ({
    ...{ neurons: 100, inputs: 20, rule: "random", epsilon: null, margin: null, load: patterns / 20, seed },
    ...{ patterns, retrieved, basin },
  }));
}

describe("a curve of the frontier", () => {
  it("ends at the last network that retrieves at least the fraction: exactly the fraction is enough", () => {
    const rows = networks(1, [
      [10, 1, 0.2],
      [20, 0.9, 0.1],
      [30, 0.89, 0],
    ]);
    const patternsOf = (fraction: number) =>
      summarizeFrontier([rows], { flipped: [0, 0.1, 0.2], fraction }).curves[0].points.map((point) => point.patterns);
    expect(patternsOf(0.9)).toEqual([20, 20, 10]);
    expect(patternsOf(0.91)).toEqual([10, 10, 10]);
    expect(patternsOf(0.89)).toEqual([30, 20, 10]);
  });

  it("has a point where every seed reaches the basin, with the mean over seeds", () => {
    const found = [
      networks(1, [
        [10, 1, 0.2],
        [20, 0.95, 0],
      ]),
      networks(2, [
        [12, 1, 0.1],
        [24, 0.95, 0],
      ]),
    ];
    const { curves, summary } = summarizeFrontier(found, { flipped: [0, 0.1, 0.2], fraction: 0.9 });
    const [{ points }] = curves;
    expect(points.map(({ flipped }) => flipped)).toEqual([0, 0.1]);
    // between its networks a seed is read off straight in ln p: 10·2^½ at half of the fall from 0.2 to 0
    expect(points.map(({ patterns }) => patterns)).toEqual([22, (10 * Math.SQRT2 + 12) / 2]);
    expect(points[0].patternsDeviation).toBeCloseTo(Math.sqrt(8), 12);
    expect(points[0].patternsError).toBeCloseTo(2, 12);
    expect(summary.map(({ load }) => load)).toEqual([22 / 20, (10 * Math.SQRT2 + 12) / 2 / 20]);
  });
});
