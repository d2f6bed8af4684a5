/** What long work is given by whoever runs it. */
import type { Ledger } from "../../io/ledger.ts";
import type { Executor } from "../../run/executor.ts";
import type { Progress } from "../../run/pace.ts";

/** A run under way: where its results are kept, what computes, and how it is stopped and followed. */
export interface Session {
  readonly ledger: Ledger | undefined;
  readonly executor: Executor;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}
