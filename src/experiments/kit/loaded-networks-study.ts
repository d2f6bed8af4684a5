/** What the experiments on networks of given loads share. */

import { isLargeNetwork } from "../../hopfield/network.ts";
import { learningSeconds, networkSeconds } from "./cost.ts";
import { type LearningColumn, learningsOf, withLearning } from "./learnings.ts";
import type { LoadedNetworksPlan } from "./loaded-networks.ts";
import { PARAMETER_COLUMNS, withParameters } from "./rules.ts";

/** Columns that their rows begin with. */
export const NETWORK_COLUMNS = ["neurons", "inputs", "rule", ...PARAMETER_COLUMNS, "seed", "patterns", "load"];

/** Their figures compare rules over loads of one N and c. */
const LOADS_TOGETHER = ["rule", "patterns", "loads", "learning"];

/**
 * The part of their studies that is the same.
 *
 * @param own      columns after the network's.
 * @param measure  seconds of what is done with a network of so many patterns, beside making it.
 */
export function loadedNetworksStudy<Plan extends LoadedNetworksPlan>(
  own: readonly string[],
  measure: (plan: Plan, patterns: number) => number = () => 0,
) {
  const columns = [...NETWORK_COLUMNS, ...own];
  return {
    together: LOADS_TOGETHER,
    unit: "networks measured",
    /** Patterns as counted, so that the command repeats the run whatever is rounded. */
    repeat: ({ neurons, patterns }: Plan) => ({ neurons, patterns, loads: undefined }),
    points: (plan: Plan) => plan.patterns.length * plan.rule.length * plan.seeds * learningsOf(plan).length,
    columns: (plan: Plan) => withParameters(withLearning(columns, plan), plan),
    /** All networks of a plan, and what is done with each. */
    seconds(plan: Plan): number {
      let seconds = 0;
      for (const { learning } of learningsOf(plan)) {
        for (const rule of plan.rule) {
          for (const patterns of plan.patterns) {
            const network = networkSeconds(plan, rule, plan.inputs, patterns);
            const taught = learningSeconds(learning, plan.neurons, plan.inputs, patterns);
            seconds += plan.seeds * (network + taught + measure(plan, patterns));
          }
        }
      }
      return seconds;
    },
    isLarge: ({ neurons }: Plan) => isLargeNetwork(neurons),
  };
}

/** First column of a table whose networks differ in how they learn. */
export function learningHead(summary: readonly LearningColumn[]): string[] {
  return summary.some(({ learning }) => learning !== undefined) ? ["learning"] : [];
}

export function learningCell({ learning }: LearningColumn): string[] {
  return learning === undefined ? [] : [learning];
}
