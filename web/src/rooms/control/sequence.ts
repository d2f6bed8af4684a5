/** Patterns presented in turn, by number: equal ones are one pattern. */
import type { Presentation } from "palimpsest";
import type { Rows } from "./rows.ts";

/** P₀ */
export function nameOf(pattern: number): string {
  return `P${String(pattern).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)])}`;
}

/** The number of each. */
export function numbersOf(patterns: Rows): number[] {
  const known: string[] = [];
  return patterns.map((row) => {
    const key = row.join(" ");
    if (!known.includes(key)) known.push(key);
    return known.indexOf(key);
  });
}

/** What became of the memories, in a sentence. */
export function historyFinding(history: readonly Presentation[]): string {
  const last = history.at(-1)?.memories ?? [];
  if (last.length === 0) return history.length === 0 ? "Patterns in turn" : "Nothing was recorded";
  const known = last.filter(({ status }) => status !== "forgotten").length;
  const ever = (status: string) => [
    ...new Set(
      history.flatMap(({ memories }) => memories.filter((one) => one.status === status).map((one) => one.pattern)),
    ),
  ];
  const [lost, back] = [ever("forgotten"), ever("restored")];
  const count = last.length === 1 ? "One memory" : `${last.length} memories`;
  const end =
    known === last.length
      ? lost.length > 0
        ? `${last.length === 1 ? "is" : "all are"} known at the end`
        : "kept"
      : `, ${known === 0 ? "none" : known} known at the end`;
  const first = known === last.length ? `${count} ${end}` : `${count}${end}`;
  if (back.length > 0) return `${first}; ${back.map(nameOf).join(", ")} came back without being shown`;
  return lost.length > 0 ? `${first}; ${lost.map(nameOf).join(", ")} forgotten on the way` : first;
}
