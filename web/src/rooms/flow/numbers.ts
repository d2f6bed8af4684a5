/** Numbers of the room as it writes them. */
import type { Eigenvalue } from "palimpsest";

/** Five digits at most, a true minus sign; what is 0 to rounding is 0. */
export function showValue(value: number, digits = 5): string {
  const rounded = Math.abs(value) < 1e-9 ? 0 : Number(value.toPrecision(digits));
  return String(rounded).replace("-", "−");
}

/** "(0.5, −2)" */
export function showPair(pair: ArrayLike<number>, digits = 4): string {
  return `(${showValue(pair[0], digits)}, ${showValue(pair[1], digits)})`;
}

export function showEigenvalue([re, im]: Eigenvalue): string {
  if (im === 0) return showValue(re);
  return `${showValue(re)} ${im < 0 ? "−" : "+"} ${showValue(Math.abs(im))}i`;
}
