/** A square plane with its axes; what is drawn over it is cut off at its edge. */
import type { ComponentChildren, SVGAttributes } from "preact";
import { useId, useMemo, useRef } from "preact/hooks";
import { Axes, type Scales, scaleOf } from "../../components/axes.tsx";
import { useWidth } from "../../components/width.ts";
import type { Pair } from "./plane.ts";
import type { View } from "./sketch.ts";

const MARGIN = { top: 10, right: 14, bottom: 42, left: 50 };
const LARGEST = 560;

export function PlaneFrame(props: {
  readonly view: View;
  readonly description: string;
  /** What lies within the edge. */
  readonly children: (scales: Scales) => ComponentChildren;
  /** What may reach beyond it. */
  readonly over?: (scales: Scales) => ComponentChildren;
  /** Behind all: a picture that fills the plane. */
  readonly ground?: string | undefined;
  readonly pointer?: Pointer;
}) {
  const { view, description, children, over, ground, pointer } = props;
  const { low, high } = view;
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const clip = useId();
  const side = Math.max(160, Math.min(LARGEST, width - MARGIN.left - MARGIN.right));
  const height = side + MARGIN.top + MARGIN.bottom;
  const [left, top] = [MARGIN.left, MARGIN.top];
  const scales = useMemo(
    (): Scales => [scaleOf([low, high], [left, left + side]), scaleOf([low, high], [top + side, top])],
    [left, top, side, low, high],
  );
  const placeOf = ({ clientX, clientY }: MouseEvent): Pair => {
    const box = svg.current!.getBoundingClientRect();
    const within = (part: number): number => low + (high - low) * Math.min(1, Math.max(0, part));
    return [within((clientX - box.left - left) / side), within(1 - (clientY - box.top - top) / side)];
  };
  return (
    <svg
      ref={svg}
      class="chart flow-plane"
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      role="img"
      aria-label={description}
      data-pointer={pointer !== undefined}
      {...(pointer && handlersOf(pointer, placeOf, scales))}
    >
      <clipPath id={clip}>
        <rect x={left} y={top} width={side} height={side} />
      </clipPath>
      <rect class="flow-ground" x={left} y={top} width={side} height={side} />
      {ground !== undefined && (
        <image href={ground} x={left} y={top} width={side} height={side} preserveAspectRatio="none" />
      )}
      <g clip-path={`url(#${clip})`}>{children(scales)}</g>
      <rect class="flow-edge" x={left} y={top} width={side} height={side} />
      <Axes
        x={scales[0]}
        y={scales[1]}
        xName={<tspan font-style="italic">{view.of}₀</tspan>}
        yName={<tspan font-style="italic">{view.of}₁</tspan>}
        ticks={side > 300 ? 8 : 5}
      />
      {over?.(scales)}
    </svg>
  );
}

/** What the pointer does: places within the plane. */
export interface Pointer {
  /** Begins at a place; whether a mark there is taken up that may be dragged. `reach` is what a finger covers. */
  readonly press: (at: Pair, reach: number) => boolean;
  readonly move: (at: Pair) => void;
  /** A tap or a click where no mark is; a mouse goes on to `move`. */
  readonly place: (at: Pair) => void;
  readonly release: () => void;
}

/** px */
const FINGER = 14;

function handlersOf(pointer: Pointer, placeOf: (event: MouseEvent) => Pair, [x]: Scales): SVGAttributes<SVGSVGElement> {
  const reach = FINGER / (x.at(1) - x.at(0));
  return {
    onPointerDown(event) {
      if (event.button !== 0) return;
      const at = placeOf(event);
      let isHeld = pointer.press(at, reach);
      // a finger may be about to scroll: its tap counts once it ends
      if (!isHeld && event.pointerType === "mouse") {
        pointer.place(at);
        isHeld = true;
      }
      if (isHeld) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event) {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) pointer.move(placeOf(event));
    },
    onPointerUp(event) {
      if (!event.currentTarget.hasPointerCapture(event.pointerId) && event.pointerType !== "mouse") {
        pointer.place(placeOf(event));
      }
      pointer.release();
    },
    onPointerCancel: () => pointer.release(),
  };
}
