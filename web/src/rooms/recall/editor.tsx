/** The cue, to be damaged with the pointer or by keys. */
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { InkName } from "../../components/ink.ts";
import { paint } from "../../components/pixels.tsx";
import { NEURONS, SIDE } from "../pictures.ts";
import { brushed, setBrushed } from "./state.ts";

/** What the brush does: sets pixels, clears them, or flips them at random. */
export type Tool = "ink" | "erase" | "scramble";

/** How far from the pointer each tool reaches, in pixels of the picture. */
const REACH = { ink: 1.1, erase: 1.8, scramble: 2.6 } as const;

export function Editor(props: {
  /** The cue as it is shown, with what the brush has changed, i8[784]. */
  readonly cue: ReadonlySignal<Int8Array | undefined>;
  readonly tool: Tool;
  readonly onBegin: () => void;
  readonly onEnd: () => void;
}) {
  const { cue, tool, onBegin, onEnd } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ x: number; y: number } | undefined>(undefined);
  /** The index of the pixel that keys paint; −1 until a key is pressed. */
  const cursor = useSignal(-1);

  useSignalEffect(() => {
    const now = cue.value;
    const at = cursor.value;
    const context = canvas.current?.getContext("2d");
    if (context && now)
      paint(context, SIDE, SIDE, (i): InkName => (i === at ? "cursor" : now[i] > 0 ? "ink" : "paper-raised"));
  });

  const apply = (x: number, y: number): void => {
    const now = cue.peek();
    if (now === undefined) return;
    const marks = brushed.peek().slice();
    const reach = REACH[tool];
    for (let i = 0; i < NEURONS; i++) {
      if (Math.hypot((i % SIDE) + 0.5 - x, Math.floor(i / SIDE) + 0.5 - y) > reach) continue;
      if (tool === "ink") marks[i] = 1;
      else if (tool === "erase") marks[i] = -1;
      else if (Math.random() < 0.3) marks[i] = now[i] > 0 ? -1 : 1;
    }
    setBrushed(marks);
  };
  const at = (event: PointerEvent): { x: number; y: number } => {
    const { left, top, width, height } = canvas.current!.getBoundingClientRect();
    return { x: ((event.clientX - left) / width) * SIDE, y: ((event.clientY - top) / height) * SIDE };
  };
  const begin = (event: PointerEvent): void => {
    canvas.current!.setPointerCapture(event.pointerId);
    cursor.value = -1;
    last.current = at(event);
    onBegin();
    apply(last.current.x, last.current.y);
  };
  const move = (event: PointerEvent): void => {
    if (last.current === undefined) return;
    const [from, to] = [last.current, at(event)];
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y)));
    for (let k = 1; k <= steps; k++) {
      apply(from.x + ((to.x - from.x) * k) / steps, from.y + ((to.y - from.y) * k) / steps);
    }
    last.current = to;
  };
  const end = (): void => {
    if (last.current === undefined) return;
    last.current = undefined;
    onEnd();
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE }[event.key];
    if (step !== undefined) {
      const from = cursor.value < 0 ? NEURONS / 2 + SIDE / 2 : cursor.value;
      cursor.value = (from + step + NEURONS) % NEURONS;
    } else if (event.key === " " && cursor.value >= 0) {
      onBegin();
      apply((cursor.value % SIDE) + 0.5, Math.floor(cursor.value / SIDE) + 0.5);
      onEnd();
    } else return;
    event.preventDefault();
  };
  return (
    <div
      class="editor"
      role="application"
      aria-label="The cue: drag over it, or move with the arrow keys and press space, to change pixels"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys draw in it
      tabIndex={0}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={press}
    >
      <canvas ref={canvas} class="pixels" width={SIDE} height={SIDE} />
    </div>
  );
}
