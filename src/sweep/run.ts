/** Runs tasks of a sweep on the threads of one machine. */

import type { BackendName } from "../backend/contract/kernels.ts";
import { runStudy } from "../experiments/kit/study.ts";
import { studyOf } from "../experiments/registry.ts";
import type { Row } from "../io/rows.ts";
import { type Executor, inlineExecutor, mapLimited, type Task } from "../run/executor.ts";
import type { RunOptions } from "../run/pace.ts";
import { byLength, labelOf, type SweepTask, secondsOf } from "./tasks.ts";

/** A task as it crosses to a thread. */
export interface SweepInput {
  readonly experiment: string;
  readonly spec: object;
  readonly backend: BackendName;
}

/** A whole task in one thread. */
export const sweepTask: Task<SweepInput, readonly Row[]> = {
  name: "sweep",
  async run({ experiment, spec, backend }, pause) {
    const executor: Executor = { ...inlineExecutor, run: (task, input) => task.run(input, pause) };
    return runStudy(await studyOf("sweep: experiment", experiment), spec, { backend, executor });
  },
};

export interface RunTasksOptions extends RunOptions {
  readonly backend: BackendName;
  readonly executor: Executor;
  /** Called with the rows of each task as soon as they are there. */
  readonly onTask: (task: SweepTask, rows: readonly Row[]) => void;
}

/**
 * Runs tasks, the longest first: each whole in a thread, or, where there are fewer tasks than threads or a network fills the
 * memory, all threads on one. The rows are the same.
 */
export async function runTasks(
  experiment: string,
  tasks: readonly SweepTask[],
  { backend, executor, signal, onTask, onProgress }: RunTasksOptions,
): Promise<void> {
  const total = secondsOf(tasks);
  let done = 0;
  const run = async (task: SweepTask, isWhole: boolean): Promise<void> => {
    onTask(task, await rowsOf(experiment, task, { backend, executor, isWhole, ...(signal && { signal }) }));
    done += task.point.seconds;
    onProgress?.({ done: done / total, total: 1, label: labelOf(task) });
  };
  const order = byLength(tasks);
  const large = order.filter(({ point }) => point.isLarge);
  const small = order.filter(({ point }) => !point.isLarge);
  for (const task of large) await run(task, false);
  const isWhole = small.length >= executor.threads;
  // one more than there are threads waits, so that none of them does
  await mapLimited(small, executor.threads + 1, (task) => run(task, isWhole));
}

/** The rows of one task, computed by one thread or by all. */
export async function rowsOf(
  experiment: string,
  { point, seed }: SweepTask,
  {
    backend,
    executor,
    isWhole,
    signal,
  }: { backend: BackendName; executor: Executor; isWhole: boolean; signal?: AbortSignal },
): Promise<readonly Row[]> {
  const spec = { ...point.spec, seed };
  if (isWhole) return executor.run(sweepTask, { experiment, spec, backend }, signal);
  const study = await studyOf("sweep: experiment", experiment);
  return runStudy(study, spec, { backend, executor, ...(signal && { signal }) });
}
