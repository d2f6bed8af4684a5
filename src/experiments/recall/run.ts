/** Storing given patterns by every rule and recalling them from damaged cues: what a memory does, to be looked at. */

import type { Key } from "../../backend/contract/kernels.ts";
import { withKernels } from "../../backend/load.ts";
import { deepFreeze } from "../../check/freeze.ts";
import { integer } from "../../check/kinds.ts";
import { givenOf, parameter, readSpec } from "../../check/parameters.ts";
import type { AnnealSpec } from "../../hopfield/anneal.ts";
import { type DamagePlan, type DamageSpec, damaged } from "../../hopfield/damage.ts";
import { heatedOverlaps } from "../../hopfield/glauber.ts";
import { graphOf } from "../../hopfield/graph.ts";
import { LEARNING_PARAMETERS, type LearningPlan, type LearningSpec } from "../../hopfield/learning/index.ts";
import { learnWeights } from "../../hopfield/learning/learn.ts";
import { planLearning } from "../../hopfield/learning/plan.ts";
import { sourceOf } from "../../hopfield/network.ts";
import { type Patterns, type PatternsLike, patternsOf } from "../../hopfield/patterns.ts";
import { relaxStates } from "../../hopfield/relax.ts";
import type { RelaxStatus } from "../../hopfield/relaxed.ts";
import type { Rule } from "../../hopfield/rules/index.ts";
import { centeredOverlaps } from "../../hopfield/state-overlaps.ts";
import { connectivityBehind, type Wiring } from "../../hopfield/wiring.ts";
import { drawSeed, keyOf, type Seed, seedToJson } from "../../numeric/seed.ts";
import { pacer } from "../../run/pace.ts";
import { networkSeconds } from "../kit/cost.ts";
import { checkNetworkBytes, chooseConnectivity } from "../kit/network.ts";
import { type ExperimentOptions, type ExperimentProvenance, type Means, measurePoints } from "../kit/points.ts";
import { heatOf, planRetrieval, type RetrievalPlan, type RetrievalSpec } from "../kit/retrieval.ts";
import {
  parametersIn,
  parametersOf,
  planRules,
  planSearches,
  type RuleParameters,
  type RulesPlan,
  type RulesSpec,
  type SearchesPlan,
} from "../kit/rules.ts";
import { planWiring, type WiringPlan, type WiringSpec } from "../kit/wiring.ts";
import { memoryParameters } from "./parameters.ts";

/** What `recall` does with patterns. */
export interface RecallSpec
  extends AnnealSpec,
    RulesSpec,
    LearningSpec,
    DamageSpec,
    RetrievalSpec,
    Omit<WiringSpec, "neurons"> {
  /** c; or give `connectivity`. */
  readonly inputs?: number;
  /** Pixels of a row, when patterns are pictures: whole rows are hidden; default 1. */
  readonly width?: number;
  /** Default: drawn, and stated in the result. */
  readonly seed?: Seed;
}

/** A `RecallSpec` with every default filled in. */
export interface RecallPlan extends RulesPlan, SearchesPlan, RetrievalPlan, DamagePlan, Omit<WiringPlan, "inputs"> {
  readonly experiment: "recall";
  readonly patterns: number;
  readonly inputs: number;
  readonly learning: LearningPlan;
  readonly width: number;
  readonly seed: number | string;
}

/** One pattern recalled by one rule. */
export interface RecallRow extends RuleParameters {
  readonly rule: Rule;
  readonly learning: string;
  /** Which of the patterns, from 0. */
  readonly pattern: number;
  /** Overlap of the cue with the pattern, centered: see `centeredOverlaps`. */
  readonly cue: number;
  /** Final overlap, centered. */
  readonly overlap: number;
  readonly retrieved: boolean;
  /** Neurons that differ from the pattern in the end. */
  readonly wrong: number;
  /** How it ended; at a temperature it never does. */
  readonly status: RelaxStatus | "sampled";
  readonly sweeps: number;
}

/** One rule. */
export interface RecallSummary extends RuleParameters {
  readonly rule: Rule;
  readonly learning: string;
  readonly patterns: number;
  /** Patterns retrieved. */
  readonly retrieved: number;
  /** Patterns recalled without a single error. */
  readonly perfect: number;
  /** Mean final overlap. */
  readonly overlap: number;
}

/** What a rule gives: its rows, and the states that cues led to, i8[patterns × neurons]. */
export interface Recalled {
  readonly rows: readonly RecallRow[];
  readonly states: Int8Array;
}

export interface RecallResult {
  readonly spec: RecallPlan;
  readonly rows: readonly RecallRow[];
  readonly summary: readonly RecallSummary[];
  /** i8[patterns × neurons] */
  readonly cues: Int8Array;
  /** Final states of each rule of the plan. */
  readonly recalled: readonly Recalled[];
  readonly provenance: ExperimentProvenance;
}

/** What a spec may say, with the pixels of a row, which pictures tell. */
const PARAMETERS = {
  ...memoryParameters,
  width: parameter({ kind: integer(1), about: "pixels of a row, where patterns are pictures", default: 1 }),
};

/** Validates a spec for given patterns and fills in its defaults. */
export function planRecall(given: PatternsLike, spec: RecallSpec): RecallPlan {
  const where = "recall";
  const { nNeurons, nPatterns } = patternsOf(`${where}: patterns`, given);
  const { width, noise = 0, occlude = 0, seed = drawSeed() } = readSpec(where, PARAMETERS, spec);
  const { inputs, ...wiring } = planWiring(where, { ...spec, neurons: nNeurons }, PARAMETERS.inputs);
  const rules = planRules(where, spec);
  if (nNeurons % width !== 0) {
    throw new RangeError(`${where}: width must divide the patterns' ${nNeurons} neurons, got ${width}`);
  }
  const searches = planSearches(where, spec, rules, { inputs, ...wiring });
  checkNetworkBytes(where, rules.rule, searches, { nNeurons, nPatterns, nInputs: Math.ceil(inputs[0]) }, 24);
  return deepFreeze({
    experiment: "recall" as const,
    patterns: nPatterns,
    ...wiring,
    inputs: inputs[0],
    ...rules,
    learning: planLearning(where, {
      ...(spec.learning !== undefined && { learning: spec.learning }),
      ...givenOf(LEARNING_PARAMETERS, spec),
    }),
    noise,
    occlude,
    width,
    ...planRetrieval(where, spec),
    ...searches,
    seed: seedToJson(seed),
  });
}

/**
 * Stores patterns in a network by each rule, with the same number of inputs for every neuron, and lets it recall them from
 * damaged cues: the same cues for every rule.
 *
 * @param given     patterns of any kind, or rows of ±1 or of 0 and 1; +1 is active (ink).
 * @returns         a row for each rule and pattern, a summary of each rule, the cues and final states; the same for any executor
 *                  and backend.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function recall(
  given: PatternsLike,
  spec: RecallSpec,
  options: ExperimentOptions<Recalled> = {},
): Promise<RecallResult> {
  const patterns = patternsOf("recall: patterns", given);
  const plan = planRecall(patterns, spec);
  const key = keyOf(BigInt(plan.seed));
  const cues = damaged(patterns, plan.width, plan, key);
  const source = sourceOf(patterns);
  const { found: recalled, provenance } = await measurePoints<Rule, Recalled>(
    {
      where: "recall",
      points: plan.rule,
      keyOf: (rule) => rule,
      labelOf: (rule) => rule,
      costOf: (rule) => networkSeconds(plan, rule, plan.inputs, plan.patterns),
      isLarge: true, // one rule after another: each keeps all threads busy
      measure: async (rule, means) => {
        const wanted = { rule, inputs: plan.inputs, source, key };
        const onPart = (part: number) => means.onPart(0.9 * part);
        const connectivity = await chooseConnectivity(plan, wanted, { ...means, onPart }, spec.connectivity);
        return recallBy(plan, rule, patterns, cues, { source, connectivity, key }, means);
      },
    },
    options,
  );
  const rows = recalled.flatMap((found) => found.rows);
  return Object.freeze({ spec: plan, rows, summary: recalled.map(summaryOf), cues, recalled, provenance });
}

async function recallBy(
  plan: RecallPlan,
  rule: Rule,
  { values, nNeurons, nPatterns }: Patterns,
  cues: Int8Array,
  network: { readonly source: ReturnType<typeof sourceOf>; readonly connectivity: Wiring; readonly key: Key },
  { backend, executor, signal }: Means,
): Promise<Recalled> {
  const { order, maxSweeps, threshold } = plan;
  const { heat } = heatOf(plan, network.key);
  const connectivity = await connectivityBehind(network.connectivity, nNeurons, network.key, backend);
  const learned = await learnWeights(
    { source: network.source, connectivity, plan: plan.learning, key: network.key, backend },
    executor,
    signal ? { signal } : {},
  );
  const { weights, scale, thresholds, winners } = learned;
  const graph = graphOf(nNeurons, connectivity.rowStart, connectivity.inputs, weights, thresholds);
  const how = { order, maxSweeps, key: network.key, ...(winners !== undefined && { winners }) };
  const { learning } = plan.learning;
  const pause = pacer(signal);
  const states = cues.slice();
  const { status, sweeps, after } = await withKernels(backend, async (kernels) => {
    if (!heat) {
      const relaxed = await relaxStates(kernels.relaxer(graph), graph, states, how, pause);
      return { ...relaxed, after: centeredOverlaps(states, values, nNeurons) };
    }
    return {
      status: new Array<RecallRow["status"]>(nPatterns).fill("sampled"),
      sweeps: new Int32Array(nPatterns).fill(heat.discarded + heat.sweeps),
      after: await heatedOverlaps(kernels, { graph, scale }, states, values, heat, {
        overlapsOf: centeredOverlaps,
        pause,
      }),
    };
  });
  const before = centeredOverlaps(cues, values, nNeurons);
  const rows = Array.from({ length: nPatterns }, (_, mu): RecallRow => {
    let wrong = 0;
    for (let at = mu * nNeurons; at < (mu + 1) * nNeurons; at++) if (states[at] !== values[at]) wrong++;
    return Object.freeze({
      rule,
      ...parametersOf(plan, rule, nPatterns, plan.inputs),
      learning,
      pattern: mu,
      cue: before[mu],
      overlap: after[mu],
      retrieved: after[mu] >= threshold,
      wrong,
      status: status[mu],
      sweeps: sweeps[mu],
    });
  });
  return Object.freeze({ rows, states });
}

function summaryOf({ rows }: Recalled): RecallSummary {
  const { rule, learning } = rows[0];
  return {
    rule,
    learning,
    ...parametersIn(rows[0]),
    patterns: rows.length,
    retrieved: rows.filter((row) => row.retrieved).length,
    perfect: rows.filter(({ wrong }) => wrong === 0).length,
    overlap: rows.reduce((sum, row) => sum + row.overlap, 0) / rows.length,
  };
}
