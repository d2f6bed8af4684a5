/**
 * Parameters that experiments have in common, declared once: their options, checks, schema and sentences follow from here. Nothing
 * that computes is imported, so that help is quick.
 */
import { choice, either, fromFile, integer, real, seed, several, toggle } from "../../check/kinds.ts";
import { grouped, type Parameter, parameter } from "../../check/parameters.ts";
import { annealParameters } from "../../hopfield/anneal-parameters.ts";
import type { Connectivity } from "../../hopfield/connectivity.ts";
import { hebb } from "../../hopfield/learning/hebb.ts";
import { PLAIN_LEARNING_PARAMETERS, PLAIN_LEARNINGS, type PlainLearning } from "../../hopfield/learning/index.ts";
import { NULL_MODEL_NAMES, type NullModel } from "../../hopfield/null-model-kinds.ts";
import type { Positions } from "../../hopfield/null-models.ts";
import { patternKinds } from "../../hopfield/pattern-kinds.ts";
import { RULE_NAMES, RULE_PARAMETERS, RULES, type Rule, type RuleParameter } from "../../hopfield/rules/index.ts";
import { CONNECTIVITY_FILES } from "../../io/connectivity/parameters.ts";
import { LOAD_SEARCHES } from "./critical-load.ts";

/** A part of a whole: in (0, 1]. */
export const part = () => real({ least: 0, open: true, most: 1 });

/** The number of independent networks, and the seed of all random numbers. */
export const seedsParameters = grouped("Run", {
  /** Number of independent networks of each point; their seeds are seed, seed + 1, … */
  seeds: parameter({ kind: integer(1, 10_000), about: "independent networks a point", default: 3 }),
  /** Seed of every random number; drawn, and stated in the result, when left out. */
  seed: parameter({ kind: seed(), about: "seed of every random number", otherwise: "drawn, and printed" }),
});

const neurons = { kind: integer(2), symbol: "N", about: "neurons of a network" };
const inputs = { kind: integer(1), symbol: "c", about: "inputs of every neuron" };

/** What EK22 did and experiments here do otherwise, by one name: every parameter has its published value unless it is given. */
export const protocolParameters = grouped("Run", {
  protocol: parameter({
    kind: choice(["published"]),
    about: "published: everything as the authors of EK22 ran it, unless another option says otherwise",
  }),
});

/** Networks of neurons that all have one of a few numbers of inputs, or inputs as given. */
export const wiringParameters = grouped("Networks", {
  /** Number of neurons N; with `connectivity` it follows from there. */
  neurons: parameter(neurons),
  /** Number of inputs c of each neuron, one or several; or give `connectivity`. */
  inputs: parameter({
    kind: several(integer(1)),
    symbol: "c",
    about: "inputs of every neuron, one or several numbers",
  }),
  /**
   * Connectivity instead of numbers of inputs, such as a measured connectome: the rule "given" keeps it, the others choose (or
   * draw) among all neurons as many inputs for each as it has there.
   */
  connectivity: parameter({
    kind: fromFile<Connectivity>("connectivity", CONNECTIVITY_FILES),
    about: `file of connectivity instead of inputs: ${CONNECTIVITY_FILES}`,
    unswept: "since it is no plain data",
  }),
});

/** Networks that share with given connectivity what a null model keeps, and are random otherwise. */
export const nullParameters = grouped("Networks", {
  /**
   * Null models measured beside given connectivity, one or several: "degree", "distance", "both" (networks that keep degrees and distances),
   * see `nullConnectivity`. A fresh network for every seed.
   */
  null: parameter({
    kind: several(choice<NullModel>(NULL_MODEL_NAMES)),
    about: "networks beside the given one that keep its degree, distance or both of these and are random otherwise",
    unswept: "since it goes with connectivity",
  }),
  /** Coordinates of every neuron, or "ring": neuron i at the angle 2πi/N. Needed to keep distances. */
  positions: parameter({
    kind: fromFile<Positions>("positions", 'rows of coordinates as .csv or .npy, or "ring"'),
    about: "coordinates of a neuron a line (.csv, .npy), or ring: where neurons are, to keep distances",
    unswept: "since it is no plain data",
  }),
});

/** Networks in which all neurons have the same number of inputs. */
export const evenWiringParameters = grouped("Networks", {
  /** Number of neurons N. */
  neurons: parameter({ ...neurons, required: true }),
  /** Number of inputs c of each neuron. */
  inputs: parameter({ ...inputs, required: true }),
});

/** The kind of the patterns. */
export const patternParameters = grouped("Patterns", {
  /** Kind of the patterns; default "random". */
  patternKind: parameter({ kind: patternKinds, about: "how patterns are drawn" }),
});

/** Whether networks of several loads share their patterns. */
export const nestedParameters = grouped("Patterns", {
  /** Whether the patterns of every load are the first of one list for each seed, as published, instead of fresh ones. */
  nested: parameter({
    kind: toggle(),
    about: "patterns of every load are the first of one list, as published, instead of fresh ones",
    published: true,
  }),
});

/** Sparse coding: the coding level, and the threshold at which neurons fire. */
export const codingParameters = grouped("Patterns", {
  /**
   * a in (0, 1): patterns activate round(aN) neurons unless a kind is given, the covariance rule stores them, neurons fire at a
   * threshold, and overlaps are hits less false alarms. Connectivity is chosen for Hebbian weights all the same.
   */
  codingLevel: parameter({
    kind: real({ least: 0, open: true, most: 1, openEnd: true }),
    symbol: "a",
    about: "activity of sparse patterns, which the covariance rule stores",
  }),
  /**
   * θ in [−1, 1], see `CovarianceSpec`; "winners": the round(aN) largest fields; "search": of seven thresholds around the default the one
   * that retrieves most, in every network anew.
   */
  firingThreshold: parameter({
    kind: either(real({ least: -1, most: 1 }), choice(["winners", "search"])),
    symbol: "θ",
    about: "where neurons fire, with a coding level: a number in [−1, 1], winners or search",
    otherwise: "where theory stores most",
  }),
});

/** How patterns of ±1 are stored; the covariance rule goes with a coding level. Connectivity is chosen for Hebbian weights all the same. */
export const learningsParameters = grouped("Learning", {
  /** One name, or a list of several. */
  learning: parameter({
    kind: several(choice<PlainLearning>(PLAIN_LEARNINGS)),
    about: `learning rules: ${PLAIN_LEARNINGS.join(", ")}`,
    otherwise: hebb.name,
  }),
  ...PLAIN_LEARNING_PARAMETERS,
});

const rule = {
  /** One name, or a list of several. */
  rule: parameter({
    kind: several(choice<Rule>(RULE_NAMES)),
    about: `how connectivity is chosen: ${RULE_NAMES.map((name) => RULES[name].help).join(", ")}`,
    required: true,
  }),
};

/** How connectivity is chosen, with the parameters of the rules. */
export const rulesParameters = grouped("Rules", { ...rule, ...RULE_PARAMETERS });

/** Values of a rule's parameter, a curve each, the same at every load, unless given. */
export const CURVES: readonly number[] = [0.5, 1, 2, 4, 8];

/** How connectivity is chosen, with several values of a rule's parameter: each makes a curve. */
export const curvesParameters = grouped("Rules", { ...rule, ...curves() });

function curves(): { readonly [Name in RuleParameter]: Parameter<number | readonly number[], readonly number[]> } {
  const own = Object.entries<Parameter<number>>(RULE_PARAMETERS).map(([name, { kind, symbol, about }]) => [
    name,
    parameter({
      kind: several(kind),
      ...(symbol !== undefined && { symbol }),
      about: `${about}, a curve each`,
      otherwise: CURVES.join(","),
    }),
  ]);
  return Object.fromEntries(own) as ReturnType<typeof curves>;
}

/** How critical loads are looked for. */
export const loadSearchParameters = grouped("Measurement", {
  /**
   * From an expected load by secants, or by constant steps until a load fails and by halves from there, as published: steps begin at the
   * expected load where inputs are chosen, and from below where they are random. The fraction retrieved does not fall evenly, so that
   * secants and steps can end at different loads.
   */
  loadSearch: parameter({
    kind: choice(LOAD_SEARCHES),
    about: "how the critical load is looked for: by secants, or by constant steps",
    otherwise: "secants",
    published: "steps",
  }),
});

/** When a pattern counts as retrieved. */
export const relaxationParameters = grouped("Retrieval", {
  /** A pattern is retrieved when its final overlap is at least this. */
  threshold: parameter({
    kind: part(),
    symbol: "m",
    about: "final overlap from which on a pattern counts as retrieved",
    default: 0.9,
    published: 0.7,
  }),
  /** Order of updates; default "sequential". */
  order: parameter({
    kind: choice(["sequential", "random", "synchronous"]),
    about: "of updates: sequential, random or synchronous",
    default: "sequential",
    published: "synchronous",
  }),
  /** Sweeps of retrieval at most. */
  maxSweeps: parameter({ kind: integer(1, 2 ** 31 - 1), about: "most sweeps of retrieval", default: 100 }),
});

/** Whether the threshold itself counts. */
export const strictParameters = grouped("Retrieval", {
  /** Whether the final overlap has to exceed the threshold, as published, instead of reaching it. */
  strict: parameter({
    kind: toggle(),
    about: "the final overlap has to exceed the threshold, as published, instead of reaching it",
    published: true,
  }),
});

const TEMPERATURE = "of retrieval; the signal of a stored pattern is 1";

/** When a pattern counts as retrieved, at a temperature. */
export const retrievalParameters = grouped("Retrieval", {
  ...relaxationParameters,
  /**
   * T ≥ 0, in the unit of the fields: with Hebbian weights the signal of a stored pattern is 1. Above 0 neurons are drawn anew by
   * P(S_i = +1) = 1/(1 + exp(−2h_i/T)), and overlaps are means over `maxSweeps` sweeps after a fifth as many.
   */
  temperature: parameter({ kind: real({ least: 0 }), symbol: "T", about: TEMPERATURE, default: 0 }),
});

/** When a pattern counts as retrieved, at one or several temperatures. */
export const heatedParameters = grouped("Retrieval", {
  ...relaxationParameters,
  /** Temperature T ≥ 0, one or several; see `RetrievalSpec`. */
  temperature: parameter({
    kind: several(real({ least: 0 })),
    symbol: "T",
    about: `${TEMPERATURE}, one or several`,
    default: 0,
  }),
});

/** Networks of given loads: every rule at every load, over seeds. */
export const loadedNetworksParameters = {
  ...grouped("Networks", {
    /** Number of neurons N; with `connectivity` it follows from there. */
    neurons: parameter(neurons),
    /** Number of inputs c of each neuron. */
    inputs: parameter(inputs),
  }),
  ...patternParameters,
  ...rulesParameters,
  ...grouped("Networks", {
    /** Number of patterns p, one or several; or give `loads`. */
    patterns: parameter({ kind: several(integer(1)), symbol: "p", about: "patterns stored, one or several numbers" }),
    /** Load α = p/c, one or several: p is the nearest whole number, at least 1. */
    loads: parameter({
      kind: several(real({ least: 0, open: true })),
      symbol: "α",
      about: "the same as loads α = p/c, one or several",
    }),
  }),
  ...seedsParameters,
  ...annealParameters,
};
