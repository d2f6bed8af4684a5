/** The playhead of a relaxation. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { NEURONS } from "../pictures.ts";
import type { Film } from "./jobs.ts";

/** ms that a row of neurons takes on the screen, and the longest that a film does. */
const ROW_MS = 24;
const MOST_MS = 4200;

export function openProjector(film: ReadonlySignal<Film | undefined>) {
  /** Frame shown, among `frames`. */
  const head = signal(0);
  const frames = computed(() => film.value?.overlaps.length ?? 1);
  /** i8[784] */
  const state = computed(() => {
    const at = Math.min(head.value, frames.value - 1);
    return film.value?.frames.subarray(at * NEURONS, (at + 1) * NEURONS);
  });
  const isPlaying = signal(false);
  let request = 0;
  const stop = (): void => {
    cancelAnimationFrame(request);
    isPlaying.value = false;
  };
  const showEnd = (): void => {
    stop();
    head.value = frames.peek() - 1;
  };
  const play = (): void => {
    stop();
    const last = frames.peek() - 1;
    const duration = Math.min(MOST_MS, ROW_MS * last);
    let started: number | undefined;
    isPlaying.value = true;
    const step = (now: number): void => {
      started ??= now;
      head.value = Math.min(last, Math.round(((now - started) / duration) * last));
      if (head.value < last) request = requestAnimationFrame(step);
      else isPlaying.value = false;
    };
    request = requestAnimationFrame(step);
  };
  return { head, frames, state, isPlaying, play, stop, showEnd };
}
