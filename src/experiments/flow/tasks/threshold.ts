/** `flow`, task "threshold": the discrete dynamics of two-valued neurons. */
import { vectorOf } from "../../../check/arrays.ts";
import { readParameters } from "../../../check/parameters.ts";
import { thresholdParameters } from "../../../dynamics/specs.ts";
import { thresholdDynamics } from "../../../dynamics/threshold.ts";
import type { FoundBy, TaskOf } from "./task.ts";

export const thresholdTask: TaskOf<FoundBy<"threshold">> = {
  isRandom: false,
  isShared: false,
  plan(network, { initial, ...own }) {
    const { seed, ...settings } = readParameters("flow", thresholdParameters, own);
    const given = vectorOf("flow: initial", initial as ArrayLike<number>, network.nNeurons);
    const signs = Array.from(given, (value) => (value >= 0 ? 1 : -1));
    return {
      settings: { initial: signs, ...settings },
      run: async () => ({
        task: "threshold",
        result: thresholdDynamics(network, signs, { ...settings, ...(seed !== undefined && { seed }) }),
      }),
    };
  },
  rows: ({ result: { state, status, sweeps, energies } }) => [
    { state: Array.from(state), status, sweeps, energy: energies[energies.length - 1], energies: Array.from(energies) },
  ],
  summary: ({ result: { status, sweeps, energies } }) => [
    { status, sweeps, energy: energies[energies.length - 1], descent: energies[0] - energies[energies.length - 1] },
  ],
};
