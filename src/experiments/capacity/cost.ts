/** Time that a critical load takes, in seconds of one core: see kit/cost. */
import type { LearningPlan } from "../../hopfield/learning/index.ts";
import { type Rule, ruleOf } from "../../hopfield/rules/index.ts";
import type { CodingPlan } from "../kit/coding.ts";
import { heatSeconds, learningSeconds, networkSeconds, stabilitySeconds } from "../kit/cost.ts";
import { HEBB } from "../kit/learnings.ts";
import type { RetrievalPlan } from "../kit/retrieval.ts";
import type { SearchesPlan } from "../kit/rules.ts";

/** Rough critical loads, in patterns per input, where inputs are chosen and where they are not. */
const CHOSEN_LOAD = 2.5;
const UNCHOSEN_LOAD = 0.25;
/** Networks made for a critical load where nothing is searched. */
const NETWORKS = 2;
/** Least time of a network in seconds; one with a coding is relaxed with real weights. */
const NETWORK_SECONDS = 2e-4;
const CODED_SECONDS = 3e-3;

/** Time of all networks that are made for one critical load, in seconds of one core. */
export function criticalLoadSeconds(
  plan: SearchesPlan & RetrievalPlan & CodingPlan & { readonly neurons: number },
  {
    learning: { learning },
    rule,
    inputs,
  }: { readonly learning: LearningPlan; readonly rule: Rule; readonly inputs: number },
): number {
  const { search } = ruleOf(rule);
  const hebbian = (search ? CHOSEN_LOAD : UNCHOSEN_LOAD) * inputs;
  const patterns = Math.max(hebbian, learning === HEBB.learning ? 0 : inputs);
  const one =
    networkSeconds(plan, rule, inputs, patterns) +
    learningSeconds(learning, plan.neurons, inputs, patterns) +
    stabilitySeconds(patterns, plan.neurons, inputs) +
    heatSeconds(plan, patterns, plan.neurons, inputs) +
    (plan.coding ? CODED_SECONDS : NETWORK_SECONDS);
  return (search?.effort.networks ?? NETWORKS) * one;
}
