/**
 * Figures of one or several panels, side by side or one below the other: lines with bands, dashed marks, a name beside every line.
 * What a figure shows is data (`Panel`); this module only draws it.
 */
import * as Plot from "@observablehq/plot";
import {
  BOTTOM,
  DASH,
  gridMarks,
  LABEL_SIZE,
  type Layout,
  LEFT,
  LINE_WIDTH,
  labelSize,
  plotGroup,
  tickMarks,
  writeAxisName,
  writeLabel,
  writeTitle,
} from "./axes.ts";
import { beginFigure, EDGE, moveIntoFrame } from "./frame.ts";
import { type Box, spreadColumn } from "./labels.ts";
import type { Panel, PanelCell, PanelFigure } from "./panel.ts";
import { type ColumnLabel, dotRadius, labelsBeside, labelsInColumn, labelsInCorner } from "./panel-labels.ts";
import { tickedScale } from "./scale.ts";
import { textShade } from "./shade.ts";
import { INK, PAPER } from "./style.ts";
import { svgElement, svgText } from "./svg.ts";
import { formatTick } from "./ticks.ts";

export type { FigureOptions } from "./frame.ts";
export * from "./panel.ts";

/** Symbols of points, in the order of `POINT_GLYPHS`, by which texts name them. */
const SYMBOLS: readonly Plot.SymbolType[] = ["circle", "square", "triangle", "diamond2", "star"];

const GAP = 22; // between panels that share an axis
const STACK_GAP = 20; // between panels one below the other
const RIGHT = EDGE + 4;
const LEAST_HEIGHT = 220;
/** Distance of texts in a column, and room for their leaders. */
const COLUMN_SPACING = 19;
const LEADER = 30;
const END_SPACING = 15;

/** Draws a figure of panels as SVG. */
export function panelFigure(figure: PanelFigure): SVGSVGElement {
  const { width, panels } = figure;
  const { document, svg, frame } = beginFigure(figure);
  const around = figure.isWhole ? frame.headHeight + frame.footHeight : 0;
  // axes keep a reasonable height however many lines the texts take
  let height = Math.max(figure.height - around, LEAST_HEIGHT);
  let layouts = layoutsOf(figure, height, 0);
  let labels = panels.map((panel, k) => labelsBeside(panel, layouts[k], panels.length === 1));
  let column: ColumnLabel[] = [];
  if (panels.length === 1 && labels[0] === undefined) {
    const names = labelsInColumn(panels[0], layouts[0]);
    const widest = Math.max(...names.map(({ text, isBold }) => labelSize(text, isBold).width));
    height = Math.max(height, names.length * COLUMN_SPACING + layouts[0].y0 + BOTTOM);
    layouts = layoutsOf(figure, height, widest + LEADER);
    column = labelsInColumn(panels[0], layouts[0]);
    labels = [[]];
  }
  panels.forEach((panel, k) => {
    const group = drawPanel(document, panel, layouts[k], { width, height }, figure);
    for (const label of labels[k] ?? labelsInCorner(panel, layouts[k])) writeLabel(group, label);
    writeColumn(group, column, layouts[k], LEADER - 6, COLUMN_SPACING);
    const ends = (panel.ends ?? []).map(({ y, text, color }) => {
      return {
        text,
        color: textShade(color),
        isBold: true,
        x: layouts[k].x1,
        y: layouts[k].y.at(y),
        kind: "end" as const,
      };
    });
    writeColumn(group, ends, layouts[k], 8, END_SPACING);
    svg.appendChild(group);
  });
  moveIntoFrame(svg, frame, height);
  return svg;
}

/** Where the axes of each panel are. `beside`: px kept free right of them all. */
function layoutsOf({ panels, width, stack }: PanelFigure, height: number, beside: number): Layout[] {
  const rights = panels.map(({ ends = [] }) => Math.max(0, ...ends.map(({ text }) => labelSize(text).width + 4)));
  const top = !stack && panels.some(({ title }) => title !== undefined) ? 46 : 26;
  const margins = panels.map(({ y }, k) => (y.name === undefined ? GAP : LEFT + (k === 0 ? 0 : 14)));
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const room = stack ? width - LEFT - RIGHT - Math.max(...rights) : width - sum(margins) - sum(rights) - RIGHT - beside;
  let [left, above] = [0, 0];
  return panels.map((panel, k) => {
    let box: Box;
    if (stack) {
      const own = ((height - BOTTOM + STACK_GAP) * stack[k]) / sum(stack);
      box = { x0: LEFT, y0: above + top, x1: LEFT + room, y1: above + own - STACK_GAP };
      above += own;
    } else {
      left += margins[k];
      box = { x0: left, y0: top, x1: left + room / panels.length, y1: height - BOTTOM };
      left = box.x1 + rights[k];
    }
    return {
      ...box,
      x: tickedScale(panel.x.isLog ?? false, panel.x.domain, box.x0, box.x1, 58),
      y: tickedScale(panel.y.isLog ?? false, panel.y.domain, box.y1, box.y0, 45),
    };
  });
}

function drawPanel(
  document: Document,
  panel: Panel,
  layout: Layout,
  size: { readonly width: number; readonly height: number },
  { panels, stack }: PanelFigure,
): Element {
  const hasX = !stack || panels[panels.length - 1] === panel;
  const group = plotGroup(document, layout, size, marksOf(panel, layout, hasX));
  if (panel.name !== undefined) group.setAttribute("class", `panel ${panel.name}`);
  writeNames(group, panel, layout, stack ? [panel] : panels, hasX);
  for (const { x, y, text, color } of panel.texts ?? []) {
    const place = { x: layout.x.at(x), y: layout.y.at(y) + 4, "text-anchor": "middle" };
    const style = { class: "label", "font-size": LABEL_SIZE, "font-weight": "bold", fill: color };
    group.appendChild(svgText(document, text, { ...place, ...style }));
  }
  return group;
}

function marksOf({ lines, marks = [], cells = [], ...panel }: Panel, layout: Layout, hasX: boolean): Plot.Markish[] {
  const { x, y } = layout;
  const within = (value: number) => Math.min(Math.max(value, y.domain[0]), y.domain[1]);
  const formatY = panel.y.name === undefined ? undefined : (panel.y.format ?? formatTick);
  const drawn: Plot.Markish[] = [
    ...gridMarks(layout),
    ...(cells.length === 0 ? [] : [cellMarks(cells)]),
    ...tickMarks(layout, { x: hasX ? (panel.x.format ?? formatTick) : undefined, y: formatY }),
    Plot.ruleY([y.domain[0]], { stroke: INK, strokeWidth: 1 }),
    Plot.ruleX([x.domain[0]], { stroke: INK, strokeWidth: 1 }),
  ];
  for (const { color, points, band = [], bandOpacity = 0.18, isFilled } of lines) {
    const edges = band.map(({ x: at, low, high }) => ({ x: at, low: within(low), high: within(high) }));
    const between = { x: "x", y1: "low", y2: "high", className: "band" };
    // a band needs a second point; a bar says the same
    if (edges.length === 1) {
      const bars = edges.filter(({ low, high }) => high > low);
      drawn.push(Plot.ruleX(bars, { ...between, stroke: color, strokeWidth: 1.5 }));
    } else if (edges.some(({ low, high }) => high > low)) {
      drawn.push(Plot.areaY(edges, { ...between, fill: color, fillOpacity: bandOpacity }));
    }
    if (isFilled) {
      const fill = { fill: color, fillOpacity: 0.22, className: "band" };
      drawn.push(Plot.areaY(points, { x: "x", y1: y.domain[0], y2: "y", ...fill }));
    }
  }
  for (const { at, value, color = INK, isSolid } of marks) {
    const dashes = isSolid ? { strokeWidth: 1 } : { strokeWidth: 1.2, strokeDasharray: DASH, className: "published" };
    const style = { stroke: color, ...dashes };
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
          strokeWidth: line.width ?? (line.isDashed ? 1.1 : LINE_WIDTH),
          ...(line.isDashed && { strokeDasharray: DASH }),
          strokeLinejoin: "round",
          strokeLinecap: "round",
          curve: line.isStepped ? "step-after" : "linear",
          className: "line",
        }),
      );
    }
    if (line.hasDots) {
      const r = dotRadius(line);
      const symbol = SYMBOLS[(line.symbol ?? 0) % SYMBOLS.length];
      // a rim would cut a dense line to pieces
      const rim = { stroke: PAPER, strokeWidth: r < 3 ? 0 : 0.8 };
      drawn.push(Plot.dot(points, { x: "x", y: "y", r, symbol, fill: line.color, ...rim, className: "point" }));
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

/** Writes the names of the axes and the title of a panel; `row` are the panels beside each other, this one among them. */
function writeNames(group: Element, panel: Panel, layout: Layout, row: readonly Panel[], hasX: boolean): void {
  const { x0, x1, y0, y1 } = layout;
  if (panel.y.name !== undefined) {
    const start = row[0] === panel ? EDGE : x0 - 44;
    const lift = row.some(({ title }) => title !== undefined) ? 36 : 16;
    writeAxisName(group, panel.y.name, { x: start, y: y0 - lift, "text-anchor": "start" });
  }
  // one name for axes that are the same
  const same = row.every(({ x }) => x.name === panel.x.name);
  if (hasX && (!same || row[Math.floor((row.length - 1) / 2)] === panel)) {
    const isBetween = same && row.length % 2 === 0;
    const middle = isBetween ? x1 + GAP / 2 : (x0 + x1) / 2;
    writeAxisName(group, panel.x.name, { x: middle, y: y1 + 40, "text-anchor": "middle" });
  }
  if (panel.title !== undefined) writeTitle(group, panel.title, layout, panel.titleColor);
}

/** Texts in a column right of the axes, each as near to its height as the others let it, joined to it where it is further away. */
function writeColumn(
  group: Element,
  labels: readonly ColumnLabel[],
  { x1, y0, y1 }: Box,
  away: number,
  spacing: number,
): void {
  const wanted = labels.map(({ y }) => y);
  const middles = spreadColumn(wanted, spacing, y0 + 4, y1 - 4);
  labels.forEach(({ x, y, ...label }, k) => {
    const { width, height } = labelSize(label.text, label.isBold);
    const [left, middle] = [x1 + away, middles[k]];
    const box = { x0: left, y0: middle - height / 2, x1: left + width, y1: middle + height / 2 };
    if (away > 12) {
      const corners = [
        [x, y],
        [x1 + 4, y],
        [left - 8, middle],
        [left - 4, middle],
      ];
      const points = corners.map((corner) => corner.map((value) => value.toFixed(1)).join(",")).join(" ");
      const line = { points, fill: "none", stroke: label.color, "stroke-width": 0.8, "stroke-opacity": 0.7 };
      group.appendChild(svgElement(group.ownerDocument, "polyline", { class: "leader", ...line }));
    }
    writeLabel(group, { ...label, box });
  });
}
