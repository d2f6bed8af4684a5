/** Digits drawn on canvases, in the colours that their style gives them. */
import { digits } from "../data/digits.ts";

/** Pixels along a side of a digit. */
export const { width: SIDE } = digits({ count: 1 });

/** A canvas of one pixel a neuron; style scales it. */
export function canvas(): HTMLCanvasElement {
  const made = document.createElement("canvas");
  made.width = SIDE;
  made.height = SIDE;
  return made;
}

/**
 * Draws a state, i8[784] of ±1. Where it differs from the pattern, if one is given, ink is `fill` and missing ink `stroke` of the
 * canvas' style; elsewhere `color` and `background-color`.
 */
export function draw(on: HTMLCanvasElement, state: Int8Array, pattern = state): void {
  const { color, backgroundColor, fill, stroke } = getComputedStyle(on);
  const context = on.getContext("2d")!;
  for (let i = 0; i < state.length; i++) {
    const isInk = state[i] > 0;
    context.fillStyle = state[i] === pattern[i] ? (isInk ? color : backgroundColor) : isInk ? fill : stroke;
    context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1);
  }
}
