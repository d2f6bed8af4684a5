/** What `flow` shows of the task "equilibria". */
import { showPercent } from "../../../plot/words.ts";
import { table } from "../../../report/table.ts";
import { portraitFigures } from "../pictures.ts";
import { portraitFinding } from "../portrait-finding.ts";
import { SHOWN, show, showComplex, showList, showRest } from "../show.ts";
import type { FoundBy, ViewOf } from "../tasks/task.ts";

export const equilibriaView: ViewOf<FoundBy<"equilibria">> = {
  text({ result: { equilibria: found, failed, restless, spec } }) {
    const rows = found
      .slice(0, SHOWN)
      .map((e) => [
        e.type,
        e.form,
        showList(e.state),
        e.eigenvalues.slice(0, 2).map(showComplex).join("  "),
        e.basin
          ? `${show(100 * e.basin.fraction, 3)} (${show(100 * e.basin.low, 3)} to ${show(100 * e.basin.high, 3)})`
          : "",
        String(e.found),
      ]);
    const moving =
      restless && restless.fraction > 0
        ? `; ${show(100 * restless.fraction, 3)} % of the trajectories came to rest at none`
        : "";
    return `${table(["type", "form", "state", "leading eigenvalues", "basin, %", "found"], rows)}${showRest(found.length)}\n\n${found.length} equilibria from ${spec.starts} searches, ${failed} of which found none${moving}\n`;
  },
  async figures({ portrait: plane, result }, { nNeurons }, command) {
    const { equilibria: found } = result;
    if (plane) return portraitFigures({ ...plane, equilibria: found }, command);
    if (nNeurons === 1 || found.length < 2) return {};
    const { principalPlane, projectionFigure } = await import("../projection-figure.ts");
    const axes = principalPlane(found.map(({ state }) => state));
    const title = portraitFinding({ equilibria: found });
    const subtitle = `● sink  ○ source  ◐ saddle, on the axes along which they differ most (${showPercent(axes.share)} of the variance)`;
    const panel = { plane: axes, trajectories: [], equilibria: found };
    return { figure: (document) => projectionFigure([panel], { document, command, title, subtitle }) };
  },
  swept: {
    columns: [
      ...["state", "type", "eigenvalues", "basinFraction", "basinLow", "basinHigh", "form", "isMarginal", "residual"],
      "found",
    ],
    category: "type",
    noun: "equilibria",
    seconds: ({ time, linear }, { starts = 0 }) => 0.01 + starts * (NEWTON_STEPS * linear + 60 * time),
  },
};

/** Steps of a search. */
const NEWTON_STEPS = 12;
