import {
  BASINS_KEYS,
  type BasinsPlan,
  type BasinsRow,
  type BasinsSpec,
  type BasinsSummary,
  basins,
  planBasins,
  summarizeBasins,
  withTemperature,
} from "../experiments/basins.ts";
import { isLargeNetwork } from "../hopfield/network.ts";
import type { Row } from "../io/rows.ts";
import { RULE_LABELS } from "../plot/style.ts";
import { plusMinus, table } from "../report/table.ts";
import { retrievalSeconds } from "./cost.ts";
import { LOADS_TOGETHER, loadedNetworksSeconds, networkColumnsWith } from "./loaded-networks.ts";
import type { Study } from "./study.ts";

export const basinsStudy: Study<BasinsSpec, BasinsPlan, readonly BasinsRow[], BasinsSummary> = {
  name: "basins",
  keys: BASINS_KEYS.filter((key) => key !== "connectivity"),
  together: [...LOADS_TOGETHER, "temperature"],
  plan: planBasins,
  run: basins,
  toLedger: (rows) => rows as unknown as readonly Row[],
  foundIn: (rows) => [rows as unknown as readonly BasinsRow[]],
  rowsOf: (found) => found.flat() as unknown as readonly Row[],
  columns: (plan) => withTemperature(networkColumnsWith("flipped", "retrieved", "overlap")(plan), plan),
  summarize: (found, { fraction }) => summarizeBasins(found.flat(), fraction),
  async figures({ summary, plan, command }) {
    if (plan.temperature) {
      const { temperatureFigure } = await import("../plot/temperature.ts");
      const isHebbian = !plan.learning && !plan.coding && !plan.patternKind;
      return { figure: (document) => temperatureFigure(summary, { document, command, isHebbian }) };
    }
    const { basinsFigure } = await import("../plot/basins.ts");
    return { figure: (document) => basinsFigure(summary, { document, command, fraction: plan.fraction }) };
  },
  // a line per rule and load: the basin, and the fraction retrieved at a few e
  table(summary) {
    const all = summary[0].curve.map(({ flipped }) => flipped);
    const shown = all.filter((_, k) => k % Math.ceil(all.length / MOST_SHOWN) === 0);
    return table(
      ["rule", "p", "α = p/c", "basin size", ...shown.map((e) => `e = ${e}`), "seeds"],
      summary.map((s) => [
        RULE_LABELS[s.rule],
        String(s.patterns),
        s.load.toFixed(2),
        plusMinus(s.basin, s.basinDeviation, 2, s.seeds),
        ...shown.map((e) => s.curve.find(({ flipped }) => flipped === e)?.retrieved.toFixed(2) ?? ""),
        String(s.seeds),
      ]),
    );
  },
  seconds: (plan) =>
    loadedNetworksSeconds(plan, (patterns) =>
      retrievalSeconds(patterns * plan.flipped.length, plan.neurons, plan.inputs),
    ),
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};

const MOST_SHOWN = 6;
