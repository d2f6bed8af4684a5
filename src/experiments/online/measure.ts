/** One run of `online`, repetition by repetition, from its beginning or from where it was interrupted. */
import { firstGrowthState, type GrowthRecord, growTask, growthStatus } from "../../hopfield/growth.ts";
import type { GrowthProblem, GrowthState } from "../../hopfield/growth-problem.ts";
import { countRetrieved, retrieveNetwork } from "../../hopfield/retrieve.ts";
import { growthOf } from "../../hopfield/rules/index.ts";
import { keyOf, seedToJson } from "../../numeric/seed.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";
import { findCriticalLoad } from "../kit/critical-load.ts";
import type { Means } from "../kit/points.ts";
import { leastOverlap } from "../kit/retrieval.ts";
import { givenIn, parametersIn, type RuleParameters } from "../kit/rules.ts";
import type { OnlinePlan } from "./plan.ts";

/** One repetition of one run. A run keeps all of its first 64, then ever fewer: every 2nd to 128, every 4th to 256, … */
export interface OnlineRow extends RuleParameters {
  readonly neurons: number;
  /** c₀ */
  readonly inputs: number;
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
}

/** A run in mid-course: JSON. */
export interface OnlineCheckpoint {
  readonly state: Omit<GrowthState, "connections"> & { readonly connections: string };
  readonly rows: readonly OnlineRow[];
}

/** Where a run begins again, and where it says how it stands. */
export interface Checkpoints {
  /** Called several times a second with the key and the rows of a run so far; the run is then computed in shorter pieces. */
  readonly onRows?: (key: string, rows: readonly OnlineRow[]) => void;
  /** Where a run stood when it was interrupted, by its key: it continues from there. */
  readonly checkpoint?: (key: string) => OnlineCheckpoint | undefined;
  /** Called every few seconds with where a run stands, and once more when it is interrupted. */
  readonly onCheckpoint?: (key: string, checkpoint: OnlineCheckpoint) => void;
}

/** What names a run within its plan. */
export function onlineKey({ inputs, seed }: { inputs: number; seed: bigint | number | string }): string {
  return `${inputs}/${seed}`;
}

export interface OnlineRun {
  readonly inputs: number;
  readonly seed: bigint;
}

/** Where p₀/c₀ is looked for first. A constant: with nested patterns p₀ can depend on it, and runs must not change. */
const FIRST_LOAD = 0.2;
/** The published first load: the capacity of random connectivity, as EK22 measures it by steps from below. */
const PUBLISHED_FIRST = { fraction: 1, maxSweeps: 100 } as const;
/** ms of work between two looks at how a run goes. */
const STRETCH_MS = 2000;
/** The same where the rows are followed. */
const WATCHED_MS = 80;
/** ms between checkpoints of a run. */
const CHECKPOINT_MS = 10_000;
/** All of the first repetitions are kept, then half as many in each octave. */
const KEPT = 64;

/** Follows one run to its end. */
export async function followRun(
  plan: OnlinePlan,
  { inputs, seed }: OnlineRun,
  { backend, executor, signal, onPart }: Means,
  { checkpoint, onCheckpoint, onRows }: Checkpoints,
): Promise<readonly OnlineRow[]> {
  const { neurons: nNeurons, offset, trials, addition, fraction, quiet, convergence, maxRepetitions } = plan;
  const threshold = leastOverlap(plan);
  const key = keyOf(seed);
  const shared = { order: plan.order, maxSweeps: plan.maxSweeps, key, backend };
  const parameters = parametersIn(plan);
  const rule = offset === undefined ? growthOf(plan.rule).cost(givenIn(parameters)) : { offset: offset * nNeurons };
  const learning = { rule, trials, addition, threshold, fraction, quiet, maxRepetitions };
  const problem: GrowthProblem = { nNeurons, ...learning, ...shared, ...(convergence && { byMeanInputs: true }) };
  const name = onlineKey({ inputs, seed });
  const found = checkpoint?.(name);
  let state: GrowthState;
  let rows: OnlineRow[];
  if (found) {
    state = { ...found.state, connections: fromBase64(found.state.connections) };
    rows = [...found.rows];
  } else {
    const first = plan.loadSearch === "steps" ? PUBLISHED_FIRST : { fraction, maxSweeps: plan.maxSweeps };
    const retrieved = async (nPatterns: number): Promise<number> => {
      const source = { nPatterns, nNeurons, key };
      const overlaps = await retrieveNetwork(
        { source, connectivity: { nInputs: inputs }, ...shared, maxSweeps: first.maxSweeps },
        executor,
        signal,
      );
      return countRetrieved(overlaps, threshold) / nPatterns;
    };
    const critical = await findCriticalLoad(plan, retrieved, {
      fraction: first.fraction,
      inputs,
      isChosen: false,
      guess: FIRST_LOAD * inputs,
    });
    state = await firstGrowthState(problem, inputs, Math.max(1, critical));
    rows = [];
  }
  const save = (): void =>
    onCheckpoint?.(name, { state: { ...state, connections: toBase64(state.connections) }, rows: [...rows] });
  let saved = performance.now();
  const milliseconds = onRows ? WATCHED_MS : STRETCH_MS;
  try {
    while (growthStatus(problem, state) === null) {
      const step = await executor.run(growTask, { ...problem, state, milliseconds }, signal);
      state = step.state;
      for (const record of step.records) {
        const previous = rows.pop();
        if (previous && isKept(previous.repetition)) {
          rows.push(isPowerOfTwo(previous.repetition) ? previous : { ...previous, histogram: null });
        }
        rows.push(rowOf(record, { neurons: nNeurons, inputs, seed: seedToJson(seed) }, parameters));
      }
      onRows?.(name, [...rows]);
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
  { neurons, inputs, seed }: Pick<OnlineRow, "neurons" | "inputs" | "seed">,
  { epsilon, ...others }: RuleParameters,
): OnlineRow {
  const sorted = counts.slice().sort();
  const quantile = (q: number): number => sorted[Math.round(q * (sorted.length - 1))];
  const { mean, deviation } = meanAndDeviation(Array.from(sorted));
  return {
    neurons,
    inputs,
    epsilon,
    seed,
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
    ...others,
  };
}

/** "c:neurons c:neurons …" of sorted counts. */
function histogramOf(sorted: Int32Array): string {
  const bins = new Map<number, number>();
  for (const c of sorted) bins.set(c, (bins.get(c) ?? 0) + 1);
  return [...bins].map(([c, neurons]) => `${c}:${neurons}`).join(" ");
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
