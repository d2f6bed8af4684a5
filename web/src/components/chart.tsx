/** Light line charts for live data: one SVG, direct labels, no library. */
import { useRef } from "preact/hooks";
import { formatTick, linearTicks, logTicks } from "../../../src/plot/ticks.ts";
import { useWidth } from "./width.ts";

/** A line of a chart, in values of its axes. */
export interface ChartLine {
  /** x and y in turn of each point; NaN breaks the line. */
  readonly points: ArrayLike<number>;
  /** A rule or another `data-rule` that the style sheet gives a color. */
  readonly rule?: string;
  /** Name that is written at the end of the line. */
  readonly label?: string;
  readonly hasDots?: boolean;
  readonly isDashed?: boolean;
  readonly isThin?: boolean;
  /** A band beneath the lines: x, low and high of each point in turn. */
  readonly band?: ArrayLike<number>;
}

/** An axis of a chart. */
export interface ChartAxis {
  readonly label: string;
  /** Least and greatest value. */
  readonly domain: readonly [number, number];
  /** About how many ticks the axis has. */
  readonly ticks?: number;
  /** Whether the axis is logarithmic; values at or below its least one, 0 among them, lie on its edge. */
  readonly isLog?: boolean;
  readonly format?: (tick: number) => string;
}

/** A line across the chart at one value. */
export interface ChartMark {
  readonly at: "x" | "y";
  readonly value: number;
  readonly label?: string;
  /** Whether the name stands above the beginning of a horizontal line instead of below its end. */
  readonly isEarly?: boolean;
}

/** A value of x that the pointer drags along; the room offers keys for it elsewhere. */
export interface ChartCursor {
  readonly value: number;
  readonly onMove: (value: number) => void;
}

const MARGIN = { top: 14, right: 14, bottom: 40 };
/** Width of a digit of a tick, px. */
const DIGIT = 7;

/** `description` says what is to be seen, for those who do not see it. */
export function Chart(props: {
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly lines: readonly ChartLine[];
  readonly marks?: readonly ChartMark[];
  readonly cursor?: ChartCursor | undefined;
  readonly height?: number;
  readonly description: string;
}) {
  const { x, y, lines, marks = [], cursor, height = 240, description } = props;
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const right = lines.some(({ label }) => label !== undefined) ? 14 + labelRoom(lines) : MARGIN.right;
  const yTicks = ticksOf(y, 4);
  const left = 36 + DIGIT * Math.max(...yTicks.map((tick) => formatOf(y)(tick).length));
  const plane = { x0: left, x1: width - right, y0: MARGIN.top, y1: height - MARGIN.bottom };
  const atX = (value: number): number => plane.x0 + partOf(x, value) * (plane.x1 - plane.x0);
  const atY = (value: number): number => plane.y1 - partOf(y, value) * (plane.y1 - plane.y0);
  const drag = (event: PointerEvent): void => {
    const { left: edge, width: seen } = svg.current!.getBoundingClientRect();
    const at = ((event.clientX - edge) * (width / seen) - plane.x0) / (plane.x1 - plane.x0);
    cursor?.onMove(valueAt(x, Math.min(1, Math.max(0, at))));
  };
  const labelsAt = apart(
    lines.map(({ points, label }) => (label === undefined ? Number.NaN : atY(points[points.length - 1]))),
    plane.y1,
  );
  return (
    <svg
      ref={svg}
      class="chart"
      data-drag={cursor !== undefined}
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      role="img"
      aria-label={description}
      {...(cursor && {
        onPointerDown: (event: PointerEvent) => {
          svg.current!.setPointerCapture(event.pointerId);
          drag(event);
        },
        onPointerMove: (event: PointerEvent) => {
          if (svg.current!.hasPointerCapture(event.pointerId)) drag(event);
        },
      })}
    >
      {yTicks.map((tick) => (
        <g key={`y${tick}`} transform={`translate(0,${round(atY(tick))})`}>
          <line class="chart-grid" x1={plane.x0} x2={plane.x1} />
          <text x={plane.x0 - 8} dy="0.32em" text-anchor="end">
            {formatOf(y)(tick)}
          </text>
        </g>
      ))}
      {ticksOf(x, Math.max(2, Math.floor(width / 110))).map((tick) => (
        <g key={`x${tick}`} transform={`translate(${round(atX(tick))},${plane.y1})`}>
          <line class="chart-axis" y2={4} />
          <text y={18} text-anchor="middle">
            {formatOf(x)(tick)}
          </text>
        </g>
      ))}
      <line class="chart-axis" x1={plane.x0} x2={plane.x1} y1={plane.y1} y2={plane.y1} />
      <text x={(plane.x0 + plane.x1) / 2} y={height - 4} text-anchor="middle">
        {x.label}
      </text>
      <text transform={`translate(12,${(plane.y0 + plane.y1) / 2}) rotate(-90)`} text-anchor="middle">
        {y.label}
      </text>
      {marks.map(({ at, value, label, isEarly }, k) => (
        <g key={`${at}${value}`}>
          {at === "y" ? (
            <line class="chart-mark" x1={plane.x0} x2={plane.x1} y1={atY(value)} y2={atY(value)} />
          ) : (
            <line class="chart-mark" x1={atX(value)} x2={atX(value)} y1={plane.y0} y2={plane.y1} />
          )}
          {label !== undefined && (
            <text
              x={at === "x" ? atX(value) + (isFarRight(x, value) ? -5 : 5) : isEarly ? plane.x0 + 4 : plane.x1 - 2}
              y={at === "x" ? plane.y0 + 10 + 14 * rankOf(marks, k) : atY(value) + (isEarly ? -5 : 15)}
              text-anchor={(at === "x" ? isFarRight(x, value) : !isEarly) ? "end" : "start"}
            >
              {label}
            </text>
          )}
        </g>
      ))}
      {lines.map((line, k) => {
        const { points, rule, label, hasDots, isDashed, isThin, band } = line;
        const last = points.length - 2;
        return (
          <g key={k} data-rule={rule}>
            {band && <path class="chart-band" d={bandOf(band, atX, atY)} />}
            <path class={isDashed ? "chart-mark" : "chart-line"} data-thin={isThin} d={pathOf(points, atX, atY)} />
            {hasDots &&
              Array.from({ length: points.length / 2 }, (_, n) => (
                <circle
                  key={n}
                  class="chart-dot"
                  r={3}
                  cx={round(atX(points[2 * n]))}
                  cy={round(atY(points[2 * n + 1]))}
                />
              ))}
            {label !== undefined && last >= 0 && (
              <text class="chart-label" x={round(atX(points[last])) + 7} y={round(labelsAt[k])} dy="0.32em">
                {label}
              </text>
            )}
          </g>
        );
      })}
      {cursor && (
        <g class="chart-cursor" transform={`translate(${round(atX(cursor.value))},0)`}>
          <line y1={plane.y0 - 4} y2={plane.y1} />
          <circle r={5} cy={plane.y1} />
        </g>
      )}
    </svg>
  );
}

/** Where on an axis a value lies, in [0, 1] within its domain. */
function partOf({ domain: [low, high], isLog }: ChartAxis, value: number): number {
  if (!(high > low)) return 0;
  return isLog ? Math.log(Math.max(low, value) / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** How many vertical marks stand before one: their labels go down in steps, or they would meet. */
function rankOf(marks: readonly ChartMark[], k: number): number {
  return marks.slice(0, k).filter(({ at, label }) => at === "x" && label !== undefined).length;
}

/** Whether a value lies so far right that its label would not fit beside it. */
function isFarRight(x: ChartAxis, value: number): boolean {
  return partOf(x, value) > 0.7;
}

function valueAt({ domain: [low, high], isLog }: ChartAxis, part: number): number {
  return isLog ? low * (high / low) ** part : low + part * (high - low);
}

function ticksOf({ domain, ticks, isLog }: ChartAxis, count: number): number[] {
  return (isLog ? logTicks : linearTicks)(...domain, ticks ?? count);
}

function formatOf({ format = formatTick }: ChartAxis): (tick: number) => string {
  return format;
}

/** Distance between the middles of two labels, px. */
const LINE_HEIGHT = 15;

/** Moves labels apart so that none covers another, from the lowest up; heights in px, NaN stays NaN. */
function apart(wished: readonly number[], lowest: number): number[] {
  const placed = [...wished];
  let limit = lowest;
  const order = wished.map((_, k) => k).filter((k) => !Number.isNaN(wished[k]));
  for (const k of order.sort((a, b) => wished[b] - wished[a])) {
    placed[k] = Math.min(wished[k], limit);
    limit = placed[k] - LINE_HEIGHT;
  }
  return placed;
}

/** The approximate width of the longest label, px. */
function labelRoom(lines: readonly ChartLine[]): number {
  return 7 * Math.max(...lines.map(({ label = "" }) => label.length));
}

function pathOf(points: ArrayLike<number>, atX: (value: number) => number, atY: (value: number) => number): string {
  let path = "";
  let pen = "M";
  for (let n = 0; n + 1 < points.length; n += 2) {
    if (Number.isNaN(points[n + 1])) {
      pen = "M";
      continue;
    }
    path += `${pen}${round(atX(points[n]))} ${round(atY(points[n + 1]))}`;
    pen = "L";
  }
  return path;
}

function bandOf(band: ArrayLike<number>, atX: (value: number) => number, atY: (value: number) => number): string {
  const [low, high]: number[][] = [[], []];
  for (let n = 0; n + 2 < band.length; n += 3) {
    low.unshift(band[n], band[n + 1]);
    high.push(band[n], band[n + 2]);
  }
  // the lower edge is walked back: pairs were put before each other, x first
  return high.length === 0 ? "" : `${pathOf([...high, ...low], atX, atY)}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
