/** Rules of connectivity as the subjects of sentences. */

import { type Rule, ruleOf } from "../../hopfield/rules/index.ts";
import { capitalize } from "../../plot/words.ts";

/** "noise reduction", "random synapses". */
export function nameOf(rule: Rule): string {
  const { label, unchosen } = ruleOf(rule);
  return unchosen?.synapses ?? label;
}

/** "Noise reduction stores", "Random synapses store". */
export function doesWhat(rule: Rule, verb: string): string {
  return `${capitalize(nameOf(rule))} ${verb}${ruleOf(rule).unchosen ? "" : "s"}`;
}
