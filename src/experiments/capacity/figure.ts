/**
 * The figure of storage capacity: critical load α_c against connection density c/N, a line per rule.
 *
 * Axes, grid, bands, lines and dots are Observable Plot's; the texts are placed here, because a label must not touch
 * any of them.
 */
import * as Plot from "@observablehq/plot";
import { EDGE, frameOf, moveIntoFrame } from "../../plot/frame.ts";
import {
  type Box,
  type Candidate,
  candidatesAlong,
  type Point,
  placeLabels,
  type Strip,
  spreadColumn,
  stripsOf,
} from "../../plot/labels.ts";
import { textWidth } from "../../plot/measure.ts";
import { type Scale, scaleOf } from "../../plot/scale.ts";
import { GRID_INK, INK, MUTED_INK, PAPER } from "../../plot/style.ts";
import { setSubscripts, svgElement, svgText } from "../../plot/svg.ts";
import { formatTick, isWide, linearTicks, logTicks } from "../../plot/ticks.ts";
import { capacityFinding, capacitySubtitle } from "./finding.ts";
import { PUBLISHED_CAPACITIES } from "./published.ts";
import { type CapacitySeries, type CapacitySummary, capacitySeries } from "./series.ts";

export interface CapacityFigureOptions {
  /** Makes the elements; the page's own when absent. */
  readonly document?: Document;
  /** The exact command that made the data, set in small type beneath. */
  readonly command?: string;
  /** px, at least 420. */
  readonly width?: number;
  /** px, at least 320; a long title or command makes the figure higher than this. */
  readonly height?: number;
}

const DEFAULT_WIDTH = 800;
const DEFAULT_HEIGHT = 560;
const MIN_WIDTH = 420;
const MIN_HEIGHT = 320;

const AXIS_SIZE = 13;
const TICK_SIZE = 12;
const LABEL_SIZE = 13;
const PUBLISHED_SIZE = 12;
/** Height of a line of text and depth of its baseline, in em: DejaVu's capitals and descenders fit between. */
const TEXT_HEIGHT = 1.05;
const TEXT_ASCENT = 0.8;

const LEFT = 58; // room for tick labels
const BELOW_AXIS = 52; // tick labels and the name of the axis
const LINE_WIDTH = 2.2;
const DASH = "6 4";
/** Point symbols by number of neurons, with the glyph that stands for each in the subtitle. */
const SYMBOLS: readonly Plot.SymbolType[] = ["circle", "square", "triangle", "diamond2", "star"];

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
  const { document = globalThis.document, command, width = DEFAULT_WIDTH, height = DEFAULT_HEIGHT } = options;
  if (document === undefined)
    throw new TypeError("capacityFigure: document must be given outside a browser, got undefined");
  if (!(width >= MIN_WIDTH)) throw new RangeError(`capacityFigure: width must be at least ${MIN_WIDTH}, got ${width}`);
  if (!(height >= MIN_HEIGHT))
    throw new RangeError(`capacityFigure: height must be at least ${MIN_HEIGHT}, got ${height}`);
  const series = capacitySeries(summary, "capacityFigure");

  const frame = frameOf({ title: capacityFinding(summary), subtitle: capacitySubtitle(series), command, width });
  // The axis keeps a reasonable height however many lines the texts take.
  const bodyHeight = Math.max(height - frame.headHeight - frame.footHeight, 220);

  const texts = textsOf(series);
  let layout = makeLayout(series, width, bodyHeight, EDGE + 8);
  let placed = placeBeside(series, texts, layout);
  if (placed === undefined) {
    const widest = Math.max(...texts.map(({ width: textWidth }) => textWidth));
    const neededHeight = texts.length * COLUMN_SPACING + layout.top + BELOW_AXIS;
    layout = makeLayout(series, width, Math.max(bodyHeight, neededHeight), widest + COLUMN_GAP + EDGE);
    placed = placeInColumn(texts, layout);
  }

  const svg = drawPlot(document, series, layout);
  const body = moveIntoFrame(svg, frame, layout.height);
  drawLabels(body, placed);
  drawAxisNames(body, layout);
  setSubscripts(body);
  return svg;
}

/** Where things are: scales, ticks and the box of the axes, px within the body. */
interface Layout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: Scale;
  readonly y: Scale;
}

function makeLayout(series: readonly CapacitySeries[], width: number, height: number, marginRight: number): Layout {
  const [left, right, top, bottom] = [LEFT, width - marginRight, 26, height - BELOW_AXIS];
  const points = series.flatMap(({ points }) => points);
  const densities = points.map(({ density }) => density);
  const published = PUBLISHED_CAPACITIES.map(({ value }) => value);
  const highest = Math.max(...published, ...points.map(({ load, deviation }) => load + deviation));
  const lowest = Math.min(...published, ...points.map(({ load }) => load));
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x: densityScale(Math.min(...densities), Math.max(...densities), left, right),
    y: loadScale(lowest, highest, bottom, top),
  };
}

function densityScale(min: number, max: number, from: number, to: number): Scale {
  const count = Math.max(3, Math.round((to - from) / 70));
  if (isWide([min, max])) {
    const domain = [min / 1.15, max * 1.15] as const;
    return scaleOf(true, domain, logTicks(...domain, count), from, to);
  }
  const pad = max > min ? 0.06 * (max - min) : 0.3 * max;
  const domain = [Math.max(0, min - pad), max + pad] as const;
  return scaleOf(false, domain, linearTicks(...domain, count), from, to);
}

function loadScale(lowest: number, highest: number, from: number, to: number): Scale {
  const count = Math.max(3, Math.round((from - to) / 45));
  if (isWide([lowest, highest])) {
    const domain = [lowest / 1.35, highest * 1.12] as const;
    return scaleOf(true, domain, logTicks(...domain, count), from, to);
  }
  const domain = [0, highest * 1.08] as const;
  return scaleOf(false, domain, linearTicks(...domain, count), from, to);
}

/** A text that names a line. */
interface LabelText {
  readonly text: string;
  readonly size: number;
  readonly isBold: boolean;
  readonly color: string;
  readonly width: number;
  readonly height: number;
  /** What it names: a series, or a published value. */
  readonly series: CapacitySeries | undefined;
  readonly value: number;
}

interface PlacedLabel extends LabelText {
  readonly box: Box;
  /** From the end of the line to the text, where the text stands apart. */
  readonly leader: readonly Point[] | undefined;
}

/** Of several N only the largest is named; the symbols tell the others (see the subtitle). */
function textsOf(series: readonly CapacitySeries[]): LabelText[] {
  const measured = (text: string, size: number, isBold: boolean) => ({
    text,
    size,
    isBold,
    width: textWidth(text, size, isBold),
    height: size * TEXT_HEIGHT,
  });
  const named = series
    .filter(({ isNamed }) => isNamed)
    .map((line) => ({
      ...measured(line.name, LABEL_SIZE, true),
      color: line.color,
      series: line,
      value: line.points[line.points.length - 1].load,
    }));
  const published = PUBLISHED_CAPACITIES.map(({ value, label }) => ({
    ...measured(label, PUBLISHED_SIZE, false),
    color: INK,
    series: undefined,
    value,
  }));
  return [...named, ...published];
}

function pathOf(
  line: CapacitySeries,
  layout: Layout,
  of: (point: CapacitySeries["points"][number]) => number,
): Point[] {
  return line.points.map((point) => ({ x: layout.x.at(point.density), y: layout.y.at(of(point)) }));
}

/** Every text next to its line, or undefined when one of them has no free place. */
function placeBeside(
  series: readonly CapacitySeries[],
  texts: readonly LabelText[],
  layout: Layout,
): PlacedLabel[] | undefined {
  const obstacles: Strip[] = PUBLISHED_CAPACITIES.flatMap(({ value }) => {
    const y = layout.y.at(value);
    const dashes = [
      { x: layout.left, y },
      { x: layout.right, y },
    ];
    return stripsOf(dashes, dashes, 3);
  });
  for (const line of series) {
    const middle = pathOf(line, layout, ({ load }) => load);
    obstacles.push(...stripsOf(middle, middle, LINE_WIDTH / 2 + 2));
    for (const { x, y } of middle) {
      const reach = dotRadius(line) + 2;
      obstacles.push({
        x0: x - reach,
        top0: y - reach,
        bottom0: y + reach,
        x1: x + reach,
        top1: y - reach,
        bottom1: y + reach,
      });
    }
    const upper = pathOf(line, layout, ({ load, deviation }) => load + deviation);
    const lower = pathOf(line, layout, ({ load, deviation }) => load - deviation);
    obstacles.push(...stripsOf(upper, lower, 1));
  }
  const candidates: Candidate[][] = texts.map((text) => {
    if (text.series !== undefined) {
      const gap = dotRadius(text.series) + 3;
      return candidatesAlong(
        pathOf(text.series, layout, ({ load }) => load),
        text.width,
        text.height,
        gap,
      );
    }
    return candidatesOnDashes(text, layout);
  });
  const frame: Box = { x0: layout.left + 4, y0: layout.top - 4, x1: layout.width - 8, y1: layout.bottom - 3 };
  const boxes = placeLabels(candidates, obstacles, frame);
  return boxes?.map((box, i) => ({ ...texts[i], box, leader: undefined }));
}

/** On a dashed line, best at its right end and above it. */
function candidatesOnDashes(text: LabelText, layout: Layout): Candidate[] {
  const y = layout.y.at(text.value);
  const candidates: Candidate[] = [];
  for (let x1 = layout.right; x1 - text.width >= layout.left; x1 -= 10) {
    const cost = (40 * (layout.right - x1)) / (layout.right - layout.left);
    const x0 = x1 - text.width;
    candidates.push({ box: { x0, y0: y - 4 - text.height, x1, y1: y - 4 }, cost });
    candidates.push({ box: { x0, y0: y + 4, x1, y1: y + 4 + text.height }, cost: cost + 6 });
  }
  return candidates;
}

const COLUMN_SPACING = 19;
const COLUMN_GAP = 34;

/** All texts in a column right of the axes, joined to their lines by thin leaders: always possible, if less direct. */
function placeInColumn(texts: readonly LabelText[], layout: Layout): PlacedLabel[] {
  const wanted = texts.map((text) => layout.y.at(text.value));
  const middles = spreadColumn(wanted, COLUMN_SPACING, layout.top + 4, layout.bottom - 4);
  const x0 = layout.right + COLUMN_GAP - 6;
  return texts.map((text, i) => {
    const last = text.series?.points[text.series.points.length - 1];
    const endX = last === undefined ? layout.right : layout.x.at(last.density) + 6;
    const leader = [
      { x: endX, y: wanted[i] },
      { x: layout.right + 4, y: wanted[i] },
      { x: x0 - 8, y: middles[i] },
      { x: x0 - 4, y: middles[i] },
    ];
    const half = text.height / 2;
    return { ...text, box: { x0, y0: middles[i] - half, x1: x0 + text.width, y1: middles[i] + half }, leader };
  });
}

function drawPlot(document: Document, series: readonly CapacitySeries[], layout: Layout): SVGSVGElement {
  const { x, y } = layout;
  const clampLoad = (load: number) => Math.min(Math.max(load, y.domain[0]), y.domain[1]);
  const marks: Plot.Markish[] = [
    Plot.gridX(x.ticks, { stroke: GRID_INK, strokeOpacity: 1 }),
    Plot.gridY(y.ticks, { stroke: GRID_INK, strokeOpacity: 1 }),
    Plot.axisX(x.ticks, {
      text: formatTick, // as tickFormat, Plot would thin out the labels of a logarithmic axis
      fontSize: TICK_SIZE,
      color: MUTED_INK,
      fill: INK,
      label: null,
      tickSize: 5,
      tickPadding: 4,
    }),
    Plot.axisY(y.ticks, {
      text: formatTick,
      fontSize: TICK_SIZE,
      color: MUTED_INK,
      fill: INK,
      label: null,
      tickSize: 5,
      tickPadding: 4,
    }),
    Plot.ruleY([y.domain[0]], { stroke: INK, strokeWidth: 1 }),
    Plot.ruleX([x.domain[0]], { stroke: INK, strokeWidth: 1 }),
    Plot.ruleY(PUBLISHED_CAPACITIES, {
      y: "value",
      stroke: INK,
      strokeWidth: 1.2,
      strokeDasharray: DASH,
      className: "published",
    }),
  ];
  for (const line of series) {
    const spread = line.points.filter(({ deviation }) => deviation > 0);
    if (line.points.length === 1) {
      // A band needs a second point; a bar says the same.
      marks.push(
        Plot.ruleX(spread, {
          x: "density",
          y1: ({ load, deviation }) => clampLoad(load - deviation),
          y2: ({ load, deviation }) => clampLoad(load + deviation),
          stroke: line.color,
          strokeWidth: 1.5,
          className: "band",
        }),
      );
    } else if (spread.length > 0) {
      marks.push(
        Plot.areaY(line.points, {
          x: "density",
          y1: ({ load, deviation }) => clampLoad(load - deviation),
          y2: ({ load, deviation }) => clampLoad(load + deviation),
          fill: line.color,
          fillOpacity: 0.2 * line.opacity,
          className: "band",
        }),
      );
    }
  }
  for (const line of series) {
    marks.push(
      Plot.line(line.points, {
        x: "density",
        y: "load",
        stroke: line.color,
        strokeWidth: LINE_WIDTH,
        strokeOpacity: line.opacity,
        strokeLinejoin: "round",
        strokeLinecap: "round",
        className: "line",
      }),
    );
  }
  for (const line of series) {
    marks.push(
      Plot.dot(line.points, {
        x: "density",
        y: "load",
        r: dotRadius(line),
        symbol: SYMBOLS[line.symbol % SYMBOLS.length],
        fill: line.color,
        stroke: PAPER,
        strokeWidth: isDense(line) ? 0 : 1, // a rim would cut a dense line to pieces
        className: "point",
      }),
    );
  }
  const svg = Plot.plot({
    document,
    width: layout.width,
    height: layout.height,
    marginLeft: layout.left,
    marginRight: layout.width - layout.right,
    marginTop: layout.top,
    marginBottom: layout.height - layout.bottom,
    figure: false,
    x: { type: x.isLog ? "log" : "linear", domain: [...x.domain] },
    y: { type: y.isLog ? "log" : "linear", domain: [...y.domain] },
    marks,
  }) as unknown as SVGSVGElement;
  return svg;
}

function dotRadius(line: CapacitySeries): number {
  return isDense(line) ? 2 : 4;
}

/** Whether dots of full size would run into each other. */
function isDense(line: CapacitySeries): boolean {
  return line.points.length > 24;
}

function drawLabels(body: Element, labels: readonly PlacedLabel[]): void {
  const document = body.ownerDocument;
  for (const { text, size, isBold, color, box, leader } of labels) {
    if (leader !== undefined) {
      const points = leader.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
      const line = { class: "leader", points, fill: "none", stroke: color, "stroke-width": 0.8, "stroke-opacity": 0.7 };
      body.appendChild(svgElement(document, "polyline", line));
    }
    body.appendChild(
      svgText(document, text, {
        class: "label",
        "text-anchor": "start",
        x: box.x0,
        y: box.y0 + TEXT_ASCENT * size,
        "font-size": size,
        "font-weight": isBold ? "bold" : "normal",
        fill: color,
      }),
    );
  }
}

function drawAxisNames(body: Element, layout: Layout): void {
  const document = body.ownerDocument;
  const attributes = { class: "axis-name", "font-size": AXIS_SIZE, fill: INK };
  body.appendChild(svgText(document, "critical load α_c", { ...attributes, x: EDGE, y: 10, "text-anchor": "start" }));
  body.appendChild(
    svgText(document, "connection density c/N", {
      ...attributes,
      x: (layout.left + layout.right) / 2,
      y: layout.bottom + 42,
      "text-anchor": "middle",
    }),
  );
}
