/** The fields of the search that the address holds, and the network they ask for. */
import { computed } from "@preact/signals";
import { stateOf } from "../../state/address.ts";
import { choice, number, seed, toggle } from "../../state/fields.ts";
import { type SearchSpec, sweepsOf } from "./search.ts";

export const state = stateOf("rewire", {
  rule: choice(["noise", "signal", "margin"], "signal"),
  /** N, the number of neurons. */
  neurons: number({ initial: 240, min: 60, max: 400, step: 20 }),
  /** c: how many inputs every neuron has. */
  inputs: number({ initial: 24, min: 4, max: 120, step: 1 }),
  /** p, the number of patterns. */
  patterns: number({ initial: 48, min: 2, max: 300, step: 1 }),
  /** Whether ε or κ is set by hand. */
  own: toggle(false),
  epsilon: number({ initial: 2, min: 0, max: 8, step: 0.1 }),
  margin: number({ initial: 0.7, min: 0.1, max: 5, step: 0.1 }),
  effort: choice(["none", "short", "usual", "long"], "usual"),
  seed: seed(),
  /** The moment of the search that is shown, in percent of all moments. */
  moment: number({ initial: 100, min: 0, max: 100, step: 1 }),
});

/** The network asked for: a neuron has at most N − 2 inputs, or there would be nothing to choose. */
export const spec = computed((): SearchSpec => {
  const { rule, neurons, inputs, patterns, own, epsilon, margin, effort, seed } = state;
  return {
    rule: rule.value,
    neurons: neurons.value,
    inputs: Math.min(inputs.value, neurons.value - 2),
    patterns: patterns.value,
    ...(own.value && rule.value === "signal" && { epsilon: epsilon.value }),
    ...(own.value && rule.value === "margin" && { margin: margin.value }),
    sweeps: sweepsOf(rule.value, effort.value),
    seed: seed.value,
  };
});
