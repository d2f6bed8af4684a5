/**
 * The figure of online learning: inputs per neuron, connections added and removed, patterns learned and retrieved over the
 * repetitions, a colour for each number of inputs at the beginning.
 */
import * as Plot from "@observablehq/plot";
import { EDGE, frameOf, moveIntoFrame } from "../../plot/frame.ts";
import { spreadColumn } from "../../plot/labels.ts";
import { textWidth } from "../../plot/measure.ts";
import { GRID_INK, INK, MUTED_INK, RULE_COLORS, RULE_LABELS } from "../../plot/style.ts";
import { setSubscripts, svgElement, svgText } from "../../plot/svg.ts";
import { formatTick, linearTicks, logTicks } from "../../plot/ticks.ts";
import { showNumber } from "../../plot/words.ts";
import { type OnlineEnd, onlineFinding } from "./finding.ts";

/** A repetition of a run. */
export interface OnlinePoint {
  readonly neurons: number;
  /** c₀ */
  readonly inputs: number;
  /** null with a margin. */
  readonly epsilon: number | null;
  /** κ, with the margin rule alone. */
  readonly margin?: number;
  readonly seed: number | string;
  readonly repetition: number;
  readonly meanInputs: number;
  /** Least, 10 %, 90 % and largest over the neurons. */
  readonly leastInputs: number;
  readonly lowerInputs: number;
  readonly upperInputs: number;
  readonly mostInputs: number;
  readonly additions: number;
  readonly removals: number;
  readonly patterns: number;
  readonly retrieved: number;
}

export interface OnlineFigureOptions {
  /** Makes the elements; the page's own when absent. */
  readonly document?: Document;
  /** The exact command that made the data, set in small type beneath. */
  readonly command?: string;
}

const WIDTH = 800;
const LEFT = 62;
const RIGHT = 84; // room for the values at the end
const TOP = 30; // of a panel, with its name
const BELOW = 16;
const X_AXIS = 30;
const HEIGHTS = { inputs: 270, changes: 170, patterns: 250 };
const LABEL_SIZE = 12.5;
const LABEL_SPACING = 15;
/** Okabe–Ito colours that stand for no rule. */
const COLORS = ["#D55E00", "#56B4E9", "#CC79A7", "#1c1a17", "#8c6d31"];
/** One run as it is drawn. */
interface Line {
  readonly inputs: number;
  readonly color: string;
  readonly points: readonly OnlinePoint[];
  readonly isNamed: boolean;
}

/**
 * Draws the three panels over one logarithmic axis of repetitions; repetition 0 is left out, it differs from 1 by a few
 * connections.
 *
 * @throws TypeError when there is no document; RangeError when there is no run to draw.
 */
export function onlineFigure(
  rows: readonly OnlinePoint[],
  summary: readonly OnlineEnd[],
  options: OnlineFigureOptions = {},
): SVGSVGElement {
  const { document = globalThis.document, command } = options;
  if (document === undefined)
    throw new TypeError("onlineFigure: document must be given outside a browser, got undefined");
  const lines = linesOf(rows);
  if (lines.length === 0 || summary.length === 0) {
    throw new RangeError(
      `onlineFigure: rows must hold at least one repetition after the first, got ${rows.length} rows`,
    );
  }
  const frame = frameOf({
    title: onlineFinding(summary),
    subtitle: subtitleOf(summary),
    command,
    width: WIDTH,
  });
  const last = Math.max(2, ...lines.flatMap(({ points }) => points.map(({ repetition }) => repetition)));
  const panels = [inputsPanel(lines, summary), changesPanel(lines), patternsPanel(lines, summary)];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg") as SVGSVGElement;
  let top = 0;
  for (const panel of panels) {
    const group = svgElement(document, "g", { class: panel.name, transform: `translate(0,${top})` });
    drawPanel(group, panel, last, panel === panels[panels.length - 1]);
    svg.appendChild(group);
    top += panel.height;
  }
  const height = top + X_AXIS;
  const body = moveIntoFrame(svg, frame, height);
  body.appendChild(
    svgText(document, "repetition", {
      class: "axis-name",
      "font-size": 13,
      fill: INK,
      x: (LEFT + WIDTH - RIGHT) / 2,
      y: height - 4,
    }),
  );
  setSubscripts(body);
  return svg;
}

/** Something written at a height of a panel. */
interface Mark {
  readonly value: number;
  readonly text: string;
  readonly color: string;
}

interface Panel {
  readonly name: string;
  readonly height: number;
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly marks: readonly Plot.Markish[];
  /** Over the beginning of the lines. */
  readonly starts: readonly Mark[];
  /** Right of the axes. */
  readonly ends: readonly Mark[];
  /** Dashes across the panel, with a text on them. */
  readonly dashes: readonly Mark[];
  readonly format: (tick: number) => string;
}

function inputsPanel(lines: readonly Line[], summary: readonly OnlineEnd[]): Panel {
  const points = lines.flatMap((line) => line.points);
  const highest = Math.max(...points.map((point) => point.mostInputs));
  const named = lines.filter(({ isNamed }) => isNamed); // of several seeds one, bands would hide each other
  return {
    name: "inputs",
    height: HEIGHTS.inputs,
    title: "inputs per neuron c: mean, 10 to 90 % of the neurons (dark) and all of them (light)",
    domain: [0, 1.06 * highest],
    format: formatTick,
    marks: [
      ...named.map((line) => bandOf(line, "leastInputs", "mostInputs", 0.13)),
      ...named.map((line) => bandOf(line, "lowerInputs", "upperInputs", 0.25)),
      ...lines.map((line) => lineOf(line, (point) => point.meanInputs, 2)),
    ],
    starts: named.map(({ inputs, color, points }) => ({ value: points[0].mostInputs, text: `c_0 = ${inputs}`, color })),
    ends: oneEach(lines, (inputs) => {
      const ends = summary.filter((end) => end.inputs === inputs).map(({ meanInputs }) => meanInputs);
      return ends.reduce((sum, c) => sum + c, 0) / ends.length;
    }),
    dashes: [],
  };
}

function changesPanel(lines: readonly Line[]): Panel {
  const perNeuron = (count: number, { neurons }: OnlinePoint): number => count / neurons;
  const points = lines.flatMap((line) => line.points);
  const highest = Math.max(1e-3, ...points.map((point) => perNeuron(point.additions, point)));
  const lowest = Math.max(1e-3, ...points.map((point) => perNeuron(point.removals, point)));
  return {
    name: "changes",
    height: HEIGHTS.changes,
    title: "connections per neuron and repetition: added (up) and removed (down)",
    domain: [-1.1 * lowest, 1.1 * highest],
    format: (tick) => formatTick(Math.abs(tick)),
    marks: [
      ...lines.map((line) => lineOf(line, (point) => perNeuron(point.additions, point), 1.4)),
      ...lines.map((line) => lineOf(line, (point) => -perNeuron(point.removals, point), 1.4)),
      Plot.ruleY([0], { stroke: INK }),
    ],
    starts: [],
    ends: [
      { value: 0.55 * highest, text: "added", color: MUTED_INK },
      { value: -0.55 * lowest, text: "removed", color: MUTED_INK },
    ],
    dashes: [],
  };
}

function patternsPanel(lines: readonly Line[], summary: readonly OnlineEnd[]): Panel {
  const mean = (values: readonly (number | null)[]): number =>
    values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
  const points = lines.flatMap((line) => line.points);
  const isCompared = summary.every(({ referenceInputs }) => referenceInputs !== null);
  const c = summary[0].referenceInputs;
  const rule = ruleOfRun(summary[0]);
  const references: Mark[] = isCompared
    ? [
        {
          value: mean(summary.map(({ offlineCapacity }) => offlineCapacity)),
          text: `chosen offline (${RULE_LABELS[rule]}), c = ${c}`,
          color: RULE_COLORS[rule],
        },
        {
          value: mean(summary.map(({ randomCapacity }) => randomCapacity)),
          text: `random, c = ${c}`,
          color: RULE_COLORS.random,
        },
      ].map((mark) => ({ ...mark, text: `p_c ${mark.text}: ${showNumber(mark.value)}` }))
    : [];
  const highest = Math.max(...points.map(({ patterns }) => patterns), ...references.map(({ value }) => value));
  return {
    name: "patterns",
    height: HEIGHTS.patterns,
    title: "patterns: learned p (thin) and retrieved p_{eff} (thick)",
    domain: [0, 1.1 * highest],
    format: formatTick,
    marks: [
      ...lines.map((line) => lineOf(line, ({ patterns }) => patterns, 1, "step-after")),
      ...lines.map((line) => lineOf(line, ({ retrieved }) => retrieved, 2)),
    ],
    starts: [],
    ends: oneEach(
      lines,
      (inputs) => mean(summary.filter((end) => end.inputs === inputs).map((end) => end.retrieved)),
      0,
    ),
    dashes: references,
  };
}

function bandOf(
  { points, color }: Line,
  low: "leastInputs" | "lowerInputs",
  high: "upperInputs" | "mostInputs",
  fillOpacity: number,
): Plot.Markish {
  return Plot.areaY(points, { x: "repetition", y1: low, y2: high, fill: color, fillOpacity, className: "band" });
}

/** The rule that a run follows, by its parameters. */
export function ruleOfRun({ epsilon, margin }: OnlineEnd): "signal" | "noise" | "margin" {
  if (margin !== undefined) return "margin";
  return epsilon === 0 ? "noise" : "signal";
}

function lineOf(
  line: Line,
  y: (point: OnlinePoint) => number,
  strokeWidth: number,
  curve: Plot.CurveName = "linear",
): Plot.Markish {
  return Plot.line(line.points, {
    x: "repetition",
    y,
    stroke: line.color,
    strokeWidth,
    strokeLinejoin: "round",
    curve,
    className: "line",
  });
}

/** A number at the end of the lines of each c₀. */
function oneEach(lines: readonly Line[], endOf: (inputs: number) => number, digits = 1): Mark[] {
  return lines
    .filter(({ isNamed }) => isNamed)
    .map(({ inputs, color }) => ({ value: endOf(inputs), text: endOf(inputs).toFixed(digits), color }));
}

function drawPanel(group: Element, panel: Panel, last: number, isLast: boolean): void {
  const document = group.ownerDocument;
  const { domain, height } = panel;
  const bottom = height - BELOW;
  const xTicks = logTicks(1, last, 10);
  const yTicks = linearTicks(...domain, Math.max(3, Math.round((bottom - TOP) / 38)));
  const axis = { fontSize: 12, color: MUTED_INK, fill: INK, label: null, tickSize: 5, tickPadding: 4 };
  const plot = Plot.plot({
    document,
    width: WIDTH,
    height,
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: TOP,
    marginBottom: BELOW,
    figure: false,
    x: { type: "log", domain: [1, last], axis: null },
    y: { domain: [...domain], axis: null },
    marks: [
      Plot.gridX(xTicks, { stroke: GRID_INK, strokeOpacity: 1 }),
      Plot.gridY(yTicks, { stroke: GRID_INK, strokeOpacity: 1 }),
      Plot.axisY(yTicks, { ...axis, text: panel.format }),
      isLast ? Plot.axisX(xTicks, { ...axis, text: formatTick }) : null,
      Plot.ruleY([domain[0]], { stroke: INK }),
      Plot.ruleX([1], { stroke: INK }),
      ...panel.dashes.map((dash) =>
        Plot.ruleY([dash.value], { stroke: dash.color, strokeWidth: 1.5, strokeDasharray: "6 4", className: "dash" }),
      ),
      ...panel.marks,
    ],
  }) as unknown as SVGSVGElement;
  while (plot.firstChild !== null) group.appendChild(plot.firstChild);

  const y = (value: number): number => bottom - ((bottom - TOP) * (value - domain[0])) / (domain[1] - domain[0]);
  const write = (text: string, attributes: Readonly<Record<string, string | number>>): void => {
    group.appendChild(svgText(document, text, { "font-size": LABEL_SIZE, "text-anchor": "start", ...attributes }));
  };
  write(panel.title, { class: "axis-name", "font-size": 13, fill: INK, x: EDGE, y: TOP - 14 });
  /** Texts in a column, each as near to its height as the others let it. */
  const column = (marks: readonly Mark[], x: number, lift: number, name: string): void => {
    if (marks.length === 0) return;
    const wanted = marks.map(({ value }) => y(value) - lift);
    const middles = spreadColumn(wanted, LABEL_SPACING, TOP - 2, bottom - 6);
    marks.forEach(({ text, color }, k) => {
      write(text, { class: name, x, y: middles[k] + 0.36 * LABEL_SIZE, fill: color, "font-weight": "bold" });
    });
  };
  column(panel.starts, LEFT + 8, 10, "start");
  column(panel.ends, WIDTH - RIGHT + 8, 0, "end");
  for (const { value, text, color } of panel.dashes) {
    // the lines rise from the lower left to the upper right: the other two corners are free
    const isHigh = value > 0.5 * (domain[0] + domain[1]);
    const x = isHigh ? LEFT + 8 : WIDTH - RIGHT - 8 - textWidth(text, LABEL_SIZE, true);
    write(text, { class: "dash-name", x, y: y(value) - 6, fill: color, "font-weight": "bold" });
  }
}

function linesOf(rows: readonly OnlinePoint[]): Line[] {
  const runs = new Map<string, OnlinePoint[]>();
  for (const row of rows) {
    if (row.repetition === 0) continue;
    const key = `${row.inputs}/${row.seed}`;
    const run = runs.get(key);
    if (run) run.push(row);
    else runs.set(key, [row]);
  }
  const starts = startsOf(rows);
  const named = new Set<number>();
  return [...runs.values()].map((points) => {
    const { inputs } = points[0];
    const isNamed = !named.has(inputs);
    named.add(inputs);
    return { inputs, color: colorOfStart(starts, inputs), points, isNamed };
  });
}

/** All c₀ among rows, the least first. */
export function startsOf(rows: readonly OnlinePoint[]): number[] {
  return [...new Set(rows.map(({ inputs }) => inputs))].sort((a, b) => a - b);
}

export function colorOfStart(starts: readonly number[], inputs: number): string {
  return COLORS[starts.indexOf(inputs) % COLORS.length];
}

function subtitleOf(summary: readonly OnlineEnd[]): string {
  const seeds = new Set(summary.map(({ seed }) => seed)).size;
  const runs = seeds === 1 ? "one run for each c_0" : `${seeds} runs for each c_0`;
  return `${onlineParameters(summary)}; growth, pruning and learning in turns, ${runs}`;
}

/** N and the parameter of the rule. */
export function onlineParameters([{ neurons, epsilon, margin }]: readonly OnlineEnd[]): string {
  return `N = ${neurons}, ${margin === undefined ? `ε = ${showNumber(epsilon ?? 0)}` : `margin rule, κ = ${showNumber(margin)}`}`;
}
