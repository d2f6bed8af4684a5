/** Exit codes of the command line. */
export const EXIT = {
  ok: 0,
  /** Something broke. */
  failure: 1,
  /** The user's usage or input. */
  usage: 2,
  /** Interrupted, and `--resume` continues (EX_TEMPFAIL). */
  resumable: 75,
  /** Interrupted with nothing kept. */
  interrupted: 130,
} as const;

/** Bad usage that the facade does not see. */
export class UsageError extends Error {}

/** Ctrl-C or a termination signal; the message says what is kept. */
export class Interrupted extends Error {
  constructor(
    message: string,
    readonly resumable: boolean,
  ) {
    super(message);
  }
}

/** A signal that aborts on SIGINT, SIGTERM and SIGUSR1; a second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGUSR1"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      controller.abort(new DOMException("interrupted", "AbortError"));
    });
  }
  return controller.signal;
}
