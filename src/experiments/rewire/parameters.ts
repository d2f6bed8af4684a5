/** What `rewire` takes. */
import { choice, fromFile, integer, several } from "../../check/kinds.ts";
import { grouped, parameter } from "../../check/parameters.ts";
import { annealParameters } from "../../hopfield/anneal-parameters.ts";
import type { Connectivity } from "../../hopfield/connectivity.ts";
import type { Patterns } from "../../hopfield/patterns.ts";
import { RULE_PARAMETERS, RULES, SEARCH_RULES } from "../../hopfield/rules/index.ts";
import { CONNECTIVITY_FILES, connectivityFileParameters } from "../../io/connectivity/parameters.ts";
import { form } from "../kit/command.ts";
import { seedsParameters } from "../kit/parameters.ts";

export const rewireParameters = {
  ...grouped("Networks", {
    patterns: parameter({
      kind: fromFile<Patterns>("patterns", "[p × N] of ±1 or 0 and 1, or pictures, as .npy, .npz, IDX or text"),
      about: "patterns, [p × N] of ±1 or 0 and 1, or pictures (.npy, .npz, IDX, text)",
      required: true,
    }),
    /** c */
    inputs: parameter({ kind: integer(1), symbol: "c", about: "inputs of every neuron", required: true }),
  }),
  ...grouped("Rules", {
    rule: parameter({
      kind: choice(SEARCH_RULES),
      about: SEARCH_RULES.map((name) => RULES[name].help).join(", "),
      required: true,
    }),
    ...RULE_PARAMETERS,
  }),
  ...grouped("Measurement", {
    only: parameter({ kind: several(integer(0)), about: "neurons to search for", otherwise: "all" }),
    from: parameter({
      kind: fromFile<Connectivity>("connectivity", CONNECTIVITY_FILES),
      about: "begin with this connectivity, such as connectivity.npz of --out, instead of a random one",
    }),
  }),
  ...annealParameters,
  seed: seedsParameters.seed,
};

export const rewireForm = form<typeof rewireParameters>({
  parameters: { ...rewireParameters, ...connectivityFileParameters },
});
