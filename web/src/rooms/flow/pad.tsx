/** The weights as arrows whose tips are dragged: what each neuron does to the state, or the patterns themselves. */
import { batch } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import type { NumberField } from "../../state/fields.ts";
import { MOST_WEIGHT, state } from "./state.ts";

const SIDE = 260;
const EDGE = 14;

interface Arrow {
  readonly name: string;
  readonly kind: string;
  readonly x: NumberField;
  readonly y: NumberField;
}

/** Columns of T, or rows ξ^μ; and the input. */
function arrowsOf(): readonly Arrow[] {
  const { w00, w01, w10, w11, b0, b1, weights } = state;
  const input = { name: "b", kind: "input", x: b0, y: b1 };
  return weights.value === "constant"
    ? [{ name: "from 0", kind: "0", x: w00, y: w10 }, { name: "from 1", kind: "1", x: w01, y: w11 }, input]
    : [{ name: "ξ⁰", kind: "0", x: w00, y: w01 }, { name: "ξ¹", kind: "1", x: w10, y: w11 }, input];
}

export function Pad() {
  const svg = useRef<SVGSVGElement>(null);
  const [held, setHeld] = useState<number>();
  const arrows = arrowsOf();
  const px = (value: number): number => EDGE + ((SIDE - 2 * EDGE) * (value + MOST_WEIGHT)) / (2 * MOST_WEIGHT);
  const at = ({ x, y }: Arrow): readonly [number, number] => [px(x.value), SIDE - px(y.value)];
  const drag = (event: PointerEvent, arrow: Arrow): void => {
    const box = svg.current!.getBoundingClientRect();
    const value = (part: number): number =>
      (((part * SIDE) / box.width - EDGE) / (SIDE - 2 * EDGE)) * 2 * MOST_WEIGHT - MOST_WEIGHT;
    batch(() => {
      put(arrow.x, value(event.clientX - box.left));
      put(arrow.y, value(box.bottom - event.clientY));
    });
  };
  const isConstant = state.weights.value === "constant";
  return (
    <div class="control">
      <svg
        ref={svg}
        class="chart flow-pad"
        viewBox={`0 0 ${SIDE} ${SIDE}`}
        role="img"
        aria-label={`Arrows of ${isConstant ? "the columns of T" : "the patterns"} and of the input; the sliders set the same numbers`}
        onPointerMove={(event) => {
          if (held !== undefined) drag(event, arrows[held]);
        }}
        onPointerUp={() => setHeld(undefined)}
        onPointerCancel={() => setHeld(undefined)}
      >
        <path class="chart-grid" d={`M${EDGE} ${SIDE / 2}H${SIDE - EDGE}M${SIDE / 2} ${EDGE}V${SIDE - EDGE}`} />
        <circle class="flow-unit" r={px(1) - px(0)} cx={SIDE / 2} cy={SIDE / 2} />
        <text x={SIDE - EDGE} y={SIDE / 2 + 16} text-anchor="end">
          neuron 0
        </text>
        <text x={SIDE / 2 + 6} y={EDGE + 6}>
          neuron 1
        </text>
        {arrows.map((arrow, k) => {
          const [x, y] = at(arrow);
          return (
            <g key={arrow.kind} class="flow-arrow-handle" data-kind={arrow.kind}>
              <line x1={SIDE / 2} y1={SIDE / 2} x2={x} y2={y} />
              <circle
                class="flow-handle"
                data-handle={arrow.kind}
                r={9}
                cx={x}
                cy={y}
                onPointerDown={(event) => {
                  svg.current!.setPointerCapture(event.pointerId);
                  setHeld(k);
                  event.preventDefault();
                }}
              />
              <text
                class="flow-name"
                x={x}
                y={y < 34 ? y + 24 : y - 13}
                text-anchor={x > SIDE - 50 ? "end" : x < 50 ? "start" : "middle"}
              >
                {arrow.name}
              </text>
            </g>
          );
        })}
      </svg>
      <p class="control-help">
        {isConstant
          ? "Drag the tips. Each arrow is a column of T: where an active neuron pushes the state. b is a constant input."
          : "Drag the tips: the patterns ξ, a row each, and a constant input b. The circle is of length 1."}
      </p>
    </div>
  );
}

/** A value put on the grid of a field, within its range. */
function put(field: NumberField, value: number): void {
  const { min, max, parse } = field.kind;
  field.value = parse(String(Math.min(max, Math.max(min, value)))) ?? field.value;
}
