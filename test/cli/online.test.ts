/** The command `palimpsest online`: output, files, checkpoints and resumption, and the same rows on any threads and backend. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { command, start } from "../support/command.ts";
import { folder } from "../support/folder.ts";

interface OnlineDocument {
  command: string;
  spec: Record<string, unknown>;
  rows: { inputs: number; seed: number; repetition: number; meanInputs: number; retrieved: number }[];
  summary: { inputs: number; status: string; meanInputs: number; offlineCapacity: number; randomCapacity: number }[];
  provenance: Record<string, unknown>;
}

const SMALL = ["online", "--neurons", 60, "--inputs", "6,50", "--seed", 5] as const;

test("--json prints one document, with rows over the repetitions and a summary of each run", async () => {
  const { code, stdout, stderr } = await command(...SMALL, "--json", "--quiet");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as OnlineDocument;
  expect(Object.keys(document)).toEqual(["command", "spec", "rows", "summary", "provenance"]);
  expect(document.command).toBe("online");
  expect(document.spec).toMatchObject({ neurons: 60, inputs: [6, 50], epsilon: 1, seeds: 1, seed: 5 });
  expect(document.summary.map(({ inputs, status }) => [inputs, status])).toEqual([
    [6, "converged"],
    [50, "converged"],
  ]);
  for (const { offlineCapacity, randomCapacity } of document.summary) {
    expect(offlineCapacity).toBeGreaterThan(randomCapacity);
  }
  expect(document.provenance["commandLine"]).toBe(
    "palimpsest online --neurons 60 --inputs 6,50 --epsilon 1 --seeds 1 --seed 5",
  );
});

test("one thread, two threads and the JavaScript backend find the same rows", async () => {
  const rows = async (...extra: (string | number)[]): Promise<unknown> => {
    const { stdout } = await command(
      ...SMALL,
      ...["--max-repetitions", 60, "--no-reference", "--json", "--quiet", ...extra],
    );
    return (JSON.parse(stdout) as OnlineDocument).rows;
  };
  const reference = await rows("--threads", 1);
  expect(await rows("--threads", 2)).toEqual(reference);
  expect(await rows("--threads", 2, "--backend", "js")).toEqual(reference);
});

test("--out leaves tables, figure, record and ledger, and no checkpoint of a run that has ended", async () => {
  const out = join(folder(), "run");
  const { code, stdout } = await command(...SMALL, "--out", out, "--quiet");
  expect(code).toBe(0);
  expect(readdirSync(out).sort()).toEqual(
    [
      ...["distribution", "figure", "loads"].flatMap((name) => [`${name}.png`, `${name}.svg`]),
      ...["rows.csv", "rows.jsonl", "rows.parquet", "run.json"],
    ].sort(),
  );
  expect(readFileSync(join(out, "rows.csv"), "utf8")).toMatch(
    /^neurons,inputs,epsilon,seed,repetition,meanInputs,deviationInputs,additions,removals,patterns,retrieved,/,
  );
  expect(stdout).toContain("converged");
  expect(stdout).toMatch(/critical loads at c = \d+/);
  expect(stdout).toContain("repeat    palimpsest online --neurons 60 --inputs 6,50 --epsilon 1 --seeds 1 --seed 5");
});

test("SIGINT leaves a checkpoint of each run under way, and --resume finds the rows of an undisturbed run", async () => {
  const out = join(folder(), "run");
  // large enough to be under way when interrupted, on machines several times as fast
  const args = ["online", "--neurons", 650, "--inputs", "30,200", "--seed", 9, "--no-reference", "--quiet"] as const;
  const { child, finished } = start(...args, "--threads", 1, "--out", out);
  while (!existsSync(join(out, "rows.jsonl"))) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 2600)); // a stretch of 2 s and a little
  expect(child.exitCode).toBe(null);
  child.kill("SIGINT");
  const { code, stderr } = await finished;
  expect(code).toBe(75);
  expect(stderr).toMatch(
    /interrupted with \d of 2 runs, kept in .*rows\.jsonl; the same command with --seed 9 --resume/,
  );
  const checkpoints = readdirSync(out).filter((name) => name.startsWith("checkpoint-"));
  expect(checkpoints.length).toBeGreaterThan(0);

  const refused = await command(...args, "--out", out);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("continue it with --resume");
  const resumed = await command(...args, "--out", out, "--json", "--resume");
  expect(resumed.code).toBe(0);
  expect(readdirSync(out).some((name) => name.startsWith("checkpoint-"))).toBe(false);
  const undisturbed = await command(...args, "--json");
  expect((JSON.parse(resumed.stdout) as OnlineDocument).rows).toEqual(
    (JSON.parse(undisturbed.stdout) as OnlineDocument).rows,
  );
}, 240_000);

test.each([
  [["--neurons", 100, "--inputs", 100], "online: inputs must be less than the number of neurons, 100, got 100"],
  [["--epsilon", -1], "online: epsilon must be a finite number ≥ 0, got -1"],
  [["--trials", 0], "online: trials must be an integer in [1, 1000000], got 0"],
  [["--quiet-repetitions", 0], "online: quiet must be an integer ≥ 1, got 0"],
  [["--rule", "random"], 'online: rule must be one of "noise", "signal", "margin", got "random"'],
  [["--margin", 1], 'online: margin must be left out for rule "signal", got 1'],
])("online %j is refused with exit code 2 and no stack trace", async (args, message) => {
  const { code, stdout, stderr } = await command("online", ...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});
