/**
 * What specs of controlled networks say, in the symbols of CLMM. Times are in membrane time constants. Nothing that computes is imported,
 * so that help is quick.
 */
import { choice, integer, list, real, seed, square, table, toggle, vector } from "../check/kinds.ts";
import { grouped, parameter, type SpecOf } from "../check/parameters.ts";
import { activationKind } from "../dynamics/activations/index.ts";

const nonNegative = real({ least: 0 });
const positive = real({ least: 0, open: true });
const unit = "membrane time constants";

/** Most neurons: beyond this even the weights are hundreds of megabytes. */
const MOST_NEURONS = 10_000;
export const MOST_STEPS = 1_000_000;

/** How far each synapse may be changed: |ξ_ij| ≤ bound — CLMM. */
export const boundsParameters = {
  existing: parameter({
    kind: nonNegative,
    symbol: "K",
    about: "bound of existing synapses, A_ij ≠ 0",
    required: true,
  }),
  silent: parameter({ kind: nonNegative, symbol: "k", about: "bound of silent synapses, A_ij = 0", default: 0 }),
  diagonal: parameter({
    kind: nonNegative,
    about: "bound of a neuron's synapse with itself, ξ_ii",
    otherwise: "as for other synapses",
  }),
};

/** The problem without the pattern that is presented. */
export const problemParameters = {
  ...grouped("Networks", {
    weights: parameter({
      kind: square(MOST_NEURONS),
      symbol: "A",
      about: "weights, from j to i in row i",
      required: true,
    }),
    activation: parameter({
      kind: activationKind,
      about: "activation g of all neurons",
      default: { type: "tanh" },
      otherwise: "tanh",
    }),
  }),
  ...grouped("Time", {
    time: parameter({
      kind: choice(["flow", "map"]),
      about: "the flow u̇ = (A + ξ) g(u) − u, or the map u' = (A + ξ) g(u)",
      default: "flow",
    }),
    steps: parameter({ kind: integer(1, MOST_STEPS), symbol: "S", about: "steps of the map", default: 50 }),
    horizon: parameter({
      kind: positive,
      symbol: "T",
      unit,
      about: "horizon of the flow",
      otherwise: "1.4 presentation",
    }),
    step: parameter({
      kind: real({ least: 0, open: true, most: 1, openEnd: true }),
      symbol: "h",
      unit,
      about: "time step of the flow",
      default: 0.05,
    }),
    presentation: parameter({
      kind: positive,
      symbol: "τ_p",
      unit,
      about: "presentation, at whose end ξ_∞ is read",
      otherwise: "where e^{−λτ} = 1e-4, of the map its end",
    }),
  }),
  ...grouped("Control", {
    motionWeight: parameter({ kind: nonNegative, symbol: "α", about: "weight of the motion |X|²", otherwise: "1 − μ" }),
    controlWeight: parameter({ kind: nonNegative, symbol: "μ", about: "weight of the control |ξ|²", default: 0.5 }),
    discount: parameter({ kind: nonNegative, symbol: "λ", about: "discount rate", otherwise: "1, of the map 0" }),
    /**
     * "published" (the map alone): |X|² of the first transition counts 1 and of transition n ≥ 1 e^{−λ(n−1)}, as in the program
     * of CLMM; "standard": e^{−λn} for both terms. Default "standard".
     */
    discounting: parameter({
      kind: choice(["standard", "published"]),
      about: "how motion is discounted; published is of the map",
      default: "standard",
    }),
    bounds: parameter({ kind: table(boundsParameters), about: "largest control |ξ_ij| of a synapse", required: true }),
    mask: parameter({ kind: square(MOST_NEURONS), about: "synapses that may be controlled, 0 or 1", otherwise: "all" }),
    symmetric: parameter({ kind: toggle(), about: "the control is symmetric, ξ_ij = ξ_ji", default: false }),
    /**
     * What stands for the time beyond the horizon: "none", or "rest", motion that goes on for ever as fast as it would without control at
     * the end. Default "none".
     */
    terminal: parameter({
      kind: choice(["none", "rest"]),
      about: "what stands for the time beyond the horizon: none, or motion as fast as at its end",
      default: "none",
    }),
  }),
  ...grouped("Search", {
    starts: parameter({
      kind: integer(1, 10_000),
      about: "searches, the first from ξ = 0, others from random controls",
      default: 1,
    }),
    tolerance: parameter({ kind: positive, about: "residual at which a search has converged", default: 1e-9 }),
    maxIterations: parameter({ kind: integer(1, 1_000_000), about: "most iterations of a search", default: 500 }),
    /** Whether J of a flow is extrapolated to h → 0, by searches in steps of h/2 and h/4; default true. Without, `cost` is null. */
    extrapolate: parameter({
      kind: toggle(),
      about:
        "whether J of a flow is extrapolated to h → 0, by searches at h/2 and h/4; without, only its cost at h is told",
      default: true,
    }),
  }),
  ...grouped("Run", {
    seed: parameter({ kind: seed(), about: "seed of every random number", otherwise: "drawn, and printed" }),
  }),
};

export const controlParameters = {
  ...problemParameters,
  ...grouped("Patterns", {
    initial: parameter({ kind: vector(), symbol: "u⁰", about: "pattern that is presented", required: true }),
  }),
};

/** How outcomes are told apart. */
export const thresholdsKind = table({
  displacement: parameter({
    kind: positive,
    about: "largest distance of a known sink from the equilibria of A (max norm)",
    default: 0.05,
  }),
  controlFraction: parameter({
    kind: nonNegative,
    about: "largest part of J that recognition costs as control; above it the state was steered",
    default: 0.05,
  }),
  /** At −1 any end is like the pattern: the bare criterion of CLMM, by which every new sink is recorded. */
  likeness: parameter({
    kind: real({ least: -1, most: 1 }),
    symbol: "s",
    about: "cos of the angle between g at the end and g(u⁰), from which on the end is like the pattern; −1: any end is",
    default: 0.9,
  }),
});

export const outcomeParameters = {
  thresholds: parameter({ kind: thresholdsKind, about: "which outcomes are told apart by", default: {}, flag: null }),
};

/** What a sequence of presentations takes beside its problem. */
export const sequenceParameters = {
  ...outcomeParameters,
  present: parameter({ kind: list(vector()), about: "patterns, in the order of their presentation", required: true }),
  similarity: parameter({
    kind: real({ least: -1 }),
    about: "cos of a pattern with the sink that the free flow of T from it ends at, from which on T knows it",
    otherwise: "thresholds.likeness",
    flag: null,
  }),
};

/** The grid of a value function. */
export const gridParameters = {
  reach: parameter({
    kind: positive,
    about: "the grid covers [−reach, reach] on each axis",
    otherwise: "what no trajectory leaves, controls included",
  }),
  nodes: parameter({
    kind: integer(4, 4001),
    about: "nodes of every axis",
    otherwise: "401 for one neuron, 101 for two, 41 for three",
  }),
  step: parameter({
    kind: positive,
    symbol: "h",
    unit,
    about: "time step of the scheme",
    otherwise: "10 / (nodes − 1), for three neurons 4 / (nodes − 1)",
  }),
  tolerance: parameter({ kind: positive, about: "largest change at which the iteration ends", default: 1e-9 }),
  maxSweeps: parameter({ kind: integer(1), about: "most passes over the grid", default: 20_000 }),
};

export const gridKind = table(gridParameters);

/** What a value function takes beside its problem. */
export const valueParameters = {
  grid: parameter({ kind: gridKind, about: "on which v is computed", default: {}, flag: null }),
  states: parameter({
    kind: list(vector()),
    about: "states in which optimal paths begin, [] for none",
    otherwise: "some around the origin",
  }),
  slices: parameter({
    kind: list(real()),
    about: "u₃ of the planes drawn of three neurons",
    otherwise: "−½, 0 and ½ of the reach",
  }),
};

/** A controlled network, the pattern it meets and what counts — CLMM. */
export type ControlSpec = SpecOf<typeof controlParameters>;
/** The same without a pattern. */
export type ProblemSpec = SpecOf<typeof problemParameters>;
export type BoundsSpec = ControlSpec["bounds"];
export type OutcomeThresholds = NonNullable<SpecOf<typeof outcomeParameters>["thresholds"]>;
export type SequenceSpec = ProblemSpec & SpecOf<typeof sequenceParameters>;
export type ValueGridSpec = SpecOf<typeof gridParameters>;
export type ValueMapSpec = ProblemSpec & SpecOf<typeof valueParameters>;
