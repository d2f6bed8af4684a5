/** The published numbers as claims read them: critical loads by N, c and rule, random networks of both tables together, and runs over N. */
import { unique } from "../../check/lists.ts";
import { random } from "../../hopfield/rules/random.ts";
import { type SampleMean, sampleOf, together } from "../compare-means.ts";
import { PUBLISHED_RUN_NEURONS, PUBLISHED_RUNS } from "./published-runs.ts";
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

/** c₀/N of the published runs of online learning: two from below the final c, two from above. */
export const STARTS: readonly number[] = PUBLISHED_RUNS.map(({ inputs }) => inputs / PUBLISHED_RUN_NEURONS);
/** Their final mean c, over N. */
export const FINAL_INPUTS = sampleOf(PUBLISHED_RUNS.map(({ meanInputs }) => meanInputs / PUBLISHED_RUN_NEURONS));
/** c/N on the way at which online learning is compared with random connectivity. */
export const GROWING_DENSITY = 0.16;
