/** How states are relaxed, and when a pattern counts as retrieved. */

import type { Key } from "../../backend/contract/kernels.ts";
import { checkNumber } from "../../check/check.ts";
import { type ReadOf, readParameters, type SpecOf } from "../../check/parameters.ts";
import type { Heat } from "../../hopfield/glauber.ts";
import { relaxationParameters, type retrievalParameters, strictParameters } from "./parameters.ts";

export interface RelaxationSpec extends SpecOf<typeof relaxationParameters> {}

export interface RetrievalSpec extends SpecOf<typeof retrievalParameters> {}

export interface RelaxationPlan extends ReadOf<typeof relaxationParameters> {}

/** Whether the threshold has to be exceeded; left out where it need only be reached. */
export interface StrictPlan {
  readonly strict?: boolean;
}

export function planStrict(where: string, spec: object): StrictPlan {
  return readParameters(where, strictParameters, spec).strict ? { strict: true } : {};
}

export interface RetrievalPlan extends RelaxationPlan {
  /** Temperature T of retrieval; left out where it is 0. */
  readonly temperature?: number;
}

/** The least final overlap of a pattern that counts as retrieved: the threshold, or what comes next where it has to be exceeded. */
export function leastOverlap({ threshold, strict }: Pick<RelaxationPlan, "threshold"> & StrictPlan): number {
  return strict ? threshold * (1 + Number.EPSILON) : threshold;
}

export function planRelaxation(where: string, spec: RelaxationSpec): RelaxationPlan {
  return readParameters(where, relaxationParameters, spec);
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

/** Glauber's dynamics by which cues are kept at a temperature; nothing at 0, where they are relaxed. */
export function heatOf({ temperature, maxSweeps, order }: RetrievalPlan, key: Key): { readonly heat?: Heat } {
  if (temperature === undefined) return {};
  const discarded = Math.ceil(maxSweeps / 5);
  return { heat: { temperature, sweeps: maxSweeps, discarded, order: order as Heat["order"], key } };
}
