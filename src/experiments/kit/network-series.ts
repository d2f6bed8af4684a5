/** Words about networks that subtitles share. */

interface Sized {
  readonly neurons: number;
  readonly inputs: number;
  readonly seeds: number;
}

/** "N = 300, c = 30; 3 seeds". */
export function sizesOf(rows: readonly Sized[]): string {
  const list = (values: readonly number[]): string => [...new Set(values)].sort((a, b) => a - b).join(", ");
  const seeds = rows.map((row) => row.seeds);
  const [fewest, most] = [Math.min(...seeds), Math.max(...seeds)];
  const over = most === 1 ? "one seed" : fewest === most ? `${most} seeds` : `${fewest} to ${most} seeds`;
  return `N = ${list(rows.map(({ neurons }) => neurons))}, c = ${list(rows.map(({ inputs }) => inputs))}; ${over}`;
}
