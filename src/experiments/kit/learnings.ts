/** The learning rules an experiment compares, beside the rules of connectivity: each with each. */
import { checkChoice } from "../../check/check.ts";
import { listOf, unique } from "../../check/lists.ts";
import { givenOf, type SpecOf } from "../../check/parameters.ts";
import { hebb } from "../../hopfield/learning/hebb.ts";
import {
  type Learning,
  type LearningPlan,
  learningOf,
  PLAIN_LEARNING_PARAMETERS,
  PLAIN_LEARNINGS,
} from "../../hopfield/learning/index.ts";
import { learnWeights } from "../../hopfield/learning/learn.ts";
import { checkParameters, learningPlan } from "../../hopfield/learning/plan.ts";
import { isSearchRule, type Rule } from "../../hopfield/rules/index.ts";
import type { ChosenNetwork } from "./network.ts";
import type { learningsParameters } from "./parameters.ts";
import type { Means } from "./points.ts";

/** The part of a spec that says how patterns are stored. */
export interface LearningsSpec extends SpecOf<typeof learningsParameters> {}

/** The learning rules of a plan; empty where all networks are Hebbian. */
export interface LearningsPlan {
  readonly learning?: readonly LearningPlan[];
}

/** Learning rule of a network, as rows hold it: left out in plans that are Hebbian alone. */
export interface LearningColumn {
  readonly learning?: Learning;
}

/** Validates the learning rules of a spec. */
export function planLearnings(where: string, spec: LearningsSpec & { readonly codingLevel?: number }): LearningsPlan {
  const { learning, codingLevel } = spec;
  const parameters = givenOf(PLAIN_LEARNING_PARAMETERS, spec);
  const names = unique(
    listOf(`${where}: learning`, learning ?? hebb.name).map((name) =>
      checkChoice(`${where}: learning`, name, PLAIN_LEARNINGS),
    ),
  );
  checkParameters(where, names, parameters);
  if (codingLevel !== undefined && learning !== undefined) {
    throw new TypeError(
      `${where}: learning must be left out with codingLevel, which the covariance rule stores, got "${names.join(", ")}"`,
    );
  }
  if (names.length === 1 && names[0] === hebb.name) return {};
  return { learning: names.map((name) => learningPlan(where, name, parameters)) };
}

/** Plan of the Hebbian weights of EK22. */
export const HEBB: LearningPlan = { learning: hebb.name };

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
  if (plan.learning === hebb.name) return network;
  const learned = await learnWeights({ ...network, plan, backend }, executor, signal ? { signal } : {});
  return { ...network, connectivity: { ...network.connectivity, learned } };
}

/** Critical load to be expected of a learning rule, from that of Hebbian weights. */
export function expectedLearningLoad(
  learning: Learning,
  rule: Rule,
  hebbian: number,
  nInputs: number,
  nNeurons: number,
): number {
  const where = { density: nInputs / (nNeurons - 1), isChosen: isSearchRule(rule) };
  return learningOf(learning).expectedLoad(hebbian, where);
}
