/** The tasks of a sweep: combinations of the axes, keys of their content, 64-bit seeds, and rows. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axesOf } from "../../src/check/parameters.ts";
import { capacity } from "../../src/experiments/capacity/run.ts";
import { fields } from "../../src/experiments/fields/run.ts";
import { EXPERIMENTS } from "../../src/experiments/registry.ts";
import { specHash } from "../../src/io/hash.ts";
import type { Row } from "../../src/io/rows.ts";
import { inlineExecutor } from "../../src/run/executor.ts";
import { resultsOf } from "../../src/sweep/results.ts";
import { runTasks } from "../../src/sweep/run.ts";
import { parseShard, shardOfEnvironment } from "../../src/sweep/shard.ts";
import { planSweep } from "../../src/sweep/spec.ts";
import { byLength, secondsOf, shardOf, tasksOf } from "../../src/sweep/tasks.ts";
import { shuffledExecutor } from "../support/shuffled-executor.ts";

const SPEC = {
  experiment: "capacity",
  grid: { neurons: [40, 50], inputs: [4, 8], rule: ["random", "signal"] },
  sweeps: 2,
  seeds: 2,
  seed: 5,
};
const sweep = async (spec: object) => tasksOf(await planSweep(spec));

describe("a sweep's tasks", () => {
  it("are every combination and seed, the first axis slowest, whatever the order of the file", async () => {
    const { tasks, points } = await sweep(SPEC);
    expect(points).toHaveLength(8);
    expect(tasks).toHaveLength(16);
    expect(tasks.slice(0, 3).map(({ point, seed }) => ({ ...point.axes, seed }))).toEqual([
      { neurons: 40, inputs: 4, rule: "random", seed: 5 },
      { neurons: 40, inputs: 4, rule: "random", seed: 6 },
      { neurons: 40, inputs: 4, rule: "signal", seed: 5 },
    ]);
    const { grid, ...rest } = SPEC;
    const turned = { ...rest, grid: Object.fromEntries(Object.entries(grid).reverse()) };
    expect((await sweep(turned)).tasks.map(({ key }) => key)).toEqual(tasks.map(({ key }) => key));
    expect(specHash(await planSweep(turned))).toBe(specHash(await planSweep(SPEC)));
  });

  it("have keys of their content: what a default says, or says not, is the same task", async () => {
    const keysOf = async (more: object) => (await sweep({ ...SPEC, ...more })).tasks.map(({ key }) => key);
    const keys = await keysOf({});
    expect(new Set(keys).size).toBe(16);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(await keysOf({ threshold: 0.9 })).toEqual(keys); // the default
    expect(await keysOf({ seed: "5" })).toEqual(keys);
    const shifted = await keysOf({ seed: 6 });
    expect(shifted.filter((key) => keys.includes(key))).toHaveLength(8); // seed 6 is in both
    expect((await keysOf({ threshold: 0.8 })).filter((key) => keys.includes(key))).toEqual([]);
    // pinned: ledgers of this version have to be found by the next
    expect(keys[0]).toBe("02065f260c5f8df023b47a653f937ae2");
  });

  it("take several grids together, and a combination named twice once", async () => {
    const grid = [
      { neurons: [40], inputs: [4, 4, 8], rule: ["random"] },
      { neurons: [40], inputs: [8], rule: ["random", "signal"], epsilon: [1] },
      { neurons: [40], inputs: [8], rule: ["random"] },
    ];
    await expect(sweep({ experiment: "capacity", grid, seed: 1 })).rejects.toThrow(
      /^sweep: at neurons 40, inputs 8, rule random, epsilon 1: capacity: epsilon must be left out/,
    );
    const { tasks } = await sweep({ experiment: "capacity", grid: [grid[0], grid[2]], seed: 1, seeds: 1 });
    expect(tasks).toHaveLength(2);
  });

  it("follow 64-bit seeds to the last", async () => {
    const { tasks } = await sweep({
      ...SPEC,
      grid: {},
      neurons: 40,
      inputs: 4,
      rule: "random",
      seed: "18446744073709551614",
    });
    expect(tasks.map(({ seed }) => seed)).toEqual(["18446744073709551614", "18446744073709551615"]);
  });

  it("are of every experiment there is", async () => {
    for (const [name, experiment] of Object.entries(EXPERIMENTS)) {
      const study = await experiment.study();
      expect(study.name).toBe(name);
      const axes = axesOf(study.parameters);
      const values = {
        neurons: 30,
        inputs: 5,
        rule: "noise",
        loads: 0.5,
        task: name === "control" ? "present" : "attractor",
        "weights.gain": 1,
        "weights.neurons": 4,
        "bounds.existing": 1,
        ...(name !== "capacity" && { "initial.normal": 1 }),
      };
      const grid = Object.fromEntries(Object.entries(values).filter(([key]) => axes.includes(key)));
      const activation = axes.includes("activation") ? { activation: { type: "tanh" } } : {};
      const { tasks } = await sweep({ experiment: name, grid, ...activation, seed: 1, seeds: 1 });
      expect(tasks).toHaveLength(1);
      expect(tasks[0].point.seconds).toBeGreaterThan(0);
    }
  });

  it.each([
    [{ ...SPEC, experiment: "capcity" }, 'sweep: experiment must be one of "capacity", "basins"'],
    [{ experimnt: "capacity" }, 'sweep: experiment must be one of "capacity"'],
    [{ ...SPEC, gird: {} }, 'sweep: spec: unknown key "gird"; did you mean "grid"?'],
    [{ ...SPEC, grid: { input: [1] } }, 'sweep: grid: unknown key "input"; did you mean "inputs"?'],
    [{ ...SPEC, grid: { seed: [1] } }, 'sweep: grid: unknown key "seed"'],
    [{ ...SPEC, grid: [] }, "sweep: grid must hold at least one table, got none"],
    [{ ...SPEC, grid: { inputs: [] } }, "sweep: grid: inputs must have at least one value, got none"],
    [{ ...SPEC, inputs: 4 }, "sweep: inputs must be given once, got it in grid and beside it"],
    [{ ...SPEC, timeLimit: 1 }, "sweep: timeLimit must be left out, since rows would depend on the machine"],
    [{ ...SPEC, grid: { timeLimit: [1] } }, "sweep: timeLimit must be left out"],
    [{ ...SPEC, seeds: 0 }, "sweep: seeds must be an integer in [1, 1000000], got 0"],
    [{ ...SPEC, seeds: 200_000 }, "sweep: grid must make at most 1000000 tasks with 200000 seeds, got 1600000"],
    [{ ...SPEC, seed: "x" }, "sweep: seed must be an integer in [0, 2^64)"],
    [{ ...SPEC, seed: "18446744073709551615" }, "sweep: seed + seeds − 1 must be in [0, 2^64)"],
    [
      { ...SPEC, grid: { neurons: [40], inputs: [4, 40], rule: ["random"] } },
      "sweep: at neurons 40, inputs 40, rule random: capacity: inputs must be less than",
    ],
    [{ ...SPEC, grid: { neurons: [1e6], inputs: [4], rule: ["noise"] } }, "GiB, more than the 3.50 GiB that fit"],
    [[], "sweep: spec must be an object"],
    ["capacity", "sweep: spec must be an object"],
  ])("are refused: %#", async (spec, message) => {
    await expect(planSweep(spec).then(tasksOf)).rejects.toThrow(message);
  });
});

describe("rows of a sweep", () => {
  const run = async (spec: object, executor = inlineExecutor) => {
    const swept = await sweep(spec);
    const kept = new Map<string, readonly Row[]>();
    await runTasks((spec as typeof SPEC).experiment, swept.tasks, {
      backend: "wasm",
      executor,
      onTask: ({ key }, rows) => kept.set(key, structuredClone(rows) as Row[]),
    });
    return { swept, ...resultsOf(swept, ({ key }) => kept.get(key)) };
  };

  it("are those of the experiment by itself", async () => {
    const { rows, summary, columns } = await run(SPEC);
    const alone = [];
    for (const neurons of [40, 50]) {
      for (const inputs of [4, 8]) {
        alone.push(
          await capacity(
            { neurons, inputs, rule: ["random", "signal"], sweeps: 2, seeds: 2, seed: 5 },
            { backend: "wasm" },
          ),
        );
      }
    }
    expect(rows).toEqual(alone.flatMap((result) => result.rows));
    expect(summary).toEqual(alone.flatMap((result) => result.summary));
    expect(columns.slice(0, 7)).toEqual(["neurons", "inputs", "rule", "epsilon", "seed", "capacity", "load"]);
  });

  it("do not depend on how many threads there are, or who ends first", async () => {
    const { rows } = await run(SPEC);
    for (const threads of [2, 40]) expect((await run(SPEC, shuffledExecutor(threads, 3))).rows).toEqual(rows);
  });

  it("carry what varies beside the experiment's columns, with a summary for each value of it", async () => {
    const spec = {
      experiment: "fields",
      grid: { rule: ["noise", "random"], loads: [0.5, 1], sweeps: [1, 3] },
      neurons: 40,
      inputs: 8,
      seeds: 2,
      seed: 1,
    };
    const { rows, parts, columns, summary } = await run(spec);
    expect(columns.slice(-2)).toEqual(["skewness", "sweeps"]);
    expect(parts.map(({ label }) => label)).toEqual(["sweeps 1", "sweeps 3"]);
    for (const [k, sweeps] of [1, 3].entries()) {
      const { neurons, inputs, seeds, seed } = spec;
      const alone = await fields(
        { neurons, inputs, seeds, seed, rule: ["noise", "random"], loads: [0.5, 1], sweeps },
        { backend: "wasm" },
      );
      expect(parts[k].rows).toEqual(alone.rows);
      expect(parts[k].summary).toEqual(alone.summary);
    }
    expect(rows.filter((row) => row["sweeps"] === 3)).toHaveLength(8);
    expect(summary).toHaveLength(8);
  });
});

describe("shards", () => {
  it("are a partition of the tasks, of about equal length, for any number of them", async () => {
    const { tasks } = await sweep({
      ...SPEC,
      grid: { neurons: [40, 60, 90], inputs: [4, 8, 16], rule: ["random", "signal"] },
      seeds: 4,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (count) => {
        const shards = Array.from({ length: count }, (_, index) => shardOf(tasks, index, count));
        expect(
          shards
            .flat()
            .map(({ key }) => key)
            .sort(),
        ).toEqual(tasks.map(({ key }) => key).sort());
        const sizes = shards.map((shard) => shard.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const times = shards.map(secondsOf);
        const longest = byLength(tasks)[0].point.seconds;
        expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1.0001 * longest);
      }),
      { numRuns: 40 },
    );
  });

  it("are named, or known from the environment of Slurm and Kubernetes", () => {
    expect(parseShard("3/16", {})).toEqual({ index: 3, count: 16 });
    expect(parseShard("/16", { SLURM_ARRAY_TASK_ID: "5" })).toEqual({ index: 5, count: 16 });
    expect(parseShard("/16", { JOB_COMPLETION_INDEX: "15" })).toEqual({ index: 15, count: 16 });
    const slurm = {
      SLURM_ARRAY_TASK_ID: "7",
      SLURM_ARRAY_TASK_COUNT: "4",
      SLURM_ARRAY_TASK_MIN: "1",
      SLURM_ARRAY_TASK_STEP: "2",
    };
    expect(shardOfEnvironment(slurm)).toEqual({ index: 3, count: 4 });
    expect(shardOfEnvironment({})).toBeUndefined();
    for (const text of ["16/16", "a/3", "1/0", "-1/3", "1", "1/2/3", "0/99999999"]) {
      expect(() => parseShard(text, {}), text).toThrow(/--shard/);
    }
    expect(() => parseShard("/16", {})).toThrow("needs SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX");
    expect(() => shardOfEnvironment({ JOB_COMPLETION_INDEX: "0" })).toThrow("needs --shard /n");
    // part of an array, submitted again: which tasks it stands for has to be said
    expect(() =>
      shardOfEnvironment({ SLURM_ARRAY_TASK_ID: "7", SLURM_ARRAY_TASK_COUNT: "2", SLURM_ARRAY_TASK_MIN: "3" }),
    ).toThrow("give --shard i/n");
  });
});
