/** Computes what CLMM claims. What is computed stands in `plan.ts`, how it is judged in `claims.ts`. */
import { type ExperimentOptions, measurePoints } from "../../experiments/kit/points.ts";
import { type ClaimRow, judgeClaims } from "../claim.ts";
import { resultsOf } from "../plan.ts";
import { CLMM_SECTIONS } from "./claims.ts";
import { type ClmmPlan, type ClmmStudy, PARTS } from "./plan.ts";
import type { Results } from "./results.ts";
import { STATEMENTS } from "./statements.ts";
import { clmmTask } from "./studies.ts";

/** A report's plan with what was measured and how each claim came out. */
export interface ClmmResult {
  readonly spec: ClmmPlan;
  readonly rows: readonly ClaimRow[];
  readonly results: Results;
}

/**
 * Computes every study of a plan, several at a time, and judges every claim by them.
 *
 * @throws as the studies do.
 */
export async function reproduceClmm(plan: ClmmPlan, options: ExperimentOptions<unknown> = {}): Promise<ClmmResult> {
  const { found } = await measurePoints<ClmmStudy, unknown>(
    {
      where: "reproduceClmm",
      points: plan.studies,
      keyOf: ({ id }) => id,
      labelOf: ({ id }) => id,
      costOf: ({ cost }) => cost,
      measure: ({ kind, spec }, { backend, executor, signal }) =>
        executor.run(clmmTask, { kind, spec, backend }, signal),
    },
    options,
  );
  const results: Results = resultsOf(PARTS, plan.studies, found);
  return { spec: plan, rows: judgeClaims(CLMM_SECTIONS, results, STATEMENTS), results };
}
