/** `flow`, task "hebbian": the equilibria of a network before and after a pattern is presented to its weights. */
import { vectorOf } from "../../../check/arrays.ts";
import { readParameters } from "../../../check/parameters.ts";
import { type EquilibriaResult, equilibria, planEquilibria } from "../../../dynamics/find-equilibria.ts";
import { hebbianUpdate } from "../../../dynamics/hebb.ts";
import { hebbianParameters } from "../../../dynamics/specs.ts";
import { equilibriumRow } from "../equilibrium-row.ts";
import type { FoundBy, TaskOf } from "./task.ts";

export const hebbianTask: TaskOf<FoundBy<"hebbian">> = {
  isRandom: true,
  isShared: true,
  plan(network, { pattern, starts, seed, ...own }) {
    const given = Array.from(vectorOf("flow: pattern", pattern as ArrayLike<number>, network.nNeurons));
    const settings = readParameters("flow", hebbianParameters, own);
    const search = { starts: (starts as number | undefined) ?? 500, seed: seed as number | string, trajectories: 0 };
    const { starts: searches } = planEquilibria(network, search, "flow");
    if (network.weights.kind !== "dense") {
      throw new RangeError(`flow: task "hebbian" needs dense weights, got ${network.weights.kind} ones`);
    }
    const { value } = network.activation;
    const overlapsIn = ({ equilibria: found }: EquilibriaResult) =>
      found.map(({ state }) => cosine(Array.from(state, value), given));
    return {
      settings: { pattern: given, ...settings, starts: searches },
      async run(options) {
        const result = hebbianUpdate(network, given, settings);
        const before = await equilibria(network, search, options);
        const after = await equilibria(result.network, search, options);
        return { task: "hebbian", result, before, after, overlaps: [overlapsIn(before), overlapsIn(after)] };
      },
    };
  },
  rows: ({ before, after, overlaps }) =>
    [before, after].flatMap((one, k) =>
      one.equilibria.map((equilibrium, at) => ({
        when: k === 0 ? "before" : "after",
        overlap: overlaps[k][at],
        ...equilibriumRow(equilibrium),
      })),
    ),
  summary: ({ result: { updates, saturated }, before, after, overlaps: [, overlaps] }) => [
    {
      updates,
      saturated,
      minimaBefore: minimaOf(before).length,
      minimaAfter: minimaOf(after).length,
      /** The largest cosine of a minimum afterwards with the pattern. */
      likest: Math.max(...after.equilibria.map(({ type }, k) => (type === "sink" ? overlaps[k] : -1))),
    },
  ],
};

export function minimaOf({ equilibria: found }: EquilibriaResult) {
  return found.filter(({ type }) => type === "sink");
}

/** 0 where either vector is. */
function cosine(a: readonly number[], b: readonly number[]): number {
  const size = Math.hypot(...a) * Math.hypot(...b);
  return size === 0 ? 0 : a.reduce((sum, x, i) => sum + x * b[i], 0) / size;
}
