/** Long computations give way to timers and notice that they were cancelled. */
import { describe, expect, it } from "vitest";
import { pacer } from "../../src/run/pace.ts";
import { rejection } from "../support/rejection.ts";

const busy = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe("the pacer of long work", () => {
  it("costs nothing between turns of 20 ms, then lets timers run", async () => {
    const pause = pacer();
    busy(25);
    await pause(); // the clock is one for all work: whatever ran before, a turn has been given now
    expect(pause()).toBeUndefined();
    let fired = false;
    setTimeout(() => {
      fired = true;
    }, 1);
    busy(25);
    for (let turns = 0; !fired && turns < 100; turns++) {
      const turn = pause();
      expect(turn).toBeInstanceOf(Promise);
      await turn;
      if (!fired) busy(25);
    }
    expect(fired).toBe(true);
    expect(pause()).toBeUndefined(); // a turn was just given
  });

  it("throws the signal's reason as soon as it is aborted", () => {
    const controller = new AbortController();
    const pause = pacer(controller.signal);
    const reason = new Error("stop");
    controller.abort(reason);
    expect(pause).toThrow(reason);
  });

  it("gives turns also between many pieces of work that are short, each with a pacer of its own", async () => {
    let fired = false;
    setTimeout(() => {
      fired = true;
    }, 1);
    for (let piece = 0; !fired && piece < 100; piece++) {
      const pause = pacer();
      busy(5); // never 20 ms by itself
      await pause();
    }
    expect(fired).toBe(true);
  });

  it("notices an abortion that comes during a turn", async () => {
    const controller = new AbortController();
    const pause = pacer(controller.signal);
    const reason = new Error("stop");
    busy(25);
    const turn = pause();
    controller.abort(reason);
    expect(await rejection(turn as Promise<void>)).toBe(reason);
  });
});
