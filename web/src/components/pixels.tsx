/** A picture of states: one neuron a pixel, +1 is ink. */

import type { ReadonlySignal } from "@preact/signals";
import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { channels, type InkName, inks } from "./ink.ts";

/** Names the ink in which neuron i is drawn. */
export type InkOf = (i: number) => InkName;

/** Draws whenever a signal that `inkOf` reads changes. */
export function Pixels(props: {
  readonly width: number;
  readonly height: number;
  /** The ink of each neuron; undefined leaves the picture empty. It is called within an effect. */
  readonly of: ReadonlySignal<InkOf | undefined>;
  readonly label: string;
}) {
  const { width, height, of, label } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    const inkOf = of.value;
    const context = canvas.current?.getContext("2d");
    if (context && inkOf) paint(context, width, height, inkOf);
  });
  return <canvas ref={canvas} class="pixels" width={width} height={height} role="img" aria-label={label} />;
}

/** Paints pixels at their own size: the style sheet scales the canvas. */
export function paint(context: CanvasRenderingContext2D, width: number, height: number, inkOf: InkOf): void {
  const image = context.createImageData(width, height);
  const of = inks.value;
  const known = new Map<InkName, readonly [number, number, number]>();
  for (let i = 0; i < width * height; i++) {
    const name = inkOf(i);
    const color = known.get(name) ?? channels(of(name));
    known.set(name, color);
    image.data.set(color, 4 * i);
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
