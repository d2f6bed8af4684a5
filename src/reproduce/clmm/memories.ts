/** Claims about forgetting old patterns and restoring them. */
import { show } from "../show.ts";
import { together } from "./optimality.ts";
import type { Claim, Results } from "./results.ts";

/** The status of P0 after each presentation: of P0, P1, P2, P3, and P0 again. */
const FATE = ["kept", "forgotten", "restored", "forgotten", "kept"];

export const MEMORY_CLAIMS: readonly Claim[] = [
  {
    claim: "A pattern is kept, forgotten, restored by another, forgotten and recorded again: part of P0's five states",
    relation: "≈",
    published: 1,
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
    claim: "A pattern is forgotten once its accumulated change exceeds K: part of the times when it did",
    relation: "≈",
    published: 1,
    judge({ learning, randomLearning }) {
      const sequences = [...learning, ...randomLearning];
      const { forgotten, beyond, changes } = fatesOf(sequences);
      return {
        measured: beyond / forgotten,
        optimality: together(sequences),
        explanation: `Of ${forgotten} times when a pattern was forgotten, the largest change of any synapse since the beginning exceeded K = ${sequences[0].bound} in ${beyond}; it was ${show(Math.min(...changes))} to ${show(Math.max(...changes))}. Patterns interfere long before.`,
      };
    },
  },
];

/** What became of patterns: recorded, forgotten when they had been recognized before, restored; changes at forgetting. */
function fatesOf(sequences: Results["learning"]) {
  let [learned, forgotten, restored, beyond] = [0, 0, 0, 0];
  const changes: number[] = [];
  for (const { presentations, bound } of sequences) {
    let before = new Map<number, string>();
    for (const { memories, largestChange, outcome } of presentations) {
      if (outcome === "recorded") learned++;
      for (const { pattern, status } of memories) {
        const earlier = before.get(pattern);
        if (status === "restored" && earlier === "forgotten") restored++;
        if (status !== "forgotten" || earlier === undefined || earlier === "forgotten") continue;
        forgotten++;
        changes.push(largestChange);
        if (largestChange > bound) beyond++;
      }
      before = new Map(memories.map(({ pattern, status }) => [pattern, status]));
    }
  }
  return { learned, forgotten, restored, beyond, changes };
}
