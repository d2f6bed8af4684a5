/** Stores patterns in the weights of given connections, by any learning rule, here or on threads. */
import type { BackendName, Key } from "../../backend/contract/kernels.ts";
import { checkChoice, checkKeys } from "../../check/check.ts";
import { keysOf } from "../../check/parameters.ts";
import { keyOf, parseSeed, type Seed } from "../../numeric/seed.ts";
import { type Executor, inlineExecutor, mapLimited, type Task } from "../../run/executor.ts";
import type { RunOptions } from "../../run/pace.ts";
import { readsBits } from "../bits.ts";
import { type Connectivity, checkConnectivity, fullConnectivity } from "../connectivity.ts";
import { graphOf } from "../graph.ts";
import { bitsBytes, checkBytes, networkBytes } from "../memory.ts";
import { type PatternSource, sourceOf, withNetwork } from "../network.ts";
import { type PatternsLike, patternsOf } from "../patterns.ts";
import type { HopfieldNetwork } from "../relax.ts";
import { strideOf } from "../stride.ts";
import { connectivityOf, hebbianWeights, type Wiring, withWired } from "../wiring.ts";
import { LEARNING_PARAMETERS, type Learning, type LearningPlan, type LearningSpec, learningOf } from "./index.ts";
import { planLearning } from "./plan.ts";
import type { LearnedWeights } from "./rule.ts";

/** What `learnNetwork` takes beside its spec. */
export interface LearnOptions extends RunOptions {
  readonly backend?: BackendName;
  /** Where neurons learn; default here. `threads()` of `palimpsest/node` uses all cores. */
  readonly executor?: Executor;
}

/** A network with what its learning rule says of it. */
export interface LearnedNetwork extends HopfieldNetwork {
  readonly learning: Learning;
  /** i32[N]: see the rule; 0 where all is well. */
  readonly status: Int32Array;
}

/**
 * Stores patterns by the linear Hebbian rule on given connectivity: J_ij = (1/c) Σ_μ ξ_i^μ ξ_j^μ where C_ij = 1 (EK22 eq.
 * 2). Kept as the integers M_ij = c·J_ij, whose signs of sums are the same.
 *
 * @param patterns      patterns, or rows of ±1 or of 0 and 1.
 * @param connectivity  default: every neuron reads every other one.
 * @throws RangeError when patterns and connectivity differ in neurons or cannot fit.
 */
export function hebbianNetwork(
  patterns: PatternsLike,
  connectivity?: Connectivity,
  options: LearnOptions = {},
): Promise<LearnedNetwork> {
  return storeIn("hebbianNetwork", patterns, connectivity, {}, options);
}

/**
 * Stores patterns on given connectivity by a learning rule: see `Learning`.
 *
 * @param patterns      patterns, or rows of ±1 or of 0 and 1.
 * @param connectivity  default: every neuron reads every other one.
 * @param spec.seed  of rules that draw random numbers; required there.
 * @throws RangeError when patterns and connectivity differ in neurons or cannot fit; TypeError or RangeError that names a
 *   wrong argument.
 */
export function learnNetwork(
  patterns: PatternsLike,
  connectivity?: Connectivity,
  spec: LearningSpec & { readonly seed?: Seed } = {},
  options: LearnOptions = {},
): Promise<LearnedNetwork> {
  return storeIn("learnNetwork", patterns, connectivity, spec, options);
}

async function storeIn(
  where: string,
  given: PatternsLike,
  existing: Connectivity | undefined,
  spec: LearningSpec & { readonly seed?: Seed },
  options: LearnOptions,
): Promise<LearnedNetwork> {
  if (existing !== undefined) checkConnectivity(`${where}: connectivity`, existing);
  const patterns = patternsOf(`${where}: patterns`, given, existing?.nNeurons);
  const connectivity = existing ?? fullConnectivity(patterns.nNeurons);
  const { nNeurons, nPatterns } = patterns;
  if (connectivity.nNeurons !== nNeurons) {
    throw new RangeError(
      `${where}: connectivity must connect the patterns' ${nNeurons} neurons, got ${connectivity.nNeurons}`,
    );
  }
  checkKeys(`${where}: spec`, spec, ["learning", ...keysOf(LEARNING_PARAMETERS), "seed"]);
  const { seed, ...learning } = spec;
  const plan = planLearning(where, learning);
  if (learningOf(plan.learning).needsSeed && seed === undefined) {
    throw new TypeError(`${where}: seed must be given for learning "${plan.learning}", got none`);
  }
  const key = keyOf(parseSeed(seed ?? 0, `${where}: seed`));
  const backend = checkChoice(`${where}: backend`, options.backend ?? "wasm", ["wasm", "js"]);
  const connections = connectivity.inputs.length;
  const [stored, what] = isFromBits(plan.learning, nNeurons, connections)
    ? [bitsBytes(nNeurons, nPatterns), "patterns and connections"]
    : [networkBytes(nNeurons, nPatterns, strideOf(nNeurons)), "overlaps"];
  checkBytes(where, stored + 24 * connections, `${what} of ${nNeurons} neurons`);
  const problem = { source: sourceOf(patterns), connectivity, plan, key, backend };
  const learned = await learnWeights(problem, options.executor ?? inlineExecutor, options);
  const { weights, scale, status, thresholds, winners } = learned;
  const graph = graphOf(nNeurons, connectivity.rowStart, connectivity.inputs, weights, thresholds);
  return Object.freeze({ learning: plan.learning, graph, scale, status, ...(winners !== undefined && { winners }) });
}

/** A network to be stored, validated. */
export interface LearnProblem {
  readonly source: PatternSource;
  readonly connectivity: Wiring;
  readonly plan: LearningPlan;
  readonly key: Key;
  readonly backend: BackendName;
}

/** Whether a rule takes weights that come from the patterns' bits, so that no overlap matrix is made. */
function isFromBits(learning: Learning, nNeurons: number, connections: number): boolean {
  return learningOf(learning).fromWeights !== undefined && readsBits(nNeurons, connections);
}

/** Parts a thread: neurons do not all learn in the same time. */
const PARTS = 4;
/** Fewest neurons in a part: every one has to bring the network together again. */
const LEAST = 16;

/** Weights of all neurons; rules whose neurons learn by themselves share them among threads. */
export async function learnWeights(
  problem: LearnProblem,
  executor: Executor,
  { signal, onProgress }: RunOptions = {},
): Promise<LearnedWeights> {
  const { nNeurons } = problem.source;
  const wanted = { one: 1, threads: executor.threads, many: PARTS * executor.threads }[
    learningOf(problem.plan.learning).parts
  ];
  const size = Math.max(LEAST, Math.ceil(nNeurons / wanted));
  const parts = Array.from({ length: Math.ceil(nNeurons / size) }, (_, k) => {
    return { first: k * size, count: Math.min(size, nNeurons - k * size) };
  });
  let done = 0;
  const found = await mapLimited(parts, executor.threads, async (part) => {
    const learned = await executor.run(learnTask, { ...problem, ...part }, signal);
    done += part.count;
    onProgress?.({ done, total: nNeurons, label: "neurons taught" });
    return learned;
  });
  if (found.length === 1) return found[0];
  const weights = new Int32Array(found.reduce((sum, part) => sum + part.weights.length, 0));
  const scale = new Float64Array(nNeurons);
  const status = new Int32Array(nNeurons);
  let at = 0;
  found.forEach((part, k) => {
    weights.set(part.weights, at);
    at += part.weights.length;
    scale.set(part.scale, parts[k].first);
    status.set(part.status, parts[k].first);
  });
  return { weights, scale, status };
}

/** Weights of neurons first … first + count − 1. */
export const learnTask: Task<LearnProblem & { readonly first: number; readonly count: number }, LearnedWeights> = {
  name: "learn",
  run({ source, connectivity, plan, key, backend, first, count }, pause) {
    const rule = learningOf(plan.learning);
    if (rule.fromWeights) {
      return withWired(backend, source, connectivity, pause, (network) => {
        const given = connectivityOf(network, connectivity, key);
        return rule.fromWeights!(hebbianWeights(network, given), given);
      });
    }
    return withNetwork(backend, source, pause, (network) => {
      const given = connectivityOf(network, connectivity, key);
      return rule.learn(network, given, plan, key, pause, first, count);
    });
  },
};
