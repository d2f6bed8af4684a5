/** The search for the critical load: the most patterns of which a network retrieves a given fraction. */
import { MOST_PATTERNS } from "../../hopfield/limits.ts";
import { type Rule, ruleOf } from "../../hopfield/rules/index.ts";

/**
 * The largest p of whose patterns at least `fraction` are retrieved. That fraction is taken as falling through `fraction`
 * once; where chance makes it do so more often, one such p is returned.
 *
 * Every p costs a network, so the next one is where the fractions measured so far say that the crossing is: from one side
 * by the slope they usually have, between two sides by their chord, and by halves where the chord does not help. As against
 * bisection the loads found have the same mean and spread, for two or three networks instead of four to six.
 *
 * @param retrieved  the fraction retrieved of p patterns, in [0, 1]
 * @param guess      > 0; where to look first
 * @param most       largest p to consider
 * @returns          0 when not even p = 1 holds
 */
export async function criticalLoad(
  retrieved: (nPatterns: number) => Promise<number>,
  { fraction, guess, most }: { readonly fraction: number; readonly guess: number; readonly most: number },
): Promise<number> {
  let low = 0; // holds
  let high = most + 1; // does not
  let atLow = 1;
  let atHigh = 0;
  let widening = WIDENING;
  let halve = false;
  let p = Math.min(most, Math.max(1, Math.round(guess)));
  for (let tries = 1; ; tries++) {
    const width = high - low;
    const found = await retrieved(p);
    if (found >= fraction) [low, atLow] = [p, found];
    else [high, atHigh] = [p, found];
    if (low === most || high - low === 1) return low;
    if (low === 0 || high > most) {
      // a fraction of 0, one of 1 again, or one that hardly moves, says nothing of the distance
      const isBlind = found === 0 || (found === 1 && tries > 1) || tries > 4;
      const step = isBlind ? Number.POSITIVE_INFINITY : Math.abs(found - fraction) / SLOPE;
      const ratio = Math.min(widening, Math.exp(step));
      if (ratio === widening) widening **= 3;
      p = Math.round(found >= fraction ? p * ratio : p / ratio);
    } else {
      // a chord that spans all or that has just cut off less than half says little
      halve = atLow - atHigh > CLIFF || (!halve && width <= most && 2 * (high - low) > width);
      p = Math.round(low + (high - low) * (halve ? 0.5 : (atLow - fraction) / (atLow - atHigh)));
    }
    p = Math.min(high - 1, Math.max(low + 1, p));
  }
}

/** How a critical load is looked for. */
export const LOAD_SEARCHES = ["secants", "steps"] as const;

/**
 * The critical load as EK22 looks for it: from p = `first` on by constant steps, upwards as long as loads hold or downwards until one does,
 * then by halves between the last two. Random networks begin with the first step, so that a load that fails by chance ends the ascent;
 * those whose inputs are chosen begin where the load is expected, from earlier runs.
 *
 * @param retrieved  the fraction retrieved of p patterns, in [0, 1]
 * @param step       an integer ≥ 1
 * @param first      an integer ≥ 1; default `step`
 */
export async function criticalLoadBySteps(
  retrieved: (nPatterns: number) => Promise<number>,
  {
    fraction,
    step,
    most,
    first = step,
  }: { readonly fraction: number; readonly step: number; readonly most: number; readonly first?: number },
): Promise<number> {
  const holds = async (p: number): Promise<boolean> => p <= most && (await retrieved(p)) >= fraction;
  let low = Math.min(first, most);
  if (await holds(low)) {
    while (await holds(low + step)) low += step;
    return bisect(holds, low, low + step);
  }
  let high: number;
  do {
    high = low;
    low = Math.max(0, low - step);
  } while (low > 0 && !(await holds(low)));
  return bisect(holds, low, high);
}

/** How a plan looks for critical loads; left out where by secants. */
export interface LoadSearchPlan {
  readonly loadSearch?: "steps";
}

/** The critical load, looked for as a plan says: c inputs, chosen or at random, expected near `guess`. */
export function findCriticalLoad(
  { loadSearch }: LoadSearchPlan,
  retrieved: (nPatterns: number) => Promise<number>,
  {
    fraction,
    inputs,
    isChosen,
    guess,
    most = MOST_PATTERNS,
  }: {
    readonly fraction: number;
    readonly inputs: number;
    readonly isChosen: boolean;
    readonly guess: number;
    /** Patterns that there are. */
    readonly most?: number;
  },
): Promise<number> {
  if (loadSearch !== "steps") return criticalLoad(retrieved, { fraction, guess, most });
  const first = isChosen ? { first: Math.max(1, Math.round(guess)) } : {};
  return criticalLoadBySteps(retrieved, { fraction, step: publishedStep(Math.round(inputs)), most, ...first });
}

/** The step of the published search for the critical load of random networks with c inputs; taken for all rules. */
export function publishedStep(nInputs: number): number {
  return Math.max(1, Math.round(0.14 * nInputs) - 1);
}

/** The largest whole number that holds, of `low`, which is taken to, up to `high`, which is taken not to. */
export async function bisect(holds: (n: number) => Promise<boolean>, low: number, high: number): Promise<number> {
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** −d(fraction retrieved) / d(ln p) near the critical load: 2 to 5 for all rules at N = 200 to 1000. */
const SLOPE = 3;
/** Ratio of the first widened bracket at most; cubed each time the bracket does not close. */
const WIDENING = 1.06;
/** A difference between the fractions of a bracket's ends that makes their chord meaningless. */
const CLIFF = 0.8;

/**
 * Version of where the search for a critical load begins: the curves of the rules of connectivity and what learning rules make of them. The
 * fraction retrieved need not fall everywhere with p, so that a search that begins elsewhere can end elsewhere (signal reinforcement, N = 60,
 * c = 12: 23.0 instead of 21.5 patterns). Plans record the version; whoever changes a curve raises it.
 */
export const SEARCH_START = 1;

/** Where a critical load is to be expected, for the search to begin: a function of the dilution c/N alone. */
export function expectedLoad(rule: Rule, nInputs: number, nNeurons: number): number {
  const dilution = nInputs / (nNeurons - 1);
  const curve = ruleOf(rule).expectedLoads;
  const above = curve.findIndex(([x]) => x >= dilution);
  if (above === 0) return curve[0][1];
  const [x0, y0] = curve[above - 1];
  const [x1, y1] = curve[above];
  return y0 + ((y1 - y0) * (dilution - x0)) / (x1 - x0);
}
