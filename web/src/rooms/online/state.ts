/** The fields of online learning that the address holds, and the runs they ask for. */
import { computed } from "@preact/signals";
import { stateOf } from "../../state/address.ts";
import { choice, number, seed } from "../../state/fields.ts";

/** Names of the runs side by side; each begins with another number of inputs. */
export const STARTS = ["first", "second", "third"] as const;
export type Start = (typeof STARTS)[number];

export const state = stateOf("online", {
  rule: choice(["signal", "margin"], "signal"),
  epsilon: number({ initial: 1, min: 0, max: 4, step: 0.1 }),
  margin: number({ initial: 1, min: 0.2, max: 4, step: 0.1 }),
  /** N, the number of neurons. */
  neurons: number({ initial: 160, min: 40, max: 300, step: 20 }),
  /** c₀/N of each run: the connectivity it begins with, in percent. */
  first: number({ initial: 5, min: 1, max: 99, step: 1 }),
  second: number({ initial: 30, min: 1, max: 99, step: 1 }),
  third: number({ initial: 80, min: 1, max: 99, step: 1 }),
  seed: seed(),
  /** The moment whose distribution is shown, in percent of the logarithmic axis of repetitions. */
  moment: number({ initial: 100, min: 0, max: 100, step: 1 }),
});

/** What the runs share: their size, rule and seed. */
export interface RunSpec {
  readonly neurons: number;
  readonly epsilon?: number;
  readonly margin?: number;
  readonly seed: number;
}

export const spec = computed((): RunSpec => {
  const { rule, neurons, epsilon, margin, seed } = state;
  return {
    neurons: neurons.value,
    ...(rule.value === "signal" ? { epsilon: epsilon.value } : { margin: margin.value }),
    seed: seed.value,
  };
});

/** c₀ of a run: how many inputs every neuron has at the beginning. */
export function inputsOf(start: Start): number {
  const N = state.neurons.value;
  return Math.min(N - 1, Math.max(1, Math.round((state[start].value / 100) * N)));
}
