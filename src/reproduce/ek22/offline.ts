/**
 * What networks hold that are made offline, as the work measured it for the comparison with online learning: connectivity is chosen for as many patterns
 * as are all retrieved, and kept while patterns are added, for which it was not chosen, until no more than 90 % are retrieved.
 */
import { criticalLoadOf, planCapacity } from "../../experiments/capacity/run.ts";
import { retrieveCoded } from "../../experiments/kit/coding.ts";
import { criticalLoadBySteps } from "../../experiments/kit/critical-load.ts";
import { type ChosenNetwork, chooseNetwork } from "../../experiments/kit/network.ts";
import {
  type ExperimentOptions,
  type ExperimentProvenance,
  type Means,
  measurePoints,
} from "../../experiments/kit/points.ts";
import { heatOf, leastOverlap } from "../../experiments/kit/retrieval.ts";
import { seedsOf } from "../../experiments/kit/seeds.ts";
import { countRetrieved } from "../../hopfield/retrieve.ts";
import { random } from "../../hopfield/rules/random.ts";
import type { signal } from "../../hopfield/rules/signal.ts";
import { seedToJson } from "../../numeric/seed.ts";

/** The rules of networks made offline. */
export type OfflineRule = typeof random.name | typeof signal.name;

/** Networks by the published protocol that are loaded beyond what they were made for. */
export interface OfflineSpec {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: OfflineRule;
  readonly seeds: number;
  readonly seed: number | string;
}

export interface OfflineRow {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: OfflineRule;
  readonly seed: number | string;
  /** Patterns for which the connectivity was chosen, all of them retrieved: p_c by the published protocol. */
  readonly capacity: number;
  /** The most patterns of which the same connectivity has more than 90 % retrieved. */
  readonly loaded: number;
}

export interface OfflineResult {
  readonly spec: OfflineSpec;
  readonly rows: readonly OfflineRow[];
  readonly provenance: ExperimentProvenance;
}

/** Part of the patterns that must be exceeded. */
const HELD = 0.9;
/** Loads are added in steps of this part of p_c, then halved. */
const STEP = 0.05;

/** How many patterns networks hold that were made for as many as they hold entirely. */
export async function offline(
  { neurons, inputs, rule, seeds, seed: first }: OfflineSpec,
  options: ExperimentOptions<OfflineRow> = {},
): Promise<OfflineResult> {
  const plan = planCapacity({ protocol: "published", neurons, inputs, rule, seeds, seed: first });
  const measure = async (seed: bigint, means: Means): Promise<OfflineRow> => {
    const made = new Map<number, ChosenNetwork>();
    const retrieved = async (patterns: number, { connectivity, key, source }: ChosenNetwork): Promise<number> => {
      const { backend, executor, signal } = means;
      const { order, maxSweeps } = plan;
      const network = { source: { ...source, nPatterns: patterns }, connectivity, key };
      const overlaps = await retrieveCoded(
        plan,
        { ...network, order, maxSweeps, backend, ...heatOf(plan, key) },
        executor,
        signal,
      );
      return countRetrieved(overlaps, leastOverlap(plan));
    };
    const capacity = await criticalLoadOf(plan, { rule, inputs }, async (patterns) => {
      const network = await chooseNetwork(plan, { rule, inputs, patterns, seed }, means);
      made.set(patterns, network);
      return (await retrieved(patterns, network)) / patterns;
    });
    const network = made.get(capacity);
    const loaded =
      network === undefined
        ? 0
        : await criticalLoadBySteps(async (p) => ((await retrieved(p, network)) > HELD * p ? 1 : 0), {
            fraction: 1,
            step: Math.max(1, Math.round(STEP * capacity)),
            // patterns are the first of one list of as many as there are neurons
            most: neurons,
            first: capacity,
          });
    return { neurons, inputs, rule, seed: seedToJson(seed), capacity, loaded };
  };
  const { found, provenance } = await measurePoints(
    {
      where: "offline",
      points: seedsOf(plan),
      keyOf: (seed: bigint) => `${rule}/${inputs}/${seed}`,
      labelOf: () => `${rule}, c = ${inputs}`,
      costOf: () => (rule === random.name ? 0.1 : 1),
      measure,
    },
    options,
  );
  return Object.freeze({ spec: { neurons, inputs, rule, seeds, seed: first }, rows: found, provenance });
}
