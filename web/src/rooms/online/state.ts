/** The fields of online learning that the address holds, and the runs they ask for. */
import { computed } from "@preact/signals";
import { GROWTH_RULES, type GrowthRuleName, type RuleParametersSpec } from "../../rules.data.ts";
import { stateOf } from "../../state/address.ts";
import { choice, number, numbers, seed } from "../../state/fields.ts";
import { ruleValues } from "../../state/rule-values.ts";
import { NUMBERS, RULE_NUMBERS } from "./fields.data.ts";

/** Names of the runs side by side; each begins with another number of inputs. */
export const STARTS = ["first", "second", "third"] as const;
export type Start = (typeof STARTS)[number];

export const state = stateOf("online", {
  rule: choice(GROWTH_RULES, "signal"),
  ...numbers(RULE_NUMBERS),
  /** N, the number of neurons. */
  neurons: number(NUMBERS.neurons),
  /** c₀/N of each run: the connectivity it begins with, in percent. */
  first: number({ initial: 5, min: 1, max: 99, step: 1 }),
  second: number({ initial: 30, min: 1, max: 99, step: 1 }),
  third: number({ initial: 80, min: 1, max: 99, step: 1 }),
  seed: seed("runs"),
  /** The moment whose distribution is shown, in percent of the logarithmic axis of repetitions. */
  moment: number({ initial: 100, min: 0, max: 100, step: 1 }),
});

/** What the runs share: their size, rule and seed. */
export interface RunSpec {
  readonly neurons: number;
  readonly rule: GrowthRuleName;
  readonly parameters: RuleParametersSpec;
  readonly seed: number;
}

export const spec = computed((): RunSpec => {
  const { rule, neurons, seed } = state;
  return {
    neurons: neurons.value,
    rule: rule.value,
    parameters: ruleValues(rule.value, state),
    seed: seed.value,
  };
});

/** c₀ of a run: how many inputs every neuron has at the beginning. */
export function inputsOf(start: Start): number {
  const N = state.neurons.value;
  return Math.min(N - 1, Math.max(1, Math.round((state[start].value / 100) * N)));
}
