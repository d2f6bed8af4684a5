/** Patterns presented one after another to a network that keeps what it records — CLMM. */
import { vectorOf } from "../check/arrays.ts";
import { checkSpec, givenOf, readParameters } from "../check/parameters.ts";
import { type ContinuousNetwork, continuousNetwork } from "../dynamics/network.ts";
import { deriveKey, keyOf } from "../numeric/seed.ts";
import type { Pause } from "../run/pace.ts";
import { pacer } from "../run/pace.ts";
import { type OutcomeEvidence, outcomeOf, restNear } from "./outcome.ts";
import { isKept } from "./outcomes.ts";
import { type OutcomeThresholds, problemParameters, type SequenceSpec, sequenceParameters } from "./parameters.ts";
import { boundsOf, type ControlPlan, controlPlan } from "./problem.ts";
import { settle, similarity } from "./settle.ts";
import { type ControlSolution, type SolveOptions, solvePlan } from "./solve.ts";

/**
 * What a pattern that was recorded is to the network T after a presentation, with the changes recorded so far kept. kept: known since it was
 * recorded. restored: known again, without having been recorded anew. forgotten: not known.
 */
export type MemoryStatus = "kept" | "forgotten" | "restored";

/** A pattern learned, as the network stands after a presentation. */
export interface Memory {
  /** Number of the pattern: presentations of equal states are one. */
  readonly pattern: number;
  readonly status: MemoryStatus;
  /** cos of the angle between g of the pattern and g of where the free flow from it goes. */
  readonly similarity: number;
}

/** One presentation of a pattern in a sequence, and the weights after it. */
export interface Presentation {
  readonly index: number;
  readonly pattern: number;
  readonly solution: ControlSolution;
  readonly evidence: OutcomeEvidence;
  /** Whether ξ_∞ was added to the weights. */
  readonly isLearned: boolean;
  /** Weights T after the presentation, f64[N × N]. */
  readonly weights: Float64Array;
  /** Largest change of a weight since the beginning, max |T − A|. */
  readonly largestChange: number;
  /** Sum of the squared changes since the beginning, Σ |T − A|². */
  readonly totalChange: number;
  /** Synapses whose accumulated change exceeds the bound of a presentation. */
  readonly beyondBounds: number;
  /** Status of every pattern learned so far. */
  readonly memories: readonly Memory[];
}

/** What later presentations of a sequence need to know of an earlier one. */
export interface PresentedBefore {
  readonly isLearned: boolean;
  /** Control ξ_∞ at the end of the presentation, N × N numbers. */
  readonly control: ArrayLike<number>;
  readonly memories: readonly Memory[];
}

export interface SequenceOptions extends SolveOptions {
  /** The first presentations, known from an earlier run of the same spec: they are not computed again, nor returned. */
  readonly before?: readonly PresentedBefore[];
  /** Called after each presentation. */
  readonly onPresentation?: (presentation: Presentation) => void;
}

export interface SequencePlan {
  /** The plan of the first presentation; later ones differ in the initial state, seed and weights. */
  readonly first: ControlPlan;
  readonly present: readonly (readonly number[])[];
  readonly thresholds: OutcomeThresholds;
  readonly similarity: number;
}

/** Validates a spec and fills in its defaults. */
export function planSequence(spec: SequenceSpec): SequencePlan {
  return sequencePlan("control", spec);
}

/** The same for another function, which messages name. */
export function sequencePlan(where: string, spec: SequenceSpec): SequencePlan {
  checkSpec(where, spec, problemParameters, sequenceParameters);
  const { present, thresholds, similarity = thresholds.likeness } = readParameters(where, sequenceParameters, spec);
  if (present.length === 0) throw new RangeError(`${where}: present must hold at least one pattern, got none`);
  const first = controlPlan(where, { ...givenOf(problemParameters, spec), initial: present[0] });
  const states = present.map((state, k) =>
    Array.from(vectorOf(`${where}: present[${k}]`, state, first.initial.length)),
  );
  return Object.freeze({ first, present: Object.freeze(states), thresholds, similarity });
}

/**
 * Presents patterns one after another, with T ← T + ξ_∞ after each that is recorded, and keeps the status of every pattern learned.
 *
 * Each presentation may change every synapse by its bound, counted from where the one before left it.
 */
export async function presentSequence(
  spec: SequenceSpec,
  options: SequenceOptions = {},
): Promise<readonly Presentation[]> {
  return presentPlanned(sequencePlan("presentSequence", spec), options, pacer(options.signal));
}

/** The same by a plan that `planSequence` has validated; `pause` is awaited every few ms. */
export async function presentPlanned(
  { first, present, thresholds, similarity: least }: SequencePlan,
  options: SequenceOptions,
  pause: Pause,
): Promise<readonly Presentation[]> {
  const { onPresentation, before = [], ...solving } = options;
  const start = Float64Array.from(first.weights.flat());
  const bounds = boundsOf(first);
  const numbers = new Map<string, number>();
  /** By pattern: whether it was recognized after the presentation before, and forgotten at some time since it was learned. */
  const learned = new Map<number, { state: readonly number[]; wasForgotten: boolean }>();
  const history: Presentation[] = [];
  let weights = options.weights ?? start;
  for (const [index, state] of present.entries()) {
    const key = state.join(" ");
    const pattern = numbers.get(key) ?? numbers.size;
    numbers.set(key, pattern);
    if (index < before.length) {
      const { isLearned, control, memories } = before[index];
      if (isLearned) {
        weights = weights.map((weight, k) => weight + control[k]);
        learned.set(pattern, { state, wasForgotten: false });
      }
      for (const { pattern: number, status } of memories) learned.get(number)!.wasForgotten = status !== "kept";
      continue;
    }
    const plan = Object.freeze({ ...first, initial: state, seed: seedOf(first.seed, index) });
    const solution = await solvePlan(plan, { ...solving, weights }, pause);
    const evidence = await outcomeOf(solution, thresholds, weights, pause);
    const isLearned = isKept(evidence.outcome);
    if (isLearned) {
      weights = weights.map((weight, k) => weight + evidence.control[k]);
      learned.set(pattern, { state, wasForgotten: false });
    }
    const network = continuousNetwork({ weights, activation: first.activation });
    const memories: Memory[] = [];
    for (const [number, memory] of learned) {
      const found = await recognition(network, first.time, memory.state, pause);
      const isRecognized = found.isSink && found.similarity >= least;
      if (!isRecognized) memory.wasForgotten = true;
      const status = !isRecognized ? "forgotten" : memory.wasForgotten ? "restored" : "kept";
      memories.push({ pattern: number, status, similarity: found.similarity });
    }
    const change = weights.map((weight, k) => weight - start[k]);
    const presentation: Presentation = Object.freeze({
      index,
      pattern,
      solution,
      evidence,
      isLearned,
      weights,
      largestChange: change.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
      totalChange: change.reduce((sum, x) => sum + x * x, 0),
      beyondBounds: change.filter((x, k) => Math.abs(x) > bounds[k] * (1 + 1e-9)).length,
      memories,
    });
    history.push(presentation);
    onPresentation?.(presentation);
  }
  return history;
}

/** Where the free flow from a pattern goes, and how alike that is to the pattern. */
export async function recognition(
  network: ContinuousNetwork,
  time: "flow" | "map",
  pattern: ArrayLike<number>,
  pause: Pause,
): Promise<{ readonly isSink: boolean; readonly similarity: number }> {
  const { state } = await settle(network, time, pattern, pause);
  const rest = await restNear(network, time, state, pause);
  const isSink = rest?.isSink === true && rest.state.every((u, i) => Math.abs(u - state[i]) < 1e-3);
  return { isSink, similarity: similarity(network, state, pattern) };
}

/** Each presentation draws its own random starts. */
function seedOf(seed: number | string, index: number): number | string {
  if (index === 0) return seed;
  const [low, high] = deriveKey(keyOf(BigInt(seed)), index, 0);
  return ((BigInt(high) << 32n) | BigInt(low)).toString();
}
