import {
  CAPACITY_KEYS,
  type CapacityPlan,
  type CapacityRow,
  type CapacitySpec,
  type CapacitySummary,
  capacity,
  planCapacity,
  summarizeCapacity,
} from "../experiments/capacity.ts";
import { withLearning } from "../experiments/learnings.ts";
import { PARAMETER_COLUMNS, withMargin } from "../experiments/rules.ts";
import { isLargeNetwork } from "../hopfield/network.ts";
import type { Row } from "../io/rows.ts";
import { RULE_LABELS } from "../plot/style.ts";
import { plusMinus, table } from "../report/table.ts";
import { networkSeconds, retrievalSeconds } from "./cost.ts";
import type { Study } from "./study.ts";

const COLUMNS = ["neurons", "inputs", "rule", ...PARAMETER_COLUMNS, "seed", "capacity", "load", "networks"];

export const capacityStudy: Study<CapacitySpec, CapacityPlan, CapacityRow, CapacitySummary> = {
  name: "capacity",
  keys: CAPACITY_KEYS.filter((key) => key !== "connectivity"),
  together: ["neurons", "inputs", "rule"],
  plan: planCapacity,
  run: capacity,
  toLedger: (row) => [row as unknown as Row],
  foundIn: (rows) => rows as unknown as readonly CapacityRow[],
  rowsOf: (found) => found as unknown as readonly Row[],
  columns: (plan) => withMargin(withLearning(COLUMNS, plan), plan),
  summarize: summarizeCapacity,
  async figures({ summary, plan, command }) {
    if (plan.learning) {
      const { learningFigure } = await import("../plot/learning.ts");
      return { figure: (document) => learningFigure(summary, { document, command }) };
    }
    const { capacityFigure } = await import("../plot/capacity.ts");
    const { gainFigure, patternsFigure } = await import("../plot/capacity-panels.ts");
    return {
      figure: (document) => capacityFigure(summary, { document, command }),
      patterns: (document) => patternsFigure(summary, { document, command }),
      gain: (document) => gainFigure(summary, { document, command }),
    };
  },
  table: (summary) =>
    table(
      ["rule", "N", "c", "c/N", "p_c", "α_c = p_c/c", "seeds"],
      summary.map((s) => [
        RULE_LABELS[s.rule],
        String(s.neurons),
        String(s.inputs),
        (s.inputs / s.neurons).toFixed(3),
        plusMinus(s.capacity, s.capacityDeviation, 1, s.seeds),
        plusMinus(s.load, s.loadDeviation, 3, s.seeds),
        String(s.seeds),
      ]),
    ),
  seconds: (plan) =>
    plan.seeds *
    plan.rule
      .flatMap((rule) =>
        plan.inputs.map((inputs) => {
          const patterns = (rule === "random" ? 0.25 : 2.5) * inputs;
          const one = networkSeconds(plan, rule, inputs, patterns) + retrievalSeconds(patterns, plan.neurons, inputs);
          return (rule === "margin" ? MARGIN_NETWORKS : NETWORKS) * one;
        }),
      )
      .reduce((sum, seconds) => sum + seconds, 0),
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};

/** Networks made for a critical load. */
const NETWORKS = 2.2;
const MARGIN_NETWORKS = 4;
