/** Scales, frame, ticks and names of planes and charts that rooms draw by themselves. */
import type { ComponentChildren } from "preact";
import { formatTick, linearTicks } from "../../../src/plot/ticks.ts";

export interface Scale {
  readonly domain: readonly [number, number];
  /** px of both ends. */
  readonly range: readonly [number, number];
  readonly at: (value: number) => number;
  readonly from: (px: number) => number;
}

export function scaleOf(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const span = domain[1] - domain[0] || 1;
  const rate = (range[1] - range[0]) / span;
  return {
    domain,
    range,
    at: (value) => range[0] + (value - domain[0]) * rate,
    from: (px) => domain[0] + (px - range[0]) / rate,
  };
}

export function Axes(props: {
  readonly x: Scale;
  readonly y: Scale;
  readonly xName: ComponentChildren;
  readonly yName: ComponentChildren;
  readonly ticks?: number;
}) {
  const { x, y, xName, yName, ticks = 5 } = props;
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  return (
    <g class="control-axes">
      <path class="chart-axis" d={`M${left} ${top}V${bottom}H${right}`} />
      {linearTicks(...x.domain, ticks).map((tick) => (
        <g key={`x${tick}`} transform={`translate(${px(x.at(tick))},${bottom})`}>
          <line class="chart-axis" y2={4} />
          <text y={18} text-anchor="middle">
            {formatTick(tick)}
          </text>
        </g>
      ))}
      {linearTicks(...y.domain, ticks).map((tick) => (
        <g key={`y${tick}`} transform={`translate(${left},${px(y.at(tick))})`}>
          <line class="chart-axis" x2={-4} />
          <text x={-8} dy="0.32em" text-anchor="end">
            {formatTick(tick)}
          </text>
        </g>
      ))}
      <text x={(left + right) / 2} y={bottom + 36} text-anchor="middle">
        {xName}
      </text>
      <text transform={`translate(${left - 44},${(top + bottom) / 2}) rotate(-90)`} text-anchor="middle">
        {yName}
      </text>
    </g>
  );
}

/** From a plane to px, along x and along y. */
export type Scales = readonly [x: Scale, y: Scale];

/** To a tenth of a pixel. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A line through points given as x and y in turn, `size` numbers a point of which `i` and `j` are drawn; at most `most` of them. */
export function lineOf(states: ArrayLike<number>, [x, y]: Scales, { size = 2, i = 0, j = 1, most = 500 } = {}): string {
  const count = states.length / size;
  const keep = Math.max(1, Math.ceil(count / most));
  let path = "";
  for (let n = 0; n < count; n += keep) path += point(n);
  if ((count - 1) % keep !== 0) path += point(count - 1);
  return path;
  function point(n: number): string {
    return `${n === 0 ? "M" : "L"}${px(x.at(states[n * size + i]))} ${px(y.at(states[n * size + j]))}`;
  }
}
