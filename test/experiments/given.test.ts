/** Experiments with given connectivity: rewiring with the same numbers of inputs, capacity, basins and recall. */
import { describe, expect, test } from "vitest";
import { planAnneal } from "../../src/hopfield/anneal.ts";
import { sourceOf } from "../../src/hopfield/network.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { rewire } from "../../src/hopfield/rewire.ts";
import { rewireLike } from "../../src/hopfield/rewire-like.ts";
import {
  basins,
  type Connectivity,
  capacity,
  connectivityFrom,
  fields,
  nullConnectivity,
  recall,
  weights,
} from "../../src/index.ts";
import { inlineExecutor } from "../../src/run/executor.ts";
import { plainRandom, randomSubset } from "../support/plain-random.ts";
import { shuffledExecutor } from "../support/shuffled-executor.ts";

const N = 40;

/** In-degrees from 0 to all others. */
function uneven(seed: number): Connectivity {
  const random = plainRandom(seed);
  return connectivityFrom(
    Array.from({ length: N }, (_, i) => randomSubset(N, [0, N - 1, 3, 8, 8, 12][i % 6], i, random)),
  );
}

const degrees = ({ rowStart }: Connectivity) => Array.from({ length: N }, (_, i) => rowStart[i + 1] - rowStart[i]);

test("rewiring like given connectivity keeps every number of inputs, and finds what a search of that number finds", async () => {
  const like = uneven(1);
  const patterns = await randomPatterns({ nPatterns: 10, nNeurons: N, seed: 4 });
  const problem = {
    source: sourceOf(patterns),
    plan: planAnneal("test", { sweeps: 5 }),
    key: [4, 0] as const,
    backend: "wasm" as const,
    rule: "signal" as const,
    valuesOf: (c: number) => ({ epsilon: 10 / c }),
  };
  const found = await rewireLike(problem, like, inlineExecutor);
  expect(degrees(found)).toEqual(degrees(like));
  expect(await rewireLike(problem, like, shuffledExecutor(3, 1))).toEqual(found);
  const eight = await rewire(patterns, { inputs: 8, rule: "signal", sweeps: 5, seed: 4, only: [3, 9] });
  expect(found.inputs.subarray(found.rowStart[3], found.rowStart[4])).toEqual(eight.inputs.subarray(0, 8));
  expect(found.inputs.subarray(found.rowStart[9], found.rowStart[10])).toEqual(eight.inputs.subarray(8));
});

describe("null models beside given connectivity", () => {
  const connectivity = uneven(5);
  const spec = { connectivity, null: ["degree", "distance", "both"], positions: "ring", seeds: 2, seed: 3 } as const;

  test("are rows of their own, each what capacity measures of such a network", async () => {
    const { rows, summary, spec: plan } = await capacity({ ...spec, rule: ["given", "random"] });
    expect(rows.map((row) => [row.rule, row.null, row.seed])).toEqual(
      [
        ["given", "none"],
        ["given", "degree"],
        ["given", "distance"],
        ["given", "both"],
        ["random", "none"],
      ].flatMap((kind) => [3, 4].map((seed) => [...kind, seed])),
    );
    for (const { rule, null: keep, seed, capacity: held, networks } of rows) {
      if (rule !== "given" || keep === undefined || keep === "none") continue;
      const own = await nullConnectivity(connectivity, { keep, positions: "ring", seed });
      const alone = await capacity({ connectivity: own, rule: "given", seeds: 1, seed });
      expect([alone.rows[0].capacity, alone.rows[0].networks], keep).toEqual([held, networks]);
    }
    // without null models the rows of the given network are the same, but for the column
    const { rows: plain } = await capacity({ connectivity, rule: ["given", "random"], seeds: 2, seed: 3 });
    expect(rows.filter((row) => row.null === "none").map(({ null: _, ...row }) => row)).toEqual(plain);
    expect(plan).toMatchObject({ null: ["degree", "distance", "both"], positions: "ring" });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(summary.map(({ null: own, seeds }) => [own, seeds])).toEqual(
      ["none", "degree", "distance", "both", "none"].map((own) => [own, 2]),
    );
    // a null model is held against the given network alone, and other rules against the given network, not its null models
    for (const { rule, null: own, against, load } of summary) {
      expect(against.length).toBeLessThanOrEqual(1);
      for (const test of against) {
        expect(test.rule).toBe(own === "none" && rule === "given" ? "random" : "given");
        const other = summary.find((entry) => entry.rule === test.rule && entry.null === "none")!;
        expect(test.difference).toBeCloseTo(load - other.load, 12);
      }
    }
    const again = await capacity(
      { ...spec, rule: ["given", "random"] },
      { executor: shuffledExecutor(2, 1), backend: "js" },
    );
    expect(again.rows).toEqual(rows);
  });

  test.each<[string, object, RegExp]>([
    [
      "without connectivity",
      { connectivity: undefined, neurons: 40, inputs: 5, rule: "random" },
      /connectivity must be given with null "degree/,
    ],
    ["without the rule given", { rule: "random" }, /rule must hold "given" with null, got random/],
    [
      "distances without positions",
      { positions: undefined },
      /positions must be given with null "distance, both", since connectivity does not tell where/,
    ],
    [
      "positions without distances",
      { null: "degree" },
      /positions must be left out unless null is "distance" or "both"/,
    ],
    ["positions alone", { null: undefined }, /positions must be left out unless null/],
    ["another null model", { null: "weights" }, /null must be one of "degree", "distance", "both", got "weights"/],
    ["too few positions", { positions: [[1, 2]] }, /positions must have a row for each of the 40 neurons, got 1/],
  ])("%s: refused", async (_, part, message) => {
    await expect(capacity({ ...spec, rule: "given", ...part } as never)).rejects.toThrow(message);
  });
});

describe("experiments with given connectivity", () => {
  const spec = { connectivity: uneven(2), rule: ["given", "random", "signal"], sweeps: 3, seeds: 1, seed: 6 } as const;

  test("capacity: rows at the mean number of inputs, the same for any executor and backend", async () => {
    const { rows, spec: plan } = await capacity(spec);
    expect(rows.map(({ rule }) => rule)).toEqual(["given", "random", "signal"]);
    const mean = spec.connectivity.inputs.length / N;
    for (const row of rows) {
      expect(row.inputs).toBe(mean);
      expect(row.load).toBeCloseTo(row.capacity / mean, 12);
    }
    expect(plan.connectivity).toMatchObject({ neurons: N, connections: spec.connectivity.inputs.length });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect((await capacity(spec, { executor: shuffledExecutor(2, 1), backend: "js" })).rows).toEqual(rows);
    const other = (await capacity({ ...spec, connectivity: uneven(3) })).spec;
    expect(other.connectivity?.digest).not.toBe(plan.connectivity?.digest);
  });

  test("basins: chosen synapses retrieve at least as far as those given", async () => {
    const { summary } = await basins({ ...spec, patterns: 3, flipped: [0, 0.1, 0.2] });
    const [given, random, signal] = summary;
    expect(signal.basin).toBeGreaterThanOrEqual(given.basin);
    expect(random.inputs).toBe(given.inputs);
  });

  test.each([
    [{ inputs: 3 }, /capacity: inputs and connectivity exclude each other, got both/],
    [{ neurons: 41 }, /capacity: connectivity must connect 41 neurons, got 40/],
    [{ connectivity: undefined, neurons: 40, inputs: 4 }, /connectivity must be given for rule "given", got none/],
    [{ connectivity: connectivityFrom([[], []]) }, /must have at least one connection, got none/],
    [{ connectivity: [[1], [0]] }, /must be connectivity from randomConnectivity/],
  ])("refuses %j", async (change, message) => {
    await expect(capacity({ ...spec, ...(change as object) })).rejects.toThrow(message);
  });

  test("fields and weights say why they take none", async () => {
    const networks = { patterns: 2, neurons: N, inputs: 4, seed: 1 } as const;
    for (const measure of [fields, weights]) {
      const message = /must be left out, since all neurons must have the same number of inputs here, got/;
      await expect(measure({ ...networks, rule: "given" })).rejects.toThrow(message);
      await expect(measure({ patterns: 2, rule: "random", connectivity: uneven(2) } as never)).rejects.toThrow(message);
    }
  });

  test("recall: rule given keeps the connectivity", async () => {
    const patterns = await randomPatterns({ nPatterns: 2, nNeurons: N, seed: 4 });
    const { connectivity } = spec;
    const result = await recall(patterns, { connectivity, rule: "given", seed: 1 });
    expect(result.summary[0]).toMatchObject({ rule: "given", patterns: 2 });
  });
});
