/**
 * Panels of the plane: streamlines, curves with names, filled contours, marked points. What a figure shows is data
 * (`PlanePanel`); this module only draws it.
 */
import * as Plot from "@observablehq/plot";
import { EDGE, frameOf, moveIntoFrame } from "./frame.ts";
import { type Box, type Candidate, type Point, placeLabels, type Strip, stripsOf } from "./labels.ts";
import { textWidth } from "./measure.ts";
import type { FigureOptions } from "./panels.ts";
import { type Scale, tickedScale } from "./scale.ts";
import { mix, textShade } from "./shade.ts";
import { GRID_INK, INK, MUTED_INK, PAPER } from "./style.ts";
import { setSubscripts, svgElement, svgText } from "./svg.ts";
import { formatTick } from "./ticks.ts";

export type PlanePath = readonly (readonly [x: number, y: number])[];

/** How a point is drawn: equilibria by type, where a trajectory begins, or a plain mark. */
export type PlaneMark = "sink" | "source" | "saddle" | "start" | "dot";

export interface PlaneCurve {
  readonly paths: readonly PlanePath[];
  readonly color: string;
  /** px; default 2. */
  readonly width?: number;
  readonly isDashed?: boolean;
  readonly opacity?: number;
  /** Arrowheads along each path, by the length between them in px. */
  readonly arrows?: number;
  readonly label?: string;
}

export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  readonly mark: PlaneMark;
  readonly color?: string;
  readonly label?: string;
}

/** A function on a grid, drawn as filled contours: low is dark. */
export interface PlaneSurface {
  readonly columns: number;
  readonly rows: number;
  /** f64[rows × columns], from the lowest y */
  readonly values: ArrayLike<number>;
  readonly levels: readonly number[];
  readonly color: string;
}

export interface PlaneAxis {
  readonly name: string;
  readonly domain: readonly [number, number];
}

export interface PlanePanel {
  readonly title?: string;
  readonly x: PlaneAxis;
  readonly y: PlaneAxis;
  readonly surface?: PlaneSurface;
  /** Faint lines that run with the flow. */
  readonly streamlines?: readonly PlanePath[];
  readonly curves?: readonly PlaneCurve[];
  readonly points?: readonly PlanePoint[];
}

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
const LABEL_SIZE = 12.5;
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

interface Layout extends Box {
  readonly x: Scale;
  readonly y: Scale;
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

/** Filled contours; what lies below the lowest level is behind them. */
function surfaceMarks(surface: PlaneSurface, { x, y }: PlanePanel): Plot.Markish[] {
  const { levels, color } = surface;
  const { values, columns, rows } = extended(surface);
  // one cell more on each side, covered afterwards: contours bend at the edge of their grid
  const [dx, dy] = [(x.domain[1] - x.domain[0]) / (columns - 3), (y.domain[1] - y.domain[0]) / (rows - 3)];
  const ends = { x1: x.domain[0] - dx, x2: x.domain[1] + dx, y1: y.domain[0] - dy, y2: y.domain[1] + dy };
  return [
    Plot.rect([0], { ...ends, fill: shadesOf(levels, color)[0] }),
    Plot.contour(Array.from(values), {
      width: columns,
      height: rows,
      ...ends,
      thresholds: [...levels],
      fill: (_: number, k: number) => values[k],
      stroke: PAPER,
      strokeWidth: 0.6,
      strokeOpacity: 0.75,
    } as Plot.ContourOptions),
  ];
}

/** The grid with a border of one node, by linear extrapolation. */
function extended({ values, columns, rows }: PlaneSurface): {
  readonly values: Float64Array;
  readonly columns: number;
  readonly rows: number;
} {
  const at = (r: number, c: number): number => values[r * columns + c];
  const along = (k: number, count: number): readonly [number, number] => (k < 0 ? [0, 1] : [count - 1, count - 2]);
  const out = new Float64Array((columns + 2) * (rows + 2));
  for (let r = -1; r <= rows; r++) {
    for (let c = -1; c <= columns; c++) {
      const isBeyond = [r < 0 || r === rows, c < 0 || c === columns];
      const [r0, r1] = isBeyond[0] ? along(r, rows) : [r, r];
      const [c0, c1] = isBeyond[1] ? along(c, columns) : [c, c];
      const edge = at(r0, c0);
      const value = isBeyond[0] || isBeyond[1] ? 2 * edge - at(r1, c1) : edge;
      out[(r + 1) * (columns + 2) + c + 1] = Number.isFinite(value) ? value : edge;
    }
  }
  return { values: out, columns: columns + 2, rows: rows + 2 };
}

/** Paper over what contours overlap the frame by. */
function coverOverlap(group: Element, { columns, rows }: PlaneSurface, { x0, y0, x1, y1 }: Box): void {
  const contours = group.querySelector('[aria-label="contour"]');
  if (!contours) return;
  const [w, h] = [(x1 - x0) / (columns - 1) + 1, (y1 - y0) / (rows - 1) + 1];
  const sides = [
    { x: x0 - w, y: y0 - h, width: w, height: y1 - y0 + 2 * h },
    { x: x1, y: y0 - h, width: w, height: y1 - y0 + 2 * h },
    { x: x0 - w, y: y0 - h, width: x1 - x0 + 2 * w, height: h },
    { x: x0 - w, y: y1, width: x1 - x0 + 2 * w, height: h },
  ];
  for (const side of sides) {
    group.insertBefore(svgElement(group.ownerDocument, "rect", { ...side, fill: PAPER }), contours.nextSibling);
  }
}

/** A shade for each band, the lowest the darkest. */
function shadesOf(levels: readonly number[], color: string): string[] {
  return Array.from({ length: levels.length + 1 }, (_, k) => mix(color, PAPER, 0.1 + (0.86 * k) / levels.length));
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

/** The parts of a path within the frame, in px. */
function pixels(path: PlanePath, { x, y, x0, y0, x1, y1 }: Layout): Point[][] {
  // scales end at the frame; here paths go on beyond it
  const along = (value: number, [low, high]: readonly [number, number], from: number, to: number) =>
    from + ((to - from) * (value - low)) / (high - low);
  const all = path.map(([a, b]) => ({ x: along(a, x.domain, x0, x1), y: along(b, y.domain, y1, y0) }));
  const parts: Point[][] = [];
  for (let k = 1; k < all.length; k++) {
    const piece = clipped(all[k - 1], all[k], { x0, y0, x1, y1 });
    if (!piece) continue;
    const last = parts[parts.length - 1];
    const end = last?.[last.length - 1];
    if (end && Math.abs(end.x - piece[0].x) < 1e-6 && Math.abs(end.y - piece[0].y) < 1e-6) last.push(piece[1]);
    else parts.push([...piece]);
  }
  return parts;
}

/** The part of a segment within a box — Liang & Barsky 1984. */
function clipped(a: Point, b: Point, { x0, y0, x1, y1 }: Box): [Point, Point] | undefined {
  let [from, to] = [0, 1];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  for (const [rate, room] of [
    [-dx, a.x - x0],
    [dx, x1 - a.x],
    [-dy, a.y - y0],
    [dy, y1 - a.y],
  ]) {
    if (rate === 0 && room < 0) return undefined;
    if (rate < 0) from = Math.max(from, room / rate);
    if (rate > 0) to = Math.min(to, room / rate);
  }
  if (!(from <= to)) return undefined;
  return [
    { x: a.x + from * dx, y: a.y + from * dy },
    { x: a.x + to * dx, y: a.y + to * dy },
  ];
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

interface Name {
  readonly text: string;
  readonly color: string;
  readonly candidates: readonly Candidate[];
}

/** Names of curves and points where they touch nothing else, on paper so that streamlines do not cross them. */
function drawLabels(group: Element, panel: PlanePanel, layout: Layout): void {
  const document = group.ownerDocument;
  const taken: Strip[] = [];
  for (const { paths } of panel.curves ?? []) {
    for (const path of paths.flatMap((line) => pixels(line, layout))) taken.push(...segmentStrips(path));
  }
  for (const { x, y } of panel.points ?? []) {
    const [cx, cy] = [layout.x.at(x), layout.y.at(y)];
    taken.push(...stripsOf([{ x: cx, y: cy }], [{ x: cx, y: cy }], RADIUS + 2));
  }
  const frame: Box = { x0: layout.x0 + 4, y0: layout.y0 + 4, x1: layout.x1 - 4, y1: layout.y1 - 4 };
  for (const name of namesOf(panel, layout)) {
    const box = placeLabels([name.candidates], taken, frame)?.[0];
    if (box === undefined) continue;
    const paper = { x: box.x0 - 2, y: box.y0 - 1, width: box.x1 - box.x0 + 4, height: box.y1 - box.y0 + 2, rx: 2 };
    group.appendChild(svgElement(document, "rect", { ...paper, fill: PAPER, "fill-opacity": 0.85 }));
    const text = {
      class: "label",
      "text-anchor": "start",
      x: box.x0,
      y: box.y0 + 0.82 * LABEL_SIZE,
      "font-size": LABEL_SIZE,
      "font-weight": "bold",
      fill: name.color,
    };
    group.appendChild(svgText(document, name.text, text));
    taken.push(
      ...stripsOf(
        [
          { x: box.x0, y: box.y0 },
          { x: box.x1, y: box.y0 },
        ],
        [
          { x: box.x0, y: box.y1 },
          { x: box.x1, y: box.y1 },
        ],
        3,
      ),
    );
  }
}

function namesOf(panel: PlanePanel, layout: Layout): Name[] {
  const names: Name[] = [];
  for (const { paths, color, label } of panel.curves ?? []) {
    if (label === undefined) continue;
    const size = { width: textWidth(label, LABEL_SIZE, true), height: LABEL_SIZE * 1.1 };
    const pieces = paths.flatMap((line) => pixels(line, layout));
    const candidates = pieces.flatMap((path) => aroundPath(path, size, layout));
    names.push({ text: label, color: textShade(color), candidates });
  }
  for (const { x, y, color = INK, label } of panel.points ?? []) {
    if (label === undefined) continue;
    const size = { width: textWidth(label, LABEL_SIZE, true), height: LABEL_SIZE * 1.1 };
    const at = { x: layout.x.at(x), y: layout.y.at(y) };
    names.push({
      text: label,
      color: textShade(color),
      candidates: [3, 10, 20, 32].flatMap((away) => further(aroundPoint(at, size, RADIUS + away), 6 * away)),
    });
  }
  return names;
}

function further(candidates: readonly Candidate[], extra: number): Candidate[] {
  return candidates.map(({ box, cost }) => ({ box, cost: cost + extra }));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Places beside a path, those near its ends and near the frame first: the middle of a portrait is crowded. */
function aroundPath(path: readonly Point[], size: Size, layout: Layout): Candidate[] {
  const candidates: Candidate[] = [];
  const stride = Math.max(1, Math.floor(path.length / 60));
  const middle = { x: (layout.x0 + layout.x1) / 2, y: (layout.y0 + layout.y1) / 2 };
  const reach = (layout.x1 - layout.x0) / 2;
  for (let k = 0; k < path.length; k += stride) {
    const inward = 1 - Math.max(Math.abs(path[k].x - middle.x), Math.abs(path[k].y - middle.y)) / reach;
    for (const { box, cost } of aroundPoint(path[k], size, 5)) candidates.push({ box, cost: cost + 40 * inward });
  }
  return candidates;
}

function aroundPoint({ x, y }: Point, { width, height }: Size, gap: number): Candidate[] {
  const box = (x0: number, y0: number, cost: number) => ({ box: { x0, y0, x1: x0 + width, y1: y0 + height }, cost });
  return [
    box(x + gap, y - height / 2, 0),
    box(x - gap - width, y - height / 2, 1),
    box(x - width / 2, y - gap - height, 2),
    box(x - width / 2, y + gap, 2),
    box(x + gap * 0.7, y - gap * 0.7 - height, 3),
    box(x + gap * 0.7, y + gap * 0.7, 3),
    box(x - gap * 0.7 - width, y - gap * 0.7 - height, 3),
    box(x - gap * 0.7 - width, y + gap * 0.7, 3),
  ];
}

/** What a path covers, segment by segment, whichever way it runs. */
function segmentStrips(path: readonly Point[]): Strip[] {
  const strips: Strip[] = [];
  for (let k = 1; k < path.length; k++) {
    const [a, b] = path[k].x >= path[k - 1].x ? [path[k - 1], path[k]] : [path[k], path[k - 1]];
    strips.push({
      x0: a.x - 2,
      top0: a.y - 2,
      bottom0: a.y + 2,
      x1: b.x + 2,
      top1: b.y - 2,
      bottom1: b.y + 2,
    });
  }
  return strips;
}
