/** The tasks of `control`, by the names that specs give them. */
import { checkChoice } from "../../../check/check.ts";
import type { ExperimentCommand } from "../../kit/command.ts";
import { readSpecMatrices } from "../../kit/matrices.ts";
import type { PlannedRun } from "../../kit/planned-run.ts";
import { paretoTask, sweepTask } from "./fronts.ts";
import { presentTask } from "./present.ts";
import type { ControlTask, GivenSpec } from "./task.ts";
import { valueTask } from "./value.ts";

export const CONTROL_TASKS = {
  present: presentTask,
  pareto: paretoTask,
  sweep: sweepTask,
  value: valueTask,
} as const satisfies Readonly<Record<string, ControlTask>>;

/** The run that a spec asks for; patterns are presented unless it names another task. */
function planControlRun({ task = "present", ...spec }: GivenSpec): PlannedRun {
  const name = checkChoice("control: task", task, Object.keys(CONTROL_TASKS) as (keyof typeof CONTROL_TASKS)[]);
  return CONTROL_TASKS[name].plan(spec);
}

export const controlCommand: ExperimentCommand = { readFiles: readSpecMatrices, plan: planControlRun };
