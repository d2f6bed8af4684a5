/** The fields experiment: distributions of aligned local fields, for every rule and load. */

import { deepFreeze } from "../../check/freeze.ts";
import type { SpecOf } from "../../check/parameters.ts";
import { addCounts, type Counts, countFields } from "../../hopfield/field-counts.ts";
import { compareRules, type RuleComparison } from "../kit/compare-rules.ts";
import {
  isSameLoad,
  type LoadedNetworksPlan,
  measureNetworks,
  type NetworkColumns,
  type NetworkSummary,
  networkColumns,
  networkKey,
  planLoadedNetworks,
  summarizeNetworks,
} from "../kit/loaded-networks.ts";
import type { ExperimentOptions, ExperimentProvenance } from "../kit/points.ts";
import { type Spread, spreadOver } from "../kit/spread.ts";
import { fieldsParameters } from "./parameters.ts";

/** What `fields` measures: aligned local fields for every rule and load, over independent seeds. */
export interface FieldsSpec extends SpecOf<typeof fieldsParameters> {}

/** A `FieldsSpec` with every default filled in. */
export interface FieldsPlan extends LoadedNetworksPlan {
  readonly experiment: "fields";
}

/** The distribution of ξ_i^ν h_i^ν over neurons and patterns of one network. */
export interface FieldsRow extends NetworkColumns {
  readonly mean: number;
  /** Standard deviation over neurons and patterns. */
  readonly deviation: number;
  /** Fraction that is not positive: none, and every pattern is a fixed point. */
  readonly negative: number;
  /** Third standardised moment; 0 where there is no deviation. */
  readonly skewness: number;
}

/** What a network gives: its row, and the distribution of the integers c·ξ_i^ν h_i^ν behind it. */
export interface FieldsFound {
  readonly row: FieldsRow;
  readonly counts: Counts;
}

/** Names of the moments of a row. */
const MOMENTS = ["mean", "deviation", "negative", "skewness"] as const;

/**
 * Moments of the fields of one rule at one load: means over seeds, with standard deviations and errors. `deviation` is the mean of the
 * standard deviations over neurons and patterns.
 */
export interface FieldsSummary extends NetworkSummary, Spread<(typeof MOMENTS)[number]> {
  /** Mean fields against other rules', where both have spread. */
  readonly against: readonly RuleComparison[];
  /** How often ξ_i^ν h_i^ν takes each of its possible values first, first + step, …; over all seeds. */
  readonly histogram: Counts;
}

export interface FieldsResult {
  readonly spec: FieldsPlan;
  readonly rows: readonly FieldsRow[];
  readonly summary: readonly FieldsSummary[];
  readonly provenance: ExperimentProvenance;
}

/** Validates a spec and fills in its defaults. */
export function planFields(spec: FieldsSpec): FieldsPlan {
  return deepFreeze({ experiment: "fields", ...planLoadedNetworks("fields", spec, fieldsParameters) });
}

/**
 * Aligned local fields ξ_i^ν h_i^ν = 1 + A_i^ν over all neurons and stored patterns, for every rule and load: signal is
 * their mean, noise their standard deviation — EK22 eq. 4 and "Signal and noise". With another learning rule they are in the unit of
 * its weights, and counted to the nearest 1/256.
 *
 * @returns  a row for each rule, load and seed; means and the distribution for each rule and load.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function fields(spec: FieldsSpec, options: ExperimentOptions<FieldsFound> = {}): Promise<FieldsResult> {
  const plan = planFields(spec);
  const { found, provenance } = await measureNetworks(
    "fields",
    plan,
    async (network, point, { backend, executor, signal }): Promise<FieldsFound> => {
      const problem = { ...network, nInputs: plan.inputs, backend };
      const counts = await countFields(problem, executor, signal);
      const row = Object.freeze({ ...networkColumns(plan, point), ...momentsOf(counts, plan.inputs) });
      return { row, counts };
    },
    options,
  );
  return Object.freeze({ spec: plan, rows: found.map(({ row }) => row), summary: summarizeFields(found), provenance });
}

/** Means over the seeds of each rule and load, and their distributions together. */
export function summarizeFields(found: readonly FieldsFound[]): FieldsSummary[] {
  const countsOf = new Map(found.map(({ row, counts }) => [networkKey(row), counts]));
  const entries = summarizeNetworks(found.map(({ row }) => row)).map(({ group, common }) => {
    return { common, group, values: group.map(({ mean }) => mean) };
  });
  return entries.map((entry) => {
    const { common, group } = entry;
    const over = (name: (typeof MOMENTS)[number]) => group.map((row) => row[name]);
    const { first, step, counts } = addCounts(group.map((row) => countsOf.get(networkKey(row))!));
    return {
      ...common,
      ...spreadOver("mean", over("mean")),
      ...spreadOver("deviation", over("deviation")),
      ...spreadOver("negative", over("negative")),
      ...spreadOver("skewness", over("skewness")),
      against: compareRules(entry, entries, isSameLoad),
      histogram: { first: first / common.inputs, step: step / common.inputs, counts },
    };
  });
}

/** Moments of the fields, from the counts of the integers c·ξh: sums of integers, so that no order of summing shows. */
function momentsOf({ first, step, counts }: Counts, inputs: number): Pick<FieldsRow, (typeof MOMENTS)[number]> {
  let [total, sum, negative] = [0, 0, 0];
  counts.forEach((count, k) => {
    const value = first + step * k;
    total += count;
    sum += count * value;
    if (value <= 0) negative += count;
  });
  const mean = sum / total;
  let [second, third] = [0, 0];
  counts.forEach((count, k) => {
    const away = first + step * k - mean;
    second += count * away * away;
    third += count * away * away * away;
  });
  const deviation = Math.sqrt(second / total);
  return {
    mean: mean / inputs,
    deviation: deviation / inputs,
    negative: negative / total,
    skewness: deviation > 0 ? third / total / (deviation * deviation * deviation) : 0,
  };
}
