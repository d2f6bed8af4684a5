/** The networks that the claims are shown on, small enough to be written out. */
import type { ControlSpec } from "../../control/parameters.ts";

/** Two neurons that excite each other: two sinks and a saddle between them. */
export const MUTUAL = {
  weights: [
    [0, 2],
    [2, 0],
  ],
  bounds: { existing: 1, silent: 0.2 },
} as const;

/** The state from which the claims about recording begin: a pattern that the network does not know. */
export const NOVEL = [-1, 0.5] as const;

/** Asymmetric weights, whose network ends in a limit cycle. */
export const SPIRAL = {
  weights: [
    [2, -2],
    [2, 2],
  ],
  initial: [0.5, 0.2],
} as const;

/** Chaotic by itself: its largest Lyapunov exponent is 0.109. Control is weak, and none of a neuron on itself. */
export const CHAOTIC = {
  weights: [
    [2, -1.2, 0],
    [2.02, 1.71, 1.15],
    [-4.75, 0, 1],
  ],
  initial: [0.1, 0.2, 0.3],
  bounds: { existing: 0.01, silent: 0.001, diagonal: 0 },
  discount: 0.5,
  horizon: 20,
  step: 0.02,
} as const;

/** Two neurons that excite themselves: four sinks, and searches that end in local minima. */
export const SELF_EXCITING = {
  weights: [
    [2, 0.5],
    [0.5, 2],
  ],
  initial: [-0.3, 0.2],
  bounds: { existing: 1, silent: 1 },
} as const;

/** Weights of a network without synapses: all that it knows later was learned. */
export const BLANK = [
  [0, 0, 0],
  [0, 0, 0],
  [0, 0, 0],
] as const;

/** The patterns of the sequence: P0 to P3, and P0 again. */
export const PATTERNS = [
  [1.4, -1, 0.8],
  [-0.6, -1.5, 0.4],
  [0.9, -0.5, 0.6],
  [1.1, 1.1, 1.1],
  [1.4, -1, 0.8],
] as const;

/** Bounds and costs under which these patterns are learned. */
export const LEARNING = { bounds: { existing: 1.5, silent: 1.5 }, controlWeight: 0.02, discount: 1 } as const;

/** A sparse network: a tenth of the synapses exists, the others are silent. */
export const SPARSE = {
  ...{ neurons: 100, inputs: 10, gain: 1.5 },
  ...{
    bounds: { existing: 0.5, silent: 0.02 },
    controlWeight: 0.8,
    discount: 2,
    step: 0.2,
    horizon: 6,
    presentation: 4.6,
  },
} as const;

/** Bounds K beyond which changes add up within a dozen presentations. */
export const FATES_BOUNDS = [0.5, 1] as const;

/** The problem of the authors' program: discrete time, N = 2, 50 instants, atan(u/0.1)/π + ½, |ξ| ≤ 0.5, none on the diagonal. */
export const AUTHORS = {
  time: "map",
  weights: [
    [0, 1],
    [1, 0],
  ],
  activation: { type: "arctan", width: 0.1 },
  bounds: { existing: 0.5, silent: 0.5, diagonal: 0 },
  discounting: "published",
  steps: 50,
} as const satisfies Omit<ControlSpec, "initial">;

/** α of the sweep over weights, with the cost at which the best run of the authors' program ended. */
export const AUTHORS_WEIGHTS = [
  { motion: 0, cost: 2.4898634492345883e-15 },
  { motion: 0.95, cost: 2.536221237275747 },
  { motion: 0.995, cost: 2.5609113450676677 },
  { motion: 0.9995, cost: 2.5447175765702044 },
  { motion: 0.99995, cost: 2.5379947308251056 },
  { motion: 1, cost: 2.5369322634238127 },
] as const;

/** The same problem at α = β = 0.5, λ = 0.25, published as wandering; costs of eight runs, all ended by the same limit of evaluations. */
export const AUTHORS_WANDERING = { motionWeight: 0.5, controlWeight: 0.5, discount: 0.25 } as const;
/** Costs J at which the eight runs ended. */
export const AUTHORS_WANDERING_COSTS = [
  1.5838033883285005, 1.5837809963571021, 1.583789393905744, 1.5837789185721871, 1.583761940464561, 1.5837851542827601,
  1.5837663264241422, 1.5837777062265408,
] as const;
/** The limit of evaluations at which they were stopped. */
export const AUTHORS_EVALUATIONS = 15049;

/** α = 1 − β of the grid of initial states and of the chain. */
export const AUTHORS_MOTION = 0.9995;
/** Values that u_1 and u_2 take on the grid of initial states. */
export const AUTHORS_GRID = [-1.5, -0.75, 0, 0.75, 1.5] as const;
