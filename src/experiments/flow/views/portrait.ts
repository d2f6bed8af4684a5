/** What `flow` shows of the task "portrait". */
import { portraitFigures } from "../pictures.ts";
import { portraitFinding } from "../portrait-finding.ts";
import { show } from "../show.ts";
import type { FoundBy, ViewOf } from "../tasks/task.ts";

export const portraitView: ViewOf<FoundBy<"portrait">> = {
  text({ result: { equilibria, cycles, trajectories } }) {
    const periods = cycles.map(({ period }) => `period    ${show(period, 10)}\n`).join("");
    return `${portraitFinding({ equilibria, cycles })}\n${periods}${trajectories.length} trajectories\n`;
  },
  figures: ({ result }, _, command) => portraitFigures(result, command),
};
