/** `flow`, task "portrait": the phase plane of two neurons, of two or with all others at rest. */
import { type PortraitSpec, planPortrait, portrait } from "../../../dynamics/portrait.ts";
import { equilibriumRow } from "../equilibrium-row.ts";
import type { FoundBy, TaskOf } from "./task.ts";

export const portraitTask: TaskOf<FoundBy<"portrait">> = {
  isRandom: true,
  isShared: false,
  plan(network, own) {
    const settings = planPortrait(network, own as PortraitSpec, "flow");
    return {
      settings,
      run: async (options) => ({
        task: "portrait",
        result: await portrait(network, settings as PortraitSpec, options),
      }),
    };
  },
  rows: ({ result: { equilibria, trajectories, cycles, field } }) => [
    ...(field?.field ?? []).map((vector) => ({ kind: "field", ...vector })),
    ...(field?.nullclines ?? []).flatMap(({ neuron, lines }) =>
      lines.map((points) => ({ kind: "nullcline", neuron, points })),
    ),
    ...(field?.separatrices ?? []).map((points) => ({ kind: "separatrix", points })),
    ...equilibria.map((equilibrium) => ({ kind: "equilibrium", ...equilibriumRow(equilibrium) })),
    ...trajectories.map(({ times, states }) => ({
      kind: "trajectory",
      times: Array.from(times),
      points: states.map((state) => Array.from(state)),
    })),
    ...cycles.map(({ period, orbit, amplitude, multipliers }) => ({
      kind: "cycle",
      period,
      amplitude: Array.from(amplitude),
      multipliers,
      points: orbit.map((state) => Array.from(state)),
    })),
  ],
  summary: ({ result: { equilibria, trajectories, cycles } }) => [
    { equilibria: equilibria.length, cycles: cycles.length, trajectories: trajectories.length },
  ],
};
