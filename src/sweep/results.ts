/** What a finished sweep shows: its rows in order, and for each part a summary, a table and figures. */

import type { Figure, Shown, Study } from "../experiments/kit/study.ts";
import { canonicalJson } from "../io/hash.ts";
import type { Cell, Row } from "../io/rows.ts";
import type { Plain } from "../io/spec-file.ts";
import { labelOf, type SweepTask, type SweepTasks } from "./tasks.ts";

/** Tasks that one summary and one figure take in. */
export interface SweepPart {
  /** What tells it from the other parts: "fraction 0.8"; empty when it is the only one. */
  readonly label: string;
  readonly axes: Readonly<Record<string, Plain>>;
  readonly plan: object;
  readonly rows: readonly Row[];
  readonly summary: readonly object[];
  /** What varies within it, in the order of the experiment. */
  readonly varying: readonly string[];
}

export interface SweepResults {
  readonly columns: readonly string[];
  /** Rows in the order of the tasks. */
  readonly rows: readonly Row[];
  readonly parts: readonly SweepPart[];
  /** Of all parts, with the axes that tell them apart. */
  readonly summary: readonly object[];
}

/** @param rowsOf  rows of each task as a ledger keeps them. */
export function resultsOf(
  { study, points, tasks }: SweepTasks,
  rowsOf: (task: SweepTask) => readonly Row[] | undefined,
): SweepResults {
  const own = [...new Set(points.flatMap(({ plan }) => study.columns(plan)))];
  const axes = [...new Set(points.flatMap((point) => Object.keys(point.axes)))];
  const extra = axes.filter((axis) => !own.includes(axis) && !own.includes(axis.replace(/s$/, "")));
  const apart = axes.filter((axis) => !study.together.includes(axis));
  const varying = axes.filter((axis) => study.together.includes(axis) && (extra.includes(axis) || own.includes(axis)));
  const rows: Row[] = [];
  const groups = new Map<string, { axes: Record<string, Plain>; plan: object; kept: Row[][]; rows: Row[] }>();
  for (const task of tasks) {
    const kept = rowsOf(task);
    if (kept === undefined) throw new RangeError(`sweep: rows of ${labelOf(task)} must be there, got none`);
    const telling = pick(task.point.axes, apart);
    const id = canonicalJson(telling);
    const group = groups.get(id) ?? { axes: telling, plan: task.point.plan, kept: [], rows: [] };
    groups.set(id, group);
    // rows say what tells them apart in their part, in all tasks or in none
    const missing = varying.filter((axis) => !kept.every((row) => Object.hasOwn(row, axis)));
    const full = kept.map((row) => ({ ...row, ...cellsOf(task.point.axes, missing) }));
    const shown = study.rowsOf(study.foundIn(full));
    group.kept.push(full);
    const more = cellsOf(task.point.axes, extra);
    for (const row of shown) {
      group.rows.push(row);
      rows.push(extra.length > 0 ? { ...row, ...more } : row);
    }
  }
  const parts = [...groups.values()].map(({ axes: telling, plan, kept, rows: partRows }) => ({
    label: groups.size === 1 ? "" : labelsOf(telling),
    axes: telling,
    plan,
    rows: partRows,
    summary: study.summarize(
      kept.flatMap((task) => study.foundIn(task)),
      plan,
      varying,
    ),
    varying,
  }));
  const summary = parts.flatMap((part) => part.summary.map((entry) => ({ ...part.axes, ...entry })));
  return { columns: [...own, ...extra], rows, parts, summary };
}

/** Parts drawn: more figures than these nobody looks at, and rows.csv has them all. */
const MOST_DRAWN = 12;

/** Figures of every part, numbered when there are several. */
export async function figuresOf(
  study: Study,
  { parts }: SweepResults,
  command: string,
): Promise<Readonly<Record<string, Figure>>> {
  const figures: Record<string, Figure> = {};
  for (const [k, part] of parts.slice(0, MOST_DRAWN).entries()) {
    const label = part.label === "" ? command : `${command} (${part.label})`;
    const own = await study.figures(shownOf(part), label);
    for (const [name, figure] of Object.entries(own)) {
      figures[parts.length === 1 ? name : `${name}-${k + 1}`] = figure;
    }
  }
  return figures;
}

/** The printed tables of every part of a sweep. */
export function tablesOf(study: Study, { parts }: SweepResults): string {
  return parts.map((part) => `${part.label && `${part.label}\n`}${study.text(shownOf(part))}`).join("\n");
}

function shownOf({ rows, summary, plan, varying }: SweepPart): Shown<object, object> {
  return { rows, summary, plan, axes: varying };
}

function cellsOf(axes: Readonly<Record<string, Plain>>, names: readonly string[]): Record<string, Cell> {
  return Object.fromEntries(names.map((axis) => [axis, cellOf(axes[axis])]));
}

function pick(axes: Readonly<Record<string, Plain>>, names: readonly string[]): Record<string, Plain> {
  return Object.fromEntries(names.filter((name) => axes[name] !== undefined).map((name) => [name, axes[name]]));
}

function labelsOf(axes: Readonly<Record<string, Plain>>): string {
  return Object.entries(axes)
    .map(([axis, value]) => `${axis} ${cellOf(value)}`)
    .join(", ");
}

/** A value of the grid in a table: words as they are, lists as JSON. */
function cellOf(value: Plain | undefined): Cell {
  if (value === undefined) return null;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}
