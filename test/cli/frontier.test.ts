/** The command `palimpsest frontier`: its files, repetition and resumption of a run, and specs that are refused. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { command } from "../support/command.ts";
import { folder } from "../support/folder.ts";

const SMALL = ["--neurons", 40, "--inputs", 8, "--epsilon", "1,2", "--margin", 2, "--seeds", 2, "--seed", 5] as const;
const COLUMNS = "neurons,inputs,rule,epsilon,seed,patterns,load,retrieved,basin,margin";

test("frontier: tables, figure and ledger in --out, from which the same run is repeated and resumed", async () => {
  const out = join(folder(), "run");
  const args = ["frontier", ...SMALL, "--sweeps", 3, "--out", out] as const;
  const first = await command(...args, "--quiet", "--threads", 2);
  expect(first.stderr).toBe("");
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/signal reinforcement +1 .*\nsignal reinforcement +2 .*\nmargin +2 /);
  expect(first.stdout).toContain(`picture   ${join(out, "figure.png")}`);
  for (const file of ["rows.parquet", "figure.svg", "run.json"]) expect(existsSync(join(out, file)), file).toBe(true);
  expect(readFileSync(join(out, "rows.csv"), "utf8").split("\r\n")[0]).toBe(COLUMNS);
  const { provenance, summary } = JSON.parse(readFileSync(join(out, "run.json"), "utf8")) as {
    provenance: { commandLine: string };
    summary: { rule: string; flipped: number; patterns: number }[];
  };
  expect(new Set(summary.map(({ rule }) => rule)).size).toBe(4);
  const [, ...repeat] = provenance.commandLine.split(" ");
  const documents = [];
  for (const words of [
    [...args, "--resume"],
    [...repeat, "--threads", 1],
  ]) {
    const { stdout } = await command(...words, "--json", "--quiet");
    documents.push(JSON.parse(stdout) as { rows: unknown[]; summary: unknown });
  }
  expect(documents[1].rows).toEqual(documents[0].rows);
  expect(documents[1].summary).toEqual(summary);
});

test.each([
  [["--rule", "noise", "--epsilon", 1], 'frontier: epsilon must be left out unless rule has "signal", got 1'],
  [["--margin", "1,x"], 'It must be a number, got "x".'],
  [["--loads", 1], "unknown option '--loads'"],
  [["--resolution", 0], "frontier: resolution must be a finite number > 0, got 0"],
])("frontier refuses %j with exit code 2 and no stack trace", async (args, message) => {
  const { code, stdout, stderr } = await command("frontier", ...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});
