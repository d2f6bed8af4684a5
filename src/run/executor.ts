/** Executors run tasks: pure functions of an input that can cross to a worker. They know nothing of what tasks compute. */
import { pacer } from "./pace.ts";

/** A named function; the name is how a worker finds it. */
export interface Task<Input, Output> {
  readonly name: string;
  run(input: Input, pause: () => Promise<void> | undefined): Promise<Output>;
}

export interface Executor {
  /** How many tasks run at a time. */
  readonly threads: number;
  /** Runs a task; rejects with the signal's reason within 100 ms of its abortion. */
  run<Input, Output>(task: Task<Input, Output>, input: Input, signal?: AbortSignal): Promise<Output>;
  close(): Promise<void>;
}

/** Runs tasks right here, giving the event loop a turn every 20 ms. */
export const inlineExecutor: Executor = {
  threads: 1,
  async run(task, input, signal) {
    signal?.throwIfAborted();
    return task.run(input, pacer(signal));
  },
  async close() {},
};

/**
 * Runs `work` for every item, at most `limit` at a time, in order of the list; results in that order. After a failure no
 * further item begins, and the first failure is thrown once those running have ended.
 */
export async function mapLimited<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  let failure: { readonly reason: unknown } | undefined;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failure) {
      const index = next++;
      try {
        results[index] = await work(items[index], index);
      } catch (reason) {
        failure ??= { reason };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, lane));
  if (failure) throw failure.reason;
  return results;
}
