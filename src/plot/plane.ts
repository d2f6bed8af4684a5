/**
 * Panels of the plane: streamlines, curves with names, filled contours, marked points. What a figure shows is data
 * (`PlanePanel`); this module only draws it.
 */
import { BOTTOM, DASH, gridMarks, type Layout, LEFT, plotGroup, tickMarks, writeAxisName, writeTitle } from "./axes.ts";
import { beginFigure, EDGE, type FigureOptions, moveIntoFrame } from "./frame.ts";
import type { Box, Point } from "./labels.ts";
import { drawLabels, RADIUS } from "./plane-labels.ts";
import type { PlaneMark, PlanePanel } from "./plane-panel.ts";
import { pixels } from "./plane-path.ts";
import { coverOverlap, shadesOf, surfaceMarks } from "./plane-surface.ts";
import { tickedScale } from "./scale.ts";
import { textShade } from "./shade.ts";
import { INK, MUTED_INK, PAPER } from "./style.ts";
import { svgElement } from "./svg.ts";

/** A figure of square panels of planes side by side. */
export interface PlaneFigure extends FigureOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly panels: readonly PlanePanel[];
  /** Side of each square panel, px; the default depends on how many there are. */
  readonly side?: number;
}

const RIGHT = 14;
const SIDES = [520, 430, 340];
const MOST_ARROWS = 5;

/** Draws square panels of planes side by side as SVG. */
export function planeFigure(figure: PlaneFigure): SVGSVGElement {
  const { panels } = figure;
  const side = figure.side ?? SIDES[panels.length - 1] ?? 340;
  const width = panels.length * (LEFT + side + RIGHT) + EDGE - RIGHT + 6;
  const { document, svg, frame } = beginFigure({ ...figure, width });
  const top = panels.some(({ title }) => title !== undefined) ? 40 : 10;
  const height = top + side + BOTTOM;
  panels.forEach((panel, k) => {
    const x0 = LEFT + k * (LEFT + side + RIGHT);
    svg.appendChild(drawPanel(document, panel, { x0, y0: top, x1: x0 + side, y1: top + side }, { width, height }));
  });
  moveIntoFrame(svg, frame, height);
  return svg;
}

function drawPanel(
  document: Document,
  panel: PlanePanel,
  box: Box,
  size: { readonly width: number; readonly height: number },
): Element {
  const layout: Layout = {
    ...box,
    x: tickedScale(false, panel.x.domain, box.x0, box.x1, 70),
    y: tickedScale(false, panel.y.domain, box.y1, box.y0, 70),
  };
  const { surface } = panel;
  const marks = [...(surface ? surfaceMarks(surface, panel) : gridMarks(layout)), ...tickMarks(layout)];
  const color = surface && {
    type: "threshold" as const,
    domain: [...surface.levels],
    range: shadesOf(surface.levels, surface.color),
  };
  const group = plotGroup(document, layout, size, marks, color);
  if (surface) coverOverlap(group, surface, layout);
  drawPaths(group, panel, layout);
  drawFrameAndNames(group, panel, layout);
  drawPoints(group, panel, layout);
  drawLabels(group, panel, layout);
  return group;
}

/** Draws streamlines and curves, cut off at the frame. */
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
        ...(isDashed && { "stroke-dasharray": DASH }),
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

function drawFrameAndNames(group: Element, panel: PlanePanel, layout: Layout): void {
  const { x0, x1, y0, y1 } = layout;
  const outline = { x: x0, y: y0, width: x1 - x0, height: y1 - y0, fill: "none", stroke: INK, "stroke-width": 1 };
  group.appendChild(svgElement(group.ownerDocument, "rect", outline));
  writeAxisName(group, panel.x.name, { x: (x0 + x1) / 2, y: y1 + 40, "text-anchor": "middle" });
  const [x, y] = [x0 - 42, (y0 + y1) / 2];
  const turn = `rotate(-90 ${round(x)} ${round(y)})`;
  writeAxisName(group, panel.y.name, { x, y, "text-anchor": "middle", transform: turn });
  if (panel.title !== undefined) writeTitle(group, panel.title, layout);
}

function drawPoints(group: Element, panel: PlanePanel, layout: Layout): void {
  for (const { x, y, mark, color = INK } of panel.points ?? []) {
    if (!isInside(x, panel.x.domain) || !isInside(y, panel.y.domain)) continue;
    drawMark(group, layout.x.at(x), layout.y.at(y), mark, color);
  }
}

/** Draws a sink as a full disc, a source as an empty one and a saddle as a half full one. */
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
