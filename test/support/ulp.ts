/** The spacing of doubles at x: the unit in which errors of rounding are counted. */
export function ulp(x: number): number {
  return 2 ** Math.max(-1074, Math.floor(Math.log2(Math.abs(x))) - 52);
}
