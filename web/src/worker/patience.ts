/** Lets a run show its path before newer input takes its place, so that a drag is followed however fast it is. */
import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals";

/** An input that follows the wanted one as fast as runs can show it. */
export interface Patient<T> {
  /** The input that is to be computed now. */
  readonly asked: ReadonlySignal<T>;
  /** To be called once the run under way has shown what there is to be seen. */
  shown(): void;
  dispose(): void;
}

/** How long newer input waits for the run under way at most, ms. */
const PATIENCE = 250;

export function patient<T>(wanted: ReadonlySignal<T>): Patient<T> {
  const asked = signal(wanted.peek());
  let isBusy = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isBusy = asked.peek() !== wanted.peek();
    asked.value = wanted.peek();
  };
  const stop = effect(() => {
    const isNew = wanted.value !== untracked(() => asked.value);
    if (!isNew) return;
    if (!isBusy) ask();
    else timer ??= setTimeout(ask, PATIENCE);
  });
  return {
    asked,
    shown: ask,
    dispose() {
      stop();
      clearTimeout(timer);
    },
  };
}
