/** Numbers as figures say them. */

/** At most three significant digits, trailing zeros dropped. */
export function showNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}
