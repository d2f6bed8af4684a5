/** A computation of a room as signals: starts anew whenever what it depends on changes, and gives up what is stale. */
import { batch, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Jobs } from "./client.ts";
import type { InputOf, JobTable, OutputOf, PartOf } from "./protocol.ts";

export type ComputationStatus = "idle" | "running" | "done" | "stopped" | "failed";

/** A job that runs again whenever its input changes. */
export interface Computation<Output, Part> {
  readonly status: ReadonlySignal<ComputationStatus>;
  /** The last result; stays while the next one is computed. */
  readonly output: ReadonlySignal<Output | undefined>;
  /** What the run under way has reported last. */
  readonly part: ReadonlySignal<Part | undefined>;
  /** The message of the error with which the last run failed. */
  readonly error: ReadonlySignal<string | undefined>;
  /** Aborts the run under way; a change of the input starts another. */
  stop(): void;
  /** Starts the run again with the same input. */
  restart(): void;
  /** Aborts the run and starts none any more, as is due when the room is left. */
  dispose(): void;
}

/**
 * Runs a job with the input that `input` computes from signals, again at every change. The run under way is aborted first.
 *
 * @param input  undefined: nothing to compute for now; reads signals, is called again when they change.
 */
export function computation<Table extends JobTable, Name extends keyof Table & string>(
  jobs: Jobs<Table>,
  name: Name,
  input: () => InputOf<Table[Name]> | undefined,
  options: {
    readonly lane?: number;
    readonly onPart?: (part: PartOf<Table[Name]>) => void;
    readonly onDone?: (output: OutputOf<Table[Name]>) => void;
  } = {},
): Computation<OutputOf<Table[Name]>, PartOf<Table[Name]>> {
  const status = signal<ComputationStatus>("idle");
  const output = signal<OutputOf<Table[Name]> | undefined>(undefined);
  const part = signal<PartOf<Table[Name]> | undefined>(undefined);
  const error = signal<string | undefined>(undefined);
  const again = signal(0);
  let controller = new AbortController();

  const start = async (given: InputOf<Table[Name]>): Promise<void> => {
    const mine = new AbortController();
    controller = mine;
    status.value = "running";
    error.value = undefined;
    part.value = undefined;
    try {
      const result = await jobs.run(name, given, {
        ...(options.lane !== undefined && { lane: options.lane }),
        signal: mine.signal,
        onPart: (reported) => {
          part.value = reported;
          options.onPart?.(reported);
        },
      });
      if (mine !== controller) return;
      batch(() => {
        output.value = result;
        status.value = "done";
        options.onDone?.(result);
      });
    } catch (reason) {
      if (mine !== controller || mine.signal.aborted) return;
      error.value = reason instanceof Error ? reason.message : String(reason);
      status.value = "failed";
    }
  };

  const dispose = effect(() => {
    again.value;
    const given = input();
    untracked(() => {
      controller.abort();
      if (given === undefined) status.value = "idle";
      else void start(given);
    });
  });

  return {
    status,
    output,
    part,
    error,
    stop() {
      if (status.peek() !== "running") return;
      controller.abort();
      status.value = "stopped";
    },
    restart: () => void again.value++,
    dispose() {
      dispose();
      controller.abort();
    },
  };
}
