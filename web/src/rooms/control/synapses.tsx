/** The controls against time, in the places of a weight matrix: every synapse against its own bound. */
import { useRef } from "preact/hooks";
import { lineOf, px, scaleOf } from "../../components/axes.tsx";
import { showNumber } from "../../components/controls.tsx";
import { useWidth } from "../../components/width.ts";
import { SUBSCRIPTS } from "./plane.tsx";

const GAP = 14;
const HEAD = 18;
const FOOT = 34;
/** A control this near to its bound is at it. */
const AT_BOUND = 1e-6;

export function Synapses(props: {
  readonly times: Float64Array;
  /** ξ, [S × N × N] */
  readonly controls: Float64Array;
  readonly bounds: Float64Array;
  readonly weights: readonly (readonly number[])[];
  /** τ_p */
  readonly presentation: number;
}) {
  const { times, controls, bounds, weights, presentation } = props;
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const N = weights.length;
  const cell = (width - (N - 1) * GAP) / N;
  const tall = Math.max(70, Math.min(120, 0.62 * cell));
  const height = N * (tall + HEAD) + FOOT;
  const nSteps = controls.length / (N * N);
  const end = times[nSteps];
  return (
    <svg
      ref={svg}
      class="chart synapses"
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      role="img"
      aria-label={`Controls of ${N * N} synapses against time`}
    >
      {Array.from({ length: N * N }, (_, at) => {
        const [i, j] = [Math.floor(at / N), at % N];
        const bound = bounds[at];
        const left = j * (cell + GAP);
        const top = i * (tall + HEAD) + HEAD;
        const x = scaleOf([0, end], [left, left + cell]);
        const y = scaleOf([-1.12 * (bound || 1), 1.12 * (bound || 1)], [top + tall, top]);
        const course = new Float64Array(2 * nSteps);
        let held = 0;
        for (let n = 0; n < nSteps; n++) {
          const xi = controls[n * N * N + at];
          course.set([times[n], xi], 2 * n);
          if (bound > 0 && Math.abs(xi) >= bound * (1 - AT_BOUND)) held++;
        }
        const isSilent = weights[i][j] === 0;
        return (
          <g key={at} data-bound={held > 0 ? "reached" : undefined}>
            <text x={left} y={top - 5}>
              <tspan font-style="italic">ξ</tspan>
              {SUBSCRIPTS[i]}
              {SUBSCRIPTS[j]}
              <tspan class="synapse-kind">{bound === 0 ? " fixed" : isSilent ? " silent" : ""}</tspan>
            </text>
            <text class="synapse-bound" x={left + cell} y={top - 5} text-anchor="end">
              {bound === 0
                ? ""
                : `${held > 0 && cell > 190 ? `${percent(held / nSteps)} of the time at ` : ""}±${showNumber(bound)}`}
            </text>
            <rect
              class="synapse-range"
              x={left}
              y={px(y.at(bound))}
              width={cell}
              height={px(y.at(-bound) - y.at(bound))}
            />
            <path class="plane-zero" d={`M${left} ${y.at(0)}h${cell}`} />
            <path class="chart-mark" d={`M${px(x.at(presentation))} ${top}v${tall}`} />
            {bound > 0 && <path class="chart-line" d={lineOf(course, [x, y])} />}
          </g>
        );
      })}
      <text x={0} y={height - 18}>
        0
      </text>
      <text x={cell} y={height - 18} text-anchor="end">
        {showNumber(Number(end.toPrecision(3)))}
      </text>
      <text x={cell / 2} y={height - 4} text-anchor="middle">
        time <tspan font-style="italic">t</tspan>
      </text>
      <text x={px(Math.min((presentation / end) * cell, cell - 34))} y={height - 18} text-anchor="middle">
        τₚ
      </text>
    </svg>
  );
}

function percent(part: number): string {
  return part < 0.01 ? "1 %" : `${Math.round(100 * part)} %`;
}
