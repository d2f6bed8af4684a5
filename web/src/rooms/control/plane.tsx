/** The plane of two neurons: the flow, paths over it, and patterns that can be dragged. */
import type { ComponentChildren } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Equilibrium, PlaneField } from "../../../../src/dynamics/page.ts";
import { Axes, lineOf, px, type Scale, scaleOf } from "../../components/axes.tsx";
import { showNumber } from "../../components/controls.tsx";
import { Streaks } from "../../components/streaks.tsx";
import { useWidth } from "../../components/width.ts";
import { boxAround, namesOf, type PlaneLine } from "./line-names.ts";

export interface Handle {
  /** "u⁰", "P₀" */
  readonly name: string;
  readonly at: readonly [number, number];
  readonly move: (to: readonly [number, number]) => void;
}

export interface PlaneMark {
  readonly at: readonly [number, number];
  readonly kind: "rest" | "presented";
  readonly label: string;
}

const MARGIN = { top: 8, right: 12, bottom: 42, left: 56 };
/** px around a handle or a mark and its name. */
const TAKEN = [-12, -22, 44, 24] as const;
/** Steps of the arrow keys, alone and with Shift. */
const KEY_STEP = 0.05;
const FINE_STEP = 0.01;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

export function Plane(props: {
  /** The plane shows [−reach, reach] on both axes. */
  readonly reach: number;
  /** Numbers a state, and which two are shown. */
  readonly size: number;
  readonly axes: readonly [number, number];
  readonly description: string;
  /** The flow beneath all. */
  readonly field?: PlaneField | undefined;
  readonly equilibria?: readonly Equilibrium[];
  readonly under?: (x: Scale, y: Scale) => ComponentChildren;
  readonly lines: readonly PlaneLine[];
  readonly marks?: readonly PlaneMark[];
  readonly handles: readonly Handle[];
  /** A click beside the handles. */
  readonly place?: (at: readonly [number, number]) => void;
  readonly dragging?: (isDragging: boolean) => void;
}) {
  const { reach, size, axes, description, field, equilibria = [], under, lines, marks = [], handles } = props;
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const side = width - MARGIN.left - MARGIN.right;
  const height = side + MARGIN.top + MARGIN.bottom;
  const scales = useMemo(
    (): readonly [Scale, Scale] => [
      scaleOf([-reach, reach], [MARGIN.left, MARGIN.left + side]),
      scaleOf([-reach, reach], [MARGIN.top + side, MARGIN.top]),
    ],
    [reach, side],
  );
  const [x, y] = scales;
  const [i, j] = axes;
  const taken = [...handles, ...marks].map(({ at: [u, v] }) => boxAround([x.at(u), y.at(v)], TAKEN));
  const [held, setHeld] = useState<number>();
  const stateAt = (event: PointerEvent | MouseEvent): readonly [number, number] => {
    const box = svg.current!.getBoundingClientRect();
    return [within(x.from(event.clientX - box.left), reach), within(y.from(event.clientY - box.top), reach)];
  };
  const release = (): void => {
    if (held === undefined) return;
    setHeld(undefined);
    props.dragging?.(false);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an svg is no fieldset
    <svg
      ref={svg}
      class="chart plane"
      data-held={held !== undefined}
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      role="group"
      aria-label={description}
      onPointerMove={(event) => {
        if (held !== undefined) handles[held]?.move(stateAt(event));
      }}
      onPointerUp={release}
      onPointerCancel={release}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: patterns are set by their handles and by numbers as well */}
      <rect
        class="plane-ground"
        data-places={props.place !== undefined}
        x={MARGIN.left}
        y={MARGIN.top}
        width={side}
        height={side}
        onClick={(event) => props.place?.(stateAt(event))}
      />
      {under?.(x, y)}
      {field && <Streaks field={field} scales={scales} />}
      <path class="plane-zero" d={`M${x.at(0)} ${MARGIN.top}v${side}M${MARGIN.left} ${y.at(0)}h${side}`} />
      <Axes x={x} y={y} xName={<State i={i} />} yName={<State i={j} />} />
      {lines.map(({ states, kind }, k) => {
        const path = lineOf(states, scales, { size, i, j });
        return (
          <g key={`${kind}${k}`}>
            {under && <path class="plane-casing" d={path} />}
            <path class={`plane-line plane-${kind}`} d={path} />
          </g>
        );
      })}
      {lines.map(({ states, kind }, k) => {
        const head = headOf(states, size, axes, scales);
        return head && <path key={k} class={`plane-head plane-${kind}`} d="M-5 -4L5 0L-5 4z" transform={head} />;
      })}
      {equilibria.map(({ state: [u, v], type }) => (
        <circle key={`${u} ${v}`} class={`plane-${type}`} cx={px(x.at(u))} cy={px(y.at(v))} r={4.5}>
          <title>{`${type} of A at ${showState([u, v])}`}</title>
        </circle>
      ))}
      {namesOf(lines, taken, props, scales).map(({ kind, text, at, anchor }) => (
        <text key={text} class={`plane-label plane-${kind}`} x={px(at[0])} y={px(at[1])} text-anchor={anchor}>
          {text}
        </text>
      ))}
      {marks.map(({ at: [u, v], kind, label }) => (
        <g key={kind} class={`plane-mark plane-mark-${kind}`} transform={`translate(${px(x.at(u))},${px(y.at(v))})`}>
          <path d={kind === "rest" ? "M0 -7L7 0L0 7L-7 0z" : "M-5 -5L5 5M-5 5L5 -5"} />
          <text
            x={u > 0.6 * reach ? -11 : 11}
            dy={v < -0.9 * reach ? "-0.5em" : "1.05em"}
            text-anchor={u > 0.6 * reach ? "end" : "start"}
          >
            {label}
          </text>
        </g>
      ))}
      {handles.map(({ name, at, move }, k) => (
        <g
          key={k}
          class="plane-handle"
          transform={`translate(${px(x.at(at[0]))},${px(y.at(at[1]))})`}
          tabindex={0}
          role="slider"
          aria-label={`Pattern ${name}`}
          aria-valuemin={-reach}
          aria-valuemax={reach}
          aria-valuenow={at[0]}
          aria-valuetext={showState(at)}
          onPointerDown={(event) => {
            svg.current!.setPointerCapture(event.pointerId);
            setHeld(k);
            props.dragging?.(true);
          }}
          onKeyDown={(event) => {
            const way = ARROWS[event.key];
            if (!way) return;
            event.preventDefault();
            const step = event.shiftKey ? FINE_STEP : KEY_STEP;
            move([within(at[0] + step * way[0], reach), within(at[1] + step * way[1], reach)]);
          }}
        >
          <circle class="plane-grip" r={18} />
          <circle class="plane-knob" r={7} />
          <text x={at[0] > 0.8 * reach ? -13 : 13} y={-9} text-anchor={at[0] > 0.8 * reach ? "end" : "start"}>
            {name}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** u₁ as an axis says it. */
function State({ i }: { readonly i: number }) {
  return (
    <>
      state <tspan font-style="italic">u</tspan>
      {SUBSCRIPTS[i]}
    </>
  );
}

export const SUBSCRIPTS = "₁₂₃";

export function showState(state: readonly number[]): string {
  return `(${state.map((value) => showNumber(Number(value.toFixed(3)))).join(", ")})`;
}

function within(value: number, reach: number): number {
  return Math.round(100 * Math.max(-reach, Math.min(reach, value))) / 100 + 0;
}

/** Where an arrowhead stands on a line, and which way it points: half way along, as transform. */
function headOf(
  states: ArrayLike<number>,
  size: number,
  [i, j]: readonly [number, number],
  [x, y]: readonly [Scale, Scale],
): string | undefined {
  const count = states.length / size;
  const at = (n: number): readonly [number, number] => [x.at(states[n * size + i]), y.at(states[n * size + j])];
  let total = 0;
  const lengths = [0];
  for (let n = 1; n < count; n++) {
    const [a, b] = [at(n - 1), at(n)];
    total += Math.hypot(b[0] - a[0], b[1] - a[1]);
    lengths.push(total);
  }
  if (total < 30) return undefined;
  // of long ones, where they begin
  const n = lengths.findIndex((length) => length >= Math.min(total / 2, 160));
  const [a, b] = [at(n - 1), at(n)];
  const angle = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  return `translate(${px(b[0])},${px(b[1])}) rotate(${px(angle)})`;
}
