/** Numbers in the sentences of a report: at most three significant digits. */
export function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}
