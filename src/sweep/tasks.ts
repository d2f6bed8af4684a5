/** The tasks of a sweep: pure functions of a spec and a seed, each named by the hash of both. */
import { createHash } from "node:crypto";
import { axesOf } from "../check/parameters.ts";
import type { Study } from "../experiments/kit/study.ts";
import { studyOf } from "../experiments/registry.ts";
import { canonicalJson } from "../io/hash.ts";
import type { Plain } from "../io/spec-file.ts";
import { seedToJson } from "../numeric/seed.ts";
import { type SweepPlan, withEntries } from "./spec.ts";

/** A combination of the grid: its tasks differ by their seed alone. */
export interface SweepPoint {
  /** Values of what varies, at this point of the grid. */
  readonly axes: Readonly<Record<string, Plain>>;
  /** The experiment's spec, without its seed. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** The same with every default filled in, of the first seed. */
  readonly plan: object;
  /** Of one task, on one core of the machine in docs/background/performance.md. */
  readonly seconds: number;
  /** Whether a task is work for all threads. */
  readonly isLarge: boolean;
}

export interface SweepTask {
  /** First 32 hexadecimal digits of the SHA-256 of experiment, plan and seed. */
  readonly key: string;
  readonly point: SweepPoint;
  readonly seed: number | string;
}

export interface SweepTasks {
  readonly study: Study;
  readonly points: readonly SweepPoint[];
  /** In order of the grid, then of the seeds; what a grid names twice is here once. */
  readonly tasks: readonly SweepTask[];
}

const KEY_DIGITS = 32; // 128 bits: a million tasks share a key with a probability of 10^-27

/**
 * Expands a sweep; every point is validated as the experiment does by itself.
 *
 * @throws TypeError or RangeError of the experiment, which names the point.
 */
export async function tasksOf(plan: SweepPlan): Promise<SweepTasks> {
  const study = await studyOf("sweep: experiment", plan.experiment);
  const points: SweepPoint[] = [];
  const tasks: SweepTask[] = [];
  const keys = new Set<string>();
  const first = BigInt(plan.seed);
  const seeds = Array.from({ length: plan.seeds }, (_, s) => seedToJson(first + BigInt(s)));
  for (const grid of plan.grid) {
    for (const axes of productOf(grid)) {
      const parameters = withEntries(plan.parameters, axes);
      const spec = {
        ...study.defaults,
        ...parameters,
        ...(axesOf(study.parameters).includes("seeds") && { seeds: 1 }),
      };
      const full = planPoint(study, { ...spec, seed: seeds[0] }, axes);
      const content = canonicalJson({ ...full, seed: null });
      let isNew = false;
      const point = { axes, spec, plan: full, seconds: study.seconds(full), isLarge: study.isLarge(full) };
      for (const seed of seeds) {
        const key = createHash("sha256").update(`${content}\n${seed}`).digest("hex").slice(0, KEY_DIGITS);
        if (keys.has(key)) continue;
        isNew = true;
        keys.add(key);
        tasks.push({ key, point, seed });
      }
      if (isNew) points.push(point);
    }
  }
  return { study, points, tasks };
}

function planPoint(study: Study, spec: object, axes: object): object {
  try {
    return study.plan(spec);
  } catch (error) {
    const where = Object.entries(axes)
      .map(([axis, value]) => `${axis} ${typeof value === "string" ? value : JSON.stringify(value)}`)
      .join(", ");
    if (where !== "" && error instanceof Error) error.message = `sweep: at ${where}: ${error.message}`;
    throw error;
  }
}

/** All combinations; the first axis varies slowest. */
function* productOf(grid: Readonly<Record<string, readonly Plain[]>>): Generator<Record<string, Plain>> {
  const axes = Object.keys(grid);
  const at = axes.map(() => 0);
  for (;;) {
    yield Object.fromEntries(axes.map((axis, k) => [axis, grid[axis][at[k]]]));
    let k = axes.length - 1;
    while (k >= 0 && ++at[k] === grid[axes[k]].length) at[k--] = 0;
    if (k < 0) return;
  }
}

/**
 * The tasks of shard `index` of `count`: dealt like cards from the longest to the shortest, to and fro, so that all shards
 * take about the same time. The same for every machine.
 */
export function shardOf(tasks: readonly SweepTask[], index: number, count: number): SweepTask[] {
  return byLength(tasks).filter((_, k) => {
    const [round, place] = [Math.floor(k / count), k % count];
    return (round % 2 === 0 ? place : count - 1 - place) === index;
  });
}

/** The longest first, so that no thread is left alone with one at the end. */
export function byLength(tasks: readonly SweepTask[]): SweepTask[] {
  return [...tasks].sort((a, b) => b.point.seconds - a.point.seconds);
}

/** Seconds of all of them on one core of the machine in docs/background/performance.md. */
export function secondsOf(tasks: readonly SweepTask[]): number {
  return tasks.reduce((sum, { point }) => sum + point.seconds, 0);
}

/** "neurons 120, rule signal, seed 5". */
export function labelOf({ point, seed }: SweepTask): string {
  const axes = Object.entries(point.axes).map(([axis, value]) => `${axis} ${String(value)}`);
  return [...axes, `seed ${seed}`].join(", ");
}
