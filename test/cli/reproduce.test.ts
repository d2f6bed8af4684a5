/** The command `palimpsest reproduce`: what it refuses, and that a plan holds every experiment and part that claims need. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLedger } from "../../src/io/ledger.ts";
import { CLMM_SECTIONS } from "../../src/reproduce/clmm/claims.ts";
import { sectionsOf } from "../../src/reproduce/ek22/claims.ts";
import { PARTS, planEk22 } from "../../src/reproduce/ek22/plan.ts";
import { command } from "../support/command.ts";
import { folder } from "../support/folder.ts";

const SLOW = 180_000; // ms, on a busy machine

const WORKS = [
  { work: "ek22", sections: sectionsOf(planEk22({ size: "tiny" })) },
  { work: "clmm", sections: CLMM_SECTIONS },
].map(({ work, sections }) => ({
  work,
  claims: sections.flatMap(({ claims }) => claims.map(({ claim }) => claim)),
}));

/** Without what a renderer makes of subscripts and exponents. */
const plain = (text: string) => text.replace(/[_^{}]/g, "");

test.each(WORKS)(
  "reproduce $work: a row and a place in both reports for every claim; --resume computes nothing again",
  {
    timeout: SLOW,
  },
  async ({ work, claims }) => {
    const out = folder();
    const { code, stdout, stderr } = await command("reproduce", work, "--tiny", "--out", out, "--json", "--quiet");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const { rows, summary } = JSON.parse(stdout) as { rows: Record<string, unknown>[]; summary: { claims: number }[] };
    expect(rows.map(({ claim }) => claim).sort()).toEqual([...claims].sort());
    for (const row of rows) {
      for (const name of ["published", "measured", "spread", "seeds"]) expect(row[name], name).toBeTypeOf("number");
      expect(["agrees", "differs", "undecided"]).toContain(row["verdict"]);
      expect(String(row["explanation"])).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(summary.reduce((sum, own) => sum + own.claims, 0)).toBe(rows.length);

    const html = readFileSync(join(out, "report.html"), "utf8");
    expect(html).not.toMatch(/https?:|<script|<link|@import/);
    const shown = plain(
      html
        .replace(/<\/?su[bp]>/g, "")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">"),
    );
    const markdown = readFileSync(join(out, "report.md"), "utf8").replaceAll("\\", "");
    for (const claim of claims) {
      expect(shown).toContain(plain(claim));
      expect(markdown).toContain(claim);
    }
    const pictures = [...markdown.matchAll(/\]\(([\w-]+\.png)\)/g)];
    expect(pictures.length).toBeGreaterThan(9);
    for (const [, picture] of pictures) expect(existsSync(join(out, picture))).toBe(true);

    const { tasks } = readLedger(join(out, "rows.jsonl"));
    const again = await command("reproduce", work, "--tiny", "--out", out, "--json", "--quiet", "--resume");
    expect((JSON.parse(again.stdout) as { rows: unknown }).rows).toEqual(rows);
    expect(readLedger(join(out, "rows.jsonl")).tasks.size).toBe(tasks.size);
    if (work === "clmm") expectFindings(rows);
  },
);

/** What holds, what holds on a condition, and what fails; everything converged. */
function expectFindings(rows: readonly Record<string, unknown>[]): void {
  const findings = new Map(rows.map(({ claim, finding }) => [String(claim), String(finding)]));
  const of = (finding: string) => [...findings].filter(([, own]) => own === finding).map(([claim]) => claim);
  expect(of("undecided")).toEqual([]);
  const failing = ["Experiment 1, ", "Experiment 1: ", "Recorded for ever", "nor does it once", "|Σξ| > K"];
  expect(of("fails")).toEqual(failing.map((start) => expect.stringContaining(start)));
  for (const start of [
    "Recorded: ",
    "Wandering",
    "Small μ",
    "Large μ",
    "J(μ)",
    "Final value theorem, on",
    "Symmetric T",
  ]) {
    const found = [...findings].find(([claim]) => claim.startsWith(start));
    expect(found?.[1], start).toMatch(/^holds (when|at) /);
  }
  for (const { finding, verdict, unconverged, residual, solutions } of rows) {
    expect(verdict).toBe(finding === "fails" ? "differs" : "agrees");
    expect(unconverged).toBe(0);
    expect(residual).toBeLessThan(1e-8);
    expect(solutions).toBeTypeOf("number");
  }
}

test("reproduce: another work, or two sizes, are refused", async () => {
  expect(await command("reproduce", "ek23")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('reproduce: the work must be ek22 or clmm, got "ek23"'),
  });
  expect(await command("reproduce", "ek22", "--quick", "--full")).toMatchObject({ code: 2 });
});

test("a plan names every experiment once, and measures every part of the results", () => {
  for (const size of ["tiny", "quick", "default", "full"] as const) {
    const { experiments } = planEk22({ size });
    expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length);
    const parts = new Set(experiments.map(({ part }) => part));
    expect(parts).toEqual(new Set(Object.keys(PARTS)));
  }
});
