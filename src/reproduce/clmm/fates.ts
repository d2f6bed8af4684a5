/** Patterns presented one after another: how far the weights have changed since each was recorded, and whether one admissible control brings it back. */
import { networkOf } from "../../control/free.ts";
import type { SequenceSpec } from "../../control/parameters.ts";
import { boundsOf } from "../../control/problem.ts";
import { planSequence, presentSequence, recognition } from "../../control/sequence.ts";
import { withWeights } from "../../dynamics/network.ts";
import type { StudyMeans } from "./means.ts";
import type { Fates } from "./measured.ts";
import { optimalityOf } from "./optimality.ts";

/**
 * Presents the patterns of a sequence. Σξ of a pattern is T − T₀: what later presentations added to the weights T₀ with which it was last
 * recorded. The admissible control that recalls it is −Σξ within the bounds: where |Σξ| ≤ K nothing is cut off.
 */
export async function measureFates(spec: SequenceSpec, { backend, pause }: StudyMeans): Promise<Fates> {
  const { similarity: least } = planSequence(spec);
  const history = await presentSequence(spec, { backend });
  const { plan } = history[0].solution;
  const bounds = boundsOf(plan);
  const free = networkOf(plan);
  const partsOf = (weights: Float64Array, since: ArrayLike<number>) =>
    Array.from(weights, (weight, k) => Math.abs(weight - since[k]) / bounds[k]);
  const recorded = new Map<number, Float64Array>();
  const later: Fates["later"][number][] = [];
  for (const { pattern, isLearned, weights, memories } of history) {
    if (isLearned) recorded.set(pattern, weights);
    for (const { pattern: number, status } of memories) {
      const then = recorded.get(number);
      if (then === weights) {
        // what was not recognized at once was never a memory of this pattern
        if (status === "forgotten") recorded.delete(number);
        continue;
      }
      if (then === undefined) continue;
      const change = weights.map((weight, k) => weight - then[k]);
      const returned = weights.map((weight, k) => weight - Math.max(-bounds[k], Math.min(bounds[k], change[k])));
      const shown = spec.present[history.findIndex((one) => one.pattern === number)];
      const found = await recognition(withWeights(free, returned), plan.time, shown, pause);
      later.push({
        excess: Math.max(...partsOf(weights, then)),
        leastExcess: Math.min(...partsOf(weights, then)),
        excessFromStart: Math.max(...partsOf(weights, plan.weights.flat())),
        isRecognized: status !== "forgotten",
        isRecoverable: found.isSink && found.similarity >= least,
      });
    }
  }
  return { ...optimalityOf(history.map(({ solution }) => solution)), presentations: history.length, later };
}
