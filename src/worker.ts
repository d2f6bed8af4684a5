/** What a thread runs: finds the task by name. One worker, many tasks, networks kept between them. */
import { extrapolateTask, outcomeTask, solveTask } from "./control/tasks.ts";
import { basinTask } from "./dynamics/basins.ts";
import { newtonTask } from "./dynamics/find-equilibria.ts";
import { fieldCountsTask } from "./hopfield/field-counts.ts";
import { growTask } from "./hopfield/growth.ts";
import { learnTask } from "./hopfield/learning/learn.ts";
import { retrieveTask } from "./hopfield/retrieve.ts";
import { rewireTask } from "./hopfield/rewire.ts";
import { weightCountsTask } from "./hopfield/weight-counts.ts";
import { clmmTask } from "./reproduce/clmm/studies.ts";
import type { Task } from "./run/executor.ts";
import { sweepTask } from "./sweep/run.ts";

const tasks: readonly Task<never, unknown>[] = [
  rewireTask,
  retrieveTask,
  fieldCountsTask,
  weightCountsTask,
  growTask,
  newtonTask,
  basinTask,
  sweepTask,
  learnTask,
  solveTask,
  extrapolateTask,
  outcomeTask,
  clmmTask,
];

export default function run({ name, input }: { name: string; input: never }): Promise<unknown> {
  const task = tasks.find((candidate) => candidate.name === name);
  if (!task) throw new RangeError(`worker: no task is named ${JSON.stringify(name)}`);
  // no pauses: the thread has nothing else to do, and abortion ends the thread itself
  return task.run(input, () => undefined);
}
