/** Threads that are started from the sources run the sources. */
import { expect, it } from "vitest";
import type { Task } from "../../src/run/executor.ts";
import { threads } from "../../src/run/threads.ts";

it("threads started by the sources run the sources, not a built worker that may be older", async () => {
  const executor = threads(1);
  const none: Task<null, null> = { name: "none", run: async () => null };
  try {
    const failure = await executor.run(none, null).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure?.message).toBe('worker: no task is named "none"');
    expect(failure?.stack).toMatch(/src\/worker\.ts/);
  } finally {
    await executor.close();
  }
});
