/** What every task of `control` is: one object, from its spec to its figures. */
import type { PlannedRun } from "../../kit/planned-run.ts";

/** A task that takes specs of this type. */
export interface ControlTask<Spec> {
  /**
   * Validates a spec whose keys are those of the task, and whose weights and patterns were drawn where its seed draws them.
   *
   * @throws TypeError or RangeError that says what is wrong.
   */
  plan(spec: Spec, seedIs: PlannedRun["seedIs"]): PlannedRun;
}
