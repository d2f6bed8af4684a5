/** What a critical load costs, in seconds of one core: see kit/cost. */
import type { LearningPlan } from "../../hopfield/learning/index.ts";
import { type Rule, ruleOf } from "../../hopfield/rules/index.ts";
import type { CodingPlan } from "../kit/coding.ts";
import { heatSeconds, learningSeconds, networkSeconds, stabilitySeconds } from "../kit/cost.ts";
import { HEBB } from "../kit/learnings.ts";
import type { RetrievalPlan } from "../kit/retrieval.ts";
import type { SearchesPlan } from "../kit/rules.ts";

/** Patterns for each input, roughly, where inputs are chosen and where they are not. */
const CHOSEN_LOAD = 2.5;
const UNCHOSEN_LOAD = 0.25;
/** Networks made for a critical load where nothing is searched. */
const NETWORKS = 2;
/** What a network takes at least; one with a coding is relaxed with real weights. */
const NETWORK_SECONDS = 2e-4;
const CODED_SECONDS = 3e-3;

/** All networks made for one critical load. */
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
