/** The command `palimpsest sweep`: rows and tables, resumption, shards, the identity of a spec, and estimates before a run. */
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { command, start } from "../support/command.ts";
import { folder } from "../support/folder.ts";
import { finishedIn, TASKS, tableOf, undisturbed, writeSweep } from "../support/sweeps.ts";
import { until } from "../support/until.ts";

const YAML = `
experiment: capacity
grid: { neurons: [40, 50], inputs: [5, 10], rule: [random, signal] }
sweeps: 2
seeds: 2
seed: 5
`;
const write = (text: string, name = "s.yaml"): string => {
  const path = join(folder(), name);
  writeFileSync(path, text);
  return path;
};
interface Document {
  command: string;
  spec: Record<string, unknown>;
  rows: Record<string, unknown>[];
  summary: Record<string, unknown>[];
}

test("a sweep gives the experiment's rows, in one JSON document and as tables that others read", async () => {
  const out = join(folder(), "run");
  const { code, stdout, stderr } = await command("sweep", write(YAML), "--out", out, "--json", "--quiet");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as Document;
  expect(Object.keys(document)).toEqual(["command", "spec", "rows", "summary", "provenance"]);
  expect(document.command).toBe("sweep");
  expect(document.rows).toHaveLength(16);
  expect(document.summary).toHaveLength(8);
  const one = [
    "--neurons",
    50,
    "--inputs",
    "5,10",
    "--rule",
    "random,signal",
    "--sweeps",
    2,
    "--seeds",
    2,
    "--seed",
    5,
  ];
  const alone = JSON.parse((await command("capacity", ...one, "--json", "--quiet")).stdout) as Document;
  for (const row of alone.rows) expect(document.rows).toContainEqual(row);
  expect(tableOf(out)).toMatch(/^neurons,inputs,rule,epsilon,seed,capacity,load,networks\r\n40,5,random,,5,/);
  const parquet = readFileSync(join(out, "rows.parquet"));
  const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.byteLength);
  const read = await parquetReadObjects({ file });
  expect(read.map((row) => ({ ...row, epsilon: row["epsilon"] ?? null }))).toEqual(document.rows);
  for (const name of ["figure.png", "patterns.svg", "rows.npz", "run.json", "rows.jsonl"]) {
    expect(existsSync(join(out, name)), name).toBe(true);
  }
  const header = JSON.parse(readFileSync(join(out, "rows.jsonl"), "utf8").split("\n")[0]) as { spec: object };
  expect(header).toMatchObject({ format: 1, command: "sweep", spec: { experiment: "capacity", seed: 5, seeds: 2 } });

  // the same spec as TOML, and another one
  const toml =
    'experiment = "capacity"\nsweeps = 2\nseeds = 2\nseed = 5\n[grid]\nrule = ["random", "signal"]\ninputs = [5, 10]\nneurons = [40, 50]\n';
  const again = await command("sweep", write(toml, "s.toml"), "--out", out, "--resume", "--json");
  expect(again.stderr).toContain("16 of 16 tasks are done already");
  expect((JSON.parse(again.stdout) as Document).rows).toEqual(document.rows);
  for (const resume of [[], ["--resume"]]) {
    const changed = await command("sweep", write(YAML.replace("[5, 10]", "[5, 12]")), "--out", out, ...resume);
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain("differs in grid.0.inputs ([5,10] there, [5,12] here)");
  }
});

test("killed in the middle of a task, it continues to the rows of an undisturbed run", {
  timeout: 240_000,
}, async () => {
  const place = folder();
  const spec = writeSweep(place);
  const out = join(place, "run");
  const { child, finished } = start("sweep", spec, "--out", out, "--quiet");
  await until(() => finishedIn(out).length >= 2, "finished tasks");
  child.kill("SIGKILL");
  await finished;
  const left = finishedIn(out);
  expect(left.length).toBeLessThan(TASKS);
  const refused = await command("sweep", spec, "--out", out, "--quiet");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`holds ${left.length} of ${TASKS} results of this run; continue it with --resume`);
  const status = await command("sweep", "status", out, "--json");
  expect(JSON.parse(status.stdout)).toMatchObject({ tasks: TASKS, done: left.length });

  // what is left goes on until it is told to stop, and then to its end
  const second = start("sweep", spec, "--out", out, "--resume", "--quiet");
  await until(() => finishedIn(out).length > left.length, "another finished task");
  second.child.kill("SIGTERM");
  const { code, stderr } = await second.finished;
  expect(code).toBe(75);
  expect(stderr).toMatch(
    /interrupted with \d+ of 16 tasks, kept in .*rows\.jsonl; the same command .*--resume continues/,
  );
  expect((await command("sweep", spec, "--out", out, "--resume", "--quiet")).code).toBe(0);
  expect(finishedIn(out).slice(0, left.length)).toEqual(left);
  expect(finishedIn(out)).toHaveLength(TASKS);
  expect(tableOf(out)).toBe(await undisturbed(spec, place));
});

test("shards merge to the rows of one process, after a proof that all are there", async () => {
  const out = join(folder(), "run");
  const spec = write(YAML);
  const shard = (...args: (string | number)[]) => command("sweep", spec, "--out", out, "--quiet", ...args);
  for (const k of [0, 1, 2]) {
    const { code, stdout } = await shard("--shard", `${k}/3`);
    expect(code).toBe(0);
    expect(stdout).toContain(k === 2 ? `palimpsest merge ${out}` : "tasks are left to other shards");
  }
  expect(finishedIn(out)).toHaveLength(16);
  // the last line of a shard is torn
  const file = join(out, "rows-1-of-3.jsonl");
  truncateSync(file, readFileSync(file).length - 20);
  const torn = await command("merge", out);
  expect(torn.code).toBe(75);
  expect(torn.stderr).toMatch(
    /merge: 1 of 16 tasks are missing: neurons \d+, .*; run their shards again with --resume/,
  );
  expect(existsSync(join(out, "rows.csv"))).toBe(false);
  const repaired = await shard("--shard", "1/3", "--resume");
  expect(repaired.code).toBe(0);
  expect(finishedIn(out)).toHaveLength(16);
  const merged = await command("merge", out, "--json");
  expect(merged.stderr).toContain("all 16 tasks are there, in 3 ledgers");
  const alone = join(folder(), "alone");
  const one = await command("sweep", spec, "--out", alone, "--json", "--quiet");
  const rowsOf = ({ stdout }: { stdout: string }) => (JSON.parse(stdout) as Document).rows;
  expect(rowsOf(merged)).toEqual(rowsOf(one));
  expect(tableOf(out)).toBe(tableOf(alone));
  expect(readFileSync(join(out, "rows.npz")).equals(readFileSync(join(alone, "rows.npz")))).toBe(true);
  // other numbers of shards find what is done, and say which part they would be
  const finer = await command("sweep", spec, "--shard", "0/5", "--out", out, "--resume", "--json");
  expect(finer.stderr).toContain("3 of 3 tasks are done already");
  expect(rowsOf(finer)).toHaveLength(3);

  // rows that differ between ledgers are no merge
  const lines = readFileSync(join(out, "rows-0-of-3.jsonl"), "utf8").split("\n");
  writeFileSync(join(out, "rows-other.jsonl"), `${lines[0]}\n${lines[1].replace(/"capacity":\d+/, '"capacity":99')}\n`);
  const conflict = await command("merge", out);
  expect(conflict.code).toBe(2);
  expect(conflict.stderr).toMatch(/merge: task [0-9a-f]{32} must have the same rows everywhere, got others in/);
  writeFileSync(join(out, "rows-other.jsonl"), `${lines[0]}\n{"key":"${"0".repeat(32)}","rows":[]}\n`);
  expect((await command("merge", out)).stderr).toContain("must hold tasks of this sweep alone, got 000");
});

test("files of a spec are part of its identity: shards merge without them, and a changed one is a changed spec", async () => {
  const place = folder();
  const out = join(place, "run");
  const matrix = join(place, "w.csv");
  writeFileSync(matrix, "0,1.5\n1.5,0\n");
  writeFileSync(
    join(place, "pair.json"),
    '{ "weights": "w.csv", "initial": [0.2, 0.9], "bounds": { "existing": 0.5 } }',
  );
  const spec = join(place, "s.yaml");
  writeFileSync(spec, "experiment: control\nspec: pair.json\ngrid: { discount: [0.5, 1] }\nseed: 1\n");
  const shard = (k: number) => command("sweep", spec, "--shard", `${k}/2`, "--out", out, "--quiet");
  expect((await shard(0)).code).toBe(0);
  const { stderr, code } = await command("merge", out);
  expect(code).toBe(75);
  expect(stderr).toContain("1 of 2 tasks are missing: discount");
  expect((await shard(1)).code).toBe(0);
  writeFileSync(matrix, "0,1.4\n1.4,0\n");
  for (const args of [[], ["--resume"]]) {
    const changed = await command("sweep", spec, "--shard", "0/2", "--out", out, ...args);
    expect(changed.code).toBe(2);
    expect(changed.stderr).toMatch(/differs in parameters\.weights\.0 \(\[0,1\.5\] there, \[0,1\.4\] here\)/);
  }
  rmSync(matrix);
  const merged = await command("merge", out, "--json", "--quiet");
  expect(merged.code).toBe(0);
  expect((JSON.parse(merged.stdout) as Document).rows.map((row) => row["discount"])).toEqual([0.5, 1]);
  expect(existsSync(join(out, "figure.png"))).toBe(true);
});

describe("before it begins", () => {
  test("--dry-run counts the tasks and estimates their time", async () => {
    const { code, stdout } = await command("sweep", write(YAML), "--dry-run", "--threads", 2);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^16 tasks: capacity at 8 points, 2 seeds\nabout .* of one core of this machine, .* on 2 threads/,
    );
    const part = await command("sweep", write(YAML), "--dry-run", "--json", "--shard", "0/4", "--out", folder());
    expect(JSON.parse(part.stdout)).toMatchObject({ command: "sweep", dryRun: { tasks: 4, done: 0, points: 8 } });
  });

  test("a seed that is drawn is said, kept, and gone on with", async () => {
    const out = join(folder(), "run");
    const spec = write(YAML.replace("seed: 5", "").replace("[40, 50]", "[40]").replace("signal", "random"));
    const first = await command("sweep", spec, "--out", out, "--json");
    const seed = /seed (\d+) \(drawn\)/.exec(first.stderr)?.[1];
    const again = await command("sweep", spec, "--out", out, "--json", "--resume", "--quiet");
    expect((JSON.parse(again.stdout) as Document).spec["seed"]).toBe(Number(seed));
    expect((JSON.parse(again.stdout) as Document).rows).toEqual((JSON.parse(first.stdout) as Document).rows);
    const given = await command("sweep", write(YAML), "--seed", 6, "--json");
    expect(given.stderr).not.toContain("drawn");
    expect((JSON.parse(given.stdout) as Document).rows[0]["seed"]).toBe(6);
  });

  test.each([
    [["sweep", "none.yaml"], "spec: cannot read none.yaml (ENOENT)"],
    [["sweep", write("experiment: capacity\ngrdi: {}")], 'sweep: spec: unknown key "grdi"; did you mean "grid"?'],
    [["sweep", write("experiment: [")], "s.yaml must be valid YAML: "],
    [["sweep", write(YAML), "--shard", "0/2"], "--shard needs --out"],
    [["sweep", write(YAML.replace("seed: 5", "")), "--shard", "0/2", "--out", "x"], "--shard needs a seed"],
    [["sweep", write(YAML), "--shard", "2/2", "--out", "x"], "a shard must be i/n with 0 ≤ i < n"],
    [["sweep", write(YAML), "--queue", "redis://h"], "--queue needs --out"],
    [["sweep", write(YAML), "--queue", "--out", "x"], "or PALIMPSEST_QUEUE"],
    [["sweep", "status", folder()], "must hold ledgers of a sweep, got none"],
    [["merge", "nowhere"], "merge: nowhere must be a folder or a ledger, got nothing there"],
    [
      ["sweep", "slurm", write(YAML), "--out", folder(), "--time", "1\n#SBATCH --wrap"],
      "slurm: time must hold letters, digits",
    ],
  ])("%j is refused with exit code 2 and no stack trace", async (args, message) => {
    const { code, stdout, stderr } = await command(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});
