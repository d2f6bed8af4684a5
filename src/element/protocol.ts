/** What the element and its worker say to each other. */
import type { Patterns } from "../hopfield/patterns.ts";
import type { RelaxStatus } from "../hopfield/relaxed.ts";
import type { Settings } from "./settings.ts";

/** What the worker can be asked for: input and output of each request. */
export interface Requests {
  /** Stores patterns in a network of its own making, in place of the one before. */
  readonly store: {
    readonly input: { readonly patterns: Patterns; readonly settings: Settings };
    readonly output: Stored;
  };
  /** Relaxes a cue, i8[neurons] of ±1. */
  readonly recall: { readonly input: Int8Array; readonly output: Course };
}

/** What storing digits gives: how well each is recalled. */
export interface Stored {
  /** Final overlap of each pattern from a cue with the fraction `noise` of its pixels flipped, f64[patterns], in [−1, 1]. */
  readonly overlaps: Float64Array;
}

/** The states that a cue passed through on its way to rest. */
export interface Course {
  /** The state after each sweep that changed something, i8[neurons] of ±1. */
  readonly states: readonly Int8Array[];
  readonly status: RelaxStatus;
  /** How many sweeps were made, the one that found nothing to change among them. */
  readonly sweeps: number;
}

/** A message to the worker; replies bear its `id`. */
export interface Request<Kind extends keyof Requests = keyof Requests> {
  readonly id: number;
  readonly kind: Kind;
  readonly input: Requests[Kind]["input"];
}

/** A message of the worker: the `part` that is done, in [0, 1], while work lasts; then an output or a failure. */
export type Reply =
  | { readonly id: number; readonly part: number }
  | { readonly id: number; readonly output: Requests[keyof Requests]["output"] }
  | { readonly id: number; readonly failure: string };
