/** The error function, to the last digits; for theory and figures, not for what is recorded. */

const SERIES_UP_TO = 3;

/** erf(x) = 2/√π ∫₀ˣ exp(−t²) dt, to a relative 1e-15. */
export function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (x > SERIES_UP_TO) return 1 - erfc(x);
  // 2/√π e^(−x²) Σ 2ⁿ x^(2n+1)/(2n+1)!!, all of one sign (Abramowitz & Stegun 7.1.6)
  let term = x;
  let sum = x;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 − erf(x) for x > 3, by its continued fraction (Abramowitz & Stegun 7.1.14). */
function erfc(x: number): number {
  let fraction = x;
  for (let n = 60; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
