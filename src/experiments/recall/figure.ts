/** The contact sheet of `recall`: stored pictures, their damaged cues, and what each rule makes of them, one below the other. */

import { isSearchRule, RULES, type Rule } from "../../hopfield/rules/index.ts";
import { beginFigure, EDGE, type FigureOptions, moveIntoFrame } from "../../plot/frame.ts";
import { mix, textShade } from "../../plot/shade.ts";
import { GRID_INK, INK, MUTED_INK, PAPER } from "../../plot/style.ts";
import { svgElement, svgText } from "../../plot/svg.ts";
import { doesWhat } from "../kit/subject.ts";

/** One rule's line of the sheet, and how it did with all patterns. */
export interface RecallLine {
  readonly rule: Rule;
  /** i8[shown × neurons]: final states. */
  readonly states: Int8Array;
  /** Final overlaps of those shown, centered: see `centeredOverlaps`. */
  readonly overlaps: readonly number[];
  /** Of all patterns. */
  readonly retrieved: number;
}

export interface RecallSheet {
  readonly width: number;
  readonly height: number;
  /** Patterns stored, of which some are shown. */
  readonly patterns: number;
  /** c, or its mean. */
  readonly inputs: number;
  /** How cues were damaged, see `recall`. */
  readonly noise: number;
  readonly occlude: number;
  /** m at which a pattern counts as retrieved. */
  readonly threshold: number;
  /** i8[shown × neurons] */
  readonly stored: Int8Array;
  readonly cues: Int8Array;
  readonly cueOverlaps: readonly number[];
  readonly lines: readonly RecallLine[];
  /** What the patterns are called, in the plural; default "patterns". */
  readonly noun?: string;
  /** Said beneath, such as another learning rule. */
  readonly note?: string;
}

export type RecallFigureOptions = FigureOptions;

/** px of a tile's longer side: ten fit a page, a few become larger. */
const LEAST_TILE = 76;
const MOST_TILE = 128;
const PAGE = 1044;
const GAP = 12;
/** Room beneath a tile for its overlap. */
const BENEATH = 20;
const LINE_GAP = 10;
const BAND_GAP = 22;
const LABEL = 176;
const LABEL_SIZE = 13;
const SMALL = 11;
const LEAST_WIDTH = 640;
/** Pictures side by side at most: more go on below, under the same lines again. */
const ACROSS = 12;
/** Room for the overlap beneath a narrow tile, and for the label beside a low one. */
const LEAST_CELL = 28;
/** What was not recalled is drawn paler, so that the eye goes to what was. */
const FAILED_INK = mix(INK, PAPER, 0.52);

/**
 * A line of pictures for the stored patterns, the cues and each rule, the overlap under each; frames in the rule's color where the
 * pattern was recalled.
 *
 * @throws TypeError when there is no document; RangeError when there is nothing to draw.
 */
export function recallFigure(sheet: RecallSheet, options: RecallFigureOptions = {}): SVGSVGElement {
  const size = sheet.width * sheet.height;
  const shown = sheet.stored.length / size;
  if (shown === 0 || sheet.lines.length === 0) {
    throw new RangeError(
      `recallFigure: sheet must hold at least one pattern and rule, got ${shown} and ${sheet.lines.length}`,
    );
  }
  const across = Math.ceil(shown / Math.ceil(shown / ACROSS));
  const side = Math.min(MOST_TILE, Math.max(LEAST_TILE, (PAGE - LABEL) / across - GAP));
  const scale = side / Math.max(sheet.width, sheet.height);
  const [tileWidth, tileHeight] = [scale * sheet.width, scale * sheet.height];
  const [cellWidth, cellHeight] = [Math.max(LEAST_CELL, tileWidth), Math.max(LEAST_CELL, tileHeight)];
  const width = Math.max(LEAST_WIDTH, 2 * EDGE + LABEL + across * (cellWidth + GAP) - GAP);
  const texts = { title: recallFinding(sheet), subtitle: subtitleOf(sheet), width };
  const { document, svg, frame } = beginFigure({ ...options, ...texts }, "recallFigure");
  const pitch = cellHeight + BENEATH + LINE_GAP;
  const lines: Line[] = [
    { label: "stored", states: sheet.stored, color: INK },
    { label: "cue", detail: damageOf(sheet), states: sheet.cues, color: INK, overlaps: sheet.cueOverlaps },
    ...sheet.lines.map(({ rule, states, overlaps, retrieved }) => ({
      label: RULES[rule].label,
      detail: `${retrieved} of ${sheet.patterns} recalled`,
      states,
      color: RULES[rule].color,
      overlaps,
      threshold: sheet.threshold,
    })),
  ];
  let y = 0;
  for (let first = 0; first < shown; first += across) {
    if (first > 0) y += BAND_GAP;
    const last = Math.min(shown, first + across);
    for (const [k, line] of lines.entries()) {
      if (k === 2) y += LINE_GAP; // cues above, answers below
      svg.appendChild(lineLabel(document, line, y + cellHeight / 2));
      for (let s = first; s < last; s++) {
        const x = EDGE + LABEL + (s - first) * (cellWidth + GAP) + (cellWidth - tileWidth) / 2;
        const states = line.states.subarray(s * size, (s + 1) * size);
        const top = y + (cellHeight - tileHeight) / 2;
        svg.appendChild(tile(document, line, states, sheet.width, scale, x, top, line.overlaps?.[s]));
      }
      y += pitch - (k === 0 ? BENEATH : 0);
    }
  }
  moveIntoFrame(svg, frame, y + 4);
  return svg;
}

interface Line {
  readonly label: string;
  readonly detail?: string;
  readonly states: Int8Array;
  readonly color: string;
  readonly overlaps?: readonly number[];
  /** There where a picture can be recalled or not. */
  readonly threshold?: number;
}

function lineLabel(document: Document, { label, detail, color }: Line, middle: number): SVGElement {
  const group = svgElement(document, "g", { "text-anchor": "start" });
  const base = { x: EDGE, fill: color === INK ? INK : textShade(color) };
  const top = detail === undefined ? middle + LABEL_SIZE * 0.35 : middle - 2;
  group.appendChild(svgText(document, label, { ...base, y: top, "font-size": LABEL_SIZE, "font-weight": "bold" }));
  if (detail !== undefined) {
    const y = middle + LABEL_SIZE * 1.15;
    group.appendChild(svgText(document, detail, { x: EDGE, y, "font-size": SMALL, fill: MUTED_INK }));
  }
  return group;
}

function tile(
  document: Document,
  { color, threshold }: Line,
  states: Int8Array,
  columns: number,
  scale: number,
  x: number,
  y: number,
  overlap: number | undefined,
): SVGElement {
  const isRecalled = threshold !== undefined && overlap !== undefined && overlap >= threshold;
  const isFailed = threshold !== undefined && !isRecalled;
  const rows = states.length / columns;
  const [width, height] = [scale * columns, scale * rows];
  const group = svgElement(document, "g", { transform: `translate(${round(x)},${round(y)})` });
  group.appendChild(svgElement(document, "rect", { width, height, fill: "#ffffff" }));
  group.appendChild(
    svgElement(document, "path", {
      d: runsOf(states, columns),
      transform: `scale(${scale})`,
      fill: isFailed ? FAILED_INK : INK,
      "shape-rendering": "crispEdges",
    }),
  );
  // the frame lies around the pixels, not over them
  const stroke = isRecalled ? 2.5 : 1;
  group.appendChild(
    svgElement(document, "rect", {
      x: -stroke / 2,
      y: -stroke / 2,
      width: width + stroke,
      height: height + stroke,
      fill: "none",
      stroke: isRecalled ? color : GRID_INK,
      "stroke-width": stroke,
    }),
  );
  if (overlap !== undefined) {
    group.appendChild(
      svgText(document, showOverlap(overlap), {
        x: width / 2,
        y: height + 15,
        "text-anchor": "middle",
        "font-size": SMALL,
        fill: isRecalled ? textShade(color) : MUTED_INK,
        ...(isRecalled && { "font-weight": "bold" }),
      }),
    );
  }
  return group;
}

/** Active pixels as a path of horizontal runs, in units of a pixel. */
function runsOf(states: Int8Array, columns: number): string {
  const runs: string[] = [];
  for (let at = 0; at < states.length; ) {
    if (states[at] < 0) {
      at++;
      continue;
    }
    const start = at;
    do at++;
    while (at % columns !== 0 && states[at] > 0);
    runs.push(`M${start % columns} ${Math.floor(start / columns)}h${at - start}v1h${start - at}z`);
  }
  return runs.join("");
}

/** "0.97", never rounded up to a threshold; 1 only for a picture without an error. */
function showOverlap(overlap: number): string {
  if (overlap === 1) return "1";
  const unit = overlap >= 0.995 ? 1000 : 100;
  return (Math.floor(overlap * unit + 1e-9) / unit).toFixed(unit === 1000 ? 3 : 2).replace("-", "−");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** "20 % of the pixels wrong". */
function damageOf({ noise, occlude }: Pick<RecallSheet, "noise" | "occlude">): string {
  const parts = [
    ...(occlude > 0 ? [`${percent(occlude)} hidden`] : []),
    ...(noise > 0 ? [`${percent(noise)} of the pixels wrong`] : []),
  ];
  return parts.length === 0 ? "as stored" : parts.join(", ");
}

function percent(part: number): string {
  return `${Number((100 * part).toPrecision(3))}\u{a0}%`;
}

function subtitleOf({ width, height, patterns, inputs, threshold, stored, note }: RecallSheet): string {
  const neurons = width * height;
  const shown = stored.length / neurons;
  const c = Number.isInteger(inputs) ? `c = ${inputs}` : `c = ${inputs.toFixed(1)} on average`;
  const some = shown < patterns ? `; ${shown} shown` : "";
  const more = note === undefined ? "" : `; ${note}`;
  return `N = ${neurons} (${width} × ${height}), ${c}, ${patterns} stored${some}; centered overlap m beneath, frames where m ≥ ${threshold}${more}`;
}

/** What the best rule recalls, and what random (or given) synapses do. */
export function recallFinding(sheet: RecallSheet): string {
  const { lines, patterns } = sheet;
  const isOne = patterns === 1;
  const noun = isOne ? (sheet.noun ?? "patterns").replace(/s$/, "") : (sheet.noun ?? "patterns");
  const isUnchosen = ({ rule }: RecallLine): boolean => !isSearchRule(rule);
  const chosen = lines.filter((line) => !isUnchosen(line));
  const others = lines.filter(isUnchosen);
  const best = (list: readonly RecallLine[]) => list.reduce((a, b) => (b.retrieved > a.retrieved ? b : a));
  const from = sheet.noise > 0 || sheet.occlude > 0 ? (isOne ? " from a damaged cue" : " from damaged cues") : "";
  if (chosen.length === 0) {
    const { rule, retrieved } = best(others);
    return `${doesWhat(rule, "recall")} ${amount(retrieved, patterns)} ${noun}${from}`;
  }
  const top = best(chosen);
  const what = `Chosen synapses recall ${amount(top.retrieved, patterns)} ${noun}${from}`;
  if (others.length === 0) return what;
  const rest = others.map(({ rule, retrieved }) => {
    const count =
      retrieved === 0 ? "none" : retrieved === patterns ? (isOne ? "too" : "all, too") : `only ${retrieved}`;
    return `${RULES[rule].unchosen?.others} ${count}`;
  });
  return `${what}, ${rest.join(" and ")}`;
}

function amount(retrieved: number, patterns: number): string {
  if (retrieved === patterns) return patterns === 1 ? "the one" : `all ${patterns}`;
  return retrieved === 0 ? `none of ${patterns}` : `${retrieved} of ${patterns}`;
}
