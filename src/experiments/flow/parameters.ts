/** What `flow` takes: a network of continuous dynamics, and by task what is found of it. */
import { integer, orFile, vector } from "../../check/kinds.ts";
import { grouped, type Parameters, parameter } from "../../check/parameters.ts";
import type { Task, TaskSpecOf, Tasks } from "../../check/tasks.ts";
import { networkParameters } from "../../dynamics/network-specs.ts";
import {
  attractorParameters,
  continuationParameters,
  equilibriaParameters,
  hebbianParameters,
  integrateParameters,
  landscapeParameters,
  portraitParameters,
  thresholdParameters,
} from "../../dynamics/specs.ts";
import { orDrawnState, orDrawnWeights } from "../kit/drawn-kinds.ts";
import { seedsParameters } from "../kit/parameters.ts";
import { taskForm } from "../kit/spec-form.ts";
import type { FlowTask } from "./tasks/task.ts";

const { weights } = networkParameters;
const { initial, duration, relativeTolerance, absoluteTolerance, method, step, flow } = integrateParameters;

/** What the task "integrate" takes, whose initial state is no more to be drawn. */
export const trajectoryParameters = {
  ...{ initial, duration, relativeTolerance, absoluteTolerance, method, step, flow },
  samples: parameter({
    kind: integer(0, 1_000_000),
    about: "stretches of equal length, at whose ends states are kept in the rows and drawn",
    otherwise: "none kept, 600 drawn",
  }),
};

/** An initial state, or the distribution from which it is drawn. */
function orDrawnInitial<Of extends { readonly kind: typeof attractorParameters.initial.kind }>(initial: Of) {
  return { ...initial, kind: orDrawnState(initial.kind) };
}

/** A table without its seed, which all tasks have. */
function seedless<Table extends Parameters>({ seed: _, ...own }: Table): Omit<Table, "seed"> {
  return own;
}

export const flowTasks = {
  shared: {
    ...grouped("Networks", {
      ...networkParameters,
      weights: parameter({
        ...weights,
        kind: orFile(orDrawnWeights(weights.kind), "square matrix as .npy, .npz or .csv, target in its row"),
        placeholder: "<file>",
      }),
    }),
    ...grouped("Run", {
      seed: parameter({
        kind: seedsParameters.seed.kind,
        about: "of all that is drawn",
        otherwise: "drawn, and printed; 1 where nothing that is found is drawn",
      }),
    }),
  },
  tasks: {
    integrate: {
      about: "one trajectory",
      parameters: { ...trajectoryParameters, initial: orDrawnInitial(initial) },
    },
    attractor: {
      about: "where a trajectory ends: equilibrium, limit cycle, torus or chaos",
      parameters: { ...seedless(attractorParameters), initial: orDrawnInitial(attractorParameters.initial) },
    },
    equilibria: {
      about: "the equilibria that searches from random states find, and how much of a box each attracts",
      parameters: seedless(equilibriaParameters),
    },
    portrait: {
      about: "the phase plane of two neurons: field, nullclines, equilibria, cycles, trajectories",
      parameters: seedless(portraitParameters),
    },
    continuation: {
      about: "branches of equilibria as a parameter of the network varies, and their bifurcations",
      parameters: { ...seedless(continuationParameters), initial: orDrawnInitial(continuationParameters.initial) },
    },
    landscape: {
      about: "the energy over the outputs of two neurons, and trajectories that descend it",
      parameters: seedless(landscapeParameters),
    },
    threshold: {
      about: "the discrete dynamics of two-valued neurons, from a state to a fixed point or a cycle of two",
      parameters: {
        initial: parameter({
          kind: orDrawnState(vector()),
          about: "initial state, one number a neuron, of which the signs count",
          required: true,
        }),
        ...seedless(thresholdParameters),
      },
    },
    hebbian: {
      about: "weights before and after a pattern is presented, T + V̂V̂ᵀ/N, and the equilibria of both",
      parameters: {
        pattern: parameter({
          kind: vector(),
          symbol: "V̂",
          about: "that is presented, one number a neuron",
          required: true,
        }),
        ...hebbianParameters,
        starts: parameter({ kind: integer(1, 1_000_000), about: "Newton searches for equilibria", default: 500 }),
      },
    },
  },
} as const satisfies Tasks & { readonly tasks: Readonly<Record<FlowTask, Task>> };

/** What a spec of `flow` may say, by its task; what weights and the initial state leave to the seed is drawn. */
export type FlowSpec = TaskSpecOf<typeof flowTasks>;

export const flowForm = taskForm(flowTasks, "weights (rows, or a path to .npy or .csv), activation");
