/** Axes of a panel, and the sizes that all figures share. */
import * as Plot from "@observablehq/plot";
import type { Box } from "./labels.ts";
import { textWidth } from "./measure.ts";
import type { Scale } from "./scale.ts";
import { textShade } from "./shade.ts";
import { GRID_INK, INK, MUTED_INK, PAPER } from "./style.ts";
import { svgElement, svgText } from "./svg.ts";
import { formatTick } from "./ticks.ts";

/** Room left of axes for their tick labels, and beneath for those and the name of the axis, px. */
export const LEFT = 58;
export const BOTTOM = 52;
/** Font size of the names of lines and points, px. */
export const LABEL_SIZE = 12;
/** Width of lines, px, unless they have their own. */
export const LINE_WIDTH = 2;
/** Lengths of dashes and gaps, px, as SVG writes them. */
export const DASH = "6 4";
const AXIS_SIZE = 13;
const TICK_SIZE = 11.5;
const TITLE_SIZE = 13.5;

/** Where a panel's frame lies, px, and the scales that take values to px. */
export interface Layout extends Box {
  readonly x: Scale;
  readonly y: Scale;
}

/** Writes the value of a tick as text. */
export type TickFormat = (tick: number) => string;

/** Lines of the grid at the ticks of both axes. */
export function gridMarks({ x, y }: Layout): Plot.Markish[] {
  const line = { stroke: GRID_INK, strokeOpacity: 1 };
  return [Plot.gridX(x.ticks, line), Plot.gridY(y.ticks, line)];
}

/** Ticks with their labels, along the axes that have any. */
export function tickMarks(
  { x, y }: Layout,
  formats: { readonly x: TickFormat | undefined; readonly y: TickFormat | undefined } = {
    x: formatTick,
    y: formatTick,
  },
): Plot.Markish[] {
  const tick = { fontSize: TICK_SIZE, color: MUTED_INK, fill: INK, label: null, tickSize: 4, tickPadding: 4 };
  return [
    // as tickFormat, Plot would thin out the labels of a logarithmic axis
    ...(formats.x ? [Plot.axisX(x.ticks, { ...tick, text: formats.x })] : []),
    ...(formats.y ? [Plot.axisY(y.ticks, { ...tick, text: formats.y })] : []),
  ];
}

/**
 * What Plot draws in a layout, as a group of the figure.
 *
 * @param size   of the figure without its frame, px.
 * @param color  scale of what is filled by value.
 */
export function plotGroup(
  document: Document,
  { x0, y0, x1, y1, x, y }: Layout,
  { width, height }: { readonly width: number; readonly height: number },
  marks: readonly Plot.Markish[],
  color?: Plot.ScaleOptions,
): Element {
  const plot = Plot.plot({
    document,
    width,
    height,
    marginLeft: x0,
    marginRight: width - x1,
    marginTop: y0,
    marginBottom: height - y1,
    figure: false,
    axis: null, // but for those among the marks
    x: { type: x.isLog ? "log" : "linear", domain: [...x.domain] },
    y: { type: y.isLog ? "log" : "linear", domain: [...y.domain] },
    ...(color && { color }),
    marks: [...marks],
  }) as unknown as SVGSVGElement;
  for (const sheet of Array.from(plot.querySelectorAll("style"))) sheet.remove();
  const group = svgElement(document, "g", { class: "panel" });
  while (plot.firstChild !== null) group.appendChild(plot.firstChild);
  return group;
}

/** Writes the name of an axis, at the place that the SVG attributes `at` give. */
export function writeAxisName(group: Element, name: string, at: Readonly<Record<string, string | number>>): void {
  const style = { class: "axis-name", "font-size": AXIS_SIZE, fill: INK };
  group.appendChild(svgText(group.ownerDocument, name, { ...style, ...at }));
}

/** Writes the title of a panel above its axes. */
export function writeTitle(group: Element, title: string, { x0, y0 }: Box, color: string = INK): void {
  const style = { class: "panel-title", "font-size": TITLE_SIZE, "font-weight": "bold", fill: textShade(color) };
  group.appendChild(svgText(group.ownerDocument, title, { ...style, x: x0, y: y0 - 10, "text-anchor": "start" }));
}

/** A name with the box that it was given, px. */
export interface Label {
  readonly text: string;
  readonly color: string;
  readonly isBold: boolean;
  readonly box: Box;
  /** The label's class in the SVG; default "label". */
  readonly kind?: "label" | "end";
  /** Whether paper is drawn beneath the label, over the lines that it crosses. */
  readonly isOnPaper?: boolean;
}

/** Depth of the baseline within a box of text, in em. */
const ASCENT = 0.8;

/** Writes a label into its box, with paper beneath if it asks for that. */
export function writeLabel(group: Element, { text, color, isBold, box, kind = "label", isOnPaper }: Label): void {
  const document = group.ownerDocument;
  const { x0, y0, x1, y1 } = box;
  if (isOnPaper) {
    const paper = { x: x0 - 2, y: y0 - 1, width: x1 - x0 + 4, height: y1 - y0 + 2, rx: 2, fill: PAPER };
    group.appendChild(svgElement(document, "rect", { ...paper, "fill-opacity": 0.85 }));
  }
  group.appendChild(
    svgText(document, text, {
      class: kind,
      "text-anchor": "start",
      x: x0,
      y: y0 + ASCENT * LABEL_SIZE,
      "font-size": isBold ? LABEL_SIZE : LABEL_SIZE - 1,
      "font-weight": isBold ? "bold" : "normal",
      fill: color,
    }),
  );
}

/** The room that a label takes, px. */
export function labelSize(text: string, isBold = true): { readonly width: number; readonly height: number } {
  return { width: textWidth(text, isBold ? LABEL_SIZE : LABEL_SIZE - 1, isBold), height: LABEL_SIZE * 1.05 };
}
