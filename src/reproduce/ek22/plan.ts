/** Which experiments a reproduction of EK22 takes, at each size: plain data, shared by the claims. */

import { deepFreeze } from "../../check/freeze.ts";
import { unique } from "../../check/lists.ts";
import type { BasinsSpec } from "../../experiments/basins/run.ts";
import type { CapacitySpec } from "../../experiments/capacity/run.ts";
import type { FieldsSpec } from "../../experiments/fields/run.ts";
import type { FrontierSpec } from "../../experiments/frontier/run.ts";
import type { OnlineSpec } from "../../experiments/online/run.ts";
import type { WeightsSpec } from "../../experiments/weights/run.ts";
import { parseSeed, type Seed, seedToJson } from "../../numeric/seed.ts";

/** The part of the report that an experiment is for; several experiments may share one, such as one for each N. */
export type Part =
  | "capacity"
  | "scaling"
  | "short"
  | "strict"
  | "dilute"
  | "fields"
  | "weights"
  | "sparse"
  | "basins"
  | "frontier"
  | "online";

interface Named<Kind extends string, Spec> {
  /** Name of the study, unique within its plan. */
  readonly id: string;
  readonly part: Part;
  readonly kind: Kind;
  readonly spec: Spec;
  /** Expected time on one core, s. */
  readonly cost: number;
}

/** One experiment of the report with its spec. */
export type PlannedExperiment =
  | Named<"capacity", CapacitySpec>
  | Named<"fields", FieldsSpec>
  | Named<"weights", WeightsSpec>
  | Named<"basins", BasinsSpec>
  | Named<"frontier", FrontierSpec>
  | Named<"online", OnlineSpec>;

/** How much of the report is computed: "tiny" is for tests, "full" for hours. */
export type Ek22Size = "tiny" | "quick" | "default" | "full";

/** What a report may be asked for. */
export interface Ek22Spec {
  /** `quick` takes about two minutes on two cores, `default` 20, `full` hours; `tiny` is for tests. */
  readonly size?: Ek22Size;
  /** The seed that every random number derives from; default 1. */
  readonly seed?: Seed;
  /** How many independent networks each point has, instead of the size's own number. */
  readonly seeds?: number;
}

/** Everything that a report computes, with what determines it. */
export interface Ek22Plan {
  readonly experiment: "reproduce ek22";
  readonly size: Ek22Size;
  readonly seed: number | string;
  readonly experiments: readonly PlannedExperiment[];
}

interface Scale {
  /** N and seeds of the networks of the main claims, and of others for the scaling with N. */
  readonly main: readonly [neurons: number, seeds: number];
  readonly others: readonly (readonly [neurons: number, seeds: number])[];
  /** N of the largest networks, which have one seed, at c/N = 0.1 and fully connected. */
  readonly largest?: number;
  /** Values of c/N at which the main claims are judged. */
  readonly densities: readonly number[];
  /** Size of the runs with random synapses that go towards the dilute limit. */
  readonly dilute: readonly [neurons: number, seeds: number];
  /** Size of the runs for fields, weights and basins at c/N = 0.1, and for weights at 0.04. */
  readonly loaded: readonly [neurons: number, seeds: number];
  /** Size of the runs of stored patterns against size of basin, at c/N = 0.1. */
  readonly frontier: readonly [neurons: number, seeds: number];
  /** Parameters of the rule that are compared in the frontier: ε, or κ. */
  readonly parameters: readonly number[];
  readonly online: readonly [neurons: number, seeds: number];
}

const DENSITIES = [0.02, 0.04, 0.1, 0.2, 0.5, 1];
const SCALES: Readonly<Record<Ek22Size, Scale>> = {
  tiny: {
    main: [60, 1],
    others: [[40, 1]],
    densities: [0.1, 0.3, 1],
    dilute: [100, 1],
    loaded: [60, 1],
    frontier: [40, 1],
    parameters: [1, 3],
    online: [40, 1],
  },
  quick: {
    main: [300, 2],
    others: [[150, 3]],
    densities: DENSITIES,
    dilute: [1000, 2],
    largest: 600,
    loaded: [300, 2],
    frontier: [200, 2],
    parameters: [1, 2, 4],
    online: [200, 2],
  },
  default: {
    main: [500, 4],
    others: [
      [250, 5],
      [1000, 1],
    ],
    densities: DENSITIES,
    dilute: [2000, 3],
    largest: 2000,
    loaded: [500, 4],
    frontier: [500, 2],
    parameters: [0.5, 1, 2, 4, 8],
    online: [300, 3],
  },
  full: {
    main: [1000, 3],
    others: [
      [250, 10],
      [500, 5],
      [2000, 1],
    ],
    densities: DENSITIES,
    dilute: [4000, 3],
    loaded: [1000, 5],
    frontier: [1000, 3],
    parameters: [0.5, 1, 2, 4, 8],
    online: [1000, 3],
  },
};

/** Metropolis proposals of a neuron, over N, in searches cut short: the first gives values near the published maxima. */
export const SHORT_SWEEPS = [5, 20, 100] as const;
/** Published temperatures: they begin where nearly every swap is accepted and are "lowered to 1e-4". */
const PUBLISHED_TEMPERATURES = { start: 10, end: 1e-4 };
/** Overlaps from which a pattern counts as retrieved in the dilute limit: that of all other experiments, and a low one. */
export const OVERLAPS = { usual: 0.9, low: 0.3 } as const;
const CHOSEN = ["noise", "signal"] as const;
const ALL = ["random", "noise", "signal"] as const;

/** Plans every experiment of the report at a size. */
export function planEk22({ size = "default", seed = 1, seeds }: Ek22Spec = {}): Ek22Plan {
  const scale = SCALES[size];
  if (scale === undefined) {
    throw new RangeError(`reproduce: size must be one of ${Object.keys(SCALES).join(", ")}, got ${String(size)}`);
  }
  const first = seedToJson(parseSeed(seed, "reproduce: seed"));
  const own = (count: number) => ({ seed: first, seeds: seeds ?? count });
  const inputsOf = (neurons: number, densities: readonly number[]) =>
    unique(densities.map((density) => Math.max(2, Math.min(neurons - 1, Math.round(density * neurons)))));
  const [neurons] = scale.main;
  const experiments: PlannedExperiment[] = [];
  const search = (n: number, points: number, count: number) => 2e-8 * n ** 3 * points * (seeds ?? count);
  for (const [n, count] of [scale.main, ...scale.others]) {
    const part = n === neurons ? "capacity" : "scaling";
    // of networks larger than the main ones only what shows the scaling
    const densities =
      n > neurons ? scale.densities.filter((density) => density <= 0.2 || density === 1) : scale.densities;
    const spec = { neurons: n, inputs: inputsOf(n, densities), rule: [...ALL], ...own(count) };
    experiments.push({ id: `capacity-${n}`, part, kind: "capacity", spec, cost: search(n, 10, count) });
  }
  if (scale.largest !== undefined) {
    const n = scale.largest;
    const spec = { neurons: n, inputs: inputsOf(n, [0.1, 1]), rule: [...ALL], ...own(1) };
    experiments.push({ id: `capacity-${n}`, part: "scaling", kind: "capacity", spec, cost: search(n, 2, 1) });
  }
  for (const sweeps of SHORT_SWEEPS) {
    const [n, count] = scale.main;
    const annealing = { solver: "swap", sweeps, temperatures: PUBLISHED_TEMPERATURES, descent: false } as const;
    const inputs = inputsOf(
      n,
      scale.densities.filter((density) => density < 1),
    );
    const spec = { neurons: n, inputs, rule: [...CHOSEN], ...annealing, ...own(count) };
    experiments.push({ id: `short-${sweeps}`, part: "short", kind: "capacity", spec, cost: search(n, 2, count) });
  }
  {
    const [n, count] = scale.main;
    const inputs = inputsOf(n, scale.densities.slice(0, 2));
    const spec = { neurons: n, inputs, rule: [...CHOSEN], fraction: 1, ...own(count) };
    experiments.push({ id: "strict", part: "strict", kind: "capacity", spec, cost: search(n, 4, count) });
  }
  const [n, count] = scale.dilute;
  for (const threshold of [OVERLAPS.usual, OVERLAPS.low]) {
    const inputs = inputsOf(n, size === "tiny" ? [0.05, 0.1, 0.2] : [0.02, 0.04, 0.07, 0.1, 0.15]);
    const spec = { neurons: n, inputs, rule: "random" as const, threshold, ...own(count) };
    const cost = 2e-6 * n * n * (seeds ?? count);
    experiments.push({ id: `dilute-${threshold}`, part: "dilute", kind: "capacity", spec, cost });
  }
  const [loaded, networks] = scale.loaded;
  const network = { neurons: loaded, inputs: Math.round(loaded / 10), rule: [...ALL], ...own(networks) };
  const at = (loads: number) => search(loaded, 0.3 * loads, networks);
  const fieldLoads = [0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3];
  const fields = { ...network, loads: fieldLoads };
  experiments.push({ id: "fields", part: "fields", kind: "fields", spec: fields, cost: at(8) });
  experiments.push({
    id: "weights",
    part: "weights",
    kind: "weights",
    spec: { ...network, loads: [1, 2] },
    cost: at(2),
  });
  const sparse = { ...network, inputs: Math.max(2, Math.round(loaded / 25)), loads: [1, 2] };
  experiments.push({ id: "weights-sparse", part: "sparse", kind: "weights", spec: sparse, cost: at(2) });
  const basinLoads = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5];
  experiments.push({
    id: "basins",
    part: "basins",
    kind: "basins",
    spec: { ...network, loads: basinLoads },
    cost: at(12),
  });
  const [balanced, times] = scale.frontier;
  const frontier = {
    neurons: balanced,
    inputs: Math.round(balanced / 10),
    rule: [...ALL, "margin"] as const,
    epsilon: scale.parameters,
    margin: scale.parameters,
    ...own(times),
  };
  const traces = search(balanced, 2.6 * scale.parameters.length, times);
  experiments.push({ id: "frontier", part: "frontier", kind: "frontier", spec: frontier, cost: traces });
  const [growing, runs] = scale.online;
  const online = {
    neurons: growing,
    inputs: [0.1, 0.45, 0.8].map((density) => Math.round(density * growing)),
    // ten at a time would be coarse where a few dozen are held
    addition: growing < 1000 ? Math.max(1, Math.round(growing / 100)) : 10,
    ...own(runs),
  };
  const cost = 6e-7 * growing ** 3 * (seeds ?? runs);
  experiments.push({ id: "online", part: "online", kind: "online", spec: online, cost });
  return deepFreeze({ experiment: "reproduce ek22", size, seed: first, experiments });
}
