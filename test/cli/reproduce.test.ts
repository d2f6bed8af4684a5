import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EK22_SECTIONS } from "../../src/experiments/reproduce/ek22/claims.ts";
import { planEk22 } from "../../src/experiments/reproduce/ek22/plan.ts";
import { readLedger } from "../../src/io/ledger.ts";
import { command, folder } from "../support/command.ts";

const EK22_CLAIMS = EK22_SECTIONS.flatMap(({ claims }) => claims);

const SLOW = 180_000; // ms, on a busy machine

test("reproduce ek22: a row and a place in both reports for every claim; --resume computes nothing again", {
  timeout: SLOW,
}, async () => {
  const out = folder();
  const { code, stdout, stderr } = await command("reproduce", "ek22", "--tiny", "--out", out, "--json", "--quiet");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const { rows, summary } = JSON.parse(stdout) as { rows: Record<string, unknown>[]; summary: { claims: number }[] };
  expect(rows.map(({ claim }) => claim).sort()).toEqual(EK22_CLAIMS.map(({ claim }) => claim).sort());
  for (const row of rows) {
    for (const name of ["published", "measured", "spread", "seeds"]) expect(row[name], name).toBeTypeOf("number");
    expect(["agrees", "differs", "undecided"]).toContain(row["verdict"]);
    expect(String(row["explanation"])).not.toMatch(/NaN|undefined|Infinity/);
  }
  expect(summary.reduce((sum, { claims }) => sum + claims, 0)).toBe(rows.length);

  const html = readFileSync(join(out, "report.html"), "utf8");
  expect(html).not.toMatch(/https?:|<script|<link|@import/);
  const shown = html.replace(/<\/?sub>/g, "").replaceAll("&lt;", "<");
  const markdown = readFileSync(join(out, "report.md"), "utf8").replaceAll("\\", "");
  for (const { claim } of EK22_CLAIMS) {
    expect(shown.replaceAll("αc", "α_c")).toContain(claim);
    expect(markdown).toContain(claim);
  }
  for (const [, picture] of markdown.matchAll(/\]\(([\w-]+\.png)\)/g))
    expect(existsSync(join(out, picture))).toBe(true);

  const { tasks } = readLedger(join(out, "rows.jsonl"));
  const again = await command("reproduce", "ek22", "--tiny", "--out", out, "--json", "--quiet", "--resume");
  expect((JSON.parse(again.stdout) as { rows: unknown }).rows).toEqual(rows);
  expect(readLedger(join(out, "rows.jsonl")).tasks.size).toBe(tasks.size);
});

test("reproduce: another work, or two sizes, are refused", async () => {
  expect(await command("reproduce", "ek23")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('ek22, got "ek23"'),
  });
  expect(await command("reproduce", "ek22", "--quick", "--full")).toMatchObject({ code: 2 });
});

test("a plan names every experiment once, and every part that a claim needs", () => {
  for (const size of ["tiny", "quick", "default", "full"] as const) {
    const { experiments } = planEk22({ size });
    expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length);
    const parts = new Set(experiments.map(({ part }) => part));
    for (const { needs } of EK22_CLAIMS) for (const part of needs) expect(parts).toContain(part);
  }
});
