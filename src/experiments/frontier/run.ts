/** The frontier experiment: numbers of patterns against sizes of basins, for every rule and parameter. */

import { deepFreeze } from "../../check/freeze.ts";
import { groupBy, listOf, unique } from "../../check/lists.ts";
import { checkSpec, readParameters, type SpecOf } from "../../check/parameters.ts";
import { checkInputs } from "../../hopfield/connectivity.ts";
import { MOST_PATTERNS } from "../../hopfield/limits.ts";
import { isLargeNetwork } from "../../hopfield/network.ts";
import { countRetrieved, retrieveNetwork } from "../../hopfield/retrieve.ts";
import { checkParameter } from "../../hopfield/rules/check.ts";
import {
  givenAmong,
  parametersOfRule,
  RULE_PARAMETER_NAMES,
  type Rule,
  type RuleParameter,
} from "../../hopfield/rules/index.ts";
import { compareRules, type RuleComparison } from "../kit/compare-rules.ts";
import { bisect } from "../kit/critical-load.ts";
import { HEBB } from "../kit/learnings.ts";
import { type NetworkColumns, networkColumns } from "../kit/loaded-networks.ts";
import { checkNetworkBytes, chooseNetwork } from "../kit/network.ts";
import { CURVES } from "../kit/parameters.ts";
import { type ExperimentOptions, type ExperimentProvenance, type Means, measurePoints } from "../kit/points.ts";
import { heatOf, planRetrieval, type RetrievalPlan } from "../kit/retrieval.ts";
import {
  checkOwned,
  parameterColumns,
  parametersIn,
  planRules,
  planSearches,
  type RuleParameters,
  type SearchesPlan,
} from "../kit/rules.ts";
import { planSeeds, type SeedsPlan, seedsOf } from "../kit/seeds.ts";
import { type Spread, spreadOver } from "../kit/spread.ts";
import { curveSeconds } from "./cost.ts";
import { frontierParameters } from "./parameters.ts";
import { placeOfFall, traceFall } from "./trace-fall.ts";

/** What `frontier` measures: numbers of patterns against sizes of basins, for every rule and parameter, over seeds. */
export interface FrontierSpec extends SpecOf<typeof frontierParameters> {}

/** Values of the parameters of the rules in a plan. */
type CurvesPlan = { readonly [Name in RuleParameter]?: readonly number[] };

/** A `FrontierSpec` with every default filled in. */
export interface FrontierPlan extends SearchesPlan, RetrievalPlan, SeedsPlan, CurvesPlan {
  readonly experiment: "frontier";
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: readonly Rule[];
  readonly flipped: readonly number[];
  readonly fraction: number;
  readonly resolution: number;
}

/** One network: its load, and how far its basins reach. */
export interface FrontierRow extends NetworkColumns {
  /** Fraction of the patterns retrieved from themselves: below `fraction` there is no basin at all. */
  readonly retrieved: number;
  /** The largest e from which at least `fraction` of the patterns is retrieved, to one neuron; 0 where there is none. */
  readonly basin: number;
}

/** Curve of one rule with one value of its parameter: patterns stored against basin size. */
export interface FrontierCurve extends RuleParameters {
  readonly rule: Rule;
  readonly seeds: number;
  /** A point for every basin size e that all seeds reach. */
  readonly points: readonly FrontierPoint[];
}

/** The largest number p of patterns with basins of size e. */
export interface FrontierPoint extends Spread<"patterns"> {
  /** Size e of a basin: fraction of the neurons that may be flipped, in [0, 1]. */
  readonly flipped: number;
}

/** The curve of a rule that stores most at one basin size e. */
export interface FrontierSummary extends FrontierPoint, RuleParameters {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly seeds: number;
  /** Load p/c, with the mean p. */
  readonly load: number;
  /** Comparison of p with other rules' at this e, where both have spread. */
  readonly against: readonly RuleComparison[];
}

export interface FrontierResult {
  readonly spec: FrontierPlan;
  readonly rows: readonly FrontierRow[];
  readonly curves: readonly FrontierCurve[];
  readonly summary: readonly FrontierSummary[];
  readonly provenance: ExperimentProvenance;
}

interface Point {
  readonly rule: Rule;
  readonly parameter: number | null;
  readonly seed: bigint;
}

/** Ratio of neighbouring p where e falls too fast to be resolved. */
const RATIO = 1.03;

const OWN = (({ neurons, inputs, flipped, fraction, resolution }) => ({
  neurons,
  inputs,
  flipped,
  fraction,
  resolution,
}))(frontierParameters);

/** Validates a spec and fills in its defaults. */
export function planFrontier(spec: FrontierSpec): FrontierPlan {
  const where = "frontier";
  checkSpec(where, spec, frontierParameters);
  const { neurons, ...own } = readParameters(where, OWN, spec);
  const inputs = checkInputs(`${where}: inputs`, own.inputs, neurons);
  const { rule } = planRules(where, { rule: spec.rule });
  const keeping = givenAmong(rule);
  if (keeping !== undefined) {
    throw new TypeError(`${where}: rule must be one without given connectivity, got "${keeping}"`);
  }
  for (const name of RULE_PARAMETER_NAMES) checkOwned(where, name, spec[name], rule);
  const curves: CurvesPlan = Object.fromEntries(
    RULE_PARAMETER_NAMES.filter((name) => rule.some((one) => curveParameter(one) === name)).map((name) => {
      const list = listOf<number>(`${where}: ${name}`, spec[name] ?? CURVES);
      const values = list.map((value) => checkParameter(where, name, value));
      return [name, unique(values).sort((a, b) => a - b)];
    }),
  );
  const nPatterns = Math.min(MOST_PATTERNS, 4 * inputs);
  const searches = planSearches(where, spec, { rule }, { neurons, inputs: [inputs] });
  checkNetworkBytes(where, rule, searches, { nNeurons: neurons, nPatterns, nInputs: inputs });
  return deepFreeze({
    experiment: "frontier",
    neurons,
    inputs,
    rule,
    ...curves,
    flipped: [...own.flipped].sort((a, b) => a - b),
    fraction: own.fraction,
    resolution: own.resolution,
    ...planRetrieval(where, spec),
    ...planSeeds(where, spec),
    ...searches,
  });
}

/**
 * Patterns stored against basin size: for every rule, and every ε or κ of a rule that has one, the largest p at which patterns
 * are retrieved from cues with a fraction e of the neurons flipped.
 *
 * Every network made gives its own e: the largest at which at least 90 % of the patterns are retrieved, found by bisection to one
 * neuron, which costs little beside the search for its connectivity. Along a curve p is doubled until patterns are no longer
 * fixed points, then intervals are split in which e falls by more than `resolution`; p at a given e is read between neighbours.
 * With the default resolution p is within 1 % on average, 5 % at most, of a curve twice as fine: below the spread of seeds.
 *
 * @returns  a row for each network made; a curve for each rule and parameter; for each rule and e the parameter that stores most.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function frontier(
  spec: FrontierSpec,
  options: ExperimentOptions<readonly FrontierRow[]> = {},
): Promise<FrontierResult> {
  const plan = planFrontier(spec);
  const { found, provenance } = await measurePoints<Point, readonly FrontierRow[]>(
    {
      where: "frontier",
      points: pointsOf(plan),
      keyOf: ({ rule, parameter, seed }) => `${rule}/${parameter ?? ""}/${seed}`,
      labelOf: ({ rule, parameter }) => (parameter === null ? rule : `${rule} ${parameter}`),
      costOf: ({ rule }) => curveSeconds(plan, rule),
      isLarge: isLargeNetwork(plan.neurons),
      measure: (point, means) => traceCurve(plan, point, means),
    },
    options,
  );
  const rows = found.flat();
  return Object.freeze({ spec: plan, rows, ...summarizeFrontier(found, plan), provenance });
}

/** Curves over the seeds, and the best of each rule at every e. */
export function summarizeFrontier(
  found: readonly (readonly FrontierRow[])[],
  { flipped, fraction }: Pick<FrontierPlan, "flipped" | "fraction">,
): Pick<FrontierResult, "curves" | "summary"> {
  const read = groupBy(found, ([row]) => curveKey(row)).map((seeds) => {
    const { neurons, inputs, rule } = seeds[0][0];
    const parameters = parametersIn(seeds[0][0]);
    const points = flipped.flatMap((e) => {
      const values = seeds.flatMap((rows) => patternsAt(rows, e, fraction) ?? []);
      if (values.length < seeds.length) return [];
      const point = { flipped: e, ...spreadOver("patterns", values) };
      return [{ common: { neurons, inputs, rule, ...parameters, seeds: seeds.length }, point, values }];
    });
    return { rule, ...parameters, seeds: seeds.length, points };
  });
  const entries = groupBy(
    read.flatMap(({ points }) => points),
    ({ common, point }) => `${common.rule}/${point.flipped}`,
  ).map((points) => points.reduce((a, b) => (b.point.patterns > a.point.patterns ? b : a)));
  const compared = entries.map(({ common, point, values }) => ({
    common: { ...common, flipped: point.flipped },
    values,
  }));
  return {
    curves: read.map((curve) => ({ ...curve, points: curve.points.map(({ point }) => point) })),
    summary: entries.map(({ common, point }, k) => ({
      ...common,
      ...point,
      load: point.patterns / common.inputs,
      against: compareRules(compared[k], compared, (a, b) => a.flipped === b.flipped),
    })),
  };
}

/** The largest p of one seed's curve with basins of size e, undefined when there is none among its networks. */
function patternsAt(rows: readonly FrontierRow[], e: number, fraction: number): number | undefined {
  return placeOfFall(
    rows.map(({ patterns, basin, retrieved }) => ({ at: patterns, value: basin, isHeld: retrieved >= fraction })),
    e,
  );
}

/** The networks of one curve and seed. */
async function traceCurve(
  plan: FrontierPlan,
  { rule, parameter, seed }: Point,
  means: Means,
): Promise<readonly FrontierRow[]> {
  const { neurons, inputs, fraction, threshold, order, maxSweeps, resolution } = plan;
  const { backend, executor, signal } = means;
  const name = curveParameter(rule);
  const own = {
    ...(plan as Omit<FrontierPlan, RuleParameter>),
    ...parameterColumns(plan.rule, (one) => (one === name ? parameter : null)),
    patterns: [],
  };
  let networks = 0;
  const onPart = (part: number) => means.onPart(Math.min(0.95, (networks + part) / EXPECTED_NETWORKS));
  const sample = async (patterns: number) => {
    const point = { rule, inputs, patterns, learning: HEBB, seed };
    const network = await chooseNetwork(own, point, { ...means, onPart });
    const retrievedFrom = async (flips: number): Promise<number> => {
      const heat = heatOf(plan, network.key);
      const problem = { ...network, order, maxSweeps, backend, flips: [flips], ...heat };
      const overlaps = await retrieveNetwork(problem, executor, signal);
      return countRetrieved(overlaps, threshold) / patterns;
    };
    const retrieved = await retrievedFrom(0);
    const isHeld = retrieved >= fraction;
    const holds = async (flips: number) => (await retrievedFrom(flips)) >= fraction;
    const flips = isHeld ? await bisect(holds, 0, Math.floor(neurons / 2) + 1) : 0;
    networks++;
    onPart(0);
    const row = Object.freeze({ ...networkColumns(own, point), retrieved, basin: flips / neurons });
    return { at: patterns, value: row.basin, isHeld, row };
  };
  const first = Math.max(1, Math.round(FIRST_LOAD * inputs));
  const samples = await traceFall(sample, first, MOST_PATTERNS, { drop: resolution, ratio: RATIO });
  return samples.map(({ row }) => row);
}

/** Fewer patterns are retrieved whatever the rule. */
const FIRST_LOAD = 0.1;
const EXPECTED_NETWORKS = 12;

function pointsOf(plan: FrontierPlan): Point[] {
  return frontierCurves(plan).flatMap((curve) => seedsOf(plan).map((seed) => ({ ...curve, seed })));
}

/** The curves of a plan: each rule with each of its parameters. */
export function frontierCurves(plan: FrontierPlan): Omit<Point, "seed">[] {
  return plan.rule.flatMap((rule) => {
    const name = curveParameter(rule);
    const values = (name && plan[name]) ?? [null];
    return values.map((parameter) => ({ rule, parameter }));
  });
}

/** The parameter whose values are a rule's curves: its first. */
export function curveParameter(rule: Rule): RuleParameter | undefined {
  return parametersOfRule(rule)[0];
}

/** Key of a curve: what its rows have in common. */
export function curveKey({ rule, ...row }: RuleParameters & { readonly rule: Rule }): string {
  return [rule, ...RULE_PARAMETER_NAMES.map((name) => String(row[name]))].join("/");
}
