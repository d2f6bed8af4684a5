/** Cues: patterns of which a fraction of the neurons is flipped. */
import { describe, expect, it } from "vitest";
import { flippedPatterns } from "../../src/hopfield/cue.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";

const patterns = await randomPatterns({ nPatterns: 40, nNeurons: 50, seed: 1 });

/** Neurons of each pattern that differ. */
function flipsOf(values: Int8Array): number[][] {
  return Array.from({ length: 40 }, (_, mu) =>
    Array.from({ length: 50 }, (_, i) => i).filter((i) => values[mu * 50 + i] !== patterns.values[mu * 50 + i]),
  );
}

describe("flipped patterns", () => {
  it("have exactly the fraction of neurons flipped, others in every pattern, the same for the same seed", () => {
    for (const [flipped, count] of [
      [0, 0],
      [0.05, 3], // 2.5, rounded up
      [0.3, 15],
      [1, 50],
    ]) {
      const { values } = flippedPatterns(patterns, { flipped, seed: 7 });
      const flips = flipsOf(values);
      for (const row of flips) expect(row).toHaveLength(count);
      if (count === 15) expect(new Set(flips.map(String)).size).toBe(40);
      expect(flippedPatterns(patterns, { flipped, seed: 7 }).values).toEqual(values);
    }
    expect(flippedPatterns(patterns, { flipped: 0.3, seed: 8 }).values).not.toEqual(
      flippedPatterns(patterns, { flipped: 0.3, seed: 7 }).values,
    );
  });

  it("grow: what is flipped at a smaller fraction is flipped at a larger one", () => {
    const few = flipsOf(flippedPatterns(patterns, { flipped: 0.2, seed: 3 }).values);
    const many = flipsOf(flippedPatterns(patterns, { flipped: 0.4, seed: 3 }).values);
    few.forEach((row, mu) => {
      for (const i of row) expect(many[mu]).toContain(i);
    });
  });

  it("flip every neuron alike", () => {
    const counts = new Array<number>(50).fill(0);
    for (let seed = 0; seed < 25; seed++) {
      for (const row of flipsOf(flippedPatterns(patterns, { flipped: 0.2, seed }).values))
        for (const i of row) counts[i]++;
    }
    // 1000 patterns, probability 0.2: 200 ± 12.6, five of these
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(64);
  });

  it("refuses what is no fraction", () => {
    expect(() => flippedPatterns(patterns, { flipped: 1.2, seed: 1 })).toThrow(
      "flippedPatterns: flipped must be in [0, 1], got 1.2",
    );
    expect(() => flippedPatterns(patterns, { flipped: -1, seed: 1 })).toThrow(/flipped must be a finite number ≥ 0/);
  });
});
