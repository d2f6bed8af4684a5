/** How patterns are stored in the weights of given connections: the names of the rules, and what can be set of them. */

import type { Key } from "../../backend/contract/kernels.ts";
import { checkChoice, checkInteger, checkNumber } from "../../check/check.ts";
import type { Connectivity } from "../connectivity.ts";
import type { IntegerWeights } from "../fixed-point.ts";
import type { Network } from "../network.ts";
import { type CovarianceSpec, planCovariance } from "./covariance.ts";

/**
 * A learning rule. `hebb`: J_ij = (1/c) Σ_μ ξ_i^μ ξ_j^μ (EK22 eq. 2). `storkey`: Hebb's with the crosstalk taken off as patterns
 * come (Storkey 1997). `pseudoinverse`: aligned fields exactly 1 as far as the inputs allow (Personnaz et al. 1985).
 * `perceptron`: the largest margin, by iterative error correction (Krauth & Mézard 1987). `unlearning`: Hebb's, then less of
 * what comes to mind by itself (Hopfield, Feinstein & Palmer 1983). `covariance`: J_ij = Σ_μ (η_i^μ − a)(η_j^μ − a)/(ca(1 − a)),
 * η = (1 + ξ)/2, with a firing threshold, for patterns of activity a (Tsodyks & Feigelman 1988). All of them over existing
 * connections alone.
 */
export type Learning = "hebb" | "storkey" | "pseudoinverse" | "perceptron" | "unlearning" | "covariance";

export const LEARNINGS: readonly Learning[] = [
  "hebb",
  "storkey",
  "pseudoinverse",
  "perceptron",
  "unlearning",
  "covariance",
];

/** Parameters of learning rules. */
export interface LearningParameters extends CovarianceSpec {
  /** Of the perceptron: how much of the largest possible margin is enough, in (0, 1); default 0.5. */
  readonly stability?: number;
  /** Of the perceptron: steps a neuron at most; default 100 000. */
  readonly maxSteps?: number;
  /** Of unlearning: states unlearned; default 30 a pattern, which takes the critical load from 0.14 to 0.44, all connected. */
  readonly dreams?: number;
  /** Of unlearning: ε, what a state takes off relative to what a pattern adds; default 0.01. */
  readonly unlearningRate?: number;
}

/** The part of a spec that says how patterns are stored. */
export interface LearningSpec extends LearningParameters {
  /** Default "hebb". */
  readonly learning?: Learning;
}

const PARAMETERS: Readonly<Record<keyof LearningParameters, Learning>> = {
  stability: "perceptron",
  maxSteps: "perceptron",
  dreams: "unlearning",
  unlearningRate: "unlearning",
  codingLevel: "covariance",
  firingThreshold: "covariance",
};
export const PARAMETER_KEYS = Object.keys(PARAMETERS) as (keyof LearningParameters)[];
export const LEARNING_KEYS: readonly string[] = ["learning", ...PARAMETER_KEYS];

/** A `LearningSpec` with its defaults filled in; plain data. Parameters are there with their rule. */
export interface LearningPlan extends LearningParameters {
  readonly learning: Learning;
}

/** Validates the learning rule of a spec. */
export function planLearning(where: string, { learning = "hebb", ...parameters }: LearningSpec): LearningPlan {
  const checked = checkChoice(`${where}: learning`, learning, LEARNINGS);
  checkParameters(where, [checked], parameters);
  return learningPlan(where, checked, parameters);
}

/** Refuses parameters of rules that are not there. */
export function checkParameters(where: string, learnings: readonly Learning[], parameters: LearningParameters): void {
  for (const name of PARAMETER_KEYS) {
    if (parameters[name] !== undefined && !learnings.includes(PARAMETERS[name])) {
      throw new RangeError(
        `${where}: ${name} must be left out unless learning is "${PARAMETERS[name]}", got ${parameters[name]}`,
      );
    }
  }
}

/** One rule with those parameters that are its own. */
export function learningPlan(where: string, learning: Learning, parameters: LearningParameters): LearningPlan {
  const { stability = 0.5, maxSteps = 100_000, dreams, unlearningRate = 0.01 } = parameters;
  if (learning === "perceptron") {
    const part = checkNumber(`${where}: stability`, stability, 0, true);
    if (part >= 1) throw new RangeError(`${where}: stability must be less than 1, got ${part}`);
    return { learning, stability: part, maxSteps: checkInteger(`${where}: maxSteps`, maxSteps, 1) };
  }
  if (learning === "unlearning") {
    const rate = checkNumber(`${where}: unlearningRate`, unlearningRate, 1e-4);
    const given = dreams !== undefined && { dreams: checkInteger(`${where}: dreams`, dreams, 0, 1e7) };
    return { learning, ...given, unlearningRate: rate };
  }
  if (learning === "covariance") return { learning, ...planCovariance(where, parameters) };
  return { learning };
}

/** Weights that a rule found, and how it went. */
export interface LearnedWeights extends IntegerWeights {
  /** i32[N]: 0 where all is well; see each rule. */
  readonly status: Int32Array;
}

/** A learning rule at work on a network in the kernels' memory. */
export interface Learner {
  /**
   * Whether neurons learn by themselves, so that threads can share them: in as many parts as there are threads where a part has
   * work of its own to do first, in many where they take different times.
   */
  readonly parts: "one" | "threads" | "many";
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
