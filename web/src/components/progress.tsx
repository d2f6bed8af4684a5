/** The progress of a computation, with buttons to stop it or to try again. */
import type { ReadonlySignal } from "@preact/signals";
import type { ComputationStatus } from "../worker/computation.ts";

interface ProgressProps {
  readonly of: {
    readonly status: ReadonlySignal<ComputationStatus>;
    readonly error: ReadonlySignal<string | undefined>;
    stop(): void;
    restart(): void;
  };
  /** The part that is done, in [0, 1]; undefined while unknown. */
  readonly done?: number | undefined;
  readonly label: string;
}

/** How far a computation is, with a button that stops it; why it failed, with one that tries again. Keeps its place when empty. */
export function Progress(props: ProgressProps) {
  return <div class="progress-place">{contentOf(props)}</div>;
}

function contentOf({ of, done, label }: ProgressProps) {
  switch (of.status.value) {
    case "running":
      return (
        <div class="progress">
          <span>{label}</span>
          <progress aria-label={label} max={1} value={done} />
          <button type="button" onClick={of.stop}>
            Stop
          </button>
        </div>
      );
    case "stopped":
      return (
        <div class="progress">
          <span>Stopped.</span>
          <button type="button" onClick={of.restart}>
            Start again
          </button>
        </div>
      );
    case "failed":
      return (
        <div class="progress progress-error" role="alert">
          <span>{of.error.value}</span>
          <button type="button" onClick={of.restart}>
            Try again
          </button>
        </div>
      );
    default:
      return null;
  }
}
