/** An executor that runs tasks in random order, to show that results do not depend on it. */
import type { Executor } from "../../src/run/executor.ts";
import { pacer } from "../../src/run/pace.ts";
import { plainRandom } from "./plain-random.ts";

/**
 * An executor that claims `threads` and runs its tasks right here, but in shuffled order: the tasks that wait start one
 * after another in random order, each after its input went through a structured clone, as it would on the way to a worker.
 */
export function shuffledExecutor(threads: number, seed: number): Executor & { readonly ran: number } {
  const random = plainRandom(seed);
  const waiting: (() => Promise<void>)[] = [];
  let working = false;
  let ran = 0;
  const work = async (): Promise<void> => {
    working = true;
    await new Promise((resolve) => setTimeout(resolve, 0)); // until all who come together wait
    while (waiting.length > 0) await waiting.splice(Math.floor(random() * waiting.length), 1)[0]();
    working = false;
  };
  return {
    threads,
    get ran() {
      return ran;
    },
    run(task, input, signal) {
      const copy = structuredClone(input);
      return new Promise((resolve, reject) => {
        waiting.push(async () => {
          ran++;
          try {
            signal?.throwIfAborted();
            resolve(await task.run(copy, pacer(signal)));
          } catch (reason) {
            reject(reason);
          }
        });
        if (!working) void work();
      });
    },
    async close() {},
  };
}
