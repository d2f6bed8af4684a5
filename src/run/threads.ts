/** The executor on worker threads of Node. */
import { setMaxListeners } from "node:events";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { checkInteger } from "../check/check.ts";
import type { Executor } from "./executor.ts";

/**
 * An executor on worker threads, each with its own kernels and memory; results do not depend on how many there are.
 * Call `close` when done: idle threads keep the process alive for a few seconds otherwise.
 *
 * @param count  threads, in [1, 1024]; default: as many as this process may use.
 */
export function threads(count: number = availableParallelism()): Executor {
  checkInteger("threads: count", count, 1, 1024);
  const pool = new Piscina({
    filename: workerFile(),
    minThreads: count,
    maxThreads: count,
    idleTimeout: 2000,
    recordTiming: false,
  });
  return {
    threads: count,
    async run(task, input, signal) {
      signal?.throwIfAborted();
      if (signal) setMaxListeners(0, signal); // one listener a task under way is no leak
      try {
        return await pool.run({ name: task.name, input }, { signal: signal ?? null });
      } catch (error) {
        signal?.throwIfAborted(); // the reason given, not the pool's own
        throw error;
      }
    },
    close: () => pool.destroy(),
  };
}

/** The built worker: beside this file in dist/, or in dist/ of a source tree. */
function workerFile(): string {
  const places = ["./worker.js", "../../dist/worker.js"];
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((file) => existsSync(file));
  if (!found) throw new Error("threads: dist/worker.js is missing; build the package first (npm run build)");
  return found;
}
