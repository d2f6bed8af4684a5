/** The network of two neurons that the room sets, and what is asked of it, as `palimpsest flow` reads them. */
import { computed } from "@preact/signals";
import type { ActivationSpec, PatternWeights } from "palimpsest";
import { ACTIVATIONS } from "../../../../src/dynamics/activations/index.ts";
import { type Start, startsOf, state } from "./state.ts";

/** A network as a spec file holds it. */
export interface NetworkSpec {
  readonly weights: readonly [Start, Start] | (PatternWeights & { readonly patterns: readonly [Start, Start] });
  readonly activation: ActivationSpec;
  readonly bias: Start;
}

/** Newton searches for equilibria: for two neurons many more than it takes. */
const STARTS = 400;
/** Trajectories of random starts that measure basins, and that descend the energy. */
const BASIN_TRAJECTORIES = 400;
const DESCENTS = 8;
/** Time that trajectories are drawn for. */
export const DURATION = 25;

export const network = computed((): NetworkSpec => {
  const { w00, w01, w10, w11, b0, b1, weights, degree, beta, scale, activation } = state;
  const { parameter } = ACTIVATIONS[activation.value];
  const rows = [
    [w00.value, w01.value],
    [w10.value, w11.value],
  ] as const;
  const type = weights.value;
  return {
    weights:
      type === "constant"
        ? rows
        : {
            type,
            patterns: rows,
            ...(type === "polynomial" ? { degree: degree.value } : { beta: beta.value }),
            scale: scale.value,
          },
    activation: { type: activation.value, [parameter.name]: state[parameter.name].value } as ActivationSpec,
    bias: [b0.value, b1.value],
  };
});

export const starts = computed((): readonly Start[] => startsOf(state.starts.value));
/** Place in `starts` of the trajectory looked at; −1 when there is none. */
export const chosen = computed(() => Math.min(state.chosen.value, starts.value.length - 1));

const search = computed(() => ({ starts: STARTS, seed: state.seed.value }));

export const equilibriaTask = computed(() => ({
  task: "equilibria" as const,
  box: state.box.value,
  ...search.value,
  trajectories: BASIN_TRAJECTORIES,
}));

export const portraitTask = computed(() => ({
  task: "portrait" as const,
  box: state.box.value,
  ...search.value,
  trajectories: starts.value,
  duration: DURATION,
}));

export const attractorTask = computed(() =>
  chosen.value < 0 ? undefined : { task: "attractor" as const, initial: starts.value[chosen.value] },
);

export const landscapeTask = computed(() => ({
  task: "landscape" as const,
  ...search.value,
  trajectories: DESCENTS,
  duration: DURATION,
}));

export const continuationTask = computed(() => {
  const name = state.along.value;
  const { min, max } = state[name].kind;
  return {
    task: "continuation" as const,
    parameter: name === "gain" ? name : { weight: [Number(name[1]), Number(name[2])] as const },
    from: min,
    to: max,
    box: Math.max(4, state.box.value),
  };
});

/** Whether the diagram can vary what it is asked to: weights that depend on the state have no T_ij, some activations no gain. */
export const canContinue = computed(() =>
  state.along.value === "gain"
    ? ACTIVATIONS[state.activation.value].parameter.name === "gain"
    : state.weights.value === "constant",
);

/** The spec file of a task. */
export function fileOf(task: { readonly task: string } | undefined): { name: string; text: string } | undefined {
  if (task === undefined) return undefined;
  return { name: `${task.task}.json`, text: `${JSON.stringify({ ...network.value, ...task }, null, 2)}\n` };
}

export function commandOf(task: { readonly task: string } | undefined): string | undefined {
  return task && `palimpsest flow --spec ${task.task}.json`;
}
