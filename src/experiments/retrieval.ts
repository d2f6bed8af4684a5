/** How states are relaxed, and when a pattern counts as retrieved. */
import { checkChoice, checkInteger, checkNumber } from "../check.ts";
import type { UpdateOrder } from "../hopfield/relax.ts";

export interface RetrievalSpec {
  /** A pattern is retrieved when its final overlap is at least this; default 0.9. */
  readonly threshold?: number;
  readonly order?: UpdateOrder;
  readonly maxSweeps?: number;
}

export const RETRIEVAL_KEYS = ["threshold", "order", "maxSweeps"] as const;

export interface RetrievalPlan {
  readonly threshold: number;
  readonly order: UpdateOrder;
  readonly maxSweeps: number;
}

export function planRetrieval(where: string, spec: RetrievalSpec): RetrievalPlan {
  return {
    threshold: checkFraction(`${where}: threshold`, spec.threshold ?? 0.9),
    order: checkChoice(`${where}: order`, spec.order ?? "sequential", ["sequential", "random", "synchronous"]),
    maxSweeps: checkInteger(`${where}: maxSweeps`, spec.maxSweeps ?? 100, 1, 2 ** 31 - 1),
  };
}

/** A number in (0, 1]. */
export function checkFraction(where: string, value: unknown): number {
  const fraction = checkNumber(where, value, 0, true);
  if (fraction > 1) throw new RangeError(`${where} must be in (0, 1], got ${fraction}`);
  return fraction;
}
