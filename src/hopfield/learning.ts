/** How patterns are stored in the weights of given connections: the names of the rules, and what can be set of them. */
import { checkChoice } from "../check.ts";
import type { Key } from "../kernels.ts";
import type { Connectivity } from "./connectivity.ts";
import { COVARIANCE_KEYS, type CovariancePlan, type CovarianceSpec, planCovariance } from "./covariance.ts";
import type { IntegerWeights } from "./fixed-point.ts";
import type { Network } from "./network.ts";

/**
 * A learning rule. `hebb`: J_ij = (1/c) Σ_μ ξ_i^μ ξ_j^μ (EK22 eq. 2). `covariance`: J_ij ∝ Σ_μ (η_i^μ − a)(η_j^μ − a), η = (1 + ξ)/2, with
 * a firing threshold, for patterns of activity a (Tsodyks & Feigelman 1988).
 */
export type Learning = "hebb" | "covariance";

export const LEARNINGS: readonly Learning[] = ["hebb", "covariance"];

/** The part of a spec that says how patterns are stored. */
export interface LearningSpec extends CovarianceSpec {
  /** Default "hebb". */
  readonly learning?: Learning;
}

export const LEARNING_KEYS = ["learning", ...COVARIANCE_KEYS] as const;

/** A `LearningSpec` with its defaults filled in; plain data. */
export interface LearningPlan {
  readonly learning: Learning;
  /** There with the covariance rule. */
  readonly covariance?: CovariancePlan;
}

/** Validates the learning rule of a spec. */
export function planLearning(where: string, spec: LearningSpec): LearningPlan {
  const learning = checkChoice(`${where}: learning`, spec.learning ?? "hebb", LEARNINGS);
  if (learning === "covariance") return { learning, covariance: planCovariance(where, spec) };
  for (const key of COVARIANCE_KEYS) {
    if (spec[key] !== undefined) {
      throw new RangeError(`${where}: ${key} must be left out unless learning is "covariance", got ${spec[key]}`);
    }
  }
  return { learning };
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
