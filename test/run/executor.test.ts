/** Executors of tasks: order, limits of concurrency, failures and cancellation. */
import { describe, expect, it } from "vitest";
import { inlineExecutor, mapLimited, type Task } from "../../src/run/executor.ts";
import { rejection } from "../support/rejection.ts";

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe("mapping with a limit", () => {
  it("returns results in the order of the list, whatever ends first", async () => {
    const results = await mapLimited([30, 1, 15, 2, 8], 3, async (ms, index) => {
      await wait(ms);
      return [ms, index];
    });
    expect(results).toEqual([
      [30, 0],
      [1, 1],
      [15, 2],
      [2, 3],
      [8, 4],
    ]);
  });

  it("begins items in order, never more than the limit at a time", async () => {
    for (const limit of [1, 2, 5, 100]) {
      const begun: number[] = [];
      let running = 0;
      let most = 0;
      await mapLimited(
        Array.from({ length: 20 }, (_, k) => k),
        limit,
        async (item) => {
          begun.push(item);
          most = Math.max(most, ++running);
          await wait((item * 7) % 3);
          running--;
        },
      );
      expect(begun).toEqual(Array.from({ length: 20 }, (_, k) => k));
      expect(most).toBe(Math.min(limit, 20));
    }
  });

  it("works on nothing", async () => {
    expect(await mapLimited([], 4, async () => 1)).toEqual([]);
  });

  it("after a failure begins nothing more, waits for what runs, then throws the first", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const failure = new Error("third");
    const promise = mapLimited([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await wait(item === 2 ? 1 : 10);
      if (item === 2) throw failure;
      if (item === 3) throw new Error("later");
      ended.push(item);
    });
    expect(await rejection(promise)).toBe(failure);
    expect(begun).toEqual([0, 1, 2, 3]);
    expect(ended).toEqual([0, 1]);
  });

  it("passes on a reason that is no error, even undefined", async () => {
    for (const reason of ["a word", undefined, null]) {
      await expect(mapLimited([1], 1, () => Promise.reject(reason))).rejects.toBe(reason);
    }
  });
});

describe("the inline executor", () => {
  const double: Task<number, number> = { name: "double", run: async (x) => 2 * x };

  it("runs a task here", async () => {
    expect(inlineExecutor.threads).toBe(1);
    expect(await inlineExecutor.run(double, 21)).toBe(42);
    await inlineExecutor.close();
  });

  it("does not begin when the signal is aborted already", async () => {
    const reason = new Error("no");
    let ran = false;
    const task: Task<null, void> = {
      name: "never",
      run: async () => {
        ran = true;
      },
    };
    expect(await rejection(inlineExecutor.run(task, null, AbortSignal.abort(reason)))).toBe(reason);
    expect(ran).toBe(false);
  });

  it("stops a task where it pauses", async () => {
    const controller = new AbortController();
    let turns = 0;
    const task: Task<null, void> = {
      name: "endless",
      run: async (_, pause) => {
        for (;;) {
          turns++;
          if (turns === 5) controller.abort(new Error("now"));
          await pause();
        }
      },
    };
    expect((await rejection(inlineExecutor.run(task, null, controller.signal))).message).toBe("now");
    expect(turns).toBe(5);
  });
});
