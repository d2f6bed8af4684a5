/** Times a computation that is repeated in a loop. */
import type { Clock } from "./clock.ts";
import type { Variant } from "./interleave.ts";

/** A variant without its result: runs and times. */
export function timed(name: string, clock: Clock, run: () => void): Omit<Variant, "result"> {
  return {
    name,
    time(repeats) {
      const started = clock.now();
      for (let k = 0; k < repeats; k++) run();
      return clock.now() - started;
    },
  };
}
