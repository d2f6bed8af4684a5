/** Plays a relaxation frame by frame. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { openPlayhead } from "../../components/playhead.ts";
import { NEURONS } from "../pictures.ts";
import type { Film } from "./jobs.ts";

/** How long a row of neurons is shown, and how long a whole film takes at most, ms. */
const ROW_MS = 24;
const MOST_MS = 4200;

/** Opens the replay of a film, as signals. */
export function openProjector(film: ReadonlySignal<Film | undefined>) {
  /** Index of the frame that is shown, from 0. */
  const head = signal(0);
  const frames = computed(() => film.value?.overlaps.length ?? 1);
  /** The state in the frame that is shown, i8[784]. */
  const state = computed(() => {
    const at = Math.min(head.value, frames.value - 1);
    return film.value?.frames.subarray(at * NEURONS, (at + 1) * NEURONS);
  });
  const { isPlaying, stop, play } = openPlayhead((part) => {
    head.value = Math.round(part * (frames.peek() - 1));
  });
  const showEnd = (): void => {
    stop();
    head.value = frames.peek() - 1;
  };
  return {
    head,
    frames,
    state,
    isPlaying,
    play: () => play(Math.min(MOST_MS, ROW_MS * (frames.peek() - 1))),
    stop,
    showEnd,
  };
}
