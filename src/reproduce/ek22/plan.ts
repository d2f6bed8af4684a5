/** Which experiments a reproduction of EK22 takes, at each size: plain data, shared by the claims. */

import { deepFreeze } from "../../check/freeze.ts";
import { unique } from "../../check/lists.ts";
import { margin } from "../../hopfield/rules/margin.ts";
import { random } from "../../hopfield/rules/random.ts";
import {
  type PartsOf,
  type PlannedStudy,
  type ReproductionSize,
  type ReproductionSpec,
  readSize,
  type SpecOf,
} from "../plan.ts";
import type { EXPERIMENTS } from "./experiments.ts";
import { ALL, CHOSEN } from "./rules.ts";

/** The experiment that measures each part of the results; several may share a part, such as one for each N. */
export const PARTS = {
  capacity: "capacity",
  scaling: "capacity",
  /** Searches cut short, one for each number of sweeps in `SHORT_SWEEPS`. */
  short: "capacity",
  strict: "capacity",
  dilute: "capacity",
  fields: "fields",
  weights: "weights",
  sparse: "weights",
  basins: "basins",
  frontier: "frontier",
  online: "online",
} as const satisfies PartsOf<typeof EXPERIMENTS>;

type Part = keyof typeof PARTS;
type Kind = keyof typeof EXPERIMENTS;

/** One experiment of the report with its spec. */
export type PlannedExperiment = {
  [Own in Kind]: PlannedStudy<Part, Own, SpecOf<typeof EXPERIMENTS, Own>>;
}[Kind];

/** Everything that a report computes, with what determines it. */
export interface Ek22Plan {
  readonly experiment: "reproduce ek22";
  readonly size: ReproductionSize;
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
const SCALES: Readonly<Record<ReproductionSize, Scale>> = {
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

/** Plans every experiment of the report: `quick` takes about two minutes on two cores, `default` 20, `full` hours. */
export function planEk22({ seeds, ...given }: ReproductionSpec = {}): Ek22Plan {
  const { size, scale, first } = readSize(SCALES, given);
  const own = (count: number) => ({ seed: first, seeds: seeds ?? count });
  const inputsOf = (neurons: number, densities: readonly number[]) =>
    unique(densities.map((density) => Math.max(2, Math.min(neurons - 1, Math.round(density * neurons)))));
  const [neurons, times] = scale.main;
  const experiments: PlannedExperiment[] = [];
  const add = <P extends Part>(
    part: P,
    id: string,
    spec: SpecOf<typeof EXPERIMENTS, (typeof PARTS)[P]>,
    cost: number,
  ) => {
    experiments.push({ id, part, kind: PARTS[part], spec, cost } as PlannedExperiment);
  };
  const search = (n: number, points: number, count: number) => 2e-8 * n ** 3 * points * (seeds ?? count);
  for (const [n, count] of [scale.main, ...scale.others]) {
    const part = n === neurons ? "capacity" : "scaling";
    // of networks larger than the main ones only what shows the scaling
    const densities =
      n > neurons ? scale.densities.filter((density) => density <= 0.2 || density === 1) : scale.densities;
    const spec = { neurons: n, inputs: inputsOf(n, densities), rule: [...ALL], ...own(count) };
    add(part, `capacity-${n}`, spec, search(n, 10, count));
  }
  if (scale.largest !== undefined) {
    const n = scale.largest;
    const spec = { neurons: n, inputs: inputsOf(n, [0.1, 1]), rule: [...ALL], ...own(1) };
    add("scaling", `capacity-${n}`, spec, search(n, 2, 1));
  }
  for (const sweeps of SHORT_SWEEPS) {
    const annealing = { solver: "swap", sweeps, temperatures: PUBLISHED_TEMPERATURES, descent: false } as const;
    const dilute = scale.densities.filter((density) => density < 1);
    const spec = { neurons, inputs: inputsOf(neurons, dilute), rule: [...CHOSEN], ...annealing, ...own(times) };
    add("short", `short-${sweeps}`, spec, search(neurons, 2, times));
  }
  const least = inputsOf(neurons, scale.densities.slice(0, 2));
  const strict = { neurons, inputs: least, rule: [...CHOSEN], fraction: 1, ...own(times) };
  add("strict", "strict", strict, search(neurons, 4, times));
  const [n, count] = scale.dilute;
  for (const threshold of [OVERLAPS.usual, OVERLAPS.low]) {
    const inputs = inputsOf(n, size === "tiny" ? [0.05, 0.1, 0.2] : [0.02, 0.04, 0.07, 0.1, 0.15]);
    const spec = { neurons: n, inputs, rule: random.name, threshold, ...own(count) };
    add("dilute", `dilute-${threshold}`, spec, 2e-6 * n * n * (seeds ?? count));
  }
  const [loaded, networks] = scale.loaded;
  const network = { neurons: loaded, inputs: Math.round(loaded / 10), rule: [...ALL], ...own(networks) };
  const at = (loads: number) => search(loaded, 0.3 * loads, networks);
  add("fields", "fields", { ...network, loads: [0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3] }, at(8));
  add("weights", "weights", { ...network, loads: [1, 2] }, at(2));
  const sparse = { ...network, inputs: Math.max(2, Math.round(loaded / 25)), loads: [1, 2] };
  add("sparse", "weights-sparse", sparse, at(2));
  add("basins", "basins", { ...network, loads: [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5] }, at(12));
  const [balanced, curves] = scale.frontier;
  const frontier = {
    neurons: balanced,
    inputs: Math.round(balanced / 10),
    rule: [...ALL, margin.name],
    epsilon: scale.parameters,
    margin: scale.parameters,
    ...own(curves),
  };
  add("frontier", "frontier", frontier, search(balanced, 2.6 * scale.parameters.length, curves));
  const [growing, runs] = scale.online;
  const online = {
    neurons: growing,
    inputs: [0.1, 0.45, 0.8].map((density) => Math.round(density * growing)),
    // ten at a time would be coarse where a few dozen are held
    addition: growing < 1000 ? Math.max(1, Math.round(growing / 100)) : 10,
    ...own(runs),
  };
  add("online", "online", online, 6e-7 * growing ** 3 * (seeds ?? runs));
  return deepFreeze({ experiment: "reproduce ek22", size, seed: first, experiments });
}
