/** How fast this machine is against the one whose times the cost model states. */

import type { BackendName } from "../backend/contract/kernels.ts";
import { fields } from "../experiments/fields/run.ts";
import { fieldsStudy } from "../experiments/fields/study.ts";
import { runStudy } from "../experiments/kit/study.ts";
import { noise } from "../hopfield/rules/noise.ts";
import type { SweepTasks } from "./tasks.ts";

const SAMPLE = { neurons: 150, inputs: 15, patterns: 20, rule: noise.name, seeds: 1, seed: 1, sweeps: 20 } as const;
const REPEATS = 3;

/**
 * How many times as long as in docs/background/performance.md a core of this machine takes: processor time of a small network, in a fraction
 * of a second.
 */
export async function calibrate(backend: BackendName): Promise<number> {
  const expected = fieldsStudy.seconds(fieldsStudy.plan(SAMPLE));
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const began = process.cpuUsage();
    await fields(SAMPLE, { backend });
    const { user, system } = process.cpuUsage(began);
    if (repeat > 0) least = Math.min(least, (user + system) / 1e6); // the first one compiles
  }
  return least / expected;
}

/**
 * How many times as long as their study says tasks of a sweep take here, by processor time of some of them, spread over the list.
 *
 * @returns  undefined when there is nothing to do.
 */
export async function timeSome(
  { study, tasks }: Pick<SweepTasks, "study" | "tasks">,
  backend: BackendName,
): Promise<number | undefined> {
  const stop = AbortSignal.timeout(SOME_MS);
  let [measured, expected] = [0, 0];
  for (let k = 0; k < Math.min(MOST_SOME, tasks.length); k++) {
    // steps of the golden section: however many there is time for, they are spread
    const { point, seed } = tasks[Math.floor((((k + 1) * GOLDEN) % 1) * tasks.length)];
    const began = process.cpuUsage();
    try {
      await runStudy(study, { ...point.spec, seed }, { backend, signal: stop });
    } catch (error) {
      if (!stop.aborted) throw error;
    }
    const { user, system } = process.cpuUsage(began);
    if (k === 0 && tasks.length > 1 && !stop.aborted) continue; // it compiles as well
    measured += (user + system) / 1e6;
    expected += point.seconds;
    if (stop.aborted) break; // the last takes at least as long
  }
  return expected > 0 ? measured / expected : undefined;
}

const MOST_SOME = 16;
const SOME_MS = 10_000;
const GOLDEN = 0.618034;

/** "40 s", "12 min", "3.5 h", "2 days". */
export function showDuration(seconds: number): string {
  if (seconds < 1) return "less than 1 s";
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86400) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86400)} days`;
}
