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
const TOP = 44;
const BOTTOM = 50;
const RIGHT = 14;
const TICK_SIZE = 11.5;
const AXIS_SIZE = 13;
const TITLE_SIZE = 13.5;
const LABEL_SIZE = 12.5;
const SIDES = [520, 430, 340];
const CLIP = 6; // px beyond the panel to which paths are kept
let clips = 0;

/** Draws square panels side by side. */
export function planeFigure(figure: PlaneFigure): SVGSVGElement {
  const { document = globalThis.document, title, subtitle, command, panels } = figure;
  if (document === undefined) throw new TypeError("figure: document must be given outside a browser, got undefined");
  const side = figure.side ?? SIDES[panels.length - 1] ?? 340;
  const width = panels.length * (LEFT + side + RIGHT) + EDGE - RIGHT + 6;
  const frame = frameOf({ title, subtitle, command, width });
  const height = TOP + side + BOTTOM;
  const svg = svgElement(document, "svg") as unknown as SVGSVGElement;
  panels.forEach((panel, k) => {
    const x0 = LEFT + k * (LEFT + side + RIGHT);
    svg.appendChild(drawPanel(document, panel, { x0, y0: TOP, x1: x0 + side, y1: TOP + side }, { width, height }));
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
    ...(panel.surface ? [surfaceMark(panel.surface, panel)] : []),
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
    color: { type: "identity" },
    marks,
  }) as unknown as SVGSVGElement;
  for (const sheet of Array.from(plot.querySelectorAll("style"))) sheet.remove();
  const group = svgElement(document, "g", { class: "panel" });
  while (plot.firstChild !== null) group.appendChild(plot.firstChild);
  drawPaths(group, panel, layout);
  drawFrameAndNames(group, panel, layout);
  drawPoints(group, panel, layout);
  drawLabels(group, panel, layout);
  return group;
}

/** Filled contours, dark where the function is low. */
function surfaceMark({ values, columns, rows, levels, color }: PlaneSurface, { x, y }: PlanePanel): Plot.Markish {
  const shade = (level: number): string => {
    const k = levels.filter((other) => other <= level).length;
    return mix(mix(color, INK, 0.12), PAPER, 0.12 + (0.84 * k) / levels.length);
  };
  const options = {
    width: columns,
    height: rows,
    x1: x.domain[0],
    x2: x.domain[1],
    y1: y.domain[0],
    y2: y.domain[1],
    thresholds: [Number.NEGATIVE_INFINITY, ...levels],
    fill: (value: number) => value,
    stroke: PAPER,
    strokeWidth: 0.5,
    strokeOpacity: 0.7,
  };
  return Plot.contour(Array.from(values), { ...options, fill: Plot.identity }) && contourBands(values, columns, rows, levels, shade, x, y);
}
