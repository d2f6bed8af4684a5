/** What `online` takes. */
import { choice, integer, real, several, toggle } from "../../check/kinds.ts";
import { grouped, parameter } from "../../check/parameters.ts";
import { MOST_PATTERNS } from "../../hopfield/limits.ts";
import {
  GROWTH_RULES,
  growthOf,
  ownersOf,
  RULE_PARAMETER_NAMES,
  RULE_PARAMETERS,
  RULES,
} from "../../hopfield/rules/index.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { form } from "../kit/command.ts";
import {
  loadSearchParameters,
  part,
  protocolParameters,
  relaxationParameters,
  seedsParameters,
  strictParameters,
} from "../kit/parameters.ts";

const EXCLUDED = "since the runs alone are swept; what they are compared with is an experiment of its own, capacity";

export const onlineParameters = {
  ...grouped("Networks", {
    /** N */
    neurons: parameter({ kind: integer(2), symbol: "N", about: "neurons of a network", required: true }),
    /** c₀: inputs of every neuron at the beginning, one or several; each is a run. */
    inputs: parameter({
      kind: several(integer(1)),
      symbol: "c₀",
      about: "inputs of every neuron at the beginning, a run each",
      required: true,
    }),
  }),
  ...grouped("Rules", {
    /** What each neuron lowers; signal reinforcement's ε sets the final number of inputs. */
    rule: parameter({
      kind: choice(GROWTH_RULES),
      about: `what each neuron lowers: ${GROWTH_RULES.map((name) => RULES[name].help).join(", ")}`,
      otherwise: signal.name,
    }),
    ...constants(),
    /**
     * K/N: each neuron lowers Σ_ν (c(1 + A^ν) − c − K)², fields that are not normalised by its number of inputs c, instead of
     * Σ_ν (A^ν − ε)²: ε is K/c then. As published, K = 1000 for 2000 neurons.
     */
    offset: parameter({
      kind: real({ least: 0 }),
      symbol: "K/N",
      about: "constant of fields that are not normalised, instead of ε = K/c, for each neuron of the network",
      published: 0.5,
    }),
  }),
  ...grouped("Run", {
    /** Independent runs for each c₀; seeds seed, seed + 1, … */
    seeds: parameter({ kind: integer(1, 10_000), about: "independent runs for each c₀", default: 1 }),
    seed: seedsParameters.seed,
  }),
  ...grouped("Measurement", {
    /** Connections that each neuron tries in a repetition. */
    trials: parameter({
      kind: integer(1, 1_000_000),
      about: "connections that each neuron tries in a repetition",
      default: 10,
    }),
    /** Patterns learned at a time. */
    addition: parameter({ kind: integer(1, MOST_PATTERNS), about: "patterns learned at a time", default: 10 }),
    /** More patterns are learned while more than this fraction is retrieved, or all of them are. */
    fraction: parameter({
      kind: part(),
      about: "more patterns are learned while more than this is retrieved, or all are",
      default: 0.9,
    }),
    /** A run has converged after so many repetitions in a row without any change. */
    quiet: parameter({
      kind: integer(1),
      about: "repetitions in a row without a change that end a run",
      default: 50,
      flag: "--quiet-repetitions",
    }),
    /** What has to stay the same for a run to converge: the connections, or, as published, the mean number of inputs. */
    convergence: parameter({
      kind: choice(["connections", "mean-inputs"]),
      about: "what has to stay the same for a run to end: connections or mean-inputs",
      otherwise: "connections",
      published: "mean-inputs",
    }),
    /** Repetitions that end a run anyway. */
    maxRepetitions: parameter({
      kind: integer(1, 2 ** 31 - 1),
      about: "repetitions that end it anyway",
      default: 20_000,
    }),
  }),
  ...relaxationParameters,
  /** Sweeps of retrieval at most, 100 for the first load; as published 10, after which patterns that are on their way out still count. */
  maxSweeps: { ...relaxationParameters.maxSweeps, published: 10 },
  ...strictParameters,
  ...loadSearchParameters,
  ...protocolParameters,
  ...grouped("Measurement", {
    /** Whether to measure what random and offline-chosen connectivity of the final c store. */
    reference: parameter({
      kind: toggle(),
      about: "leave out what random and offline-chosen connectivity of the final c store",
      default: true,
      unswept: EXCLUDED,
    }),
    /** Whether to measure that at ¼, ½, 1½ and 2 times the final c as well; default false. */
    curve: parameter({
      kind: toggle(),
      about: "measure that at a quarter to twice the final c as well",
      unswept: EXCLUDED,
    }),
  }),
};

/** One size, from far below, near and far above the final number of inputs. */
const NEURONS = 300;
const INPUTS = [15, 90, 240];

export const onlineForm = form<typeof onlineParameters>({
  parameters: onlineParameters,
  complete(typed) {
    const { neurons = NEURONS } = typed;
    const inputs = INPUTS.map((c) => Math.max(1, Math.min(neurons - 1, Math.round((c * neurons) / NEURONS))));
    return { neurons, inputs, ...typed };
  },
});

/** Parameters of the rules: constant here, with defaults of their own. */
function constants(): typeof RULE_PARAMETERS {
  return Object.fromEntries(
    RULE_PARAMETER_NAMES.map((name) => {
      const owner = GROWTH_RULES.find((rule) => ownersOf(name).includes(rule));
      const value = owner && growthOf(owner).defaults[name];
      return [name, { ...RULE_PARAMETERS[name], ...(value !== undefined && { otherwise: String(value) }) }];
    }),
  ) as typeof RULE_PARAMETERS;
}
