/** What `flow` shows of the task "landscape". */
import { table } from "../../../report/table.ts";
import { SHOWN, show, showList, showRest } from "../show.ts";
import { largestRise } from "../tasks/landscape.ts";
import type { FoundBy, ViewOf } from "../tasks/task.ts";

export const landscapeView: ViewOf<FoundBy<"landscape">> = {
  text({ result: { points, paths } }) {
    const rows = points.slice(0, SHOWN).map((p) => [p.type, showList(p.values), show(p.energy, 8), showList(p.state)]);
    return `${table(["type", "V", "energy", "u"], rows)}${showRest(points.length)}\n\nlargest rise of the energy along ${paths.length} trajectories: ${show(largestRise(paths), 3)}\n`;
  },
  async figures({ result }, _, command) {
    const { landscapeFigure } = await import("../landscape-figure.ts");
    return { figure: (document) => landscapeFigure(result, { document, command }) };
  },
};
