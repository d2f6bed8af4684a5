/** The tasks of `control`, by the names that specs give them. */
import { type TaskName, taskOf } from "../../../check/tasks.ts";
import { drawSeed } from "../../../numeric/seed.ts";
import type { AnySpec, ExperimentCommand } from "../../kit/command.ts";
import { isDrawn } from "../../kit/drawn.ts";
import { readSpecMatrices } from "../../kit/matrices.ts";
import { type PlannedRun, seedOrigin } from "../../kit/planned-run.ts";
import { withDrawn } from "../drawn.ts";
import { type ControlTaskSpec, controlTasks } from "../parameters.ts";
import { paretoTask, sweepTask } from "./fronts.ts";
import { presentTask } from "./present.ts";
import type { ControlTask } from "./task.ts";
import { valueTask } from "./value.ts";

const TASKS: Readonly<Record<TaskName<typeof controlTasks>, ControlTask<never>>> = {
  present: presentTask,
  pareto: paretoTask,
  sweep: sweepTask,
  value: valueTask,
};

/** The run that a spec asks for. */
function planControlRun(given: AnySpec): PlannedRun {
  const name = taskOf("control", controlTasks, given);
  const { task: _, ...spec } = withDrawn({ ...given, seed: given["seed"] ?? drawSeed() } as ControlTaskSpec);
  const seedIs = seedOrigin(given);
  const planned = TASKS[name].plan(spec as never, seedIs);
  return isDrawn(given["weights"], "gain") ? { ...planned, seedIs } : planned;
}

export const controlCommand: ExperimentCommand = { readFiles: readSpecMatrices, plan: planControlRun };
