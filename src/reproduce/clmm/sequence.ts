/** Presents patterns one after another and measures what became of each. */
import type { SequenceSpec } from "../../control/parameters.ts";
import { planSequence, presentPlanned } from "../../control/sequence.ts";
import type { StudyMeans } from "./means.ts";
import type { Sequence } from "./measured.ts";
import { optimalityOf } from "./optimality.ts";

export async function measureSequence(spec: SequenceSpec, { backend, pause }: StudyMeans): Promise<Sequence> {
  const history = await presentPlanned(planSequence(spec), { backend }, pause);
  return {
    ...optimalityOf(history.map(({ solution }) => solution)),
    bound: spec.bounds.existing,
    presentations: history.map(({ pattern, evidence, solution, memories, largestChange }) => ({
      pattern,
      outcome: evidence.outcome,
      gridCost: solution.gridCost,
      state: Array.from(solution.states.subarray(solution.states.length - solution.plan.initial.length)),
      memories,
      largestChange,
    })),
  };
}
