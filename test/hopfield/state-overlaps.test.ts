/** Overlaps of states with patterns: against their definitions, and what an empty page is worth. */
import { describe, expect, it } from "vitest";
import { digits } from "../../src/data/digits.ts";
import { activityOverlaps, centeredOverlaps, rowOverlaps } from "../../src/hopfield/state-overlaps.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";

/** The correlation about the pattern's mean, in doubles. */
function centeredByDefinition(state: ArrayLike<number>, pattern: ArrayLike<number>): number {
  const xi = Array.from(pattern);
  const mean = xi.reduce((sum, value) => sum + value, 0) / xi.length;
  const product = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).reduce((sum, value, i) => sum + (value - mean) * (b[i] - mean), 0);
  return product(state, xi) / Math.sqrt(product(state, state) * product(xi, xi));
}

/** Rows of ±1 with as many active as asked for. */
function withActive(nNeurons: number, active: number, seed: number): Int8Array {
  const random = plainRandom(seed);
  const order = Array.from({ length: nNeurons }, (_, i) => ({ i, at: random() })).sort((a, b) => a.at - b.at);
  const row = new Int8Array(nNeurons).fill(-1);
  for (const { i } of order.slice(0, active)) row[i] = 1;
  return row;
}

describe("centered overlaps", () => {
  it("are their definition", () => {
    for (const [active, firing] of [
      [3, 10],
      [7, 2],
      [20, 20],
      [33, 39],
      [1, 39],
    ]) {
      const pattern = withActive(40, active, active);
      const state = withActive(40, firing, 100 + firing);
      const [found] = centeredOverlaps(state, pattern, 40);
      expect(found).toBeCloseTo(centeredByDefinition(state, pattern), 12);
      expect(Math.abs(found)).toBeLessThan(1);
    }
  });

  it("equal the plain overlap, to the bit, for patterns of as many active as silent neurons", () => {
    for (let seed = 0; seed < 20; seed++) {
      const pattern = withActive(50, 25, seed);
      const state = randomSigns(50, plainRandom(1000 + seed));
      expect(centeredOverlaps(state, pattern, 50)).toEqual(rowOverlaps(state, pattern, 50));
    }
  });

  it("are 1 for the pattern alone, and 0 for an empty page and for one that is all ink", () => {
    const { values, nPatterns, nNeurons } = digits();
    const page = (value: number) => new Int8Array(values.length).fill(value);
    expect(centeredOverlaps(values, values, nNeurons).every((m) => m === 1)).toBe(true);
    expect(centeredOverlaps(page(-1), values, nNeurons).every((m) => m === 0)).toBe(true);
    expect(centeredOverlaps(page(1), values, nNeurons).every((m) => m === 0)).toBe(true);
    // what the plain overlap makes of the same page
    const plain = rowOverlaps(page(-1), values, nNeurons).reduce((sum, m) => sum + m, 0) / nPatterns;
    expect(plain).toBeGreaterThan(0.7);
    // the opposite of every picture: never above 0, and −1 only where ink and paper are as much
    const opposite = centeredOverlaps(
      values.map((value) => -value),
      values,
      nNeurons,
    );
    expect(opposite.every((m) => m < 0 && m >= -1)).toBe(true);
  });

  it("count wrong ink as well as missing ink: as much of it as there is right is 0.7 at most", () => {
    const pattern = new Int8Array(784).fill(-1).fill(1, 0, 60);
    const doubled = new Int8Array(784).fill(-1).fill(1, 0, 120);
    expect(centeredOverlaps(doubled, pattern, 784)[0]).toBeLessThan(0.71);
    // hits less false alarms are still beyond the threshold of 0.9
    expect(activityOverlaps(doubled, pattern, 784)[0]).toBeGreaterThan(0.9);
    const halved = new Int8Array(784).fill(-1).fill(1, 0, 30);
    expect(centeredOverlaps(halved, pattern, 784)[0]).toBeLessThan(0.71);
  });

  it("of a pattern that is the same everywhere are 1 for itself and 0 for all else", () => {
    const full = new Int8Array(6).fill(1);
    expect(centeredOverlaps(full, full, 6)).toEqual(Float64Array.of(1));
    expect(centeredOverlaps([1, 1, 1, 1, 1, -1], full, 6)).toEqual(Float64Array.of(0));
    expect(
      centeredOverlaps(
        full,
        full.map((value) => -value),
        6,
      ),
    ).toEqual(Float64Array.of(0));
  });
});

describe("all overlaps", () => {
  it("take lists of 0 and 1 as well, each of its own kind", () => {
    const bits = [
      [1, 0, 0, 1, 0, 0],
      [0, 1, 1, 1, 0, 1],
    ];
    const signs = Int8Array.from(bits.flat(), (bit) => 2 * bit - 1);
    const states = Int8Array.of(1, -1, 1, 1, -1, -1, -1, 1, 1, -1, -1, 1);
    for (const overlaps of [rowOverlaps, activityOverlaps, centeredOverlaps]) {
      const wanted = overlaps(states, signs, 6);
      expect(overlaps(states, bits, 6)).toEqual(wanted);
      expect(overlaps(states, Uint8Array.from(bits.flat()), 6)).toEqual(wanted);
      expect(overlaps(Array.from(states), { nPatterns: 2, nNeurons: 6, values: signs }, 6)).toEqual(wanted);
    }
    expect(rowOverlaps(states, bits, 6)).toEqual(Float64Array.of(4 / 6, 4 / 6));
  });

  it("refuse states and patterns of different numbers", () => {
    expect(() => rowOverlaps([1, -1, 1], [1, -1], 2)).toThrow(
      /rowOverlaps: states must have a length .* nNeurons = 2, got 3/,
    );
    expect(() => centeredOverlaps([1, -1], [1, -1, 1, 1], 2)).toThrow(
      /centeredOverlaps: patterns must be as many as states, 1, got 2/,
    );
  });
});
