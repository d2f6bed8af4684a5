/** Parameters of `basins`: the fractions of neurons flipped beside those of networks, searches and retrieval. */
import { real, several, toggle } from "../../check/kinds.ts";
import { grouped, parameter } from "../../check/parameters.ts";
import { connectivityFileParameters } from "../../io/connectivity/parameters.ts";
import { loadedForm } from "../kit/loaded-form.ts";
import {
  codingParameters,
  heatedParameters,
  learningsParameters,
  loadedNetworksParameters,
  nestedParameters,
  part,
  protocolParameters,
  strictParameters,
  wiringParameters,
} from "../kit/parameters.ts";

const { connectivity } = wiringParameters;

export const basinsParameters = {
  ...loadedNetworksParameters,
  ...nestedParameters,
  connectivity,
  ...codingParameters,
  ...learningsParameters,
  ...grouped("Measurement", {
    /**
     * e: fractions of neurons flipped in the cue, with a coding level fractions of the active neurons that change places with silent
     * ones; default 0, 0.05, … 0.5, where nothing of the pattern is left.
     */
    flipped: parameter({
      kind: several(real({ least: 0, most: 1 })),
      symbol: "e",
      about: "fractions of neurons flipped in the cue",
      default: Array.from({ length: 11 }, (_, k) => k / 20),
    }),
    /** Whether the same neurons are flipped in all patterns of a network, as published, instead of others in each. */
    sharedFlips: parameter({
      kind: toggle(),
      about: "the same neurons are flipped in all patterns of a network, as published, instead of others in each",
      published: true,
    }),
    /** A basin reaches as far as at least this fraction of the patterns is retrieved. */
    fraction: parameter({ kind: part(), about: "of the patterns, retrieved as far as a basin reaches", default: 0.9 }),
  }),
  ...heatedParameters,
  ...strictParameters,
  ...protocolParameters,
};

export const basinsForm = loadedForm({ ...basinsParameters, ...connectivityFileParameters }, [0.2, 0.5, 1, 2]);
