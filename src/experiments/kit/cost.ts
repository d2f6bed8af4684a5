/**
 * What networks cost, in seconds of one core of the machine in docs/background/performance.md, which has the measurements. Sums and
 * products alone, so that every machine deals tasks to shards alike.
 */

import { pooledEffort } from "../../hopfield/anneal.ts";
import { readsBits } from "../../hopfield/bits.ts";
import { type Learning, learningOf } from "../../hopfield/learning/index.ts";
import { isLargeNetwork } from "../../hopfield/network.ts";
import { isSearchRule, type Rule, searchOf } from "../../hopfield/rules/index.ts";
import { isSearched } from "./network.ts";
import { type SearchesPlan, searchPlanOf } from "./rules.ts";

/** Time of the overlap matrix, in ns per pattern and pair of neurons. */
const OVERLAP_NS = 0.003;
/** Time of drawing patterns and packing them as bits, in ns per pattern and neuron. */
const BIT_NS = 1;
/** Time of retrieving one state, in ns per connection, over all its sweeps. */
const RETRIEVAL_NS = 8;

/** Time of one network of a rule in seconds: its overlaps, and the search where there is one. */
export function networkSeconds(
  plan: SearchesPlan & { readonly neurons: number },
  rule: Rule,
  inputs: number,
  patterns: number,
): number {
  const { neurons } = plan;
  const asBits = isLargeNetwork(neurons) && readsBits(neurons, neurons * inputs);
  const bits = BIT_NS * neurons * patterns;
  const overlap = asBits ? bits : OVERLAP_NS * neurons * neurons * patterns;
  if (!isSearchRule(rule) || !isSearched(plan, { rule, inputs })) return 1e-9 * overlap;
  const size = { nNeurons: neurons, nPatterns: patterns, nInputs: inputs };
  const { pooled, nanoseconds } = searchOf(rule);
  const search = searchPlanOf(plan, rule);
  const effort = pooledEffort(search, rule, inputs);
  if (pooled && effort !== null) return 1e-9 * (bits + pooled.nanoseconds(size, effort));
  return 1e-9 * (OVERLAP_NS * neurons * neurons * patterns + nanoseconds(size, search));
}

/** Time of relaxing patterns from themselves, in seconds. */
export function stabilitySeconds(patterns: number, neurons: number, inputs: number): number {
  return SETTLED * retrievalSeconds(patterns, neurons, inputs);
}

/** Time of relaxing `states` states of N neurons with c inputs each, in seconds. */
export function retrievalSeconds(states: number, neurons: number, inputs: number): number {
  return 1e-9 * RETRIEVAL_NS * states * neurons * inputs;
}

/** ns of drawing one neuron anew at a temperature, and of what its flips cost for each of its connections. */
const DRAWN_NS = 20;
const DRAWN_NS_PER_INPUT = 0.13;

/** Time of the sweeps of states at a temperature in seconds, with those that are not measured; 0 at T = 0. */
export function heatSeconds(
  plan: { readonly temperature?: number | readonly number[]; readonly maxSweeps: number },
  states: number,
  neurons: number,
  inputs: number,
): number {
  const hot = [plan.temperature ?? 0].flat().filter((temperature) => temperature > 0).length;
  return 1e-9 * hot * 1.2 * plan.maxSweeps * states * neurons * (DRAWN_NS + DRAWN_NS_PER_INPUT * inputs);
}

/** Part of a relaxation that a pattern near a fixed point takes. */
const SETTLED = 0.25;

/** Time of storing patterns by a learning rule in seconds, beside that of finding the connectivity. */
export function learningSeconds(learning: Learning, neurons: number, inputs: number, patterns: number): number {
  const { connection, neuron } = learningOf(learning).nanoseconds;
  return 1e-9 * neurons * patterns * (connection * inputs + neuron);
}
