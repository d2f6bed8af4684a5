/** Parameters of `frontier`: sizes of basins beside those of networks, searches and retrieval. */

import { real, several } from "../../check/kinds.ts";
import { grouped, parameter } from "../../check/parameters.ts";
import { annealParameters } from "../../hopfield/anneal-parameters.ts";
import { margin } from "../../hopfield/rules/margin.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { form } from "../kit/command.ts";
import {
  curvesParameters,
  evenWiringParameters,
  part,
  retrievalParameters,
  seedsParameters,
} from "../kit/parameters.ts";

export const frontierParameters = {
  ...evenWiringParameters,
  ...curvesParameters,
  ...grouped("Measurement", {
    /** e: sizes of basins at which curves are read; default 0, 0.05, … 0.4. */
    flipped: parameter({
      kind: several(real({ least: 0, most: 1 })),
      symbol: "e",
      about: "basin sizes at which p is read",
      default: Array.from({ length: 9 }, (_, k) => k / 20),
    }),
    /** A basin reaches as far as at least this fraction of the patterns is retrieved. */
    fraction: parameter({
      kind: part(),
      about: "of the patterns, to be retrieved as far as a basin reaches",
      default: 0.9,
    }),
    /** Neighbouring networks of a curve differ by at most this much in e, or by 3 % in p. */
    resolution: parameter({
      kind: real({ least: 0, open: true }),
      symbol: "e",
      about: "resolution of each curve: networks are added until it is met",
      default: 0.1,
    }),
  }),
  ...retrievalParameters,
  ...seedsParameters,
  ...annealParameters,
};

export const frontierForm = form<typeof frontierParameters>({
  parameters: frontierParameters,
  complete: (typed) => ({
    neurons: 300,
    inputs: 30,
    rule: [random.name, noise.name, signal.name, margin.name],
    ...typed,
  }),
});
