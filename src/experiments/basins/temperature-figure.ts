/** The figure of retrieval at a temperature: mean overlap against T, for each rule and load. */

import { isSearchRule, RULE_NAMES, RULES, type Rule } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { thermalOverlap } from "../../hopfield/thermal-overlap.ts";
import { type FigureOptions, type Panel, type PanelLine, panelFigure, withSpread } from "../../plot/panels.ts";
import { shadesOf } from "../../plot/shade.ts";
import { INK } from "../../plot/style.ts";
import { showNumber } from "../../plot/words.ts";
import { sizesOf } from "../kit/network-series.ts";
import type { BasinsPoint, BasinsSummary } from "./run.ts";

/** Retrieval of one rule at one load and temperature, as `basins` sums it up over seeds. */
export interface TemperatureFigureRow
  extends Pick<
    BasinsSummary,
    "neurons" | "inputs" | "rule" | "learning" | "seeds" | "patterns" | "load" | "temperature"
  > {
  readonly curve: readonly Pick<BasinsPoint, "flipped" | "overlap" | "overlapDeviation">[];
}

export interface TemperatureFigureOptions extends FigureOptions {
  /** Whether patterns are random and weights Hebbian, which mean-field theory is of; default true. */
  readonly isHebbian?: boolean;
}

/** Up to this c/N networks are near enough to the highly diluted limit for its curve to be drawn. */
const DILUTE = 0.05;
/** Temperatures a curve of the theory is drawn through. */
const FINE = 80;
/** An overlap below which a pattern counts as lost, in what the title says. */
const KEPT = 0.5;

/**
 * A panel for each rule, a line for each load, from cues with the least part of the neurons flipped; bands are ± s.d. over seeds. With
 * random synapses, dashes are mean-field theory of many neurons where it holds: all connected, or highly diluted.
 *
 * @throws TypeError when there is no document; RangeError when there is nothing to draw.
 */
export function temperatureFigure(
  summary: readonly TemperatureFigureRow[],
  options: TemperatureFigureOptions = {},
): SVGSVGElement {
  const { isHebbian = true, ...rest } = options;
  if (summary.length === 0) throw new RangeError("temperatureFigure: summary must hold at least one row, got none");
  const points = summary.map(pointOf);
  const loads = [...new Set(points.map(({ patterns }) => patterns))].sort((a, b) => a - b);
  const rules = RULE_NAMES.filter((rule) => points.some((row) => row.rule === rule));
  const hottest = Math.max(...points.map(({ temperature }) => temperature));
  const lowest = Math.min(0, ...points.map(({ overlap }) => overlap));
  const [{ inputs, neurons, flipped }] = points;
  const theory = isHebbian ? theoryOf(inputs, neurons) : undefined;
  const panels = rules.map((rule, k): Panel => {
    const shades = shadesOf(RULES[rule].color, loads.length);
    const own = loads.flatMap((patterns) => {
      const rows = points.filter((row) => row.rule === rule && row.patterns === patterns);
      return rows.length === 0 ? [] : [rows.sort((a, b) => a.temperature - b.temperature)];
    });
    const isTheory = theory !== undefined && (rule === random.name || inputs === neurons - 1);
    return {
      title: RULES[rule].label,
      titleColor: RULES[rule].color,
      x: { name: "temperature T", domain: [0, hottest || 1] },
      y: { domain: [Math.max(-1, 1.1 * lowest), 1.04], ...(k === 0 && { name: "mean overlap m" }) },
      labels: "beside",
      labelHead: "α = ",
      lines: [
        ...own.map((rows) => ({
          color: shades[loads.indexOf(rows[0].patterns)],
          ...withSpread(
            rows.map(({ temperature, overlap, overlapDeviation }) => {
              return { x: temperature, y: overlap, deviation: overlapDeviation };
            }),
          ),
          hasDots: true,
          label: showNumber(rows[0].load),
        })),
        ...(isTheory ? own.flatMap(([{ load }]) => theoryLine(load, theory, hottest)) : []),
      ],
    };
  });
  const isDrawn = theory !== undefined && (rules.includes(random.name) || inputs === neurons - 1);
  const dashes =
    theory === "full" ? "mean-field theory, all connected" : "mean-field theory in the limit of high dilution";
  return panelFigure({
    ...rest,
    title: temperatureFinding(summary),
    subtitle: [
      sizesOf(summary),
      ...(flipped > 0 ? [`cues with ${showNumber(100 * flipped)} % of the neurons flipped`] : []),
      "± s.d. over seeds",
      ...(isDrawn ? [`dashes: ${dashes}`] : []),
    ].join("; "),
    width: [640, 800, 960, 1160][panels.length - 1] ?? 1160,
    height: 400,
    panels,
  });
}

function pointOf(row: TemperatureFigureRow) {
  const { curve, temperature = 0, ...rest } = row;
  return { ...rest, temperature, ...curve.reduce((a, b) => (b.flipped < a.flipped ? b : a)) };
}

function theoryOf(inputs: number, neurons: number): "full" | "dilute" | undefined {
  if (inputs === neurons - 1) return "full";
  return inputs / neurons <= DILUTE ? "dilute" : undefined;
}

/** Down to where the pattern is lost; none when it is lost at T = 0. */
function theoryLine(load: number, connectivity: "full" | "dilute", hottest: number): PanelLine[] {
  const points: { x: number; y: number }[] = [];
  for (let k = 0; k <= FINE; k++) {
    const temperature = (k / FINE) * (hottest || 1);
    const overlap = thermalOverlap({ load, temperature, connectivity });
    points.push({ x: temperature, y: overlap });
    if (overlap === 0) break;
  }
  return points.length < 2 ? [] : [{ color: INK, points, isDashed: true }];
}

/** Up to which temperature each rule keeps its patterns, at the load where rules differ most. */
export function temperatureFinding(summary: readonly TemperatureFigureRow[]): string {
  const points = summary.map(pointOf);
  const kept = (rule: Rule, patterns: number): number =>
    Math.max(
      -1,
      ...points
        .filter((row) => row.rule === rule && row.patterns === patterns && row.overlap >= KEPT)
        .map(({ temperature }) => temperature),
    );
  const conditions = points.map(({ rule, patterns, load }) => ({ rule, load, kept: kept(rule, patterns), patterns }));
  const pairs = conditions
    .filter(({ rule }) => isSearchRule(rule))
    .flatMap((chosen) =>
      conditions
        .filter((other) => other.rule === random.name && other.patterns === chosen.patterns)
        .map((random) => ({ chosen, random })),
    );
  if (pairs.length > 0) {
    const { chosen, random } = pairs.reduce((a, b) =>
      b.chosen.kept - b.random.kept > a.chosen.kept - a.random.kept ? b : a,
    );
    const others = random.kept < 0 ? "random synapses at none" : `random synapses up to ${showNumber(random.kept)}`;
    if (chosen.kept > random.kept) {
      return `At load ${showNumber(chosen.load)}, ${RULES[chosen.rule].label} keeps patterns up to T = ${showNumber(chosen.kept)}, ${others}`;
    }
    return "Chosen synapses keep patterns at no higher temperature than random ones do";
  }
  const best = conditions.reduce((a, b) => (b.kept > a.kept ? b : a));
  if (best.kept < 0) return "No pattern is kept at any of these temperatures";
  return `Patterns are kept up to T = ${showNumber(best.kept)} at load ${showNumber(best.load)}`;
}
