/** What `flow` shows of the task "continuation". */
import { table } from "../../../report/table.ts";
import { SHOWN, show, showList, showRest } from "../show.ts";
import type { FoundBy, ViewOf } from "../tasks/task.ts";

export const continuationView: ViewOf<FoundBy<"continuation">> = {
  text({ result: { branches, name } }) {
    const rows = branches.flatMap(({ points }, branch) =>
      points
        .filter(({ events }) => events.length > 0)
        .map((point) => [String(branch), point.events.join(", "), show(point.parameter, 10), showList(point.state)]),
    );
    const head = `${branches.length} branches\n`;
    if (rows.length === 0) return `${head}no bifurcations\n`;
    return `${head}${table(["branch", "event", name, "state"], rows.slice(0, SHOWN))}${showRest(rows.length)}\n`;
  },
  async figures({ result: { branches, name, attractors } }, _, command) {
    if (branches.length === 0 && attractors.length === 0) return {};
    const { diagramFigure } = await import("../diagram-figure.ts");
    const spans = attractors.map(({ low, high, ...at }) => ({ ...at, low: low[0], high: high[0] }));
    return { figure: (document) => diagramFigure(branches, { document, command, name, spans }) };
  },
  swept: {
    columns: [
      ...["kind", "branch", "parameterValue", "state", "type", "leading", "events", "attractor", "period", "lyapunov"],
      ...["low", "high"],
    ],
    category: "events",
    noun: "bifurcations",
    seconds: ({ linear }) => 0.01 + BRANCH_POINTS * linear,
  },
};

/** Points of a branch. */
const BRANCH_POINTS = 9000;
