/** Conditions of a sweep: combinations of what varies beside an experiment's own columns. */
import { groupBy } from "../../check/lists.ts";
import { canonicalJson } from "../../io/hash.ts";
import type { Cell, Row } from "../../io/rows.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";

export interface Condition<Own> {
  /** Value of each axis in this condition, by its name. */
  readonly at: Readonly<Record<string, Cell>>;
  readonly rows: readonly (Row & Own)[];
  /** Runs: the different seeds among the rows. */
  readonly seeds: number;
}

/**
 * Rows of each combination of the axes, in order of their first.
 *
 * @param own  columns of the experiment that tell conditions apart as well, such as the rule.
 */
export function conditionsIn<Own>(
  rows: readonly Row[],
  axes: readonly string[],
  own: readonly string[] = [],
): Condition<Own>[] {
  const names = [...axes, ...own];
  const cells = (row: Row, wanted: readonly string[]) =>
    Object.fromEntries(wanted.map((name) => [name, row[name] ?? null]));
  return groupBy(rows, (row) => canonicalJson(cells(row, names))).map((group) => ({
    at: cells(group[0], axes),
    rows: group as (Row & Own)[],
    seeds: new Set(group.map((row) => row["seed"])).size,
  }));
}

/** "discount 0.5, bounds.existing 1"; "all runs" where nothing varies. */
export function conditionLabel(at: Readonly<Record<string, Cell>>): string {
  return (
    Object.entries(at)
      .filter(([, value]) => value !== null)
      .map(([axis, value]) => `${axis} ${shown(value)}`)
      .join(", ") || "all runs"
  );
}

/** Values of the axes as cells of a table. */
export function conditionCells(at: Readonly<Record<string, Cell>>, axes: readonly string[]): string[] {
  return axes.map((axis) => (at[axis] === null ? "" : shown(at[axis])));
}

function shown(value: Cell): string {
  const text = String(value);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}

const MOST_LETTERS = 28;

/** Mean number of rows a run of each category, the most frequent first. */
export function countsOf(categories: readonly string[], seeds: number): Record<string, number> {
  const counts = new Map<string, number>();
  for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([category, count]) => [category, count / seeds]));
}

/** Mean and standard deviation of the cells that are numbers; null where none is. */
export function spreadOf(cells: readonly (Cell | undefined)[]): { mean: number | null; deviation: number | null } {
  const values = cells.filter((cell): cell is number => typeof cell === "number" && Number.isFinite(cell));
  if (values.length === 0) return { mean: null, deviation: null };
  const { mean, deviation } = meanAndDeviation(values);
  return { mean, deviation };
}
