/** Light line charts for live data: one SVG, direct labels, no library. Static figures are `Plate`s. */
import { useRef } from "preact/hooks";
import { formatTick, linearTicks } from "../../../src/plot/ticks.ts";
import { useWidth } from "./width.ts";

export interface ChartLine {
  /** x and y in turn of each point; NaN breaks the line. */
  readonly points: ArrayLike<number>;
  /** A rule or another `data-rule` that the style sheet gives a color. */
  readonly rule?: string;
  /** Stands at its end. */
  readonly label?: string;
  readonly hasDots?: boolean;
  readonly isDashed?: boolean;
}

export interface ChartAxis {
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly ticks?: number;
}

export interface ChartMark {
  readonly at: "x" | "y";
  readonly value: number;
  readonly label?: string;
}

const MARGIN = { top: 14, right: 14, bottom: 40 };
/** px of a digit of a tick. */
const DIGIT = 7;

/** `description` says what is to be seen, for those who do not see it. */
export function Chart(props: {
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly lines: readonly ChartLine[];
  readonly marks?: readonly ChartMark[];
  readonly height?: number;
  readonly description: string;
}) {
  const { x, y, lines, marks = [], height = 240, description } = props;
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg, 480);
  const right = lines.some(({ label }) => label !== undefined) ? 14 + labelRoom(lines) : MARGIN.right;
  const yTicks = linearTicks(...y.domain, y.ticks ?? 4);
  const left = 36 + DIGIT * Math.max(...yTicks.map((tick) => formatTick(tick).length));
  const plane = { x0: left, x1: width - right, y0: MARGIN.top, y1: height - MARGIN.bottom };
  const atX = (value: number): number => plane.x0 + ((value - x.domain[0]) / span(x)) * (plane.x1 - plane.x0);
  const atY = (value: number): number => plane.y1 - ((value - y.domain[0]) / span(y)) * (plane.y1 - plane.y0);
  const labelsAt = apart(
    lines.map(({ points, label }) => (label === undefined ? Number.NaN : atY(points[points.length - 1]))),
    plane.y1,
  );
  return (
    <svg ref={svg} class="chart" viewBox={`0 0 ${width} ${height}`} height={height} role="img" aria-label={description}>
      {yTicks.map((tick) => (
        <g key={`y${tick}`} transform={`translate(0,${round(atY(tick))})`}>
          <line class="chart-grid" x1={plane.x0} x2={plane.x1} />
          <text x={plane.x0 - 8} dy="0.32em" text-anchor="end">
            {formatTick(tick)}
          </text>
        </g>
      ))}
      {linearTicks(...x.domain, x.ticks ?? Math.max(2, Math.floor(width / 110))).map((tick) => (
        <g key={`x${tick}`} transform={`translate(${round(atX(tick))},${plane.y1})`}>
          <line class="chart-axis" y2={4} />
          <text y={18} text-anchor="middle">
            {formatTick(tick)}
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
      {marks.map(({ at, value, label }) => (
        <g key={`${at}${value}`}>
          {at === "y" ? (
            <line class="chart-mark" x1={plane.x0} x2={plane.x1} y1={atY(value)} y2={atY(value)} />
          ) : (
            <line class="chart-mark" x1={atX(value)} x2={atX(value)} y1={plane.y0} y2={plane.y1} />
          )}
          {label !== undefined && (
            <text
              x={at === "y" ? plane.x1 - 2 : atX(value) + 5}
              y={at === "y" ? atY(value) + 15 : plane.y0 + 10}
              text-anchor={at === "y" ? "end" : "start"}
            >
              {label}
            </text>
          )}
        </g>
      ))}
      {lines.map((line, k) => {
        const { points, rule, label, hasDots, isDashed } = line;
        const last = points.length - 2;
        return (
          <g key={k} data-rule={rule}>
            <path class={isDashed ? "chart-mark" : "chart-line"} d={pathOf(points, atX, atY)} />
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
    </svg>
  );
}

function span({ domain: [low, high] }: ChartAxis): number {
  return high > low ? high - low : 1;
}

/** px between the middles of two labels. */
const LINE_HEIGHT = 15;

/** Heights of labels that wish to stand at these, so that none covers another: from the lowest up. NaN stays. */
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

/** px that the longest label takes, about. */
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

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
