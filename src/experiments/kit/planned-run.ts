/** A run as its command sees it: planned from a spec, computed, kept, shown and drawn, whatever the experiment. */
import type { BackendName } from "../../backend/contract/kernels.ts";
import type { Row } from "../../io/rows.ts";
import type { ResultStore } from "../../run/results.ts";
import type { Session } from "./session.ts";
import type { Figure, Terminal } from "./study.ts";

/** Rows of what is finished, by key: in the ledger of --out, or in memory. */
export interface KeptRows extends ResultStore<readonly Row[]> {
  readonly size: number;
}

/** The session, backend and files with which a run is computed. */
export interface RunMeans extends Omit<Session, "ledger"> {
  readonly kept: KeptRows;
  readonly backend: BackendName;
  /** The folder of --out, and whether what stands there is continued. */
  readonly folder: string | undefined;
  readonly resume: boolean;
}

/** A validated spec, and how it is run. */
export interface PlannedRun {
  /** The spec with all of its defaults: plain data, the identity of the ledger. */
  readonly spec: object;
  readonly seed: number | string;
  /** A seed that was drawn is told, and repeated; one that nothing depends on is neither. */
  readonly seedIs: "given" | "drawn" | "unused";
  /** Values of the line that repeats the run that follow from the plan, in the place of the spec's; undefined leaves one out. */
  readonly repeat?: Readonly<Record<string, unknown>>;
  /** Results of the whole run, and what they are called. */
  readonly total: number;
  readonly unit: string;
  /** The largest network that will be worked on. */
  readonly largest?: LargestNetwork;
  /** Lines told before the run begins, such as a choice that was made for the caller. */
  readonly told?: readonly string[];
  /** Threads of use among the most that there are; default all. */
  threads?(most: number, kept: KeptRows): number;
  run(means: RunMeans): Promise<RunFound>;
  /** What was found so far, in words, for a run that is interrupted and keeps nothing. */
  soFar?(): string | undefined;
}

/** The largest network of a run. */
export interface LargestNetwork {
  readonly nNeurons: number;
  readonly nPatterns: number;
  readonly nInputs: number;
  /** Bytes that every thread takes beside its connections; left out where overlaps are made. */
  readonly bytes?: number;
}

/** Results of a run, and how they are shown. */
export interface RunFound {
  /** Rows of the results as JSON holds them. */
  readonly rows: readonly object[];
  readonly summary: readonly object[];
  /** The same rows as tables hold them, and their columns in order. */
  readonly cells: readonly Row[];
  readonly columns: readonly string[];
  /** The text that is printed on the terminal. */
  text(terminal: Terminal): string | Promise<string>;
  /** Figures by file name; the first is the one shown. `command` stands in small type beneath. */
  figures(command: string): Promise<Readonly<Record<string, Figure>>>;
  /** Further files of --out, by name. */
  files?(): Promise<Readonly<Record<string, Uint8Array>>>;
}

/** Whether a spec names its seed. */
export function seedOrigin({ seed }: { readonly seed?: unknown }): "given" | "drawn" {
  return seed === undefined ? "drawn" : "given";
}
