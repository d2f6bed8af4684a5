/** How patterns are stored in the weights of given connections: the names of the rules, and what can be set of them. */
import { checkChoice } from "../check.ts";
import type { Key } from "../kernels.ts";
import type { Connectivity } from "./connectivity.ts";
import type { IntegerWeights } from "./fixed-point.ts";
import type { Network } from "./network.ts";

/**
 * A learning rule. `hebb`: J_ij = (1/c) Σ_μ ξ_i^μ ξ_j^μ (EK22 eq. 2).
 */
export type Learning = "hebb";

export const LEARNINGS: readonly Learning[] = ["hebb"];

/** The part of a spec that says how patterns are stored. */
export interface LearningSpec {
  /** Default "hebb". */
  readonly learning?: Learning;
}

export const LEARNING_KEYS = ["learning"] as const;

/** A `LearningSpec` with its defaults filled in; plain data. */
export interface LearningPlan {
  readonly learning: Learning;
}

/** Validates the learning rule of a spec. */
export function planLearning(where: string, spec: LearningSpec): LearningPlan {
  return { learning: checkChoice(`${where}: learning`, spec.learning ?? "hebb", LEARNINGS) };
}

/** Weights that a rule found, and how it went. */
export interface LearnedWeights extends IntegerWeights {
  /** i32[N]: neurons whose problem has no (unique) solution or ran out of steps; 0 where all is well. See each rule. */
  readonly status: Int32Array;
}

/** A learning rule at work on a network in the kernels' memory. */
export interface Learner {
  /** Whether every neuron learns by itself, so that threads can share the neurons. */
  readonly isLocal: boolean;
  /** Weights of the connections of neurons first … first + count − 1, in the order of their inputs. */
  learn(
    network: Network,
    connectivity: Connectivity,
    plan: LearningPlan,
    key: Key,
    pause: () => Promise<void> | undefined,
    first: number,
    count: number,
  ): Promise<LearnedWeights>;
}
