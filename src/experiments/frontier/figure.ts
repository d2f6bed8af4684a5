/** The figure of what rules buy: patterns stored against basin size, the best of each rule and every parameter. */

import { parametersOfRule, RULE_NAMES, RULES, type Rule, symbolOf } from "../../hopfield/rules/index.ts";
import { type FigureOptions, type Panel, panelFigure, withSpread } from "../../plot/panels.ts";
import { shadesOf } from "../../plot/shade.ts";
import { showNumber } from "../../plot/words.ts";
import { sizesOf } from "../kit/network-series.ts";
import type { RuleParameters } from "../kit/rules.ts";
import type { FrontierPoint, FrontierSummary } from "./run.ts";

type FrontierFigurePoint = Pick<FrontierPoint, "flipped" | "patterns" | "patternsDeviation">;

/** Curve of one rule with one value of its parameter, as `frontier` gives it. */
export interface FrontierFigureCurve extends RuleParameters {
  readonly rule: Rule;
  readonly points: readonly FrontierFigurePoint[];
}

/** The best curve of one rule at one basin size e. */
export type FrontierFigureRow = FrontierFigurePoint & Pick<FrontierSummary, "neurons" | "inputs" | "rule" | "seeds">;

export interface FrontierFigureOptions extends FigureOptions {
  /** Fraction of the patterns that is retrieved as far as a basin reaches; default 0.9. */
  readonly fraction?: number;
}

/**
 * A panel with the best of each rule at every e, and one for each rule with several parameters; the bands of the first are ± s.d. over
 * seeds.
 *
 * @throws TypeError when there is no document; RangeError when there is nothing to draw.
 */
export function frontierFigure(
  measured: { readonly curves: readonly FrontierFigureCurve[]; readonly summary: readonly FrontierFigureRow[] },
  options: FrontierFigureOptions = {},
): SVGSVGElement {
  const { fraction = 0.9, ...rest } = options;
  const { summary } = measured;
  if (summary.length === 0) throw new RangeError("frontierFigure: summary must hold at least one row, got none");
  const curves = measured.curves.filter(({ points }) => points.length > 0);
  const points = [...summary, ...curves.flatMap((curve) => curve.points)];
  const widest = Math.max(...points.map(({ flipped }) => flipped));
  const x = { name: "basin size: fraction of neurons flipped e", domain: [0, widest || 0.5] } as const;
  const most = Math.max(...points.map(({ patterns, patternsDeviation }) => patterns + patternsDeviation));
  const least = Math.min(...points.map(({ patterns }) => patterns));
  const y = { domain: [least / 1.25, most * 1.2], isLog: true } as const;
  const families = RULE_NAMES.flatMap((rule) => {
    const own = curves.filter((curve) => curve.rule === rule);
    const name = parametersOfRule(rule)[0];
    return name !== undefined && own.length > 1 ? [{ rule, name, own }] : [];
  });
  const panels: Panel[] = [
    {
      title: families.length > 0 ? "each rule at its best" : undefined,
      x,
      y: { ...y, name: "patterns stored p" },
      lines: RULE_NAMES.flatMap((rule) => {
        const own = summary.filter((row) => row.rule === rule);
        return own.length > 0
          ? [{ color: RULES[rule].color, hasDots: true, ...spreadOf(own), label: RULES[rule].label }]
          : [];
      }),
    },
    ...families.map(({ rule, name, own }): Panel => {
      const symbol = symbolOf(name);
      const shades = shadesOf(RULES[rule].color, own.length);
      const sorted = [...own].sort((a, b) => (a[name] ?? 0) - (b[name] ?? 0));
      return {
        title: `${RULES[rule].label}, by ${symbol}`,
        titleColor: RULES[rule].color,
        x,
        y,
        labelHead: `${symbol} = `,
        lines: sorted.map((curve, k) => ({
          color: shades[k],
          hasDots: true,
          points: spreadOf(curve.points).points,
          label: showNumber(curve[name] ?? 0),
        })),
      };
    }),
  ].map(({ title, ...panel }) => (title === undefined ? panel : { ...panel, title }));
  return panelFigure({
    ...rest,
    title: frontierFinding(summary),
    subtitle: `${sizesOf(summary)}; largest p at which ${100 * fraction} % of the patterns are retrieved with a fraction e of the neurons wrong; bands: ± s.d.`,
    width: [800, 960, 1160][panels.length - 1],
    height: 440,
    panels,
  });
}

/** Numbers of patterns against basin size, with bands of ± s.d. */
function spreadOf(points: readonly FrontierFigurePoint[]) {
  const sorted = [...points].sort((a, b) => a.flipped - b.flipped);
  return withSpread(
    sorted.map(({ flipped, patterns, patternsDeviation }) => ({
      x: flipped,
      y: patterns,
      deviation: patternsDeviation,
    })),
  );
}

/** Near this e rules are compared in words: damage that patterns often have to stand. */
const TELLING = 0.2;

/** How many patterns each rule stores at a telling basin size, best first. */
export function frontierFinding(summary: readonly FrontierFigureRow[]): string {
  const rules = new Set(summary.map(({ rule }) => rule)).size;
  const sizes = [...new Set(summary.map(({ flipped }) => flipped))];
  const shared = sizes.filter((e) => summary.filter(({ flipped }) => flipped === e).length === rules);
  const away = (e: number) => Math.abs(e - TELLING);
  const at = (shared.length > 0 ? shared : sizes).reduce((a, b) => (away(b) < away(a) ? b : a));
  const there = summary.filter(({ flipped }) => flipped === at).sort((a, b) => b.patterns - a.patterns);
  const list = there.map(({ rule, patterns }, k) =>
    k === 0
      ? `${RULES[rule].label} retrieves ${Math.round(patterns)} patterns`
      : `${RULES[rule].label} ${Math.round(patterns)}`,
  );
  const cue =
    at === 0 ? "From themselves as cues" : `From cues with ${Number((100 * at).toPrecision(2))} % of the neurons wrong`;
  return `${cue}, ${list.join(", ")}`;
}
