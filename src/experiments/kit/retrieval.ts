/** How states are relaxed, and when a pattern counts as retrieved. */

import type { Key } from "../../backend/contract/kernels.ts";
import { checkChoice, checkInteger, checkNumber } from "../../check/check.ts";
import type { Heat } from "../../hopfield/glauber.ts";
import type { UpdateOrder } from "../../hopfield/relax.ts";

export interface RelaxationSpec {
  /** A pattern is retrieved when its final overlap is at least this; default 0.9. */
  readonly threshold?: number;
  readonly order?: UpdateOrder;
  /** Default 100. */
  readonly maxSweeps?: number;
}

export interface RetrievalSpec extends RelaxationSpec {
  /**
   * T ≥ 0, in the unit of the fields: with Hebbian weights the signal of a stored pattern is 1. Above 0 neurons are drawn anew by
   * P(S_i = +1) = 1/(1 + exp(−2h_i/T)), and overlaps are means over `maxSweeps` sweeps after a fifth as many. Default 0.
   */
  readonly temperature?: number;
}

export const RELAXATION_KEYS = ["threshold", "order", "maxSweeps"] as const;
export const RETRIEVAL_KEYS = [...RELAXATION_KEYS, "temperature"] as const;

export interface RelaxationPlan {
  readonly threshold: number;
  readonly order: UpdateOrder;
  readonly maxSweeps: number;
}

export interface RetrievalPlan extends RelaxationPlan {
  /** There above 0. */
  readonly temperature?: number;
}

export function planRelaxation(where: string, spec: RelaxationSpec): RelaxationPlan {
  return {
    threshold: checkFraction(`${where}: threshold`, spec.threshold ?? 0.9),
    order: checkChoice(`${where}: order`, spec.order ?? "sequential", ["sequential", "random", "synchronous"]),
    maxSweeps: checkInteger(`${where}: maxSweeps`, spec.maxSweeps ?? 100, 1, MOST_SWEEPS),
  };
}

export function planRetrieval(
  where: string,
  spec: RetrievalSpec & { readonly firingThreshold?: unknown },
): RetrievalPlan {
  const temperature = checkTemperature(where, spec.temperature ?? 0, spec);
  return { ...planRelaxation(where, spec), ...(temperature > 0 && { temperature }) };
}

/** A temperature, 0 where neurons are not drawn one after another by their own fields. */
export function checkTemperature(
  where: string,
  value: unknown,
  { order, firingThreshold }: { readonly order?: unknown; readonly firingThreshold?: unknown },
): number {
  const temperature = checkNumber(`${where}: temperature`, value, 0);
  if (temperature > 0 && order === "synchronous") {
    throw new RangeError(`${where}: temperature must be 0 with order "synchronous", got ${temperature}`);
  }
  if (temperature > 0 && firingThreshold === "winners") {
    throw new RangeError(`${where}: temperature must be 0 with firingThreshold "winners", got ${temperature}`);
  }
  return temperature;
}

const MOST_SWEEPS = 2 ** 31 - 1;

/** How cues are kept at a temperature; nothing at 0, where they are relaxed. */
export function heatOf({ temperature, maxSweeps, order }: RetrievalPlan, key: Key): { readonly heat?: Heat } {
  if (temperature === undefined) return {};
  const discarded = Math.ceil(maxSweeps / 5);
  return { heat: { temperature, sweeps: maxSweeps, discarded, order: order as Heat["order"], key } };
}

/** A number in (0, 1]. */
export function checkFraction(where: string, value: unknown): number {
  const fraction = checkNumber(where, value, 0, true);
  if (fraction > 1) throw new RangeError(`${where} must be in (0, 1], got ${fraction}`);
  return fraction;
}
