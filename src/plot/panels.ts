/**
 * Figures of one or several panels side by side: lines with bands, dashed marks, a name beside every line. What a figure shows is
 * data (`Panel`); this module only draws it.
 */
import * as Plot from "@observablehq/plot";
import { EDGE, frameOf, moveIntoFrame } from "./frame.ts";
import { type Box, type Candidate, candidatesAlong, type Point, placeLabels, type Strip, stripsOf } from "./labels.ts";
import { textWidth } from "./measure.ts";
import { type Scale, tickedScale } from "./scale.ts";
import { textShade } from "./shade.ts";
import { GRID_INK, INK, MUTED_INK, PAPER } from "./style.ts";
import { setSubscripts, svgElement, svgText } from "./svg.ts";
import { formatTick } from "./ticks.ts";

/** What every figure takes. */
export interface FigureOptions {
  /** Makes the elements; the page's own when absent. */
  readonly document?: Document;
  /** The exact command that made the data, set in small type beneath. */
  readonly command?: string;
}

export interface PanelLine {
  readonly color: string;
  /** In ascending order of x, at least one. */
  readonly points: readonly Point[];
  readonly band?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  /** Whether the band is bars at points, as for measured fractions. */
  readonly hasBars?: boolean;
  readonly hasDots?: boolean;
  /** Thin dashes: what is expected, beside what was measured. */
  readonly isDashed?: boolean;
  /** Whether its points are joined; default true. */
  readonly hasLine?: boolean;
  /** Filled down to the axis, as a distribution. */
  readonly isFilled?: boolean;
  /** Stands beside the line. */
  readonly label?: string;
}

/** A dashed line across a panel. */
export interface PanelMark {
  readonly at: "x" | "y";
  readonly value: number;
  readonly label?: string;
}

/** A colored part of a panel, for maps. */
export interface PanelCell {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly color: string;
}

/** Words in the middle of a place. */
export interface PanelText extends Point {
  readonly text: string;
  readonly color: string;
}

export interface PanelAxis {
  readonly name: string;
  readonly domain: readonly [number, number];
  readonly isLog?: boolean;
}

export interface Panel {
  readonly title?: string;
  readonly titleColor?: string;
  readonly x: PanelAxis;
  /** Without a name: the panel to the left has the same axis. */
  readonly y: Omit<PanelAxis, "name"> & { readonly name?: string };
  readonly lines: readonly PanelLine[];
  readonly marks?: readonly PanelMark[];
  /** Beneath everything else. */
  readonly cells?: readonly PanelCell[];
  readonly texts?: readonly PanelText[];
  /** What the labels begin with, said once: "α = " before numbers. */
  readonly labelHead?: string;
  /** Where names of lines look best: along them, near their end or their start, or beside steep parts. */
  readonly labels?: "along" | "start" | "beside";
}

export interface PanelFigure extends FigureOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly width: number;
  /** px of the panels with their axes. */
  readonly height: number;
  readonly panels: readonly Panel[];
}

const LEFT = 58;
const GAP = 22; // between panels that share an axis
const BOTTOM = 52;
const AXIS_SIZE = 13;
const TICK_SIZE = 11.5;
const TITLE_SIZE = 13.5;
const LABEL_SIZE = 12;
const TEXT_HEIGHT = 1.05;
const TEXT_ASCENT = 0.8;
const LINE_WIDTH = 2;
const DOT = 3.2;
const DASH = "6 4";

/** Draws a figure. */
export function panelFigure(figure: PanelFigure): SVGSVGElement {
  const { document = globalThis.document, title, subtitle, command, width, height, panels } = figure;
  if (document === undefined) throw new TypeError("figure: document must be given outside a browser, got undefined");
  const frame = frameOf({ title, subtitle, command, width });
  const svg = svgElement(document, "svg") as unknown as SVGSVGElement;
  const hasTitles = panels.some((panel) => panel.title !== undefined);
  const top = hasTitles ? 46 : 26;
  const margins = panels.map(({ y }, k) => (y.name === undefined ? GAP : LEFT + (k === 0 ? 0 : 14)));
  const room = width - margins.reduce((sum, margin) => sum + margin, 0) - EDGE - 4;
  let left = 0;
  panels.forEach((panel, k) => {
    left += margins[k];
    const box = { x0: left, y0: top, x1: left + room / panels.length, y1: height - BOTTOM };
    left = box.x1;
    svg.appendChild(drawPanel(document, panel, box, { width, height }, panels));
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
  panel: Panel,
  box: Box,
  { width, height }: { readonly width: number; readonly height: number },
  all: readonly Panel[],
): Element {
  const layout: Layout = {
    ...box,
    x: tickedScale(panel.x.isLog ?? false, panel.x.domain, box.x0, box.x1, 58),
    y: tickedScale(panel.y.isLog ?? false, panel.y.domain, box.y1, box.y0, 45),
  };
  const plot = Plot.plot({
    document,
    width,
    height,
    marginLeft: box.x0,
    marginRight: width - box.x1,
    marginTop: box.y0,
    marginBottom: height - box.y1,
    figure: false,
    axis: null, // but for those among the marks
    x: { type: layout.x.isLog ? "log" : "linear", domain: [...layout.x.domain] },
    y: { type: layout.y.isLog ? "log" : "linear", domain: [...layout.y.domain] },
    marks: marksOf(panel, layout),
  }) as unknown as SVGSVGElement;
  for (const sheet of Array.from(plot.querySelectorAll("style"))) sheet.remove();
  const group = svgElement(document, "g", { class: "panel" });
  while (plot.firstChild !== null) group.appendChild(plot.firstChild);
  drawNames(group, panel, layout, all);
  drawLabels(group, panel, layout);
  for (const { x, y, text, color } of panel.texts ?? []) {
    const place = { x: layout.x.at(x), y: layout.y.at(y) + 4, "text-anchor": "middle" };
    const style = { class: "label", "font-size": LABEL_SIZE, "font-weight": "bold", fill: color };
    group.appendChild(svgText(document, text, { ...place, ...style }));
  }
  return group;
}

function marksOf({ lines, marks = [], cells = [], y: yAxis }: Panel, { x, y }: Layout): Plot.Markish[] {
  const tick = { fontSize: TICK_SIZE, color: MUTED_INK, fill: INK, label: null, tickSize: 4, tickPadding: 4 };
  const within = (value: number) => Math.min(Math.max(value, y.domain[0]), y.domain[1]);
  const drawn: Plot.Markish[] = [
    Plot.gridX(x.ticks, { stroke: GRID_INK, strokeOpacity: 1 }),
    Plot.gridY(y.ticks, { stroke: GRID_INK, strokeOpacity: 1 }),
    ...(cells.length === 0 ? [] : [cellMarks(cells)]),
    Plot.axisX(x.ticks, { ...tick, text: formatTick }),
    ...(yAxis.name === undefined ? [] : [Plot.axisY(y.ticks, { ...tick, text: formatTick })]),
    Plot.ruleY([y.domain[0]], { stroke: INK, strokeWidth: 1 }),
    Plot.ruleX([x.domain[0]], { stroke: INK, strokeWidth: 1 }),
  ];
  for (const line of lines) {
    const { band = [], color } = line;
    const edges = band.map(({ x: at, low, high }) => ({ x: at, low: within(low), high: within(high) }));
    if (line.hasBars) {
      drawn.push(
        Plot.ruleX(edges, { x: "x", y1: "low", y2: "high", stroke: color, strokeWidth: 1, className: "band" }),
      );
    } else if (edges.length > 1) {
      drawn.push(
        Plot.areaY(edges, { x: "x", y1: "low", y2: "high", fill: color, fillOpacity: 0.18, className: "band" }),
      );
    }
    if (line.isFilled) {
      const fill = { fill: color, fillOpacity: 0.22, className: "band" };
      drawn.push(Plot.areaY(line.points, { x: "x", y1: y.domain[0], y2: "y", ...fill }));
    }
  }
  for (const { at, value } of marks) {
    const style = { stroke: INK, strokeWidth: 1.1, strokeDasharray: DASH, className: "published" };
    drawn.push(at === "y" ? Plot.ruleY([value], style) : Plot.ruleX([value], style));
  }
  for (const line of lines) {
    const points = line.points.map((point) => ({ x: point.x, y: within(point.y) }));
    if (line.hasLine ?? true) {
      drawn.push(
        Plot.line(points, {
          x: "x",
          y: "y",
          stroke: line.color,
          strokeWidth: line.isDashed ? 1.1 : LINE_WIDTH,
          ...(line.isDashed && { strokeDasharray: DASH }),
          strokeLinejoin: "round",
          strokeLinecap: "round",
          className: "line",
        }),
      );
    }
    if (line.hasDots) {
      const dot = { r: DOT, fill: line.color, stroke: PAPER, strokeWidth: 0.8, className: "point" };
      drawn.push(Plot.dot(points, { x: "x", y: "y", ...dot }));
    }
  }
  return drawn;
}

function cellMarks(cells: readonly PanelCell[]): Plot.Markish {
  return Plot.rect(cells, {
    x1: ({ x }) => x[0],
    x2: ({ x }) => x[1],
    y1: ({ y }) => y[0],
    y2: ({ y }) => y[1],
    fill: ({ color }) => color,
    stroke: PAPER,
    strokeWidth: 0.6,
    className: "cell",
  } as Plot.RectOptions);
}

function drawNames(group: Element, panel: Panel, { x0, x1, y0, y1 }: Layout, all: readonly Panel[]): void {
  const document = group.ownerDocument;
  const axis = { class: "axis-name", "font-size": AXIS_SIZE, fill: INK };
  if (panel.y.name !== undefined) {
    const start = all[0] === panel ? EDGE : x0 - 44;
    group.appendChild(svgText(document, panel.y.name, { ...axis, x: start, y: 10, "text-anchor": "start" }));
  }
  // one name for axes that are the same
  const same = all.filter(({ x }) => x.name === panel.x.name).length === all.length;
  if (!same || all[Math.floor((all.length - 1) / 2)] === panel) {
    const isBetween = same && all.length % 2 === 0;
    const middle = isBetween ? x1 + GAP / 2 : (x0 + x1) / 2;
    group.appendChild(svgText(document, panel.x.name, { ...axis, x: middle, y: y1 + 40, "text-anchor": "middle" }));
  }
  if (panel.title === undefined) return;
  const style = { "font-size": TITLE_SIZE, "font-weight": "bold", fill: textShade(panel.titleColor ?? INK) };
  group.appendChild(
    svgText(document, panel.title, { class: "panel-title", ...style, x: x0, y: y0 - 10, "text-anchor": "start" }),
  );
}

interface Name {
  readonly text: string;
  readonly color: string;
  readonly isBold: boolean;
  readonly width: number;
  readonly height: number;
  readonly candidates: readonly Candidate[];
}

/** Names of lines and marks where they touch nothing; the lines as a list in a corner when there is no such place. */
function drawLabels(group: Element, panel: Panel, layout: Layout): void {
  const { lines, marks = [], labelHead = "", labels = "along" } = panel;
  const paths = lines.map(({ points }) => pathOf(points, layout));
  const groups = groupsOf(lines, paths);
  const markNames = marks.flatMap((mark) => (mark.label === undefined ? [] : [nameOfMark(mark, mark.label, layout)]));
  const frame: Box = { x0: layout.x0 + 3, y0: layout.y0 - 2, x1: layout.x1 + 6, y1: layout.y1 - 3 };
  const place = (names: readonly Name[], obstacles: readonly Strip[]) =>
    placeLabels(
      names.map(({ candidates }) => candidates),
      obstacles,
      frame,
    );
  const free = obstaclesOf(panel, paths, layout, false);
  const attempts = labels !== "beside" ? [obstaclesOf(panel, paths, layout, true), free] : [free];
  /** Marks are named where there is room. */
  const drawMarkNames = (obstacles: readonly Strip[]): void => {
    const taken = [...obstacles];
    for (const name of markNames) {
      const box = place([name], taken)?.[0];
      if (box === undefined) continue;
      drawName(group, name, box);
      taken.push(stripOf(box));
    }
  };
  // the head before one of the labels, or before all of a list
  const heads = labelHead === "" ? [0] : groups.map((_, k) => groups.length - 1 - k);
  // no name nearer to another line than to its own, unless there is no other way
  const tries = [true, false].flatMap((isStrict) => attempts.map((obstacles) => ({ isStrict, obstacles })));
  for (const { isStrict, obstacles } of tries) {
    for (const head of heads) {
      const names = groups.map((members, k) => {
        const text = members.map((line) => lines[line].label).join(", ");
        const own = nameOfLine(lines[members[0]], paths[members[0]], k === head ? labelHead + text : text, labels);
        const others = paths.filter((_, line) => !members.includes(line));
        return nearerToOwn(own, paths[members[0]], others, isStrict);
      });
      const boxes = place([...names, ...markNames], obstacles) ?? place(names, obstacles);
      if (boxes === undefined) continue;
      boxes.forEach((box, k) => {
        drawName(group, names[k] ?? markNames[k - names.length], box);
      });
      if (boxes.length === names.length) drawMarkNames([...free, ...boxes.map(stripOf)]);
      return;
    }
  }
  groups.forEach((members, k) => {
    const text = labelHead + members.map((line) => lines[line].label).join(", ");
    const name = nameOfLine(lines[members[0]], paths[members[0]], text, labels);
    const [x1, y0] = [layout.x1 - 6, layout.y0 + 4 + k * 17];
    const box = { x0: x1 - name.width, y0, x1, y1: y0 + name.height };
    const paper = { x: box.x0 - 3, y: y0 - 1, width: name.width + 6, height: name.height + 2, fill: PAPER };
    group.appendChild(svgElement(group.ownerDocument, "rect", paper));
    drawName(group, name, box);
  });
  drawMarkNames(free);
}

/** What a text covers. */
function stripOf({ x0, y0, x1, y1 }: Box): Strip {
  return { x0: x0 - 3, top0: y0 - 3, bottom0: y1 + 3, x1: x1 + 3, top1: y0 - 3, bottom1: y1 + 3 };
}

/** Lines with labels; those that lie on each other share one. */
function groupsOf(lines: readonly PanelLine[], paths: readonly Point[][]): number[][] {
  const groups: number[][] = [];
  lines.forEach(({ label }, k) => {
    if (label === undefined) return;
    const twins = groups.find((members) => coincide(paths[members[0]], paths[k]));
    if (twins) twins.push(k);
    else groups.push([k]);
  });
  return groups;
}

function nameOfLine(line: PanelLine, path: readonly Point[], text: string, labels: NonNullable<Panel["labels"]>): Name {
  const size = { width: textWidth(text, LABEL_SIZE, true), height: LABEL_SIZE * TEXT_HEIGHT };
  const gap = line.hasDots ? DOT + 3 : 4;
  const beside = labels === "beside" ? candidatesBeside(path, size.width, size.height, gap) : [];
  // above a plateau that other lines share, a name would seem to be theirs
  const candidates =
    beside.length > 0
      ? beside
      : candidatesAlong(path, size.width, size.height, gap, labels === "start" ? "start" : "end");
  return { text, color: textShade(line.color), isBold: true, ...size, candidates };
}

/** A name that is nearer to another line would seem to be its. */
function nearerToOwn(
  name: Name,
  own: readonly Point[],
  others: readonly (readonly Point[])[],
  isStrict: boolean,
): Name {
  const near = sampled(own);
  const far = others.flatMap(sampled);
  const candidates = name.candidates.flatMap((candidate) => {
    const { box, cost } = candidate;
    if (distance(box, far) >= distance(box, near) + 2) return [candidate];
    return isStrict ? [] : [{ box, cost: cost + MISTAKEN }];
  });
  return { ...name, candidates };
}

const MISTAKEN = 60;

/** Points about 4 px apart along a path. */
function sampled(path: readonly Point[]): Point[] {
  return path.flatMap((point, k) => {
    const next = path[k + 1] ?? point;
    const steps = Math.max(1, Math.ceil(Math.hypot(next.x - point.x, next.y - point.y) / 4));
    return Array.from({ length: steps }, (_, step) => ({
      x: point.x + ((next.x - point.x) * step) / steps,
      y: point.y + ((next.y - point.y) * step) / steps,
    }));
  });
}

function distance({ x0, y0, x1, y1 }: Box, points: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { x, y } of points) {
    const [dx, dy] = [Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1)];
    least = Math.min(least, dx * dx + dy * dy);
  }
  return Math.sqrt(least);
}

function nameOfMark(mark: PanelMark, text: string, layout: Layout): Name {
  const size = { width: textWidth(text, LABEL_SIZE - 1), height: LABEL_SIZE * TEXT_HEIGHT };
  return { text, color: INK, isBold: false, ...size, candidates: candidatesOnMark(mark, size, layout) };
}

function drawName(group: Element, { text, color, isBold }: Name, box: Box): void {
  group.appendChild(
    svgText(group.ownerDocument, text, {
      class: "label",
      "text-anchor": "start",
      x: box.x0,
      y: box.y0 + TEXT_ASCENT * LABEL_SIZE,
      "font-size": isBold ? LABEL_SIZE : LABEL_SIZE - 1,
      "font-weight": isBold ? "bold" : "normal",
      fill: color,
    }),
  );
}

function pathOf(points: readonly Point[], { x, y }: Layout): Point[] {
  return points.map((point) => ({ x: x.at(point.x), y: y.at(point.y) }));
}

const SAME = 3; // px

function coincide(a: readonly Point[], b: readonly Point[]): boolean {
  return a.length === b.length && a.every(({ x, y }, k) => Math.abs(x - b[k].x) < SAME && Math.abs(y - b[k].y) < SAME);
}

function obstaclesOf(
  { lines, marks = [] }: Panel,
  paths: readonly Point[][],
  layout: Layout,
  withBands: boolean,
): Strip[] {
  const strips: Strip[] = [];
  lines.forEach((line, k) => {
    strips.push(...stripsOf(paths[k], paths[k], LINE_WIDTH / 2 + 2));
    if (line.hasDots) {
      for (const point of paths[k]) strips.push(...stripsOf([point], [point], DOT + 1.5));
    }
    if (!withBands || line.band === undefined || line.band.length === 0) return;
    const upper = pathOf(
      line.band.map(({ x, high }) => ({ x, y: high })),
      layout,
    );
    const lower = pathOf(
      line.band.map(({ x, low }) => ({ x, y: low })),
      layout,
    );
    strips.push(...stripsOf(upper, lower, 1));
  });
  for (const { at, value } of marks) {
    const ends =
      at === "y"
        ? [layout.x0, layout.x1].map((x) => ({ x, y: layout.y.at(value) }))
        : [layout.y0, layout.y1].map((y) => ({ x: layout.x.at(value), y }));
    if (at === "y") strips.push(...stripsOf(ends, ends, 2));
    else
      strips.push({
        x0: ends[0].x - 2,
        x1: ends[0].x + 2,
        top0: layout.y0,
        top1: layout.y0,
        bottom0: layout.y1,
        bottom1: layout.y1,
      });
  }
  return strips;
}

/** Right and left of a line all along it, best where it is steep and halfway down. */
function candidatesBeside(path: readonly Point[], width: number, height: number, gap: number): Candidate[] {
  const candidates: Candidate[] = [];
  const tops = path.map(({ y }) => y);
  const [top, bottom] = [Math.min(...tops), Math.max(...tops)];
  for (let k = 1; k < path.length; k++) {
    const [a, b] = [path[k - 1], path[k]];
    for (const part of [0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9]) {
      const x = a.x + part * (b.x - a.x);
      const y = a.y + part * (b.y - a.y);
      const steep = Math.abs(b.y - a.y) / Math.max(1, Math.abs(b.x - a.x));
      if (steep < 0.6) continue;
      const cost = (30 * Math.abs(y - (top + bottom) / 2)) / Math.max(1, bottom - top);
      const reach = gap + height / 2 / steep;
      candidates.push({ box: { x0: x + reach, y0: y - height / 2, x1: x + reach + width, y1: y + height / 2 }, cost });
      const left = x - reach;
      candidates.push({ box: { x0: left - width, y0: y - height / 2, x1: left, y1: y + height / 2 }, cost: cost + 20 });
    }
  }
  return candidates;
}

function candidatesOnMark(
  { at, value }: PanelMark,
  { width, height }: { readonly width: number; readonly height: number },
  layout: Layout,
): Candidate[] {
  const candidates: Candidate[] = [];
  if (at === "y") {
    const y = layout.y.at(value);
    for (let x1 = layout.x1 - 2; x1 - width >= layout.x0; x1 -= 8) {
      const cost = (40 * (layout.x1 - x1)) / (layout.x1 - layout.x0);
      for (const away of [4, 10, 18, 26]) {
        const further = cost + 3 * (away - 4);
        candidates.push({ box: { x0: x1 - width, y0: y - away - height, x1, y1: y - away }, cost: further });
        candidates.push({ box: { x0: x1 - width, y0: y + away, x1, y1: y + away + height }, cost: further + 6 });
      }
    }
    return candidates;
  }
  const x = layout.x.at(value);
  for (let y0 = layout.y0 + 2; y0 + height <= layout.y1; y0 += 8) {
    const cost = (20 * (y0 - layout.y0)) / (layout.y1 - layout.y0);
    candidates.push({ box: { x0: x - 5 - width, y0, x1: x - 5, y1: y0 + height }, cost });
    candidates.push({ box: { x0: x + 5, y0, x1: x + 5 + width, y1: y0 + height }, cost: cost + 3 });
  }
  return candidates;
}
