/** Computes what EK22 found. What is computed stands in `plan.ts`, how it is judged in `claims.ts`. */
import type { BackendName } from "../../backend/contract/kernels.ts";
import type { Executor } from "../../run/executor.ts";
import type { RunOptions } from "../../run/pace.ts";
import type { ResultStore } from "../../run/results.ts";
import { type ClaimRow, judgeClaims } from "../claim.ts";
import { resultsOf } from "../plan.ts";
import { sectionsOf } from "./claims.ts";
import { EXPERIMENTS } from "./experiments.ts";
import { type Ek22Plan, PARTS, type PlannedExperiment } from "./plan.ts";
import type { Results } from "./results.ts";
import { STATEMENTS } from "./statements.ts";

/** A report's plan with what was measured and how each claim came out. */
export interface Ek22Result {
  readonly spec: Ek22Plan;
  readonly rows: readonly ClaimRow[];
  readonly results: Results;
}

/** Where and how the experiments of a report run. */
export interface Ek22Options extends RunOptions {
  readonly backend?: BackendName;
  readonly executor?: Executor;
  /** Where the points of each experiment are kept, so that a run can be continued. */
  readonly points?: (experiment: PlannedExperiment) => PointStore;
}

/** Where the points of an experiment are kept; their form is the experiment's own. */
export interface PointStore {
  readonly results: ResultStore<unknown>;
  /** The critical loads that `online` compares with. */
  readonly references: ResultStore<unknown>;
}

/**
 * Computes every experiment of a plan, and judges every claim by them.
 *
 * @throws as the experiments do.
 */
export async function reproduceEk22(plan: Ek22Plan, options: Ek22Options = {}): Promise<Ek22Result> {
  const total = plan.experiments.reduce((sum, { cost }) => sum + cost, 0);
  const found: unknown[] = [];
  let before = 0;
  for (const experiment of plan.experiments) {
    const { id, cost } = experiment;
    const onProgress: Ek22Options["onProgress"] = ({ done, label }) =>
      options.onProgress?.({
        done: (before + done * cost) / total,
        total: 1,
        label: `${id}${label ? `: ${label}` : ""}`,
      });
    found.push(await runExperiment(experiment, options, onProgress));
    before += cost;
  }
  const results: Results = resultsOf(PARTS, plan.experiments, found);
  return { spec: plan, rows: judgeClaims(sectionsOf(plan), results, STATEMENTS), results };
}

/** What is measured has the types of the experiment, and so has what the store gives back. */
function runExperiment(
  experiment: PlannedExperiment,
  { signal, backend, executor, points }: Ek22Options,
  onProgress: Ek22Options["onProgress"],
): Promise<unknown> {
  const run: (spec: never, options: never) => Promise<unknown> = EXPERIMENTS[experiment.kind];
  return run(
    experiment.spec as never,
    {
      onProgress,
      ...(signal && { signal }),
      ...(backend && { backend }),
      ...(executor && { executor }),
      ...points?.(experiment),
    } as never,
  );
}
