/** Colors of lines: hues that differ by name, shades of one color that differ by a number. */
import { INK, PAPER } from "./style.ts";

/** Okabe and Ito's set without yellow, told apart with any color vision. */
export const HUES: readonly string[] = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9"];

/** Mixes two colors "#rrggbb": 0 gives the first, 1 the second. */
export function mix(a: string, b: string, part: number): string {
  if (part === 0) return a;
  const channel = (color: string, k: number) => Number.parseInt(color.slice(1 + 2 * k, 3 + 2 * k), 16);
  const mixed = [0, 1, 2].map((k) => Math.round(channel(a, k) * (1 - part) + channel(b, k) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** From light to dark through the color itself; a single shade is the color. */
export function shadesOf(color: string, count: number): string[] {
  if (count === 1) return [color];
  return Array.from({ length: count }, (_, k) => {
    const t = (2 * k) / (count - 1) - 1;
    return t < 0 ? mix(color, PAPER, -0.5 * t) : mix(color, INK, 0.5 * t);
  });
}

/** A shade of a color that is dark enough for text. */
export function textShade(color: string): string {
  return mix(color, INK, 0.25);
}
