/** Words and numbers within the sentences of figures. */

/** A number of at most three significant digits, trailing zeros dropped, with a true minus sign. */
export function showNumber(value: number): string {
  return String(Number(value.toPrecision(3))).replaceAll("-", "−");
}

/** Writes a part of a whole in percent. */
export function showPercent(part: number): string {
  return `${showNumber(100 * part)} %`;
}

/** Makes the first letter a capital, for the beginning of a sentence. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Glyphs in texts for the symbols of points, in their order. */
export const POINT_GLYPHS = ["●", "■", "▲", "◆", "★"] as const;
