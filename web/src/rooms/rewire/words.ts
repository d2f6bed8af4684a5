/** Numbers and names as the figures of this room write them. */
import { showNumber } from "../../components/controls.tsx";

/** Writes a number with so many significant digits, and whole from 1000 on. */
export function show(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1000) return showNumber(Math.round(value));
  return showNumber(size < 1e-3 && size > 0 ? Number(value.toPrecision(1)) : Number(value.toPrecision(digits)));
}

/** Writes a fraction in percent, and 0 as "none". */
export function showPart(part: number): string {
  if (part === 0) return "none";
  const percent = 100 * part;
  return `${show(percent, percent >= 10 ? 3 : 2)}\u{a0}%`;
}
