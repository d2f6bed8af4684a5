/** The frontier experiment as commands and sweeps know it: its tables, figure and cost. */
import { groupBy } from "../../check/lists.ts";
import { isLargeNetwork } from "../../hopfield/network.ts";
import { RULE_PARAMETER_NAMES, RULES, symbolOf } from "../../hopfield/rules/index.ts";
import type { Row } from "../../io/rows.ts";
import { plusMinus, table } from "../../report/table.ts";
import { comparisonLine } from "../kit/comparison.ts";
import { keptAsRows } from "../kit/kept.ts";
import { NETWORK_COLUMNS } from "../kit/loaded-networks-study.ts";
import { withParameters } from "../kit/rules.ts";
import type { CommandStudy } from "../kit/study.ts";
import { curveSeconds } from "./cost.ts";
import { frontierParameters } from "./parameters.ts";
import {
  curveKey,
  curveParameter,
  type FrontierCurve,
  type FrontierPlan,
  type FrontierRow,
  type FrontierSpec,
  type FrontierSummary,
  frontier,
  frontierCurves,
  planFrontier,
  summarizeFrontier,
} from "./run.ts";

const COLUMNS = [...NETWORK_COLUMNS, "retrieved", "basin"];

/** The frontier experiment in sweeps; a point of it is a curve of one seed. */
export const frontierStudy: CommandStudy<FrontierSpec, FrontierPlan, readonly FrontierRow[], FrontierSummary> = {
  name: "frontier",
  parameters: frontierParameters,
  together: ["rule", ...RULE_PARAMETER_NAMES],
  unit: "curves traced",
  points: (plan) => frontierCurves(plan).length * plan.seeds,
  plan: planFrontier,
  run: frontier,
  ...keptAsRows<FrontierRow>(),
  foundIn: (rows) => curvesIn(rows),
  columns: (plan) => withParameters(COLUMNS, plan),
  summarize: (found, plan) => summarizeFrontier(found, plan).summary,
  async figures({ rows, summary, plan }, command) {
    const { frontierFigure } = await import("./figure.ts");
    const { curves } = summarizeFrontier(curvesIn(rows), plan);
    const { fraction } = plan;
    return { figure: (document) => frontierFigure({ curves, summary }, { document, command, fraction }) };
  },
  text({ rows, summary, plan }) {
    const { curves } = summarizeFrontier(curvesIn(rows), plan);
    return `${tableOf(curves, summary)}\n${comparisonLine(summary, "e")}`;
  },
  seconds: (plan) => plan.seeds * frontierCurves(plan).reduce((sum, { rule }) => sum + curveSeconds(plan, rule), 0),
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};

/** Groups rows by curve and seed. */
function curvesIn(rows: readonly Row[]): FrontierRow[][] {
  return groupBy(rows as unknown as readonly FrontierRow[], (row) => `${curveKey(row)}/${row.seed}`);
}

/** A line per rule and parameter: p at each e; a star where a rule stores most. */
function tableOf(curves: readonly FrontierCurve[], summary: readonly FrontierSummary[]): string {
  const sizes = [...new Set(summary.map(({ flipped }) => flipped))].sort((a, b) => a - b);
  const isBest = (curve: FrontierCurve, e: number): boolean =>
    summary.some(
      (best) =>
        best.flipped === e &&
        curveKey(best) === curveKey(curve) &&
        curves.filter(({ rule }) => rule === curve.rule).length > 1,
    );
  return table(
    ["rule", ...RULE_PARAMETER_NAMES.map(symbolOf), ...sizes.map((e) => `e = ${e}`), "seeds"],
    curves.map((curve) => [
      RULES[curve.rule].label,
      ...RULE_PARAMETER_NAMES.map((name) => (curveParameter(curve.rule) === name ? String(curve[name]) : "")),
      ...sizes.map((e) => {
        const point = curve.points.find(({ flipped }) => flipped === e);
        if (point === undefined) return "";
        const value = plusMinus(point.patterns, point.patternsDeviation, 0, curve.seeds);
        return isBest(curve, e) ? `${value}*` : value;
      }),
      String(curve.seeds),
    ]),
  );
}
