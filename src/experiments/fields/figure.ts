/**
 * The figure of aligned local fields: how ξ_i^ν h_i^ν is distributed over neurons and stored patterns, for connectivity
 * chosen by different rules. A field that is not positive makes its pattern unstable.
 */
import * as Plot from "@observablehq/plot";
import { EDGE, frameOf, moveIntoFrame } from "../../plot/frame.ts";
import { GRID_INK, INK, MUTED_INK, RULE_COLORS, RULE_LABELS, type RuleName } from "../../plot/style.ts";
import { setSubscripts, svgText } from "../../plot/svg.ts";
import { formatTick, linearTicks } from "../../plot/ticks.ts";

/** The fields of one rule. */
export interface FieldDistribution {
  readonly rule: RuleName;
  /** f64, any shape: ξ_i^ν h_i^ν */
  readonly fields: Float64Array;
}

export interface FieldsFigureOptions {
  /** Makes the elements; the page's own when absent. */
  readonly document?: Document;
  /** The exact command that made the data, set in small type beneath. */
  readonly command?: string;
  readonly nNeurons: number;
  readonly nPatterns: number;
  /** c */
  readonly inputs: number;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly density: number;
}

const WIDTH = 800;
const BODY_HEIGHT = 400;
const BINS = 60;
const LEFT = 62;
const RIGHT = EDGE + 8;
const TOP = 30;
const BOTTOM = 56;

/**
 * Draws the distributions over each other, labels beside their peaks.
 *
 * @throws TypeError when there is no document; RangeError when there is no field to draw.
 */
export function fieldsFigure(distributions: readonly FieldDistribution[], options: FieldsFigureOptions): SVGSVGElement {
  const { document = globalThis.document, command, nNeurons, nPatterns, inputs } = options;
  if (document === undefined)
    throw new TypeError("fieldsFigure: document must be given outside a browser, got undefined");
  if (!distributions.some(({ fields }) => fields.length > 0)) {
    throw new RangeError("fieldsFigure: distributions must hold at least one field, got none");
  }
  const [low, high] = rangeOf(distributions);
  const edges = binEdges(low, high, inputs, nPatterns);
  const binned = distributions.map(({ rule, fields }) => ({ rule, fields, bins: histogram(fields, edges) }));
  const top = 1.12 * Math.max(...binned.flatMap(({ bins }) => bins.map(({ density }) => density)));
  const last = distributions[distributions.length - 1];
  const frame = frameOf({
    title: finding(distributions[0], last),
    subtitle: `N = ${nNeurons}, c = ${inputs}, p = ${nPatterns} (load ${formatLoad(nPatterns / inputs)}); distribution over neurons and stored patterns`,
    command,
    width: WIDTH,
  });
  const ticks = linearTicks(low, high, 10);
  const svg = Plot.plot({
    document,
    width: WIDTH,
    height: BODY_HEIGHT,
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    figure: false,
    x: { domain: [low, high], clamp: true },
    y: { domain: [0, top] },
    marks: [
      Plot.gridX(ticks, { stroke: GRID_INK, strokeOpacity: 1 }),
      Plot.axisX(ticks, { text: formatTick, fontSize: 11, color: MUTED_INK, fill: INK, label: null }),
      Plot.axisY(linearTicks(0, top, 5), { text: formatTick, fontSize: 11, color: MUTED_INK, fill: INK, label: null }),
      ...binned.flatMap(({ rule, bins }) => [
        Plot.rectY(bins, { x1: "from", x2: "to", y: "density", fill: RULE_COLORS[rule], fillOpacity: 0.25, inset: 0 }),
        Plot.line(outline(bins), { x: "x", y: "y", stroke: RULE_COLORS[rule], strokeWidth: 2, className: "outline" }),
      ]),
      Plot.ruleY([0], { stroke: INK }),
      Plot.ruleX([0], { stroke: INK, strokeWidth: 1.2, strokeDasharray: "5,4", className: "threshold" }),
    ],
  }) as unknown as SVGSVGElement;
  const body = moveIntoFrame(svg, frame, BODY_HEIGHT);
  const x = (value: number) => LEFT + ((WIDTH - RIGHT - LEFT) * (value - low)) / (high - low);
  const y = (value: number) => BODY_HEIGHT - BOTTOM - ((BODY_HEIGHT - BOTTOM - TOP) * value) / top;
  for (const label of placeNames(binned, x, y)) body.appendChild(svgText(document, label.text, label.attributes));
  const axis = { class: "axis-name", "font-size": 13, fill: INK };
  body.appendChild(svgText(document, "density", { ...axis, x: EDGE, y: 12, "text-anchor": "start" }));
  body.appendChild(
    svgText(document, "aligned local field ξh", { ...axis, x: (LEFT + WIDTH - RIGHT) / 2, y: BODY_HEIGHT - 14 }),
  );
  body.appendChild(
    svgText(document, "← unstable", { "font-size": 11, fill: INK, x: x(0) - 6, y: TOP + 4, "text-anchor": "end" }),
  );
  setSubscripts(body);
  return svg;
}

/** Names above the peaks; a second one too near the first goes up a line. */
function placeNames(
  binned: readonly { readonly rule: RuleName; readonly bins: readonly Bin[] }[],
  x: (value: number) => number,
  y: (value: number) => number,
) {
  const placed: { x: number; y: number }[] = [];
  return binned.map(({ rule, bins }) => {
    const peak = bins.reduce((a, b) => (b.density > a.density ? b : a));
    const at = { x: x((peak.from + peak.to) / 2), y: y(peak.density) - 8 };
    while (placed.some((other) => Math.abs(other.x - at.x) < 150 && Math.abs(other.y - at.y) < 16)) at.y -= 16;
    placed.push(at);
    const attributes = {
      class: "name",
      "font-size": 13,
      "font-weight": "bold",
      fill: RULE_COLORS[rule],
      x: Math.min(WIDTH - RIGHT - 70, Math.max(LEFT + 70, at.x)),
      y: Math.max(14, at.y),
      "text-anchor": "middle",
    };
    return { text: RULE_LABELS[rule], attributes };
  });
}

/** The part of the axis that holds all but a ten-thousandth of the fields at either end, and 0. */
function rangeOf(distributions: readonly FieldDistribution[]): [number, number] {
  let [low, high] = [0, 0];
  for (const { fields } of distributions) {
    if (fields.length === 0) continue;
    const sorted = Float64Array.from(fields).sort();
    const cut = Math.floor(fields.length * 1e-4);
    low = Math.min(low, sorted[cut]);
    high = Math.max(high, sorted[fields.length - 1 - cut]);
  }
  const pad = 0.04 * (high - low || 1);
  return [low - pad, high + pad];
}

/**
 * Bins that hold equally many possible values: c·ξh is an integer with the parity of c·p, so a width that is no multiple of
 * 2/c would make a comb. Edges lie halfway between possible values.
 */
function binEdges(low: number, high: number, inputs: number, nPatterns: number): { start: number; width: number } {
  const steps = Math.max(1, Math.ceil(((high - low) / BINS) * (inputs / 2)));
  const offset = ((inputs * nPatterns) % 2) - 1;
  const width = (2 * steps) / inputs;
  return { start: offset / inputs + Math.floor((low - offset / inputs) / width) * width, width };
}

function histogram(fields: Float64Array, { start, width }: { start: number; width: number }): Bin[] {
  const counts: number[] = [];
  for (const field of fields) {
    const bin = Math.floor((field - start) / width);
    if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return Array.from(counts, (count, k) => ({
    from: start + k * width,
    to: start + (k + 1) * width,
    density: (count ?? 0) / (Math.max(1, fields.length) * width),
  }));
}

/** The upper edge of a histogram, from the axis up and down to it again. */
export function outline(bins: readonly Bin[]): { x: number; y: number }[] {
  const edge = bins.flatMap(({ from, to, density }) => [
    { x: from, y: density },
    { x: to, y: density },
  ]);
  return [{ x: bins[0].from, y: 0 }, ...edge, { x: bins[bins.length - 1].to, y: 0 }];
}

function finding(first: FieldDistribution, last: FieldDistribution): string {
  const unstable = (fields: Float64Array) => fields.filter((field) => !(field > 0)).length / Math.max(1, fields.length);
  const name = RULE_LABELS[last.rule];
  const after = formatPercent(unstable(last.fields));
  if (first === last) return `With ${name} connectivity ${after} of the aligned fields are unstable`;
  const verb = last.rule === "random" ? "Random connectivity" : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `${verb} leaves ${after} of the aligned fields unstable, ${RULE_LABELS[first.rule]} connectivity ${formatPercent(unstable(first.fields))}`;
}

function formatPercent(part: number): string {
  if (part === 0) return "none";
  const percent = 100 * part;
  return `${percent >= 10 ? percent.toFixed(0) : percent >= 0.1 ? percent.toFixed(1) : percent.toPrecision(1)} %`;
}

function formatLoad(load: number): string {
  return Number(load.toPrecision(3)).toString();
}
