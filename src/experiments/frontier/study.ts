import { groupBy } from "../../check/lists.ts";
import { isLargeNetwork } from "../../hopfield/network.ts";
import type { Row } from "../../io/rows.ts";
import { RULE_LABELS } from "../../plot/style.ts";
import { plusMinus, table } from "../../report/table.ts";
import { comparisonLine } from "../kit/comparison.ts";
import { heatSeconds, networkSeconds, stabilitySeconds } from "../kit/cost.ts";
import { keptAsRows } from "../kit/kept.ts";
import { NETWORK_COLUMNS } from "../kit/loaded-networks-study.ts";
import { withMargin } from "../kit/rules.ts";
import type { CommandStudy } from "../kit/study.ts";
import { frontierParameters } from "./parameters.ts";
import {
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

/** `Found` is a curve of one seed. */
export const frontierStudy: CommandStudy<FrontierSpec, FrontierPlan, readonly FrontierRow[], FrontierSummary> = {
  name: "frontier",
  parameters: frontierParameters,
  together: ["rule", "epsilon", "margin"],
  unit: "curves traced",
  points: (plan) => frontierCurves(plan).length * plan.seeds,
  plan: planFrontier,
  run: frontier,
  ...keptAsRows<FrontierRow>(),
  foundIn: (rows) => curvesIn(rows),
  columns: (plan) => withMargin(COLUMNS, plan),
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
  seconds: (plan) =>
    plan.seeds *
    frontierCurves(plan)
      .map(({ rule }) => {
        const patterns = (rule === "random" ? 0.15 : 1) * plan.inputs;
        const search = { ...plan, epsilon: null, margin: null };
        const one = networkSeconds(search, rule, plan.inputs, patterns);
        return (
          NETWORKS *
          ((rule === "margin" ? EASY : 1) * one +
            BISECTIONS *
              (stabilitySeconds(patterns, plan.neurons, plan.inputs) +
                heatSeconds(plan, patterns, plan.neurons, plan.inputs)))
        );
      })
      .reduce((sum, seconds) => sum + seconds, 0),
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};

/** Networks of a curve, and cues tried with each. */
const NETWORKS = 14;
const BISECTIONS = 9;
/** Part of the search for margins that networks far below their critical load take. */
const EASY = 0.6;

/** Rows of each curve and seed. */
function curvesIn(rows: readonly Row[]): FrontierRow[][] {
  return groupBy(rows as unknown as readonly FrontierRow[], ({ rule, epsilon, margin, seed }) =>
    [rule, epsilon, margin, seed].join("/"),
  );
}

/** A line per rule and parameter: p at each e; a star where a rule stores most. */
function tableOf(curves: readonly FrontierCurve[], summary: readonly FrontierSummary[]): string {
  const sizes = [...new Set(summary.map(({ flipped }) => flipped))].sort((a, b) => a - b);
  const isBest = (curve: FrontierCurve, e: number): boolean =>
    summary.some(
      (best) =>
        best.rule === curve.rule &&
        best.flipped === e &&
        best.epsilon === curve.epsilon &&
        best.margin === curve.margin &&
        curves.filter(({ rule }) => rule === curve.rule).length > 1,
    );
  return table(
    ["rule", "ε", "κ", ...sizes.map((e) => `e = ${e}`), "seeds"],
    curves.map((curve) => [
      RULE_LABELS[curve.rule],
      curve.rule === "signal" ? String(curve.epsilon) : "",
      curve.rule === "margin" ? String(curve.margin) : "",
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
