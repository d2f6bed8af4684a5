/** `flow`, task "landscape": the energy over the outputs of two neurons, and trajectories that fall in it. */
import { type LandscapeSpec, landscape, planLandscape } from "../../../dynamics/landscape.ts";
import { equilibriumRow } from "../equilibrium-row.ts";
import type { FoundBy, TaskOf } from "./task.ts";

export const landscapeTask: TaskOf<FoundBy<"landscape">> = {
  isRandom: true,
  isShared: false,
  plan(network, own) {
    const settings = planLandscape(network, own as LandscapeSpec, "flow");
    return {
      settings,
      run: async (options) => ({
        task: "landscape",
        result: await landscape(network, settings as LandscapeSpec, options),
      }),
    };
  },
  rows({ result: { grid, points, paths } }) {
    const { box, columns, rows, values } = grid;
    return [
      { kind: "grid", x: box.x, y: box.y, columns, rows, energies: Array.from(values) },
      ...points.map((point) => ({
        kind: "equilibrium",
        values: Array.from(point.values),
        energy: point.energy,
        ...equilibriumRow(point),
      })),
      ...paths.map(({ points: course, energies, rise }) => ({ kind: "path", points: course, energies, rise })),
    ];
  },
  summary: ({ result: { points, paths } }) => [
    {
      minima: points.filter(({ type }) => type === "sink").length,
      equilibria: points.length,
      paths: paths.length,
      largestRise: largestRise(paths),
    },
  ],
};

/** The most that the energy rises along any of the trajectories. */
export function largestRise(paths: FoundBy<"landscape">["result"]["paths"]): number {
  return Math.max(0, ...paths.map(({ rise }) => rise));
}
