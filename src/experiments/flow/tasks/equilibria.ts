/** `flow`, task "equilibria": those that searches from random states find, and how large their basins are. */
import { type EquilibriaSpec, equilibria, planEquilibria } from "../../../dynamics/find-equilibria.ts";
import { portraitOf } from "../../../dynamics/portrait.ts";
import { equilibriumRow } from "../equilibrium-row.ts";
import type { FoundBy, TaskOf } from "./task.ts";

export const equilibriaTask: TaskOf<FoundBy<"equilibria">> = {
  isRandom: true,
  isShared: true,
  plan(network, own) {
    const settings = planEquilibria(network, own as EquilibriaSpec, "flow");
    return {
      settings,
      async run(options) {
        const result = await equilibria(network, settings, options);
        const { box, seed } = settings;
        const plane = network.nNeurons === 2 ? await portraitOf(network, { box, seed }, options, result) : null;
        return { task: "equilibria", result, portrait: plane };
      },
    };
  },
  rows: ({ result }) => result.equilibria.map(equilibriumRow),
  summary({ result: { equilibria: found, failed, restless, spec } }) {
    const count = (type: string) => found.filter((e) => e.type === type).length;
    return [
      {
        equilibria: found.length,
        sinks: count("sink"),
        saddles: count("saddle"),
        sources: count("source"),
        starts: spec.starts,
        failed,
        /** Of the least often found one: a low count hints at more. */
        rarest: found.length > 0 ? Math.min(...found.map((one) => one.found)) : null,
        restless: restless?.fraction ?? null,
      },
    ];
  },
};
