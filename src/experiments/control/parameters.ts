/** What `control` takes, task by task: the problem, which is the same for all, and what is done with it. */
import { list, orFile, real, several, vector } from "../../check/kinds.ts";
import { grouped, type Kind, parameter, type SpecOf } from "../../check/parameters.ts";
import type { TaskSpecOf } from "../../check/tasks.ts";
import {
  controlParameters,
  outcomeParameters,
  problemParameters,
  sequenceParameters,
  valueParameters,
} from "../../control/parameters.ts";
import { orDrawnState, orDrawnWeights } from "../kit/drawn-kinds.ts";
import { taskForm } from "../kit/spec-form.ts";

const { motionWeight, ...common } = problemParameters;
const { controlWeight, discount, ...problem } = common;

/** μ of a front unless given, */
const CONTROL_WEIGHTS = [
  0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98,
];
/** and λ of a map of outcomes; the front has one, that of a presentation. */
export const DISCOUNTS = [0.3, 0.5, 0.7, 1, 1.5, 2, 3];

/** What fronts take beside the problem and its pattern. */
export const ownFrontsParameters = {
  ...grouped("Control", {
    controlWeight: parameter({
      kind: several(real({ least: 0, open: true, most: 1, openEnd: true })),
      symbol: "μ",
      about: "weights of the control, a point of the front each; motion weighs 1 − μ",
      default: CONTROL_WEIGHTS,
    }),
    discount: parameter({ ...discount, kind: several(discount.kind) }),
  }),
  ...outcomeParameters,
};

/** The problem of a front, whose weights and discount may be several. */
export const frontsParameters = { ...problem, initial: controlParameters.initial, ...ownFrontsParameters };

/** A controlled network and a pattern, at several μ and λ. */
export type FrontsSpec = SpecOf<typeof frontsParameters>;

const weighed = { motionWeight: parameter({ ...motionWeight, flag: null }), controlWeight, discount };

export const controlTasks = {
  shared: {
    ...common,
    weights: parameter({
      ...common.weights,
      kind: orFile(orDrawnWeights(common.weights.kind), "square matrix as .npy, .npz or .csv, target in its row"),
      placeholder: "<file>",
    }),
    controlWeight: parameter({ ...controlWeight, kind: oneOrSeveral(controlWeight.kind) }),
    discount: parameter({ ...discount, kind: oneOrSeveral(discount.kind) }),
  },
  tasks: {
    present: {
      about: "patterns presented one after another: what becomes of each, and what the network knows afterwards",
      parameters: {
        initial: parameter({
          kind: orDrawnState(vector()),
          symbol: "u⁰",
          about: "pattern that is presented, instead of several",
          flag: null,
        }),
        ...weighed,
        ...sequenceParameters,
        present: parameter({ kind: list(orDrawnState(vector())), about: sequenceParameters.present.about }),
      },
    },
    pareto: {
      about: "the front of motion against effort over μ, at one λ",
      parameters: { initial: drawnInitial(), ...ownFrontsParameters },
    },
    sweep: {
      about: "the map of outcomes over μ and λ",
      parameters: {
        initial: drawnInitial(),
        ...ownFrontsParameters,
        discount: parameter({ ...ownFrontsParameters.discount, otherwise: `${DISCOUNTS.join(",")}, of the map 0` }),
      },
    },
    value: {
      about: "the value function v(u) = min J of up to three neurons on a grid, and optimal paths against it",
      parameters: { ...weighed, ...valueParameters },
    },
  },
  usual: "present",
} as const;

/** Fronts take several values, the other tasks one: a word without commas is no list. */
function oneOrSeveral(kind: Kind<number>) {
  const all = several(kind);
  return { ...all, parse: (words: string) => (words.includes(",") ? all : kind).parse!(words) };
}

function drawnInitial() {
  return parameter({ ...controlParameters.initial, kind: orDrawnState(vector()), flag: null });
}

/** What a spec of `control` may say. */
export type ControlTaskSpec = TaskSpecOf<typeof controlTasks>;

export const controlForm = {
  ...taskForm(controlTasks, "network, costs and bounds"),
  functions: ["presentSequence", "controlFronts", "valueMap"],
};
