/** Studies beyond those of random patterns: recall, dynamics and control; files of specs; parameters within tables. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { presentSequence } from "../../src/control/sequence.ts";
import { flow } from "../../src/experiments/flow/run.ts";
import { frontier } from "../../src/experiments/frontier/run.ts";
import { drawnState, drawnWeights } from "../../src/experiments/kit/drawn.ts";
import type { Row } from "../../src/io/rows.ts";
import { inlineExecutor } from "../../src/run/executor.ts";
import { resultsOf, tablesOf } from "../../src/sweep/results.ts";
import { runTasks } from "../../src/sweep/run.ts";
import { planSweep, specOf } from "../../src/sweep/spec.ts";
import { readSweepSpec } from "../../src/sweep/spec-files.ts";
import { secondsOf, tasksOf } from "../../src/sweep/tasks.ts";
import { folder } from "../support/folder.ts";

async function run(spec: object) {
  const plan = await planSweep(spec);
  const swept = await tasksOf(plan);
  const kept = new Map<string, readonly Row[]>();
  await runTasks(plan.experiment, swept.tasks, {
    backend: "wasm",
    executor: inlineExecutor,
    onTask: ({ key }, rows) => kept.set(key, rows),
  });
  const results = resultsOf(swept, ({ key }) => kept.get(key));
  for (const row of results.rows) for (const name of Object.keys(row)) expect(results.columns).toContain(name);
  return { swept, ...results, text: tablesOf(swept.study, results) };
}

const PAIR = {
  weights: [
    [0, 1.5],
    [1.5, 0],
  ],
  controlWeight: 0.3,
  bounds: { existing: 1, silent: 0.5 },
};

describe("a sweep of", () => {
  it.each(["capacity", "basins"])("%s over temperatures has one column of them", async (experiment) => {
    const own = experiment === "basins" ? { patterns: 2, flipped: 0 } : {};
    const grid = { temperature: [0.2, 0.9] };
    const network = { neurons: 30, inputs: 8, rule: "random" };
    const { columns, rows } = await run({ experiment, ...network, ...own, grid, seeds: 1, seed: 1 });
    expect(columns.filter((name) => name === "temperature")).toHaveLength(1);
    expect(rows.map((row) => row["temperature"])).toEqual([0.2, 0.9]);
  });

  it("control has the costs of each condition by itself, and a line for each", async () => {
    const spec = { experiment: "control", spec: { ...PAIR, initial: [0.2, 0.9], discount: 3 }, seed: 1 };
    const { rows, summary, text } = await run({ ...spec, grid: { discount: [0.5, 1], "bounds.existing": [0.2, 0.8] } });
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      const { discount, "bounds.existing": existing } = row as { discount: number; "bounds.existing": number };
      const [alone] = await presentSequence({
        ...PAIR,
        present: [[0.2, 0.9]],
        discount,
        bounds: { existing, silent: 0.5 },
        seed: 1,
      });
      expect(row["cost"]).toBe(alone.solution.cost);
      expect(row["outcome"]).toBe(alone.evidence.outcome);
      expect(row).not.toHaveProperty("solveMilliseconds"); // rows are of the task alone
    }
    expect(summary).toHaveLength(4);
    expect(text.split("\n")[0]).toMatch(/^discount {2}bounds\.existing .* cost J {2}seeds$/);
  });

  it("dynamics draws weights and initial states from the seed of each task", async () => {
    const spec = {
      experiment: "flow",
      task: "attractor",
      activation: { type: "tanh" },
      initial: { normal: 1 },
      weights: { neurons: 6 },
      grid: { "weights.gain": [0.5, 1.5] },
      seed: 3,
      seeds: 2,
    };
    const { rows, summary } = await run(spec);
    expect(rows.map((row) => [row["seed"], row["weights.gain"]])).toEqual([
      [3, 0.5],
      [4, 0.5],
      [3, 1.5],
      [4, 1.5],
    ]);
    const alone = await flow({
      task: "attractor",
      activation: { type: "tanh" },
      weights: drawnWeights("", { gain: 1.5, neurons: 6 }, 4) as number[][],
      initial: drawnState("", { normal: 1 }, 6, 4) as number[],
      seed: 4,
    });
    expect(rows[3]["lyapunov"]).toBe((alone.rows[0] as { lyapunov: number }).lyapunov);
    // the spectral radius of these is below 1: all rest at 0
    expect(summary[0]).toMatchObject({ at: { "weights.gain": 0.5 }, seeds: 2, counts: { equilibrium: 1 } });
  });

  it("equilibria says so where none was found, and counts kinds a run", async () => {
    const task = { experiment: "flow", task: "equilibria", activation: { type: "tanh" }, weights: PAIR.weights };
    const { summary } = await run({ ...task, starts: 40, grid: { "activation.gain": [0.5, 2] }, seed: 1 });
    // a pitchfork: one sink below, two sinks and a saddle above
    expect(summary.map((entry) => (entry as { counts: object }).counts)).toEqual([{ sink: 1 }, { sink: 2, saddle: 1 }]);
  });

  it("recall sums up rules over seeds at each damage", async () => {
    const spec = { experiment: "recall", count: 5, inputs: 30, sweeps: 1, rule: "signal", seeds: 2, seed: 1 };
    const { rows, summary, columns, text } = await run({ ...spec, grid: { noise: [0.1, 0.5] } });
    expect(rows).toHaveLength(20);
    expect(columns.slice(0, 3)).toEqual(["seed", "rule", "learning"]);
    expect(columns.at(-1)).toBe("noise");
    const [small, large] = summary as { noise: number; retrieved: number; seeds: number }[];
    expect(small).toMatchObject({ noise: 0.1, seeds: 2, retrieved: 5 });
    expect(large.retrieved).toBeLessThan(small.retrieved);
    expect(text).toContain("5.0 ± 0.0 of 5");
  });

  it("frontiers has the curves of the experiment by itself, parameters in tasks of their own", async () => {
    const size = { neurons: 40, inputs: 6, sweeps: 2, seeds: 2, seed: 1 };
    const { rows, summary } = await run({
      experiment: "frontier",
      ...size,
      grid: [{ rule: ["random"] }, { rule: ["signal"], epsilon: [1, 4] }],
    });
    const alone = await frontier({ ...size, rule: ["random", "signal"], epsilon: [1, 4] });
    expect(rows).toEqual(alone.rows);
    expect(summary).toEqual(alone.summary);
  });

  it("learning rules compares them in one table, Hebb's among them", async () => {
    const size = { experiment: "capacity", neurons: 40, inputs: 8, rule: "random", seeds: 1, seed: 1 };
    const { parts, columns, text } = await run({ ...size, grid: { learning: ["hebb", "pseudoinverse"] } });
    expect(parts).toHaveLength(1);
    expect(columns.at(-1)).toBe("learning");
    expect(parts[0].rows.map((row) => row["learning"])).toEqual(["hebb", "pseudoinverse"]);
    expect(text).toMatch(/^learning .*\n.*\nhebb .*\npseudoinverse /);
    const coded = await run({ ...size, grid: { codingLevel: [0.1, 0.5] } });
    expect(coded.rows.map((row) => row["codingLevel"])).toEqual([0.1, 0.5]);
    expect(coded.parts.map(({ label }) => label)).toEqual(["codingLevel 0.1", "codingLevel 0.5"]);
  });
});

describe("keys of tasks", () => {
  it("do not depend on where a parameter stands, nor on the seed that a sweep begins with", async () => {
    const keysOf = async (spec: object) => (await tasksOf(await planSweep(spec))).tasks.map(({ key }) => key);
    const beside = { experiment: "control", ...PAIR, initial: { uniform: [-1, 1] }, seed: 1, seeds: 2 };
    const { bounds, ...rest } = PAIR;
    const keys = await keysOf(beside);
    expect(new Set(keys).size).toBe(2);
    const initial = { uniform: [-1, 1] };
    for (const same of [
      { experiment: "control", spec: { ...PAIR, initial }, seed: 1, seeds: 2 },
      { experiment: "control", spec: { ...PAIR, initial, seed: 1, seeds: 2 } },
      { experiment: "control", ...rest, initial, "bounds.existing": 1, "bounds.silent": 0.5, seed: 1, seeds: 2 },
      {
        experiment: "control",
        ...rest,
        initial,
        bounds: { silent: bounds.silent },
        grid: { "bounds.existing": [1] },
        seed: 1,
        seeds: 2,
      },
    ]) {
      expect(await keysOf(same)).toEqual(keys);
    }
    expect((await keysOf({ ...beside, seed: 2 }))[0]).toBe(keys[1]);
    const flowOf = (seed: number) => ({
      experiment: "flow",
      task: "equilibria",
      weights: { gain: 1, neurons: 3 },
      activation: { type: "tanh" },
      seed,
      seeds: 2,
    });
    expect((await keysOf(flowOf(6)))[0]).toBe((await keysOf(flowOf(5)))[1]);
  });

  it("are the same from a plan that has travelled", async () => {
    for (const experiment of ["control", "capacity"]) {
      const own = experiment === "control" ? { ...PAIR, initial: [1, 0] } : { neurons: 40, inputs: 4, rule: "random" };
      const plan = await planSweep({ experiment, ...own, seed: 1, seeds: 1 });
      expect(await planSweep(specOf(JSON.parse(JSON.stringify(plan))))).toEqual(plan);
    }
  });
});

describe("specs that cannot be", () => {
  const control = { experiment: "control", ...PAIR, initial: [1, 0], seed: 1 };
  const network = { experiment: "flow", task: "attractor", activation: { type: "tanh" }, seed: 1 };
  it.each([
    [{ ...control, grid: { "bounds.exising": [1] } }, 'unknown key "bounds.exising"; did you mean "bounds.existing"?'],
    [{ ...control, bounds: 3, grid: { "bounds.existing": [1] } }, "sweep: bounds.existing must be of a table, got 3"],
    [{ ...control, present: [[1, 0]] }, "control: initial and present exclude each other"],
    [{ ...control, spec: { discout: 1 } }, 'sweep: spec.spec: unknown key "discout"; did you mean "discount"?'],
    [{ ...control, spec: "memory.json" }, "sweep: spec must be a table of parameters, or a file beside the sweep"],
    [{ ...control, grid: { discount: [Number.NaN] } }, "sweep: grid: discount must hold finite numbers, got NaN"],
    [{ ...control, discount: Number.POSITIVE_INFINITY }, "sweep: discount must hold finite numbers, got Infinity"],
    [{ ...control, discount: null }, "sweep: discount must be left out where it is not given, got null"],
    [{ ...control, bounds: { existing: null } }, "sweep: bounds.existing must be left out where it is not given"],
    [{ ...network, task: "portrait" }, 'flow: task must be one of "integrate"'],
    [{ ...network, weights: "w.npy", initial: [1] }, "flow: weights must be rows here, got the path"],
    [{ ...network, weights: { gain: 1, neurons: 1e5 } }, "flow: weights.neurons must be an integer in [1, 2000]"],
    [{ ...network, weights: { gain: 1, neurons: 3, nerons: 3 } }, 'weights: unknown key "nerons"'],
    [
      { ...network, weights: { gain: 1, neurons: 3 }, initial: { normal: 1, uniform: [0, 1] } },
      "flow: initial: normal and uniform exclude each other",
    ],
    [
      { ...network, weights: { gain: 1, neurons: 3 }, initial: { uniform: [1, -1] } },
      "uniform must be from least to largest, got 1 and -1",
    ],
    [{ experiment: "recall", images: { width: 1e6, height: 1, names: ["a"], bits: "" } }, "side must be an integer in"],
    [
      { experiment: "recall", images: { width: 9, height: 9, names: ["a"], bits: "" } },
      "bits must be 1 pictures of 9 × 9",
    ],
    [{ experiment: "recall", count: 201 }, "recall: count: must be in [1, 200]"],
    [{ experiment: "recall", connectivity: {} }, "connectivity must be left out, since it is no plain data"],
    [{ experiment: "reproduce" }, "sweep: experiment must be one of"],
    [{ experiment: "toString" }, "sweep: experiment must be one of"],
  ])("are refused: %#", async (spec, message) => {
    await expect(planSweep({ seed: 1, ...spec }).then(tasksOf)).rejects.toThrow(message);
  });
});

describe("files of a spec", () => {
  const write = (dir: string, name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };

  it("become what they hold, relative to the one that names them", async () => {
    const dir = folder();
    mkdirSync(join(dir, "networks"));
    write(join(dir, "networks"), "w.csv", "0,1.5\n1.5,0\n");
    write(join(dir, "networks"), "pair.json", '{ "weights": "w.csv", "bounds": { "existing": 1 }, "initial": [1, 0] }');
    const path = write(dir, "s.yaml", "experiment: control\nspec: networks/pair.json\nseed: 1\n");
    const spec = (await readSweepSpec(path)) as { spec: { weights: unknown } };
    expect(spec.spec.weights).toEqual(PAIR.weights);
    expect((await tasksOf(await planSweep(spec))).tasks).toHaveLength(1);
  });

  it("stay inside the folder of the sweep, links included", async () => {
    const [dir, elsewhere] = [folder(), folder()];
    write(elsewhere, "w.csv", "0,1\n1,0\n");
    symlinkSync(join(elsewhere, "w.csv"), join(dir, "link.csv"));
    mkdirSync(join(dir, "pictures"));
    symlinkSync(join(elsewhere, "w.csv"), join(dir, "pictures", "a.png"));
    const specs = [
      "experiment: flow\nweights: ../w.csv",
      "experiment: flow\nweights: link.csv",
      `experiment: flow\nweights: ${join(elsewhere, "w.csv")}`,
      "experiment: flow\nspec: { weights: { type: quadratic, patterns: link.csv } }",
      "experiment: control\nspec: ../x.json",
      "experiment: recall\nimages: pictures",
    ];
    for (const text of specs) {
      await expect(readSweepSpec(write(dir, "s.yaml", text)), text).rejects.toThrow("must stay inside the folder");
    }
  });

  it("are refused in a line when they are nested deeply", async () => {
    const path = write(folder(), "s.yaml", `experiment: capacity\ngrid: ${"[".repeat(5000)}${"]".repeat(5000)}`);
    await expect(readSweepSpec(path)).rejects.toThrow(/nested at most 32 deep/);
  });

  it("are examples of every experiment, of some seconds", async () => {
    const names = readdirSync("examples/sweeps").filter((name) => name.endsWith(".yaml"));
    const seen = new Set<string>();
    for (const name of names) {
      const plan = await planSweep(await readSweepSpec(join("examples/sweeps", name)));
      const { tasks } = await tasksOf(plan);
      seen.add(plan.experiment);
      expect(secondsOf(tasks), name).toBeLessThan(10);
    }
    expect([...seen].sort()).toEqual(
      ["basins", "capacity", "control", "fields", "flow", "frontier", "online", "recall", "weights"].sort(),
    );
  });
});
