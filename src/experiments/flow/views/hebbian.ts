/** What `flow` shows of the task "hebbian". */
import { table } from "../../../report/table.ts";
import { SHOWN, show, showList, showRest } from "../show.ts";
import { minimaOf } from "../tasks/hebbian.ts";
import type { FoundBy, ViewOf } from "../tasks/task.ts";

export const hebbianView: ViewOf<FoundBy<"hebbian">> = {
  text({ result: { updates, saturated }, before, after, overlaps }) {
    const all = [before, after].flatMap((one, k) =>
      one.equilibria.flatMap(({ type, state }, at) =>
        type === "sink" ? [[k === 0 ? "before" : "after", showList(state), show(overlaps[k][at], 4)]] : [],
      ),
    );
    return `${table(["when", "minimum", "cosine with the pattern"], all.slice(0, SHOWN))}${showRest(all.length)}\n\n${minimaOf(before).length} minima before and ${minimaOf(after).length} after ${updates} updates; ${show(100 * saturated, 3)} % of the synapses that the pattern drives are at the bound\n`;
  },
  figures: async () => ({}),
  swept: {
    columns: ["when", "overlap", "state", "type", "eigenvalues", "form", "isMarginal", "residual", "found"],
    category: "when",
    noun: "equilibria",
    seconds: ({ linear }, { starts = 0 }) => 0.01 + 2 * starts * NEWTON_STEPS * linear,
  },
};

/** Steps of a search. */
const NEWTON_STEPS = 12;
