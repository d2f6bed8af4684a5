/** Retrieval of a network's own patterns is relaxation from each of them; overlaps of rows. */
import { describe, expect, it } from "vitest";
import { randomConnectivity } from "../../src/hopfield/connectivity.ts";
import { hebbianNetwork } from "../../src/hopfield/learning/learn.ts";
import { sourceOf } from "../../src/hopfield/network.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { relax } from "../../src/hopfield/relax.ts";
import { retrieveNetwork } from "../../src/hopfield/retrieve.ts";
import { rowOverlaps } from "../../src/hopfield/state-overlaps.ts";
import { keyOf } from "../../src/numeric/seed.ts";
import { inlineExecutor } from "../../src/run/executor.ts";
import { BACKENDS } from "../support/backends.ts";
import { shuffledExecutor } from "../support/shuffled-executor.ts";

const patterns = await randomPatterns({ nPatterns: 100, nNeurons: 80, seed: 3 });
const connectivity = await randomConnectivity({ nNeurons: 80, nInputs: 30, seed: 3 });
const rest = { order: "sequential", maxSweeps: 50, key: keyOf(3n) } as const;

async function expected(): Promise<Float64Array> {
  const { states } = await relax(await hebbianNetwork(patterns, connectivity), patterns, { maxSweeps: 50 });
  return rowOverlaps(states, patterns.values, 80);
}

describe("retrieving a network's own patterns", () => {
  it("is relaxing from each of them, on any executor and backend", async () => {
    const overlaps = await expected();
    expect(Math.min(...overlaps)).toBeLessThan(0.9);
    for (const backend of BACKENDS) {
      const problem = { ...rest, source: sourceOf(patterns), connectivity, backend };
      expect(await retrieveNetwork(problem, inlineExecutor)).toEqual(overlaps);
      expect(await retrieveNetwork(problem, shuffledExecutor(3, 1))).toEqual(overlaps);
    }
  });

  it("from a seed is the same as from the patterns and the random connectivity of that seed", async () => {
    const overlaps = await expected();
    for (const backend of BACKENDS) {
      const source = { nPatterns: 100, nNeurons: 80, key: keyOf(3n) };
      expect(
        await retrieveNetwork({ ...rest, source, connectivity: { nInputs: 30 }, backend }, inlineExecutor),
      ).toEqual(overlaps);
    }
  });
});

describe("row overlaps", () => {
  it("are m = (1/N) Σ ξ_i S_i of each row", () => {
    const states = Int8Array.of(1, 1, -1, -1, 1, -1, 1, -1);
    expect(Array.from(rowOverlaps(states, states, 4))).toEqual([1, 1]);
    expect(Array.from(rowOverlaps(states, Int8Array.of(1, 1, 1, 1, -1, 1, -1, 1), 4))).toEqual([0, -1]);
  });
});
