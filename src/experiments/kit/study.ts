/**
 * Experiments as sweeps see them: how results are kept, shown and drawn, and what they cost. A new
 * experiment is one object of this kind and one line in the registry.
 */
import type { Parameters } from "../../check/parameters.ts";
import type { Row } from "../../io/rows.ts";
import type { Plain } from "../../io/spec-file.ts";
import type { ExperimentOptions } from "./points.ts";

/** Finds the files that a spec names; throws RangeError when one lies outside of the folder of the sweep's spec. */
export interface SpecFiles {
  /** The file behind a path relative to the spec that names it; `where` is told in messages. */
  file(path: string, where: string): string;
  /** The same, or all of a folder: what a link in it leads to has to be inside as well. */
  files(path: string, where: string): string[];
  /** Tells what was assumed of a file, in a line. */
  note?(line: string): void;
}

/** Draws a figure on a document; undefined when there is nothing to draw. */
export type Figure = (document: Document) => SVGSVGElement | undefined;

/** The terminal on which text is printed: its width in characters, and whether it has colors. */
export interface Terminal {
  readonly columns: number;
  readonly color: boolean;
}

/** Results of a run: its plan, its rows and their summary. */
export interface StudyResult<Plan, Summary> {
  readonly spec: Plan;
  readonly rows: readonly object[];
  readonly summary: readonly Summary[];
}

/** What tables and figures show: a run, or the part of a sweep that they take in. */
export interface Shown<Plan, Summary> {
  readonly rows: readonly Row[];
  readonly summary: readonly Summary[];
  readonly plan: Plan;
  /** Names of the columns that vary beside the experiment's own. */
  readonly axes: readonly string[];
}

/** `Found` is what a point of the experiment gives: a row, or rows. */
export interface Study<
  Spec extends object = object,
  Plan extends object = object,
  Found = unknown,
  Summary extends object = object,
> {
  readonly name: string;
  /** Declarations of the parameters that a spec may have. */
  readonly parameters: Parameters;
  /** Parameters whose values one summary and one figure take in; every value of another makes its own. */
  readonly together: readonly string[];
  /** Values of the spec wherever it does not say otherwise. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Seeds of a sweep that does not say how many; default 3. */
  readonly seeds?: number;
  /** Puts what files hold in the place of their paths, in a spec of which nothing else is known. */
  readFiles?(spec: Readonly<Record<string, Plain>>, read: SpecFiles): Promise<Readonly<Record<string, Plain>>>;
  /** Validates a spec and fills in its defaults. */
  plan(spec: Spec): Plan;
  /** Number of points of a plan; `unit` is what they are called, in the plural. */
  points(plan: Plan): number;
  readonly unit: string;
  /** The largest network of a plan, when that can be told beforehand. */
  largest?(plan: Plan): { readonly nNeurons: number; readonly nPatterns: number; readonly nInputs: number };
  run(spec: Spec, options: ExperimentOptions<Found>): Promise<unknown>;
  /** Rows of a ledger that hold what a point gave. */
  toLedger(found: Found): readonly Row[];
  /** Reads what points gave back from their rows in a ledger, of one point or of several. */
  foundIn(rows: readonly Row[]): readonly Found[];
  /** Rows of the tables that a run writes. */
  rowsOf(found: readonly Found[]): readonly Row[];
  /** Names of the columns of these tables, in order. */
  columns(plan: Plan): readonly string[];
  /** @param axes  what varies beside the experiment's own columns, in the rows of `found`. */
  summarize(found: readonly Found[], plan: Plan, axes: readonly string[]): readonly Summary[];
  /** Figures by file name; the first is the one shown. `command` stands in small type beneath. */
  figures(shown: Shown<Plan, Summary>, command: string): Promise<Readonly<Record<string, Figure>>>;
  /** The text that is printed on the terminal. */
  text(shown: Shown<Plan, Summary>): string;
  /**
   * Seconds of one core of the machine in docs/background/performance.md, within a factor of two; sums and products alone, so that every machine
   * deals tasks to shards alike.
   */
  seconds(plan: Plan): number;
  /** Whether `seconds` is no more than a guide, since time depends on what the dynamics do: an estimate times some tasks. */
  readonly isMeasured?: boolean;
  /** Whether one point is work for all threads. */
  isLarge(plan: Plan): boolean;
}

/** A study whose rows a command shows as they are. */
export interface CommandStudy<Spec extends object, Plan extends object, Found, Summary extends object>
  extends Study<Spec, Plan, Found, Summary> {
  run(spec: Spec, options: ExperimentOptions<Found>): Promise<StudyResult<Plan, Summary>>;
  /** Values of the line that repeats a run which follow from its plan and not from its spec; undefined leaves one out. */
  repeat?(plan: Plan): Readonly<Record<string, unknown>>;
  /** Printed beneath the tables of the command. */
  after?(summary: readonly Summary[], plan: Plan, terminal: Terminal): Promise<string>;
}

/** All rows of a run, as a ledger keeps them, in an order that does not depend on who finished first. */
export async function runStudy(
  study: Study,
  spec: object,
  options: Omit<ExperimentOptions<unknown>, "results">,
): Promise<readonly Row[]> {
  const results = new Map<string, unknown>();
  await study.run(spec, { ...options, results });
  return [...results].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, found]) => study.toLedger(found));
}
