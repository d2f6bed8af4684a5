/** A wall of pictures: what the network recalls of each in ink, what it lost as the faint trace beneath. */
import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { NEURONS, RETRIEVED, SIDE } from "../rooms/pictures.ts";
import { type InkName, inks } from "./ink.ts";
import { type InkOf, paint } from "./pixels.tsx";

/** The pictures that a network stored and what it recalls of each. */
export interface Recollections {
  /** The stored pictures and what is recalled of each, i8[count × 784] of ±1. */
  readonly pictures: Int8Array;
  readonly states: Int8Array;
  /** Overlap m of each final state with its picture, f64[count], in [−1, 1]. */
  readonly overlaps: Float64Array;
}

interface GalleryProps {
  readonly of: ReadonlySignal<Recollections | undefined>;
  /** How many places for pictures the wall has. */
  readonly places: number;
  readonly columns: number;
  /** Color of the line beneath pictures that are recalled. */
  readonly keptInk: InkName;
  /** Index of the picture that has a frame. */
  readonly chosen?: number | undefined;
  /** Called when a picture is pointed at; keys offer the same elsewhere. */
  readonly onPick?: (index: number) => void;
}

/** How many px of the canvas a neuron has along each axis: more than one, to be sharp on dense screens. */
const SCALE = 4;
const GAP = 5;
const PITCH = SIDE + GAP;

export function Gallery({ of, places, columns, keptInk, chosen, onPick }: GalleryProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = Math.ceil(places / columns);
  useEffect(
    () =>
      effect(() => {
        const now = of.value;
        const context = canvas.current?.getContext("2d");
        if (context && now) draw(context, now, columns, keptInk, chosen);
      }),
    [of, places, columns, keptInk, chosen],
  );
  const pick = ({ offsetX, offsetY, currentTarget }: PointerEvent): void => {
    const pitch = ((currentTarget as HTMLElement).clientWidth + 0.001) / (columns - GAP / PITCH);
    const index = Math.floor(offsetY / pitch) * columns + Math.min(columns - 1, Math.floor(offsetX / pitch));
    if (of.peek() && index < of.peek()!.overlaps.length) onPick?.(index);
  };
  return (
    <canvas
      ref={canvas}
      class="gallery"
      data-pick={onPick !== undefined}
      width={SCALE * (columns * PITCH - GAP)}
      height={SCALE * (rows * PITCH - 1)}
      role="img"
      aria-label={describe(of.value)}
      onPointerUp={pick}
    />
  );
}

function describe(now: Recollections | undefined): string {
  if (now === undefined) return "A wall of pictures";
  const kept = now.overlaps.filter((m) => m >= RETRIEVED).length;
  return `A wall of ${now.overlaps.length} pictures as the network recalls them: ${kept} are recalled`;
}

/** A canvas of one picture at its own size, from which it is enlarged. */
const tile = document.createElement("canvas").getContext("2d")!;
[tile.canvas.width, tile.canvas.height] = [SIDE, SIDE];

function draw(
  context: CanvasRenderingContext2D,
  now: Recollections,
  columns: number,
  keptInk: InkName,
  chosen: number | undefined,
): void {
  const of = inks.value;
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.imageSmoothingEnabled = false;
  now.overlaps.forEach((overlap, mu) => {
    const [x, y] = [(mu % columns) * PITCH * SCALE, Math.floor(mu / columns) * PITCH * SCALE];
    const isKept = overlap >= RETRIEVED;
    paint(tile, SIDE, SIDE, inkOf(now, mu, isKept));
    context.drawImage(tile.canvas, x, y, SIDE * SCALE, SIDE * SCALE);
    if (isKept) {
      context.fillStyle = of(keptInk);
      context.fillRect(x, y + (SIDE + 1.5) * SCALE, SIDE * SCALE, 1.5 * SCALE);
    }
    if (mu === chosen) {
      context.strokeStyle = of("ink");
      context.lineWidth = 1.2 * SCALE;
      context.strokeRect(x + 0.6 * SCALE, y + 0.6 * SCALE, (SIDE - 1.2) * SCALE, (SIDE - 1.2) * SCALE);
    }
  });
}

function inkOf({ pictures, states }: Recollections, mu: number, isKept: boolean): InkOf {
  const from = mu * NEURONS;
  return (i) => {
    if (states[from + i] > 0) return isKept ? "ink" : pictures[from + i] > 0 ? "ink-muted" : "ink-faint";
    return pictures[from + i] > 0 ? "ghost" : "paper-raised";
  };
}

/** As many columns as make a wall `ratio` times as wide as high. */
export function columnsFor(places: number, ratio: number): number {
  return Math.ceil(Math.sqrt(ratio * places));
}
