/** The page's colors for canvases, which no style sheet reaches. */
import { computed } from "@preact/signals";
import { theme } from "../shell/theme.ts";

/** Names of colors in styles/colors.css. */
export type InkName =
  | "ink"
  | "ink-muted"
  | "ink-faint"
  | "ghost"
  | "hairline"
  | "paper"
  | "paper-raised"
  | "cursor"
  | `hue-${string}`
  | `rule-${string}`;

/** A color of styles/colors.css, in the theme shown; read within an effect, it is followed. */
export const inks = computed(() => {
  theme.value;
  const style = getComputedStyle(document.documentElement);
  return (name: InkName): string => style.getPropertyValue(`--${name}`).trim();
});

/** A color "#rrggbb" as [red, green, blue], each from 0 to 255. */
export function channels(color: string): readonly [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
