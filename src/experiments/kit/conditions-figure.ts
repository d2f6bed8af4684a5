/** The figure of a sweep over anything: a line for each combination of what varies, with counts as bars or values as dots. */
import { beginFigure, EDGE, type FigureOptions, moveIntoFrame } from "../../plot/frame.ts";
import { textWidth, wrapText } from "../../plot/measure.ts";
import { HUES, textShade } from "../../plot/shade.ts";
import { GRID_INK, INK, MUTED_INK, PAPER } from "../../plot/style.ts";
import { svgElement, svgText } from "../../plot/svg.ts";
import { capitalize, showNumber } from "../../plot/words.ts";

/** Kinds in order of their names. */
export const KIND_COLORS: readonly string[] = [...HUES, "#7f7f7f"];

export interface ConditionValue {
  readonly name: string;
  readonly color: string;
  readonly value: number;
  /** Standard deviation over seeds; 0 where there is one. */
  readonly deviation: number;
}

export interface ConditionLine {
  /** "discount 0.5, bounds.existing 1" */
  readonly label: string;
  readonly values: readonly ConditionValue[];
  /** Stands at the end of the line. */
  readonly note?: string;
}

export interface ConditionMeasure {
  /** Name of the quantity that the axis shows. */
  readonly name: string;
  /** How values are drawn: as bars that stand end to end, or as dots, each at its own value. */
  readonly kind: "bars" | "dots";
  /** Largest value of the axis, which begins at 0. */
  readonly most: number;
  /** Name of the quantity that the notes at the ends of the lines give. */
  readonly note?: string;
}

const WIDTH = 860;
const LINE = 26;
const BAR = 16;
const SIZE = 12;
const MOST_LINES = 40;
/** Most width of a label, in px. */
const MOST_LABEL = 330;
const TICKS = 4;
const LEGEND = 26;

/**
 * Draws the conditions one below the other, at most 40 of them.
 *
 * @throws TypeError when there is no document; RangeError when there is nothing to draw.
 */
export function conditionsFigure(
  conditions: readonly ConditionLine[],
  measure: ConditionMeasure,
  options: FigureOptions = {},
): SVGSVGElement {
  if (conditions.length === 0 || !(measure.most > 0)) {
    throw new RangeError(
      `conditionsFigure: there must be a condition and a positive end of the axis, got ${conditions.length} and ${measure.most}`,
    );
  }
  const drawn = conditions.slice(0, MOST_LINES);
  const left = conditions.length - drawn.length;
  const cut = drawn.map(({ label }) => cutLabel(label));
  const labels = Math.max(...cut.map((label) => textWidth(label, SIZE)));
  const notes = Math.max(
    0,
    ...drawn.map(({ note = "" }) => textWidth(note, SIZE)),
    textWidth(measure.note ?? "", SIZE),
  );
  const [start, end] = [EDGE + labels + 14, WIDTH - EDGE - (notes > 0 ? notes + 18 : 12)];
  const { step, top } = ticksOf(measure.most);
  const x = (value: number): number => start + (Math.min(value, top) / top) * (end - start);
  const texts = {
    title: conditionsFinding(conditions, measure),
    subtitle: `${measure.name}${left > 0 ? `; the first ${drawn.length} of ${conditions.length} combinations` : ""}`,
    width: WIDTH,
  };
  const { document, svg, frame } = beginFigure({ ...options, ...texts }, "conditionsFigure");
  const add = (name: string, attributes: Readonly<Record<string, string | number>>): void => {
    svg.appendChild(svgElement(document, name, attributes));
  };
  const write = (text: string, attributes: Readonly<Record<string, string | number>>): void => {
    svg.appendChild(svgText(document, text, { "font-size": SIZE, ...attributes }));
  };
  drawLegend(legendOf(drawn), document, svg);
  if (measure.note !== undefined) {
    write(measure.note, { x: WIDTH - EDGE, y: LEGEND - 8, "text-anchor": "end", fill: MUTED_INK });
  }
  const bottom = LEGEND + drawn.length * LINE;
  for (let value = 0; value <= top * 1.0001; value += step) {
    add("line", { x1: x(value), x2: x(value), y1: LEGEND, y2: bottom, stroke: GRID_INK });
    write(showNumber(value), { x: x(value), y: bottom + 16, fill: MUTED_INK });
  }
  for (const [k, { values, note }] of drawn.entries()) {
    const middle = LEGEND + (k + 0.5) * LINE;
    write(cut[k], { x: start - 10, y: middle + SIZE * 0.35, "text-anchor": "end", fill: INK });
    if (note !== undefined) {
      write(note, { x: WIDTH - EDGE, y: middle + SIZE * 0.35, "text-anchor": "end", fill: INK });
    }
    let at = 0;
    for (const [index, { value, deviation, color }] of values.entries()) {
      if (measure.kind === "bars") {
        if (value > 0) {
          const width = Math.max(0.5, x(at + value) - x(at) - 1);
          add("rect", { x: x(at), y: middle - BAR / 2, width, height: BAR, fill: color });
        }
        at += value;
        continue;
      }
      // equal values side by side
      const y = middle + (index - (values.length - 1) / 2) * Math.min(6, (LINE - 10) / values.length);
      if (deviation > 0) {
        const [low, high] = [x(Math.max(0, value - deviation)), x(value + deviation)];
        add("line", { x1: low, x2: high, y1: y, y2: y, stroke: color, "stroke-width": 2 });
      }
      add("circle", { cx: x(value), cy: y, r: 4.5, fill: color, stroke: PAPER });
    }
  }
  moveIntoFrame(svg, frame, bottom + 30);
  return svg;
}

/** Which kind varies most, and between which conditions; of several dots a line how they compare. */
export function conditionsFinding(conditions: readonly ConditionLine[], { kind, most }: ConditionMeasure): string {
  // of a whole, such as of runs that end in one way each
  const show = (value: number): string =>
    most === 1 ? `${Math.round(100 * value)} %` : String(Number(value.toPrecision(2)));
  const spans = [...legendOf(conditions).keys()].map((name) => {
    const all = conditions.flatMap(({ label, values }) =>
      values.filter((value) => value.name === name).map(({ value }) => ({ label: keepTogether(label), value })),
    );
    const ordered = [...all].sort((a, b) => a.value - b.value);
    const mean = all.reduce((sum, { value }) => sum + value, 0) / all.length;
    return { name, mean, low: ordered[0], high: ordered[ordered.length - 1] };
  });
  if (kind === "dots" && spans.length > 1) {
    const best = [...spans].sort((a, b) => b.mean - a.mean);
    return `${capitalize(best.map(({ name, mean }) => `${name} ${show(mean)}`).join(", "))}${conditions.length > 1 ? " on average" : ""}`;
  }
  const { name, low, high } = spans.reduce((a, b) => (b.high.value - b.low.value > a.high.value - a.low.value ? b : a));
  if (high.value === low.value) {
    return `${capitalize(name)}: ${show(high.value)}${conditions.length > 1 ? " whatever varies" : ""}`;
  }
  return `${capitalize(name)}: ${show(high.value)} at ${high.label}, ${show(low.value)} at ${low.label}`;
}

/** No line ends between a parameter and its value. */
function keepTogether(label: string): string {
  return label
    .split(", ")
    .map((part) => part.replaceAll(" ", "\u{a0}"))
    .join(", ");
}

function legendOf(conditions: readonly ConditionLine[]): Map<string, string> {
  return new Map(conditions.flatMap(({ values }) => values.map(({ name, color }) => [name, color] as const)));
}

function drawLegend(entries: ReadonlyMap<string, string>, document: Document, svg: SVGSVGElement): void {
  let x = EDGE;
  for (const [name, color] of entries) {
    svg.appendChild(svgElement(document, "rect", { x, y: LEGEND - 18, width: 11, height: 11, fill: color }));
    const words = { x: x + 16, y: LEGEND - 8, "font-size": SIZE, "text-anchor": "start", fill: textShade(color) };
    svg.appendChild(svgText(document, name, words));
    x += 16 + textWidth(name, SIZE) + 20;
  }
}

function cutLabel(label: string): string {
  const [first, ...rest] = wrapText(label, MOST_LABEL, SIZE);
  return rest.length === 0 ? first : `${first} …`;
}

/** A round step that makes about four of them, and where the axis ends. */
function ticksOf(most: number): { readonly step: number; readonly top: number } {
  const rough = most / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((part) => part * power >= rough * 0.999) ?? 10);
  return { step, top: step * Math.ceil((most / step) * 0.999) };
}
