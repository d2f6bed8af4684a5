/** Time that the curves of a frontier take, in seconds of one core: see kit/cost. */
import { type Rule, ruleOf } from "../../hopfield/rules/index.ts";
import { heatSeconds, networkSeconds, stabilitySeconds } from "../kit/cost.ts";
import type { RetrievalPlan } from "../kit/retrieval.ts";
import type { SearchesPlan } from "../kit/rules.ts";

/** Networks of a curve, and cues tried with each. */
const NETWORKS = 14;
const BISECTIONS = 9;
/** Patterns for each input along a curve, roughly, where inputs are chosen and where they are not. */
const CHOSEN_LOAD = 1;
const UNCHOSEN_LOAD = 0.15;

/** All networks of the curve of one rule, parameter and seed. */
export function curveSeconds(
  plan: SearchesPlan & RetrievalPlan & { readonly neurons: number; readonly inputs: number },
  rule: Rule,
): number {
  const { neurons, inputs } = plan;
  const { search } = ruleOf(rule);
  const patterns = (search ? CHOSEN_LOAD : UNCHOSEN_LOAD) * inputs;
  const cues = stabilitySeconds(patterns, neurons, inputs) + heatSeconds(plan, patterns, neurons, inputs);
  const network = (search?.effort.onTheWay ?? 1) * networkSeconds(plan, rule, inputs, patterns);
  return NETWORKS * (network + BISECTIONS * cues);
}
