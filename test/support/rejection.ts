/** Expectations about promises that are rejected and work that is aborted. */
import { expect } from "vitest";

/** The error that a promise is rejected with; fails the test when it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (reason) {
    return reason as Error;
  }
  return expect.unreachable("must be rejected") as never;
}

type Kind = typeof TypeError | typeof RangeError;

/** Expects that a promise is rejected with an error of this kind whose message matches. */
export async function expectRejection(promise: Promise<unknown>, kind: Kind, message: RegExp): Promise<void> {
  const reason = await rejection(promise);
  expect(reason).toBeInstanceOf(kind);
  expect(reason.message).toMatch(message);
}

/**
 * Aborts work once it has begun, and expects that it is rejected with the signal's reason soon, and that nothing happens
 * any more afterwards. The package promises 100 ms; a busy machine is given 300.
 */
export async function expectAbortion(
  work: (options: { signal: AbortSignal; onProgress: () => void }) => Promise<unknown>,
  delay: number,
): Promise<void> {
  const controller = new AbortController();
  const reason = new Error("enough");
  let calls = 0;
  let abortedAt = Number.NaN;
  const promise = work({ signal: controller.signal, onProgress: () => calls++ });
  setTimeout(() => {
    abortedAt = performance.now();
    controller.abort(reason);
  }, delay);
  expect(await rejection(promise)).toBe(reason);
  expect(performance.now() - abortedAt).toBeLessThan(300);
  const callsAtRejection = calls;
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(calls).toBe(callsAtRejection);
}
