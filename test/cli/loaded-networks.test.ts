/** The commands `basins`, `fields` and `weights`: output, files, and interruption and resumption. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { command, start } from "../support/command.ts";
import { folder } from "../support/folder.ts";

const SMALL = [
  "--neurons",
  60,
  "--inputs",
  10,
  "--patterns",
  "5,20",
  "--seeds",
  2,
  "--seed",
  5,
  "--sweeps",
  5,
] as const;

interface Document {
  command: string;
  spec: { patterns: number[] };
  rows: Record<string, unknown>[];
  summary: Record<string, unknown>[];
  provenance: { commandLine: string };
}

const run = async (...args: (string | number)[]): Promise<Document> => {
  const { code, stdout, stderr } = await command(...args, "--json", "--quiet");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Document;
};

describe.each([
  ["basins", "seed,patterns,load,flipped,retrieved,overlap", 3 * 2 * 2 * 11],
  ["fields", "seed,patterns,load,mean,deviation,negative,skewness", 3 * 2 * 2],
  ["weights", "seed,patterns,load,overlap,weight,pairs,connections,probability,error", undefined],
] as const)("%s", (name, columns, count) => {
  test("--json prints one document, the same for one thread, two and the JavaScript backend", async () => {
    const one = await run(name, ...SMALL, "--threads", 1);
    expect(Object.keys(one)).toEqual(["command", "spec", "rows", "summary", "provenance"]);
    expect(one.command).toBe(name);
    if (count !== undefined) expect(one.rows).toHaveLength(count);
    expect(one.summary).toHaveLength(3 * 2);
    expect(Object.keys(one.rows[0]).join()).toBe(`neurons,inputs,rule,epsilon,${columns}`);
    for (const row of one.rows) {
      for (const cell of Object.values(row)) expect(cell === null || typeof cell !== "object").toBe(true);
    }
    for (const extra of [
      ["--threads", 2],
      ["--backend", "js"],
    ]) {
      const other = await run(name, ...SMALL, ...extra);
      expect(other.rows).toEqual(one.rows);
      expect(other.summary).toEqual(one.summary);
    }
  });

  test("--out writes tables, figure, record and ledger, from which the same run is repeated and resumed", async () => {
    const out = join(folder(), "run");
    const args = [name, ...SMALL, "--out", out] as const;
    const first = await command(...args, "--quiet");
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(`picture   ${join(out, "figure.png")}`);
    for (const file of ["rows.parquet", "figure.svg", "figure.png", "run.json", "rows.jsonl"]) {
      expect(existsSync(join(out, file)), file).toBe(true);
    }
    const csv = readFileSync(join(out, "rows.csv"), "utf8").split("\r\n");
    expect(csv[0]).toBe(`neurons,inputs,rule,epsilon,${columns}`);
    expect(csv[1]).toMatch(/^60,10,random,,5,5,0.5,/);
    const record = JSON.parse(readFileSync(join(out, "run.json"), "utf8")) as Document;
    expect(readFileSync(join(out, "figure.svg"), "utf8")).toContain(record.provenance.commandLine);
    // what the ledger gives back is what was found
    const resumed = await run(...args, "--resume");
    const anew = await run(name, ...SMALL);
    expect(resumed.rows).toEqual(anew.rows);
    expect(resumed.summary).toEqual(anew.summary);
    const other = await command(...args, "--epsilon", 1);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("holds the run of another spec");
    // the command it states gives the same rows
    const [, ...repeated] = record.provenance.commandLine.split(" ");
    expect((await run(...repeated)).rows).toEqual(anew.rows);
  });

  test.each([
    [["--patterns", "5", "--loads", "1"], `${name}: patterns and loads exclude each other, got both`],
    [["--inputs", 60, "--neurons", 60], `${name}: inputs must be less than the number of neurons, 60, got 60`],
    [["--rule", "best"], `${name}: rule must be one of "random", "given", "noise", "signal"`],
    [["--loads", "x"], 'It must be a number, got "x".'],
    [["--pattern", 5], "Did you mean --patterns?"],
    [["--neurons", 1e6, "--inputs", 10], "GiB, more than the 3.50 GiB that fit"],
  ])("refuses %j with exit code 2 and no stack trace", async (args, message) => {
    const { code, stdout, stderr } = await command(name, ...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});

test("an interrupted run keeps its networks and resumes to the rows of an undisturbed one", async () => {
  const out = join(folder(), "run");
  const args = ["fields", "--neurons", 150, "--inputs", 30, "--patterns", "20,40,60", "--seeds", 2, "--seed", 9];
  const { child, finished } = start(...args, "--out", out, "--quiet");
  const ledger = join(out, "rows.jsonl");
  while (!existsSync(ledger) || readFileSync(ledger, "utf8").split("\n").length < 4) {
    expect(child.exitCode).toBe(null);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGINT");
  const { code, stderr } = await finished;
  expect(code).toBe(75);
  expect(stderr).toMatch(/interrupted with \d+ of 18 networks measured, kept in .*; .* --seed 9 --resume continues/);
  const resumed = await run(...args, "--out", out, "--resume");
  const undisturbed = await run(...args);
  expect(resumed.rows).toEqual(undisturbed.rows);
  expect(resumed.summary).toEqual(undisturbed.summary);
});
