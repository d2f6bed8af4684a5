/**
 * Experiments as sweeps see them: how results are kept, shown and drawn, and what they cost. A new
 * experiment is one object of this kind and one line in `STUDIES`.
 */
import { checkChoice } from "../check.ts";
import type { ExperimentOptions } from "../experiments/points.ts";
import type { Row } from "../io/rows.ts";

/** Draws a figure on a document; undefined when there is nothing to draw. */
export type Figure = (document: Document) => SVGSVGElement | undefined;

/** What a run takes beside its spec. */
export type StudyOptions<Found> = Omit<ExperimentOptions<Found>, "known">;

/** `Found` is what a point of the experiment gives: a row, or rows. */
export interface Study<
  Spec extends object = object,
  Plan extends object = object,
  Found = unknown,
  Summary extends object = object,
> {
  readonly name: string;
  /** What a spec may say. */
  readonly keys: readonly string[];
  /** Those that one summary and one figure take in when they vary; every value of another makes its own. */
  readonly together: readonly string[];
  /** Values of the spec wherever it does not say otherwise. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Validates a spec and fills in its defaults. */
  plan(spec: Spec): Plan;
  run(spec: Spec, options: StudyOptions<Found>): Promise<unknown>;
  /** What a point gave as a ledger keeps it. */
  toLedger(found: Found): readonly Row[];
  /** And back, from the rows of one point or of several. */
  foundIn(rows: readonly Row[]): readonly Found[];
  /** Rows of tables. */
  rowsOf(found: readonly Found[]): readonly Row[];
  /** Their columns, in order. */
  columns(plan: Plan): readonly string[];
  summarize(found: readonly Found[], plan: Plan): readonly Summary[];
  /** Figures by file name; the first is the one shown. */
  figures(shown: {
    readonly rows: readonly Row[];
    readonly summary: readonly Summary[];
    readonly plan: Plan;
    /** In small type beneath. */
    readonly command: string;
  }): Promise<Readonly<Record<string, Figure>>>;
  table(summary: readonly Summary[]): string;
  /** Seconds of one core of the machine in docs/performance.md, within a factor of two. */
  seconds(plan: Plan): number;
  /** Whether one point is work for all threads. */
  isLarge(plan: Plan): boolean;
}

export const STUDIES: Readonly<Record<string, () => Promise<Study>>> = {
  capacity: async () => (await import("./capacity.ts")).capacityStudy,
  basins: async () => (await import("./basins.ts")).basinsStudy,
  fields: async () => (await import("./fields.ts")).fieldsStudy,
  weights: async () => (await import("./weights.ts")).weightsStudy,
  online: async () => (await import("./online.ts")).onlineStudy,
};

/** The experiment of that name. */
export function studyOf(where: string, name: unknown): Promise<Study> {
  return STUDIES[checkChoice(where, name, Object.keys(STUDIES))]();
}

/** All rows of a run, as a ledger keeps them, in an order that does not depend on who finished first. */
export async function runStudy(
  study: Study,
  spec: object,
  options: Omit<StudyOptions<unknown>, "onRow">,
): Promise<readonly Row[]> {
  const parts: [string, readonly Row[]][] = [];
  await study.run(spec, {
    ...options,
    onRow: (key, found) => {
      parts.push([key, study.toLedger(found)]);
    },
  });
  return parts.sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, rows]) => rows);
}
