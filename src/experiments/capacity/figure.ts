/** The figure of storage capacity: critical load α_c against connection density c/N, a line per rule. */
import { RULES, ruleOf } from "../../hopfield/rules/index.ts";
import { type FigureOptions, type PanelAxis, type PanelLine, panelFigure, withSpread } from "../../plot/panels.ts";
import { mix } from "../../plot/shade.ts";
import { PAPER } from "../../plot/style.ts";
import { isWide } from "../../plot/ticks.ts";
import { type TheoryConditions, theoryLoads } from "../kit/theory.ts";
import { capacityFinding, capacitySubtitle } from "./finding.ts";
import { publishedCapacities, type RetrievalCriterion } from "./published.ts";
import { type CapacitySeries, type CapacitySummary, capacitySeries } from "./series.ts";

export interface CapacityFigureOptions extends FigureOptions, RetrievalCriterion {
  /** Width of the figure in px, at least 420. */
  readonly width?: number;
  /** What the networks are, for theory of large ones to stand beside them as dashes; default none. */
  readonly theory?: TheoryConditions;
  /** px, at least 320; a long title or command makes the figure higher than this. */
  readonly height?: number;
}

const MIN_WIDTH = 420;
const MIN_HEIGHT = 320;

/**
 * The figure as one SVG element: a finding for a title, the lines with bands of ± s.d., published values as dashes, the
 * command beneath.
 *
 * An axis is logarithmic where its values span more than a factor 8; α_c is drawn linearly when one of them is 0.
 *
 * @param summary  a row per point; rows whose load is not finite are left out.
 * @param options  see `CapacityFigureOptions`.
 * @throws TypeError when there is no document. @throws RangeError when there is nothing to draw, a value is out of
 * range, or the figure is too small.
 */
export function capacityFigure(
  summary: readonly CapacitySummary[],
  options: CapacityFigureOptions = {},
): SVGSVGElement {
  const { width = 800, height = 560, theory, ...rest } = options;
  if (!(width >= MIN_WIDTH)) throw new RangeError(`capacityFigure: width must be at least ${MIN_WIDTH}, got ${width}`);
  if (!(height >= MIN_HEIGHT)) {
    throw new RangeError(`capacityFigure: height must be at least ${MIN_HEIGHT}, got ${height}`);
  }
  const series = capacitySeries(summary, "capacityFigure");
  const points = series.flatMap((line) => line.points);
  const published = publishedCapacities(options);
  const curves = theoryCurves(series, theory);
  const values = [...published.map(({ value }) => value), ...curves.flatMap((curve) => curve.points.map(({ y }) => y))];
  const highest = Math.max(...values, ...points.map(({ load, deviation }) => load + deviation));
  const lowest = Math.min(...values, ...points.map(({ load }) => load));
  const isLog = isWide([lowest, highest]);
  return panelFigure({
    ...rest,
    title: capacityFinding(summary),
    subtitle: withTheory(capacitySubtitle(series), series, curves),
    width,
    height,
    isWhole: true,
    panels: [
      {
        x: axisOf(
          "connection density c/N",
          points.map(({ density }) => density),
        ),
        y: { name: "critical load α_c", isLog, domain: isLog ? [lowest / 1.35, highest * 1.12] : [0, 1.08 * highest] },
        marks: published.map((mark) => ({ at: "y", ...mark })),
        lines: [
          ...curves,
          ...series.map((line) =>
            lineOf(
              line,
              line.points.map(({ density, load, deviation }) => ({ x: density, y: load, deviation })),
            ),
          ),
        ],
      },
    ],
  });
}

/** Dashes of theory in the color of each rule, over the densities at which it was measured; none without conditions. */
export function theoryCurves(
  series: readonly CapacitySeries[],
  theory: TheoryConditions | undefined,
  y: (load: number) => number = (load) => load,
): PanelLine[] {
  if (theory === undefined) return [];
  return [...new Set(series.map(({ rule }) => rule))].flatMap((rule) => {
    const densities = series
      .filter((line) => line.rule === rule)
      .flatMap(({ points }) => points.map(({ density }) => density));
    const points = theoryLoads(rule, densities, theory).map((point) => ({ x: point.x, y: y(point.y) }));
    return points.length > 1 ? [{ color: RULES[rule].color, points, isDashed: true }] : [];
  });
}

/** A subtitle that says what dashes are where there are any, and which of them no search can pass. */
export function withTheory(subtitle: string, series: readonly CapacitySeries[], curves: readonly PanelLine[]): string {
  if (curves.length === 0) return subtitle;
  const bounds = new Set(series.flatMap(({ rule }) => (ruleOf(rule).theory?.isBound ? [RULES[rule].label] : [])));
  const which = bounds.size > 0 ? ` (${[...bounds].join(", ")}: upper bound)` : "";
  return `${subtitle}; dashes: theory of N → ∞${which}`;
}

/** A line with its band in the style of its rule and N. */
export function lineOf(
  line: CapacitySeries,
  points: readonly { readonly x: number; readonly y: number; readonly deviation: number }[],
): PanelLine {
  return {
    color: mix(line.color, PAPER, 1 - line.opacity),
    ...withSpread(points),
    hasDots: true,
    symbol: line.symbol,
    ...(line.isNamed && { label: line.name }),
  };
}

/** An axis from a little below the least value to a little above the greatest. */
export function axisOf(name: string, values: readonly number[]): PanelAxis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (isWide(values)) return { name, isLog: true, domain: [least / 1.15, most * 1.15] };
  const pad = most > least ? 0.06 * (most - least) : 0.3 * most;
  return { name, domain: [Math.max(0, least - pad), most + pad] };
}
