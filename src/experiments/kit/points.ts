/** The points of an experiment: each measured once, on an executor, unless its result is there already. */

import type { BackendName } from "../../backend/contract/kernels.ts";
import { checkChoice, show } from "../../check/check.ts";
import { type Executor, inlineExecutor, mapLimited } from "../../run/executor.ts";
import type { RunOptions } from "../../run/pace.ts";
import type { ResultStore } from "../../run/results.ts";
import { VERSION } from "../../version.ts";

/** What every experiment takes beside its spec; `Found` is what a point gives: its row, or its rows. */
export interface ExperimentOptions<Found> extends RunOptions {
  readonly backend?: BackendName;
  /** Executor of the computation; default: the calling thread. `threads()` of `palimpsest/node` uses all cores. */
  readonly executor?: Executor;
  /** Results by the keys of their points, such as a `Map`: what is there is not computed again, and new ones are set as soon as they are found. */
  readonly results?: ResultStore<Found>;
}

export interface ExperimentProvenance {
  readonly version: string;
  readonly backend: BackendName;
  readonly seconds: number;
}

/** The points of an experiment, and how each is named and measured. */
export interface Points<Point, Found> {
  /** Name of the experiment, for messages. */
  readonly where: string;
  readonly points: readonly Point[];
  /** Names a point within its plan. */
  keyOf(point: Point): string;
  /** A few words about a point, shown as progress. */
  labelOf(point: Point): string;
  /** Time that a point takes relative to others. */
  costOf(point: Point): number;
  /** Whether a point fills the memory and all threads by itself, so that points are taken one by one. */
  readonly isLarge?: boolean;
  measure(point: Point, means: Means): Promise<Found>;
}

/** The backend, executor and signal with which a point is measured. */
export interface Means {
  readonly backend: BackendName;
  readonly executor: Executor;
  readonly signal: AbortSignal | undefined;
  /** Called with the part of the point that is done. */
  readonly onPart: (part: number) => void;
}

/** Measures all points, and returns their results in the order of the points. */
export async function measurePoints<Point, Found>(
  { where, points, keyOf, labelOf, costOf, isLarge = false, measure }: Points<Point, Found>,
  options: ExperimentOptions<Found>,
): Promise<{ readonly found: Found[]; readonly provenance: ExperimentProvenance }> {
  const backend = checkChoice(`${where}: backend`, options.backend ?? "wasm", ["wasm", "js"]);
  const executor = options.executor ?? inlineExecutor;
  checkStore(`${where}: results`, options.results);
  const started = performance.now();
  const costs = points.map(costOf);
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const progress = new Array<number>(points.length).fill(0);
  const report = (index: number, part: number): void => {
    progress[index] = part;
    const done = progress.reduce((sum, value, k) => sum + value * costs[k], 0);
    options.onProgress?.({ done: done / total, total: 1, label: labelOf(points[index]) });
  };
  // the longest first, so that no thread is left alone with one at the end
  const order = points.map((_, index) => index).sort((a, b) => costs[b] - costs[a]);
  const all = new Array<Found>(points.length);
  await mapLimited(order, executor.threads > 1 && !isLarge ? executor.threads + 1 : 1, async (index) => {
    const point = points[index];
    const key = keyOf(point);
    let found = options.results?.get(key);
    if (found === undefined) {
      const onPart = (part: number) => report(index, part);
      found = await measure(point, { backend, executor, signal: options.signal, onPart });
      options.results?.set(key, found);
    }
    all[index] = found;
    report(index, 1);
  });
  const seconds = (performance.now() - started) / 1000;
  return { found: all, provenance: Object.freeze({ version: VERSION, backend, seconds }) };
}

function checkStore(where: string, store: Partial<ResultStore<unknown>> | null | undefined): void {
  if (store === undefined || (typeof store?.get === "function" && typeof store.set === "function")) return;
  throw new TypeError(`${where} must have get(key) and set(key, found), as a Map has, got ${show(store)}`);
}
