/** Rewiring: the search for each neuron's inputs that a rule prefers. */
import type { BackendName, Key } from "../backend/contract/kernels.ts";
import { checkChoice, checkKeys } from "../check/check.ts";
import { keysOf } from "../check/parameters.ts";
import { drawSeed, keyOf, parseSeed, type Seed, seedToJson } from "../numeric/seed.ts";
import { type Executor, inlineExecutor, mapLimited, type Task } from "../run/executor.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { VERSION } from "../version.ts";
import {
  type AnnealPlan,
  type AnnealSpec,
  checkNeurons,
  type NeuronSearch,
  planAnneal,
  pooledEffort,
} from "./anneal.ts";
import { annealParameters } from "./anneal-parameters.ts";
import { withBits } from "./bits.ts";
import { type Connectivity, checkConnectivity, checkInputs, regularConnectivity } from "./connectivity.ts";
import { courseWriter, emptyCourse, type SearchCourse } from "./course.ts";
import { checkBytes, networkBytes, workBytes } from "./memory.ts";
import { type PatternSource, shareNetwork, sourceOf, withNetwork } from "./network.ts";
import { type Patterns, type PatternsLike, patternsOf } from "./patterns.ts";
import { checkRule } from "./rules/check.ts";
import {
  RULE_PARAMETER_NAMES,
  type RuleParameter,
  type RuleParametersSpec,
  SEARCH_RULES,
  type SearchRule,
  searchOf,
  withNulls,
} from "./rules/index.ts";
import type { RuleValues } from "./rules/rule.ts";
import type { NetworkSize } from "./size.ts";
import { strideOf } from "./stride.ts";

/** What `rewire` searches for: inputs, rule and search, with the parameters that the rules declare. */
export interface RewireSpec extends AnnealSpec, RuleParametersSpec {
  /** Number of inputs c of every neuron, in [1, nNeurons − 1]. */
  readonly inputs: number;
  readonly rule: SearchRule;
  /** Neurons to search for; default all. */
  readonly only?: ArrayLike<number>;
  /** Connectivity to begin with instead of a random one: every neuron searched must have exactly `inputs` inputs in it. */
  readonly from?: Connectivity;
  /** Seed of the search; drawn by default, and stated in the result. */
  readonly seed?: Seed;
}

export interface RewireOptions extends RunOptions {
  readonly backend?: BackendName;
  /** Executor of the search; default: the calling thread. `threads()` of `palimpsest/node` uses all cores. */
  readonly executor?: Executor;
  /** Called with every handful of neurons as soon as it is searched: their inputs (i32[neurons × c]) and energies. */
  readonly onNeurons?: (found: RewiredNeurons) => void;
  /** Whether `onNeurons` is given the course of the searches too, which are the same; not with `timeLimit`. Default false. */
  readonly course?: boolean;
}

export interface RewiredNeurons {
  readonly neurons: Int32Array;
  readonly inputs: Int32Array;
  readonly energies: Float64Array;
  /** Steps of each search, f64[neurons]: swaps of a present and an absent input that were proposed, or rows that the heat bath weighed. */
  readonly steps: Float64Array;
  /** Course of each search; left out unless `course` was set. */
  readonly course?: SearchCourse;
}

/** Result of `rewire`, with the parameters of its rule: ε and κ, null where the rule has none. */
export interface Rewired extends Readonly<Record<RuleParameter, number | null>> {
  /** Indices of the neurons searched, i32[neurons searched]. */
  readonly neurons: Int32Array;
  /** Inputs found, i32[neurons searched × c], each row increasing. */
  readonly inputs: Int32Array;
  /** f64[neurons searched]: E_i = Σ_ν (A_i^ν − ε)², with a margin Σ_ν max(0, κ − (1 + A_i^ν))². */
  readonly energies: Float64Array;
  /** Steps of each search, f64[neurons searched]: swaps that were proposed, or rows that the heat bath weighed. */
  readonly steps: Float64Array;
  /** The network's connectivity, when every neuron was searched. */
  readonly connectivity: Connectivity | null;
  readonly provenance: Provenance;
}

/** Where a result comes from: version, backend, seed, and the time of the computation in seconds. */
export interface Provenance {
  readonly version: string;
  readonly backend: BackendName;
  readonly seed: number | string;
  readonly seconds: number;
}

/**
 * Chooses which synapses exist: for each neuron the c inputs that minimise E_i = Σ_ν (A_i^ν − ε)², by annealing.
 *
 * ξ_i^ν h_i^ν = 1 + A_i^ν with J_ij = (1/c) Σ_μ ξ_i^μ ξ_j^μ   — EK22 eqs. 6 (`rule: "noise"`, ε = 0) and 7
 * (`rule: "signal"`). `rule: "margin"`, ours, minimises Σ_ν max(0, κ − (1 + A_i^ν))² instead: fields that are safe cost
 * nothing, and E_i = 0 proves that neuron i keeps every pattern with the margin κ. Neurons are independent problems; the same seed gives the same inputs for any executor, backend
 * or list `only`.
 *
 * @param patterns  stored patterns
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function rewire(given: PatternsLike, spec: RewireSpec, options: RewireOptions = {}): Promise<Rewired> {
  const patterns = patternsOf("rewire: patterns", given);
  const { neurons, warm, seed, ...problem } = planRewire(patterns, spec, options);
  const { nNeurons } = patterns;
  const started = performance.now();
  const executor = options.executor ?? inlineExecutor;
  const results = await rewireNetwork({ source: sourceOf(patterns), ...problem }, neurons, executor, options, warm);
  return Object.freeze({
    neurons,
    ...results,
    connectivity: spec.only === undefined ? regularConnectivity(nNeurons, problem.nInputs, results.inputs) : null,
    ...withNulls(problem.values),
    provenance: Object.freeze({
      version: VERSION,
      backend: problem.backend,
      seed: seedToJson(seed),
      seconds: (performance.now() - started) / 1000,
    }),
  });
}

/**
 * Validates what `rewire` takes and fills in the defaults; nothing is computed.
 *
 * @throws TypeError or RangeError as `rewire`.
 */
export function planRewire(
  patterns: Patterns,
  spec: RewireSpec,
  options: RewireOptions = {},
): Omit<RewireProblem, "source"> & { readonly neurons: Int32Array; readonly warm?: Int32Array; readonly seed: bigint } {
  checkKeys("rewire: spec", spec, [
    "inputs",
    "rule",
    ...RULE_PARAMETER_NAMES,
    "only",
    "from",
    "seed",
    ...keysOf(annealParameters),
  ]);
  const { nNeurons, nPatterns } = patterns;
  const nInputs = checkInputs("rewire: inputs", spec.inputs, nNeurons);
  const rule = checkRule("rewire", spec.rule, spec, SEARCH_RULES);
  const search = searchOf(rule);
  const networks = { nNeurons, inputs: [nInputs], rules: [{ name: rule, search }] };
  const plan = planAnneal("rewire", spec, { name: rule, search }, networks);
  if (options.course && plan.timeLimit !== null) {
    throw new RangeError(`rewire: course must be left out with timeLimit, got both`);
  }
  const neurons = checkNeurons("rewire: only", spec.only, nNeurons);
  const warm = spec.from && warmRows(spec.from, neurons, nNeurons, nInputs);
  const seed = spec.seed === undefined ? drawSeed() : parseSeed(spec.seed, "rewire: seed");
  const backend = checkChoice("rewire: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const size = { nNeurons, nPatterns, nInputs };
  const given: RuleParametersSpec = spec;
  const { bytes, what } = searchedBytes(rule, plan, size);
  checkBytes("rewire", bytes, `${what} of ${nNeurons} neurons`);
  const values = searchValuesOf(rule, plan, given, size);
  return { nInputs, rule, values, plan, key: keyOf(seed), backend, neurons, seed, ...(warm && { warm }) };
}

/** Bytes of the patterns of a network, of its overlaps where they are needed, and of what a search takes for itself. */
export function searchedBytes(
  rule: SearchRule,
  plan: AnnealPlan,
  size: NetworkSize,
): { readonly bytes: number; readonly what: string } {
  const { nNeurons, nPatterns, nInputs } = size;
  const { pooled, bytes } = searchOf(rule);
  const effort = pooledEffort(plan, rule, nInputs);
  if (pooled && effort !== null) return { bytes: pooled.bytes(size, effort), what: "patterns and pools" };
  const own = bytes(size);
  return {
    bytes: networkBytes(nNeurons, nPatterns, strideOf(nNeurons)) + own,
    what: own > 0 ? "overlaps and terms" : "overlaps",
  };
}

/** Values of all parameters of a search, those not given by the size of the network and the way it is searched. */
export function searchValuesOf(rule: SearchRule, plan: AnnealPlan, given: RuleValues, size: NetworkSize): RuleValues {
  const { pooled, values } = searchOf(rule);
  return pooled && pooledEffort(plan, rule, size.nInputs) !== null ? pooled.values(given, size) : values(given, size);
}

/** The searches for the inputs of one network's neurons, validated. */
export interface RewireProblem {
  readonly source: PatternSource;
  readonly nInputs: number;
  readonly rule: SearchRule;
  /** Values of all parameters that the search of the rule takes. */
  readonly values: RuleValues;
  readonly plan: AnnealPlan;
  readonly key: Key;
  readonly backend: BackendName;
}

/** Searches neurons in handfuls on an executor. */
export async function rewireNetwork(
  problem: RewireProblem,
  neurons: Int32Array,
  executor: Executor,
  { signal, onProgress, onNeurons, course = false }: RunOptions & Pick<RewireOptions, "onNeurons" | "course">,
  warm?: Int32Array,
): Promise<Pick<RewiredNeurons, "inputs" | "energies" | "steps">> {
  const { nInputs, rule, backend } = problem;
  const { nNeurons, nPatterns } = problem.source;
  const isPooled = pooledEffort(problem.plan, rule, nInputs) !== null;
  const region = workBytes(nNeurons, nInputs) + searchOf(rule).bytes({ nNeurons, nPatterns, nInputs });
  const source = isPooled
    ? problem.source
    : await shareNetwork(backend, problem.source, executor.threads, region, pacer(signal));
  const inputs = new Int32Array(neurons.length * nInputs);
  const energies = new Float64Array(neurons.length);
  const steps = new Float64Array(neurons.length);
  // small enough to balance the threads and to show progress, large enough to be worth a message
  const handful = Math.max(1, Math.min(32, Math.ceil(neurons.length / (8 * executor.threads))));
  const starts = Array.from({ length: Math.ceil(neurons.length / handful) }, (_, k) => k * handful);
  let done = 0;
  await mapLimited(starts, executor.threads * 2, async (first) => {
    const part = neurons.slice(first, first + handful);
    const rows = warm?.slice(first * nInputs, (first + handful) * nInputs);
    const result = await executor.run(
      rewireTask,
      { ...problem, source, neurons: part, course, ...(rows && { warm: rows }) },
      signal,
    );
    inputs.set(result.inputs, first * nInputs);
    energies.set(result.energies, first);
    steps.set(result.steps, first);
    onNeurons?.({ neurons: part, ...result });
    done += part.length;
    onProgress?.({ done, total: neurons.length, label: "neurons rewired" });
  });
  return { inputs, energies, steps };
}

/** Searches the inputs of a handful of neurons of one network. */
export const rewireTask: Task<
  RewireProblem & { readonly neurons: Int32Array; readonly course: boolean; readonly warm?: Int32Array },
  Omit<RewiredNeurons, "neurons">
> = {
  name: "rewire",
  run({ source, nInputs, rule, values, plan, key, backend, neurons, course: isCourse, warm: given }, pause) {
    const { nNeurons, nPatterns } = source;
    const { begin, moments, pooled } = searchOf(rule);
    const effort = pooledEffort(plan, rule, nInputs);
    const searched = async (search: NeuronSearch, momentsOfOne: number) => {
      const inputs = new Int32Array(neurons.length * nInputs);
      const energies = new Float64Array(neurons.length);
      const steps = new Float64Array(neurons.length);
      const size = { nNeurons, nPatterns, nInputs, backend };
      const course = isCourse ? emptyCourse(neurons.length, momentsOfOne, nInputs) : undefined;
      for (let n = 0; n < neurons.length; n++) {
        const warm = given?.subarray(n * nInputs, (n + 1) * nInputs);
        const out = inputs.subarray(n * nInputs, (n + 1) * nInputs);
        const writer = course && courseWriter(course, n);
        const found = await search({ neuron: neurons[n], key, plan, size, pause, out, warm, note: writer?.note });
        energies[n] = found.energy / nInputs ** 2;
        steps[n] = found.steps;
        writer?.end();
      }
      return { inputs, energies, steps, ...(course && { course }) };
    };
    if (pooled && effort !== null) {
      return withBits(backend, source, pause, (network) =>
        searched(pooled.begin(network, nInputs, values, effort), pooled.moments(nInputs, effort)),
      );
    }
    return withNetwork(backend, source, pause, (network) => searched(begin(network, nInputs, values), moments(plan)));
  },
};

function warmRows(from: Connectivity, neurons: Int32Array, nNeurons: number, nInputs: number): Int32Array {
  checkConnectivity("rewire: from", from);
  if (from.nNeurons !== nNeurons) {
    throw new RangeError(`rewire: from must connect the patterns' ${nNeurons} neurons, got ${from.nNeurons}`);
  }
  const rows = new Int32Array(neurons.length * nInputs);
  neurons.forEach((i, n) => {
    const row = from.inputs.subarray(from.rowStart[i], from.rowStart[i + 1]);
    if (row.length !== nInputs) {
      throw new RangeError(`rewire: from must give neuron ${i} exactly inputs = ${nInputs}, got ${row.length}`);
    }
    rows.set(row, n * nInputs);
  });
  return rows;
}
