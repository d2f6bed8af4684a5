/** Numbers and lists in the text that `flow` prints. */

/** Rows of a printed table. */
export const SHOWN = 16;

export function show(value: number | null | undefined, digits = 6): string {
  return value === null || value === undefined ? "" : String(Number(value.toPrecision(digits)));
}

/** The first six of a list, and how many there are. */
export function showList(values: ArrayLike<number>): string {
  const shown = Array.from(values)
    .slice(0, 6)
    .map((value) => show(value, 5))
    .join(" ");
  return values.length > 6 ? `${shown} … (${values.length})` : shown;
}

/** What is said of rows that a table leaves out. */
export function showRest(all: number): string {
  return all > SHOWN ? `\n… and ${all - SHOWN} more (all of them with --json or --out)` : "";
}

export function showComplex([re, im]: readonly [number, number]): string {
  const part = (value: number) => String(Number(value.toPrecision(5))).replace("-", "−");
  return im === 0 ? part(re) : `${part(re)} ${im < 0 ? "−" : "+"} ${part(Math.abs(im))}i`;
}
