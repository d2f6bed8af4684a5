/** The outcomes, each on a network where it is what happens. */
import { outcomeKindOf } from "../../control/outcomes.ts";
import { show } from "../show.ts";
import type { Presented } from "./measured.ts";
import { CHAOTIC } from "./networks.ts";
import { together } from "./optimality.ts";
import { CONSERVATIVE } from "./plan.ts";
import type { Claim } from "./results.ts";

/** Largest part of the cost that control may take where a pattern is recognized, and least distance of a new memory. */
export const THRESHOLD = 0.05;
/** Cosine from which on an end is like the pattern. */
const ALIKE = 0.9;
const PRESENTED = "when ξ∞ is what the control is at a presentation time τ_p, e^{−λτ_p} = 10⁻⁴, and not its limit";
/** A network that moves slower than this may be at rest. */
const SLOW = 0.02;
/** Searches that agree to this part found one minimum. */
const SAME = 1e-9;
/** Passes of a cycle that agree to this part of its extent. */
const REPEATED = 0.03;
const FREE_PERIOD = 6.838;

export const OUTCOME_CLAIMS: readonly Claim[] = [
  {
    claim: `Recognized: part of the cost that is control (here: below ${THRESHOLD}), at the sink that the network has without it`,
    relation: "<",
    published: THRESHOLD,
    of: ["recognized"],
    judge({ recognized: [one] }) {
      return {
        measured: one.controlFraction,
        also: [one.outcome === "recognized" && one.isSameSink ? "agrees" : "differs"],
        optimality: one,
        explanation: `A = [[0, 2], [2, 0]], u⁰ = (1.6, 1.2), μ = 0.95, λ = 0.5. At the presentation time τ_p = ${show(one.presentation)} the largest |ξ| is ${one.largestControl.toExponential(1)}, and the state is at the sink where it would be without control. ${searchesOf(one)}`,
      };
    },
  },
  {
    claim: `A new sink, which the text's bare criterion calls recorded: distance of that of A + ξ(τ_p) from every equilibrium of A (here: above ${THRESHOLD})`,
    relation: ">",
    published: THRESHOLD,
    of: ["recorded"],
    judge({ recorded: [one] }) {
      return {
        measured: one.displacement ?? Number.NaN,
        also: [outcomeKindOf(one.outcome).sink === "new" ? "agrees" : "differs"],
        condition: PRESENTED,
        optimality: one,
        explanation: `A = [[0, 2], [2, 0]], u⁰ = (−1, 0.5), K = 1, k = 0.2, μ = 0.02, λ = 1: ${show(one.sinkDistance ?? Number.NaN)} (Euclidean) from the nearest sink of A; |ξ(τ_p)| is ${show(Math.hypot(...one.control))}. But the sink is like the pattern by ${show(one.likeness)} (cosine of g): here this is called a ${outcomeKindOf(one.outcome).label}. ${searchesOf(one)}`,
      };
    },
  },
  {
    claim: `Recorded: a new sink like the pattern: cosine of g there and g(u⁰) (here: above ${ALIKE})`,
    relation: ">",
    published: ALIKE,
    of: ["recorded"],
    judge({ roomy: [one] }) {
      const spiral = one.eigenvalues.find(([, im]) => im !== 0);
      return {
        measured: one.likeness,
        also: [one.outcome === "recorded" ? "agrees" : "differs"],
        condition: `${PRESENTED}, and bounds leave room enough`,
        optimality: one,
        explanation: `The same network and pattern with K = k = 2.5, μ = 0.005: a sink of A + ξ(τ_p) ${show(one.displacement ?? Number.NaN)} from every equilibrium of A, ${spiral ? `a spiral, eigenvalues ${show(spiral[0])} ± ${show(Math.abs(spiral[1]))} i` : "a node"}.`,
      };
    },
  },
  {
    claim: `Free association: a sink that A has, unlike the pattern, without control: cosine of g there and g(u⁰) (here: below ${ALIKE})`,
    relation: "<",
    published: ALIKE,
    of: ["freeAssociation"],
    judge({ crossover }) {
      const one = crossover.find(({ controlWeight }) => controlWeight === CONSERVATIVE)!;
      return {
        measured: one.likeness,
        also: [one.outcome === "freeAssociation" ? "agrees" : "differs"],
        condition: PRESENTED,
        optimality: one,
        explanation: `A = [[0, 2], [2, 0]], u⁰ = (−1, 0.5), K = 1, k = 0.2, μ = ${CONSERVATIVE}, λ = 1: ${one.reason}; ${show(one.sinkDistance ?? Number.NaN)} (Euclidean) from the nearest sink of A. The text's first versions called this recognized.`,
      };
    },
  },
  {
    claim: `Associated: mean difference of the path from one period to the next, over its extent (here: below ${REPEATED})`,
    relation: "<",
    published: REPEATED,
    of: ["associated"],
    judge({ associated }) {
      const [one] = associated;
      const periods = associated.map(({ period, path: { times } }) => ({
        period: period ?? Number.NaN,
        end: times[0],
      }));
      const list = periods.map(({ period }) => show(period)).join(", ");
      return {
        measured: one.repetition?.state ?? Number.NaN,
        also: [associated.every(({ outcome }) => outcome === "associated") ? "agrees" : "differs"],
        optimality: together(associated),
        explanation: `A = [[2, −2], [2, 2]], u⁰ = (0.5, 0.2), K = 0.05, μ = 0.5, λ = 0.1, T = 138. Period ${list} at h = ${["0.1", "0.05", "0.025"].slice(0, associated.length).join(", ")}; without control ${FREE_PERIOD}. The control repeats itself too: ${show(one.repetition?.control ?? Number.NaN)} of its extent. ${searchesOf(one)}`,
      };
    },
  },
  {
    claim: "Wandering: largest Lyapunov exponent of A + ξ(τ_p), never at rest",
    relation: ">",
    published: 0,
    of: ["wandering"],
    judge({ wandering: [one] }) {
      return {
        measured: one.lyapunov ?? Number.NaN,
        also: [one.outcome === "wandering" && one.leastSpeed > SLOW ? "agrees" : "differs"],
        condition: "when the network is chaotic by itself and its control weak",
        optimality: one,
        explanation: `Three neurons whose free flow has the exponent 0.109; K = 0.01, k = 0.001, no control of ξ_ii, μ = λ = 0.5, h = 0.02. The largest |X_i| stays above ${show(one.leastSpeed)} from half the presentation on. ${searchesOf(one)}`,
      };
    },
  },
  {
    claim: `Wandering is not of the weakest control alone: largest K at which the same pattern wanders`,
    relation: ">",
    published: CHAOTIC.bounds.existing,
    of: ["wandering"],
    judge({ rescue }) {
      const rows = [...rescue].sort((a, b) => a.bound - b.bound);
      const wandering = rows.filter(({ outcome }) => outcome === "wandering");
      const moving = rows.filter(({ leastSpeed }) => leastSpeed >= SLOW);
      const still = rows.filter(({ bound }) => moving.every((one) => one.bound < bound));
      const memories = rows.filter(({ outcome }) => outcomeKindOf(outcome).sink !== null);
      const list = rows.map(({ bound, outcome }) => `${outcomeKindOf(outcome).label} at ${bound}`).join(", ");
      const rescued =
        still.length === 0
          ? "At no K does the path rest"
          : `From K = ${still[0].bound} on control brings the path to rest (the least |X_i| falls below ${SLOW}), at an equilibrium that is ${still.every(({ outcome }) => outcome === "undecided") ? "no sink: the state moves on once control ends" : "a sink for some"}`;
      return {
        measured: Math.max(0, ...wandering.map(({ bound }) => bound)),
        condition: "when the network is chaotic by itself; between cycles, which some K make",
        optimality: together(rescue),
        explanation: `K from ${rows[0].bound} to ${rows[rows.length - 1].bound}, k = K/10: ${list}. ${rescued}. ${memories.length} of ${rows.length} end at a sink: control does not rescue what wanders into a memory.`,
      };
    },
  },
];

/** Whether searches from several starts found one minimum. */
function searchesOf({ searches, cost, costError }: Presented): string {
  const J = cost === null || costError === null ? "" : `J = ${cost.toPrecision(6)} ± ${costError.toExponential(0)}`;
  if (searches.length === 1) return `One search${J === "" ? "" : `: ${J}`}.`;
  const least = Math.min(...searches.map((one) => one.cost));
  const equal = searches.filter((one) => one.status === "converged" && one.cost <= least * (1 + SAME));
  return `${equal.length} of ${searches.length} searches from different starts end at one cost${J === "" ? "" : `, ${J}`}.`;
}
