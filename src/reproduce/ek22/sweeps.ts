/** The critical loads of a report as sweeps, which a cluster can run. */
import { capacityKey } from "../../experiments/capacity/run.ts";
import type { Row } from "../../io/rows.ts";
import type { ReproductionSweep } from "../report.ts";
import type { Ek22Plan } from "./plan.ts";

/** A sweep for each experiment that looks for published critical loads, by its name in the plan. */
export function sweepsOf({ experiments }: Ek22Plan): ReproductionSweep[] {
  return experiments.flatMap((one) => {
    if (one.kind !== "capacity" || (one.part !== "published" && one.part !== "own")) return [];
    const { neurons, inputs, rule, ...rest } = one.spec;
    const grid = { neurons: [neurons], inputs: [inputs].flat(), rule: [rule].flat() };
    return [{ name: one.id, spec: { experiment: one.kind, grid, ...rest } }];
  });
}

/** The rows of a sweep by the keys that its experiment has for them. */
export function byKey(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [capacityKey(row as unknown as Parameters<typeof capacityKey>[0]), row]));
}
