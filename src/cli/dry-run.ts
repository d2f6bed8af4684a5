/** What a sweep would compute and how long that takes, without running it. */
import { calibrate, showDuration, timeSome } from "../sweep/calibrate.ts";
import type { Shard } from "../sweep/ledgers.ts";
import type { SweepPlan } from "../sweep/spec.ts";
import { type SweepTask, type SweepTasks, secondsOf } from "../sweep/tasks.ts";
import type { CommonFlags } from "./options.ts";

/** `palimpsest sweep --dry-run`: counts the tasks of a shard, or of all, and estimates the time of those left. */
export async function dryRun(
  plan: SweepPlan,
  { study, points }: SweepTasks,
  own: readonly SweepTask[],
  todo: readonly SweepTask[],
  shard: Shard | undefined,
  { threads, backend, json }: CommonFlags,
): Promise<void> {
  const slowness =
    (study.isMeasured ? await timeSome({ study, tasks: todo }, backend) : undefined) ?? (await calibrate(backend));
  const coreSeconds = secondsOf(todo) * slowness;
  const longest = Math.max(0, ...todo.map(({ point }) => point.seconds)) * slowness;
  const seconds = Math.max(coreSeconds / threads, longest);
  const found = {
    tasks: own.length,
    done: own.length - todo.length,
    points: points.length,
    seeds: plan.seeds,
    coreSeconds,
    longestSeconds: longest,
    threads,
    seconds,
  };
  if (json) {
    process.stdout.write(`${JSON.stringify({ command: "sweep", spec: plan, dryRun: found })}\n`);
    return;
  }
  const part = shard ? ` in shard ${shard.index} of ${shard.count}` : "";
  const done = found.done > 0 ? `, ${found.done} of them done` : "";
  process.stdout.write(
    `${own.length} tasks${part}${done}: ${plan.experiment} at ${points.length} points, ${plan.seeds} seeds\n` +
      `about ${showDuration(coreSeconds)} of one core of this machine, ${showDuration(seconds)} on ${threads} threads, ${showDuration(longest)} for the longest task\n`,
  );
}
