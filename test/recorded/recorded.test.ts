/**
 * The results of small runs of every command stay what they are recorded to be, bit for bit: rows, summaries, printed tables
 * and arrays, whatever becomes of the code.
 *
 * Results change only in a commit of its own that records them anew (`npm run build && npm run record`), so that its diff shows which rows
 * move, and that says in CHANGELOG.md, in a line with the digest of recorded.jsonl, which ones they are and why. A column that is
 * renamed is such a change in the line of its name alone; one that is added stands in every row, beside values that stay.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { digestOf, HEAD_LINES, RECORDED, recordedLines, resultsOf } from "./results.ts";
import { RUNS } from "./runs.ts";

const text = readFileSync(RECORDED, "utf8");
const recorded = recordedLines(text);
const cases = RUNS.map((run, index) => ({ ...run, index }));
const twins = cases
  .filter(({ isTwin }) => isTwin)
  .map((run, k) => ({
    ...run,
    index: cases.length + k,
    lines: run.lines.map((line) => `${line} --backend js`),
  }));
const results = resultsOf([...cases, ...twins]);
const MOST_TOLD = 10;
const PATIENCE = 240_000; // ms for a run and those before it, on a busy machine

test("the runs recorded are those listed, each under a name of its own", () => {
  expect([...recorded.keys()]).toEqual(RUNS.map(({ name }) => name));
});

test("CHANGELOG.md says of the recorded results which rows moved and why", () => {
  const line = new RegExp(`^- Recorded results ${digestOf(text)}: \\S`, "m");
  expect(readFileSync(new URL("../../CHANGELOG.md", import.meta.url), "utf8")).toMatch(line);
});

test.each(cases)("$name", { timeout: PATIENCE }, async ({ name, index }) => {
  expectSameLines(await results[index], recorded.get(name) ?? []);
});

test.each(twins)("$name, in JavaScript", { timeout: PATIENCE }, async ({ name, index }) => {
  expectSameLines((await results[index]).slice(HEAD_LINES), (recorded.get(name) ?? []).slice(HEAD_LINES));
});

function expectSameLines(found: readonly string[], expected: readonly string[]): void {
  const differences = differencesOf(expected, found);
  const told = differences.slice(0, MOST_TOLD).join("\n");
  expect(differences.length, `${differences.length} lines differ, recorded -> found:\n${told}\n`).toBe(0);
}

/** For every line that differs its place, and both values of what is not the same in it. */
function differencesOf(expected: readonly string[], found: readonly string[]): string[] {
  const differences: string[] = [];
  let [table, names, row] = ["", [] as readonly string[], 0];
  for (let k = 0; k < Math.max(expected.length, found.length); k++) {
    const was = parsed(expected[k]);
    const [first] = Object.keys(was);
    if (first === "rows" || first === "summary") {
      if (first !== table) row = 0;
      [table, names] = [first, was[first] as string[]];
    }
    const place = Array.isArray(was) ? `${table} ${row++}` : `${first ?? "beyond the recorded lines"}`;
    if (expected[k] === found[k]) continue;
    const is = parsed(found[k]);
    const parts = [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
      .map((key) => `${Array.isArray(was) ? (names[Number(key)] ?? key) : key} ${show(was[key])} -> ${show(is[key])}`);
    differences.push(`${place}: ${parts.length > 0 ? parts.join("; ") : "keys in another order"}`);
  }
  return differences;
}

function parsed(line: string | undefined): Record<string, unknown> {
  return line === undefined ? {} : JSON.parse(line);
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
