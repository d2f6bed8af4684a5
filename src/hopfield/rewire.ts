import type { BackendName, Key } from "../backend/contract/kernels.ts";
import { checkChoice, checkKeys } from "../check/check.ts";
import { drawSeed, keyOf, parseSeed, type Seed, seedToJson } from "../numeric/seed.ts";
import { type Executor, inlineExecutor, mapLimited, type Task } from "../run/executor.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { VERSION } from "../version.ts";
import {
  ANNEAL_KEYS,
  type AnnealPlan,
  type AnnealSpec,
  annealNeuron,
  checkNeurons,
  momentsOf,
  type ProblemSize,
  planAnneal,
} from "./anneal.ts";
import { type Connectivity, checkConnectivity, checkInputs, regularConnectivity } from "./connectivity.ts";
import { courseWriter, emptyCourse, type NoteMoment, type SearchCourse } from "./course.ts";
import { marginNeuron, targetOf } from "./margin.ts";
import { checkBytes, marginBytes, networkBytes, workBytes } from "./memory.ts";
import { type Network, type PatternSource, shareNetwork, sourceOf, withNetwork } from "./network.ts";
import { checkPatterns, type Patterns } from "./patterns.ts";
import { checkRule, epsilonOf, marginOf, type SearchRule } from "./rules/rule.ts";
import { strideOf } from "./stride.ts";

/** What `rewire` searches for. */
export interface RewireSpec extends AnnealSpec {
  /** c: inputs of every neuron, in [1, nNeurons − 1]. */
  readonly inputs: number;
  readonly rule: SearchRule;
  /** ε ≥ 0 of signal reinforcement; default p/c. */
  readonly epsilon?: number;
  /** κ > 0 of the margin rule; default 0.85 (1 − c/N)^{3/2}, rounded to a multiple of 1/c. */
  readonly margin?: number;
  /** Neurons to search for; default all. */
  readonly only?: ArrayLike<number>;
  /** Connectivity to begin with instead of a random one: every neuron searched must have exactly `inputs` inputs in it. */
  readonly from?: Connectivity;
  /** Default: drawn, and stated in the result. */
  readonly seed?: Seed;
}

export interface RewireOptions extends RunOptions {
  readonly backend?: BackendName;
  /** Where tasks run; default here. `threads()` of `palimpsest/node` uses all cores. */
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
  /** There when asked for. */
  readonly course?: SearchCourse;
}

export interface Rewired {
  /** i32[neurons searched] */
  readonly neurons: Int32Array;
  /** i32[neurons searched × c], each row increasing. */
  readonly inputs: Int32Array;
  /** f64[neurons searched]: E_i = Σ_ν (A_i^ν − ε)², with a margin Σ_ν max(0, κ − (1 + A_i^ν))². */
  readonly energies: Float64Array;
  /** The network's connectivity, when every neuron was searched. */
  readonly connectivity: Connectivity | null;
  /** Null for the margin rule. */
  readonly epsilon: number | null;
  /** κ; null for the other rules. */
  readonly margin: number | null;
  readonly provenance: Provenance;
}

/** What made a result. */
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
export async function rewire(patterns: Patterns, spec: RewireSpec, options: RewireOptions = {}): Promise<Rewired> {
  const { neurons, warm, seed, ...problem } = planRewire(patterns, spec, options);
  const { nNeurons } = patterns;
  const started = performance.now();
  const executor = options.executor ?? inlineExecutor;
  const results = await rewireNetwork({ source: sourceOf(patterns), ...problem }, neurons, executor, options, warm);
  return Object.freeze({
    neurons,
    ...results,
    connectivity: spec.only === undefined ? regularConnectivity(nNeurons, problem.nInputs, results.inputs) : null,
    epsilon: problem.epsilon,
    margin: problem.margin,
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
  checkPatterns("rewire: patterns", patterns);
  checkKeys("rewire: spec", spec, ["inputs", "rule", "epsilon", "margin", "only", "from", "seed", ...ANNEAL_KEYS]);
  const { nNeurons, nPatterns } = patterns;
  const nInputs = checkInputs("rewire: inputs", spec.inputs, nNeurons);
  const rule = checkRule("rewire", spec.rule, spec.epsilon, ["noise", "signal", "margin"], spec.margin);
  const plan = planAnneal("rewire", spec, rule === "margin");
  if (options.course && plan.timeLimit !== null) {
    throw new RangeError(`rewire: course must be left out with timeLimit, got both`);
  }
  const neurons = checkNeurons("rewire: only", spec.only, nNeurons);
  const warm = spec.from && warmRows(spec.from, neurons, nNeurons, nInputs);
  const seed = spec.seed === undefined ? drawSeed() : parseSeed(spec.seed, "rewire: seed");
  const backend = checkChoice("rewire: backend", options.backend ?? "wasm", ["wasm", "js"]);
  checkBytes("rewire", networkBytes(nNeurons, nPatterns, strideOf(nNeurons)), `overlaps of ${nNeurons} neurons`);
  if (rule === "margin") {
    const bytes = networkBytes(nNeurons, nPatterns, strideOf(nNeurons)) + marginBytes(nNeurons, nPatterns, nInputs);
    checkBytes("rewire", bytes, `overlaps and terms of ${nNeurons} neurons in ${nPatterns} patterns`);
  }
  const epsilon = epsilonOf(rule, spec.epsilon, nPatterns, nInputs);
  const margin = marginOf(rule, spec.margin, nInputs, nNeurons);
  return { nInputs, epsilon, margin, plan, key: keyOf(seed), backend, neurons, seed, ...(warm && { warm }) };
}

/** One network's problems, validated. */
export interface RewireProblem {
  readonly source: PatternSource;
  readonly nInputs: number;
  /** ε, or null where there is a margin. */
  readonly epsilon: number | null;
  /** κ, or null where there is an ε. */
  readonly margin: number | null;
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
): Promise<{ inputs: Int32Array; energies: Float64Array }> {
  const { nInputs, backend } = problem;
  const { nNeurons, nPatterns } = problem.source;
  const region =
    workBytes(nNeurons, nInputs) + (problem.margin === null ? 0 : marginBytes(nNeurons, nPatterns, nInputs));
  const source = await shareNetwork(backend, problem.source, executor.threads, region, pacer(signal));
  const inputs = new Int32Array(neurons.length * nInputs);
  const energies = new Float64Array(neurons.length);
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
    onNeurons?.({ neurons: part, ...result });
    done += part.length;
    onProgress?.({ done, total: neurons.length, label: "neurons rewired" });
  });
  return { inputs, energies };
}

/** Searches the inputs of a handful of neurons of one network. */
export const rewireTask: Task<
  RewireProblem & { readonly neurons: Int32Array; readonly course: boolean; readonly warm?: Int32Array },
  Omit<RewiredNeurons, "neurons">
> = {
  name: "rewire",
  run({ source, nInputs, epsilon, margin, plan, key, backend, neurons, course: isCourse, warm }, pause) {
    return withNetwork(backend, source, pause, async (network) => {
      const inputs = new Int32Array(neurons.length * nInputs);
      const energies = new Float64Array(neurons.length);
      const search =
        margin === null ? searchOf(network, nInputs, epsilon ?? 0) : marginSearchOf(network, nInputs, margin);
      const size = { nNeurons: network.nNeurons, nPatterns: network.nPatterns, nInputs, backend };
      const course = isCourse ? emptyCourse(neurons.length, momentsOf(plan, margin !== null), nInputs) : undefined;
      for (let n = 0; n < neurons.length; n++) {
        const rows = warm?.subarray(n * nInputs, (n + 1) * nInputs);
        const row = inputs.subarray(n * nInputs, (n + 1) * nInputs);
        const writer = course && courseWriter(course, n);
        energies[n] = (await search(neurons[n], key, plan, size, pause, row, rows, writer?.note)) / nInputs ** 2;
        writer?.end();
      }
      return { inputs, energies, ...(course && { course }) };
    });
  },
};

/** Searches a neuron of a network, see `annealNeuron`. */
type NeuronSearch = (
  neuron: number,
  key: Key,
  plan: AnnealPlan,
  size: ProblemSize,
  pause: () => Promise<void> | undefined,
  out: Int32Array,
  warm?: ArrayLike<number>,
  note?: NoteMoment,
) => Promise<number>;

function searchOf(
  { kernels, overlap, stride, largest, nNeurons, nPatterns }: Network,
  nInputs: number,
  epsilon: number,
) {
  const twiceKappa = twiceKappaOf(nInputs, epsilon);
  const wide = needsWide(nPatterns, nInputs, twiceKappa, largest);
  const annealer = kernels.annealer({ overlap, stride, nNeurons, nPatterns, nInputs, twiceKappa, largest, wide });
  return ((...work) => annealNeuron(annealer, ...work)) satisfies NeuronSearch;
}

function marginSearchOf(
  { kernels, xi, overlap, stride, nNeurons, nPatterns }: Network,
  nInputs: number,
  margin: number,
) {
  const target = targetOf(margin, nInputs);
  const search = kernels.marginSearch({ xi, overlap, stride, nNeurons, nPatterns, nInputs, target });
  return ((...work) => marginNeuron(search, margin, ...work)) satisfies NeuronSearch;
}

/** 2κ = 2c(1 + ε), freed of rounding where it means an integer, as it does for ε = p/c: then energies are integers. */
export function twiceKappaOf(nInputs: number, epsilon: number): number {
  const value = 2 * nInputs * (1 + epsilon);
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= 1e-12 * value ? nearest : value;
}

/**
 * A bound on the annealer's integers |h_l| = |Σ_{j∈S} m_j M_jl|, given |M_jk| ≤ largest for j ≠ k: only the term j = l has the
 * diagonal P.
 */
export function fieldBound(nPatterns: number, nInputs: number, largest: number): number {
  return nInputs * largest * largest + largest * nPatterns;
}

/**
 * Whether the annealer's integers could pass 30 bits, or its products m_l·M_jl 16: the costs, in halves, are
 * m_l h_l + (P/2 − κ) m_l² less those of the members.
 */
export function needsWide(nPatterns: number, nInputs: number, twiceKappa: number, largest: number): boolean {
  const cost = largest * fieldBound(nPatterns, nInputs, largest) + 0.5 * (nPatterns + twiceKappa) * largest * largest;
  return 2 * cost >= 2 ** 30 || largest * largest > 32767;
}

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
