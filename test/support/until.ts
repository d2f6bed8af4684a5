/** Waiting in tests for what other processes do. */

/** Waits for something that may take a while on a busy machine; `tell` says more when it does not come. */
export async function until(isThere: () => boolean, what: string, tell = () => "", seconds = 100): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!isThere()) {
    if (performance.now() > deadline) throw new Error(`no ${what} within ${seconds} s\n${tell()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
