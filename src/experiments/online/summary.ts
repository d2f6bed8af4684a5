/** How runs of `online` ended. */

import { groupBy } from "../../check/lists.ts";
import { random } from "../../hopfield/rules/random.ts";
import { meanAndDeviation, standardError } from "../../numeric/statistics.ts";
import type { CapacityRow } from "../capacity/run.ts";
import { parametersIn, type RuleParameters } from "../kit/rules.ts";
import { type OnlineRow, onlineKey } from "./measure.ts";

/** How one run ended. */
export interface OnlineSummary extends RuleParameters {
  readonly neurons: number;
  /** c₀ */
  readonly inputs: number;
  readonly seed: number | string;
  /** `maxRepetitions`: connections still changed; allow more repetitions. */
  readonly status: "converged" | "maxRepetitions";
  readonly repetitions: number;
  /** p₀: the maximum load of the random connectivity at the beginning. */
  readonly firstPatterns: number;
  /** Mean and standard deviation of c_i over the neurons at the end. */
  readonly meanInputs: number;
  readonly deviationInputs: number;
  /** Largest mean c among the rows, and its repetition: until then growth dominates, afterwards pruning. */
  readonly peakInputs: number;
  readonly peakRepetition: number;
  /** p and p_eff at the end. */
  readonly patterns: number;
  readonly retrieved: number;
  /** p / c at the end. */
  readonly load: number;
  /** c of the two comparisons: the mean of all runs at the end, rounded; null without them. */
  readonly referenceInputs: number | null;
  /** Critical loads p_c at that c and the run's seed: of random inputs, and of those the rule finds offline. */
  readonly randomCapacity: number | null;
  readonly offlineCapacity: number | null;
}

/** The ends of all runs from one c₀: means over seeds and their standard errors. */
export interface OnlineMean {
  readonly neurons: number;
  /** c₀ */
  readonly inputs: number;
  /** Runs, and how many of them have converged. */
  readonly seeds: number;
  readonly converged: number;
  readonly meanInputs: number;
  readonly meanInputsError: number;
  readonly peakInputs: number;
  readonly peakInputsError: number;
  readonly patterns: number;
  readonly patternsError: number;
  readonly retrieved: number;
  readonly retrievedError: number;
  readonly load: number;
  readonly loadError: number;
}

/**
 * How each run among `rows` ended.
 *
 * @param quiet       repetitions without a change that count as convergence, as in the plan.
 * @param references  critical loads of `random` connectivity and of the rule's to compare with, by seed.
 */
export function summarizeOnline(
  rows: readonly OnlineRow[],
  quiet: number,
  references: readonly CapacityRow[] = [],
): OnlineSummary[] {
  const runs = groupBy(rows, (row) => [row.neurons, ...Object.values(parametersIn(row)), onlineKey(row)].join("/"));
  const c = finalInputs(runs.map((run) => run[run.length - 1]));
  return runs.map((run) => {
    const last = run[run.length - 1];
    const own = references.filter((row) => row.inputs === c && row.seed === last.seed);
    const peak = run.reduce((a, b) => (b.meanInputs > a.meanInputs ? b : a));
    const compared = (isRandom: boolean) => own.find((row) => (row.rule === random.name) === isRandom);
    const { neurons, inputs, seed, meanInputs, deviationInputs, patterns, retrieved } = last;
    return Object.freeze({
      neurons,
      inputs,
      ...parametersIn(last),
      seed,
      status: last.quiet >= quiet ? "converged" : "maxRepetitions",
      repetitions: last.repetition,
      firstPatterns: run[0].patterns,
      meanInputs,
      deviationInputs,
      peakInputs: peak.meanInputs,
      peakRepetition: peak.repetition,
      patterns,
      retrieved,
      load: patterns / meanInputs,
      referenceInputs: compared(true)?.inputs ?? null,
      randomCapacity: compared(true)?.capacity ?? null,
      offlineCapacity: compared(false)?.capacity ?? null,
    });
  });
}

/** Means over the seeds of each c₀. */
export function meansOnline(summary: readonly OnlineSummary[]): OnlineMean[] {
  return groupBy(summary, ({ neurons, inputs }) => `${neurons}/${inputs}`).map((runs) => {
    const of = (key: "meanInputs" | "peakInputs" | "patterns" | "retrieved" | "load") => {
      const { mean, deviation } = meanAndDeviation(runs.map((run) => run[key]));
      return { [key]: mean, [`${key}Error`]: standardError(deviation, runs.length) };
    };
    return Object.freeze({
      neurons: runs[0].neurons,
      inputs: runs[0].inputs,
      seeds: runs.length,
      converged: runs.filter(({ status }) => status === "converged").length,
      ...of("meanInputs"),
      ...of("peakInputs"),
      ...of("patterns"),
      ...of("retrieved"),
      ...of("load"),
    }) as OnlineMean;
  });
}

/** Mean c of ends of runs, to the nearest number of inputs. */
export function finalInputs(ends: readonly OnlineRow[]): number {
  const [{ neurons }] = ends;
  const { mean } = meanAndDeviation(ends.map(({ meanInputs }) => meanInputs));
  return Math.min(neurons - 1, Math.max(1, Math.round(mean)));
}
