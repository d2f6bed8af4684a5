import type { Rule } from "../hopfield/rule.ts";

/**
 * The largest p for which `holds(p)`, by widening a bracket around a guess and bisecting it. `holds` is taken as
 * falling from true to false once; where chance makes it do so more often, one such p is returned.
 *
 * @param guess  > 0; where to look first.
 * @param most   largest p to consider.
 * @returns      0 when not even p = 1 holds.
 */
export async function criticalLoad(
  holds: (nPatterns: number) => Promise<boolean>,
  guess: number,
  most: number,
): Promise<number> {
  let low = 0; // holds
  let high = most + 1; // does not
  let p = Math.min(most, Math.max(1, Math.round(guess)));
  let widening = WIDENING;
  while (low === 0 || high > most) {
    if (await holds(p)) low = p;
    else high = p;
    if (low === most || high === 1) return low;
    if (low > 0 && high <= most) break;
    p = low > 0 ? Math.min(most, Math.ceil(low * widening)) : Math.max(1, Math.floor(high / widening));
    widening *= widening;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Ratio of the first widened bracket; squared each time the bracket does not close. */
const WIDENING = 1.06;

/**
 * Where a critical load is to be expected, for the search to begin: measured at N = 500 with the default annealing, as
 * a function of the dilution c/N alone. Only the time of a search depends on it.
 */
export function expectedLoad(rule: Rule, nInputs: number, nNeurons: number): number {
  const dilution = nInputs / (nNeurons - 1);
  const curve = EXPECTED[rule];
  const above = curve.findIndex(([x]) => x >= dilution);
  if (above === 0) return curve[0][1];
  const [x0, y0] = curve[above - 1];
  const [x1, y1] = curve[above];
  return y0 + ((y1 - y0) * (dilution - x0)) / (x1 - x0);
}

const UNCHOSEN = [
  [0.02, 0.3],
  [0.04, 0.3],
  [0.1, 0.23],
  [0.2, 0.21],
  [0.5, 0.17],
  [1, 0.14],
] as const;

const EXPECTED: Record<Rule, readonly (readonly [dilution: number, load: number])[]> = {
  random: UNCHOSEN,
  given: UNCHOSEN,
  noise: [
    [0.02, 2.4],
    [0.04, 2.25],
    [0.1, 1.98],
    [0.2, 1.62],
    [0.5, 0.95],
    [0.8, 0.5],
    [1, 0.14],
  ],
  signal: [
    [0.02, 4.2],
    [0.04, 3.65],
    [0.1, 2.7],
    [0.2, 1.88],
    [0.5, 0.86],
    [0.8, 0.45],
    [1, 0.14],
  ],
  margin: [
    [0.02, 4.8],
    [0.04, 4.5],
    [0.1, 3.4],
    [0.2, 2.65],
    [0.5, 1.42],
    [0.8, 0.7],
    [1, 0.14],
  ],
};
