/** The capacity experiment as commands and sweeps know it: its tables, figures and cost. */
import { isLargeNetwork } from "../../hopfield/network.ts";
import { NULL_MODELS } from "../../hopfield/null-model-kinds.ts";
import { RULES } from "../../hopfield/rules/index.ts";
import type { Row } from "../../io/rows.ts";
import { plusMinus, table } from "../../report/table.ts";
import { comparisonLine } from "../kit/comparison.ts";
import { withConnectivity, withPatterns, withPositions } from "../kit/given-files.ts";
import { learningsOf, withLearning } from "../kit/learnings.ts";
import { learningCell, learningHead } from "../kit/loaded-networks-study.ts";
import { nullsOf, withNullLabel } from "../kit/null-models.ts";
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
  points: (plan) => plan.inputs.length * networksOf(plan) * plan.seeds * learningsOf(plan).length,
  largest({ neurons, inputs }) {
    const most = Math.ceil(Math.max(...inputs));
    return { nNeurons: neurons, nInputs: most, nPatterns: 4 * most };
  },
  readFiles: async (spec, files) =>
    withPatterns(await withPositions(await withConnectivity(spec, files), files), files),
  plan: planCapacity,
  repeat: ({ neurons }) => ({ neurons }),
  async after(summary, plan, terminal) {
    const told = plan.estimate
      ? "\nestimated from 100 neurons of each network: 3 to 5 % above the critical loads of whole networks\n"
      : "";
    if (plan.learning) return told;
    const { capacityTerminalFigure } = await import("./terminal.ts");
    return `${told}\n${capacityTerminalFigure(summary, { ...terminal, ...criterionOf(plan) })}\n`;
  },
  run: capacity,
  toLedger: (row) => [row as unknown as Row],
  foundIn: (rows) => rows as unknown as readonly CapacityRow[],
  rowsOf: (found) => found as unknown as readonly Row[],
  columns: (plan) => withNull(withParameters(withLearning(COLUMNS, plan), plan), plan),
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
  text: ({ summary, plan }) =>
    `${table(
      [...learningHead(summary), "rule", "N", "c", "c/N", "p_c", "α_c = p_c/c", "seeds"],
      summary.map((s) => [
        ...learningCell(s),
        withNullLabel(RULES[s.rule].label, s),
        String(s.neurons),
        showInputs(s.inputs),
        (s.inputs / s.neurons).toFixed(3),
        plusMinus(s.capacity, s.capacityDeviation, 1, s.seeds),
        plusMinus(s.load, s.loadDeviation, 3, s.seeds),
        String(s.seeds),
      ]),
    )}\n${comparisonLine(summary, "c")}${nullLines(summary)}${allHeld(summary, plan)}`,
  seconds(plan) {
    let seconds = 0;
    for (const learning of learningsOf(plan)) {
      for (const rule of plan.rule) {
        const networks = plan.seeds * nullsOf(plan, rule).length;
        for (const inputs of plan.inputs) seconds += networks * criticalLoadSeconds(plan, { learning, rule, inputs });
      }
    }
    return seconds;
  },
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};

/** Kinds of networks: a rule each, and its null models. */
function networksOf(plan: CapacityPlan): number {
  return plan.rule.reduce((sum, rule) => sum + nullsOf(plan, rule).length, 0);
}

function withNull(columns: readonly string[], plan: CapacityPlan): readonly string[] {
  return plan.null ? [...columns, "null"] : columns;
}

/** Says where the patterns of a file did not suffice to find critical loads. */
function allHeld(summary: readonly CapacitySummary[], { patterns }: CapacityPlan): string {
  const held = patterns ? summary.filter(({ capacity }) => capacity === patterns.patterns) : [];
  if (held.length === 0) return "";
  const rules = [
    ...new Set(held.map((s) => `${withNullLabel(RULES[s.rule].label, s)} at c = ${showInputs(s.inputs)}`)),
  ];
  return `\nAll ${patterns!.patterns} patterns are held, so that critical loads lie beyond: ${rules.join(", ")}\n`;
}

/** What Welch's tests say of null models against the network given. */
function nullLines(summary: readonly CapacitySummary[]): string {
  const lines = summary.flatMap(({ rule, null: own, against, learning }) => {
    if (own === undefined || own === "none" || against.length === 0) return [];
    const [{ difference, p }] = against;
    const sign = difference > 0 ? "more" : "fewer";
    const amount = Math.abs(difference).toFixed(3);
    const where = learning === undefined ? "" : ` by ${learning}`;
    return [
      `${NULL_MODELS[own].label}${where}: α_c ${amount} ${sign} than ${RULES[rule].label} (Welch's t-test, p = ${p.toPrecision(2)})`,
    ];
  });
  return lines.length === 0 ? "" : `\n${lines.join("\n")}\n`;
}

/** When a pattern counted as retrieved. */
function criterionOf({ threshold, strict, temperature }: CapacityPlan): RetrievalCriterion {
  return { threshold, ...(strict && { strict }), ...(temperature !== undefined && { temperature }) };
}

/** Shows a number of inputs: a whole number as it is, a mean with one digit. */
function showInputs(inputs: number): string {
  return Number.isInteger(inputs) ? String(inputs) : inputs.toFixed(1);
}
