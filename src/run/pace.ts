/** Long work that stays interruptible: give the event loop a turn now and then, and look whether to stop. */

/** What every long-running function takes. */
export interface RunOptions {
  /** Aborting it rejects the promise with the signal's reason, within 100 ms. */
  readonly signal?: AbortSignal;
  /** Called with the part that is done. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  /** Units done so far; may be fractional. */
  readonly done: number;
  readonly total: number;
  /** What is being worked on, in a few words. */
  readonly label?: string;
}

/** Awaited between pieces of a few ms. */
export type Pause = () => Promise<void> | undefined;

/** Longest stretch without giving the event loop a turn, in ms. */
const STRETCH = 20;
/** When the event loop last had a turn: one clock for all work, or tasks shorter than a stretch would never give one. */
let last = performance.now();

/**
 * A function to be awaited between pieces of a few ms: it throws the signal's reason once aborted, and lets timers,
 * messages and the page run when the last turn is 20 ms ago.
 */
export function pacer(signal?: AbortSignal): Pause {
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - last < STRETCH) return undefined;
    return nextTurn().then(() => {
      last = performance.now();
      signal?.throwIfAborted();
    });
  };
}

const immediate = (globalThis as { setImmediate?: (run: () => void) => void }).setImmediate;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (immediate) {
      immediate(resolve);
      return;
    }
    // a message does not suffer the 4 ms that browsers add to nested timers
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
