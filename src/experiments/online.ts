import { checkInteger, checkKeys } from "../check.ts";
import { checkInputs } from "../hopfield/connectivity.ts";
import { growingBytes, roomFor } from "../hopfield/growing-network.ts";
import {
  firstGrowthState,
  type GrowthProblem,
  type GrowthRecord,
  type GrowthState,
  growTask,
  growthStatus,
} from "../hopfield/growth.ts";
import { MOST_PATTERNS } from "../hopfield/limits.ts";
import { checkBytes } from "../hopfield/memory.ts";
import { retrieveNetwork } from "../hopfield/retrieve.ts";
import { checkRule, type SearchRule } from "../hopfield/rule.ts";
import { keyOf, seedToJson } from "../random/seed.ts";
import { meanAndDeviation, standardError } from "../statistics.ts";
import { type CapacityRow, capacity } from "./capacity.ts";
import { criticalLoad } from "./critical-load.ts";
import { deepFreeze } from "./freeze.ts";
import { groupBy, listOf, unique } from "./lists.ts";
import { type ExperimentOptions, type ExperimentProvenance, type Means, measurePoints } from "./points.ts";
import { checkFraction, planRetrieval, RETRIEVAL_KEYS, type RetrievalPlan, type RetrievalSpec } from "./retrieval.ts";
import { planSeeds, SEEDS_KEYS, type SeedsPlan, type SeedsSpec, seedsOf } from "./seeds.ts";

/** What `online` follows: networks that learn while their connections grow and are pruned. */
export interface OnlineSpec extends RetrievalSpec, SeedsSpec {
  /** N */
  readonly neurons: number;
  /** c₀: inputs of every neuron at the beginning, one or several; each is a run. */
  readonly inputs: number | readonly number[];
  /** What each neuron lowers; default "signal". `noise` is the same with ε = 0. */
  readonly rule?: SearchRule;
  /** ε of signal reinforcement, constant; it sets the final number of inputs. Default 1: aligned fields of 2. */
  readonly epsilon?: number;
  /** κ of the margin rule, constant. Default 1. */
  readonly margin?: number;
  /** Independent runs for each c₀; seeds seed, seed + 1, …; default 1. */
  readonly seeds?: number;
  /** Connections that each neuron tries in a repetition; default 10. */
  readonly trials?: number;
  /** Patterns learned at a time; default 10. */
  readonly addition?: number;
  /** More patterns are learned while more than this fraction is retrieved; default 0.9. */
  readonly fraction?: number;
  /** A run has converged after so many repetitions in a row without any change; default 50. */
  readonly quiet?: number;
  /** Default 20 000. */
  readonly maxRepetitions?: number;
  /** Whether to measure what random and offline-chosen connectivity of the final c store; default true. */
  readonly reference?: boolean;
  /** Whether to measure that at ¼, ½, 1½ and 2 times the final c as well; default false. */
  readonly curve?: boolean;
}

/** Rows of a run are known and handed over by `onlineKey`. */
export interface OnlineOptions extends ExperimentOptions<readonly OnlineRow[]> {
  /** Where a run stood when it was interrupted, by `onlineKey`: it continues from there. */
  readonly checkpoint?: (key: string) => OnlineCheckpoint | undefined;
  /** Called every few seconds with where a run stands, and once more when it is interrupted. */
  readonly onCheckpoint?: (key: string, checkpoint: OnlineCheckpoint) => void;
  /** Of the critical loads to compare with. */
  readonly knownReference?: (key: string) => CapacityRow | undefined;
  readonly onReference?: (key: string, row: CapacityRow) => void;
}

/** One repetition of one run. A run keeps all of its first 64, then ever fewer: every 2nd to 128, every 4th to 256, … */
export interface OnlineRow {
  readonly neurons: number;
  /** c₀ */
  readonly inputs: number;
  /** null with a margin. */
  readonly epsilon: number | null;
  readonly seed: number | string;
  /** 0 is the beginning. */
  readonly repetition: number;
  /** Mean and standard deviation of c_i over the neurons, after the repetition. */
  readonly meanInputs: number;
  readonly deviationInputs: number;
  /** Connections added and removed in this repetition, over all neurons. */
  readonly additions: number;
  readonly removals: number;
  /** p and p_eff, before more are learned. */
  readonly patterns: number;
  readonly retrieved: number;
  /** Least, 10 %, 50 %, 90 % and largest c_i. */
  readonly leastInputs: number;
  readonly lowerInputs: number;
  readonly medianInputs: number;
  readonly upperInputs: number;
  readonly mostInputs: number;
  /** Repetitions in a row that changed nothing. */
  readonly quiet: number;
  /** "c:neurons c:neurons …", at the beginning, at powers of two and at the end. */
  readonly histogram: string | null;
  /** κ, with the margin rule alone. */
  readonly margin?: number;
}

/** How one run ended. */
export interface OnlineSummary {
  readonly neurons: number;
  /** c₀ */
  readonly inputs: number;
  readonly epsilon: number | null;
  /** κ, with the margin rule alone. */
  readonly margin?: number;
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

/** A run in mid-course: JSON. */
export interface OnlineCheckpoint {
  readonly state: Omit<GrowthState, "connections"> & { readonly connections: string };
  readonly rows: readonly OnlineRow[];
}

/** An `OnlineSpec` with every default filled in: plain data, the record of what was computed. */
export interface OnlinePlan extends RetrievalPlan, SeedsPlan {
  readonly experiment: "online";
  readonly neurons: number;
  readonly inputs: readonly number[];
  readonly rule: SearchRule;
  readonly epsilon: number | null;
  /** There with the margin rule alone. */
  readonly margin?: number;
  readonly trials: number;
  readonly addition: number;
  readonly fraction: number;
  readonly quiet: number;
  readonly maxRepetitions: number;
  readonly reference: boolean;
  /** There when asked for. */
  readonly curve?: true;
}

export interface OnlineResult {
  readonly spec: OnlinePlan;
  readonly rows: readonly OnlineRow[];
  readonly summary: readonly OnlineSummary[];
  /** Means over the seeds of each c₀. */
  readonly means: readonly OnlineMean[];
  /** Critical loads to compare with. */
  readonly references: readonly CapacityRow[];
  readonly provenance: ExperimentProvenance;
}

/** ε and κ unless given. */
const DEFAULT_EPSILON = 1;
const DEFAULT_MARGIN = 1;

export const ONLINE_KEYS = [
  "neurons",
  "inputs",
  "rule",
  "epsilon",
  "margin",
  ...SEEDS_KEYS,
  "trials",
  "addition",
  "fraction",
  "quiet",
  "maxRepetitions",
  ...RETRIEVAL_KEYS,
  "reference",
  "curve",
];

/** Validates a spec and fills in its defaults. */
export function planOnline(spec: OnlineSpec): OnlinePlan {
  checkKeys("online: spec", spec, ONLINE_KEYS);
  const neurons = checkInteger("online: neurons", spec.neurons, 2);
  const inputs = listOf("online: inputs", spec.inputs).map((c) => checkInputs("online: inputs", c, neurons));
  if (spec.reference !== undefined && typeof spec.reference !== "boolean") {
    throw new TypeError(`online: reference must be true or false, got ${String(spec.reference)}`);
  }
  if (spec.curve !== undefined && typeof spec.curve !== "boolean") {
    throw new TypeError(`online: curve must be true or false, got ${String(spec.curve)}`);
  }
  if (spec.curve && spec.reference === false) {
    throw new RangeError("online: curve must be left out when reference is false, got true");
  }
  const { epsilon, margin } = spec;
  const rule = checkRule("online", spec.rule ?? "signal", epsilon, ["signal", "noise", "margin"], margin);
  const addition = checkInteger("online: addition", spec.addition ?? 10, 1, MOST_PATTERNS);
  const retrieval = planRetrieval("online", spec);
  // patterns up to a load of p = N; other orders of updates want a graph, with every connection at most
  const bytes = growingBytes(neurons, roomFor(Math.min(MOST_PATTERNS, neurons), addition));
  const graph = retrieval.order === "sequential" ? 0 : 16 * neurons ** 2;
  checkBytes("online", bytes + graph, `overlaps and connections of ${neurons} neurons`);
  return deepFreeze({
    experiment: "online",
    neurons,
    inputs: unique(inputs),
    rule,
    epsilon: rule === "margin" ? null : rule === "noise" ? 0 : (epsilon ?? DEFAULT_EPSILON),
    ...(rule === "margin" && { margin: margin ?? DEFAULT_MARGIN }),
    ...planSeeds("online", { ...spec, seeds: spec.seeds ?? 1 }),
    trials: checkInteger("online: trials", spec.trials ?? 10, 1, 1_000_000),
    addition,
    fraction: checkFraction("online: fraction", spec.fraction ?? 0.9),
    quiet: checkInteger("online: quiet", spec.quiet ?? 50, 1),
    maxRepetitions: checkInteger("online: maxRepetitions", spec.maxRepetitions ?? 20_000, 1, 2 ** 31 - 1),
    ...retrieval,
    reference: spec.reference ?? true,
    ...(spec.curve && { curve: true }),
  });
}

/**
 * Online learning with growth and pruning of connections — EK22 algorithm 1.
 *
 * A run begins with c₀ random inputs for every neuron and as many patterns as these hold (p₀: the critical load of that very
 * connectivity, on the patterns μ = 0, 1, … of the seed). In each repetition every neuron tries 10 random others: an input is
 * removed, another neuron added, when that lowers E_i = Σ_ν (A_i^ν − ε)², A_i normalised by the present c_i; with the margin
 * rule, ours, E_i = Σ_ν max(0, κ − (1 + A_i^ν))². Then all patterns are tested, and the next 10 of the seed are learned if more than 90 % are retrieved. A run ends when 50 repetitions in a
 * row have changed nothing.
 *
 * @returns  rows over the repetitions of each run, and how each ended; the same for any executor, backend or interruption.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function online(spec: OnlineSpec, options: OnlineOptions = {}): Promise<OnlineResult> {
  const plan = planOnline(spec);
  const started = performance.now();
  const share = plan.reference ? 1 - REFERENCE_SHARE : 1;
  const { found, provenance } = await measurePoints(
    {
      where: "online",
      points: plan.inputs.flatMap((inputs) => seedsOf(plan).map((seed) => ({ inputs, seed }))),
      keyOf: (run: Run) => onlineKey(run),
      labelOf: ({ inputs, seed }) => `c₀ = ${inputs}${plan.seeds > 1 ? `, seed ${seed}` : ""}`,
      costOf: () => 1,
      measure: (run, means) => follow(plan, run, means, options),
    },
    {
      ...options,
      onProgress: ({ done, label }) => options.onProgress?.({ done: share * done, total: 1, ...(label && { label }) }),
    },
  );
  const ends = found.map((run) => run[run.length - 1]);
  const references = plan.reference ? await compare(plan, ends, options) : [];
  const rows = found.flat();
  const summary = summarizeOnline(rows, plan.quiet, references);
  return Object.freeze({
    spec: plan,
    rows,
    summary,
    means: meansOnline(summary),
    references,
    provenance: Object.freeze({ ...provenance, seconds: (performance.now() - started) / 1000 }),
  });
}

/** What names a run within its plan. */
export function onlineKey({ inputs, seed }: { inputs: number; seed: bigint | number | string }): string {
  return `${inputs}/${seed}`;
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
  const runs = groupBy(rows, (row) => `${row.neurons}/${row.epsilon}/${row.margin}/${onlineKey(row)}`);
  const c = finalInputs(runs.map((run) => run[run.length - 1]));
  return runs.map((run) => {
    const last = run[run.length - 1];
    const own = references.filter((row) => row.inputs === c && row.seed === last.seed);
    const peak = run.reduce((a, b) => (b.meanInputs > a.meanInputs ? b : a));
    const compared = (isRandom: boolean) => own.find((row) => (row.rule === "random") === isRandom);
    const { neurons, inputs, epsilon, margin, seed, meanInputs, deviationInputs, patterns, retrieved } = last;
    return Object.freeze({
      neurons,
      inputs,
      epsilon,
      ...(margin !== undefined && { margin }),
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

interface Run {
  readonly inputs: number;
  readonly seed: bigint;
}

/** Where p₀/c₀ is looked for first. A constant: with nested patterns p₀ can depend on it, and runs must not change. */
const FIRST_LOAD = 0.2;
/** Part of the time that the comparison is expected to take. */
const REFERENCE_SHARE = 0.1;
/** Numbers of inputs that a curve to compare with has, by the final one. */
const CURVE = [0.25, 0.5, 1, 1.5, 2];
/** ms of work between two looks at how a run goes. */
const STRETCH_MS = 2000;
/** ms between checkpoints of a run. */
const CHECKPOINT_MS = 10_000;
/** All of the first repetitions are kept, then half as many in each octave. */
const KEPT = 64;

/** Follows one run to its end. */
async function follow(
  plan: OnlinePlan,
  { inputs, seed }: Run,
  { backend, executor, signal, onPart }: Means,
  { checkpoint, onCheckpoint }: OnlineOptions,
): Promise<readonly OnlineRow[]> {
  const { neurons: nNeurons, epsilon, margin, trials, addition, threshold, fraction, quiet, maxRepetitions } = plan;
  const key = keyOf(seed);
  const shared = { order: plan.order, maxSweeps: plan.maxSweeps, key, backend };
  const rule = margin === undefined ? { target: 1 + (epsilon ?? 0) } : { margin };
  const learning = { rule, trials, addition, threshold, fraction, quiet, maxRepetitions };
  const problem: GrowthProblem = { nNeurons, ...learning, ...shared };
  const name = onlineKey({ inputs, seed });
  const found = checkpoint?.(name);
  let state: GrowthState;
  let rows: OnlineRow[];
  if (found) {
    state = { ...found.state, connections: fromBase64(found.state.connections) };
    rows = [...found.rows];
  } else {
    const retrieved = async (nPatterns: number): Promise<number> => {
      const source = { nPatterns, nNeurons, key };
      const overlaps = await retrieveNetwork(
        { source, connectivity: { nInputs: inputs }, ...shared },
        executor,
        signal,
      );
      return overlaps.reduce((count, m) => count + (m >= threshold ? 1 : 0), 0) / nPatterns;
    };
    const critical = await criticalLoad(retrieved, { fraction, guess: FIRST_LOAD * inputs, most: MOST_PATTERNS });
    state = await firstGrowthState(problem, inputs, Math.max(1, critical));
    rows = [];
  }
  const save = (): void =>
    onCheckpoint?.(name, { state: { ...state, connections: toBase64(state.connections) }, rows: [...rows] });
  let saved = performance.now();
  try {
    while (growthStatus(problem, state) === null) {
      const step = await executor.run(growTask, { ...problem, state, milliseconds: STRETCH_MS }, signal);
      state = step.state;
      for (const record of step.records) {
        const previous = rows.pop();
        if (previous && isKept(previous.repetition)) {
          rows.push(isPowerOfTwo(previous.repetition) ? previous : { ...previous, histogram: null });
        }
        rows.push(rowOf(record, { neurons: nNeurons, inputs, epsilon, seed: seedToJson(seed) }, margin));
      }
      // how long a run takes is not known: most converge after a few dozen chances for every connection
      onPart(1 - Math.exp((-state.repetition * trials) / (15 * nNeurons)));
      if (performance.now() - saved >= CHECKPOINT_MS) {
        saved = performance.now();
        save();
      }
    }
  } catch (error) {
    if (signal?.aborted) save();
    throw error;
  }
  return Object.freeze(rows.map((row) => Object.freeze(row)));
}

/** Whether a repetition keeps its row: so that a run of any length has a few hundred of them, and all of its beginning. */
function isKept(repetition: number): boolean {
  let step = 1;
  while (repetition >= KEPT * step) step *= 2;
  return repetition % step === 0;
}

/** Whether a repetition keeps its histogram; 0 does. */
function isPowerOfTwo(repetition: number): boolean {
  return (repetition & (repetition - 1)) === 0;
}

function rowOf(
  { repetition, additions, removals, nPatterns, retrieved, quiet, counts }: GrowthRecord,
  run: Pick<OnlineRow, "neurons" | "inputs" | "epsilon" | "seed">,
  margin: number | undefined,
): OnlineRow {
  const sorted = counts.slice().sort();
  const quantile = (q: number): number => sorted[Math.round(q * (sorted.length - 1))];
  const { mean, deviation } = meanAndDeviation(Array.from(sorted));
  return {
    ...run,
    repetition,
    meanInputs: mean,
    deviationInputs: deviation,
    additions,
    removals,
    patterns: nPatterns,
    retrieved,
    leastInputs: sorted[0],
    lowerInputs: quantile(0.1),
    medianInputs: quantile(0.5),
    upperInputs: quantile(0.9),
    mostInputs: sorted[sorted.length - 1],
    quiet,
    histogram: histogramOf(sorted),
    ...(margin !== undefined && { margin }),
  };
}

/** "c:neurons c:neurons …" of sorted counts. */
function histogramOf(sorted: Int32Array): string {
  const bins = new Map<number, number>();
  for (const c of sorted) bins.set(c, (bins.get(c) ?? 0) + 1);
  return [...bins].map(([c, neurons]) => `${c}:${neurons}`).join(" ");
}

/** What random inputs, and those chosen offline, store at the mean c that the runs ended with. */
async function compare(
  { neurons, rule, curve, seeds, seed, threshold, fraction, order, maxSweeps }: OnlinePlan,
  ends: readonly OnlineRow[],
  { signal, onProgress, backend, executor, knownReference, onReference }: OnlineOptions,
): Promise<readonly CapacityRow[]> {
  const c = finalInputs(ends);
  const inputs = unique((curve ? CURVE : [1]).map((part) => Math.min(neurons - 1, Math.max(1, Math.round(part * c)))));
  const { rows } = await capacity(
    { neurons, inputs, rule: ["random", rule], seeds, seed, threshold, fraction, order, maxSweeps },
    {
      ...(signal && { signal }),
      ...(backend && { backend }),
      ...(executor && { executor }),
      ...(knownReference && { known: knownReference }),
      ...(onReference && { onRow: onReference }),
      onProgress: ({ done, label }) =>
        onProgress?.({ done: 1 - REFERENCE_SHARE * (1 - done), total: 1, label: `for comparison: ${label}` }),
    },
  );
  return rows;
}

/** Mean c of ends of runs, to the nearest number of inputs. */
function finalInputs(ends: readonly OnlineRow[]): number {
  const [{ neurons }] = ends;
  const { mean } = meanAndDeviation(ends.map(({ meanInputs }) => meanInputs));
  return Math.min(neurons - 1, Math.max(1, Math.round(mean)));
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
