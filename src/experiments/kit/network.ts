/** The networks experiments are made on: patterns of a kind, and connectivity by a rule, both from one key. */

import type { Key } from "../../backend/contract/kernels.ts";
import { checkInteger } from "../../check/check.ts";
import { readParameters } from "../../check/parameters.ts";
import { readsBits } from "../../hopfield/bits.ts";
import { type Connectivity, regularConnectivity } from "../../hopfield/connectivity.ts";
import { randomLike } from "../../hopfield/given.ts";
import { MOST_PATTERNS } from "../../hopfield/limits.ts";
import { bitsBytes, checkBytes, networkBytes } from "../../hopfield/memory.ts";
import type { PatternSource } from "../../hopfield/network.ts";
import { checkPatternKind, type PatternKind, type PatternKindSpec } from "../../hopfield/pattern-kinds.ts";
import { rewireNetwork, searchedBytes } from "../../hopfield/rewire.ts";
import { rewireLike } from "../../hopfield/rewire-like.ts";
import { isSearchRule, type Rule, ruleOf } from "../../hopfield/rules/index.ts";
import type { NetworkSize } from "../../hopfield/size.ts";
import { strideOf } from "../../hopfield/stride.ts";
import type { Wiring } from "../../hopfield/wiring.ts";
import { deriveKey, keyOf, parseSeed, type Seed, seedOf } from "../../numeric/seed.ts";
import { nestedParameters } from "./parameters.ts";
import type { Means } from "./points.ts";
import { type RulesPlan, type SearchesPlan, searchPlanOf, searchValues } from "./rules.ts";

/** The part of a plan that says how networks are made. */
export interface NetworkPlan extends RulesPlan, SearchesPlan {
  readonly neurons: number;
  /** Kind of the patterns; left out where they are random. */
  readonly patternKind?: PatternKind;
  /** True where networks of all loads share one list of patterns; left out otherwise. */
  readonly nested?: boolean;
}

/** The kind of patterns of a spec: nothing for random ones. */
export function planPatternKind(
  where: string,
  { patternKind }: { readonly patternKind?: PatternKindSpec },
): Pick<NetworkPlan, "patternKind"> {
  if (patternKind === undefined) return {};
  const kind = checkPatternKind(`${where}: patternKind`, patternKind);
  return kind.kind === "random" ? {} : { patternKind: kind };
}

/** Whether the patterns of a spec are nested: nothing where they are fresh for every load. */
export function planNested(where: string, spec: object): Pick<NetworkPlan, "nested"> {
  return readParameters(where, nestedParameters, spec).nested ? { nested: true } : {};
}

/**
 * Refuses networks that memory would not hold: overlaps, connections, and what the searches of the rules take.
 *
 * @param perInput  bytes for each connection.
 */
export function checkNetworkBytes(
  where: string,
  rules: readonly Rule[],
  searches: SearchesPlan,
  size: NetworkSize,
  perInput = 16,
): void {
  const { nNeurons, nPatterns, nInputs } = size;
  const connections = nNeurons * nInputs;
  for (const rule of rules) {
    const { bytes, what } = isSearchRule(rule)
      ? searchedBytes(rule, searchPlanOf(searches, rule), size)
      : storedBytes(nNeurons, nPatterns, connections);
    checkBytes(where, bytes + perInput * connections, `${what} and connections of ${nNeurons} neurons`);
  }
}

function storedBytes(nNeurons: number, nPatterns: number, connections: number) {
  return readsBits(nNeurons, connections)
    ? { bytes: bitsBytes(nNeurons, nPatterns), what: "patterns" }
    : { bytes: networkBytes(nNeurons, nPatterns, strideOf(nNeurons)), what: "overlaps" };
}

/** The rule, size, load and seed of one network of a plan. */
export interface NetworkPoint {
  readonly rule: Rule;
  /** Number of inputs c of a neuron; with given connectivity the mean over its neurons. */
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

/**
 * A fresh network for every seed and load; the same patterns for every rule.
 *
 * @param given  connectivity whose number of inputs of every neuron all rules keep.
 */
export async function chooseNetwork(
  plan: NetworkPlan,
  { rule, inputs, patterns, seed }: NetworkPoint,
  means: Means,
  given?: Connectivity,
): Promise<ChosenNetwork> {
  const { neurons, patternKind, nested } = plan;
  const key = keyOfNetwork(seed, nested ? "nested" : patterns);
  const source = { nPatterns: patterns, nNeurons: neurons, key, ...(patternKind && { kind: patternKind }) };
  return { source, connectivity: await chooseConnectivity(plan, { rule, inputs, source, key }, means, given), key };
}

/**
 * The seed of the network that `capacity`, `fields` and `weights` make for a seed and a number of patterns: `randomPatterns`,
 * `randomConnectivity` and `rewire` with it give the very same.
 *
 * @param seed      one of an experiment's: seed, seed + 1, …
 * @param patterns  p, or "nested" for the networks whose patterns are the first p of one list
 * @throws TypeError or RangeError for a seed that is none, RangeError for p outside [1, 32767].
 */
export function networkSeed(seed: Seed, patterns: number | "nested"): bigint {
  const p = patterns === "nested" ? patterns : checkInteger("networkSeed: patterns", patterns, 1, MOST_PATTERNS);
  return seedOf(keyOfNetwork(parseSeed(seed, "networkSeed: seed"), p));
}

/** The key of a network of a seed and a number of patterns. */
export function keyOfNetwork(seed: bigint, patterns: number | "nested"): Key {
  return deriveKey(keyOf(seed), patterns === "nested" ? 0 : patterns, 0);
}

/** Connectivity by a rule for patterns that are there: the number of inputs of every neuron is `inputs`, or as given. */
export async function chooseConnectivity(
  plan: NetworkPlan,
  { rule, inputs, source, key }: Pick<NetworkPoint, "rule" | "inputs"> & Pick<ChosenNetwork, "source" | "key">,
  { backend, executor, signal, onPart }: Means,
  given?: Connectivity,
): Promise<Wiring> {
  const { neurons } = plan;
  const options = {
    onProgress: ({ done, total }: { readonly done: number; readonly total: number }) => onPart(done / total),
    ...(signal && { signal }),
  };
  if (given && ruleOf(rule).isGiven) return given;
  if (!isSearchRule(rule)) return given ? randomLike(given, key, backend) : { nInputs: inputs };
  const problem = { source, rule, plan: searchPlanOf(plan, rule), key, backend };
  const valuesOf = (own: number) => searchValues(plan, rule, source.nPatterns, own);
  if (given) return rewireLike({ ...problem, valuesOf }, given, executor, options);
  if (!isSearched(plan, { rule, inputs })) return { nInputs: inputs };
  const all = Int32Array.from({ length: neurons }, (_, i) => i);
  const found = await rewireNetwork({ ...problem, nInputs: inputs, values: valuesOf(inputs) }, all, executor, options);
  return regularConnectivity(neurons, inputs, found.inputs);
}

/** Whether there is anything to choose: not at random or as given, and not when all are connected. */
export function isSearched(
  { neurons }: Pick<NetworkPlan, "neurons">,
  { rule, inputs }: Pick<NetworkPoint, "rule" | "inputs">,
): boolean {
  return isSearchRule(rule) && inputs < neurons - 1;
}
