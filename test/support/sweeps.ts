/** Sweeps for tests of interruption: tasks long enough to be killed in, and their rows from one undisturbed process. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { command } from "./command.ts";

/** Writes a sweep of 16 tasks of a few tenths of a second each, half of them random and shorter. */
export function writeSweep(folder: string, name = "s.yaml"): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    `experiment: fields
grid: { rule: [random, noise], loads: [0.5, 1] }
neurons: 200
inputs: 20
sweeps: 80
seeds: 4
seed: 18446744073709551612
`,
  );
  return path;
}

/** How many tasks the sweep has. */
export const TASKS = 16;

/** The rows.csv that one process writes when nothing disturbs it. */
export async function undisturbed(path: string, folder: string): Promise<string> {
  const out = join(folder, "undisturbed");
  const { code, stderr } = await command("sweep", path, "--out", out, "--quiet");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return tableOf(out);
}

export const tableOf = (folder: string): string => readFileSync(join(folder, "rows.csv"), "utf8");

/** Lines of tasks in the ledgers of a folder whose names match. */
export function finishedIn(folder: string, name = /^rows.*\.jsonl$/): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => name.test(file))
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n").slice(1, -1));
}
