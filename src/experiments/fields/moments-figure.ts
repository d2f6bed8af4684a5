/** The figure of signal and noise: mean ± s.d. of the aligned local fields against load, and their distributions at one. */

import { RULE_NAMES, RULES, type Rule } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { type FigureOptions, type Panel, type PanelLine, panelFigure, withSpread } from "../../plot/panels.ts";
import { showNumber } from "../../plot/words.ts";
import { sizesOf } from "../kit/network-series.ts";
import { doesWhat } from "../kit/subject.ts";
import { type TheoryConditions, theoryFields } from "../kit/theory.ts";
import { distributionsPanel } from "./distributions.ts";
import type { FieldsSummary } from "./run.ts";

/** Moments of the fields of one rule at one load, as `fields` sums them up over seeds. */
export type FieldMomentsRow = Pick<
  FieldsSummary,
  "neurons" | "inputs" | "rule" | "seeds" | "patterns" | "load" | "mean" | "deviation" | "negative" | "histogram"
>;

export interface FieldMomentsOptions extends FigureOptions {
  /** p of the distributions; default: the largest load that some rule holds, with at most 0.5 % of the fields unstable. */
  readonly patterns?: number;
  /** What the networks are, for the mean fields of large ones to stand beside theirs as dashes; default none. */
  readonly theory?: TheoryConditions;
}

const HELD = 0.005;

/**
 * Means with bands of ± s.d. over neurons and patterns on the left, distributions on the right.
 *
 * @throws TypeError when there is no document; RangeError when there is nothing to draw.
 */
export function fieldMomentsFigure(
  summary: readonly FieldMomentsRow[],
  { theory, ...options }: FieldMomentsOptions = {},
): SVGSVGElement {
  if (summary.length === 0) throw new RangeError("fieldMomentsFigure: summary must hold at least one row, got none");
  const shown = options.patterns ?? loadShown(summary);
  const rules = RULE_NAMES.filter((rule) => summary.some((row) => row.rule === rule));
  const loads = [...new Set(summary.map(({ load }) => load))].sort((a, b) => a - b);
  const panels: Panel[] = [];
  if (loads.length > 1) panels.push(momentsPanel(summary, rules, theory));
  const chosen = rules.flatMap((rule) => summary.find((row) => row.rule === rule && row.patterns === shown) ?? []);
  if (chosen.length === 0) throw new RangeError(`fieldMomentsFigure: patterns must be one of the loads, got ${shown}`);
  const panel = distributionsPanel(chosen);
  const title = `distributions at load ${showNumber(chosen[0].load)}, p = ${chosen[0].patterns}`;
  panels.push({ ...panel, title });
  return panelFigure({
    ...options,
    title: fieldsFinding(chosen),
    subtitle: `${sizesOf(summary)}; bands: ± s.d. over neurons and patterns`,
    width: panels.length === 1 ? 640 : 960,
    height: 420,
    panels,
  });
}

function momentsPanel(summary: readonly FieldMomentsRow[], rules: readonly Rule[], theory?: TheoryConditions): Panel {
  const [{ inputs, neurons }] = summary;
  const curves: PanelLine[] = rules.flatMap((rule) => {
    const loads = summary.filter((row) => row.rule === rule).map(({ load }) => load);
    const points = theory ? theoryFields(rule, inputs / neurons, loads, theory) : [];
    return points.length > 1 ? [{ color: RULES[rule].color, points, isDashed: true }] : [];
  });
  const lows = summary.map(({ mean, deviation }) => mean - deviation);
  const highs = [
    ...summary.map(({ mean, deviation }) => mean + deviation),
    ...curves.flatMap(({ points }) => points.map(({ y }) => y)),
  ];
  const [low, high] = [Math.min(0, ...lows), Math.max(1, ...highs)];
  const loads = summary.map(({ load }) => load);
  const [least, most] = [Math.min(...loads), Math.max(...loads)];
  const pad = 0.03 * (most - least);
  return {
    title: `mean ± s.d. against load${curves.length > 0 ? "; dashes: theory" : ""}`,
    x: { name: "load α = p/c", domain: [Math.max(0, least - pad), most + pad] },
    y: { name: "aligned local field ξh", domain: [low - 0.04 * (high - low), high + 0.06 * (high - low)] },
    marks: [
      { at: "y", value: 1, label: "signal without noise" },
      { at: "y", value: 0, label: "unstable below" },
    ],
    lines: [
      ...curves,
      ...rules.map((rule) => {
        const rows = summary.filter((row) => row.rule === rule).sort((a, b) => a.load - b.load);
        return {
          color: RULES[rule].color,
          ...withSpread(rows.map(({ load, mean, deviation }) => ({ x: load, y: mean, deviation }))),
          hasDots: true,
          label: RULES[rule].label,
        };
      }),
    ],
  };
}

/** The largest load that some rule holds; the smallest when none does. */
function loadShown(summary: readonly FieldMomentsRow[]): number {
  const held = summary.filter(({ negative }) => negative <= HELD).map(({ patterns }) => patterns);
  return held.length > 0 ? Math.max(...held) : Math.min(...summary.map(({ patterns }) => patterns));
}

/** The rule with the largest ratio of signal to noise at the load shown, against random synapses where those were measured. */
export function fieldsFinding(rows: readonly FieldMomentsRow[]): string {
  const ratio = ({ mean, deviation }: FieldMomentsRow): number => mean / deviation;
  const best = rows.reduce((a, b) => (ratio(b) > ratio(a) ? b : a));
  const drawn = rows.find(({ rule }) => rule === random.name);
  const at = `at load ${showNumber(best.load)}`;
  const times = Number.isFinite(ratio(best)) ? `${ratio(best).toFixed(1)} times the noise` : "free of noise";
  const what = `${doesWhat(best.rule, "keep")} the signal ${times} ${at}`;
  return drawn === undefined || drawn === best ? what : `${what}, random synapses ${ratio(drawn).toFixed(1)} times`;
}
