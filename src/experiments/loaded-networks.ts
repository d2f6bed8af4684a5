/** Experiments that look at networks of given loads: every rule at every load, over seeds. */

import { checkInteger, checkKeys, checkNumber } from "../check.ts";
import { ANNEAL_KEYS, type AnnealSpec } from "../hopfield/anneal.ts";
import { checkInputs } from "../hopfield/connectivity.ts";
import { checkBytes, marginBytes, networkBytes } from "../hopfield/memory.ts";
import { isLargeNetwork } from "../hopfield/network.ts";
import { strideOf } from "../hopfield/overlap.ts";
import { MOST_PATTERNS } from "../hopfield/patterns.ts";
import type { Rule } from "../hopfield/rule.ts";
import { seedToJson } from "../random/seed.ts";
import { type WelchTest, welchTest } from "../statistics.ts";
import { groupBy, listOf, unique } from "./lists.ts";
import { type ChosenNetwork, chooseNetwork, type NetworkPoint, networkCost } from "./network.ts";
import { type ExperimentOptions, type ExperimentProvenance, type Means, measurePoints } from "./points.ts";
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

/** The networks of such an experiment. */
export interface LoadedNetworksSpec extends AnnealSpec, RulesSpec, SeedsSpec {
  /** N */
  readonly neurons: number;
  /** c */
  readonly inputs: number;
  /** p, one or several; or give `loads`. */
  readonly patterns?: number | readonly number[];
  /** α = p/c, one or several: p is the nearest whole number, at least 1. */
  readonly loads?: number | readonly number[];
}

export const LOADED_NETWORKS_KEYS = [
  "neurons",
  "inputs",
  ...RULES_KEYS,
  "patterns",
  "loads",
  ...SEEDS_KEYS,
  ...ANNEAL_KEYS,
] as const;

/** A `LoadedNetworksSpec` with every default filled in. */
export interface LoadedNetworksPlan extends RulesPlan, SearchesPlan, SeedsPlan {
  readonly neurons: number;
  readonly inputs: number;
  readonly patterns: readonly number[];
}

/** What each row begins with. */
export interface NetworkColumns extends RuleParameters {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly seed: number | string;
  /** p */
  readonly patterns: number;
  /** α = p/c */
  readonly load: number;
}

/** What a summary of the rows of one rule and load begins with. */
export interface NetworkSummary extends Omit<NetworkColumns, "seed"> {
  readonly seeds: number;
}

/**
 * Validates the networks of a spec.
 *
 * @param own  keys of the experiment's own.
 */
export function planLoadedNetworks(
  where: string,
  spec: LoadedNetworksSpec,
  own: readonly string[],
): LoadedNetworksPlan {
  checkKeys(`${where}: spec`, spec, [...LOADED_NETWORKS_KEYS, ...own]);
  const neurons = checkInteger(`${where}: neurons`, spec.neurons, 2);
  const inputs = checkInputs(`${where}: inputs`, spec.inputs, neurons);
  const rules = planRules(where, spec);
  const patterns = planPatterns(where, spec, inputs);
  const seeds = planSeeds(where, spec);
  const most = Math.max(...patterns);
  const terms = rules.rule.includes("margin") ? marginBytes(neurons, most, inputs) : 0;
  const bytes = networkBytes(neurons, most, strideOf(neurons)) + 16 * neurons * inputs + terms;
  checkBytes(where, bytes, `overlaps and connections of ${neurons} neurons`);
  return { neurons, inputs, ...rules, patterns, ...seeds, ...planSearches(where, spec, rules) };
}

function planPatterns(where: string, { patterns, loads }: LoadedNetworksSpec, inputs: number): number[] {
  if (patterns !== undefined && loads !== undefined) {
    throw new TypeError(`${where}: patterns and loads exclude each other, got both`);
  }
  if (patterns === undefined && loads === undefined) {
    throw new TypeError(`${where}: patterns or loads must be given, got neither`);
  }
  if (patterns !== undefined) {
    return unique(
      listOf(`${where}: patterns`, patterns).map((p) => checkInteger(`${where}: patterns`, p, 1, MOST_PATTERNS)),
    );
  }
  const asked = listOf(`${where}: loads`, loads!).map((load) => checkNumber(`${where}: loads`, load, 0, true));
  return unique(
    asked.map((load) => {
      const p = Math.max(1, Math.round(load * inputs));
      if (p <= MOST_PATTERNS) return p;
      throw new RangeError(`${where}: loads must be at most ${MOST_PATTERNS / inputs}, got ${load}`);
    }),
  );
}

/** Makes every network of a plan and measures it; what they gave is in the order rule, load, seed. */
export function measureNetworks<Found>(
  where: string,
  plan: LoadedNetworksPlan,
  measure: (network: ChosenNetwork, point: NetworkPoint, means: Means) => Promise<Found>,
  options: ExperimentOptions<Found>,
): Promise<{ readonly found: Found[]; readonly provenance: ExperimentProvenance }> {
  const { inputs } = plan;
  const points = plan.rule.flatMap((rule) =>
    plan.patterns.flatMap((patterns) => seedsOf(plan).map((seed) => ({ rule, inputs, patterns, seed }))),
  );
  return measurePoints<NetworkPoint, Found>(
    {
      where,
      points,
      keyOf: networkKey,
      labelOf: ({ rule, patterns }) => `${rule}, p = ${patterns}`,
      costOf: (point) => networkCost(plan, point),
      isLarge: isLargeNetwork(plan.neurons),
      measure: async (point, means) => {
        const onPart = (part: number) => means.onPart(0.95 * part);
        return measure(await chooseNetwork(plan, point, { ...means, onPart }), point, means);
      },
    },
    options,
  );
}

/** What names a network within its plan. */
export function networkKey({
  rule,
  inputs,
  patterns,
  seed,
}: Pick<NetworkColumns, "rule" | "inputs" | "patterns"> & { readonly seed: bigint | number | string }): string {
  return `${rule}/${inputs}/${patterns}/${seed}`;
}

/** The first columns of a network's rows. */
export function networkColumns(
  plan: LoadedNetworksPlan,
  { rule, inputs, patterns, seed }: NetworkPoint,
): NetworkColumns {
  return {
    neurons: plan.neurons,
    inputs,
    rule,
    ...parametersOf(plan, rule, patterns, inputs),
    seed: seedToJson(seed),
    patterns,
    load: patterns / inputs,
  };
}

/** Rows of the same rule and load together, with what they have in common. */
export function summarizeNetworks<Row extends NetworkColumns>(
  rows: readonly Row[],
): { readonly group: readonly Row[]; readonly common: NetworkSummary }[] {
  return groupBy(rows, ({ neurons, inputs, rule, patterns }) => `${neurons}/${inputs}/${rule}/${patterns}`).map(
    (group) => {
      const { neurons, inputs, rule, patterns, load } = group[0];
      const seeds = new Set(group.map(({ seed }) => seed)).size;
      return { group, common: { neurons, inputs, rule, ...meanParameters(group), seeds, patterns, load } };
    },
  );
}

/** Two rules compared at the same load, over their seeds. */
export interface RuleComparison extends WelchTest {
  /** The other rule: differences are this summary's less its. */
  readonly rule: Rule;
}

/** Welch's t-test against every other rule that was measured in networks of the same size and load. */
export function compareRules<Entry extends { readonly common: NetworkSummary; readonly values: readonly number[] }>(
  entry: Entry,
  all: readonly Entry[],
): RuleComparison[] {
  const { neurons, inputs, rule, patterns } = entry.common;
  return all.flatMap(({ common, values }) => {
    if (common.rule === rule || common.neurons !== neurons) return [];
    if (common.inputs !== inputs || common.patterns !== patterns) return [];
    const test = welchTest(entry.values, values);
    return test === null ? [] : [{ rule: common.rule, ...test }];
  });
}
