/** How numbers are written in the sentences of a report. */

/** Writes a number with at most three significant digits. */
export function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}
