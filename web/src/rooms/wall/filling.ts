/** The overture: the wall is filled digit by digit, so that the loss is seen to happen. */
import { effect, type Signal } from "@preact/signals";
import { state } from "./state.ts";

const COUNTS = [1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36, 46];
/** How long each of the first fillings is shown, in which the third digit destroys the first two, and each later one, ms. */
const SLOW = 420;
const FAST = 110;
const SLOW_UNTIL = 4;

let hasPlayed = false;

/** Once, for who comes without a state in the address and wants motion; ends when a control is touched. Returns what ends it. */
export function fill(filled: Signal<number | undefined>): () => void {
  const wantsStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isPlain = () => state.stored.value === state.stored.kind.initial && state.synapses.value === "random";
  if (hasPlayed || wantsStill || !isPlain()) return () => {};
  hasPlayed = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const step = (k: number): void => {
    filled.value = COUNTS[k];
    if (k < COUNTS.length) timer = setTimeout(step, k < SLOW_UNTIL ? SLOW : FAST, k + 1);
  };
  step(0);
  const end = effect(() => {
    if (isPlain()) return;
    clearTimeout(timer);
    filled.value = undefined;
  });
  return () => {
    end();
    clearTimeout(timer);
    filled.value = undefined;
  };
}
