/** The executor on worker threads of Node. */
import { setMaxListeners } from "node:events";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
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
  // begun by the first task: a run that computes all by itself starts no thread, and stops none that is still loading
  let pool: Piscina | undefined;
  const begin = (): Piscina =>
    new Piscina({ ...worker(), minThreads: count, maxThreads: count, idleTimeout: 2000, recordTiming: false });
  return {
    threads: count,
    async run(task, input, signal) {
      signal?.throwIfAborted();
      if (signal) setMaxListeners(0, signal); // one listener a task under way is no leak
      try {
        pool ??= begin();
        return await pool.run({ name: task.name, input }, { signal: signal ?? null });
      } catch (error) {
        signal?.throwIfAborted(); // the reason given, not the pool's own
        throw error;
      }
    },
    async close() {
      await pool?.destroy();
    },
  };
}

/** What a thread runs: the worker beside the built package; where this file is source, the worker's source, by tsx. */
function worker(): { readonly filename: string; readonly execArgv?: string[] } {
  const here = import.meta.url;
  if (!here.endsWith(".ts")) return { filename: fileURLToPath(new URL("./worker.js", here)) };
  // never the built worker: it may be older than the source, and would compute what this no longer says
  const loader = pathToFileURL(createRequire(here).resolve("tsx")).href;
  // the loader leaves import() to the hooks of the main thread, which threads do not share
  const register = `import { register } from "${new URL("./esm/api/index.mjs", loader)}"; register();`;
  const hooks = `data:text/javascript,${encodeURIComponent(register)}`;
  return { filename: fileURLToPath(new URL("../worker.ts", here)), execArgv: ["--import", loader, "--import", hooks] };
}
