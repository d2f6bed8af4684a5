/** The four experiments of the authors' program, at the optimum. */
import { outcomeKindOf } from "../../control/outcomes.ts";
import { rankCorrelation } from "../../numeric/statistics.ts";
import { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import { AUTHORS_EVALUATIONS, AUTHORS_WANDERING_COSTS, AUTHORS_WEIGHTS } from "./networks.ts";
import { together } from "./optimality.ts";
import { KNOWN } from "./plan.ts";
import type { Claim, Results } from "./results.ts";

const SLOW = 0.02;
/** A run that is this near to the least cost is at the optimum. */
const OPTIMAL = 1e-6;

export const AUTHORS_CLAIMS: readonly Claim[] = [
  {
    claim: `Experiment 1, α = β = 0.5, λ = 0.25, wanders: largest |X_i| at the end (here: above ${SLOW})`,
    relation: ">",
    published: SLOW,
    of: ["experiment1", "program"],
    judge({ authorsWandering: [one] }) {
      return {
        measured: one.speed,
        optimality: one,
        explanation: `At the optimum the outcome is ${outcomeKindOf(one.outcome).label}: the state comes to rest at (${one.state.map((u) => u.toFixed(4)).join(", ")}), ${one.reason}. J = ${one.gridCost.toFixed(10)} from ${one.searches.length} starts. The next row says why the published paths wander.`,
      };
    },
  },
  {
    claim:
      "Experiment 1: the published runs ended at the optimum: their cost over the least, less 1 (here: below 10⁻⁶)",
    relation: "<",
    published: OPTIMAL,
    of: ["experiment1", "program"],
    judge({ authorsWandering: [one], early: [early] }) {
      const excesses = AUTHORS_WANDERING_COSTS.map((cost) => cost - one.gridCost);
      const [least, most] = [Math.min(...excesses), Math.max(...excesses)];
      const like = early.iterates.reduce((a, b) =>
        Math.abs(Math.log((b.cost - early.best) / most)) < Math.abs(Math.log((a.cost - early.best) / most)) ? b : a,
      );
      return {
        ...measuredOver(AUTHORS_WANDERING_COSTS.map((cost) => cost / one.gridCost - 1)),
        optimality: one,
        explanation: `All ${excesses.length} runs used ${AUTHORS_EVALUATIONS} evaluations: they were stopped by their limit, ${least.toExponential(1)} to ${most.toExponential(1)} above the least J. Late instants count next to nothing, e^{−λn}, so that J hardly tells of what is left there: from random controls, our quasi-Newton method after ${like.iterations} iterations is ${(like.cost - early.best).toExponential(1)} above the least J, and its path still moves by ${show(like.speed)} in the last quarter, at a distance of ${show(like.residual)} from optimal.`,
      };
    },
  },
  {
    claim:
      "Experiment 2, weights α: the more motion counts, the farther the memory is from those of A: rank correlation",
    relation: "≈",
    published: 1,
    of: ["experiment2", "program"],
    judge({ authorsWeights }) {
      const away = authorsWeights.map(({ displacement }) => displacement ?? Number.NaN);
      const rank = rankCorrelation(
        authorsWeights.map(({ motionWeight }) => motionWeight),
        away,
      );
      const list = authorsWeights.map(
        ({ motionWeight, outcome }, k) => `${outcomeKindOf(outcome).label} (${show(away[k])}) at ${motionWeight}`,
      );
      const excess = authorsWeights.flatMap(({ gridCost }, k) =>
        gridCost > 0 ? [AUTHORS_WEIGHTS[k].cost / gridCost - 1] : [],
      );
      return {
        measured: rank,
        optimality: together(authorsWeights),
        explanation: `λ = 0, α + β = 1; outcome and distance from every equilibrium of A: ${list.join(", ")}. The best runs of the authors' program end up to ${Math.max(...excess).toExponential(1)} (relative) above these costs; where β = 0 control is free, and only J is determined.`,
      };
    },
  },
  {
    claim:
      "Experiment 3, α = 0.9995: part of the 25 initial states that lead to a new sink, recorded by the text's bare criterion",
    relation: "≈",
    published: 1,
    of: ["experiment3", "program"],
    judge({ authorsGrid }) {
      const made = authorsGrid.filter(({ outcome }) => outcomeKindOf(outcome).sink === "new");
      const recorded = made.filter(({ outcome }) => outcome === "recorded").length;
      const costs = authorsGrid.map(({ gridCost }) => gridCost);
      return {
        measured: made.length / authorsGrid.length,
        optimality: together(authorsGrid),
        explanation: `${recorded} of these sinks are like the initial state (cosine of g at least 0.9): recorded. J from ${show(Math.min(...costs))} to ${show(Math.max(...costs))}. Exchanging the neurons changes J by at most ${mirrored(authorsGrid).toExponential(1)}, as it must.`,
      };
    },
  },
  {
    claim: "Experiment 4: a pattern presented again costs less each time: largest ratio of J to that before",
    relation: "<",
    published: 1,
    of: ["experiment4", "program"],
    judge({ authorsChain: [chain] }) {
      const { presentations } = chain;
      const ratios = presentations.slice(1).map(({ gridCost }, k) => gridCost / presentations[k].gridCost);
      const [{ similarity: first }] = presentations[0].memories;
      const [{ similarity: last }] = presentations[presentations.length - 1].memories;
      const kept = presentations.findIndex(({ memories: [{ status }] }) => status === "kept");
      return {
        measured: Math.max(...ratios),
        optimality: chain,
        explanation: `A ← A + ξ of the last instant, six times: J = ${presentations.map(({ gridCost }) => show(gridCost)).join(", ")}. What is recalled from the pattern is like it by ${show(first)} after the first presentation and ${show(last)} after the last (cosine); ${kept < 0 ? `it is never ${KNOWN}` : `${KNOWN} and more from presentation ${kept + 1} on`}.`,
      };
    },
  },
];

/** The largest difference of J between initial states (x, y) and (y, x). */
function mirrored(grid: Results["authorsGrid"]): number {
  return Math.max(
    ...grid.flatMap(({ gridCost, initial: [x, y] }) =>
      grid
        .filter(({ initial }) => initial[0] === y && initial[1] === x)
        .map((other) => Math.abs(other.gridCost - gridCost)),
    ),
  );
}
