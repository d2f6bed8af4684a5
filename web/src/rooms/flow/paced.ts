/** A signal that follows another at a slower pace than every change. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";

/** A signal that follows another every `pause` ms, for what need not follow a drag at every frame. */
export function paced<T>(
  source: ReadonlySignal<T>,
  pause: number,
): { readonly value: ReadonlySignal<T>; dispose(): void } {
  const value = signal(source.peek());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    source.value;
    timer ??= setTimeout(() => {
      timer = undefined;
      value.value = source.peek();
    }, pause);
  });
  return {
    value,
    dispose() {
      stop();
      clearTimeout(timer);
    },
  };
}
