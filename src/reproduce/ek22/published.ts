/** The published critical loads as claims read them: by N, c and rule, with what two tables say of random connectivity taken together. */
import { unique } from "../../check/lists.ts";
import { random } from "../../hopfield/rules/random.ts";
import { type SampleMean, together } from "../compare-means.ts";
import { PUBLISHED_TABLE } from "./published-tables.ts";
import type { ALL } from "./rules.ts";

/** One critical load: of a rule in networks of N neurons with c inputs each. */
export interface CapacityAt {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: (typeof ALL)[number];
}

/** Every N of the tables, and every c at which networks of N neurons were measured. */
export const PUBLISHED_SIZES: readonly number[] = unique(PUBLISHED_TABLE.map(({ neurons }) => neurons));
export function publishedInputs(neurons: number): number[] {
  return unique(PUBLISHED_TABLE.filter((row) => row.neurons === neurons).map(({ inputs }) => inputs));
}

/** The published p_c: random networks were measured beside each rule, and count together. */
export function publishedCapacity({ neurons, inputs, rule }: CapacityAt): SampleMean | undefined {
  const there = PUBLISHED_TABLE.filter((row) => row.neurons === neurons && row.inputs === inputs);
  if (rule === random.name) {
    const samples = there.map((row) => row.random);
    return samples.length === 0 ? undefined : samples.reduce(together);
  }
  return there.find((row) => row.rule === rule)?.chosen;
}
