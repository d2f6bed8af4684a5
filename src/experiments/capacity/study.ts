import { isLargeNetwork } from "../../hopfield/network.ts";
import type { Row } from "../../io/rows.ts";
import { RULE_LABELS } from "../../plot/style.ts";
import { plusMinus, table } from "../../report/table.ts";
import { comparisonLine } from "../kit/comparison.ts";
import { heatSeconds, learningSeconds, networkSeconds, stabilitySeconds } from "../kit/cost.ts";
import { withConnectivity } from "../kit/given-files.ts";
import { learningsOf, withLearning } from "../kit/learnings.ts";
import { learningCell, learningHead } from "../kit/loaded-networks-study.ts";
import { PARAMETER_COLUMNS, withMargin } from "../kit/rules.ts";
import type { CommandStudy } from "../kit/study.ts";
import { capacityParameters } from "./parameters.ts";
import {
  type CapacityPlan,
  type CapacityRow,
  type CapacitySpec,
  type CapacitySummary,
  capacity,
  planCapacity,
  summarizeCapacity,
} from "./run.ts";

const COLUMNS = ["neurons", "inputs", "rule", ...PARAMETER_COLUMNS, "seed", "capacity", "load", "networks"];

export const capacityStudy: CommandStudy<CapacitySpec, CapacityPlan, CapacityRow, CapacitySummary> = {
  name: "capacity",
  parameters: capacityParameters,
  together: ["neurons", "inputs", "rule", "learning"],
  unit: "critical loads found",
  points: (plan) => plan.inputs.length * plan.rule.length * plan.seeds * learningsOf(plan).length,
  largest({ neurons, inputs }) {
    const most = Math.ceil(Math.max(...inputs));
    return { nNeurons: neurons, nInputs: most, nPatterns: 4 * most };
  },
  readFiles: withConnectivity,
  plan: planCapacity,
  repeat: ({ neurons }) => ({ neurons }),
  async after(summary, { learning }, terminal) {
    if (learning) return "";
    const { capacityTerminalFigure } = await import("./terminal.ts");
    return `\n${capacityTerminalFigure(summary, terminal)}\n`;
  },
  run: capacity,
  toLedger: (row) => [row as unknown as Row],
  foundIn: (rows) => rows as unknown as readonly CapacityRow[],
  rowsOf: (found) => found as unknown as readonly Row[],
  columns: (plan) => withMargin(withLearning(COLUMNS, plan), plan),
  summarize: (found) => summarizeCapacity(found),
  async figures({ summary }, command) {
    if (summary.some(({ learning }) => learning !== undefined)) {
      const { learningFigure } = await import("./learning-figure.ts");
      return { figure: (document) => learningFigure(summary, { document, command }) };
    }
    const { capacityFigure } = await import("./figure.ts");
    const { gainFigure, patternsFigure } = await import("./panels.ts");
    return {
      figure: (document) => capacityFigure(summary, { document, command }),
      patterns: (document) => patternsFigure(summary, { document, command }),
      gain: (document) => gainFigure(summary, { document, command }),
    };
  },
  text: ({ summary }) =>
    `${table(
      [...learningHead(summary), "rule", "N", "c", "c/N", "p_c", "α_c = p_c/c", "seeds"],
      summary.map((s) => [
        ...learningCell(s),
        RULE_LABELS[s.rule],
        String(s.neurons),
        showInputs(s.inputs),
        (s.inputs / s.neurons).toFixed(3),
        plusMinus(s.capacity, s.capacityDeviation, 1, s.seeds),
        plusMinus(s.load, s.loadDeviation, 3, s.seeds),
        String(s.seeds),
      ]),
    )}\n${comparisonLine(summary, "c")}`,
  seconds(plan) {
    let seconds = 0;
    for (const { learning } of learningsOf(plan)) {
      for (const rule of plan.rule) {
        for (const inputs of plan.inputs) {
          const hebbian = (rule === "random" ? 0.25 : 2.5) * inputs;
          const patterns = Math.max(hebbian, learning === "hebb" ? 0 : inputs);
          const one =
            networkSeconds(plan, rule, inputs, patterns) +
            learningSeconds(learning, plan.neurons, inputs, patterns) +
            stabilitySeconds(patterns, plan.neurons, inputs) +
            heatSeconds(plan, patterns, plan.neurons, inputs) +
            (plan.coding ? CODED_SECONDS : NETWORK_SECONDS);
          seconds += plan.seeds * (rule === "margin" ? MARGIN_NETWORKS : NETWORKS) * one;
        }
      }
    }
    return seconds;
  },
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};

/** Networks made for a critical load. */
const NETWORKS = 2;
const MARGIN_NETWORKS = 3.5;
/** What a network takes at least; one with a coding is relaxed with real weights. */
const NETWORK_SECONDS = 2e-4;
const CODED_SECONDS = 3e-3;

/** A whole number, or a mean. */
function showInputs(inputs: number): string {
  return Number.isInteger(inputs) ? String(inputs) : inputs.toFixed(1);
}
