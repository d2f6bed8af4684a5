/** Which experiments a reproduction of EK22 takes, at each size: plain data, shared by the claims. */

import { deepFreeze } from "../../check/freeze.ts";
import { unique } from "../../check/lists.ts";
import { margin } from "../../hopfield/rules/margin.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { published } from "../../hopfield/solvers/published.ts";
import {
  type PartsOf,
  type PlannedStudy,
  type ReproductionSize,
  type ReproductionSpec,
  readSize,
  type SpecOf,
} from "../plan.ts";
import type { EXPERIMENTS } from "./experiments.ts";
import {
  FINAL_INPUTS,
  GROWING_DENSITY,
  PUBLISHED_SIZES,
  publishedCapacity,
  publishedInputs,
  STARTS,
} from "./published.ts";
import { ALL, CHOSEN } from "./rules.ts";

/** The experiment that measures each part of the results; several may share a part, such as one for each N. */
export const PARTS = {
  capacity: "capacity",
  scaling: "capacity",
  /** By the published protocol, one for each N and list of c. */
  published: "capacity",
  /** The same networks, made our way. */
  own: "capacity",
  swaps: "swaps",
  ties: "ties",
  dilute: "capacity",
  fields: "fields",
  weights: "weights",
  sparse: "weights",
  dense: "weights",
  basins: "basins",
  /** Cues of which most is wrong, and random networks beyond their critical load. */
  inverse: "basins",
  amnesia: "basins",
  frontier: "frontier",
  online: "online",
  /** Smaller networks: with the published constant over N, and with twice as much. */
  constants: "online",
  /** What networks made offline hold by the criterion of online learning. */
  offline: "offline",
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
  /** Values of c/N of the main networks, and of the others, which are compared with them. */
  readonly densities: readonly number[];
  readonly compared: readonly number[];
  /** What is measured by the published protocol; the main networks, and larger ones, have the same c our way. */
  readonly published: readonly PublishedRun[];
  /** Neurons in whose searches swaps are counted, and in which networks: c is the published one nearest to each c/N. */
  readonly searched: number;
  readonly swaps: readonly (readonly [neurons: number, densities: readonly number[]])[];
  /** Seeds of the networks, N = 500 and c = 20, of which ties are looked at, for each rule. */
  readonly ties: readonly { readonly rule: readonly (typeof ALL)[number][]; readonly seeds: number }[];
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

/** Networks that are measured by the published protocol. */
interface PublishedRun {
  readonly neurons: number;
  /** Values of c among the published ones. */
  readonly inputs: readonly number[];
  readonly rule: readonly (typeof ALL)[number][];
  readonly seeds: number;
  /** Seeds of the same networks made our way; 0 for none. */
  readonly own: number;
}

/** Every c of the tables for networks of N neurons. */
const whole = (neurons: number, rule: PublishedRun["rule"], seeds: number, own: number): PublishedRun => ({
  neurons,
  inputs: publishedInputs(neurons),
  rule,
  seeds,
  own,
});

/** c/N at which swaps are counted: the least, and on to where the noise rule stores most. */
const SWAP_DENSITIES = [0, 0.04, 0.2, 0.57];

const DENSITIES = [0.04, 0.1, 0.2, 0.5, 1];
/** c/N of networks of other sizes: where the noise rule gains most, and where all are connected. */
const COMPARED = [0.2, 1];
const SCALES: Readonly<Record<ReproductionSize, Scale>> = {
  tiny: {
    main: [60, 1],
    others: [[40, 1]],
    densities: [0.1, 0.3, 1],
    compared: [0.1, 0.3, 1],
    published: [
      { neurons: 500, inputs: [20, 498], rule: [random.name], seeds: 2, own: 1 },
      { neurons: 500, inputs: [498], rule: CHOSEN, seeds: 1, own: 0 },
    ],
    searched: 2,
    swaps: [[500, [0]]],
    ties: [{ rule: [random.name], seeds: 2 }],
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
    compared: COMPARED,
    published: [
      whole(500, [random.name], 5, 2),
      { neurons: 500, inputs: [20, 102, 498], rule: CHOSEN, seeds: 1, own: 1 },
    ],
    searched: 8,
    swaps: [
      [500, SWAP_DENSITIES],
      [2000, [0]],
    ],
    ties: [{ rule: [random.name], seeds: 10 }],
    dilute: [1000, 2],
    loaded: [300, 2],
    frontier: [200, 2],
    parameters: [1, 2, 4],
    online: [200, 2],
  },
  default: {
    main: [500, 3],
    others: [
      [250, 5],
      [1000, 1],
    ],
    densities: DENSITIES,
    compared: COMPARED,
    published: [
      // random networks cost nearly nothing
      whole(500, [random.name], 10, 5),
      // a third of the published c, among them where curves have their maxima and cross
      { neurons: 500, inputs: [20, 53, 102, 168, 218, 284, 449, 498], rule: CHOSEN, seeds: 2, own: 2 },
      { neurons: 2000, inputs: [20, 88], rule: [random.name], seeds: 5, own: 1 },
      // what a heat bath finds there is told by the searches of a few neurons, `swaps`
      { neurons: 2000, inputs: [20], rule: CHOSEN, seeds: 2, own: 0 },
      { neurons: 2000, inputs: [88], rule: [noise.name], seeds: 1, own: 0 },
    ],
    searched: 16,
    swaps: [
      [500, SWAP_DENSITIES],
      [2000, SWAP_DENSITIES],
      [5000, [0]],
    ],
    ties: [{ rule: ALL, seeds: 20 }],
    dilute: [2000, 3],
    loaded: [500, 4],
    frontier: [500, 2],
    parameters: [0.5, 1, 2, 4, 8],
    online: [500, 2],
  },
  full: {
    main: [1000, 3],
    others: [
      [250, 10],
      [500, 5],
      [2000, 1],
    ],
    densities: DENSITIES,
    compared: COMPARED,
    published: [
      whole(500, [random.name], 20, 10),
      whole(500, CHOSEN, 5, 5),
      whole(2000, [random.name], 10, 5),
      whole(2000, CHOSEN, 5, 2),
      whole(5000, [random.name], 5, 1),
      whole(5000, CHOSEN, 5, 1),
    ],
    searched: 32,
    swaps: PUBLISHED_SIZES.map((neurons) => [neurons, SWAP_DENSITIES] as const),
    ties: [{ rule: ALL, seeds: 20 }],
    dilute: [4000, 3],
    loaded: [1000, 5],
    frontier: [1000, 3],
    parameters: [0.5, 1, 2, 4, 8],
    online: [2000, 2],
  },
};

/** Overlaps from which a pattern counts as retrieved in the dilute limit: that of all other experiments, and a low one. */
export const OVERLAPS = { usual: 0.9, low: 0.3 } as const;

/** Plans every experiment of the report: `full` takes days, which a cluster shortens. */
export function planEk22({ seeds, ...given }: ReproductionSpec = {}): Ek22Plan {
  const { size, scale, first } = readSize(SCALES, given);
  const own = (count: number) => ({ seed: first, seeds: seeds ?? count });
  const inputsOf = (neurons: number, densities: readonly number[]) =>
    unique(densities.map((density) => Math.max(2, Math.min(neurons - 1, Math.round(density * neurons)))));
  const [neurons] = scale.main;
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
    const inputs = inputsOf(n, n === neurons ? scale.densities : scale.compared);
    add(
      part,
      `capacity-${n}`,
      { neurons: n, inputs, rule: [...ALL], ...own(count) },
      search(n, 2 * inputs.length, count),
    );
  }
  for (const { neurons: n, inputs, rule, ...counts } of scale.published) {
    const spec = { neurons: n, inputs: [...inputs], rule: [...rule] };
    const id = `${rule.join("-")}-${n}`;
    const randomCost = 1e-6 * n * n;
    const chosen = rule.filter((name) => name !== random.name).length;
    const cost = chosen * inputs.reduce((sum, c) => sum + publishedSeconds(n, c), 0) + randomCost;
    add(
      "published",
      `published-${id}`,
      { protocol: "published", ...spec, ...own(counts.seeds) },
      cost * (seeds ?? counts.seeds),
    );
    if (counts.own > 0) {
      const ownCost = chosen === 0 ? randomCost : search(n, inputs.length, counts.own);
      add("own", `own-${id}`, { ...spec, ...own(counts.own) }, ownCost);
    }
  }
  const counted = scale.swaps.flatMap(([n, densities]) =>
    unique(densities.map((density) => nearestInputs(n, density))).map((inputs) => publishedNetwork(n, inputs)),
  );
  const bath = counted.reduce((sum, one) => sum + 3e-8 * one.neurons ** 2 * scale.searched, 0);
  add("swaps", "swaps", { networks: counted, searched: scale.searched, seed: first }, bath);
  for (const { rule, seeds: count } of scale.ties) {
    const spec = { neurons: 500, inputs: 20, rule, seeds: seeds ?? count, seed: first };
    const chosen = rule.filter((name) => name !== random.name).length;
    add("ties", `ties-${rule.join("-")}`, spec, chosen * spec.seeds * publishedSeconds(500, 20) + 1);
  }
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
  const dense = { ...network, inputs: Math.round(0.57 * loaded), loads: [0.3, 0.6] };
  add("dense", "weights-dense", dense, at(2));
  add(
    "inverse",
    "inverse",
    { ...network, ...PUBLISHED_CUES, rule: CHOSEN, loads: [0.25], flipped: [0.1, 0.9] },
    at(0.5),
  );
  const loads = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8];
  const amnesia = { ...network, ...PUBLISHED_CUES, rule: random.name, loads, flipped: [0] };
  add("amnesia", "amnesia", amnesia, 1);
  add(
    "basins",
    "basins",
    { ...network, ...PUBLISHED_CUES, loads: [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5] },
    at(12),
  );
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
  const learner = (n: number, starts: readonly number[]) => ({
    protocol: "published" as const,
    neurons: n,
    inputs: starts.map((start) => Math.max(1, Math.min(n - 1, Math.round(start * n)))),
    // as large a part of the patterns as ten at a time are of those of 2000 neurons
    addition: Math.max(1, Math.round(n / 200)),
    reference: false,
    ...own(runs),
  });
  const learning = (n: number, starts: number) => 2e-7 * n ** 3 * starts * (seeds ?? runs);
  add("online", "online", learner(growing, STARTS), learning(growing, 4));
  const half = Math.round(growing / 2);
  for (const offset of [0.5, 1]) {
    add("constants", `online-${offset}`, { ...learner(half, [FINAL_INPUTS.mean]), offset }, learning(half, 1));
  }
  for (const [rule, density] of [
    [random.name, GROWING_DENSITY],
    [signal.name, FINAL_INPUTS.mean],
  ] as const) {
    const [inputs] = inputsOf(growing, [density]);
    const cost = rule === random.name ? 1 : publishedSeconds(growing, density * growing) * (seeds ?? runs);
    add("offline", `offline-${rule}`, { neurons: growing, inputs, rule, ...own(runs) }, cost);
  }
  return deepFreeze({ experiment: "reproduce ek22", size, seed: first, experiments });
}

/** How cues are damaged and when they count as retrieved in the work; the connectivity is made our way. */
const PUBLISHED_CUES = { nested: true, sharedFlips: true, strict: true, threshold: 0.7, order: "synchronous" } as const;

function nearestInputs(neurons: number, density: number): number {
  const away = (inputs: number) => Math.abs(inputs / neurons - density);
  return publishedInputs(neurons).reduce((a, b) => (away(b) < away(a) ? b : a));
}

/** A network with as many patterns as the noise rule was published to hold. */
function publishedNetwork(neurons: number, inputs: number) {
  return { neurons, inputs, patterns: Math.round(publishedCapacity({ neurons, inputs, rule: noise.name })!.mean) };
}

/** Rough time of one rule's critical load by the published annealing, on one core. */
function publishedSeconds(nNeurons: number, nInputs: number): number {
  return 8 * nNeurons * 1e-9 * published.nanoseconds({ nNeurons, nInputs });
}
