/** Which studies a reproduction of CLMM takes, at each size: plain data, shared by the claims. */

import { deepFreeze } from "../../check/freeze.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import { keyOf } from "../../numeric/seed.ts";
import {
  type PartsOf,
  type PlannedStudy,
  type ReproductionSize,
  type ReproductionSpec,
  readSize,
  type SpecOf,
} from "../plan.ts";
import {
  AUTHORS,
  AUTHORS_GRID,
  AUTHORS_MOTION,
  AUTHORS_WANDERING,
  AUTHORS_WEIGHTS,
  BLANK,
  CHAOTIC,
  FATES_BOUNDS,
  LEARNING,
  MUTUAL,
  NOVEL,
  PATTERNS,
  SELF_EXCITING,
  SPARSE,
  SPIRAL,
} from "./networks.ts";
import type { STUDIES, StudyKind } from "./studies.ts";

/** The kind of the studies that measure each part of the results; a part may have several. */
export const PARTS = {
  recognized: "present",
  recorded: "present",
  roomy: "present",
  symmetric: "present",
  associated: "present",
  wandering: "present",
  rescue: "present",
  long: "present",
  crossover: "present",
  authorsWandering: "present",
  authorsWeights: "present",
  authorsGrid: "present",
  authorsChain: "sequence",
  early: "early",
  restPoints: "restPoints",
  fronts: "front",
  map: "front",
  horizonCycle: "horizons",
  horizonRest: "horizons",
  finalRest: "finalValues",
  finalCycle: "finalValues",
  programming: "programming",
  gridValues: "gridValues",
  freeSymmetric: "free",
  freeAsymmetric: "free",
  learning: "sequence",
  randomLearning: "sequence",
  fates: "fates",
  gradients: "gradients",
  descents: "descents",
  thresholds: "thresholds",
  hebbian: "hebbian",
  criticalPoints: "criticalPoints",
  landscapes: "landscapes",
  sparse: "sparse",
} as const satisfies PartsOf<typeof STUDIES>;

/** Parts of the results that claims read; each has studies of one kind. */
export type Part = keyof typeof PARTS;

/** One study of the report. */
export type ClmmStudy = PlannedStudy<Part, StudyKind, unknown>;

/** Everything that a report computes, with what determines it. */
export interface ClmmPlan {
  readonly experiment: "reproduce clmm";
  readonly size: ReproductionSize;
  readonly seed: number | string;
  readonly studies: readonly ClmmStudy[];
}

interface Scale {
  /** Values of μ at which recording gives way to recognition. */
  readonly crossover: readonly number[];
  /** Values of μ and of λ that the map of outcomes covers. */
  readonly map: readonly [controlWeights: readonly number[], discounts: readonly number[]];
  /** Values of K with which a pattern is presented to the network that wanders. */
  readonly rescue: readonly number[];
  /** Values of μ along each Pareto front. */
  readonly fronts: readonly number[];
  /** Values of λ that fall towards 0, for the final value theorem. */
  readonly discounts: readonly number[];
  /** How many searches each problem is solved by, from different controls. */
  readonly starts: number;
  /** How many random networks of each kind are left to themselves. */
  readonly networks: number;
  readonly sequences: number;
  /** How many random sequences of how many patterns are followed until changes exceed K. */
  readonly fates: readonly [sequences: number, patterns: number];
  /** How many networks of each kind are drawn for the first half of the work, on gradients and landscapes. */
  readonly gradients: number;
  /** How many searches for rest points are made. */
  readonly searches: number;
  /** How many nodes the grid has along an axis. */
  readonly nodes: number;
  /** Steps of time of the studies that let h go to 0, in units of the flow. */
  readonly steps: readonly number[];
}

/** Values of μ that every size of the report has. */
export const COARSE: readonly number[] = [0.005, 0.02, 0.1, 0.5, 0.9];
const FINE = [
  0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98,
];
const FINEST = [...FINE, 0.003, 0.007, 0.015, 0.025, 0.04, 0.06, 0.085, 0.12, 0.17, 0.25, 0.35, 0.45, 0.65, 0.99].sort(
  (a, b) => a - b,
);
const BOUNDS = [0.01, 0.014, 0.02, 0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.4, 2];
const SCALES: Readonly<Record<ReproductionSize, Scale>> = {
  tiny: {
    crossover: COARSE,
    map: [
      [0.02, 0.2, 0.9],
      [0.5, 1],
    ],
    rescue: [0.01, 0.05, 1],
    fronts: [0.1, 0.5, 0.9, 0.95, 0.98],
    discounts: [1, 0.3, 0.1, 0.03, 0.01],
    starts: 1,
    networks: 8,
    sequences: 1,
    fates: [1, 12],
    gradients: 4,
    searches: 60,
    nodes: 41,
    steps: [0.1],
  },
  quick: {
    crossover: FINE,
    map: [FINE, [0.3, 0.5, 1, 2, 3]],
    rescue: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    fronts: FINE,
    discounts: [1, 0.3, 0.1, 0.03, 0.01],
    starts: 3,
    networks: 40,
    sequences: 4,
    fates: [2, 16],
    gradients: 8,
    searches: 300,
    nodes: 101,
    steps: [0.1, 0.05],
  },
  default: {
    crossover: FINEST,
    map: [FINEST, [0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.5, 2, 3, 5]],
    rescue: BOUNDS,
    fronts: FINEST,
    discounts: [1, 0.3, 0.1, 0.03, 0.01],
    starts: 10,
    networks: 500,
    sequences: 60,
    fates: [8, 20],
    gradients: 20,
    searches: 2000,
    nodes: 201,
    steps: [0.1, 0.05, 0.025],
  },
  full: {
    crossover: FINEST,
    map: [FINEST, [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7]],
    rescue: BOUNDS,
    fronts: FINEST,
    discounts: [1, 0.3, 0.1, 0.03, 0.01, 0.003],
    starts: 30,
    networks: 1000,
    sequences: 100,
    fates: [40, 24],
    gradients: 60,
    searches: 10_000,
    nodes: 401,
    steps: [0.1, 0.05, 0.025],
  },
};

/** μ at which a pattern leads to a new sink, and at which the same one leads to a sink of A. */
export const INNOVATIVE = 0.02;
export const CONSERVATIVE = 0.9;
/** λ with which a pattern is presented to the network that ends in a limit cycle. */
export const CYCLE_DISCOUNT = 0.1;
/** Cosine with what is recalled from which on the network of the authors knows a pattern. */
export const KNOWN = 0.95;
/** K, the bound of every |ξ_ij|, for the same network. */
const CYCLE_BOUND = 0.05;

/** Plans every study of the report: `quick` takes half a minute on two cores, `default` one and a half, `full` some. */
export function planClmm(spec: ReproductionSpec = {}): ClmmPlan {
  const { size, scale, first } = readSize(SCALES, spec);
  const studies: ClmmStudy[] = [];
  const add: Add = (part, name, spec, cost) => {
    studies.push({ id: name === "" ? part : `${part}-${name}`, part, kind: PARTS[part], spec, cost });
  };
  const seeded = { seed: first, starts: scale.starts };
  const mutual = { ...MUTUAL, initial: [...NOVEL], seed: first };
  add("recognized", "", { ...MUTUAL, ...seeded, initial: [1.6, 1.2], discount: 0.5, controlWeight: 0.95 }, 0.1);
  add("recorded", "", { ...mutual, ...seeded, discount: 1, controlWeight: INNOVATIVE }, 0.1);
  const roomy = { ...mutual, bounds: { existing: 2.5, silent: 2.5 }, discount: 1, controlWeight: 0.005 };
  add("roomy", "", roomy, 0.1);
  add("symmetric", "", { ...mutual, symmetric: true, discount: 1, controlWeight: INNOVATIVE }, 0.1);
  const cycle = { ...SPIRAL, bounds: { existing: CYCLE_BOUND }, seed: first };
  for (const step of scale.steps) {
    const starts = step === 0.1 ? Math.min(scale.starts, 4) : 1;
    const spec = { ...cycle, starts, discount: CYCLE_DISCOUNT, horizon: 138, step };
    add("associated", String(step), spec, (0.004 * starts) / step);
  }
  add("wandering", "", { ...CHAOTIC, ...seeded, starts: Math.min(scale.starts, 5) }, 0.4);
  for (const K of scale.rescue) {
    const bounds = { existing: K, silent: K / 10, diagonal: 0 };
    add("rescue", String(K), { ...CHAOTIC, bounds, seed: first, extrapolate: false }, 0.3);
  }
  for (const [discount, horizon] of [
    [1, 45],
    [0.2, 260],
  ]) {
    const spec = { ...mutual, controlWeight: INNOVATIVE, discount, horizon, step: 0.1 };
    add("long", String(discount), spec, 0.3);
  }
  for (const controlWeight of scale.crossover) {
    add("crossover", String(controlWeight), { ...mutual, discount: 1, controlWeight }, 0.05);
  }
  addAuthors(add, first, scale.starts);
  for (const [name, weights, bound, controlWeight, discount] of [
    ["self-exciting", SELF_EXCITING.weights, 1, 0.5, 0.5],
    ["cycle", SPIRAL.weights, 1, 0.1, 0.5],
    ["chaotic", CHAOTIC.weights, 1, 0.1, 0.5],
    ["slow", SELF_EXCITING.weights, 1, 0.1, 0.2],
  ] as const) {
    const spec = { weights, bound, controlWeight, discount, searches: scale.searches, seed: first };
    add("restPoints", name, spec, 0.0002 * scale.searches);
  }
  const controlWeight = scale.fronts;
  add("fronts", "mutual", { ...mutual, controlWeight, discount: 1 }, 0.01 * controlWeight.length);
  add(
    "fronts",
    "self-exciting",
    { ...SELF_EXCITING, seed: first, controlWeight, discount: 0.5 },
    0.02 * controlWeight.length,
  );
  if (size !== "tiny") {
    const spec = { ...SPIRAL, bounds: { existing: 1 }, seed: first, controlWeight, discount: 1, tolerance: 1e-8 };
    add("fronts", "cycle", spec, 0.1 * controlWeight.length);
  }
  const [weights, discounts] = scale.map;
  for (const discount of discounts) {
    const spec = { ...mutual, controlWeight: weights, discount, extrapolate: false };
    add("map", String(discount), spec, (0.0035 * weights.length) / discount ** 2);
  }
  const until = (last: number, step: number) => Array.from({ length: last / step }, (_, k) => (k + 1) * step);
  const slow = { control: { ...cycle, discount: CYCLE_DISCOUNT, step: 0.1 }, horizons: [...until(100, 10), 180] };
  add("horizonCycle", "", slow, 0.3);
  for (const [controlWeight, discount] of [
    [INNOVATIVE, 1],
    [0.5, 0.5],
  ]) {
    const horizons = [...until(10 / discount, 1 / discount), 20 / discount];
    add("horizonRest", String(controlWeight), { control: { ...mutual, controlWeight, discount }, horizons }, 0.05);
  }
  add("finalRest", "", { control: { ...mutual, controlWeight: 0.5 }, discounts: scale.discounts }, 0.2);
  const cycling = size === "tiny" ? [0.3, 0.2, 0.1] : [0.3, 0.2, 0.1, 0.07, 0.05, 0.03];
  add("finalCycle", "", { control: { ...cycle, step: 0.1, extrapolate: false }, discounts: cycling }, 2);
  const parts = [0.05, 0.1, 0.25, 0.5];
  for (const [name, control] of [
    ["recorded", { ...mutual, discount: 1, controlWeight: INNOVATIVE }],
    ["recognized", { ...mutual, initial: [1.6, 1.2], discount: 0.5, controlWeight: 0.95 }],
    ["associated", { ...cycle, discount: CYCLE_DISCOUNT, horizon: 138, step: 0.1 }],
    ["wandering", { ...CHAOTIC, seed: first }],
  ] as const) {
    add("programming", name, { control, parts }, 0.1);
  }
  const initial = [[...NOVEL], [1.6, 1.2], [0.5, 0.2], [-1.5, -1], [0.3, 1.5], [-0.5, 1.2]];
  const { initial: _, ...anywhere } = mutual;
  const values = { control: { ...anywhere, discount: 1, controlWeight: 0.5 }, nodes: scale.nodes, initial };
  add("gridValues", "", values, 0.25 * (scale.nodes / 101) ** 3);
  for (const neurons of [2, 4, 8]) {
    const spec = { neurons, networks: scale.networks, gain: 2, seed: first };
    add("freeSymmetric", String(neurons), { ...spec, symmetric: true }, 0.0006 * neurons * scale.networks);
    add("freeAsymmetric", String(neurons), { ...spec, symmetric: false }, 0.0004 * neurons ** 2 * scale.networks);
  }
  const learning = { ...LEARNING, extrapolate: false, weights: BLANK.map((row) => [...row]), seed: first };
  add("learning", "", { ...learning, present: PATTERNS.map((pattern) => [...pattern]) }, 0.3);
  const sequences = spec.seeds ?? scale.sequences;
  for (let k = 0; k < sequences; k++) {
    add("randomLearning", String(k), { ...learning, present: randomPatterns(first, k, 5) }, 0.3);
  }
  const { gradients } = scale;
  add("gradients", "", { neurons: 4, networks: gradients, seed: first }, 0.05 * gradients);
  add("descents", "", { neurons: 4, networks: Math.ceil(gradients / 2), seed: first }, 0.8 * gradients);
  add("thresholds", "", { neurons: 50, networks: 20 * gradients, seed: first }, 0.02 * gradients);
  add("hebbian", "", { neurons: 30, networks: Math.ceil(gradients / 2), seed: first }, 0.8 * gradients);
  add("criticalPoints", "", { neurons: 4, networks: 2 * gradients, seed: first }, 0.05 * gradients);
  add("landscapes", "", { ...mutual, symmetric: true, discount: 1, controlWeight: INNOVATIVE }, 0.1);
  add("sparse", "", { ...SPARSE, seed: first }, 4);
  const [chains, patterns] = scale.fates;
  for (let k = 0; k < chains; k++) {
    // other patterns than those of the sequences above
    const present = randomPatterns(first, 1000 + k, patterns);
    for (const K of FATES_BOUNDS) {
      add("fates", `${K}-${k}`, { ...learning, bounds: { existing: K, silent: K }, present }, 0.2 * patterns);
    }
  }
  return deepFreeze({ experiment: "reproduce clmm", size, seed: first, studies });
}

type Add = <P extends Part>(
  part: P,
  name: string,
  spec: SpecOf<typeof STUDIES, (typeof PARTS)[P]>,
  cost: number,
) => void;

/** Adds the four experiments of the authors. */
function addAuthors(add: Add, seed: number | string, starts: number): void {
  const initial = [...NOVEL];
  const wandering = { ...AUTHORS, ...AUTHORS_WANDERING, initial, seed, starts: Math.max(5, starts) };
  add("authorsWandering", "", wandering, 0.05);
  for (const { motion } of AUTHORS_WEIGHTS) {
    const weighted = { motionWeight: motion, controlWeight: 1 - motion };
    add("authorsWeights", String(motion), { ...AUTHORS, ...weighted, initial, seed, starts }, 0.05);
  }
  const weighted = { motionWeight: AUTHORS_MOTION, controlWeight: 1 - AUTHORS_MOTION };
  for (const x of AUTHORS_GRID) {
    for (const y of AUTHORS_GRID) {
      add("authorsGrid", `${x},${y}`, { ...AUTHORS, ...weighted, initial: [x, y], seed, starts }, 0.02);
    }
  }
  // every change is kept, as in the authors' program, whatever the end is like
  const chain = { thresholds: { likeness: -1 }, similarity: KNOWN, present: new Array(6).fill(initial), seed };
  add("authorsChain", "", { ...AUTHORS, ...weighted, ...chain }, 0.05);
  const iterations = [5, 10, 20, 40, 70, 100, 140, 200];
  add("early", "", { control: { ...wandering, starts: 1 }, iterations }, 0.5);
}

/** Patterns of three neurons, uniform in [−1.5, 1.5]³. */
function randomPatterns(seed: number | string, number: number, patterns: number): number[][] {
  const stream = new Stream();
  stream.open(DOMAIN.control, number, 5, keyOf(BigInt(seed)));
  return Array.from({ length: patterns }, () =>
    Array.from({ length: 3 }, () => 1.5 * ((2 * stream.next()) / 2 ** 32 - 1)),
  );
}
