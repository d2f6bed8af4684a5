/** The command `palimpsest flow`: each of its tasks, with tables and figures, and how it ends where numbers overflow. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../src/io/npy.ts";
import { command } from "../support/command.ts";
import { folder } from "../support/folder.ts";

const tanh = { type: "tanh", gain: 1 };
const ring = {
  weights: [
    [0, 0, -3],
    [3, 0, 0],
    [0, 3, 0],
  ],
  activation: tanh,
};
const pair = {
  weights: [
    [0, 2],
    [2, 0],
  ],
  activation: tanh,
};

function specFile(value: unknown, dir = folder()): string {
  const path = join(dir, "spec.json");
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}

async function json(value: unknown, ...flags: string[]) {
  const { code, stdout, stderr } = await command("flow", "--spec", specFile(value), "--json", "--quiet", ...flags);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

describe("palimpsest flow", () => {
  it("integrates: state, status, steps and evaluations, the same with both backends", async () => {
    const task = { ...ring, task: "integrate", initial: [0.1, 0.2, -0.1], duration: 3, samples: 4 };
    const [wasm, js] = [await json(task), await json(task, "--backend", "js")];
    const [row] = wasm.rows;
    expect(Object.keys(row)).toEqual(expect.arrayContaining(["state", "status", "steps", "evaluations"]));
    expect(row.status).toBe("completed");
    expect(row.times).toEqual([0, 0.75, 1.5, 2.25, 3]);
    expect(row.states[4]).toEqual(row.state);
    expect(js.rows).toEqual(wasm.rows);
    expect(Object.keys(wasm)).toEqual(["command", "spec", "rows", "summary", "provenance"]);
  });

  it("classifies an attractor", async () => {
    const { rows } = await json({ ...ring, task: "attractor", initial: [0.1, 0.2, -0.1] });
    expect(rows[0].kind).toBe("cycle");
    expect(rows[0].period).toBeCloseTo(3.521755283994, 9);
    expect(rows[0].lyapunov).toBe(0);
  });

  it("lists equilibria with basins, the same for any number of threads", async () => {
    const task = { ...pair, task: "equilibria", box: 4, starts: 200, trajectories: 60 };
    const [one, two] = [
      await json(task, "--seed", "3", "--threads", "1"),
      await json(task, "--seed", "3", "--threads", "2"),
    ];
    expect(one.rows.map(({ type }: { type: string }) => type)).toEqual(["sink", "sink", "saddle"]);
    expect(one.rows[0].basinFraction + one.rows[1].basinFraction).toBe(1);
    expect(two.rows).toEqual(one.rows);
  });

  it("writes a portrait: field, nullclines, equilibria, trajectories, figure, tables; weights from a file beside the spec", async () => {
    const dir = folder();
    writeFileSync(join(dir, "w.npy"), writeNpy(Float64Array.of(0, 2, 2, 0), [2, 2]));
    const path = specFile(
      { ...pair, weights: "w.npy", task: "portrait", nodes: 5, trajectories: 2, starts: 50, seed: 1 },
      dir,
    );
    const out = join(dir, "out");
    const { code, stdout } = await command("flow", "--spec", path, "--out", out, "--json", "--quiet");
    expect(code).toBe(0);
    const kinds = JSON.parse(stdout).rows.map(({ kind }: { kind: string }) => kind);
    for (const kind of ["field", "nullcline", "equilibrium", "trajectory", "separatrix"]) expect(kinds).toContain(kind);
    expect(kinds.filter((kind: string) => kind === "field").length).toBe(25);
    for (const name of ["figure.svg", "figure.png", "rows.csv", "rows.parquet", "run.json"]) {
      expect(existsSync(join(out, name)), name).toBe(true);
    }
    expect(readFileSync(join(out, "figure.svg"), "utf8")).toContain("2 sinks and a saddle");
  });

  it("finds bifurcations and prints them", async () => {
    const path = specFile({
      weights: [[1]],
      activation: tanh,
      task: "continuation",
      parameter: "gain",
      from: 0.5,
      to: 2,
    });
    const { code, stdout } = await command("flow", "--spec", path, "--quiet");
    expect(code).toBe(0);
    expect(stdout).toContain("fold, branch");
  });

  it("ends with a status where numbers overflow", async () => {
    const wild = {
      weights: [
        [1e308, 1e308],
        [1e308, 1],
      ],
      activation: tanh,
    };
    const { rows } = await json({ ...wild, task: "integrate", initial: [1, 1e308], duration: 1 });
    expect(rows[0].status).toBe("notFinite");
  });

  it.each([
    ['unknown key "startz"; did you mean "starts"?', { ...pair, task: "equilibria", startz: 5 }],
    ["cannot read", { ...pair, weights: "none.npy", task: "equilibria" }],
    ["must be valid JSON", "{"],
  ])("says %s, and exits with 2", async (message, value) => {
    const { code, stderr, stdout } = await command("flow", "--spec", specFile(value), "--quiet");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n").length).toBe(1);
  });
});
