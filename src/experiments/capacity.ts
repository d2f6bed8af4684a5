import { checkChoice, checkInteger, checkKeys, checkNumber } from "../check.ts";
import { ANNEAL_KEYS, type AnnealPlan, type AnnealSpec, planAnneal } from "../hopfield/anneal.ts";
import { checkInputs, regularConnectivity } from "../hopfield/connectivity.ts";
import { checkBytes, networkBytes } from "../hopfield/memory.ts";
import { strideOf } from "../hopfield/overlap.ts";
import { MOST_PATTERNS } from "../hopfield/patterns.ts";
import type { UpdateOrder } from "../hopfield/relax.ts";
import { retrieveNetwork } from "../hopfield/retrieve.ts";
import { rewireNetwork } from "../hopfield/rewire.ts";
import { checkRule, epsilonOf, marginOf, RULES, type Rule } from "../hopfield/rule.ts";
import type { BackendName } from "../kernels.ts";
import { deriveKey, drawSeed, keyOf, parseSeed, type Seed, seedToJson } from "../random/seed.ts";
import { type Executor, inlineExecutor, mapLimited } from "../run/executor.ts";
import type { RunOptions } from "../run/pace.ts";
import { meanAndDeviation } from "../statistics.ts";
import { VERSION } from "../version.ts";
import { criticalLoad, expectedLoad } from "./critical-load.ts";

/** What `capacity` measures: every rule at every number of inputs, over independent seeds. */
export interface CapacitySpec extends AnnealSpec {
  /** N */
  readonly neurons: number;
  /** c, or several. */
  readonly inputs: number | readonly number[];
  readonly rule: Rule | readonly Rule[];
  /** ε of signal reinforcement; default p/c, following the load. */
  readonly epsilon?: number;
  /** κ of the margin rule; default 0.85 (1 − c/N)^{3/2}, see `rewire`. */
  readonly margin?: number;
  /** Independent networks a point; seeds seed, seed + 1, …; default 3. */
  readonly seeds?: number;
  /** Default: drawn, and stated in the result. */
  readonly seed?: Seed;
  /** A pattern is retrieved when its final overlap is at least this; default 0.9. */
  readonly threshold?: number;
  /** The load is held when at least this fraction of the patterns is retrieved; default 0.9. */
  readonly fraction?: number;
  readonly order?: UpdateOrder;
  readonly maxSweeps?: number;
}

export interface CapacityOptions extends RunOptions {
  readonly backend?: BackendName;
  /** Where networks are computed; default here. `threads()` of `palimpsest/node` uses all cores. */
  readonly executor?: Executor;
  /** Rows known already, by `capacityKey`; they are not computed again. */
  readonly known?: (key: string) => CapacityRow | undefined;
  /** Called with every row as soon as it is there. */
  readonly onRow?: (key: string, row: CapacityRow) => void;
}

/** One critical load: of one rule, number of inputs and seed. */
export interface CapacityRow {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  /** ε at the critical load; null for random connectivity and the margin rule. */
  readonly epsilon: number | null;
  readonly seed: number | string;
  /** p_c: the largest number of patterns held. */
  readonly capacity: number;
  /** α_c = p_c / c */
  readonly load: number;
  /** Networks made to find it. */
  readonly networks: number;
  /** κ of the margin rule; null for the others. */
  readonly margin: number | null;
}

export interface CapacitySummary {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  /** Mean over seeds; null for random connectivity and the margin rule. */
  readonly epsilon: number | null;
  readonly seeds: number;
  readonly capacity: number;
  readonly capacityDeviation: number;
  readonly load: number;
  readonly loadDeviation: number;
  /** κ of the margin rule; null for the others. */
  readonly margin: number | null;
}

export interface CapacityResult {
  readonly spec: CapacityPlan;
  readonly rows: readonly CapacityRow[];
  readonly summary: readonly CapacitySummary[];
  readonly provenance: { readonly version: string; readonly backend: BackendName; readonly seconds: number };
}

/** A `CapacitySpec` with every default filled in: plain data, the record of what was computed. */
export interface CapacityPlan {
  readonly experiment: "capacity";
  readonly neurons: number;
  readonly inputs: readonly number[];
  readonly rule: readonly Rule[];
  readonly epsilon: number | null;
  readonly seeds: number;
  readonly seed: number | string;
  readonly threshold: number;
  readonly fraction: number;
  readonly order: UpdateOrder;
  readonly maxSweeps: number;
  /** Of the rules with an ε. */
  readonly anneal: AnnealPlan;
  /** κ and search of the margin rule, when it is among the rules; κ null for the default. */
  readonly margin?: number | null;
  readonly marginAnneal?: AnnealPlan;
}

interface Point {
  readonly inputs: number;
  readonly rule: Rule;
  readonly seed: bigint;
}

const KEYS = [
  "neurons",
  "inputs",
  "rule",
  "epsilon",
  "margin",
  "seeds",
  "seed",
  "threshold",
  "fraction",
  "order",
  "maxSweeps",
];

/** Validates a spec and fills in its defaults. */
export function planCapacity(spec: CapacitySpec): CapacityPlan {
  checkKeys("capacity: spec", spec, [...KEYS, ...ANNEAL_KEYS]);
  const neurons = checkInteger("capacity: neurons", spec.neurons, 2);
  const inputs = listOf("capacity: inputs", spec.inputs).map((c) => checkInputs("capacity: inputs", c, neurons));
  const rules = listOf("capacity: rule", spec.rule).map((rule) => checkChoice("capacity: rule", rule, RULES));
  if (spec.epsilon !== undefined && !rules.includes("signal")) {
    throw new RangeError(`capacity: epsilon must be left out unless rule has "signal", got ${spec.epsilon}`);
  }
  if (spec.margin !== undefined && !rules.includes("margin")) {
    throw new RangeError(`capacity: margin must be left out unless rule has "margin", got ${spec.margin}`);
  }
  for (const rule of rules) {
    const epsilon = rule === "signal" ? spec.epsilon : undefined;
    checkRule("capacity", rule, epsilon, RULES, rule === "margin" ? spec.margin : undefined);
  }
  const seed = spec.seed === undefined ? drawSeed() : parseSeed(spec.seed, "capacity: seed");
  const seeds = checkInteger("capacity: seeds", spec.seeds ?? 3, 1, 10_000);
  parseSeed(seed + BigInt(seeds - 1), "capacity: seed + seeds − 1");
  const stride = strideOf(neurons);
  const mostInputs = Math.max(...inputs);
  const bytes = networkBytes(neurons, Math.min(MOST_PATTERNS, 4 * mostInputs), stride) + 16 * neurons * mostInputs;
  checkBytes("capacity", bytes, `overlaps and connections of ${neurons} neurons`);
  return deepFreeze({
    experiment: "capacity",
    neurons,
    inputs: unique(inputs),
    rule: unique(rules),
    epsilon: spec.epsilon ?? null,
    seeds,
    seed: seedToJson(seed),
    threshold: fractionOf("capacity: threshold", spec.threshold),
    fraction: fractionOf("capacity: fraction", spec.fraction),
    order: checkChoice("capacity: order", spec.order ?? "sequential", ["sequential", "random", "synchronous"]),
    maxSweeps: checkInteger("capacity: maxSweeps", spec.maxSweeps ?? 100, 1, 2 ** 31 - 1),
    anneal: planAnneal("capacity", spec),
    ...(rules.includes("margin") && {
      margin: spec.margin ?? null,
      marginAnneal: planAnneal("capacity", spec, true),
    }),
  });
}

/**
 * Critical loads α_c = p_c/c: the largest number p_c of patterns of which at least 90 % are retrieved, per input.
 *
 * For every load tried a fresh network is made from the seed: random patterns, connectivity by the rule, then every pattern
 * as its own cue. Loads are bracketed from an expected value on, then bisected to one pattern — EK22, "Storage capacity".
 *
 * @returns  a row for each number of inputs, rule and seed, and mean ± s.d. over the seeds; the same for any executor and
 *           backend.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function capacity(spec: CapacitySpec, options: CapacityOptions = {}): Promise<CapacityResult> {
  const plan = planCapacity(spec);
  const backend = checkChoice("capacity: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const executor = options.executor ?? inlineExecutor;
  const started = performance.now();
  const points = pointsOf(plan);
  const costs = points.map((point) => costOf(plan, point));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const progress = new Array<number>(points.length).fill(0);
  const report = (index: number, part: number): void => {
    progress[index] = part;
    const done = progress.reduce((sum, value, k) => sum + value * costs[k], 0);
    const { rule, inputs } = points[index];
    options.onProgress?.({ done: done / total, total: 1, label: `${rule}, c = ${inputs}` });
  };
  // the longest first, so that no thread is left alone with one at the end; rows in the order of the plan
  const order = points.map((_, index) => index).sort((a, b) => costs[b] - costs[a]);
  const rows = new Array<CapacityRow>(points.length);
  await mapLimited(order, executor.threads > 1 ? executor.threads + 1 : 1, async (index) => {
    const point = points[index];
    const key = capacityKey(point);
    let row = options.known?.(key);
    if (!row) {
      row = await measure(plan, point, backend, executor, options.signal, (part) => report(index, part));
      options.onRow?.(key, row);
    }
    rows[index] = row;
    report(index, 1);
  });
  return Object.freeze({
    spec: plan,
    rows,
    summary: summarizeCapacity(rows),
    provenance: Object.freeze({ version: VERSION, backend, seconds: (performance.now() - started) / 1000 }),
  });
}

/** What names a row within its plan. */
export function capacityKey({
  inputs,
  rule,
  seed,
}: {
  inputs: number;
  rule: Rule;
  seed: bigint | number | string;
}): string {
  return `${rule}/${inputs}/${seed}`;
}

/** Mean ± s.d. over the seeds of each rule and number of inputs. */
export function summarizeCapacity(rows: readonly CapacityRow[]): CapacitySummary[] {
  const groups = new Map<string, CapacityRow[]>();
  for (const row of rows) {
    const key = `${row.neurons}/${row.inputs}/${row.rule}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => {
    const { neurons, inputs, rule, epsilon, margin } = group[0];
    const capacities = meanAndDeviation(group.map((row) => row.capacity));
    const loads = meanAndDeviation(group.map((row) => row.load));
    return {
      neurons,
      inputs,
      rule,
      epsilon: epsilon === null ? null : meanAndDeviation(group.map((row) => row.epsilon ?? 0)).mean,
      seeds: group.length,
      capacity: capacities.mean,
      capacityDeviation: capacities.deviation,
      load: loads.mean,
      loadDeviation: loads.deviation,
      margin,
    };
  });
}

/** Finds one critical load. */
async function measure(
  plan: CapacityPlan,
  { inputs, rule, seed }: Point,
  backend: BackendName,
  executor: Executor,
  signal: AbortSignal | undefined,
  onProgress: (part: number) => void,
): Promise<CapacityRow> {
  const { neurons, threshold, fraction, order, maxSweeps, anneal, marginAnneal } = plan;
  const margin = marginOf(rule, plan.margin ?? undefined, inputs, neurons);
  const key = keyOf(seed);
  const all = Int32Array.from({ length: neurons }, (_, i) => i);
  let networks = 0;
  const holds = async (nPatterns: number): Promise<boolean> => {
    const networkKey = deriveKey(key, nPatterns, 0); // a fresh network for every load, the same patterns for every rule
    const source = { nPatterns, nNeurons: neurons, key: networkKey };
    const share = (part: number) => onProgress(Math.min(0.95, (networks + part) / EXPECTED_NETWORKS));
    let connectivity: Parameters<typeof retrieveNetwork>[0]["connectivity"] = { nInputs: inputs };
    if (rule !== "random" && inputs < neurons - 1) {
      const epsilon = epsilonOf(rule, plan.epsilon ?? undefined, nPatterns, inputs);
      const searching = (rule === "margin" && marginAnneal) || anneal;
      const problem = { source, nInputs: inputs, epsilon, margin, plan: searching, key: networkKey, backend };
      const progress = { onProgress: ({ done, total }: { done: number; total: number }) => share(done / total) };
      const found = await rewireNetwork(problem, all, executor, { ...progress, ...(signal && { signal }) });
      connectivity = regularConnectivity(neurons, inputs, found.inputs);
    }
    const retrieval = { source, connectivity, order, maxSweeps, key: networkKey, backend };
    const overlaps = await retrieveNetwork(retrieval, executor, signal);
    networks++;
    share(0);
    const retrieved = overlaps.reduce((count, m) => count + (m >= threshold ? 1 : 0), 0);
    return retrieved >= fraction * nPatterns;
  };
  const guess = expectedLoad(rule, inputs, neurons) * inputs;
  const found = await criticalLoad(holds, guess, MOST_PATTERNS);
  return Object.freeze({
    neurons,
    inputs,
    rule,
    epsilon: rule === "random" ? null : epsilonOf(rule, plan.epsilon ?? undefined, found, inputs),
    seed: seedToJson(seed),
    capacity: found,
    load: found / inputs,
    networks,
    margin,
  });
}

const EXPECTED_NETWORKS = 8;

function pointsOf({ inputs, rule, seeds, seed }: CapacityPlan): Point[] {
  const first = BigInt(seed);
  return rule.flatMap((r) =>
    inputs.flatMap((c) => Array.from({ length: seeds }, (_, s) => ({ inputs: c, rule: r, seed: first + BigInt(s) }))),
  );
}

/** Relative time of a point. */
function costOf({ neurons }: CapacityPlan, { rule, inputs }: Point): number {
  return rule === "random" || inputs === neurons - 1 ? 0.01 : 1;
}

function fractionOf(where: string, value: number | undefined): number {
  const fraction = checkNumber(where, value ?? 0.9, 0, true);
  if (fraction > 1) throw new RangeError(`${where} must be in (0, 1], got ${fraction}`);
  return fraction;
}

function listOf<T>(where: string, value: T | readonly T[]): readonly T[] {
  const list = Array.isArray(value) ? (value as readonly T[]) : [value as T];
  if (list.length === 0) throw new RangeError(`${where} must name at least one, got none`);
  return list;
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) deepFreeze(part);
  return Object.freeze(value);
}
