/** The published protocol of EK22: what it sets, that it can be said parameter by parameter, and what patterns and cues it makes. */
import { describe, expect, it } from "vitest";
import { basins, planBasins } from "../../../src/experiments/basins/run.ts";
import { capacity, planCapacity, type TriedLoad } from "../../../src/experiments/capacity/run.ts";
import { networkSeed } from "../../../src/experiments/kit/network.ts";
import { leastOverlap } from "../../../src/experiments/kit/retrieval.ts";
import { randomConnectivity } from "../../../src/hopfield/connectivity.ts";
import { flippedPatterns } from "../../../src/hopfield/cue.ts";
import { hebbianNetwork } from "../../../src/hopfield/learning/learn.ts";
import { type Patterns, patternsFrom } from "../../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../../src/hopfield/random-patterns.ts";
import { relax } from "../../../src/hopfield/relax.ts";

const SMALL = { neurons: 40, inputs: 8, rule: ["random", "noise", "signal"], seeds: 2, seed: 5 } as const;
const SINGLY = {
  nested: true,
  fraction: 1,
  threshold: 0.7,
  strict: true,
  order: "synchronous",
  solver: "published",
  loadSearch: "steps",
} as const;

function overlapsOf(states: Int8Array, patterns: Patterns): number[] {
  const { nPatterns, nNeurons, values } = patterns;
  return Array.from({ length: nPatterns }, (_, mu) => {
    let sum = 0;
    for (let i = 0; i < nNeurons; i++) sum += states[mu * nNeurons + i] * values[mu * nNeurons + i];
    return sum / nNeurons;
  });
}

describe("the published protocol", () => {
  it("is what its parameters say one by one", () => {
    const named = planCapacity({ ...SMALL, protocol: "published" });
    expect(named).toEqual({ ...planCapacity({ ...SMALL, ...SINGLY }), protocol: "published" });
    const { solver, ...rest } = SINGLY;
    expect(named).toMatchObject({ ...rest, anneal: { solver } });
  });

  it("gives way to what a spec says itself, and is refused for margins and by other names", () => {
    const { fraction, threshold, nested } = planCapacity({ ...SMALL, protocol: "published", fraction: 0.9 });
    expect({ fraction, threshold, nested }).toEqual({ fraction: 0.9, threshold: 0.7, nested: true });
    expect(() => planCapacity({ ...SMALL, rule: "margin", protocol: "published" })).toThrow(
      'capacity: solver must be "swap" or left out for rule "margin", got "published"',
    );
    expect(() => planCapacity({ ...SMALL, protocol: "ours" as never })).toThrow("capacity: protocol must be");
  });

  it("takes the first patterns of one list, all of which must end above m = 0.7, from synchronous updates", async () => {
    const tried: TriedLoad[] = [];
    const spec = { neurons: 40, inputs: 12, rule: "random", seeds: 1, seed: 9, protocol: "published" } as const;
    const { rows } = await capacity(spec, { onNetwork: (_, network) => tried.push(network) });
    const seed = networkSeed(9, "nested");
    const list = await randomPatterns({ nPatterns: 40, nNeurons: 40, seed });
    const connectivity = await randomConnectivity({ nNeurons: 40, nInputs: 12, seed });
    for (const { patterns: p, retrieved } of tried) {
      const first = patternsFrom(list.values.slice(0, 40 * p), 40);
      const network = await hebbianNetwork(first, connectivity);
      const { states } = await relax(network, first, { order: "synchronous", maxSweeps: 100 });
      expect(retrieved).toBe(overlapsOf(states, first).filter((m) => m > 0.7).length);
    }
    expect(tried.length).toBeGreaterThan(2);
    expect(rows[0].capacity).toBe(
      Math.max(...tried.filter((one) => one.retrieved === one.patterns).map((t) => t.patterns)),
    );
  });

  it("does not count an overlap that is the threshold itself", () => {
    for (const threshold of [0.7, 0.9, 1]) {
      expect(threshold >= leastOverlap({ threshold })).toBe(true);
      expect(threshold >= leastOverlap({ threshold, strict: true })).toBe(false);
    }
    expect(350 / 500 >= leastOverlap({ threshold: 0.7, strict: true })).toBe(false); // 75 of 500 neurons wrong
    expect(352 / 500 >= leastOverlap({ threshold: 0.7, strict: true })).toBe(true);
  });

  it("flips the same neurons in all patterns of a network", async () => {
    const spec = { neurons: 40, inputs: 12, rule: "random", patterns: 3, flipped: [0.2], seeds: 1, seed: 9 } as const;
    const { rows, spec: plan } = await basins({ ...spec, protocol: "published" });
    expect(plan).toMatchObject({ sharedFlips: true, nested: true, strict: true, threshold: 0.7, fraction: 0.9 });
    const seed = networkSeed(9, "nested");
    const patterns = await randomPatterns({ nPatterns: 3, nNeurons: 40, seed });
    const network = await hebbianNetwork(patterns, await randomConnectivity({ nNeurons: 40, nInputs: 12, seed }));
    // the order of the first pattern, for all of them
    const one = flippedPatterns(patternsFrom(patterns.values.slice(0, 40), 40), { flipped: 0.2, seed });
    const cues = patterns.values.map((value, at) => value * patterns.values[at % 40] * one.values[at % 40]);
    const { states } = await relax(network, Int8Array.from(cues), { order: "synchronous" });
    const overlaps = overlapsOf(states, patterns);
    expect(rows[0].overlap).toBeCloseTo(overlaps.reduce((a, b) => a + b) / 3, 12);
    expect(rows[0].retrieved).toBeCloseTo(overlaps.filter((m) => m > 0.7).length / 3, 12);
    expect(planBasins({ ...spec, protocol: "published" }).anneal.solver).toBe("published");
  });
});
