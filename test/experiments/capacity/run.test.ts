/** The capacity experiment: its rows, critical loads made anew from the seed, means over seeds, and the plan. */
import { describe, expect, it } from "vitest";
import {
  type CapacityResult,
  type CapacityRow,
  type CapacitySpec,
  capacity,
  capacityKey,
  planCapacity,
  summarizeCapacity,
} from "../../../src/experiments/capacity/run.ts";
import { networkSeed } from "../../../src/experiments/kit/network.ts";
import { randomConnectivity } from "../../../src/hopfield/connectivity.ts";
import { hebbianNetwork } from "../../../src/hopfield/learning/learn.ts";
import { randomPatterns } from "../../../src/hopfield/random-patterns.ts";
import { relax } from "../../../src/hopfield/relax.ts";
import { rewire } from "../../../src/hopfield/rewire.ts";
import type { SearchRule } from "../../../src/hopfield/rules/index.ts";
import { rowOverlaps } from "../../../src/hopfield/state-overlaps.ts";
import { deriveKey, keyOf } from "../../../src/numeric/seed.ts";
import { BACKENDS } from "../../support/backends.ts";
import { expectAbortion, expectRejection, rejection } from "../../support/rejection.ts";
import { shuffledExecutor } from "../../support/shuffled-executor.ts";

const SMALL = {
  neurons: 60,
  inputs: [6, 12],
  rule: ["random", "noise", "signal"],
  seeds: 2,
  seed: 5,
  sweeps: 8,
} as const satisfies CapacitySpec;

const result = await capacity(SMALL);

describe("the seed of a network", () => {
  it("is refused where there is no such network", () => {
    expect(() => networkSeed(-1, 3)).toThrow(/networkSeed: seed must be/);
    expect(() => networkSeed(1, 0)).toThrow(/networkSeed: patterns must be/);
  });
});

describe("a capacity run", () => {
  it("has a row for each rule, number of inputs and seed, in that order", () => {
    expect(result.rows.map(({ rule, inputs, seed }) => `${rule} ${inputs} ${seed}`)).toEqual(
      SMALL.rule.flatMap((rule) => SMALL.inputs.flatMap((c) => [5, 6].map((seed) => `${rule} ${c} ${seed}`))),
    );
    for (const row of result.rows) {
      expect(row.neurons).toBe(60);
      expect(row.load).toBe(row.capacity / row.inputs);
      expect(row.networks).toBeGreaterThanOrEqual(2);
      expect(row.epsilon).toBe(row.rule === "random" ? null : row.rule === "noise" ? 0 : row.capacity / row.inputs);
      expect(Object.isFrozen(row)).toBe(true);
    }
  });

  it("p_c is a load at which 90 % of the patterns are retrieved, made anew from the seed, and p_c + 1 is none", async () => {
    for (const { rule, inputs, seed, capacity: critical } of result.rows) {
      for (const [nPatterns, holds] of [
        [critical, true],
        [critical + 1, false],
      ] as const) {
        if (nPatterns === 0) continue;
        const [low, high] = deriveKey(keyOf(BigInt(seed)), nPatterns, 0);
        const own = (BigInt(high) << 32n) | BigInt(low);
        expect(networkSeed(seed, nPatterns)).toBe(own);
        const patterns = await randomPatterns({ nPatterns, nNeurons: 60, seed: own });
        const connectivity =
          rule === "random"
            ? await randomConnectivity({ nNeurons: 60, nInputs: inputs, seed: own })
            : (await rewire(patterns, { inputs, rule: rule as SearchRule, seed: own, sweeps: 8 })).connectivity!;
        const { states } = await relax(await hebbianNetwork(patterns, connectivity), patterns);
        const retrieved = rowOverlaps(states, patterns.values, 60).filter((m) => m >= 0.9).length;
        expect(retrieved >= 0.9 * nPatterns, `${rule}, c = ${inputs}, p = ${nPatterns}`).toBe(holds);
      }
    }
  });

  it("is summed up by mean and standard deviation over the seeds", () => {
    expect(result.summary).toHaveLength(6);
    for (const point of result.summary) {
      const rows = result.rows.filter(({ rule, inputs }) => rule === point.rule && inputs === point.inputs);
      const [a, b] = rows.map((row) => row.capacity);
      expect(point).toMatchObject({ neurons: 60, seeds: 2, capacity: (a + b) / 2 });
      expect(point.capacityDeviation).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 12);
      expect(point.load).toBeCloseTo((a + b) / 2 / point.inputs, 12);
      expect(point.loadDeviation).toBeCloseTo(Math.abs(a - b) / Math.SQRT2 / point.inputs, 12);
      expect(point.epsilon === null).toBe(point.rule === "random");
    }
  });

  it("keeps its plan, with every default, as plain data", () => {
    expect(result.spec).toEqual({
      experiment: "capacity",
      neurons: 60,
      inputs: [6, 12],
      rule: ["random", "noise", "signal"],
      epsilon: null,
      seeds: 2,
      seed: 5,
      threshold: 0.9,
      fraction: 0.9,
      order: "sequential",
      maxSweeps: 100,
      searchStart: 1,
      anneal: { solver: "heat-bath", sweeps: 8, timeLimit: null, temperatures: null },
    });
    expect(JSON.parse(JSON.stringify(result.spec))).toEqual(result.spec);
    expect(Object.isFrozen(result.spec)).toBe(true);
    expect(Object.isFrozen(result.spec.inputs)).toBe(true);
    expect(result.provenance.backend).toBe("wasm");
  });

  it("gives the same rows on the other backend", async () => {
    const js = await capacity(SMALL, { backend: "js" });
    expect(js.rows).toEqual(result.rows);
    expect(js.provenance.backend).toBe("js");
  });

  it("gives the same rows on any executor, whatever the order its tasks run in", async () => {
    for (const [threads, seed] of [
      [4, 1],
      [4, 2],
      [3, 3],
    ]) {
      const executor = shuffledExecutor(threads, seed);
      const elsewhere = await capacity(SMALL, { executor });
      expect(elsewhere.rows).toEqual(result.rows);
      expect(elsewhere.summary).toEqual(result.summary);
      expect(executor.ran).toBeGreaterThan(24);
    }
  });

  it("gives the same rows next to other runs", async () => {
    const other = { ...SMALL, neurons: 40, inputs: 5, seed: 9 };
    const alone = await capacity(other);
    const [again, otherAgain] = await Promise.all([capacity(SMALL), capacity(other)]);
    expect(again.rows).toEqual(result.rows);
    expect(otherAgain.rows).toEqual(alone.rows);
  });

  it("a point's row does not depend on which other points are asked for", async () => {
    const one = await capacity({ ...SMALL, inputs: 12, rule: "signal", seeds: 1, seed: 6 });
    const same = result.rows.find(({ rule, inputs, seed }) => rule === "signal" && inputs === 12 && seed === 6)!;
    expect(one.rows).toEqual([same]);
  });

  it("sets every row as soon as it is there, under its key", async () => {
    const results = new Map<string, CapacityRow>();
    const again = await capacity(SMALL, { results, executor: shuffledExecutor(4, 7) });
    expect(results.size).toBe(12);
    for (const row of again.rows) expect(results.get(`${row.rule}/${row.inputs}/${row.seed}`)).toBe(row);
  });

  it("hands over every network made on the way: those below the critical load hold, those above do not", async () => {
    const tried: { readonly key: string; readonly patterns: number; readonly retrieved: number }[] = [];
    const { rows } = await capacity(SMALL, { onNetwork: (key, network) => tried.push({ key, ...network }) });
    expect(rows).toEqual(result.rows);
    for (const row of rows) {
      const own = tried.filter(({ key }) => key === capacityKey(row));
      expect(own).toHaveLength(row.networks);
      for (const { patterns, retrieved } of own) {
        expect(retrieved >= 0.9 * patterns).toBe(patterns <= row.capacity);
      }
      expect(own.map(({ patterns }) => patterns)).toContain(row.capacity);
    }
  });

  it("does not compute again what is among the results", async () => {
    const found = new Map(result.rows.map((row) => [capacityKey(row), row]));
    const executor = shuffledExecutor(4, 8);
    const computed: string[] = [];
    const results = {
      get: (key: string) => found.get(key),
      set(key: string, row: CapacityRow) {
        computed.push(key);
        found.set(key, row);
      },
    };
    const all = await capacity(SMALL, { results, executor });
    expect(executor.ran).toBe(0);
    expect(computed).toEqual([]);
    expect(all.rows).toEqual(result.rows);
    expect(all.summary).toEqual(result.summary);
    // two of them lost: just these are computed, and the result is as before
    const lost = ["signal/6/5", "random/12/6"];
    for (const key of lost) found.delete(key);
    const rest = await capacity(SMALL, { results });
    expect(computed.sort()).toEqual(lost.slice().sort());
    expect(rest.rows).toEqual(result.rows);
    expect(found.size).toBe(12);
  });

  it("goes on from a Map after an interruption", async () => {
    const enough = new Error("enough");
    const controller = new AbortController();
    const results = new Map<string, CapacityRow>();
    const set = results.set.bind(results);
    results.set = (key, row) => {
      if (results.size === 4) controller.abort(enough);
      return set(key, row);
    };
    expect(await rejection(capacity(SMALL, { results, signal: controller.signal }))).toBe(enough);
    expect(results.size).toBe(5);
    const before = new Map(results);
    const rest = await capacity(SMALL, { results });
    expect(rest.rows).toEqual(result.rows);
    for (const [key, row] of before) expect(results.get(key)).toBe(row);
  });

  it("reports its progress, rising up to 1", async () => {
    for (const executor of [undefined, shuffledExecutor(4, 9)]) {
      const done: number[] = [];
      await capacity(SMALL, { ...(executor && { executor }), onProgress: (p) => done.push(p.done / p.total) });
      expect(done.at(-1)).toBeCloseTo(1, 10);
      done.forEach((part, k) => {
        expect(part).toBeGreaterThanOrEqual((done[k - 1] ?? 0) - 1e-12);
      });
    }
  });

  it("tells apart seeds beyond 2⁵³", async () => {
    const { rows } = await capacity({ neurons: 20, inputs: 4, rule: "random", seeds: 2, seed: 2n ** 64n - 2n });
    expect(rows.map(({ seed }) => seed)).toEqual(["18446744073709551614", "18446744073709551615"]);
  });

  it("asked twice for a rule or number of inputs answers once", async () => {
    const { rows } = await capacity({ neurons: 20, inputs: [4, 4], rule: ["random", "random"], seeds: 1, seed: 1 });
    expect(rows).toHaveLength(1);
  });
});

describe("what capacities come out", () => {
  const loadOf = (run: CapacityResult, rule: string): number => run.summary.find((point) => point.rule === rule)!.load;

  it("fully connected random networks hold α_c ≈ 0.14 (EK22: 0.138 for N → ∞)", async () => {
    // A single network of 300 neurons has α_c = 0.136 ± 0.010 (s.d. over seeds), so that the mean of 6 is known to ±0.004: the
    // band is 5 of these on either side.
    const { summary } = await capacity({ neurons: 300, inputs: 299, rule: "random", seeds: 6, seed: 1 });
    expect(summary[0].load).toBeGreaterThan(0.116);
    expect(summary[0].load).toBeLessThan(0.156);
  });

  it("diluted: signal reinforcement > noise reduction > random", async () => {
    // N = 120, c = 12: about 2.6 ± 0.05, 2.0 ± 0.13 and 0.31 ± 0.05 with more sweeps than here
    const { summary } = await capacity({
      neurons: 120,
      inputs: 12,
      rule: ["random", "noise", "signal"],
      seeds: 2,
      seed: 1,
      sweeps: 15,
    });
    const run = { summary } as unknown as CapacityResult;
    expect(loadOf(run, "noise")).toBeGreaterThan(3 * loadOf(run, "random"));
    expect(loadOf(run, "signal")).toBeGreaterThan(1.1 * loadOf(run, "noise"));
  });

  it("fully connected, every rule is the same network", async () => {
    const { rows } = await capacity({
      neurons: 40,
      inputs: 39,
      rule: ["random", "noise", "signal"],
      seeds: 2,
      seed: 3,
    });
    const capacities = rows.map(({ capacity: p }) => p);
    expect(capacities.slice(2, 4)).toEqual(capacities.slice(0, 2));
    expect(capacities.slice(4, 6)).toEqual(capacities.slice(0, 2));
  });

  it("stricter retrieval holds less", async () => {
    const spec = { neurons: 100, inputs: 50, rule: "random", seeds: 4, seed: 1 } as const;
    const [lenient, strict] = await Promise.all([
      capacity({ ...spec, threshold: 0.7, fraction: 0.5 }),
      capacity({ ...spec, threshold: 1, fraction: 1 }),
    ]);
    expect(strict.summary[0].capacity).toBeLessThan(lenient.summary[0].capacity);
  });

  it.each(["random", "synchronous"] as const)("%s updates are measured too, alike on both backends", async (order) => {
    const spec = { neurons: 50, inputs: 10, rule: ["random", "signal"], seeds: 2, seed: 4, sweeps: 4, order } as const;
    const [wasm, js] = await Promise.all(BACKENDS.map((backend) => capacity(spec, { backend })));
    expect(js.rows).toEqual(wasm.rows);
  });
});

describe("the summary", () => {
  const row = (part: Partial<CapacityRow>): CapacityRow => ({
    neurons: 10,
    inputs: 2,
    rule: "noise",
    epsilon: 0,
    seed: 1,
    capacity: 4,
    load: 2,
    networks: 3,
    ...part,
  });

  it("has sample deviations, zero for one seed, and groups by network, inputs and rule", () => {
    const summary = summarizeCapacity([
      row({ capacity: 2, load: 1 }),
      row({ capacity: 4, load: 2, seed: 2 }),
      row({ capacity: 9, load: 4.5, seed: 3 }),
      row({ inputs: 3, capacity: 7, load: 7 / 3 }),
      row({ neurons: 20, capacity: 1, load: 0.5, rule: "random", epsilon: null }),
    ]);
    expect(summary.map(({ seeds }) => seeds)).toEqual([3, 1, 1]);
    expect(summary[0].capacity).toBe(5);
    expect(summary[0].capacityDeviation).toBeCloseTo(Math.sqrt(13), 12); // (9 + 1 + 16) / 2
    expect(summary[0].loadDeviation).toBeCloseTo(Math.sqrt(13) / 2, 12);
    expect(summary[1].capacityDeviation).toBe(0);
    expect(summary[2].epsilon).toBeNull();
    expect(summarizeCapacity([])).toEqual([]);
  });
});

describe("what capacity refuses", () => {
  it.each<[string, object, typeof TypeError | typeof RangeError, RegExp]>([
    ["one neuron", { neurons: 1 }, RangeError, /^capacity: neurons must be an integer ≥ 2, got 1$/],
    ["no neurons", { neurons: undefined }, TypeError, /neurons must be an integer, got undefined/],
    ["c = N", { inputs: 60 }, RangeError, /inputs must be less than the number of neurons, 60, got 60/],
    ["one c too many in a list", { inputs: [6, 60] }, RangeError, /inputs .* got 60/],
    ["no c", { inputs: [] }, RangeError, /inputs must name at least one, got none/],
    ["c = NaN", { inputs: Number.NaN }, RangeError, /inputs .* got NaN/],
    [
      "an unknown rule",
      { rule: "signals" },
      TypeError,
      /rule must be one of "random", "given", "noise", "signal", "margin", "strongest", got "signals"/,
    ],
    ["no rule", { rule: [] }, RangeError, /rule must name at least one/],
    [
      "ε without signal reinforcement",
      { rule: ["random", "noise"], epsilon: 1 },
      RangeError,
      /epsilon must be left out unless rule has "signal", got 1/,
    ],
    ["κ where no rule has one", { margin: 1 }, RangeError, /margin must be left out unless rule has "margin", got 1/],
    ["κ = 0", { rule: ["noise", "margin"], margin: 0 }, RangeError, /margin must be a finite number > 0, got 0/],
    [
      "the heat bath with a margin among the rules",
      { rule: ["signal", "margin"], solver: "heat-bath" },
      RangeError,
      /^capacity: solver must be "swap" or left out for rule "margin", got "heat-bath"$/,
    ],
    ["ε < 0", { epsilon: -1 }, RangeError, /epsilon must be a finite number ≥ 0, got -1/],
    ["no seeds", { seeds: 0 }, RangeError, /seeds must be an integer in \[1, 10000\], got 0/],
    ["a seed out of range", { seed: -1 }, RangeError, /seed must be in \[0, 2\^64\), got -1/],
    [
      "a last seed out of range",
      { seed: 2n ** 64n - 1n, seeds: 2 },
      RangeError,
      /seed \+ seeds − 1 .* got 18446744073709551616/,
    ],
    ["a threshold of 0", { threshold: 0 }, RangeError, /threshold must be in \(0, 1\], got 0/],
    ["a threshold above 1", { threshold: 1.1 }, RangeError, /threshold must be in \(0, 1\], got 1.1/],
    ["a fraction above 1", { fraction: 2 }, RangeError, /fraction must be in \(0, 1\], got 2/],
    ["an unknown order", { order: "parallel" }, TypeError, /order must be one of .* got "parallel"/],
    ["no sweeps of retrieval", { maxSweeps: 0 }, RangeError, /maxSweeps .* got 0/],
    ["an unknown key", { neuron: 3 }, TypeError, /spec: unknown key "neuron"; did you mean "neurons"\?/],
    ["an unknown solver", { solver: "exact" }, TypeError, /solver must be one of/],
    ["sweeps and a time limit", { timeLimit: 1 }, TypeError, /capacity: sweeps and timeLimit exclude each other/],
    [
      "what cannot fit",
      { neurons: 60_000 },
      RangeError,
      /overlaps and connections of 60000 neurons need 6\.\d+ GiB, more than the 3\.50 GiB/,
    ],
  ])("%s", async (_, part, kind, message) => {
    const before = process.memoryUsage().arrayBuffers;
    await expectRejection(capacity({ ...SMALL, ...part } as unknown as CapacitySpec), kind, message);
    expect(() => planCapacity({ ...SMALL, ...part } as unknown as CapacitySpec)).toThrow(message);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  it("results that are no store", async () => {
    await expectRejection(
      capacity(SMALL, { results: [] as never }),
      TypeError,
      /capacity: results must have get\(key\) and set\(key, found\), as a Map has, got Array of length 0/,
    );
  });

  it("an unknown backend", async () => {
    await expectRejection(capacity(SMALL, { backend: "wgpu" as never }), TypeError, /capacity: backend .* got "wgpu"/);
  });
});

describe("aborting a capacity run", () => {
  it("before it begins", async () => {
    const reason = new Error("enough");
    expect(await rejection(capacity(SMALL, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  it("stops soon, keeps the rows that were finished, and the next run is right", async () => {
    const results = new Map<string, CapacityRow>();
    const long = { ...SMALL, neurons: 150, inputs: [10, 30], sweeps: 100, seeds: 5 };
    await expectAbortion((options) => capacity(long, { ...options, results }), 100);
    expect(results.size).toBeLessThan(30);
    const again = await capacity(SMALL);
    expect(again.rows).toEqual(result.rows);
  });

  it("stops soon on an executor of several threads", async () => {
    const long = { ...SMALL, neurons: 150, sweeps: 100, seeds: 5 };
    await expectAbortion((options) => capacity(long, { ...options, executor: shuffledExecutor(4, 1) }), 100);
  });
});
