/** The basins experiment: retrieval from damaged patterns, for every rule and load. */

import { deepFreeze } from "../../check/freeze.ts";
import { groupBy } from "../../check/lists.ts";
import { readParameters, type SpecOf } from "../../check/parameters.ts";
import { flipCount } from "../../hopfield/cue.ts";
import { countRetrieved } from "../../hopfield/retrieve.ts";
import { wilsonInterval } from "../../numeric/statistics.ts";
import { type CodingPlan, planCoding, retrieveCoded } from "../kit/coding.ts";
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
import { heatedParameters } from "../kit/parameters.ts";
import type { ExperimentOptions, ExperimentProvenance } from "../kit/points.ts";
import { type ProtocolPlan, planProtocol, withProtocol } from "../kit/protocol.ts";
import {
  checkTemperature,
  heatOf,
  leastOverlap,
  planStrict,
  type RelaxationPlan,
  type RetrievalPlan,
  type StrictPlan,
} from "../kit/retrieval.ts";
import { bySeed } from "../kit/seeds.ts";
import { type Spread, spreadOver } from "../kit/spread.ts";
import { basinsParameters } from "./parameters.ts";

/** What `basins` measures: retrieval from damaged patterns, for every rule and load, over independent seeds. */
export interface BasinsSpec extends SpecOf<typeof basinsParameters> {}

/** A `BasinsSpec` with every default filled in. */
export interface BasinsPlan extends LoadedNetworksPlan, RelaxationPlan, CodingPlan, StrictPlan, ProtocolPlan {
  /** Temperatures T in ascending order; left out where all are 0. */
  readonly temperature?: readonly number[];
  readonly experiment: "basins";
  readonly flipped: readonly number[];
  /** True where the same neurons are flipped in all patterns; left out otherwise. */
  readonly sharedFlips?: boolean;
  readonly fraction: number;
}

/** One network's retrieval at one fraction of flipped neurons. */
export interface BasinsRow extends NetworkColumns {
  /** Fraction e of the neurons flipped in the cues, in [0, 1]. */
  readonly flipped: number;
  /** Fraction of the patterns retrieved. */
  readonly retrieved: number;
  /** Mean final overlap; at a temperature over sweeps too. */
  readonly overlap: number;
  /** Temperature T; left out where the plan has none. */
  readonly temperature?: number;
}

/** A point of a basin curve: means over seeds. */
export interface BasinsPoint extends Spread<"retrieved" | "overlap"> {
  readonly flipped: number;
  /** Wilson's 95 % interval of the fraction of all patterns of all seeds. */
  readonly low: number;
  readonly high: number;
}

/**
 * Basins of one rule at one load and temperature, summed up over seeds. `basin` is the mean of the largest e at which at least 90 % of the
 * patterns are retrieved; 0 where there is none.
 */
export interface BasinsSummary extends NetworkSummary, Spread<"basin"> {
  readonly temperature?: number;
  /** Basin sizes against other rules', where both have spread. */
  readonly against: readonly RuleComparison[];
  readonly curve: readonly BasinsPoint[];
}

export interface BasinsResult {
  readonly spec: BasinsPlan;
  readonly rows: readonly BasinsRow[];
  readonly summary: readonly BasinsSummary[];
  readonly provenance: ExperimentProvenance;
}

/** Columns of a table of a plan: temperature comes last, and only when there is one. */
export function withTemperature(
  columns: readonly string[],
  { temperature }: Pick<BasinsPlan, "temperature">,
): readonly string[] {
  return temperature ? [...columns, "temperature"] : columns;
}

/** Validates a spec and fills in its defaults. */
export function planBasins(given: BasinsSpec): BasinsPlan {
  const spec = withProtocol("basins", basinsParameters, given);
  const networks = planLoadedNetworks("basins", spec, basinsParameters);
  const { flipped, sharedFlips, fraction } = readParameters("basins", OWN, spec);
  return deepFreeze({
    experiment: "basins",
    ...planProtocol("basins", spec),
    ...networks,
    ...planCoding("basins", spec, networks.patternKind ? { patternKind: networks.patternKind } : {}),
    flipped,
    ...(sharedFlips && { sharedFlips }),
    ...planTemperatures(spec),
    ...planStrict("basins", spec),
    fraction,
  });
}

const OWN = {
  flipped: basinsParameters.flipped,
  sharedFlips: basinsParameters.sharedFlips,
  fraction: basinsParameters.fraction,
};

function planTemperatures(spec: BasinsSpec): Pick<BasinsPlan, keyof RetrievalPlan> {
  const { temperature: given, ...relaxation } = readParameters("basins", heatedParameters, spec);
  for (const temperature of given) checkTemperature("basins", temperature, spec);
  const some = given.some((T) => T > 0) && { temperature: [...given].sort((a, b) => a - b) };
  return { ...relaxation, ...some };
}

/**
 * Basins of attraction: starts in each stored pattern with a fraction e of the neurons flipped, relaxes, and counts the
 * patterns retrieved, for every rule and load — EK22, "Basins of attraction".
 *
 * The same neurons are flipped for every rule, and those flipped at a smaller e are among those at a larger one.
 *
 * @returns  a row for each rule, load, seed and e; a curve and a basin size for each rule and load.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function basins(
  spec: BasinsSpec,
  options: ExperimentOptions<readonly BasinsRow[]> = {},
): Promise<BasinsResult> {
  const plan = planBasins(spec);
  const { neurons, flipped, sharedFlips, threshold, order, maxSweeps } = plan;
  const flips = flipped.map((e) => flipCount(e, neurons));
  const least = leastOverlap(plan);
  const { found, provenance } = await measureNetworks(
    "basins",
    plan,
    async (network, point, { backend, executor, signal }) => {
      const rows: BasinsRow[] = [];
      for (const temperature of plan.temperature ?? [0]) {
        const heat = heatOf({ threshold, order, maxSweeps, ...(temperature > 0 && { temperature }) }, network.key);
        const problem = { ...network, order, maxSweeps, backend, flips, ...(sharedFlips && { sharedFlips }), ...heat };
        const overlaps = await retrieveCoded(plan, problem, executor, signal);
        flipped.forEach((e, t) => {
          const final = overlaps.subarray(t * point.patterns, (t + 1) * point.patterns);
          const retrieved = countRetrieved(final, least) / final.length;
          const overlap = final.reduce((sum, m) => sum + m, 0) / final.length;
          const columns = { ...networkColumns(plan, point), flipped: e, retrieved, overlap };
          rows.push(Object.freeze({ ...columns, ...(plan.temperature && { temperature }) }));
        });
      }
      return rows;
    },
    options,
    spec.connectivity,
  );
  const rows = found.flat();
  return Object.freeze({ spec: plan, rows, summary: summarizeBasins(rows, plan.fraction), provenance });
}

/** Curves over the seeds, and basin sizes: how far at least `fraction` of the patterns is retrieved. */
export function summarizeBasins(rows: readonly BasinsRow[], fraction: number): BasinsSummary[] {
  const entries = summarizeNetworks(rows).flatMap(({ group, common }) =>
    groupBy(group, ({ temperature }) => String(temperature)).map((own) => ({
      common: { ...common, ...(own[0].temperature !== undefined && { temperature: own[0].temperature }) },
      group: own,
      values: bySeed(own).map((rows) => basinSize(rows, fraction)),
    })),
  );
  return entries.map((entry) => {
    const { common, group, values } = entry;
    return {
      ...common,
      ...spreadOver("basin", values),
      against: compareRules(entry, entries, isSamePlace),
      curve: groupBy(group, ({ flipped }) => String(flipped)).map(curvePoint),
    };
  });
}

function isSamePlace(a: NetworkSummary & Heated, b: NetworkSummary & Heated): boolean {
  return isSameLoad(a, b) && a.temperature === b.temperature;
}

interface Heated {
  readonly temperature?: number;
}

/** The largest e with at least `fraction` retrieved, 0 where there is none. */
function basinSize(rows: readonly BasinsRow[], fraction: number): number {
  return Math.max(0, ...rows.filter(({ retrieved }) => retrieved >= fraction).map(({ flipped }) => flipped));
}

function curvePoint(rows: readonly BasinsRow[]): BasinsPoint {
  const { flipped, patterns } = rows[0];
  const over = (name: "retrieved" | "overlap") => rows.map((row) => row[name]);
  const successes = rows.reduce((sum, row) => sum + Math.round(row.retrieved * patterns), 0);
  return {
    flipped,
    ...spreadOver("retrieved", over("retrieved")),
    ...wilsonInterval(successes, rows.length * patterns),
    ...spreadOver("overlap", over("overlap")),
  };
}
