/** Runs that end in one of a few ways, or find things of a few kinds: counted for each condition of a sweep. */
import type { Cell } from "../../io/rows.ts";
import { showNumber } from "../../plot/words.ts";
import { table } from "../../report/table.ts";
import { conditionCells, conditionLabel } from "./conditions.ts";
import type { Figure } from "./study.ts";

/** Counts of one condition, over its runs. */
export interface Counted {
  readonly at: Readonly<Record<string, Cell>>;
  readonly seeds: number;
  /** Mean number a run of each kind, the most frequent first. */
  readonly counts: Readonly<Record<string, number>>;
  /** A number that every run has, over the runs. */
  readonly value?: { readonly name: string; readonly mean: number | null; readonly deviation: number | null };
}

/** What kinds are called and how they are drawn, by their names in data and in their order. */
export type CountedKinds = Readonly<Record<string, { readonly label: string; readonly color: string }>>;

/** A line for each condition: how many of each kind, and the number. */
export function countedText(summary: readonly Counted[], axes: readonly string[], kinds: CountedKinds = {}): string {
  const names = kindsOf(summary, kinds);
  const value = summary[0].value?.name;
  const head = [
    ...axes,
    ...names.map((name) => kinds[name]?.label ?? name),
    ...(value === undefined ? [] : [value]),
    "seeds",
  ];
  const lines = summary.map(({ at, counts, value: own, seeds }) => [
    ...conditionCells(at, axes),
    ...names.map((name) => showNumber(counts[name] ?? 0)),
    ...(value === undefined ? [] : [spread(own, seeds)]),
    String(seeds),
  ]);
  return `${table(head, lines)}\n`;
}

/** The figure with a bar for each condition. */
export async function countedFigures(
  summary: readonly Counted[],
  { noun, command, kinds = {} }: { readonly noun: string; readonly command: string; readonly kinds?: CountedKinds },
): Promise<Readonly<Record<string, Figure>>> {
  const { conditionsFigure, KIND_COLORS } = await import("./conditions-figure.ts");
  const names = kindsOf(summary, kinds);
  const conditions = summary.map(({ at, counts, value, seeds }) => ({
    label: conditionLabel(at),
    values: names.map((name, k) => ({
      name: kinds[name]?.label ?? name,
      color: kinds[name]?.color ?? KIND_COLORS[k % KIND_COLORS.length],
      value: counts[name] ?? 0,
      deviation: 0,
    })),
    ...(value && value.mean !== null && { note: spread(value, seeds) }),
  }));
  const most = Math.max(...summary.map(({ counts }) => Object.values(counts).reduce((sum, count) => sum + count, 0)));
  const seeds = Math.max(...summary.map((entry) => entry.seeds));
  const name = `${noun}${seeds > 1 ? `, mean of ${seeds} runs` : ""}`;
  const note = summary.find(({ value }) => value)?.value?.name;
  const measure = { name, kind: "bars", most, ...(note !== undefined && { note }) } as const;
  return most > 0 ? { figure: (document) => conditionsFigure(conditions, measure, { document, command }) } : {};
}

/** Kinds that there are, in the order of their table, or else in one that does not depend on which condition comes first. */
function kindsOf(summary: readonly Counted[], kinds: CountedKinds): string[] {
  const found = [...new Set(summary.flatMap(({ counts }) => Object.keys(counts)))].sort();
  const order = Object.keys(kinds);
  return order.length === 0 ? found : found.sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

function spread(value: Counted["value"], seeds: number): string {
  if (value === undefined || value.mean === null) return "";
  return seeds > 1 ? `${showNumber(value.mean)} ± ${showNumber(value.deviation ?? 0)}` : showNumber(value.mean);
}
