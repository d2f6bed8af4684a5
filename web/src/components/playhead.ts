/** A position that moves along by itself until it is taken in hand. */
import { signal } from "@preact/signals";

/** @param onStep  called at every frame of the screen with the part of the way, from 0 to 1. */
export function openPlayhead(onStep: (part: number) => void) {
  const isPlaying = signal(false);
  let request = 0;
  const stop = (): void => {
    cancelAnimationFrame(request);
    isPlaying.value = false;
  };
  /** Plays from the beginning to the end in `duration` ms. */
  const play = (duration: number): void => {
    stop();
    let started: number | undefined;
    isPlaying.value = true;
    const step = (now: number): void => {
      started ??= now;
      const part = Math.min(1, (now - started) / Math.max(1, duration));
      onStep(part);
      if (part < 1) request = requestAnimationFrame(step);
      else isPlaying.value = false;
    };
    request = requestAnimationFrame(step);
  };
  return { isPlaying, play, stop };
}
