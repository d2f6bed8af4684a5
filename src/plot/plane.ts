/**
 * Panels of the plane: streamlines, curves with names, filled contours, marked points. What a figure shows is data
 * (`PlanePanel`); this module only draws it.
 */
import * as Plot from "@observablehq/plot";
import { EDGE, frameOf, moveIntoFrame } from "./frame.ts";
import type { Box, Point } from "./labels.ts";
import type { FigureOptions } from "./panels.ts";
import { drawLabels } from "./plane-labels.ts";
import type { PlaneMark, PlanePanel } from "./plane-panel.ts";
import { type Layout, pixels } from "./plane-path.ts";
import { coverOverlap, shadesOf, surfaceMarks } from "./plane-surface.ts";
import { tickedScale } from "./scale.ts";
import { textShade } from "./shade.ts";
import { GRID_INK, INK, MUTED_INK, PAPER } from "./style.ts";
import { setSubscripts, svgElement, svgText } from "./svg.ts";
import { formatTick } from "./ticks.ts";

export interface PlaneFigure extends FigureOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly panels: readonly PlanePanel[];
  /** px of one panel, square; default by their number. */
  readonly side?: number;
}

const LEFT = 58;
const BOTTOM = 50;
const RIGHT = 14;
const TICK_SIZE = 11.5;
const AXIS_SIZE = 13;
const TITLE_SIZE = 13.5;
const SIDES = [520, 430, 340];
const MOST_ARROWS = 5;

/** Draws square panels side by side. */
export function planeFigure(figure: PlaneFigure): SVGSVGElement {
  const { document = globalThis.document, title, subtitle, command, panels } = figure;
  if (document === undefined) throw new TypeError("figure: document must be given outside a browser, got undefined");
  const side = figure.side ?? SIDES[panels.length - 1] ?? 340;
  const width = panels.length * (LEFT + side + RIGHT) + EDGE - RIGHT + 6;
  const frame = frameOf({ title, subtitle, command, width });
  const top = panels.some(({ title }) => title !== undefined) ? 40 : 10;
  const height = top + side + BOTTOM;
  const svg = svgElement(document, "svg") as unknown as SVGSVGElement;
  panels.forEach((panel, k) => {
    const x0 = LEFT + k * (LEFT + side + RIGHT);
    svg.appendChild(drawPanel(document, panel, { x0, y0: top, x1: x0 + side, y1: top + side }, { width, height }));
  });
  const body = moveIntoFrame(svg, frame, height);
  setSubscripts(body);
  return svg;
}

function drawPanel(
  document: Document,
  panel: PlanePanel,
  box: Box,
  { width, height }: { readonly width: number; readonly height: number },
): Element {
  const layout: Layout = {
    ...box,
    x: tickedScale(false, panel.x.domain, box.x0, box.x1, 70),
    y: tickedScale(false, panel.y.domain, box.y1, box.y0, 70),
  };
  const tick = { fontSize: TICK_SIZE, color: MUTED_INK, fill: INK, label: null, tickSize: 4, tickPadding: 4 };
  const marks: Plot.Markish[] = [
    ...(panel.surface ? surfaceMarks(panel.surface, panel) : []),
    ...(panel.surface ? [] : [Plot.gridX(layout.x.ticks, { stroke: GRID_INK, strokeOpacity: 1 })]),
    ...(panel.surface ? [] : [Plot.gridY(layout.y.ticks, { stroke: GRID_INK, strokeOpacity: 1 })]),
    Plot.axisX(layout.x.ticks, { ...tick, text: formatTick }),
    Plot.axisY(layout.y.ticks, { ...tick, text: formatTick }),
  ];
  const plot = Plot.plot({
    document,
    width,
    height,
    marginLeft: box.x0,
    marginRight: width - box.x1,
    marginTop: box.y0,
    marginBottom: height - box.y1,
    figure: false,
    axis: null,
    x: { type: "linear", domain: [...panel.x.domain] },
    y: { type: "linear", domain: [...panel.y.domain] },
    ...(panel.surface && {
      color: {
        type: "threshold" as const,
        domain: [...panel.surface.levels],
        range: shadesOf(panel.surface.levels, panel.surface.color),
      },
    }),
    marks,
  }) as unknown as SVGSVGElement;
  for (const sheet of Array.from(plot.querySelectorAll("style"))) sheet.remove();
  const group = svgElement(document, "g", { class: "panel" });
  while (plot.firstChild !== null) group.appendChild(plot.firstChild);
  if (panel.surface) coverOverlap(group, panel.surface, layout);
  drawPaths(group, panel, layout);
  drawFrameAndNames(group, panel, layout);
  drawPoints(group, panel, layout);
  drawLabels(group, panel, layout);
  return group;
}

/** Streamlines and curves, cut off at the frame. */
function drawPaths(group: Element, panel: PlanePanel, layout: Layout): void {
  const inside = svgElement(group.ownerDocument, "g", { fill: "none" });
  group.appendChild(inside);
  const faint = panel.surface ? INK : MUTED_INK;
  for (const line of panel.streamlines ?? []) {
    for (const path of pixels(line, layout)) {
      drawPath(inside, path, { stroke: faint, "stroke-width": 0.9, "stroke-opacity": 0.42, class: "streamline" });
      drawArrow(inside, path, lengthOf(path) / 2, 4.2, faint, 0.55);
    }
  }
  for (const [x, y] of panel.stipple ?? []) {
    const [cx, cy] = [round(layout.x.at(x)), round(layout.y.at(y))];
    inside.appendChild(svgElement(group.ownerDocument, "circle", { cx, cy, r: 1.1, fill: INK, class: "stipple" }));
  }
  for (const { paths, color, width = 2, isDashed, opacity = 1, arrows } of panel.curves ?? []) {
    for (const path of paths.flatMap((line) => pixels(line, layout))) {
      drawPath(inside, path, {
        stroke: color,
        "stroke-width": width,
        "stroke-opacity": opacity,
        "stroke-linejoin": "round",
        "stroke-linecap": isDashed ? "butt" : "round",
        class: "curve",
        ...(isDashed && { "stroke-dasharray": "6 5" }),
      });
      if (arrows === undefined) continue;
      const length = lengthOf(path);
      const count = Math.min(MOST_ARROWS, Math.max(1, Math.round(length / arrows)));
      if (length < 14) continue;
      // a path that winds on and on shows its direction where it begins
      const gap = Math.min(length / count, 1.2 * arrows);
      const size = 6.5 + 0.8 * width;
      for (let k = 0; k < count; k++) drawArrow(inside, path, gap * (k + 0.5), size, textShade(color), 1);
    }
  }
}

function drawPath(group: Element, path: readonly Point[], attributes: Readonly<Record<string, string | number>>): void {
  if (path.length < 2) return;
  const d = path.map(({ x, y }, k) => `${k === 0 ? "M" : "L"}${round(x)},${round(y)}`).join("");
  group.appendChild(svgElement(group.ownerDocument, "path", { d, ...attributes }));
}

/** An arrowhead at a length along a path, pointing onwards. */
function drawArrow(
  group: Element,
  path: readonly Point[],
  at: number,
  size: number,
  color: string,
  opacity: number,
): void {
  let left = at;
  for (let k = 1; k < path.length; k++) {
    const [a, b] = [path[k - 1], path[k]];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (left > length || length === 0) {
      left -= length;
      continue;
    }
    const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
    const [x, y] = [a.x + left * ux, a.y + left * uy];
    const corner = (along: number, across: number) =>
      `${round(x + size * (along * ux - across * uy))},${round(y + size * (along * uy + across * ux))}`;
    const d = `M${corner(0.6, 0)}L${corner(-0.5, 0.42)}L${corner(-0.25, 0)}L${corner(-0.5, -0.42)}Z`;
    group.appendChild(
      svgElement(group.ownerDocument, "path", { d, fill: color, "fill-opacity": opacity, stroke: "none" }),
    );
    return;
  }
}

function lengthOf(path: readonly Point[]): number {
  let length = 0;
  for (let k = 1; k < path.length; k++) length += Math.hypot(path[k].x - path[k - 1].x, path[k].y - path[k - 1].y);
  return length;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function drawFrameAndNames(group: Element, panel: PlanePanel, { x0, x1, y0, y1 }: Layout): void {
  const document = group.ownerDocument;
  const axis = { class: "axis-name", "font-size": AXIS_SIZE, fill: INK };
  const outline = { x: x0, y: y0, width: x1 - x0, height: y1 - y0, fill: "none", stroke: INK, "stroke-width": 1 };
  group.appendChild(svgElement(document, "rect", outline));
  const below = { ...axis, x: (x0 + x1) / 2, y: y1 + 40, "text-anchor": "middle" };
  group.appendChild(svgText(document, panel.x.name, below));
  const middle = (y0 + y1) / 2;
  const beside = { ...axis, x: x0 - 42, y: middle, "text-anchor": "middle" };
  group.appendChild(
    svgText(document, panel.y.name, { ...beside, transform: `rotate(-90 ${round(x0 - 42)} ${round(middle)})` }),
  );
  if (panel.title === undefined) return;
  const style = { "font-size": TITLE_SIZE, "font-weight": "bold", fill: INK, "text-anchor": "start" };
  group.appendChild(svgText(document, panel.title, { class: "panel-title", ...style, x: x0, y: y0 - 12 }));
}

const RADIUS = 5.6;

function drawPoints(group: Element, panel: PlanePanel, layout: Layout): void {
  for (const { x, y, mark, color = INK } of panel.points ?? []) {
    if (!isInside(x, panel.x.domain) || !isInside(y, panel.y.domain)) continue;
    drawMark(group, layout.x.at(x), layout.y.at(y), mark, color);
  }
}

/** Sinks are full, sources empty, saddles half full. */
function drawMark(group: Element, cx: number, cy: number, mark: PlaneMark, color: string): void {
  const document = group.ownerDocument;
  const circle = (r: number, fill: string, stroke: string, width: number, name = mark as string) =>
    group.appendChild(svgElement(document, "circle", { cx, cy, r, fill, stroke, "stroke-width": width, class: name }));
  if (mark === "start" || mark === "dot") {
    circle(mark === "start" ? 2.6 : 3.4, color, PAPER, 0.8);
    return;
  }
  circle(RADIUS + 1.6, PAPER, "none", 0, "halo");
  circle(RADIUS, mark === "sink" ? color : PAPER, color, 1.8);
  if (mark !== "saddle") return;
  const d = `M${round(cx)},${round(cy - RADIUS)}A${RADIUS},${RADIUS} 0 0 0 ${round(cx)},${round(cy + RADIUS)}Z`;
  group.appendChild(svgElement(document, "path", { d, fill: color, stroke: "none" }));
}

function isInside(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}
