/** The command `palimpsest control`: published problems, sequences, value functions and fronts. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeNpy } from "../../src/io/npy.ts";
import { readNpz } from "../../src/io/npz.ts";
import { command } from "../support/command.ts";
import { folder } from "../support/folder.ts";

const dir = folder();

function specFile(name: string, spec: unknown): string {
  const path = join(dir, `${name}.json`);
  writeFileSync(path, typeof spec === "string" ? spec : JSON.stringify(spec));
  return path;
}

const MAP = {
  time: "map",
  weights: [
    [0, 1],
    [1, 0],
  ],
  initial: [-1, 0.5],
  activation: { type: "arctan", width: 0.1 },
  steps: 50,
  motionWeight: 0.5,
  controlWeight: 0.5,
  discount: 0.25,
  discounting: "published",
  bounds: { existing: 0.5, silent: 0.5, diagonal: 0 },
  starts: 2,
  seed: "1",
};

async function rowsOf(...args: readonly string[]) {
  const { code, stdout, stderr } = await command("control", ...args, "--json", "--quiet");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

test("a published problem: one row with the optimum, where it ends, and how near to optimal it is", async () => {
  const spec = specFile("map", MAP);
  const { command: name, rows } = await rowsOf("--spec", spec);
  expect(name).toBe("control");
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ outcome: "freeAssociation", status: "converged", pattern: 0 });
  expect(rows[0].cost).toBeCloseTo(1.5837083302604213, 10);
  expect(rows[0].motionCost + rows[0].controlCost).toBeCloseTo(rows[0].cost, 12);
  expect(rows[0].endState[0]).toBeCloseTo(0.9672, 4);
  expect(rows[0].endControl).toHaveLength(2);
  expect(rows[0].optimality).toBeLessThan(1e-8);
  expect(rows[0].iterations).toBeGreaterThan(0);
  expect(rows[0].gradients).toBeGreaterThan(0);
  expect(rows[0].solveMilliseconds).toBeGreaterThan(0);
  // weights from a file beside the spec, and the other backend: the same numbers
  writeFileSync(join(dir, "w.npy"), writeNpy(Float64Array.of(0, 1, 1, 0), [2, 2]));
  const other = await rowsOf("--spec", specFile("npy", { ...MAP, weights: "w.npy" }), "--backend", "js");
  expect({ ...other.rows[0], solveMilliseconds: 0 }).toEqual({ ...rows[0], solveMilliseconds: 0 });
});

test("a spec in YAML, and weights of the command line, give the rows of the same spec in JSON", async () => {
  const { weights: _, seed: __, ...rest } = MAP;
  writeFileSync(
    join(dir, "map.yaml"),
    Object.entries(rest)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
      .join(""),
  );
  writeFileSync(join(dir, "typed.csv"), "0,1\n1,0\n");
  const flags = ["--weights", join(dir, "typed.csv"), "--seed", "1"];
  const { rows } = await rowsOf("--spec", join(dir, "map.yaml"), ...flags);
  const { rows: json } = await rowsOf("--spec", specFile("same", MAP));
  expect({ ...rows[0], solveMilliseconds: 0 }).toEqual({ ...json[0], solveMilliseconds: 0 });
});

test("options come in the place of what the spec file says, an entry of a table at a time", async () => {
  const { bounds: _, controlWeight: __, ...rest } = MAP;
  const spec = specFile("typed", { ...rest, bounds: { existing: 9, silent: 0.5, diagonal: 0 } });
  const { rows, spec: plan } = await rowsOf("--spec", spec, "--existing", "0.5", "--control-weight", "0.5");
  expect(plan.bounds).toEqual(MAP.bounds);
  const { rows: same } = await rowsOf("--spec", specFile("untyped", MAP));
  expect({ ...rows[0], solveMilliseconds: 0 }).toEqual({ ...same[0], solveMilliseconds: 0 });
});

/** Three patterns, one of them twice. */
const SEQUENCE = {
  weights: [
    [0, 0],
    [0, 0],
  ],
  present: [
    [-1, 0.5],
    [1, 1],
    [-1, 0.5],
  ],
  bounds: { existing: 1.5, silent: 1.5 },
  controlWeight: 0.02,
  discount: 1,
};

test("a sequence that was interrupted goes on from its ledger, with the rows of one that was not", async () => {
  const out = join(dir, "interrupted");
  const spec = specFile("interrupted", SEQUENCE);
  const run = ["--spec", spec, "--seed", "1", "--out", out];
  const whole = await rowsOf(...run);
  const ledger = join(out, "rows.jsonl");
  const [header, first, ...rest] = readFileSync(ledger, "utf8").trimEnd().split("\n");
  writeFileSync(ledger, `${header}\n${first.replace('"solveMilliseconds":', '"solveMilliseconds":1e9,"was":')}\n`);
  expect(rest).toHaveLength(2);
  const resumed = await rowsOf(...run, "--resume");
  const untimed = ({ solveMilliseconds: _, was: __, ...row }: Record<string, unknown>) => row;
  expect(resumed.rows.map(untimed)).toEqual(whole.rows.map(untimed));
  expect(resumed.rows[0].solveMilliseconds).toBe(1e9); // not computed again
  expect(readFileSync(ledger, "utf8").trimEnd().split("\n")).toHaveLength(4);
});

test("a sequence: a row a presentation with every memory's status, and figures", async () => {
  const out = join(dir, "out");
  const spec = specFile("sequence", SEQUENCE);
  const { rows } = await rowsOf("--spec", spec, "--seed", "1", "--out", out);
  expect(rows.map((row: { outcome: string }) => row.outcome)).toEqual(["recorded", "recorded", "recorded"]);
  expect(rows[1].memories).toMatchObject([
    { pattern: 0, status: "forgotten" },
    { pattern: 1, status: "kept" },
  ]);
  for (const name of ["rows.csv", "rows.parquet", "run.json", "rows.jsonl", "figure.svg", "presentation-2.png"]) {
    expect(existsSync(join(out, name)), name).toBe(true);
  }
});

const VALUE = {
  task: "value",
  weights: [
    [0, 2],
    [2, 0],
  ],
  bounds: { existing: 1, silent: 0.2 },
  grid: { nodes: 31, tolerance: 1e-6 },
  states: [[1.2, 0.3]],
};

test("the value function: a row a node, the optimal path against it, the whole grid as arrays, and a map", async () => {
  const out = join(dir, "value");
  const { rows, summary } = await rowsOf("--spec", specFile("value", VALUE), "--out", out);
  expect(rows).toHaveLength(31 * 31);
  const [grid, path] = summary;
  expect(grid).toMatchObject({ status: "converged", nodes: 31, rowsEvery: 1 });
  expect(path.status).toBe("converged");
  expect(Math.abs(path.difference)).toBeLessThan(2 * path.error + 5e-3 * path.cost);
  for (const name of ["rows.csv", "figure.svg", "figure.png"]) expect(existsSync(join(out, name)), name).toBe(true);
  // an axis a neuron, in their order
  const { u, value, control } = readNpz(readFileSync(join(out, "value.npz")), "value.npz");
  expect(value.shape).toEqual([31, 31]);
  expect(control.shape).toEqual([31, 31, 2, 2]);
  const row = rows[31 * 4 + 7];
  expect([row.u1, row.u2]).toEqual([u.data[7], u.data[4]]);
  expect(value.data[7 * 31 + 4]).toBe(row.value);
  expect(control.data[4 * (7 * 31 + 4) + 1]).toBe(row.xi12);
});

const MUTUAL = {
  weights: [
    [0, 2],
    [2, 0],
  ],
  initial: [-1, 0.5],
  bounds: { existing: 1, silent: 0.2 },
  controlWeight: [0.02, 0.2, 0.9],
};

test("a front: a row for each μ with its excess and residual, and its figure", async () => {
  const out = join(dir, "front");
  const spec = specFile("front", { ...MUTUAL, task: "pareto" });
  const { rows, summary, spec: record } = await rowsOf("--spec", spec, "--seed", "1", "--out", out);
  expect(record.task).toBe("pareto");
  expect(rows.map((row: { outcome: string }) => row.outcome)).toEqual([
    "newEquilibrium",
    "newEquilibrium",
    "freeAssociation",
  ]);
  for (const row of rows) {
    expect(row).toMatchObject({ discount: 1, status: "converged", isMended: false, isLocal: false });
    expect(row.residual).toBeLessThan(1e-9);
    expect(row.gridCost).toBeCloseTo((1 - row.controlWeight) * row.motion + row.controlWeight * row.effort, 12);
    expect(row.endState).toHaveLength(2);
  }
  expect(summary).toMatchObject([{ discount: 1, newSinkUpTo: 0.2, knownSinkFrom: 0.9, unconverged: 0 }]);
  for (const name of ["rows.csv", "rows.jsonl", "run.json", "figure.png"]) {
    expect(existsSync(join(out, name)), name).toBe(true);
  }
});

test("a sweep: a front for each λ, the map of outcomes; --resume computes nothing again", async () => {
  const out = join(dir, "map");
  const spec = specFile("map-sweep", { ...MUTUAL, task: "sweep", discount: [2, 1], seed: 1 });
  const first = await rowsOf("--spec", spec, "--out", out, "--threads", "2");
  expect(first.rows.map((row: { discount: number }) => row.discount)).toEqual([1, 1, 1, 2, 2, 2]);
  for (const name of ["figure.svg", "front-1.png", "front-2.png"]) {
    expect(existsSync(join(out, name)), name).toBe(true);
  }
  // times would differ were anything computed again
  const again = await rowsOf("--spec", spec, "--out", out, "--resume");
  expect(again.rows).toEqual(first.rows);
});

test.each([
  [{ ...MUTUAL, task: "pareto", discount: [1, 2] }, 'a list of discount is for the task "sweep"'],
  [
    { ...MUTUAL, task: "pareto", motionWeight: 1 },
    'control: motionWeight is of task "present" or "value", not of "pareto"',
  ],
  [{ ...MUTUAL, task: "sweep", controlWeight: [0.5, 2] }, "control: controlWeight must be in (0, 1), got 2"],
  [{ ...MUTUAL, task: "sweep", present: [[1, 1]] }, 'control: present is of task "present", not of "sweep"'],
  [{ ...MUTUAL, task: "sweep", initial: undefined }, "control: initial must be an array of numbers, got undefined"],
  [{ ...MUTUAL, task: "front" }, 'control: task must be one of "present", "pareto", "sweep", "value", got "front"'],
  [{ ...MUTUAL }, "control: controlWeight must be a number, got Array of length 3"],
  [{ ...MAP, initial: undefined }, "control: initial, or present with a list of patterns, is missing"],
  [{ ...MAP, present: [[1, 1]] }, "control: initial and present exclude each other, got both"],
  [{ ...MAP, lambda: 1 }, 'control: spec of task "present": unknown key "lambda"'],
  [{ ...MAP, weights: "none.npy" }, "--spec: weights: cannot read"],
  [{ ...MAP, task: "values" }, 'control: task must be one of "present", "pareto", "sweep", "value", got "values"'],
  [{ ...VALUE, initial: [1, 1] }, 'control: initial is of task "present", "pareto" or "sweep", not of "value"'],
  [{ ...VALUE, grid: { node: 9 } }, 'control: grid: unknown key "node"'],
  [{ ...VALUE, states: [[9, 9]] }, "control: states[0] must be within the grid, ±3.3"],
  [{ ...VALUE, slices: [0] }, "control: slices are up to 3 values of u₃ of three neurons"],
  [{ ...VALUE, weights: 3 }, "control: weights must be"],
  [{ ...VALUE, discount: 0, horizon: 2 }, "control is for flows with a discount"],
  [{ ...MAP, bounds: 1 }, "control: bounds must be an object, got 1"],
  ["[1, 2]", "must hold a table of parameters"],
  ["{", "must be valid JSON"],
])("a bad spec is refused in a sentence: %j", async (spec, message) => {
  const { code, stderr } = await command("control", "--spec", specFile("bad", spec));
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(2);
});
