/** What every task of `control` is: one object, from its spec to its figures. */
import type { PlannedRun } from "../../kit/planned-run.ts";

/** Keys and values as a spec file has them, its matrices read. */
export type GivenSpec = Readonly<Record<string, unknown>>;

export interface ControlTask {
  /** Validates the spec of the task, which no longer names it; throws TypeError or RangeError that says what is wrong. */
  plan(spec: GivenSpec): PlannedRun;
}
