/** The figure of weights kept: probability that a connection exists against its weight. */

import { isSearchRule, RULE_NAMES, RULES } from "../../hopfield/rules/index.ts";
import { type FigureOptions, type Panel, panelFigure } from "../../plot/panels.ts";
import { shadesOf } from "../../plot/shade.ts";
import { showNumber } from "../../plot/words.ts";
import { sizesOf } from "../kit/network-series.ts";
import type { WeightsPoint, WeightsSummary } from "./run.ts";

/** Weights kept by one rule at one load, as `weights` sums them up over seeds. */
export interface WeightsFigureRow
  extends Pick<
    WeightsSummary,
    "neurons" | "inputs" | "rule" | "seeds" | "patterns" | "load" | "random" | "preferred" | "rankCorrelation"
  > {
  readonly curve: readonly Pick<WeightsPoint, "weight" | "pairs" | "probability" | "low" | "high">[];
}

/** Weights of fewer pairs are left out: their probabilities would be little but error. */
const DRAWN_PAIRS = 200;

/**
 * A panel for each rule, a line for each load; bands are Wilson's 95 % intervals over all pairs.
 *
 * @throws TypeError when there is no document; RangeError when there is nothing to draw.
 */
export function weightsFigure(summary: readonly WeightsFigureRow[], options: FigureOptions = {}): SVGSVGElement {
  if (summary.length === 0) throw new RangeError("weightsFigure: summary must hold at least one row, got none");
  const drawn = summary.map((row) => ({ ...row, curve: drawnOf(row.curve) }));
  const loads = [...new Set(drawn.map(({ patterns }) => patterns))].sort((a, b) => a - b);
  const rules = RULE_NAMES.filter((rule) => drawn.some((row) => row.rule === rule));
  const widest = Math.max(...drawn.flatMap(({ curve }) => curve.map(({ weight }) => Math.abs(weight))));
  const panels = rules.map((rule): Panel => {
    const shades = shadesOf(RULES[rule].color, loads.length);
    const rows = drawn.filter((row) => row.rule === rule).sort((a, b) => a.patterns - b.patterns);
    const even = rows[0].random;
    const top = Math.max(2 * even, ...rows.flatMap(({ curve }) => curve.map(({ probability }) => probability)));
    return {
      title: RULES[rule].label,
      titleColor: RULES[rule].color,
      x: { name: "weight J = M/c", domain: [-1.05 * widest, 1.05 * widest] },
      y: { name: "P(C = 1 | J)", domain: [0, 1.12 * top] },
      marks: [{ at: "y", value: even, label: rules[0] === rule ? "c/(N − 1)" : RULES.random.label }],
      labels: "beside",
      labelHead: "α = ",
      lines: rows.map(({ patterns, load, curve }) => ({
        color: shades[loads.indexOf(patterns)],
        points: curve.map(({ weight, probability }) => ({ x: weight, y: probability })),
        band: curve.map(({ weight, low, high }) => ({ x: weight, low, high })),
        label: showNumber(load),
      })),
    };
  });
  return panelFigure({
    ...options,
    title: weightsFinding(summary),
    subtitle: `${sizesOf(summary)}; bands: 95 % intervals over all pairs, weights of at least ${DRAWN_PAIRS} pairs`,
    width: [640, 800, 1000, 1240][panels.length - 1] ?? 1240,
    height: 400,
    panels,
  });
}

function drawnOf(curve: WeightsFigureRow["curve"]): WeightsFigureRow["curve"] {
  const frequent = curve.filter(({ pairs }) => pairs >= DRAWN_PAIRS);
  return [...(frequent.length > 0 ? frequent : curve)].sort((a, b) => a.weight - b.weight);
}

/** Which rule prefers which weights, at the largest load measured. */
export function weightsFinding(summary: readonly WeightsFigureRow[]): string {
  const most = Math.max(...summary.map(({ patterns }) => patterns));
  const rows = RULE_NAMES.flatMap((rule) => summary.find((row) => row.rule === rule && row.patterns === most) ?? []);
  const chosen = rows.filter(({ rule }) => isSearchRule(rule));
  const words = (chosen.length > 0 ? chosen : rows).map((row) => `${RULES[row.rule].label} ${preference(row)}`);
  const sentence = words.join(", ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)} at load ${showNumber(rows[0].load)}`;
}

function preference({ rule, preferred, rankCorrelation }: WeightsFigureRow): string {
  if (!isSearchRule(rule)) return "synapses take weights as they are";
  if (rankCorrelation !== null && rankCorrelation >= MONOTONE) return "prefers the strongest weights";
  if (rankCorrelation !== null && rankCorrelation <= -MONOTONE) return "prefers the weakest weights";
  return `prefers |J| ≈ ${Number(preferred.toPrecision(2))}`;
}

/** Rank correlations beyond this are called monotone. */
const MONOTONE = 0.9;
