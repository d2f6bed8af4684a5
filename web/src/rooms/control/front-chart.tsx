/** The Pareto front: what motion costs against what control costs, with the present μ as a knob that slides along it. */
import type { FrontRow } from "palimpsest";
import { useRef, useState } from "preact/hooks";
import { outcomeKindOf } from "../../../../src/control/page.ts";
import { Axes, lineOf, px, scaleOf } from "../../components/axes.tsx";
import { showNumber } from "../../components/controls.tsx";
import { useWidth } from "../../components/width.ts";
import { footOn, type Point } from "./segment.ts";

const MARGIN = { top: 14, right: 34, bottom: 44, left: 66 };
const HEIGHT = 300;
/** μ that are named beside the front. */
const NAMED = [0.005, 0.02, 0.1, 0.5, 0.9, 0.98];
/** px between two names. */
const APART = 36;

export function FrontChart(props: {
  readonly points: readonly FrontRow[];
  /** Whether another front is being computed. */
  readonly isStale: boolean;
  /** The path shown. */
  readonly now: { readonly mu: number; readonly motion: number; readonly effort: number } | undefined;
  readonly mu: { readonly value: number; readonly min: number; readonly max: number; readonly step: number };
  readonly setMu: (mu: number) => void;
}) {
  const { points, isStale, now, mu, setMu } = props;
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const [isHeld, setHeld] = useState(false);
  const all = [...points, ...(now ? [now] : [])];
  const [most, dearest] = [
    Math.max(1e-12, ...all.map(({ effort }) => effort)),
    Math.max(1e-12, ...all.map(({ motion }) => motion)),
  ];
  const least = Math.min(dearest, ...all.map(({ motion }) => motion));
  // where motion hardly changes, an axis from 0 would hide the front
  const floor = least > 0.5 * dearest ? least - 0.12 * (dearest - least || dearest) : 0;
  const x = scaleOf([0, 1.06 * most], [MARGIN.left, width - MARGIN.right]);
  const y = scaleOf([floor, dearest + 0.08 * (dearest - floor)], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const at = ({ effort, motion }: { effort: number; motion: number }): readonly [number, number] => [
    x.at(effort),
    y.at(motion),
  ];
  const slide = (event: PointerEvent): void => {
    const box = svg.current!.getBoundingClientRect();
    const found = nearestMu(points, at, [event.clientX - box.left, event.clientY - box.top]);
    if (found !== undefined) setMu(Math.max(mu.min, Math.min(mu.max, found)));
  };
  let last: readonly [number, number] | undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an svg is no fieldset
    <svg
      ref={svg}
      class="chart front"
      data-held={isHeld}
      data-stale={isStale}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      height={HEIGHT}
      role="group"
      aria-label={`Pareto front of ${points.length} minima: cost of motion against cost of control`}
      onPointerMove={(event) => isHeld && slide(event)}
      onPointerUp={() => setHeld(false)}
      onPointerCancel={() => setHeld(false)}
    >
      <Axes x={x} y={y} xName="cost of control, ∫|ξ|²" yName="cost of motion, ∫|X|²" />
      <path
        class="chart-line"
        d={lineOf(
          points.flatMap(({ effort, motion }) => [effort, motion]),
          [x, y],
        )}
      />
      {points.map((point) => {
        const [cx, cy] = at(point);
        const isNamed =
          NAMED.includes(point.controlWeight) && !(last && Math.hypot(cx - last[0], cy - last[1]) < APART);
        if (isNamed) last = [cx, cy];
        return (
          <g
            key={point.controlWeight}
            class="front-point"
            data-outcome={point.outcome}
            data-converged={point.status === "converged"}
          >
            <circle cx={px(cx)} cy={px(cy)} r={4} style={{ fill: outcomeKindOf(point.outcome).color }} />
            <title>{`μ = ${point.controlWeight}: ${outcomeKindOf(point.outcome).label}`}</title>
            {isNamed && (
              <text x={px(cx) + 8} y={px(cy) - 8}>
                {point.controlWeight}
              </text>
            )}
          </g>
        );
      })}
      {now && (
        <g
          class="plane-handle"
          transform={`translate(${px(at(now)[0])},${px(at(now)[1])})`}
          tabindex={0}
          role="slider"
          aria-label="μ along the front"
          aria-valuemin={mu.min}
          aria-valuemax={mu.max}
          aria-valuenow={mu.value}
          onPointerDown={(event) => {
            svg.current!.setPointerCapture(event.pointerId);
            setHeld(true);
          }}
          onKeyDown={(event) => {
            // to the right is more control: a smaller μ
            const way = { ArrowRight: -1, ArrowDown: -1, ArrowLeft: 1, ArrowUp: 1 }[event.key];
            if (way === undefined) return;
            event.preventDefault();
            setMu(Math.max(mu.min, Math.min(mu.max, mu.value + way * mu.step)));
          }}
        >
          <circle class="plane-grip" r={18} />
          <circle class="plane-knob" r={7} />
          <text x={at(now)[0] > 0.8 * width ? 8 : 12} y={22} text-anchor={at(now)[0] > 0.8 * width ? "end" : "start"}>
            μ = {showNumber(mu.value)}
          </text>
        </g>
      )}
    </svg>
  );
}

/** μ of the place on the front next to a point of the picture, between minima by their log-odds. */
function nearestMu(points: readonly FrontRow[], at: (point: FrontRow) => Point, pointer: Point): number | undefined {
  const foot = footOn(points.map(at), pointer);
  if (foot === undefined) return undefined;
  const [before, after] = [points[foot.piece].controlWeight, points[foot.piece + 1].controlWeight];
  return 1 / (1 + Math.exp(-(1 - foot.along) * logOdds(before) - foot.along * logOdds(after)));
}

function logOdds(mu: number): number {
  return Math.log(mu / (1 - mu));
}
