/** The schemas say what the code takes: specs of the examples are valid, what the code refuses by its kind is not. */
import { readdirSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { basinsParameters } from "../../src/experiments/basins/parameters.ts";
import { connectivityFileParameters } from "../../src/io/connectivity/parameters.ts";
import { readSpecFile } from "../../src/io/spec-file.ts";
import { schemas } from "../../src/sweep/schema.ts";
import { planSweep } from "../../src/sweep/spec.ts";

const all = await schemas();
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
const isValid = (name: string, spec: unknown): boolean => ajv.validate(all[name], spec);
const EXAMPLES = ["examples/sweep.yaml", ...readdirSync("examples/sweeps").map((name) => `examples/sweeps/${name}`)];

describe("schemas", () => {
  it("are of the experiments whose parameters are declared, and of sweeps", () => {
    expect(Object.keys(all)).toEqual(
      expect.arrayContaining(["capacity", "basins", "frontier", "fields", "weights", "sweep"]),
    );
    const own = Object.keys({ ...basinsParameters, ...connectivityFileParameters });
    expect(Object.keys(all["basins"]["properties"] as object)).toEqual(own);
  });

  it.each(EXAMPLES.filter((path) => /\.(yaml|toml|json)$/.test(path)))("take %s", async (path) => {
    const spec = await readSpecFile(path);
    // a file of parameters that the sweep of control names is no sweep
    const isSweep = typeof spec === "object" && spec !== null && "experiment" in spec;
    expect(isValid(isSweep ? "sweep" : "control", spec), JSON.stringify(ajv.errors)).toBe(true);
  });

  const pair = {
    weights: [
      [0, 2],
      [2, 0],
    ],
    bounds: { existing: 1, silent: 0.2 },
  };
  it.each([
    [{ ...pair, initial: [-1, 0.5], controlWeight: 0.02, activation: { type: "arctan", width: 0.2 } }, true],
    [{ weights: { gain: 1.5, neurons: 4 }, bounds: { existing: 1 }, present: [{ normal: 1 }, [1, 0, 0, 1]] }, true],
    [{ ...pair, weights: "w.npy", task: "pareto", initial: [-1, 0.5], controlWeight: [0.02, 0.9] }, true],
    [{ ...pair, task: "sweep", initial: [-1, 0.5], discount: [1, 2], thresholds: { displacement: 0.1 } }, true],
    [{ ...pair, task: "value", grid: { nodes: 101 }, states: [[-1, 0.5]] }, true],
    [{ ...pair, initial: [-1, 0.5], controlWeight: [0.02, 0.9] }, false],
    [{ ...pair, initial: [-1, 0.5], activation: { type: "tanh", width: 0.2 } }, false],
    [{ ...pair, task: "pareto", initial: [-1, 0.5], controlWeight: 1 }, false],
    [{ ...pair, task: "value", initial: [-1, 0.5] }, false],
    [{ ...pair, task: "value", grid: { nodes: 3 } }, false],
    [{ ...pair, bounds: { silent: 1 }, initial: [-1, 0.5] }, false],
    [{ ...pair, initial: [-1, 0.5], step: 1 }, false],
  ])("say whether %j is of control", (spec, isOfControl) => {
    expect(isValid("control", spec), JSON.stringify(ajv.errors)).toBe(isOfControl);
  });

  it.each([
    { neurons: 80, inputs: [8, 20], rule: "random", seeds: 2, seed: "18446744073709551615" },
    {
      patternKind: { kind: "hierarchical", flips: 0.1 },
      temperatures: { start: 1, end: 0.1 },
      firingThreshold: "winners",
    },
    { patternKind: "random", firingThreshold: -0.5, learning: ["hebb", "unlearning"] },
  ])("take %j of capacity", (spec) => {
    expect(isValid("capacity", spec), JSON.stringify(ajv.errors)).toBe(true);
  });

  it.each([
    { neuron: 80 },
    { neurons: 1 },
    { inputs: [] },
    { rule: "best" },
    { threshold: 0 },
    { patternKind: { kind: "biased", flips: 0.1 } },
    { patternKind: { kind: "sparse" } },
    { temperatures: { start: 1 } },
    { seed: "x" },
  ])("refuse %j of capacity", (spec) => {
    expect(isValid("capacity", spec)).toBe(false);
  });

  const flow = {
    weights: [
      [0, 2],
      [2, 0],
    ],
    activation: { type: "tanh" },
  };

  it.each([
    { ...flow, task: "integrate", initial: [1, 2], duration: -3, method: "rk4", step: 0.1, samples: 4 },
    { ...flow, task: "attractor", initial: { normal: 1 }, weights: { gain: 2, neurons: 50 }, seed: "7" },
    {
      ...flow,
      task: "equilibria",
      weights: "w.npy",
      box: [
        [-1, 1],
        [0, 2],
      ],
      bias: [0, 1],
    },
    { ...flow, task: "portrait", plane: [1, 0], box: [-1, 1], trajectories: [[1, 2]] },
    { ...flow, task: "continuation", parameter: { weight: [0, 1] }, from: 0, to: 2 },
    { ...flow, task: "continuation", parameter: "gain", from: 0.1, to: 2, attractors: 5 },
    { task: "landscape", activation: { type: "arctan" }, weights: { type: "polynomial", patterns: "p.npy" } },
    { ...flow, task: "attractor", initial: [1], weights: { rowStart: [0, 1], columns: [0], values: [1] } },
  ])("take %j of flow", (spec) => {
    expect(isValid("flow", spec), JSON.stringify(ajv.errors)).toBe(true);
  });

  it.each([
    { ...flow, task: "equilibrium" },
    flow,
    { task: "attractor", initial: [1, 2], weights: [[1]] },
    { ...flow, task: "attractor" },
    { ...flow, task: "attractor", initial: [1, 2], box: 4 },
    { ...flow, task: "attractor", initial: { normal: -1 } },
    { ...flow, task: "integrate", initial: [1, 2], duration: 1, method: "euler" },
    { ...flow, task: "integrate", initial: [1, 2], duration: 1, flow: "0" },
    { ...flow, task: "equilibria", box: 0 },
    { ...flow, task: "portrait", plane: [0] },
    { ...flow, task: "continuation", parameter: "bias", from: 0, to: 2 },
    { ...flow, task: "landscape", activation: { type: "tanh", width: 1 } },
  ])("refuse %j of flow", (spec) => {
    expect(isValid("flow", spec)).toBe(false);
  });

  it("take entries of tables in a grid, and refuse what depends on the machine", async () => {
    const sweep = {
      experiment: "capacity",
      neurons: 40,
      inputs: 8,
      rule: "noise",
      grid: { "temperatures.start": [1, 2] },
    };
    expect(isValid("sweep", sweep)).toBe(true);
    await expect(planSweep(sweep, 1)).resolves.toBeDefined();
    const timed = { ...sweep, timeLimit: 1 };
    expect(isValid("sweep", timed)).toBe(false);
    await expect(planSweep(timed, 1)).rejects.toThrow("sweep: timeLimit must be left out, since rows would depend");
  });
});
