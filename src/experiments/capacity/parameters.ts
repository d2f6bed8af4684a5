/** Parameters of `capacity`: those of networks, searches and retrieval, and what counts as retrieved. */
import { fromFile, toggle } from "../../check/kinds.ts";
import { grouped, parameter } from "../../check/parameters.ts";
import { annealParameters } from "../../hopfield/anneal-parameters.ts";
import type { PatternsLike } from "../../hopfield/patterns.ts";
import { given } from "../../hopfield/rules/given.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { connectivityFileParameters } from "../../io/connectivity/parameters.ts";
import { form } from "../kit/command.ts";
import {
  codingParameters,
  learningsParameters,
  loadSearchParameters,
  nestedParameters,
  nullParameters,
  part,
  patternParameters,
  protocolParameters,
  retrievalParameters,
  rulesParameters,
  seedsParameters,
  strictParameters,
  wiringParameters,
} from "../kit/parameters.ts";

export const capacityParameters = {
  ...wiringParameters,
  ...nullParameters,
  ...grouped("Patterns", {
    /**
     * Patterns to store instead of drawn ones: networks of every load store the first p in an order of their seed. A pattern is then retrieved
     * by its centered overlap, see `centeredOverlaps`.
     */
    patterns: parameter({
      kind: fromFile<PatternsLike>("patterns", "[p × N] of ±1 or 0 and 1, or pictures, as .npy, .npz, IDX or text"),
      about: "patterns to store instead of drawn ones (.npy, .npz, IDX, text), in a random order",
      unswept: "since it is no plain data",
    }),
  }),
  ...patternParameters,
  ...nestedParameters,
  ...codingParameters,
  ...learningsParameters,
  ...rulesParameters,
  ...seedsParameters,
  ...grouped("Measurement", {
    /** The load is held when at least this fraction of the patterns is retrieved. */
    fraction: parameter({
      kind: part(),
      about: "of the patterns, to be retrieved at a load that holds",
      default: 0.9,
      published: 1,
    }),
    /**
     * Loads estimated from 100 neurons of each network instead of whole networks, where inputs are searched among pools: a second or two each.
     * The estimate leaves out connections back and forth, and is 3 to 5 % above the critical loads of whole networks.
     */
    estimate: parameter({
      kind: toggle(),
      about:
        "loads estimated from 100 neurons, 3 to 5 % above those of whole networks; where inputs are searched among pools",
    }),
  }),
  ...loadSearchParameters,
  ...retrievalParameters,
  ...annealParameters,
  ...strictParameters,
  ...protocolParameters,
};

/** The main job: the three regimes of c/N, in about a minute on two cores. */
const NEURONS = 300;
const INPUTS = [12, 30, 60, 150, 299];
const RULES = [random.name, noise.name, signal.name] as const;

export const capacityForm = form<typeof capacityParameters>({
  parameters: { ...capacityParameters, ...connectivityFileParameters },
  complete(typed) {
    if (typed.connectivity !== undefined) return { rule: [given.name, ...RULES], ...typed };
    if (typed.patterns !== undefined) return { rule: RULES, ...typed }; // their neurons are not known yet
    const { neurons = NEURONS } = typed;
    const inputs = INPUTS.map((c) => Math.min(neurons - 1, Math.round((c * neurons) / NEURONS)));
    return { neurons, inputs, rule: RULES, ...typed };
  },
});
