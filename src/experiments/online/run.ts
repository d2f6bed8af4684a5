/** `online`: learning while connections grow and are pruned, run after run — EK22, algorithm 1. */
import { unique } from "../../check/lists.ts";
import { random } from "../../hopfield/rules/random.ts";
import type { ResultStore } from "../../run/results.ts";
import { type CapacityRow, capacity } from "../capacity/run.ts";
import { type ExperimentOptions, type ExperimentProvenance, measurePoints } from "../kit/points.ts";
import { seedsOf } from "../kit/seeds.ts";
import { type Checkpoints, followRun, type OnlineRow, type OnlineRun, onlineKey } from "./measure.ts";
import { type OnlinePlan, type OnlineSpec, planOnline } from "./plan.ts";
import { finalInputs, meansOnline, type OnlineMean, type OnlineSummary, summarizeOnline } from "./summary.ts";

export { type OnlineCheckpoint, type OnlineRow, onlineKey } from "./measure.ts";
export { type OnlinePlan, type OnlineSpec, planOnline } from "./plan.ts";
export { meansOnline, type OnlineMean, type OnlineSummary, summarizeOnline } from "./summary.ts";

/** Results are the rows of a run by its key, `"<inputs>/<seed>"`. */
export interface OnlineOptions extends ExperimentOptions<readonly OnlineRow[]>, Checkpoints {
  /** The same for the critical loads to compare with: a second store of results, of `capacity`. */
  readonly references?: ResultStore<CapacityRow>;
}

export interface OnlineResult {
  readonly spec: OnlinePlan;
  readonly rows: readonly OnlineRow[];
  readonly summary: readonly OnlineSummary[];
  /** Means over the seeds of each c₀. */
  readonly means: readonly OnlineMean[];
  /** Critical loads to compare with. */
  readonly references: readonly CapacityRow[];
  readonly provenance: ExperimentProvenance;
}

/**
 * Online learning with growth and pruning of connections — EK22 algorithm 1.
 *
 * A run begins with c₀ random inputs for every neuron and as many patterns as these hold (p₀: the critical load of that very
 * connectivity, on the patterns μ = 0, 1, … of the seed). In each repetition every neuron tries 10 random others: an input is
 * removed, another neuron added, when that lowers E_i = Σ_ν (A_i^ν − ε)², A_i normalised by the present c_i; with the margin
 * rule, ours, E_i = Σ_ν max(0, κ − (1 + A_i^ν))². Then all patterns are tested, and the next 10 of the seed are learned if more than 90 % are retrieved. A run ends when 50 repetitions in a
 * row have changed nothing.
 *
 * @returns  rows over the repetitions of each run, and how each ended; the same for any executor, backend or interruption.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function online(spec: OnlineSpec, options: OnlineOptions = {}): Promise<OnlineResult> {
  const plan = planOnline(spec);
  const started = performance.now();
  const share = plan.reference ? 1 - REFERENCE_SHARE : 1;
  const { found, provenance } = await measurePoints(
    {
      where: "online",
      points: plan.inputs.flatMap((inputs) => seedsOf(plan).map((seed) => ({ inputs, seed }))),
      keyOf: (run: OnlineRun) => onlineKey(run),
      labelOf: ({ inputs, seed }) => `c₀ = ${inputs}${plan.seeds > 1 ? `, seed ${seed}` : ""}`,
      costOf: () => 1,
      measure: (run, means) => followRun(plan, run, means, options),
    },
    {
      ...options,
      onProgress: ({ done, label }) => options.onProgress?.({ done: share * done, total: 1, ...(label && { label }) }),
    },
  );
  const ends = found.map((run) => run[run.length - 1]);
  const references = plan.reference ? await compare(plan, ends, options) : [];
  const rows = found.flat();
  const summary = summarizeOnline(rows, plan.quiet, references);
  return Object.freeze({
    spec: plan,
    rows,
    summary,
    means: meansOnline(summary),
    references,
    provenance: Object.freeze({ ...provenance, seconds: (performance.now() - started) / 1000 }),
  });
}

/** Part of the time that the comparison is expected to take. */
const REFERENCE_SHARE = 0.1;
/** Numbers of inputs that a curve to compare with has, by the final one. */
const CURVE = [0.25, 0.5, 1, 1.5, 2];

/** What random inputs, and those chosen offline, store at the mean c that the runs ended with. */
async function compare(
  { neurons, rule, curve, seeds, seed, threshold, fraction, order, maxSweeps, protocol }: OnlinePlan,
  ends: readonly OnlineRow[],
  { signal, onProgress, backend, executor, references }: OnlineOptions,
): Promise<readonly CapacityRow[]> {
  const c = finalInputs(ends);
  const inputs = unique((curve ? CURVE : [1]).map((part) => Math.min(neurons - 1, Math.max(1, Math.round(part * c)))));
  const { rows } = await capacity(
    {
      neurons,
      inputs,
      rule: [random.name, rule],
      seeds,
      seed,
      ...(protocol && { protocol }),
      threshold,
      fraction,
      order,
      maxSweeps,
    },
    {
      ...(signal && { signal }),
      ...(backend && { backend }),
      ...(executor && { executor }),
      ...(references && { results: references }),
      onProgress: ({ done, label }) =>
        onProgress?.({ done: 1 - REFERENCE_SHARE * (1 - done), total: 1, label: `for comparison: ${label}` }),
    },
  );
  return rows;
}
