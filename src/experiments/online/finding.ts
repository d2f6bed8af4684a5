/** What runs of online learning show, in words. */

import type { RuleParameters } from "../kit/rules.ts";
import type { OnlineSummary } from "./summary.ts";

/** Ends closer than this part of their mean are one number. */
const SAME = 0.02;

/** The end of a run. */
export type OnlineEnd = RuleParameters &
  Pick<
    OnlineSummary,
    | "neurons"
    | "inputs"
    | "seed"
    | "status"
    | "meanInputs"
    | "deviationInputs"
    | "patterns"
    | "retrieved"
    | "referenceInputs"
    | "randomCapacity"
    | "offlineCapacity"
  >;

/** What the runs show, in a sentence computed from their ends. */
export function onlineFinding(summary: readonly OnlineEnd[]): string {
  const starts = [...new Set(summary.map(({ inputs }) => inputs))];
  const every = summary.map(({ meanInputs }) => meanInputs);
  // of several seeds the mean
  const ends = starts.map((inputs) => {
    const own = summary.filter((end) => end.inputs === inputs);
    return own.reduce((sum, { meanInputs }) => sum + meanInputs, 0) / own.length;
  });
  const mean = ends.reduce((sum, c) => sum + c, 0) / ends.length;
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  if (summary.some(({ status }) => status !== "converged")) {
    return `Growth and pruning had not come to rest, with ${range(Math.min(...every), Math.max(...every))} inputs a neuron`;
  }
  if (starts.length === 1) return `Growth and pruning lead from ${starts[0]} to ${range(least, most)} inputs a neuron`;
  const from = `${starts.slice(0, -1).join(", ")} or ${starts[starts.length - 1]}`;
  if (most - least <= SAME * mean) {
    const apart = ((100 * (most - least)) / mean).toFixed(1);
    return `From ${from} inputs a neuron, growth and pruning lead to the same number, ${mean.toFixed(0)} (ends ${apart} % apart)`;
  }
  return `From ${from} inputs a neuron, growth and pruning lead to ${range(least, most)}`;
}

function range(least: number, most: number): string {
  const [low, high] = [least.toFixed(0), most.toFixed(0)];
  return low === high ? low : `${low} to ${high}`;
}
