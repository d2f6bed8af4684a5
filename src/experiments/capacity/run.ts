/** The capacity experiment: the critical load of every rule at every number of inputs. */

import { deepFreeze } from "../../check/freeze.ts";
import { groupBy } from "../../check/lists.ts";
import { checkSpec, readParameters, type SpecOf } from "../../check/parameters.ts";
import type { Connectivity } from "../../hopfield/connectivity.ts";
import type { Learning, LearningPlan } from "../../hopfield/learning/index.ts";
import { MOST_PATTERNS } from "../../hopfield/limits.ts";
import { isLargeNetwork } from "../../hopfield/network.ts";
import { countRetrieved } from "../../hopfield/retrieve.ts";
import { isSearchRule, type Rule } from "../../hopfield/rules/index.ts";
import { seedToJson } from "../../numeric/seed.ts";
import { type CodingPlan, expectedCodedLoad, planCoding, retrieveCoded } from "../kit/coding.ts";
import { compareRules, type RuleComparison } from "../kit/compare-rules.ts";
import { expectedLoad, findCriticalLoad, type LoadSearchPlan, SEARCH_START } from "../kit/critical-load.ts";
import {
  expectedLearningLoad,
  type LearningColumn,
  type LearningsPlan,
  learningColumn,
  learningKey,
  learningsOf,
  planLearnings,
  taught,
} from "../kit/learnings.ts";
import { checkNetworkBytes, chooseNetwork, type NetworkPlan, planNested, planPatternKind } from "../kit/network.ts";
import { loadSearchParameters } from "../kit/parameters.ts";
import { type ExperimentOptions, type ExperimentProvenance, type Means, measurePoints } from "../kit/points.ts";
import { type ProtocolPlan, planProtocol, withProtocol } from "../kit/protocol.ts";
import {
  heatOf,
  leastOverlap,
  planRetrieval,
  planStrict,
  type RetrievalPlan,
  type StrictPlan,
} from "../kit/retrieval.ts";
import { meanParameters, parametersOf, planRules, planSearches, type RuleParameters } from "../kit/rules.ts";
import { planSeeds, type SeedsPlan, seedsOf } from "../kit/seeds.ts";
import { type Spread, spreadOver } from "../kit/spread.ts";
import { mostInputs, planWiring, type WiringPlan } from "../kit/wiring.ts";
import { criticalLoadSeconds } from "./cost.ts";
import { capacityParameters } from "./parameters.ts";

/** What `capacity` measures: every rule at every number of inputs, over independent seeds. */
export interface CapacitySpec extends SpecOf<typeof capacityParameters> {}

/** Options of `capacity`; the key of a row is `"<rule>/<inputs>/<seed>"`, after `"<learning>/"` where the spec says learning rules. */
export interface CapacityOptions extends ExperimentOptions<CapacityRow> {
  /** Called with every network made on the way, by the key of the result that it is for. */
  readonly onNetwork?: (key: string, network: TriedLoad) => void;
}

/** A network that was made to find a critical load: its number of patterns, and how many it retrieved. */
export interface TriedLoad {
  readonly patterns: number;
  /** Number of these patterns that were retrieved. */
  readonly retrieved: number;
}

/** One critical load: of one rule, number of inputs and seed; parameters of the rule are those at the critical load. */
export interface CapacityRow extends RuleParameters, LearningColumn {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly seed: number | string;
  /** Critical number of patterns p_c: the largest that is held. */
  readonly capacity: number;
  /** Critical load α_c = p_c / c. */
  readonly load: number;
  /** Number of networks that were made to find it. */
  readonly networks: number;
}

/** Critical loads of one rule and number of inputs: means over the seeds. */
export interface CapacitySummary extends RuleParameters, LearningColumn, Spread<"capacity" | "load"> {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly seeds: number;
  /** Critical loads against other rules' at the same N and c, where they have spread. */
  readonly against: readonly RuleComparison[];
}

export interface CapacityResult {
  readonly spec: CapacityPlan;
  readonly rows: readonly CapacityRow[];
  readonly summary: readonly CapacitySummary[];
  readonly provenance: ExperimentProvenance;
}

/** A `CapacitySpec` with every default filled in: plain data, the record of what was computed. */
export interface CapacityPlan
  extends NetworkPlan,
    LearningsPlan,
    RetrievalPlan,
    SeedsPlan,
    WiringPlan,
    CodingPlan,
    StrictPlan,
    LoadSearchPlan,
    ProtocolPlan {
  readonly experiment: "capacity";
  /** Version of the rule by which the search for critical loads begins, see `SEARCH_START`. */
  readonly searchStart: number;
  readonly fraction: number;
}

interface Point {
  readonly inputs: number;
  readonly rule: Rule;
  readonly learning: LearningPlan;
  readonly seed: bigint;
}

/** Validates a spec and fills in its defaults. */
export function planCapacity(given: CapacitySpec): CapacityPlan {
  checkSpec("capacity", given, capacityParameters);
  const spec = withProtocol("capacity", capacityParameters, given);
  const wiring = planWiring("capacity", spec);
  const rules = planRules("capacity", spec);
  const seeds = planSeeds("capacity", spec);
  const c = mostInputs(wiring);
  const size = { nNeurons: wiring.neurons, nPatterns: Math.min(MOST_PATTERNS, 4 * c), nInputs: c };
  checkNetworkBytes("capacity", rules.rule, size);
  const { threshold, order, maxSweeps, temperature } = planRetrieval("capacity", spec);
  const { fraction, loadSearch } = readParameters("capacity", OWN, spec);
  return deepFreeze({
    experiment: "capacity",
    ...planProtocol("capacity", spec),
    ...wiring,
    ...planCoding("capacity", spec, planPatternKind("capacity", spec)),
    ...planNested("capacity", spec),
    ...planLearnings("capacity", spec),
    ...rules,
    ...seeds,
    threshold,
    ...planStrict("capacity", spec),
    fraction,
    ...(loadSearch === "steps" && { loadSearch }),
    searchStart: SEARCH_START,
    order,
    maxSweeps,
    ...(temperature !== undefined && { temperature }),
    ...planSearches("capacity", spec, rules),
  });
}

const OWN = { fraction: capacityParameters.fraction, ...loadSearchParameters };

/**
 * Critical loads α_c = p_c/c: the largest number p_c of patterns of which at least 90 % are retrieved, per input.
 *
 * For every load tried a fresh network is made from the seed: random patterns, connectivity by the rule, then every pattern
 * as its own cue. Loads are bracketed from an expected value on, then narrowed to one pattern — EK22, "Storage capacity".
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
      keyOf: (point: Point) => keyOfPoint(plan, point),
      labelOf: ({ rule, learning, inputs }) => `${[rule, learning.learning].join(", ")}, c = ${inputs}`,
      costOf: (point) => criticalLoadSeconds(plan, point),
      isLarge: isLargeNetwork(plan.neurons),
      measure: (point, means) => measure(plan, point, means, spec.connectivity, options.onNetwork),
    },
    options,
  );
  return Object.freeze({ spec: plan, rows, summary: summarizeCapacity(rows), provenance });
}

/** Key of a row within its plan. */
export function capacityKey({
  inputs,
  rule,
  seed,
  learning,
}: {
  inputs: number;
  rule: Rule;
  seed: bigint | number | string;
  learning?: Learning;
}): string {
  return `${learningKey(learning === undefined ? {} : { learning })}${rule}/${inputs}/${seed}`;
}

/** Mean ± s.d. over the seeds of each rule and number of inputs. */
export function summarizeCapacity(rows: readonly CapacityRow[]): CapacitySummary[] {
  const entries = groupBy(rows, (row) => `${learningKey(row)}${row.neurons}/${row.inputs}/${row.rule}`).map((group) => {
    const { neurons, inputs, rule, learning } = group[0];
    const common = { neurons, inputs, rule, ...(learning && { learning }) };
    return { common, group, values: group.map(({ load }) => load) };
  });
  return entries.map((entry) => {
    const { common, group, values } = entry;
    const { learning, ...conditions } = common;
    return {
      ...conditions,
      ...meanParameters(group),
      seeds: group.length,
      ...spreadOver(
        "capacity",
        group.map((row) => row.capacity),
      ),
      ...spreadOver("load", values),
      against: compareRules(entry, entries, isSameNetwork),
      ...(learning && { learning }),
    };
  });
}

interface Conditions {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly learning?: Learning;
}

function isSameNetwork(a: Conditions, b: Conditions): boolean {
  return a.neurons === b.neurons && a.inputs === b.inputs && a.learning === b.learning;
}

function keyOfPoint(plan: CapacityPlan, { learning, ...point }: Point): string {
  return capacityKey({ ...point, ...learningColumn(plan, learning) });
}

/** Finds the critical load of one rule, number of inputs and seed. */
async function measure(
  plan: CapacityPlan,
  { inputs, rule, learning, seed }: Point,
  means: Means,
  given: Connectivity | undefined,
  onNetwork: CapacityOptions["onNetwork"],
): Promise<CapacityRow> {
  const { neurons, order, maxSweeps } = plan;
  const { backend, executor, signal } = means;
  let networks = 0;
  const onPart = (part: number) => means.onPart(Math.min(0.95, (networks + part) / EXPECTED_NETWORKS));
  const retrieved = async (patterns: number): Promise<number> => {
    const point = { rule, inputs, patterns, seed };
    const network = await taught(await chooseNetwork(plan, point, { ...means, onPart }, given), learning, means);
    const overlaps = await retrieveCoded(
      plan,
      { ...network, order, maxSweeps, backend, ...heatOf(plan, network.key) },
      executor,
      signal,
    );
    networks++;
    onPart(0);
    const kept = countRetrieved(overlaps, leastOverlap(plan));
    onNetwork?.(keyOfPoint(plan, { inputs, rule, learning, seed }), { patterns, retrieved: kept });
    return kept / patterns;
  };
  const found = await criticalLoadOf(plan, { rule, inputs, learning }, retrieved);
  return Object.freeze({
    neurons,
    inputs,
    rule,
    ...parametersOf(plan, rule, found, inputs),
    seed: seedToJson(seed),
    capacity: found,
    load: found / inputs,
    networks,
    ...learningColumn(plan, learning),
  });
}

const EXPECTED_NETWORKS = 5;

/**
 * The critical load of a rule as a plan looks for it.
 *
 * @param retrieved  the fraction retrieved of p patterns, in [0, 1]
 * @param learning   default the first of the plan
 */
export function criticalLoadOf(
  plan: CapacityPlan,
  { rule, inputs, learning = learningsOf(plan)[0] }: Pick<Point, "rule" | "inputs"> & Partial<Pick<Point, "learning">>,
  retrieved: (nPatterns: number) => Promise<number>,
): Promise<number> {
  return findCriticalLoad(plan, retrieved, {
    fraction: plan.fraction,
    inputs,
    isChosen: isSearchRule(rule),
    guess: guessOf(plan, { rule, inputs, learning }),
  });
}

/** Where the search for a critical load begins. */
function guessOf(
  { neurons, coding }: CapacityPlan,
  { rule, inputs, learning }: Pick<Point, "rule" | "inputs" | "learning">,
): number {
  if (coding) return expectedCodedLoad(coding) * inputs;
  const hebbian = expectedLoad(rule, inputs, neurons);
  return expectedLearningLoad(learning.learning, rule, hebbian, inputs, neurons) * inputs;
}

function pointsOf(plan: CapacityPlan): Point[] {
  return learningsOf(plan).flatMap((learning) =>
    plan.rule.flatMap((rule) =>
      plan.inputs.flatMap((inputs) => seedsOf(plan).map((seed) => ({ inputs, rule, learning, seed }))),
    ),
  );
}
