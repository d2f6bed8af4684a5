/** The wall of digits: what the network recalls of each in ink, what it lost as the faint trace beneath. */
import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { type InkName, inks } from "../../components/ink.ts";
import { type InkOf, paint } from "../../components/pixels.tsx";
import type { WallFrame } from "./jobs.ts";
import { NEURONS, RETRIEVED, SIDE } from "./network.ts";

/** px of the canvas to a neuron: sharp on dense screens. */
const SCALE = 4;
const GAP = 5;
const PITCH = SIDE + GAP;

export function Wall(props: {
  readonly frame: ReadonlySignal<WallFrame | undefined>;
  /** Places on the wall. */
  readonly places: number;
  readonly columns: number;
  /** Color of the line beneath what is kept. */
  readonly keptInk: InkName;
}) {
  const { frame, places, columns, keptInk } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = Math.ceil(places / columns);
  useSignalEffect(() => {
    const now = frame.value;
    const context = canvas.current?.getContext("2d");
    if (context && now) drawWall(context, now, columns, keptInk);
  });
  return (
    <canvas
      ref={canvas}
      key={`${places} ${columns} ${keptInk}`}
      class="wall"
      width={SCALE * (columns * PITCH - GAP)}
      height={SCALE * (rows * PITCH - 1)}
      role="img"
      aria-label={describe(frame.value)}
    />
  );
}

function describe(frame: WallFrame | undefined): string {
  if (frame === undefined) return "A wall of handwritten digits";
  return `A wall of ${frame.overlaps.length} handwritten digits as the network recalls them: ${frame.kept} are kept`;
}

/** One tile at its own size, to be enlarged. */
const tile = document.createElement("canvas").getContext("2d")!;

function drawWall(context: CanvasRenderingContext2D, frame: WallFrame, columns: number, keptInk: InkName): void {
  const of = inks.value;
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.imageSmoothingEnabled = false;
  [tile.canvas.width, tile.canvas.height] = [SIDE, SIDE];
  frame.overlaps.forEach((overlap, mu) => {
    const [x, y] = [(mu % columns) * PITCH * SCALE, Math.floor(mu / columns) * PITCH * SCALE];
    const isKept = overlap >= RETRIEVED;
    paint(tile, SIDE, SIDE, inkOf(frame, mu, isKept));
    context.drawImage(tile.canvas, x, y, SIDE * SCALE, SIDE * SCALE);
    if (!isKept) return;
    context.fillStyle = of(keptInk);
    context.fillRect(x, y + (SIDE + 1.5) * SCALE, SIDE * SCALE, 1.5 * SCALE);
  });
}

function inkOf({ digits, states }: WallFrame, mu: number, isKept: boolean): InkOf {
  const from = mu * NEURONS;
  return (i) => {
    if (states[from + i] > 0) return isKept ? "ink" : digits[from + i] > 0 ? "ink-muted" : "ink-faint";
    return digits[from + i] > 0 ? "ghost" : "paper-raised";
  };
}
