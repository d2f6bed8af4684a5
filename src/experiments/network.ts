/** The networks experiments are made on: random patterns, and connectivity by a rule, both from one key. */
import { regularConnectivity } from "../hopfield/connectivity.ts";
import type { PatternSource } from "../hopfield/network.ts";
import { rewireNetwork } from "../hopfield/rewire.ts";
import type { Rule } from "../hopfield/rule.ts";
import type { Wiring } from "../hopfield/wiring.ts";
import type { Key } from "../kernels.ts";
import { deriveKey, keyOf } from "../random/seed.ts";
import type { Means } from "./points.ts";
import { type RulesPlan, type SearchesPlan, searchCost } from "./rules.ts";

/** What a plan says of its networks. */
export interface NetworkPlan extends RulesPlan, SearchesPlan {
  readonly neurons: number;
}

/** One network of a plan. */
export interface NetworkPoint {
  readonly rule: Rule;
  readonly inputs: number;
  readonly patterns: number;
  readonly seed: bigint;
}

export interface ChosenNetwork {
  readonly source: PatternSource;
  /** The connectivity, or how many inputs each neuron draws at random from the stream of `key`. */
  readonly connectivity: Wiring;
  readonly key: Key;
}

/** A fresh network for every seed and load; the same patterns for every rule. */
export async function chooseNetwork(
  plan: NetworkPlan,
  { rule, inputs, patterns, seed }: NetworkPoint,
  { backend, executor, signal, onPart }: Means,
): Promise<ChosenNetwork> {
  const { neurons, anneal, marginAnneal } = plan;
  const key = deriveKey(keyOf(seed), patterns, 0);
  const source = { nPatterns: patterns, nNeurons: neurons, key };
  if (rule === "random" || !isSearched(plan, { rule, inputs }))
    return { source, connectivity: { nInputs: inputs }, key };
  const cost = searchCost(plan, rule, patterns, inputs);
  const problem = {
    source,
    nInputs: inputs,
    ...cost,
    plan: (rule === "margin" && marginAnneal) || anneal,
    key,
    backend,
  };
  const all = Int32Array.from({ length: neurons }, (_, i) => i);
  const found = await rewireNetwork(problem, all, executor, {
    onProgress: ({ done, total }) => onPart(done / total),
    ...(signal && { signal }),
  });
  return { source, connectivity: regularConnectivity(neurons, inputs, found.inputs), key };
}

/** Whether there is anything to choose: not at random, and not when all are connected. */
export function isSearched({ neurons }: NetworkPlan, { rule, inputs }: Pick<NetworkPoint, "rule" | "inputs">): boolean {
  return rule !== "random" && inputs < neurons - 1;
}

/** Relative time of a network: the search is nearly all of it. */
export function networkCost(plan: NetworkPlan, point: Pick<NetworkPoint, "rule" | "inputs">): number {
  if (!isSearched(plan, point)) return 0.01;
  return point.rule === "margin" ? 2.5 : 1;
}
