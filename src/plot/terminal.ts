/**
 * A compact figure for a terminal: lines of braille dots (two by four to a character), a glyph per point, published
 * values as dashes, names beside the ends of the lines. Every line is told by its glyph as well as by its colour.
 */

import { spreadColumn } from "./labels.ts";
import { formatTick, linearTicks, logTicks } from "./ticks.ts";

/** One line of a figure for a terminal. */
export interface TerminalSeries {
  /** Name that is written beside the line; empty for a line that the name of another explains. */
  readonly name: string;
  /** The character, one column wide, that is drawn at every point and before the name. */
  readonly glyph: string;
  /** Color of the series, "#rrggbb". */
  readonly color: string;
  /** Points in the order in which lines join them, in values of the axes. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** A value of the vertical axis that is drawn as dashes across the figure. */
export interface TerminalLine {
  readonly value: number;
  readonly label: string;
}

/** Size, axes and colors of a figure for a terminal. */
export interface TerminalFigureOptions {
  /** Width of the whole figure in columns, at least 30. */
  readonly width?: number;
  /** Rows of the whole figure, at least 8; more are taken when the names need them. */
  readonly height?: number;
  /** Whether to colour by ANSI sequences; the caller knows whether it writes to a terminal and of NO_COLOR. */
  readonly color?: boolean;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Whether the horizontal axis is logarithmic; its values must then be > 0. */
  readonly xLog?: boolean;
  /** Whether the vertical axis is logarithmic; its values must then be > 0. */
  readonly yLog?: boolean;
  readonly lines?: readonly TerminalLine[];
}

/** The smallest width of a figure, in columns. */
export const MIN_WIDTH = 30;
const MIN_HEIGHT = 8;
/** Part of an axis that stays free beyond its first and last value. */
const AIR = 0.03;
/** With fewer columns than this left for the lines, their names go beneath. */
const MIN_AREA_COLUMNS = 34;

/**
 * The figure as lines of text joined by newlines, without a newline at the end.
 *
 * @param series   lines; a point that is not finite, or not > 0 on a logarithmic axis, is left out.
 * @param options  see `TerminalFigureOptions`.
 * @throws RangeError when no point can be drawn or the figure is too small.
 */
export function terminalFigure(series: readonly TerminalSeries[], options: TerminalFigureOptions = {}): string {
  const { width = 80, height = 20, color = false, xLabel = "", yLabel = "", xLog = false, yLog = false } = options;
  if (!(width >= MIN_WIDTH)) throw new RangeError(`terminalFigure: width must be at least ${MIN_WIDTH}, got ${width}`);
  if (!(height >= MIN_HEIGHT)) {
    throw new RangeError(`terminalFigure: height must be at least ${MIN_HEIGHT}, got ${height}`);
  }
  const canDraw = (value: number, isLog: boolean) => Number.isFinite(value) && (!isLog || value > 0);
  const drawn = series
    .map((line) => ({ ...line, points: line.points.filter(({ x, y }) => canDraw(x, xLog) && canDraw(y, yLog)) }))
    .filter(({ points }) => points.length > 0);
  if (drawn.length === 0) {
    throw new RangeError(
      `terminalFigure: series must hold at least one point that can be drawn, got ${series.length} without`,
    );
  }
  const lines = (options.lines ?? []).filter(({ value }) => canDraw(value, yLog));
  const paint = color ? paintAnsi : (text: string) => text;

  const xs = drawn.flatMap(({ points }) => points.map(({ x }) => x));
  const ys = [...drawn.flatMap(({ points }) => points.map(({ y }) => y)), ...lines.map(({ value }) => value)];
  const y = makeAxis(ys, yLog, Math.max(2, Math.round(height / 4)), !yLog);
  const labels = [
    ...drawn
      .filter(({ name }) => name !== "")
      .map((line) => ({
        text: `${line.glyph} ${line.name}`,
        color: line.color,
        value: line.points[line.points.length - 1].y,
      })),
    ...lines.map(({ value, label }) => ({ text: `╌ ${label}`, color: undefined, value })),
  ];
  const yTicks = y.ticks.map(formatTick);
  const gutter = Math.max(...yTicks.map((tick) => tick.length)) + 2; // a space and the axis
  const widest = Math.max(0, ...labels.map(({ text }) => Array.from(text).length));
  const isBeside = labels.length > 0 && width - gutter - widest - 2 >= MIN_AREA_COLUMNS;
  const columns = isBeside ? width - gutter - widest - 2 : width - gutter;
  const rows = Math.max(height - (yLabel === "" ? 0 : 1) - (xLabel === "" ? 2 : 3), isBeside ? labels.length : 0, 3);
  const x = makeAxis(xs, xLog, Math.max(2, Math.round(columns / 10)), false);

  const canvas = new Canvas(columns, rows);
  for (const { value } of lines) canvas.dashes(y.at(value));
  for (const { points, color: ownColor } of drawn) {
    for (let i = 1; i < points.length; i++) {
      canvas.segment(x.at(points[i - 1].x), y.at(points[i - 1].y), x.at(points[i].x), y.at(points[i].y), ownColor);
    }
  }
  for (const { points, glyph, color: ownColor } of drawn) {
    for (const point of points) canvas.glyph(x.at(point.x), y.at(point.y), glyph, ownColor);
  }

  const rowOf = (value: number) => canvas.row(y.at(value));
  const tickRows = new Map(y.ticks.map((tick, i) => [rowOf(tick), yTicks[i]]));
  const labelRows = new Map<number, (typeof labels)[number]>();
  if (isBeside) {
    const wanted = labels.map(({ value }) => rowOf(value));
    spreadColumn(wanted, 1, 0, rows - 1).forEach((row, i) => {
      let free = Math.min(Math.max(Math.round(row), 0), rows - 1);
      while (labelRows.has(free)) free = (free + 1) % rows;
      labelRows.set(free, labels[i]);
    });
  }
  const output: string[] = [];
  if (yLabel !== "") output.push(printable(yLabel));
  for (let row = 0; row < rows; row++) {
    const tick = tickRows.get(row);
    const axis = `${(tick ?? "").padStart(gutter - 2)} ${tick === undefined ? "│" : "┤"}`;
    const label = labelRows.get(row);
    const shown = label === undefined ? "" : `  ${paint(printable(label.text), label.color)}`;
    output.push(trimEnd(`${axis}${canvas.text(row, paint)}${shown}`));
  }
  output.push(...xAxis(x, canvas, gutter));
  if (xLabel !== "") {
    const shown = printable(xLabel);
    output.push(" ".repeat(gutter + Math.max(0, Math.floor((columns - shown.length) / 2))) + shown);
  }
  if (!isBeside) {
    for (const { text, color: ownColor } of labels) {
      const shown = Array.from(printable(text));
      const room = width - gutter;
      const cut = shown.length > room ? `${shown.slice(0, room - 1).join("")}…` : shown.join("");
      output.push(" ".repeat(gutter) + paint(cut, ownColor));
    }
  }
  return output.join("\n");
}

interface Axis {
  readonly ticks: readonly number[];
  at(value: number): number;
}

function makeAxis(values: readonly number[], isLog: boolean, count: number, fromZero: boolean): Axis {
  const position = isLog ? Math.log : (value: number) => value;
  const value = isLog ? Math.exp : (at: number) => at;
  const startsAtZero = fromZero && Math.min(...values) >= 0;
  let from = startsAtZero ? 0 : position(Math.min(...values));
  let to = position(Math.max(...values));
  // A little air, so that no point lies on an axis; a lone value lies in the middle.
  const air = to > from ? AIR * (to - from) : isLog ? Math.LN2 : (Math.abs(to) || 1) / 2;
  if (!startsAtZero) from -= air;
  to += air;
  const [low, high] = [value(from), value(to)];
  return {
    ticks: isLog ? logTicks(low, high, count) : linearTicks(low, high, count),
    at: (tick) => (position(tick) - from) / (to - from),
  };
}

type Paint = (text: string, color?: string) => string;

const BRAILLE_START = 0x2800;
/** Bits of a braille character by column and row of its dots. */
const BRAILLE = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

/** Characters of the area between the axes; coordinates from 0 to 1, upwards and to the right. */
class Canvas {
  readonly columns: number;
  readonly rows: number;
  readonly #dots: Uint8Array;
  readonly #glyphs: (string | undefined)[] = [];
  readonly #colors: (string | undefined)[] = [];
  readonly #isDashed: boolean[] = [];

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#dots = new Uint8Array(columns * rows);
  }

  column(x: number): number {
    return this.#dotColumn(x) >> 1;
  }

  row(y: number): number {
    return this.#dotRow(y) >> 2;
  }

  dashes(y: number): void {
    this.#isDashed[this.row(y)] = true;
  }

  glyph(x: number, y: number, glyph: string, color: string): void {
    const cell = this.row(y) * this.columns + this.column(x);
    this.#glyphs[cell] = glyph;
    this.#colors[cell] = color;
  }

  /** Draws a straight line between two points, in dots, by Bresenham's algorithm. */
  segment(x0: number, y0: number, x1: number, y1: number, color: string): void {
    let [column, row] = [this.#dotColumn(x0), this.#dotRow(y0)];
    const [endColumn, endRow] = [this.#dotColumn(x1), this.#dotRow(y1)];
    const [dx, dy] = [Math.abs(endColumn - column), -Math.abs(endRow - row)];
    const [stepX, stepY] = [Math.sign(endColumn - column), Math.sign(endRow - row)];
    let error = dx + dy;
    for (;;) {
      const cell = (row >> 2) * this.columns + (column >> 1);
      this.#dots[cell] |= BRAILLE[column & 1][row & 3];
      this.#colors[cell] = color;
      if (column === endColumn && row === endRow) return;
      const doubled = 2 * error;
      if (doubled >= dy) {
        error += dy;
        column += stepX;
      }
      if (doubled <= dx) {
        error += dx;
        row += stepY;
      }
    }
  }

  text(row: number, paint: Paint): string {
    let text = "";
    let run = "";
    let runColor: string | undefined;
    for (let column = 0; column <= this.columns; column++) {
      const cell = row * this.columns + column;
      const isDrawn = column < this.columns && (this.#glyphs[cell] !== undefined || this.#dots[cell] > 0);
      const color = isDrawn ? this.#colors[cell] : undefined;
      // One escape sequence for neighbors of one color.
      if (color !== runColor || column === this.columns) {
        text += paint(run, runColor);
        run = "";
        runColor = color;
      }
      if (isDrawn) run += this.#glyphs[cell] ?? String.fromCharCode(BRAILLE_START + this.#dots[cell]);
      else if (column < this.columns) run += this.#isDashed[row] ? "╌" : " ";
    }
    return text;
  }

  #dotColumn(x: number): number {
    return Math.round(x * (this.columns * 2 - 1));
  }

  #dotRow(y: number): number {
    return Math.round((1 - y) * (this.rows * 4 - 1));
  }
}

/** The axis line with its ticks, and the tick labels that fit beneath without touching. */
function xAxis(x: Axis, canvas: Canvas, gutter: number): string[] {
  const line = new Array<string>(canvas.columns).fill("─");
  const labels = new Array<string>(gutter + canvas.columns).fill(" ");
  let end = -1;
  for (const tick of x.ticks) {
    const column = canvas.column(x.at(tick));
    const text = formatTick(tick);
    const start = Math.min(Math.max(0, gutter + column - ((text.length - 1) >> 1)), labels.length - text.length);
    if (start <= end) continue;
    line[column] = "┬";
    for (let i = 0; i < text.length; i++) labels[start + i] = text[i];
    end = start + text.length;
  }
  return [`${" ".repeat(gutter - 1)}└${line.join("")}`, trimEnd(labels.join(""))];
}

/** Wraps text in the nearest of the 256 colours that every terminal of today knows. */
function paintAnsi(text: string, color?: string): string {
  if (color === undefined) return text;
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const isGrey = Math.max(r, g, b) - Math.min(r, g, b) < 8;
  const level = (value: number) => (value < 48 ? 0 : value < 115 ? 1 : Math.round((value - 55) / 40));
  const code = isGrey
    ? 232 + Math.min(23, Math.max(0, Math.round((r - 8) / 10)))
    : 16 + 36 * level(r) + 6 * level(g) + level(b);
  return `\u{1b}[38;5;${code}m${text}\u{1b}[39m`;
}

/** A name must not carry control sequences into the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "");
}

function trimEnd(text: string): string {
  return text.replace(/ +$/, "");
}
