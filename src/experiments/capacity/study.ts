/** The capacity experiment as commands and sweeps know it: its tables, figures and cost. */
import { isLargeNetwork } from "../../hopfield/network.ts";
import { RULES } from "../../hopfield/rules/index.ts";
import type { Row } from "../../io/rows.ts";
import { plusMinus, table } from "../../report/table.ts";
import { comparisonLine } from "../kit/comparison.ts";
import { withConnectivity } from "../kit/given-files.ts";
import { learningsOf, withLearning } from "../kit/learnings.ts";
import { learningCell, learningHead } from "../kit/loaded-networks-study.ts";
import { PARAMETER_COLUMNS, withParameters } from "../kit/rules.ts";
import type { CommandStudy } from "../kit/study.ts";
import { theoryConditions } from "../kit/theory.ts";
import { criticalLoadSeconds } from "./cost.ts";
import { capacityParameters } from "./parameters.ts";
import type { RetrievalCriterion } from "./published.ts";
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
  async after(summary, plan, terminal) {
    if (plan.learning) return "";
    const { capacityTerminalFigure } = await import("./terminal.ts");
    return `\n${capacityTerminalFigure(summary, { ...terminal, ...criterionOf(plan) })}\n`;
  },
  run: capacity,
  toLedger: (row) => [row as unknown as Row],
  foundIn: (rows) => rows as unknown as readonly CapacityRow[],
  rowsOf: (found) => found as unknown as readonly Row[],
  columns: (plan) => withParameters(withLearning(COLUMNS, plan), plan),
  summarize: (found) => summarizeCapacity(found),
  async figures({ summary, plan }, command) {
    if (summary.some(({ learning }) => learning !== undefined)) {
      const { learningFigure } = await import("./learning-figure.ts");
      return { figure: (document) => learningFigure(summary, { document, command }) };
    }
    const { capacityFigure } = await import("./figure.ts");
    const { gainFigure, patternsFigure } = await import("./panels.ts");
    const theory = theoryConditions(plan);
    return {
      figure: (document) => capacityFigure(summary, { document, command, ...theory, ...criterionOf(plan) }),
      patterns: (document) => patternsFigure(summary, { document, command }),
      gain: (document) => gainFigure(summary, { document, command, ...theory }),
    };
  },
  text: ({ summary }) =>
    `${table(
      [...learningHead(summary), "rule", "N", "c", "c/N", "p_c", "α_c = p_c/c", "seeds"],
      summary.map((s) => [
        ...learningCell(s),
        RULES[s.rule].label,
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
    for (const learning of learningsOf(plan)) {
      for (const rule of plan.rule) {
        for (const inputs of plan.inputs) seconds += plan.seeds * criticalLoadSeconds(plan, { learning, rule, inputs });
      }
    }
    return seconds;
  },
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};

/** When a pattern counted as retrieved. */
function criterionOf({ threshold, strict, temperature }: CapacityPlan): RetrievalCriterion {
  return { threshold, ...(strict && { strict }), ...(temperature !== undefined && { temperature }) };
}

/** Shows a number of inputs: a whole number as it is, a mean with one digit. */
function showInputs(inputs: number): string {
  return Number.isInteger(inputs) ? String(inputs) : inputs.toFixed(1);
}
