/** The learning rules an experiment compares, beside the rules of connectivity: each with each. */
import { checkChoice } from "../../check/check.ts";
import { listOf, unique } from "../../check/lists.ts";
import { givenOf, type SpecOf } from "../../check/parameters.ts";
import { learnWeights } from "../../hopfield/learning/learn.ts";
import {
  checkParameters,
  LEARNINGS,
  type Learning,
  type LearningPlan,
  learningPlan,
} from "../../hopfield/learning/learning.ts";
import { isSearchRule, type Rule } from "../../hopfield/rules/index.ts";
import type { ChosenNetwork } from "./network.ts";
import { learningsParameters, type PlainLearning } from "./parameters.ts";
import type { Means } from "./points.ts";

const PLAIN = LEARNINGS.filter((learning): learning is PlainLearning => learning !== "covariance");

/** The part of a spec that says how patterns are stored. */
export interface LearningsSpec extends SpecOf<typeof learningsParameters> {}

export const LEARNINGS_KEYS = Object.keys(learningsParameters);

/** There unless all networks are Hebbian. */
export interface LearningsPlan {
  readonly learning?: readonly LearningPlan[];
}

/** How one network is stored, as rows say it: nothing in plans that are Hebbian alone. */
export interface LearningColumn {
  readonly learning?: Learning;
}

/** Validates the learning rules of a spec. */
export function planLearnings(where: string, spec: LearningsSpec & { readonly codingLevel?: number }): LearningsPlan {
  const { learning: _, ...own } = learningsParameters;
  const { learning, codingLevel } = spec;
  const parameters = givenOf(own, spec);
  const names = unique(
    listOf(`${where}: learning`, learning ?? "hebb").map((name) => checkChoice(`${where}: learning`, name, PLAIN)),
  );
  checkParameters(where, names, parameters);
  if (codingLevel !== undefined && learning !== undefined) {
    throw new TypeError(
      `${where}: learning must be left out with codingLevel, which the covariance rule stores, got "${names.join(", ")}"`,
    );
  }
  if (names.length === 1 && names[0] === "hebb") return {};
  return { learning: names.map((name) => learningPlan(where, name, parameters)) };
}

/** Weights as EK22 has them. */
export const HEBB: LearningPlan = { learning: "hebb" };

/** The learning rules of a plan. */
export function learningsOf(plan: LearningsPlan): readonly LearningPlan[] {
  return plan.learning ?? [HEBB];
}

/** A row's column, and what is put before its key: nothing in Hebbian plans, whose rows stay what they were. */
export function learningColumn(plan: LearningsPlan, { learning }: LearningPlan): LearningColumn {
  return plan.learning ? { learning } : {};
}

export function learningKey({ learning }: LearningColumn): string {
  return learning === undefined ? "" : `${learning}/`;
}

/** Columns of a table of a plan: learning comes last, and only when it is not Hebbian alone. */
export function withLearning(columns: readonly string[], plan: LearningsPlan): readonly string[] {
  return plan.learning ? [...columns, "learning"] : columns;
}

/** The network with its weights learned; a Hebbian one stays as it is, its weights are gathered where they are used. */
export async function taught(
  network: ChosenNetwork,
  plan: LearningPlan,
  { backend, executor, signal }: Pick<Means, "backend" | "executor" | "signal">,
): Promise<ChosenNetwork> {
  if (plan.learning === "hebb") return network;
  const learned = await learnWeights({ ...network, plan, backend }, executor, signal ? { signal } : {});
  return { ...network, connectivity: { ...network.connectivity, learned } };
}

/** Where the search of a critical load begins: measured at N = 300 with random connectivity. See `SEARCH_START`. */
export function expectedLearningLoad(
  learning: Learning,
  rule: Rule,
  hebbian: number,
  nInputs: number,
  nNeurons: number,
): number {
  const density = nInputs / (nNeurons - 1);
  const plain = !isSearchRule(rule);
  switch (learning) {
    case "storkey":
      return hebbian * (plain ? 1 + 1.2 * density : 1);
    case "pseudoinverse":
      return Math.max(0.9, plain ? 0 : hebbian);
    case "perceptron":
      return plain ? 1.7 : Math.max(1.8, hebbian);
    case "unlearning":
      return hebbian * (plain ? 1.5 + 1.6 * density : 1.1);
    default:
      return hebbian;
  }
}
