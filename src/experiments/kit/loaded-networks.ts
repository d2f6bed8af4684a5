/** Experiments that look at networks of given loads: every rule at every load, over seeds. */

import { checkInteger, checkNumber } from "../../check/check.ts";
import { groupBy, listOf, unique } from "../../check/lists.ts";
import { checkSpec, type Parameters, type SpecOf } from "../../check/parameters.ts";
import type { Connectivity } from "../../hopfield/connectivity.ts";
import type { LearningPlan } from "../../hopfield/learning/index.ts";
import { MOST_PATTERNS } from "../../hopfield/limits.ts";
import { isLargeNetwork } from "../../hopfield/network.ts";
import { givenAmong, RULES, type Rule } from "../../hopfield/rules/index.ts";
import { seedToJson } from "../../numeric/seed.ts";
import { learningSeconds, networkSeconds } from "./cost.ts";
import {
  type LearningColumn,
  type LearningsPlan,
  type LearningsSpec,
  learningColumn,
  learningKey,
  learningsOf,
  planLearnings,
  taught,
} from "./learnings.ts";
import {
  type ChosenNetwork,
  checkNetworkBytes,
  chooseNetwork,
  type NetworkPlan,
  type NetworkPoint,
  planNested,
  planPatternKind,
} from "./network.ts";
import { loadedNetworksParameters } from "./parameters.ts";
import { type ExperimentOptions, type ExperimentProvenance, type Means, measurePoints } from "./points.ts";
import { meanParameters, parametersOf, planRules, planSearches, type RuleParameters } from "./rules.ts";
import { planSeeds, type SeedsPlan, seedsOf } from "./seeds.ts";
import { mostInputs, planWiring, type WiringPlan } from "./wiring.ts";

/** The networks of an experiment at given loads. */
export interface LoadedNetworksSpec extends SpecOf<typeof loadedNetworksParameters> {}

/** A `LoadedNetworksSpec` with every default filled in. */
export interface LoadedNetworksPlan extends NetworkPlan, LearningsPlan, SeedsPlan, Omit<WiringPlan, "inputs"> {
  readonly inputs: number;
  readonly patterns: readonly number[];
}

/** The columns with which each row begins. */
export interface NetworkColumns extends RuleParameters, LearningColumn {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly seed: number | string;
  /** Number of patterns p. */
  readonly patterns: number;
  /** Load α = p/c. */
  readonly load: number;
}

/** The columns with which a summary of the rows of one rule and load begins. */
export interface NetworkSummary extends Omit<NetworkColumns, "seed"> {
  readonly seeds: number;
}

/**
 * Validates a spec, and plans its networks.
 *
 * @param parameters  all that the experiment takes, "connectivity" and those of learning rules among them where they may be given.
 */
export function planLoadedNetworks(
  where: string,
  spec: LoadedNetworksSpec & { readonly connectivity?: Connectivity },
  parameters: Parameters,
): LoadedNetworksPlan {
  if (!("connectivity" in parameters)) refuseGiven(where, spec);
  checkSpec(where, spec, parameters);
  const wiring = planWiring(where, spec, loadedNetworksParameters.inputs);
  const [inputs] = wiring.inputs;
  const rules = planRules(where, spec);
  const patterns = planPatterns(where, spec, inputs);
  const seeds = planSeeds(where, spec);
  const size = { nNeurons: wiring.neurons, nPatterns: Math.max(...patterns), nInputs: mostInputs(wiring) };
  const searches = planSearches(where, spec, rules, wiring);
  checkNetworkBytes(where, rules.rule, searches, size);
  const kind = planPatternKind(where, spec);
  const learnings = planLearnings(where, spec as LearningsSpec);
  return {
    ...wiring,
    inputs,
    ...kind,
    ...planNested(where, spec),
    ...learnings,
    ...rules,
    patterns,
    ...seeds,
    ...searches,
  };
}

/** Refuses given connectivity, for experiments that rely on one number of inputs. */
function refuseGiven(
  where: string,
  { connectivity, rule }: LoadedNetworksSpec & { readonly connectivity?: Connectivity },
): void {
  const keeping = givenAmong([rule].flat());
  if (connectivity === undefined && keeping === undefined) return;
  const got = connectivity === undefined ? `rule "${keeping}"` : "connectivity";
  throw new TypeError(
    `${where}: connectivity and rule "${keeping ?? RULES.given.name}" must be left out, since all neurons must have the same number of inputs here, got ${got}`,
  );
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

/** One network of a plan, and how its patterns are stored. */
export interface TaughtPoint extends NetworkPoint {
  readonly learning: LearningPlan;
}

/** Makes every network of a plan and measures it; results are in the order rule, load, seed. */
export function measureNetworks<Found>(
  where: string,
  plan: LoadedNetworksPlan,
  measure: (network: ChosenNetwork, point: TaughtPoint, means: Means) => Promise<Found>,
  options: ExperimentOptions<Found>,
  given?: Connectivity,
): Promise<{ readonly found: Found[]; readonly provenance: ExperimentProvenance }> {
  const { inputs } = plan;
  const points = learningsOf(plan).flatMap((learning) =>
    plan.rule.flatMap((rule) =>
      plan.patterns.flatMap((patterns) => seedsOf(plan).map((seed) => ({ rule, inputs, learning, patterns, seed }))),
    ),
  );
  return measurePoints<TaughtPoint, Found>(
    {
      where,
      points,
      keyOf: ({ learning, ...point }) => networkKey({ ...point, ...learningColumn(plan, learning) }),
      labelOf: ({ rule, learning, patterns }) => `${rule}, ${learning.learning}, p = ${patterns}`,
      costOf: ({ rule, inputs, patterns, learning }) =>
        networkSeconds(plan, rule, inputs, patterns) +
        learningSeconds(learning.learning, plan.neurons, inputs, patterns),
      isLarge: isLargeNetwork(plan.neurons),
      measure: async (point, means) => {
        const onPart = (part: number) => means.onPart(0.95 * part);
        const network = await chooseNetwork(plan, point, { ...means, onPart }, given);
        return measure(await taught(network, point.learning, means), point, means);
      },
    },
    options,
  );
}

/** Key of a network within its plan. */
export function networkKey({
  rule,
  inputs,
  patterns,
  seed,
  learning,
}: Pick<NetworkColumns, "rule" | "inputs" | "patterns" | "learning"> & {
  readonly seed: bigint | number | string;
}): string {
  return `${learningKey(learning === undefined ? {} : { learning })}${rule}/${inputs}/${patterns}/${seed}`;
}

/** The first columns of a network's rows. */
export function networkColumns(
  plan: LoadedNetworksPlan,
  { rule, inputs, learning, patterns, seed }: TaughtPoint,
): NetworkColumns {
  return {
    neurons: plan.neurons,
    inputs,
    rule,
    ...parametersOf(plan, rule, patterns, inputs),
    seed: seedToJson(seed),
    patterns,
    load: patterns / inputs,
    ...learningColumn(plan, learning),
  };
}

/** Rows of the same rule and load together, with what they have in common. */
export function summarizeNetworks<Row extends NetworkColumns>(
  rows: readonly Row[],
): { readonly group: readonly Row[]; readonly common: NetworkSummary }[] {
  return groupBy(rows, (row) => `${learningKey(row)}${row.neurons}/${row.inputs}/${row.rule}/${row.patterns}`).map(
    (group) => {
      const { neurons, inputs, rule, patterns, load, learning } = group[0];
      const seeds = new Set(group.map(({ seed }) => seed)).size;
      return {
        group,
        common: {
          neurons,
          inputs,
          rule,
          ...meanParameters(group),
          seeds,
          patterns,
          load,
          ...(learning && { learning }),
        },
      };
    },
  );
}

/** Whether two networks are of the same size, load and learning rule, so that their rules of connectivity can be compared. */
export function isSameLoad(a: NetworkSummary, b: NetworkSummary): boolean {
  return a.neurons === b.neurons && a.inputs === b.inputs && a.patterns === b.patterns && a.learning === b.learning;
}
