/** The weights experiment: which weights a rule keeps, at every load. */

import { deepFreeze } from "../../check/freeze.ts";
import { groupBy } from "../../check/lists.ts";
import type { SpecOf } from "../../check/parameters.ts";
import { weightCountsTask } from "../../hopfield/weight-counts.ts";
import { meanAndDeviation, rankCorrelation, wilsonInterval } from "../../numeric/statistics.ts";
import { compareRules, type RuleComparison } from "../kit/compare-rules.ts";
import {
  isSameLoad,
  type LoadedNetworksPlan,
  measureNetworks,
  type NetworkColumns,
  type NetworkSummary,
  networkColumns,
  planLoadedNetworks,
  summarizeNetworks,
} from "../kit/loaded-networks.ts";
import type { ExperimentOptions, ExperimentProvenance } from "../kit/points.ts";
import { bySeed } from "../kit/seeds.ts";
import { type Spread, spreadOver } from "../kit/spread.ts";
import { weightsParameters } from "./parameters.ts";

/** What `weights` measures: which weights are kept, for every rule and load, over independent seeds. */
export interface WeightsSpec extends SpecOf<typeof weightsParameters> {}

/** A `WeightsSpec` with every default filled in. */
export interface WeightsPlan extends LoadedNetworksPlan {
  readonly experiment: "weights";
}

/** Pairs of one weight in one network; weights that no pair has make no row. */
export interface WeightsRow extends NetworkColumns {
  /** Overlap M of two neurons: the sum of ξ_i ξ_j over the patterns, an integer in [−p, p]. */
  readonly overlap: number;
  /** Weight J = M/c. */
  readonly weight: number;
  /** Ordered pairs i ≠ j with this weight. */
  readonly pairs: number;
  /** Connections that exist among these pairs. */
  readonly connections: number;
  /** Probability that a connection of this weight exists, P(C_ij = 1 | J_ij = J). */
  readonly probability: number;
  /** Binomial standard error of the probability. */
  readonly error: number;
}

/** Pairs of one weight, summed up over seeds. */
export interface WeightsPoint {
  readonly overlap: number;
  readonly weight: number;
  readonly pairs: number;
  readonly connections: number;
  /** Probability that a connection exists, among the pairs of all seeds together. */
  readonly probability: number;
  /** Lower end of Wilson's 95 % interval of the probability; `high` is the upper. */
  readonly low: number;
  readonly high: number;
  /** Mean, s.d. and standard error over the seeds in which there are such pairs. */
  readonly mean: number;
  readonly deviation: number;
  readonly error: number;
}

/**
 * Weights kept by one rule at one load, summed up over seeds. `strength` is the mean |J| of the connections over that of all pairs;
 * random wiring gives 1.
 */
export interface WeightsSummary extends NetworkSummary, Spread<"strength"> {
  /** P of random wiring, whatever the weight: c/(N − 1). */
  readonly random: number;
  /** |J| of the largest P, over |J| of at least 200 pairs. */
  readonly preferred: number;
  /** Spearman's rank correlation of P with |J|, over the same; null where P does not vary. */
  readonly rankCorrelation: number | null;
  /** Strengths against other rules', where both have spread. */
  readonly against: readonly RuleComparison[];
  readonly curve: readonly WeightsPoint[];
}

export interface WeightsResult {
  readonly spec: WeightsPlan;
  readonly rows: readonly WeightsRow[];
  readonly summary: readonly WeightsSummary[];
  readonly provenance: ExperimentProvenance;
}

/** Rarer weights say little of P, and would weigh as much as the others in a rank correlation. */
const NOTABLE_PAIRS = 200;

/** Validates a spec and fills in its defaults. */
export function planWeights(spec: WeightsSpec): WeightsPlan {
  return deepFreeze({ experiment: "weights", ...planLoadedNetworks("weights", spec, weightsParameters) });
}

/**
 * Which weights a rule keeps: P(C_ij = 1 | J_ij = J) by Bayes' rule, from the weights of all pairs and those of the
 * connections, for every rule and load — EK22, "Connectivity as a function of weight". Random wiring gives c/(N − 1).
 *
 * @returns  a row for each rule, load, seed and weight; a curve for each rule and load.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function weights(
  spec: WeightsSpec,
  options: ExperimentOptions<readonly WeightsRow[]> = {},
): Promise<WeightsResult> {
  const plan = planWeights(spec);
  const { found, provenance } = await measureNetworks(
    "weights",
    plan,
    async (network, point, { backend, executor, signal }) => {
      const { pairs, connections } = await executor.run(weightCountsTask, { ...network, backend }, signal);
      const rows: WeightsRow[] = [];
      pairs.forEach((all, k) => {
        if (all === 0) return;
        const probability = connections[k] / all;
        const overlap = 2 * k - point.patterns;
        rows.push(
          Object.freeze({
            ...networkColumns(plan, point),
            overlap,
            weight: overlap / plan.inputs,
            pairs: all,
            connections: connections[k],
            probability,
            error: Math.sqrt((probability * (1 - probability)) / all),
          }),
        );
      });
      return rows;
    },
    options,
  );
  const rows = found.flat();
  return Object.freeze({ spec: plan, rows, summary: summarizeWeights(rows), provenance });
}

/** Curves over the seeds of each rule and load. */
export function summarizeWeights(rows: readonly WeightsRow[]): WeightsSummary[] {
  const entries = summarizeNetworks(rows).map(({ group, common }) => ({
    common,
    group,
    values: bySeed(group).map(strengthOf),
  }));
  return entries.map((entry) => {
    const { common, group, values } = entry;
    const curve = groupBy(group, ({ overlap }) => String(overlap))
      .map(curvePoint)
      .sort((a, b) => a.overlap - b.overlap);
    const sizes = foldCurve(curve);
    const correlation = rankCorrelation(
      sizes.map(({ size }) => size),
      sizes.map(({ probability }) => probability),
    );
    return {
      ...common,
      random: common.inputs / (common.neurons - 1),
      ...spreadOver("strength", values),
      preferred: sizes.reduce((a, b) => (b.probability > a.probability ? b : a)).size / common.inputs,
      rankCorrelation: Number.isNaN(correlation) ? null : correlation,
      against: compareRules(entry, entries, isSameLoad),
      curve,
    };
  });
}

/** P against |M|, of both signs together; of all |M| where none is frequent. */
function foldCurve(curve: readonly WeightsPoint[]): { readonly size: number; readonly probability: number }[] {
  const sum = (points: readonly WeightsPoint[], name: "pairs" | "connections") =>
    points.reduce((total, point) => total + point[name], 0);
  const folded = groupBy(curve, ({ overlap }) => String(Math.abs(overlap))).map((points) => {
    const pairs = sum(points, "pairs");
    return { size: Math.abs(points[0].overlap), pairs, probability: sum(points, "connections") / pairs };
  });
  const frequent = folded.filter(({ pairs }) => pairs >= NOTABLE_PAIRS);
  return frequent.length > 0 ? frequent : folded;
}

/** Mean |J| of the connections over that of all pairs. */
function strengthOf(rows: readonly WeightsRow[]): number {
  const mean = (name: "pairs" | "connections"): number => {
    const total = rows.reduce((sum, row) => sum + row[name], 0);
    return rows.reduce((sum, row) => sum + row[name] * Math.abs(row.overlap), 0) / total;
  };
  return mean("connections") / mean("pairs");
}

function curvePoint(rows: readonly WeightsRow[]): WeightsPoint {
  const { overlap, weight } = rows[0];
  const pairs = rows.reduce((sum, row) => sum + row.pairs, 0);
  const connections = rows.reduce((sum, row) => sum + row.connections, 0);
  const { mean, deviation, error } = meanAndDeviation(rows.map((row) => row.probability));
  const probability = connections / pairs;
  return {
    overlap,
    weight,
    pairs,
    connections,
    probability,
    ...wilsonInterval(connections, pairs),
    mean,
    deviation,
    error,
  };
}
