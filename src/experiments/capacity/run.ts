/** The capacity experiment: the critical load of every rule at every number of inputs. */

import { deepFreeze } from "../../check/freeze.ts";
import { groupBy } from "../../check/lists.ts";
import { checkSpec, readParameters, type SpecOf } from "../../check/parameters.ts";
import type { Connectivity } from "../../hopfield/connectivity.ts";
import type { Learning, LearningPlan } from "../../hopfield/learning/index.ts";
import { MOST_PATTERNS } from "../../hopfield/limits.ts";
import { isLargeNetwork, sourceOf } from "../../hopfield/network.ts";
import type { NullModel } from "../../hopfield/null-model-kinds.ts";
import { nullOf } from "../../hopfield/null-models.ts";
import { type Patterns, patternsOf } from "../../hopfield/patterns.ts";
import { countRetrieved } from "../../hopfield/retrieve.ts";
import { isSearchRule, type Rule } from "../../hopfield/rules/index.ts";
import { keyOf, seedToJson } from "../../numeric/seed.ts";
import { welchTest } from "../../numeric/statistics.ts";
import { pacer } from "../../run/pace.ts";
import { type CodingPlan, expectedCodedLoad, planCoding, retrieveCoded } from "../kit/coding.ts";
import { compareRules, type RuleComparison, type RuleValues } from "../kit/compare-rules.ts";
import { expectedLoad, findCriticalLoad, type LoadSearchPlan, SEARCH_START } from "../kit/critical-load.ts";
import { canEstimate, estimatedLoad, OF_ESTIMATE } from "../kit/estimate.ts";
import {
  expectedLearningLoad,
  HEBB,
  type LearningColumn,
  type LearningsPlan,
  learningColumn,
  learningKey,
  learningsOf,
  planLearnings,
  taught,
} from "../kit/learnings.ts";
import {
  type ChosenNetwork,
  checkNetworkBytes,
  chooseConnectivity,
  chooseNetwork,
  type NetworkPlan,
  type NetworkPoint,
  networkSeed,
  planNested,
  planPatternKind,
} from "../kit/network.ts";
import {
  type NullColumn,
  type NullsPlan,
  nullColumn,
  nullKey,
  nullsOf,
  planNulls,
  withNullLabel,
} from "../kit/null-models.ts";
import { firstOf, type OwnPatternsPlan, planOwnPatterns } from "../kit/own-patterns.ts";
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
export interface CapacityRow extends RuleParameters, LearningColumn, NullColumn {
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
export interface CapacitySummary extends RuleParameters, LearningColumn, NullColumn, Spread<"capacity" | "load"> {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly seeds: number;
  /** Critical loads against other rules' at the same N and c, where they have spread; of a null model against the given network's. */
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
    NullsPlan,
    OwnPatternsPlan,
    CodingPlan,
    StrictPlan,
    LoadSearchPlan,
    ProtocolPlan {
  readonly experiment: "capacity";
  /** Version of the rule by which the search for critical loads begins, see `SEARCH_START`. */
  readonly searchStart: number;
  readonly fraction: number;
  /** True where loads are estimated from a part of the neurons; left out otherwise. */
  readonly estimate?: true;
}

interface Point {
  readonly null: NullModel | "none";
  readonly inputs: number;
  readonly rule: Rule;
  readonly learning: LearningPlan;
  readonly seed: bigint;
}

/** Validates a spec and fills in its defaults. */
export function planCapacity(given: CapacitySpec): CapacityPlan {
  checkSpec("capacity", given, capacityParameters);
  const spoken = withProtocol("capacity", capacityParameters, given);
  const { own, plan: patterns } = planOwnPatterns("capacity", spoken);
  const spec = own && spoken.connectivity === undefined ? { ...spoken, neurons: own.nNeurons } : spoken;
  const wiring = planWiring("capacity", spec);
  if (own && own.nNeurons !== wiring.neurons) {
    throw new RangeError(
      `capacity: patterns must be of the connectivity's ${wiring.neurons} neurons, got ${own.nNeurons}`,
    );
  }
  const rules = planRules("capacity", spec);
  const seeds = planSeeds("capacity", spec);
  const c = mostInputs(wiring);
  const size = { nNeurons: wiring.neurons, nPatterns: Math.min(MOST_PATTERNS, 4 * c), nInputs: c };
  const searches = planSearches("capacity", spec, rules, wiring);
  checkNetworkBytes("capacity", rules.rule, searches, size);
  const { threshold, order, maxSweeps, temperature } = planRetrieval("capacity", spec);
  const { fraction, loadSearch, estimate } = readParameters("capacity", OWN, spec);
  const plan: CapacityPlan = deepFreeze({
    experiment: "capacity",
    ...planProtocol("capacity", spec),
    ...wiring,
    ...planNulls("capacity", spec, wiring, rules.rule),
    ...patterns,
    ...planCoding("capacity", spec, planPatternKind("capacity", spec)),
    ...planNested("capacity", spec),
    ...planLearnings("capacity", spec),
    ...rules,
    ...seeds,
    threshold,
    ...planStrict("capacity", spec),
    fraction,
    ...(estimate && { estimate }),
    ...(loadSearch === "steps" && { loadSearch }),
    searchStart: SEARCH_START,
    order,
    maxSweeps,
    ...(temperature !== undefined && { temperature }),
    ...searches,
  });
  if (estimate) checkEstimate(plan);
  return plan;
}

/** Refuses to estimate loads of networks that are not searched among pools, or whose patterns have to be relaxed. */
function checkEstimate(plan: CapacityPlan): void {
  for (const { rule, inputs, learning } of pointsOf(plan)) {
    if (isPlainPoint(plan, learning) && canEstimate(plan, rule, inputs)) continue;
    throw new RangeError(
      `capacity: estimate must be left out unless inputs are searched among pools and weights are Hebbian ones, got rule "${rule}" with c = ${inputs}`,
    );
  }
}

/** Whether patterns are drawn, of ±1, stored by Hebbian weights, and kept where there is no noise. */
function isPlainPoint({ coding, patterns, temperature = 0 }: CapacityPlan, { learning }: LearningPlan): boolean {
  return coding === undefined && patterns === undefined && learning === HEBB.learning && temperature === 0;
}

const OWN = { fraction: capacityParameters.fraction, estimate: capacityParameters.estimate, ...loadSearchParameters };

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
      labelOf: ({ rule, learning, inputs, ...point }) =>
        `${[withNullLabel(rule, point), learning.learning].join(", ")}, c = ${inputs}`,
      costOf: (point) => criticalLoadSeconds(plan, point),
      isLarge: isLargeNetwork(plan.neurons),
      measure: (point, means) => measure(plan, point, means, spec, options.onNetwork),
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
  null: own = "none",
}: NullColumn & {
  inputs: number;
  rule: Rule;
  seed: bigint | number | string;
  learning?: Learning;
}): string {
  return `${nullKey({ null: own })}${learningKey(learning === undefined ? {} : { learning })}${rule}/${inputs}/${seed}`;
}

/** Mean ± s.d. over the seeds of each rule and number of inputs. */
export function summarizeCapacity(rows: readonly CapacityRow[]): CapacitySummary[] {
  const keyOf = (row: CapacityRow) => `${nullKey(row)}${learningKey(row)}${row.neurons}/${row.inputs}/${row.rule}`;
  const entries = groupBy(rows, keyOf).map((group) => {
    const { neurons, inputs, rule, learning, null: own } = group[0];
    const common = { neurons, inputs, rule, ...(learning && { learning }), ...(own && { null: own }) };
    return { common, group, values: group.map(({ load }) => load) };
  });
  return entries.map((entry) => {
    const { common, group, values } = entry;
    const { learning, null: own, ...conditions } = common;
    const isNull = own !== undefined && own !== "none";
    return {
      ...conditions,
      ...meanParameters(group),
      seeds: group.length,
      ...spreadOver(
        "capacity",
        group.map((row) => row.capacity),
      ),
      ...spreadOver("load", values),
      against: isNull ? compareWithGiven(entry, entries) : compareRules(entry, entries, isSameNetwork),
      ...(learning && { learning }),
      ...(own && { null: own }),
    };
  });
}

interface Conditions extends NullColumn {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly learning?: Learning;
}

function isSameNetwork(a: Conditions, b: Conditions): boolean {
  return a.neurons === b.neurons && a.inputs === b.inputs && a.learning === b.learning && a.null === b.null;
}

/** A null model against the network that it is one of. */
function compareWithGiven(
  { common, values }: RuleValues<Conditions>,
  all: readonly RuleValues<Conditions>[],
): RuleComparison[] {
  const own = all.find(
    (entry) => isSameNetwork(entry.common, { ...common, null: "none" }) && entry.common.rule === common.rule,
  );
  const test = own ? welchTest(values, own.values) : null;
  return test === null ? [] : [{ rule: common.rule, ...test }];
}

function keyOfPoint(plan: CapacityPlan, { learning, ...point }: Point): string {
  return capacityKey({ ...point, ...learningColumn(plan, learning) });
}

/** Finds the critical load of one rule, number of inputs and seed. */
async function measure(
  plan: CapacityPlan,
  { null: model, inputs, rule, learning, seed }: Point,
  means: Means,
  { connectivity, positions, patterns: own }: Pick<CapacitySpec, "connectivity" | "positions" | "patterns">,
  onNetwork: CapacityOptions["onNetwork"],
): Promise<CapacityRow> {
  const { neurons, order, maxSweeps } = plan;
  const { backend, executor, signal } = means;
  const given =
    model === "none" ? connectivity : await nullOf(connectivity!, model, positions, keyOf(seed), pacer(signal));
  const stored = own && patternsOf("capacity: patterns", own, neurons);
  let networks = 0;
  const onPart = (part: number) => means.onPart(Math.min(0.95, (networks + part) / EXPECTED_NETWORKS));
  const retrieved = async (patterns: number): Promise<number> => {
    const point = { rule, inputs, patterns, seed };
    const chosen = stored
      ? await connectPatterns(plan, point, stored, { ...means, onPart }, given)
      : await chooseNetwork(plan, point, { ...means, onPart }, given);
    const network = await taught(chosen, learning, means);
    const overlaps = await retrieveCoded(
      plan,
      { ...network, order, maxSweeps, backend, ...heatOf(plan, network.key), ...(stored && { isCentered: true }) },
      executor,
      signal,
    );
    networks++;
    onPart(0);
    const kept = countRetrieved(overlaps, leastOverlap(plan));
    onNetwork?.(keyOfPoint(plan, { null: model, inputs, rule, learning, seed }), { patterns, retrieved: kept });
    return kept / patterns;
  };
  let guess: number | undefined;
  if (isPlainPoint(plan, learning) && canEstimate(plan, rule, inputs)) {
    const first = guessOf(plan, { rule, inputs, learning });
    guess = await estimatedLoad(plan, { rule, inputs, seed }, first, leastOverlap(plan), means);
  }
  const found =
    plan.estimate && guess !== undefined
      ? guess
      : await criticalLoadOf(plan, { rule, inputs, learning }, retrieved, guess && OF_ESTIMATE * guess);
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
    ...nullColumn(plan, model),
  });
}

/** The first of the caller's patterns in a network by a rule; the same for every rule. */
async function connectPatterns(
  plan: CapacityPlan,
  { rule, inputs, patterns, seed }: NetworkPoint,
  stored: Patterns,
  means: Means,
  given: Connectivity | undefined,
): Promise<ChosenNetwork> {
  const key = keyOf(networkSeed(seed, patterns));
  const source = sourceOf(firstOf(stored, patterns, keyOf(seed)));
  return { source, connectivity: await chooseConnectivity(plan, { rule, inputs, source, key }, means, given), key };
}

const EXPECTED_NETWORKS = 5;

/**
 * The critical load of a rule as a plan looks for it.
 *
 * @param retrieved  the fraction retrieved of p patterns, in [0, 1]
 * @param learning   default the first of the plan
 * @param guess      number of patterns to begin with; default one of earlier runs
 */
export function criticalLoadOf(
  plan: CapacityPlan,
  { rule, inputs, learning = learningsOf(plan)[0] }: Pick<Point, "rule" | "inputs"> & Partial<Pick<Point, "learning">>,
  retrieved: (nPatterns: number) => Promise<number>,
  guess = guessOf(plan, { rule, inputs, learning }),
): Promise<number> {
  return findCriticalLoad(plan, retrieved, {
    fraction: plan.fraction,
    inputs,
    ...(plan.patterns && { most: plan.patterns.patterns }),
    isChosen: isSearchRule(rule),
    guess,
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
      nullsOf(plan, rule).flatMap((own) =>
        plan.inputs.flatMap((inputs) => seedsOf(plan).map((seed) => ({ null: own, inputs, rule, learning, seed }))),
      ),
    ),
  );
}
