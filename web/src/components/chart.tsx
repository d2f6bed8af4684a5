/** Light line charts for live data: one SVG, direct labels, no library. Static figures are `Plate`s. */
import { useEffect, useRef, useState } from "preact/hooks";
import { formatTick, linearTicks } from "../../../src/plot/ticks.ts";

export interface ChartLine {
  /** x and y in turn of each point; NaN breaks the line. */
  readonly points: ArrayLike<number>;
  /** A rule or another `data-rule` that the style sheet gives a color. */
  readonly rule?: string;
  /** Stands at its end. */
  readonly label?: string;
  readonly hasDots?: boolean;
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

const MARGIN = { top: 14, right: 14, bottom: 40, left: 50 };

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
  const plane = { x0: MARGIN.left, x1: width - right, y0: MARGIN.top, y1: height - MARGIN.bottom };
  const atX = (value: number): number => plane.x0 + ((value - x.domain[0]) / span(x)) * (plane.x1 - plane.x0);
  const atY = (value: number): number => plane.y1 - ((value - y.domain[0]) / span(y)) * (plane.y1 - plane.y0);
  return (
    <svg ref={svg} class="chart" viewBox={`0 0 ${width} ${height}`} height={height} role="img" aria-label={description}>
      {linearTicks(...y.domain, y.ticks ?? 4).map((tick) => (
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
              y={at === "y" ? atY(value) - 5 : plane.y0 + 10}
              text-anchor={at === "y" ? "end" : "start"}
            >
              {label}
            </text>
          )}
        </g>
      ))}
      {lines.map((line, k) => {
        const { points, rule, label, hasDots } = line;
        const last = points.length - 2;
        return (
          <g key={k} data-rule={rule}>
            <path class="chart-line" d={pathOf(points, atX, atY)} />
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
              <text class="chart-label" x={round(atX(points[last])) + 7} y={round(atY(points[last + 1]))} dy="0.32em">
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

/** The width in px that an element has in the page. */
function useWidth(element: { readonly current: Element | null }, initial: number): number {
  const [width, setWidth] = useState(initial);
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width > 0) setWidth(Math.round(contentRect.width));
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
