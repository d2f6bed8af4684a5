/** How a run of the command line ends: exit codes, and the errors that choose among them. */

/** Exit codes of the command line. */
export const EXIT = {
  ok: 0,
  /** Something broke that is not the user's doing. */
  failure: 1,
  /** The command was used wrongly, or its input is wrong. */
  usage: 2,
  /** Interrupted, and `--resume` continues (EX_TEMPFAIL). */
  resumable: 75,
  /** Interrupted, with nothing kept that a later run could continue. */
  interrupted: 130,
} as const;

/** A wrong use of the command line that the library's own checks do not see. */
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
