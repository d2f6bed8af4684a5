import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeNpy } from "../../src/io/npy.ts";
import { command, folder } from "../support/command.ts";

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
  expect(rows[0]).toMatchObject({ outcome: "recognized", status: "converged", pattern: 0 });
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

test("a sequence: a row a presentation with every memory's status, and figures", async () => {
  const out = join(dir, "out");
  const spec = specFile("sequence", {
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
  });
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
  expect(rows.map((row: { outcome: string }) => row.outcome)).toEqual(["recorded", "recorded", "recognized"]);
  for (const row of rows) {
    expect(row).toMatchObject({ discount: 1, status: "converged", isMended: false, isLocal: false });
    expect(row.residual).toBeLessThan(1e-9);
    expect(row.cost).toBeCloseTo((1 - row.controlWeight) * row.motion + row.controlWeight * row.effort, 12);
    expect(row.endState).toHaveLength(2);
  }
  expect(summary).toMatchObject([{ discount: 1, recordsUpTo: 0.2, recognizesFrom: 0.9, unconverged: 0 }]);
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
  [{ ...MUTUAL, task: "pareto", motionWeight: 1 }, "control: motionWeight is 1 − controlWeight on a front"],
  [{ ...MUTUAL, task: "sweep", controlWeight: [0.5, 2] }, "control: controlWeight must be in (0, 1), got 2"],
  [{ ...MUTUAL, task: "sweep", present: [[1, 1]] }, '--spec: present is for the task "present", not "sweep"'],
  [{ ...MUTUAL, task: "sweep", initial: undefined }, "control: initial is missing"],
  [{ ...MUTUAL, task: "front" }, 'control: task must be one of "present", "pareto", "sweep", got "front"'],
  [{ ...MUTUAL }, "control: controlWeight must be a number, got Array of length 3"],
  [{ ...MAP, initial: undefined }, "control: initial, or present with a list of patterns, is missing"],
  [{ ...MAP, present: [[1, 1]] }, "--spec: initial and present exclude each other"],
  [{ ...MAP, lambda: 1 }, 'control: unknown key "lambda"'],
  [{ ...MAP, weights: "none.npy" }, "--spec: weights: cannot read"],
  [{ ...MAP, bounds: 1 }, "control: bounds must be an object, got 1"],
  ["[1, 2]", "must hold an object"],
  ["{", "is no JSON"],
])("a bad spec is refused in a sentence: %j", async (spec, message) => {
  const { code, stderr } = await command("control", "--spec", specFile("bad", spec));
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(2);
});
