/** What `recall` takes. */
import { choice, integer, real, several, text, toggle } from "../../check/kinds.ts";
import { grouped, parameter } from "../../check/parameters.ts";
import { annealParameters } from "../../hopfield/anneal-parameters.ts";
import { hebb } from "../../hopfield/learning/hebb.ts";
import { LEARNING_NAMES, LEARNING_PARAMETERS, type Learning } from "../../hopfield/learning/index.ts";
import { margin } from "../../hopfield/rules/margin.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { connectivityFileParameters } from "../../io/connectivity/parameters.ts";
import { form } from "../kit/command.ts";
import { retrievalParameters, rulesParameters, seedsParameters, wiringParameters } from "../kit/parameters.ts";

/** Rules that are shown side by side unless a spec names others. */
export const RECALL_RULES = [random.name, noise.name, signal.name, margin.name] as const;

const { rule, ...ruleParameters } = rulesParameters;

/** Where the patterns come from. */
const pictureParameters = grouped("Patterns", {
  images: parameter({
    kind: several(text("<path>")),
    about: "PNG files, folders of them, or an array: .npy, .npz, IDX (MNIST), text",
    otherwise: "handwritten digits",
  }),
  size: parameter({
    kind: text("<WxH>"),
    about: "pixels that pictures are brought to, one neuron each",
    otherwise: "32x32",
  }),
  dither: parameter({
    kind: toggle(),
    about: "turn grey into dots instead of cutting it at a threshold",
  }),
  invert: parameter({ kind: toggle(), about: "the other pixels are ink: bright ones, or of two values the smaller" }),
  /** p */
  count: parameter({
    kind: integer(0),
    symbol: "p",
    about: "patterns stored, the first of them",
    otherwise: "30 digits, all pictures",
  }),
  show: parameter({
    kind: integer(0),
    about: "patterns on the sheet, the first of them",
    default: 10,
    unswept: "since sweeps draw no sheet",
  }),
});

/** What is done with given patterns. */
export const memoryParameters = {
  ...grouped("Networks", {
    inputs: parameter({ kind: integer(1), symbol: "c", about: "inputs of every neuron", otherwise: "50" }),
    connectivity: wiringParameters.connectivity,
  }),
  seed: seedsParameters.seed,
  ...grouped("Rules", {
    rule: parameter({
      kind: rule.kind,
      about: rule.about,
      otherwise: `${RECALL_RULES.join(", ")}; with connectivity given too`,
    }),
    ...ruleParameters,
    /** Cues are far from the patterns here: a margin wider than what merely keeps them stable. */
    margin: parameter({ ...ruleParameters.margin, otherwise: "4" }),
  }),
  ...grouped("Learning", {
    learning: parameter({
      kind: choice<Learning>(LEARNING_NAMES),
      about: `learning rule: ${LEARNING_NAMES.join(", ")}`,
      otherwise: hebb.name,
    }),
    ...LEARNING_PARAMETERS,
  }),
  ...grouped("Measurement", {
    noise: parameter({
      kind: real({ least: 0, most: 1 }),
      about: "fraction of the pixels flipped in the cue",
      otherwise: "0.2, none where something is hidden",
    }),
    occlude: parameter({
      kind: real({ least: 0, most: 1 }),
      about: "fraction of the picture hidden in the cue, from below",
      otherwise: "0",
    }),
  }),
  ...retrievalParameters,
  ...annealParameters,
};

export const recallParameters = { ...pictureParameters, ...memoryParameters };

export const recallForm = form<typeof recallParameters>({
  parameters: { ...recallParameters, ...connectivityFileParameters },
});
