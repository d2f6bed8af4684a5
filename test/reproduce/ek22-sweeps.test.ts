/** The longest parts of the report as sweeps: they hold every published critical load, and their rows are those of the report. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rowsOfSweeps } from "../../src/cli/swept.ts";
import { specHash } from "../../src/io/hash.ts";
import { openLedger } from "../../src/io/ledger.ts";
import { planEk22 } from "../../src/reproduce/ek22/plan.ts";
import { PUBLISHED_TABLE } from "../../src/reproduce/ek22/published-tables.ts";
import { byKey, sweepsOf } from "../../src/reproduce/ek22/sweeps.ts";
import { planSweep } from "../../src/sweep/spec.ts";
import { tasksOf } from "../../src/sweep/tasks.ts";
import { folder } from "../support/folder.ts";

test("the sweeps of the full report have a task for every published critical load, of the same protocol", async () => {
  const sweeps = sweepsOf(planEk22({ size: "full" })).filter(({ name }) => name.startsWith("published-"));
  const found = new Map<string, number>();
  for (const { spec } of sweeps) {
    const { points } = await tasksOf(await planSweep(spec));
    for (const { axes, plan } of points) {
      expect(plan).toMatchObject({ protocol: "published", fraction: 1, anneal: { solver: "published" } });
      const key = `${axes["neurons"]}/${axes["inputs"]}/${axes["rule"]}`;
      found.set(key, (found.get(key) ?? 0) + 1);
    }
  }
  for (const { neurons, inputs, rule } of PUBLISHED_TABLE) {
    expect(found.get(`${neurons}/${inputs}/${rule}`)).toBe(1);
    expect(found.get(`${neurons}/${inputs}/random`)).toBe(1);
  }
});

test("rows of a sweep are found by rule, c and seed; those of another are refused", async () => {
  const [sweep] = sweepsOf(planEk22({ size: "tiny" }));
  const [other] = sweepsOf(planEk22({ size: "tiny", seed: 2 }));
  const place = folder();
  mkdirSync(join(place, sweep.name));
  const spec = await planSweep(sweep.spec);
  const header = { format: 1, command: "sweep", version: "0", spec, specHash: specHash(spec) } as const;
  const ledger = openLedger(join(place, sweep.name, "rows.jsonl"), header);
  ledger.set("one", [{ rule: "random", inputs: 20, seed: 1, capacity: 7 }]);
  ledger.close();
  const rows = await rowsOfSweeps([sweep], place);
  expect(byKey(rows.get(sweep.name) ?? []).get("random/20/1")).toMatchObject({ capacity: 7 });
  await expect(rowsOfSweeps([other], place)).rejects.toThrow("must hold the sweep");
});
