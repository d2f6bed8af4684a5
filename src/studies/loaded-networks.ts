/** What the experiments on networks of given loads share. */

import { type LearningsPlan, withLearning } from "../experiments/learnings.ts";
import type { LoadedNetworksPlan } from "../experiments/loaded-networks.ts";
import { PARAMETER_COLUMNS, withMargin } from "../experiments/rules.ts";
import { networkSeconds } from "./cost.ts";

/** Their figures compare rules over loads of one N and c. */
export const LOADS_TOGETHER = ["rule", "patterns", "loads"];

/** Columns of their rows: the network's, then their own. */
export function networkColumnsWith(...own: string[]): (plan: LoadedNetworksPlan & LearningsPlan) => readonly string[] {
  const columns = ["neurons", "inputs", "rule", ...PARAMETER_COLUMNS, "seed", "patterns", "load", ...own];
  return (plan) => withMargin(withLearning(columns, plan), plan);
}

/** All networks of a plan, and what is done with each. */
export function loadedNetworksSeconds(plan: LoadedNetworksPlan, own: (patterns: number) => number): number {
  let seconds = 0;
  for (const rule of plan.rule) {
    for (const patterns of plan.patterns) {
      seconds += plan.seeds * (networkSeconds(plan, rule, plan.inputs, patterns) + own(patterns));
    }
  }
  return seconds;
}
