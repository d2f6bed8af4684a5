/** A position that moves along by itself until it is taken in hand. */
import { signal } from "@preact/signals";

/**
 * @param onStep   called at every frame of the screen with the part of the way, from 0 to 1.
 * @param duration ms of the whole way.
 */
export function openPlayhead(onStep: (part: number) => void, duration: number) {
  const isPlaying = signal(false);
  let request = 0;
  const stop = (): void => {
    cancelAnimationFrame(request);
    isPlaying.value = false;
  };
  const play = (): void => {
    stop();
    let started: number | undefined;
    isPlaying.value = true;
    const step = (now: number): void => {
      started ??= now;
      const part = Math.min(1, (now - started) / duration);
      onStep(part);
      if (part < 1) request = requestAnimationFrame(step);
      else isPlaying.value = false;
    };
    request = requestAnimationFrame(step);
  };
  return { isPlaying, play, stop };
}
