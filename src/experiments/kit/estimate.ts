/** Critical loads of large networks estimated from a sample of their neurons: see hopfield/population. */
import { pooledEffort } from "../../hopfield/anneal.ts";
import { MOST_PATTERNS } from "../../hopfield/limits.ts";
import { sampledOverlap } from "../../hopfield/population.ts";
import { isSearchRule, type Rule } from "../../hopfield/rules/index.ts";
import { bisect } from "./critical-load.ts";
import { keyOfNetwork, type NetworkPlan } from "./network.ts";
import type { Means } from "./points.ts";
import { searchPlanOf, searchValues } from "./rules.ts";

/** Neurons of which the inputs are searched: their critical load is that of all within about 1.5 %. */
const SAMPLED = 100;
/** Ratio of the loads tried on the way to two that hold and do not, and the part of a load that is left between them in the end. */
const WIDENING = 1.12;
const RESOLUTION = 0.01;
/** Critical load of whole networks over that of the sample: 0.955 to 0.973 from N = 2000 to 10⁵ at c = 50. */
export const OF_ESTIMATE = 0.96;

/** Whether the inputs of such networks are searched among pools, so that a few neurons can be searched by themselves. */
export function canEstimate(plan: NetworkPlan, rule: Rule, inputs: number): boolean {
  if (plan.patternKind !== undefined || !isSearchRule(rule)) return false;
  return pooledEffort(searchPlanOf(plan, rule), rule, inputs) !== null;
}

/**
 * The largest number of patterns that the sample says a network holds, to a per cent.
 *
 * @param guess  where to begin
 * @param least  overlap of a pattern that is kept
 */
export async function estimatedLoad(
  plan: NetworkPlan,
  { rule, inputs, seed }: { readonly rule: Rule; readonly inputs: number; readonly seed: bigint },
  guess: number,
  least: number,
  { backend, executor, signal }: Means,
): Promise<number> {
  if (!isSearchRule(rule)) throw new TypeError(`estimatedLoad: rule must be one that searches, got "${rule}"`);
  const key = keyOfNetwork(seed, "nested");
  const known = new Map<number, boolean>();
  const holds = async (nPatterns: number): Promise<boolean> => {
    const before = known.get(nPatterns);
    if (before !== undefined) return before;
    const problem = {
      source: { nPatterns, nNeurons: plan.neurons, key },
      ...{ nInputs: inputs, rule, key, backend },
      values: searchValues(plan, rule, nPatterns, inputs),
      plan: searchPlanOf(plan, rule),
    };
    const isHeld = (await sampledOverlap(problem, SAMPLED, executor, signal ? { signal } : {})) >= least;
    known.set(nPatterns, isHeld);
    return isHeld;
  };
  let low = Math.min(MOST_PATTERNS, Math.max(1, Math.round(guess)));
  while (low > 1 && !(await holds(low))) low = Math.floor(low / WIDENING);
  let high = Math.ceil(low * WIDENING) + 1;
  while (high <= MOST_PATTERNS && (await holds(high))) [low, high] = [high, Math.ceil(high * WIDENING) + 1];
  const step = Math.max(1, Math.floor(RESOLUTION * low));
  return low + step * (await bisect((k) => holds(low + k * step), 0, Math.ceil((high - low) / step)));
}
