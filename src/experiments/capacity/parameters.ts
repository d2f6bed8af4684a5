/** Parameters of `capacity`: those of networks, searches and retrieval, and what counts as retrieved. */
import { grouped, parameter } from "../../check/parameters.ts";
import { annealParameters } from "../../hopfield/anneal-parameters.ts";
import { given } from "../../hopfield/rules/given.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";
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
  parameters: capacityParameters,
  complete(typed) {
    if (typed.connectivity !== undefined) return { rule: [given.name, ...RULES], ...typed };
    const { neurons = NEURONS } = typed;
    const inputs = INPUTS.map((c) => Math.min(neurons - 1, Math.round((c * neurons) / NEURONS)));
    return { neurons, inputs, rule: RULES, ...typed };
  },
});
