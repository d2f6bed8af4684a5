import { checkInteger, checkKeys } from "../check.ts";
import { ANNEAL_KEYS, type AnnealSpec } from "../hopfield/anneal.ts";
import { checkInputs } from "../hopfield/connectivity.ts";
import { checkBytes, marginBytes, networkBytes } from "../hopfield/memory.ts";
import { isLargeNetwork } from "../hopfield/network.ts";
import { strideOf } from "../hopfield/overlap.ts";
import { MOST_PATTERNS } from "../hopfield/patterns.ts";
import { retrieveNetwork } from "../hopfield/retrieve.ts";
import type { Rule } from "../hopfield/rule.ts";
import { seedToJson } from "../random/seed.ts";
import { meanAndDeviation } from "../statistics.ts";
import { criticalLoad, expectedLoad } from "./critical-load.ts";
import { deepFreeze } from "./freeze.ts";
import { groupBy, listOf, unique } from "./lists.ts";
import { chooseNetwork, networkCost } from "./network.ts";
import { type ExperimentOptions, type ExperimentProvenance, type Means, measurePoints } from "./points.ts";
import { checkFraction, planRetrieval, RETRIEVAL_KEYS, type RetrievalPlan, type RetrievalSpec } from "./retrieval.ts";
import {
  meanParameters,
  parametersOf,
  planRules,
  planSearches,
  RULES_KEYS,
  type RuleParameters,
  type RulesPlan,
  type RulesSpec,
  type SearchesPlan,
} from "./rules.ts";
import { planSeeds, SEEDS_KEYS, type SeedsPlan, type SeedsSpec, seedsOf } from "./seeds.ts";

/** What `capacity` measures: every rule at every number of inputs, over independent seeds. */
export interface CapacitySpec extends AnnealSpec, RulesSpec, RetrievalSpec, SeedsSpec {
  /** N */
  readonly neurons: number;
  /** c, or several. */
  readonly inputs: number | readonly number[];
  /** The load is held when at least this fraction of the patterns is retrieved; default 0.9. */
  readonly fraction?: number;
}

/** Rows are known and handed over by `capacityKey`. */
export type CapacityOptions = ExperimentOptions<CapacityRow>;

/** One critical load: of one rule, number of inputs and seed; parameters of the rule are those at the critical load. */
export interface CapacityRow extends RuleParameters {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly seed: number | string;
  /** p_c: the largest number of patterns held. */
  readonly capacity: number;
  /** α_c = p_c / c */
  readonly load: number;
  /** Networks made to find it. */
  readonly networks: number;
}

/** Means over the seeds. */
export interface CapacitySummary extends RuleParameters {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly seeds: number;
  readonly capacity: number;
  readonly capacityDeviation: number;
  readonly load: number;
  readonly loadDeviation: number;
}

export interface CapacityResult {
  readonly spec: CapacityPlan;
  readonly rows: readonly CapacityRow[];
  readonly summary: readonly CapacitySummary[];
  readonly provenance: ExperimentProvenance;
}

/** A `CapacitySpec` with every default filled in: plain data, the record of what was computed. */
export interface CapacityPlan extends RulesPlan, SearchesPlan, RetrievalPlan, SeedsPlan {
  readonly experiment: "capacity";
  readonly neurons: number;
  readonly inputs: readonly number[];
  readonly fraction: number;
}

interface Point {
  readonly inputs: number;
  readonly rule: Rule;
  readonly seed: bigint;
}

export const CAPACITY_KEYS = [
  "neurons",
  "inputs",
  ...RULES_KEYS,
  ...SEEDS_KEYS,
  "fraction",
  ...RETRIEVAL_KEYS,
  ...ANNEAL_KEYS,
];

/** Validates a spec and fills in its defaults. */
export function planCapacity(spec: CapacitySpec): CapacityPlan {
  checkKeys("capacity: spec", spec, CAPACITY_KEYS);
  const neurons = checkInteger("capacity: neurons", spec.neurons, 2);
  const inputs = listOf("capacity: inputs", spec.inputs).map((c) => checkInputs("capacity: inputs", c, neurons));
  const rules = planRules("capacity", spec);
  const seeds = planSeeds("capacity", spec);
  const stride = strideOf(neurons);
  const mostInputs = Math.max(...inputs);
  const most = Math.min(MOST_PATTERNS, 4 * mostInputs);
  const terms = rules.rule.includes("margin") ? marginBytes(neurons, most, mostInputs) : 0;
  const bytes = networkBytes(neurons, most, stride) + 16 * neurons * mostInputs + terms;
  checkBytes("capacity", bytes, `overlaps and connections of ${neurons} neurons`);
  const { threshold, order, maxSweeps } = planRetrieval("capacity", spec);
  return deepFreeze({
    experiment: "capacity",
    neurons,
    inputs: unique(inputs),
    ...rules,
    ...seeds,
    threshold,
    fraction: checkFraction("capacity: fraction", spec.fraction ?? 0.9),
    order,
    maxSweeps,
    ...planSearches("capacity", spec, rules),
  });
}

/**
 * Critical loads α_c = p_c/c: the largest number p_c of patterns of which at least 90 % are retrieved, per input.
 *
 * For every load tried a fresh network is made from the seed: random patterns, connectivity by the rule, then every pattern
 * as its own cue. Loads are bracketed from an expected value on, then bisected to one pattern — EK22, "Storage capacity".
 *
 * @returns  a row for each number of inputs, rule and seed, and mean ± s.d. over the seeds; the same for any executor and
 *           backend.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function capacity(spec: CapacitySpec, options: CapacityOptions = {}): Promise<CapacityResult> {
  const plan = planCapacity(spec);
  const { found: rows, provenance } = await measurePoints(
    {
      where: "capacity",
      points: pointsOf(plan),
      keyOf: (point: Point) => capacityKey(point),
      labelOf: ({ rule, inputs }) => `${rule}, c = ${inputs}`,
      costOf: (point) => networkCost(plan, point),
      isLarge: isLargeNetwork(plan.neurons),
      measure: (point, means) => measure(plan, point, means),
    },
    options,
  );
  return Object.freeze({ spec: plan, rows, summary: summarizeCapacity(rows), provenance });
}

/** What names a row within its plan. */
export function capacityKey({
  inputs,
  rule,
  seed,
}: {
  inputs: number;
  rule: Rule;
  seed: bigint | number | string;
}): string {
  return `${rule}/${inputs}/${seed}`;
}

/** Mean ± s.d. over the seeds of each rule and number of inputs. */
export function summarizeCapacity(rows: readonly CapacityRow[]): CapacitySummary[] {
  return groupBy(rows, ({ neurons, inputs, rule }) => `${neurons}/${inputs}/${rule}`).map((group) => {
    const { neurons, inputs, rule } = group[0];
    const capacities = meanAndDeviation(group.map((row) => row.capacity));
    const loads = meanAndDeviation(group.map((row) => row.load));
    return {
      neurons,
      inputs,
      rule,
      ...meanParameters(group),
      seeds: group.length,
      capacity: capacities.mean,
      capacityDeviation: capacities.deviation,
      load: loads.mean,
      loadDeviation: loads.deviation,
    };
  });
}

/** Finds one critical load. */
async function measure(plan: CapacityPlan, { inputs, rule, seed }: Point, means: Means): Promise<CapacityRow> {
  const { neurons, threshold, fraction, order, maxSweeps } = plan;
  const { backend, executor, signal } = means;
  let networks = 0;
  const onPart = (part: number) => means.onPart(Math.min(0.95, (networks + part) / EXPECTED_NETWORKS));
  const retrieved = async (patterns: number): Promise<number> => {
    const network = await chooseNetwork(plan, { rule, inputs, patterns, seed }, { ...means, onPart });
    const overlaps = await retrieveNetwork({ ...network, order, maxSweeps, backend }, executor, signal);
    networks++;
    onPart(0);
    return overlaps.reduce((count, m) => count + (m >= threshold ? 1 : 0), 0) / patterns;
  };
  const guess = expectedLoad(rule, inputs, neurons) * inputs;
  const found = await criticalLoad(retrieved, { fraction, guess, most: MOST_PATTERNS });
  return Object.freeze({
    neurons,
    inputs,
    rule,
    ...parametersOf(plan, rule, found, inputs),
    seed: seedToJson(seed),
    capacity: found,
    load: found / inputs,
    networks,
  });
}

const EXPECTED_NETWORKS = 5;

function pointsOf(plan: CapacityPlan): Point[] {
  return plan.rule.flatMap((rule) =>
    plan.inputs.flatMap((inputs) => seedsOf(plan).map((seed) => ({ inputs, rule, seed }))),
  );
}
