/** The command `palimpsest rewire`: rows with energies, files, and resumption. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readConnectivity } from "../../src/io/connectivity/index.ts";
import { writeNpy } from "../../src/io/npy.ts";
import { command, start } from "../support/command.ts";
import { folder } from "../support/folder.ts";

const P = 30;
const N = 60;
const C = 12;
const dir = folder();
const file = join(dir, "patterns.npy");
const xi = Int8Array.from({ length: P * N }, (_, at) => (Math.imul(at + 17, 2654435761) >>> 16) & 1).map(
  (bit) => 2 * bit - 1,
);

interface RewireDocument {
  rows: { neuron: number; inputs: number[]; energy: number }[];
  summary: { unstable: number; unstableAtRandom: number; energy: number }[];
}

beforeAll(() => writeFileSync(file, writeNpy(xi, [P, N])));

/** E_i = Σ_ν (A_i^ν − ε)² by its definition. */
function energy(i: number, inputs: readonly number[], epsilon: number): number {
  return alignedNoise(i, inputs).reduce((sum, noise) => sum + (noise - epsilon) ** 2, 0);
}

/** A_i^ν of every pattern. */
function alignedNoise(i: number, inputs: readonly number[]): number[] {
  const m = inputs.map((j) => {
    let sum = 0;
    for (let mu = 0; mu < P; mu++) sum += xi[mu * N + i] * xi[mu * N + j];
    return sum;
  });
  return Array.from({ length: P }, (_, nu) => {
    let noise = 0;
    for (const [k, j] of inputs.entries()) noise += xi[nu * N + i] * xi[nu * N + j] * m[k] - 1;
    return noise / inputs.length;
  });
}

test("a row for every neuron: c distinct inputs and the energy that they have by definition", async () => {
  const { code, stdout } = await command(
    "rewire",
    "--patterns",
    file,
    "--inputs",
    C,
    "--rule",
    "signal",
    "--seed",
    1,
    "--json",
    "--quiet",
  );
  expect(code).toBe(0);
  const { rows, summary } = JSON.parse(stdout) as RewireDocument;
  expect(rows.map((row) => row.neuron)).toEqual(Array.from({ length: N }, (_, i) => i));
  for (const { neuron, inputs, energy: found } of rows) {
    expect(new Set(inputs).size).toBe(C);
    expect(inputs).not.toContain(neuron);
    expect(found).toBeCloseTo(energy(neuron, inputs, P / C), 8);
  }
  expect(summary[0].unstable).toBeLessThan(summary[0].unstableAtRandom / 5);
});

test("--rule margin: rows with their energy by definition, κ in the record", async () => {
  const args = ["rewire", "--patterns", file, "--inputs", C, "--rule", "margin", "--seed", 1, "--json", "--quiet"];
  const { code, stdout } = await command(...args, "--margin", 1.25);
  expect(code).toBe(0);
  const { rows, summary, spec } = JSON.parse(stdout) as RewireDocument & { spec: Record<string, unknown> };
  expect(spec).toMatchObject({ rule: "margin", epsilon: null, margin: 1.25 });
  expect(summary[0]).toMatchObject({ rule: "margin", margin: 1.25 });
  expect(rows).toHaveLength(N);
  for (const { neuron, inputs, energy: found } of rows) {
    expect(new Set(inputs).size).toBe(C);
    // Σ_ν max(0, κ − (1 + A_ν))²
    const total = alignedNoise(neuron, inputs).reduce((sum, noise) => sum + Math.max(0, 1.25 - (1 + noise)) ** 2, 0);
    expect(found).toBeCloseTo(total, 10);
  }
  expect(summary[0].unstable).toBeLessThan(summary[0].unstableAtRandom / 5);
  const mixed = await command(...args, "--epsilon", 1);
  expect(mixed.code).toBe(2);
  expect(mixed.stderr).toMatch(/epsilon must be left out for rule "margin", got 1/);
});

test("--only searches the neurons named, with the inputs a whole run gives them", async () => {
  const args = [
    "rewire",
    "--patterns",
    file,
    "--inputs",
    C,
    "--rule",
    "noise",
    "--epsilon",
    0,
    "--seed",
    1,
    "--json",
    "--quiet",
  ];
  const all = JSON.parse((await command(...args)).stdout) as RewireDocument;
  const some = JSON.parse((await command(...args, "--only", "7,0")).stdout) as RewireDocument;
  expect(some.rows).toEqual([all.rows[7], all.rows[0]]);
});

test("--time-limit holds for each neuron", async () => {
  const began = performance.now();
  const { code, stdout } = await command(
    "rewire",
    "--patterns",
    file,
    "--inputs",
    C,
    "--rule",
    "noise",
    "--only",
    "3",
    "--time-limit",
    0.3,
    "--json",
    "--quiet",
  );
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as RewireDocument).rows).toHaveLength(1);
  expect(performance.now() - began).toBeGreaterThan(300);
});

test("--out writes connectivity that --from begins with, never ending worse", async () => {
  const out = join(dir, "out");
  const args = ["rewire", "--patterns", file, "--inputs", C, "--rule", "noise", "--seed", 2, "--json", "--quiet"];
  const first = JSON.parse((await command(...args, "--out", out)).stdout) as RewireDocument;
  for (const name of ["rows.csv", "rows.parquet", "figure.svg", "figure.png", "run.json", "rows.jsonl"]) {
    expect(existsSync(join(out, name)), name).toBe(true);
  }
  const npz = join(out, "connectivity.npz");
  const { rowStart, inputs } = readConnectivity(readFileSync(npz), npz).connectivity;
  for (const { neuron, inputs: row } of first.rows) {
    expect(Array.from(inputs.subarray(rowStart[neuron], rowStart[neuron + 1]))).toEqual(row);
  }
  const again = JSON.parse((await command(...args, "--from", npz, "--sweeps", 0)).stdout) as RewireDocument;
  for (const [k, row] of again.rows.entries()) expect(row.energy).toBeLessThanOrEqual(first.rows[k].energy);
});

test("an interrupted search keeps its neurons and resumes to the rows of an undisturbed one", async () => {
  const out = join(dir, "interrupted");
  const args = [
    "rewire",
    "--patterns",
    file,
    "--inputs",
    C,
    "--rule",
    "signal",
    "--seed",
    4,
    "--sweeps",
    5000,
    "--quiet",
    "--json",
  ];
  const { child, finished } = start(...args, "--out", out, "--threads", 1);
  const ledger = join(out, "rows.jsonl");
  while (!existsSync(ledger) || readFileSync(ledger, "utf8").split("\n").length < 4) {
    expect(child.exitCode).toBe(null);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGINT");
  const { code, stderr } = await finished;
  expect(stderr).toMatch(/interrupted with \d+ of 60 neurons searched, kept in/);
  expect(code).toBe(75);
  const resumed = await command(...args, "--out", out, "--resume");
  expect((JSON.parse(resumed.stdout) as RewireDocument).rows).toEqual(
    (JSON.parse((await command(...args)).stdout) as RewireDocument).rows,
  );
});

test.each([
  [["--inputs", 60, "--rule", "noise"], "rewire: inputs must be less than the number of neurons, 60, got 60"],
  [
    ["--inputs", 5, "--rule", "random"],
    'rewire: rule must be one of "noise", "signal", "margin", "strongest", got "random"',
  ],
  [["--inputs", 5, "--rule", "noise", "--epsilon", 2], 'rewire: epsilon must be 0 or left out for rule "noise", got 2'],
  [["--inputs", 5, "--rule", "signal", "--epsilon", -1], "rewire: epsilon must be a finite number ≥ 0, got -1"],
  [["--inputs", 5, "--rule", "noise", "--only", "60"], "rewire: only[0] must be an integer in [0, 59], got 60"],
  [["--rule", "noise"], "rewire: inputs must be an integer"],
])("rewire %j is refused", async (args, message) => {
  const { code, stderr } = await command("rewire", "--patterns", file, ...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(2);
});

test("what is missing is told with its option", async () => {
  const { code, stderr } = await command("rewire", "--inputs", 2, "--rule", "noise");
  expect(stderr).toMatch(/rewire: patterns must be .*, got none \(--patterns\)/);
  expect(code).toBe(2);
});

test("files that are no patterns are refused by name", async () => {
  const refuse = async (path: string): Promise<string> => {
    const { code, stderr } = await command("rewire", "--patterns", path, "--inputs", 2, "--rule", "noise");
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/^\s+at /m);
    return stderr;
  };
  expect(await refuse(join(dir, "none.npy"))).toContain("--patterns: cannot read");
  const three = join(dir, "three.npy");
  writeFileSync(three, writeNpy(Int8Array.of(-1, 0, 1, 1), [1, 4]));
  expect(await refuse(three)).toContain(
    "must hold two values, or brightness from 0 to 1 or to 255, got numbers from -1 to 1",
  );
  const nan = join(dir, "nan.npy");
  writeFileSync(nan, writeNpy(Float64Array.of(1, -1, 1, Number.NaN), [1, 4]));
  expect(await refuse(nan)).toContain("must hold finite numbers, got NaN");
  const list = join(dir, "list.npy");
  writeFileSync(list, writeNpy(new Int8Array(8).fill(1), [8]));
  expect(await refuse(list)).toContain("must hold [p × N], [p × height × width] or, with colors");
  const text = join(dir, "text.npy");
  writeFileSync(text, "not an array");
  expect(await refuse(text)).toContain("text.npy");
});
