/** What the bench says of a computation: its rows, and the lines of its table. */
import type { Timed } from "./interleave.ts";

/** Kernels of continuous dynamics. */
type FlowKernel = "matrix times vector" | "tanh" | "flow";

/** The computation that was timed. */
export interface Work {
  readonly kernel:
    | "overlap"
    | "swap annealing"
    | "heat bath"
    | "margin search"
    | "growth"
    | "margin growth"
    | "stored patterns"
    | "retrieval"
    | "optimal control"
    | "control sweep"
    | "learning"
    | "random words"
    | "network"
    | "capacity"
    | FlowKernel;
  readonly neurons: number;
  /** c; null where there are no connections. */
  readonly inputs: number | null;
  readonly patterns: number | null;
  /** What else there is to say of the size. */
  readonly note: string;
}

/** One variant of one computation; times are of one run. */
export interface BenchRow extends Work {
  readonly variant: string;
  readonly milliseconds: number;
  /** Lower quartile of the time of a run, in ms. */
  readonly lower: number;
  readonly upper: number;
  /** Time of this variant ÷ time of the first variant in the same round: median and quartiles. */
  readonly ratio: number;
  readonly ratioLower: number;
  readonly ratioUpper: number;
  readonly rounds: number;
}

export function rowsOf(work: Work, timed: readonly Timed[]): BenchRow[] {
  return timed.map(({ name, nanoseconds, ratio }) => ({
    ...work,
    variant: name,
    milliseconds: nanoseconds.median / 1e6,
    lower: nanoseconds.lower / 1e6,
    upper: nanoseconds.upper / 1e6,
    ratio: ratio.median,
    ratioLower: ratio.lower,
    ratioUpper: ratio.upper,
    rounds: nanoseconds.count,
  }));
}

/** Column heads of `cellsOf`. */
export const HEAD = ["kernel", "N", "c", "p", "", "variant", "ms", "quartiles", "÷ ours", "quartiles"] as const;

/** The rows as words of a table; a computation is named on its first row alone. */
export function cellsOf(rows: readonly BenchRow[]): string[][] {
  return rows.map((row, k) => {
    const before = rows[k - 1];
    const same = before !== undefined && nameOf(before) === nameOf(row);
    const size = [
      row.kernel,
      String(row.neurons || ""),
      String(row.inputs ?? ""),
      String(row.patterns ?? ""),
      row.note,
    ];
    return [
      ...size.map((cell) => (same ? "" : cell)),
      row.variant,
      digits(row.milliseconds),
      `${digits(row.lower)}–${digits(row.upper)}`,
      row.ratio.toFixed(2),
      `${row.ratioLower.toFixed(2)}–${row.ratioUpper.toFixed(2)}`,
    ];
  });
}

function nameOf({ kernel, neurons, inputs, patterns, note }: Work): string {
  return [kernel, neurons, inputs, patterns, note].join("/");
}

/** A number with three digits that count. */
export function digits(value: number): string {
  return value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value >= 1
        ? value.toFixed(2)
        : value.toFixed(3);
}
