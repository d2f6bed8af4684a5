/** Claims about online learning with growth and pruning. */

import { groupBy } from "../../check/lists.ts";
import { bySeed } from "../../experiments/kit/seeds.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";
import { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import type { Claim } from "./results.ts";

/** Ends of online runs that differ by less than this part of their mean count as the same. */
const SAME_END = 0.05;

const ALGORITHM = "abstract; algorithm 1; runs in the public repository of the work, Online Algorithm";

export const ONLINE_CLAIMS: readonly Claim[] = [
  {
    claim: "Final mean c does not depend on c₀: range of the ends over their mean (here: below 0.05)",
    source: ALGORITHM,
    relation: "<",
    published: SAME_END,
    judge({ online: [{ summary }] }) {
      const ranges = bySeed(summary).map((runs) => {
        const ends = runs.map(({ meanInputs }) => meanInputs);
        return (Math.max(...ends) - Math.min(...ends)) / meanAndDeviation(ends).mean;
      });
      const [{ neurons, epsilon }] = summary;
      const ends = groupBy(summary, ({ inputs }) => String(inputs)).map(
        (runs) =>
          `${meanAndDeviation(runs.map(({ meanInputs }) => meanInputs)).mean.toFixed(1)} from c₀ = ${runs[0].inputs}`,
      );
      const isDone = summary.every(({ status }) => status === "converged");
      return {
        ...measuredOver(ranges),
        also: [isDone ? "agrees" : "undecided"],
        explanation: `N = ${neurons}, ε = ${epsilon}: ${ends.join(", ")}. ${isDone ? "All runs converged" : "Not all runs converged"}. The end is set by ε and N (published: c ≈ 445 in their network).`,
      };
    },
  },
  {
    claim: "From c₀ below the final c, creation dominates first, then pruning: highest mean c over the final one",
    source: ALGORITHM,
    relation: ">",
    published: 1,
    judge({ online: [{ summary }] }) {
      const least = Math.min(...summary.map(({ inputs }) => inputs));
      const runs = summary.filter(({ inputs, meanInputs }) => inputs === least && inputs < meanInputs);
      return {
        ...measuredOver(runs.map(({ peakInputs, meanInputs }) => peakInputs / meanInputs)),
        explanation: `From c₀ = ${least} the mean c rises to ${runs.map(({ peakInputs }) => peakInputs.toFixed(1)).join(", ")} (repetition ${runs.map(({ peakRepetition }) => peakRepetition).join(", ")}), then falls to ${runs.map(({ meanInputs }) => meanInputs.toFixed(1)).join(", ")}.`,
      };
    },
  },
  {
    claim: "Final capacity is slightly above the offline optimum at the same c: ratio of the two",
    source: ALGORITHM,
    relation: ">",
    published: 1,
    judge({ online: [{ summary, spec }] }) {
      const ratios = bySeed(summary).map((runs) => {
        // the last patterns learned are those that were too many
        const held = runs.map(({ patterns }) => patterns - spec.addition);
        return meanAndDeviation(held).mean / (runs[0].offlineCapacity ?? Number.NaN);
      });
      const list = summary.map(({ patterns, offlineCapacity }) => `${patterns - spec.addition} (${offlineCapacity})`);
      const [{ referenceInputs }] = summary;
      return {
        ...measuredOver(ratios),
        explanation: `Patterns that were still held when the last ${spec.addition} were learned, in brackets the offline p_c of the same seed at c = ${referenceInputs}: ${list.join(", ")}. The offline optimum is that of this package's search and of ε = p/c, better than the published annealing; online ε = ${spec.epsilon} stays constant, c differs between neurons, and c was ${show((referenceInputs ?? 0) / spec.neurons)} N.`,
      };
    },
  },
];
