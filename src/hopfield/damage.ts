/** Damaged pictures as cues: part of them hidden, part of the rest wrong. */

import type { Key } from "../backend/contract/kernels.ts";
import { flipCount, flipInto, flipOrders } from "./cue.ts";
import type { Patterns } from "./patterns.ts";

export interface DamageSpec {
  /** Fraction of the neurons whose state is flipped, drawn at random for each pattern; default 0. */
  readonly noise?: number;
  /** Fraction hidden, set to −1: the last rows of a picture, the last neurons of a pattern; default 0. */
  readonly occlude?: number;
}

/** A `DamageSpec` with its defaults filled in; fractions in [0, 1]. */
export interface DamagePlan {
  readonly noise: number;
  readonly occlude: number;
}

/**
 * Cues made of patterns.
 *
 * @param width  neurons of a row of the picture; 1 where there is none: whole rows are hidden.
 * @returns      i8[nPatterns × nNeurons], fresh.
 */
export function damaged(
  { values, nPatterns, nNeurons }: Patterns,
  width: number,
  plan: DamagePlan,
  key: Key,
): Int8Array {
  const cues = values.slice();
  const hidden = Math.min(nNeurons, width * Math.round((plan.occlude * nNeurons) / width));
  for (let mu = 0; mu < nPatterns; mu++) cues.fill(-1, (mu + 1) * nNeurons - hidden, (mu + 1) * nNeurons);
  flipInto(cues, flipOrders(nNeurons, 0, nPatterns, key), nNeurons, flipCount(plan.noise, nNeurons));
  return cues;
}
