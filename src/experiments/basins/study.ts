/** The basins experiment as commands and sweeps know it: its tables, figures and cost. */
import { RULES } from "../../hopfield/rules/index.ts";
import { plusMinus, table } from "../../report/table.ts";
import { comparisonLine } from "../kit/comparison.ts";
import { heatSeconds, retrievalSeconds } from "../kit/cost.ts";
import { withConnectivity } from "../kit/given-files.ts";
import { keptAsRows } from "../kit/kept.ts";
import { learningCell, learningHead, loadedNetworksStudy } from "../kit/loaded-networks-study.ts";
import type { CommandStudy } from "../kit/study.ts";
import { basinsParameters } from "./parameters.ts";
import {
  type BasinsPlan,
  type BasinsRow,
  type BasinsSpec,
  type BasinsSummary,
  basins,
  planBasins,
  summarizeBasins,
  withTemperature,
} from "./run.ts";

const networks = loadedNetworksStudy<BasinsPlan>(["flipped", "retrieved", "overlap"], (plan, patterns) => {
  const size = [patterns * plan.flipped.length, plan.neurons, plan.inputs] as const;
  return retrievalSeconds(...size) + heatSeconds(plan, ...size);
});

export const basinsStudy: CommandStudy<BasinsSpec, BasinsPlan, readonly BasinsRow[], BasinsSummary> = {
  name: "basins",
  parameters: basinsParameters,
  readFiles: withConnectivity,
  ...keptAsRows<BasinsRow>(),
  ...networks,
  together: [...networks.together, "temperature"],
  columns: (plan) => withTemperature(networks.columns(plan), plan),
  plan: planBasins,
  run: basins,
  summarize: (found, { fraction }) => summarizeBasins(found.flat(), fraction),
  async figures({ summary, plan }, command) {
    if (plan.temperature) {
      const { temperatureFigure } = await import("./temperature-figure.ts");
      const isHebbian = !plan.learning && !plan.coding && !plan.patternKind;
      return { figure: (document) => temperatureFigure(summary, { document, command, isHebbian }) };
    }
    const { basinsFigure } = await import("./figure.ts");
    return { figure: (document) => basinsFigure(summary, { document, command, fraction: plan.fraction }) };
  },
  // a line per rule and load: the basin, and the fraction retrieved at a few e
  text({ summary }) {
    const all = summary[0].curve.map(({ flipped }) => flipped);
    const shown = all.filter((_, k) => k % Math.ceil(all.length / MOST_SHOWN) === 0);
    const isHeated = summary.some(({ temperature }) => temperature !== undefined);
    const heat = isHeated ? ["T", "overlap"] : [];
    const lines = table(
      [
        ...learningHead(summary),
        "rule",
        "p",
        "α = p/c",
        ...heat,
        "basin size",
        ...shown.map((e) => `e = ${e}`),
        "seeds",
      ],
      summary.map((s) => [
        ...learningCell(s),
        RULES[s.rule].label,
        String(s.patterns),
        s.load.toFixed(2),
        ...(isHeated ? [String(s.temperature), s.curve[0].overlap.toFixed(3)] : []),
        plusMinus(s.basin, s.basinDeviation, 2, s.seeds),
        ...shown.map((e) => s.curve.find(({ flipped }) => flipped === e)?.retrieved.toFixed(2) ?? ""),
        String(s.seeds),
      ]),
    );
    return `${lines}\n${comparisonLine(summary, "loads")}`;
  },
};

const MOST_SHOWN = 6;
