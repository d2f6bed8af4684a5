/** The tasks of `flow`, by the names that specs give them. */
import { attractorTask } from "./attractor.ts";
import { continuationTask } from "./continuation.ts";
import { equilibriaTask } from "./equilibria.ts";
import { hebbianTask } from "./hebbian.ts";
import { integrateTask } from "./integrate.ts";
import { landscapeTask } from "./landscape.ts";
import { portraitTask } from "./portrait.ts";
import type { FlowTask, FoundBy, TaskOf } from "./task.ts";
import { thresholdTask } from "./threshold.ts";

const TASKS: { readonly [Task in FlowTask]: TaskOf<FoundBy<Task>> } = {
  integrate: integrateTask,
  attractor: attractorTask,
  equilibria: equilibriaTask,
  portrait: portraitTask,
  continuation: continuationTask,
  landscape: landscapeTask,
  threshold: thresholdTask,
  hebbian: hebbianTask,
};

/** A task is only ever given what it found itself. */
export const FLOW_TASKS: Readonly<Record<FlowTask, TaskOf>> = TASKS;
