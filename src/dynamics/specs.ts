/**
 * What specs of dynamics say: a table of parameters for each function of a network's flow. Times are in membrane time constants. Nothing
 * that computes is imported, so that help is quick.
 */
import type { FORM } from "../backend/contract/codes.ts";
import { show } from "../check/check.ts";
import { choice, either, integer, list, real, seed, table, toggle, vector } from "../check/kinds.ts";
import { type Kind, parameter } from "../check/parameters.ts";
import { ACTIVATION_PARAMETER_NAMES, type ActivationParameterName } from "./activations/index.ts";
import { DEFAULT_METHOD, METHOD_NAMES } from "./methods/index.ts";
import { boxes } from "./starts.ts";

const positive = real({ least: 0, open: true });
const unit = "membrane time constants";

/**
 * Two flows of one network: `membrane` u̇ = T(V)V + b − u with V = g(u); `gradient` V̇ = T(V)V + b − g⁻¹(V), which is −∇E of a
 * network with symmetric T. A state is u of the one, V of the other. The gradient flow is stiff where V nears the ends of g's
 * range, since g⁻¹ is steep there: networks that saturate are followed faster by the membrane flow.
 */
export type FlowName = keyof typeof FORM;

/** The flows by their names. */
export const flowKind = choice<FlowName>(["membrane", "gradient"]);

/** Two neurons by their indices, [i, j]. */
const neuronPair = list(integer(0), 2) as unknown as Kind<readonly [i: number, j: number]>;

const initial = parameter({ kind: vector(), about: "initial state u, one number a neuron", required: true });
const box = parameter({ kind: boxes, about: "from which states are drawn, uniformly", default: 4 });
const drawnSeed = parameter({ kind: seed(), about: "seed of all that is drawn", otherwise: "drawn, and told" });

export const integrateParameters = {
  initial: parameter({
    kind: vector(),
    about: "initial state, u of the membrane flow or V of the gradient flow, one number a neuron",
    required: true,
  }),
  duration: parameter({ kind: real(), unit, about: "of the trajectory; negative: back in time", required: true }),
  flow: parameter({
    kind: flowKind,
    about: "that is followed: of u, or down the energy of V",
    otherwise: "membrane",
  }),
  /** Default "dop853", which needs the fewest evaluations from tolerances of 1e-5 on; "rk4" wants a `step`. */
  method: parameter({
    kind: choice(METHOD_NAMES),
    about: "of integration; rk4 wants a step",
    default: DEFAULT_METHOD.name,
  }),
  /** Error of a step ≤ absolute + relative·|x|, root mean square over the neurons. Defaults 1e-6 and 1e-9. */
  relativeTolerance: parameter({
    kind: real({ least: 0 }),
    about: "error of a step, relative to the state",
    default: 1e-6,
  }),
  absoluteTolerance: parameter({ kind: positive, about: "error of a step, beside the relative one", default: 1e-9 }),
  step: parameter({ kind: positive, unit, about: "length of fixed steps", otherwise: "chosen by the error" }),
  largestStep: parameter({ kind: positive, unit, about: "the longest step", otherwise: "any" }),
  times: parameter({
    kind: vector(),
    unit,
    about: "between 0 and duration, in order, whose states are wanted",
    otherwise: "none",
  }),
  crossing: parameter({
    kind: table({
      neuron: parameter({ kind: integer(0), about: "that crosses the threshold" }),
      normal: parameter({ kind: vector(), about: "of the hyperplane, instead of a neuron" }),
      threshold: parameter({ kind: real(), about: "value of normal·x, or of the neuron, at the crossing", default: 0 }),
      direction: parameter({
        kind: choice(["both", "up", "down"]),
        about: "of the crossings that count",
        default: "both",
      }),
      count: parameter({ kind: integer(1, 1_000_000), about: "the crossing at which to stop", default: 1 }),
    }),
    about: "at which the integration ends",
    otherwise: "none",
  }),
  rest: parameter({
    kind: real({ least: 0 }),
    about: "largest |ẋ_i| at which the integration ends",
    otherwise: "never",
  }),
  tangents: parameter({ kind: list(vector()), about: "vectors carried along, ẏ = DX(x)·y", otherwise: "none" }),
  controlTangents: parameter({
    kind: toggle(),
    about: "whether the error of the tangents chooses the step as well",
    default: false,
  }),
  maxSteps: parameter({ kind: integer(1, 2 ** 31 - 1), about: "most steps of the integration", default: 1_000_000 }),
};

export const attractorParameters = {
  initial,
  duration: parameter({ kind: positive, unit, about: "most time to integrate", default: 2000 }),
  tolerance: parameter({ kind: positive, about: "relative tolerance of the integrator", default: 1e-8 }),
  seed: parameter({ kind: seed(), about: "seed of the first tangent vectors", default: 1 }),
};

export const equilibriaParameters = {
  box,
  starts: parameter({
    kind: integer(1, 10_000_000),
    about: "Newton searches",
    otherwise: "20000/N, at least 50 and at most 2000",
  }),
  trajectories: parameter({
    kind: integer(0, 10_000_000),
    about: "from the box, which measure basins; 0 measures none",
    otherwise: "400, or as many as starts",
  }),
  duration: parameter({ kind: positive, unit, about: "that each trajectory has to come to rest", default: 200 }),
  seed: drawnSeed,
};

export const portraitParameters = {
  plane: parameter({
    kind: neuronPair,
    about: "neurons [i, j] whose plane is drawn",
    default: [0, 1],
    otherwise: "[0, 1]",
  }),
  box,
  starts: equilibriaParameters.starts,
  trajectories: parameter({
    kind: either(integer(0, 10_000), list(vector())),
    about: "how many, from random states of the box, or their initial states",
    default: 10,
  }),
  duration: parameter({ kind: positive, unit, about: "of the trajectories", default: 40 }),
  nodes: parameter({ kind: integer(2, 1000), about: "vectors of the field along each side", default: 21 }),
  seed: drawnSeed,
};

/** `"gain"` or `"width"` of the activation, `"scale"` s of s·T, or the weight T_ij as `{ weight: [i, j] }`. */
export type ParameterSpec = ActivationParameterName | "scale" | { readonly weight: readonly [i: number, j: number] };

const variedWords = choice<ActivationParameterName | "scale">([...ACTIVATION_PARAMETER_NAMES, "scale"]);
const variedWeight = table({
  weight: parameter({ kind: neuronPair, about: "weight T_ij from j to i", required: true }),
});
const WORDS = `${variedWords.words}, or { weight: [i, j] }`;
const varied: Kind<ParameterSpec> = {
  words: WORDS,
  placeholder: "<name>",
  check(where, value) {
    if (typeof value === "object" && value !== null) return variedWeight.check(where, value);
    if (typeof value === "string") return variedWords.check(where, value);
    throw new TypeError(`${where} must be ${WORDS}, got ${show(value)}`);
  },
  schema: { anyOf: [variedWords.schema, variedWeight.schema] },
};

export const continuationParameters = {
  parameter: parameter({ kind: varied, about: "of the network, which varies", required: true }),
  from: parameter({ kind: real(), about: "lower end of the parameter's range", required: true }),
  to: parameter({ kind: real(), about: "upper end of the parameter's range", required: true }),
  step: parameter({
    kind: positive,
    about: "longest step in (u, parameter)",
    otherwise: "a hundredth of the range",
  }),
  maxSteps: parameter({ kind: integer(1, 1_000_000), about: "most steps of a branch", default: 5000 }),
  initial: parameter({
    kind: vector(),
    about: "state near an equilibrium at from, whose branch alone is followed",
    otherwise: "all branches that are found",
  }),
  box,
  starts: parameter({ kind: integer(1, 1_000_000), about: "Newton searches at each end of the range", default: 200 }),
  attractors: parameter({
    kind: integer(0, 1_000_000),
    about: "evenly spaced values at which the attractor is looked for, each from the one before",
    default: 0,
  }),
  duration: parameter({ kind: positive, unit, about: "given to each attractor", default: 800 }),
  seed: parameter({ kind: seed(), about: "seed of the starts and of the initial state", default: 1 }),
};

export const landscapeParameters = {
  nodes: parameter({ kind: integer(3, 2000), about: "of the grid along each side", default: 121 }),
  trajectories: parameter({ kind: integer(0, 10_000), about: "that descend, from random activities", default: 8 }),
  duration: parameter({ kind: positive, unit, about: "of the trajectories", default: 40 }),
  starts: parameter({ kind: integer(1, 1_000_000), about: "Newton searches for equilibria", default: 500 }),
  seed: drawnSeed,
};

/** What the discrete dynamics takes beside its initial state. */
export const thresholdParameters = {
  threshold: parameter({
    kind: real(),
    symbol: "a",
    about: "V_i becomes +1 where Σ_j T_ij V_j + b_i ≥ a, else −1",
    default: 0,
  }),
  order: parameter({
    kind: choice(["sequential", "random", "synchronous"]),
    about: "in which neurons change: one after another, in a fresh random order each sweep, or all at once",
    default: "sequential",
  }),
  maxSweeps: parameter({ kind: integer(1, 1_000_000), about: "most sweeps", default: 100 }),
  seed: parameter({ kind: seed(), about: "seed of the random order", otherwise: "needed with order random" }),
};

/** What a Hebbian update takes beside its pattern. */
export const hebbianParameters = {
  rate: parameter({ kind: positive, about: "factor of V̂V̂ᵀ that is added to T", otherwise: "1/N" }),
  bound: parameter({ kind: positive, about: "|T_ij| beyond which a synapse does not grow", otherwise: "none" }),
  updates: parameter({
    kind: integer(1, 1_000_000),
    about: "how often the pattern is presented",
    otherwise: "1, or until saturation where there is a bound",
  }),
  diagonal: parameter({ kind: toggle(), about: "whether T_ii grows too", default: true }),
};
