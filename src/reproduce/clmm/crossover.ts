/** Claims about the crossover in μ: patterns lead to new sinks where control is cheap, and to those of A where it is dear. */

import { groupBy } from "../../check/lists.ts";
import { type Outcome, outcomeKindOf } from "../../control/outcomes.ts";
import { rankCorrelation } from "../../numeric/statistics.ts";
import { show } from "../show.ts";
import { together } from "./optimality.ts";
import { THRESHOLD } from "./outcomes.ts";
import { COARSE, CONSERVATIVE, INNOVATIVE } from "./plan.ts";
import type { Claim, Results } from "./results.ts";

/** The criterion of the text does not ask how like the pattern an end is. */
const FIXED = "when the presentation time is that of λτ_p = ln 10⁴, and any sink counts, however unlike the pattern";

export const CROSSOVER_CLAIMS: readonly Claim[] = [
  {
    claim: `Small μ (${INNOVATIVE}) records: distance of the new sink from every equilibrium of A (here: above ${THRESHOLD})`,
    relation: ">",
    published: THRESHOLD,
    of: ["temper"],
    judge: (results) => displacementAt(results, INNOVATIVE),
  },
  {
    claim: `Large μ (${CONSERVATIVE}) recognizes an existing memory from the same pattern: the same distance`,
    relation: "<",
    published: THRESHOLD,
    of: ["temper"],
    judge: (results) => displacementAt(results, CONSERVATIVE),
  },
  {
    claim: "Between the two is no jump: the distance from the nearest sink of A falls with μ: rank correlation",
    relation: "≈",
    published: -1,
    of: ["temper", "cost"],
    judge({ crossover }) {
      const rows = [...crossover].sort((a, b) => a.controlWeight - b.controlWeight);
      const away = rows.map(({ sinkDistance }) => sinkDistance ?? Number.NaN);
      const list = rows.flatMap(({ controlWeight }, k) =>
        COARSE.includes(controlWeight) ? [`${show(away[k])} at ${controlWeight}`] : [],
      );
      const edge = rows.findIndex(({ outcome }) => outcomeKindOf(outcome).sink === "known");
      return {
        measured: rankCorrelation(
          rows.map(({ controlWeight }) => controlWeight),
          away,
        ),
        optimality: together(rows),
        explanation: `${rows.length} values of μ, λ = 1: ${list.join(", ")}. By the threshold of ${THRESHOLD} paths end at a sink of A from between μ = ${rows[edge - 1]?.controlWeight} and ${rows[edge]?.controlWeight}; another threshold would move it.`,
      };
    },
  },
  {
    claim: "At every λ the least μ of the map records and the largest recognizes: part of the λ",
    relation: "≈",
    published: 1,
    of: ["temper"],
    judge({ map }) {
      const rows = map.flatMap((front) => front.rows);
      const fronts = groupBy(rows, ({ discount }) => String(discount)).map((own) =>
        [...own].sort((a, b) => a.controlWeight - b.controlWeight),
      );
      const both = fronts.filter((own) => sinkOf(own[0]) === "new" && sinkOf(own[own.length - 1]) === "known");
      const begins = fronts.map((own) => {
        const first = own.find((row) => sinkOf(row) === "known");
        return `${first?.controlWeight ?? "none"} at λ = ${own[0].discount}`;
      });
      return {
        measured: both.length / fronts.length,
        condition: FIXED,
        optimality: together(map),
        explanation: `Least μ whose path ends at a sink of A: ${begins.join(", ")}. The smaller λ, the longer the presentation, the farther the control has decayed when it is read: innovation needs haste.`,
      };
    },
  },
];

function sinkOf({ outcome }: { readonly outcome: Outcome }) {
  return outcomeKindOf(outcome).sink;
}

function displacementAt({ crossover }: Results, controlWeight: number) {
  const one = crossover.find((row) => row.controlWeight === controlWeight)!;
  const wanted = controlWeight === INNOVATIVE ? "new" : "known";
  return {
    measured: one.displacement ?? Number.NaN,
    also: [sinkOf(one) === wanted ? ("agrees" as const) : ("differs" as const)],
    condition: FIXED,
    optimality: one,
    explanation: `A = [[0, 2], [2, 0]], u⁰ = (−1, 0.5), K = 1, k = 0.2, λ = 1: ${outcomeKindOf(one.outcome).label}, ${one.reason}; ${show(one.sinkDistance ?? Number.NaN)} (Euclidean) from the nearest sink of A, control ${show(100 * one.controlFraction)} % of the cost.`,
  };
}
