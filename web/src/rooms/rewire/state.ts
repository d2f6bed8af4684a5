/** The fields of the search that the address holds, and the network they ask for. */
import { computed } from "@preact/signals";
import { SEARCH_RULES } from "../../rules.data.ts";
import { stateOf } from "../../state/address.ts";
import { choice, number, numbers, seed, toggle } from "../../state/fields.ts";
import { ruleValues } from "../../state/rule-values.ts";
import { NUMBERS, RULE_NUMBERS } from "./fields.data.ts";
import { type SearchSpec, sweepsOf } from "./search.ts";

export const state = stateOf("rewire", {
  rule: choice(SEARCH_RULES, "signal"),
  /** N, the number of neurons. */
  neurons: number(NUMBERS.neurons),
  /** c: how many inputs every neuron has. */
  inputs: number(NUMBERS.inputs),
  /** p, the number of patterns. */
  patterns: number(NUMBERS.patterns),
  /** Whether the parameters of the rule are set by hand. */
  own: toggle(false),
  ...numbers(RULE_NUMBERS),
  effort: choice(["none", "short", "usual", "long"], "usual"),
  seed: seed("patterns and synapses"),
  /** The moment of the search that is shown, in percent of all moments. */
  moment: number({ initial: 100, min: 0, max: 100, step: 1 }),
});

/** The network asked for: a neuron has at most N − 2 inputs, or there would be nothing to choose. */
export const spec = computed((): SearchSpec => {
  const { rule, neurons, inputs, patterns, own, effort, seed } = state;
  return {
    rule: rule.value,
    neurons: neurons.value,
    inputs: Math.min(inputs.value, neurons.value - 2),
    patterns: patterns.value,
    parameters: own.value ? ruleValues(rule.value, state) : {},
    sweeps: sweepsOf(rule.value, effort.value),
    seed: seed.value,
  };
});
