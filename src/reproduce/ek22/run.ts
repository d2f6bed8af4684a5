/** Computes what EK22 found. What is computed stands in `plan.ts`, how it is judged in `claims.ts`. */
import type { BackendName } from "../../backend/contract/kernels.ts";
import { type BasinsResult, basins } from "../../experiments/basins/run.ts";
import { type CapacityResult, capacity } from "../../experiments/capacity/run.ts";
import { type FieldsResult, fields } from "../../experiments/fields/run.ts";
import { type FrontierResult, frontier } from "../../experiments/frontier/run.ts";
import { type OnlineResult, online } from "../../experiments/online/run.ts";
import { type WeightsResult, weights } from "../../experiments/weights/run.ts";
import type { Executor } from "../../run/executor.ts";
import type { RunOptions } from "../../run/pace.ts";
import { type ClaimRow, judgeClaims } from "../claim.ts";
import { EK22_SECTIONS } from "./claims.ts";
import type { Ek22Plan, Part, PlannedExperiment } from "./plan.ts";
import type { Results } from "./results.ts";

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

/** What is known of the points of an experiment, and where new ones go; their form is the experiment's own. */
export interface PointStore {
  readonly known: (key: string) => unknown;
  readonly onRow: (key: string, found: unknown) => void;
  readonly knownReference: (key: string) => unknown;
  readonly onReference: (key: string, found: unknown) => void;
}

/**
 * Computes every experiment of a plan, and judges every claim by them.
 *
 * @throws as the experiments do.
 */
export async function reproduceEk22(plan: Ek22Plan, options: Ek22Options = {}): Promise<Ek22Result> {
  const total = plan.experiments.reduce((sum, { cost }) => sum + cost, 0);
  const found = new Map<string, unknown>();
  let before = 0;
  for (const experiment of plan.experiments) {
    found.set(
      experiment.id,
      await runExperiment(experiment, options, ({ done, label }) =>
        options.onProgress?.({
          done: (before + done * experiment.cost) / total,
          total: 1,
          label: `${experiment.id}${label ? `: ${label}` : ""}`,
        }),
      ),
    );
    before += experiment.cost;
  }
  const all = <T>(part: Part): T[] =>
    plan.experiments.filter((experiment) => experiment.part === part).map(({ id }) => found.get(id) as T);
  const results: Results = {
    capacity: all<CapacityResult>("capacity")[0],
    scaling: all("scaling"),
    short: all("short"),
    dilute: all("dilute"),
    fields: all<FieldsResult>("fields")[0],
    weights: all<WeightsResult>("weights")[0],
    sparse: all<WeightsResult>("sparse")[0],
    strict: all<CapacityResult>("strict")[0],
    basins: all<BasinsResult>("basins")[0],
    frontier: all<FrontierResult>("frontier")[0],
    online: all<OnlineResult>("online")[0],
  };
  return { spec: plan, rows: judgeClaims(EK22_SECTIONS, results), results };
}

async function runExperiment(
  experiment: PlannedExperiment,
  { signal, backend, executor, points }: Ek22Options,
  onProgress: NonNullable<Ek22Options["onProgress"]>,
): Promise<unknown> {
  // the store gives back what it was given: the types of the experiment
  const options = {
    onProgress,
    ...(signal && { signal }),
    ...(backend && { backend }),
    ...(executor && { executor }),
    ...points?.(experiment),
  } as never;
  switch (experiment.kind) {
    case "capacity":
      return capacity(experiment.spec, options);
    case "fields":
      return fields(experiment.spec, options);
    case "weights":
      return weights(experiment.spec, options);
    case "basins":
      return basins(experiment.spec, options);
    case "frontier":
      return frontier(experiment.spec, options);
    case "online":
      return online(experiment.spec, options);
  }
}
