/** Claims about forgetting old patterns and restoring them. */
import { partOf } from "../claim.ts";
import { show } from "../show.ts";
import type { Fates } from "./measured.ts";
import { FATES_BOUNDS } from "./networks.ts";
import { together } from "./optimality.ts";
import type { Claim, Results } from "./results.ts";

/** The status of P0 after each presentation: of P0, P1, P2, P3, and P0 again. */
const FATE = ["kept", "forgotten", "restored", "forgotten", "kept"];

export const MEMORY_CLAIMS: readonly Claim[] = [
  {
    claim: "A pattern is kept, forgotten, restored by another, forgotten and recorded again: part of P0's five states",
    relation: "≈",
    published: 1,
    of: ["restored", "recorded"],
    judge({ learning: [one] }) {
      const fate = one.presentations.map(({ memories }) => memories.find(({ pattern }) => pattern === 0));
      const met = fate.filter((memory, k) => memory?.status === FATE[k]).length;
      return {
        measured: met / FATE.length,
        also: [met === FATE.length ? "agrees" : "differs"],
        condition: "when T ← T + ξ(τ_p) after each presentation",
        optimality: one,
        explanation: `A = 0, N = 3, |ξ_ij| ≤ 1.5, μ = 0.02, λ = 1. P0 after each presentation: ${fate.map((memory) => `${memory?.status} (${show(memory?.similarity ?? Number.NaN)})`).join(", ")}; in brackets the cosine of what T recalls with P0, 0.9 and more where T knows it. T is A with every change kept; while presented each pattern was recorded.`,
      };
    },
  },
  {
    claim: "Random sequences restore forgotten patterns too: restored over forgotten",
    relation: ">",
    published: 0,
    of: ["restored"],
    judge({ learning, randomLearning }) {
      const counts = fatesOf([...learning, ...randomLearning]);
      return {
        measured: counts.restored / counts.forgotten,
        optimality: together([...learning, ...randomLearning]),
        explanation: `Sequence P0 to P3 and ${randomLearning.length} of five random patterns: ${counts.learned} recorded, ${counts.forgotten} forgotten, ${counts.restored} restored without being shown.`,
      };
    },
  },
  {
    claim: "|Σξ| > K since a pattern was recorded: it is not recognized: part of the times when it was not",
    relation: "≈",
    published: 1,
    of: ["forgotten"],
    judge({ fates }) {
      const [beyond, within] = sidesOf(fates);
      const missed = beyond.filter(({ isRecognized }) => !isRecognized).length;
      return {
        ...partOf(missed, beyond.length),
        optimality: together(fates),
        explanation: `${extentOf(fates)} Counted are the changes after the pattern's own recording, and times at which any one synapse exceeds its bound. In ${missed} of these ${beyond.length} times the free flow did not lead back to the pattern; in ${countOf(within, (one) => !one.isRecognized)} of ${within.length} it did not although all |Σξ_ij| ≤ K, since patterns interfere long before. ${otherReadings(fates)} What decides is which synapses changed, not how far one of them did.`,
      };
    },
  },
  {
    claim: "|Σξ| ≤ K since a pattern was recorded: an admissible ξ recovers it: part of the times when −Σξ does",
    relation: "≈",
    published: 1,
    of: ["recoverable"],
    judge({ fates }) {
      const [beyond, within] = sidesOf(fates);
      const recovered = within.filter(({ isRecoverable }) => isRecoverable).length;
      return {
        ...partOf(recovered, within.length),
        optimality: together(fates),
        explanation: `${extentOf(fates)} −Σξ is admissible and gives the weights back with which the pattern was recorded: ${recovered} of ${within.length}. Where a |Σξ_ij| > K, −Σξ cut off at the bounds still recovers it in ${countOf(beyond, (one) => one.isRecoverable)} of ${beyond.length}.`,
      };
    },
  },
];

/** The times when a change since a pattern was recorded exceeded its bound, and the others. */
function sidesOf(fates: Results["fates"]): readonly [beyond: Fates["later"], within: Fates["later"]] {
  const all = fates.flatMap(({ later }) => later);
  return [all.filter(({ excess }) => excess > WHOLE), all.filter(({ excess }) => excess <= WHOLE)];
}

/** How often patterns are not recognized where |Σξ| > K is read otherwise. */
function otherReadings(fates: Results["fates"]): string {
  const all = fates.flatMap(({ later }) => later);
  const list = (
    [
      ["every synapse exceeds its bound", all.filter(({ leastExcess }) => leastExcess > WHOLE)],
      ["changes are counted from the beginning of the sequence", all.filter((one) => one.excessFromStart > WHOLE)],
    ] as const
  ).map(([words, times]) => `${countOf(times, (one) => !one.isRecognized)} of ${times.length} where ${words}`);
  return `By other readings it is not recognized in ${list.join(", and in ")}.`;
}

/** |Σξ| = K up to rounding is within. */
const WHOLE = 1 + 1e-9;

function countOf(times: Fates["later"], holds: (one: Fates["later"][number]) => boolean): number {
  return times.filter(holds).length;
}

function extentOf(fates: Results["fates"]): string {
  const presentations = fates.reduce((sum, one) => sum + one.presentations, 0);
  return `A = 0, N = 3, K = ${FATES_BOUNDS.join(" and ")}, ${fates.length} sequences of ${fates[0].presentations} random patterns (${presentations} presentations); every pattern that was recognized once recorded is asked for after every later one. Times of one sequence depend on each other, which the interval does not know.`;
}

/** What became of patterns: recorded, forgotten when they had been recognized before, restored. */
function fatesOf(sequences: Results["learning"]) {
  let [learned, forgotten, restored] = [0, 0, 0];
  for (const { presentations } of sequences) {
    let before = new Map<number, string>();
    for (const { memories, outcome } of presentations) {
      if (outcome === "recorded") learned++;
      for (const { pattern, status } of memories) {
        const earlier = before.get(pattern);
        if (status === "restored" && earlier === "forgotten") restored++;
        if (status !== "forgotten" || earlier === undefined || earlier === "forgotten") continue;
        forgotten++;
      }
      before = new Map(memories.map(({ pattern, status }) => [pattern, status]));
    }
  }
  return { learned, forgotten, restored };
}
