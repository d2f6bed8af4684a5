/** Patterns of the caller's own, of which networks of every load store the first in an order of their seed. */

import type { Key } from "../../backend/contract/kernels.ts";
import { flipOrders } from "../../hopfield/cue.ts";
import { digestOf } from "../../hopfield/given.ts";
import { type Patterns, type PatternsLike, patternsOf } from "../../hopfield/patterns.ts";

/** Record of the patterns of a plan; left out where they are drawn. */
export interface OwnPatternsPlan {
  readonly patterns?: { readonly patterns: number; readonly digest: string };
}

/** Checks patterns of a spec, which no way of drawing them goes with. */
export function planOwnPatterns(
  where: string,
  spec: {
    readonly patterns?: PatternsLike;
    readonly neurons?: number;
    readonly patternKind?: unknown;
    readonly codingLevel?: unknown;
  },
): { readonly own?: Patterns; readonly plan: OwnPatternsPlan } {
  if (spec.patterns === undefined) return { plan: {} };
  for (const name of ["patternKind", "codingLevel"] as const) {
    if (spec[name] !== undefined) throw new TypeError(`${where}: ${name} must be left out with patterns, got both`);
  }
  const own = patternsOf(`${where}: patterns`, spec.patterns, spec.neurons);
  const { values, nPatterns, nNeurons } = own;
  if (spec.neurons !== undefined && spec.neurons !== nNeurons) {
    throw new RangeError(`${where}: neurons must be those of the patterns, ${nNeurons}, got ${spec.neurons}`);
  }
  return { own, plan: { patterns: { patterns: nPatterns, digest: digestOf(Int32Array.from(values)) } } };
}

/** The first patterns in an order of a key: nested for all their numbers. */
export function firstOf({ values, nPatterns, nNeurons }: Patterns, count: number, key: Key): Patterns {
  const order = flipOrders(nPatterns, 0, 1, key);
  const some = new Int8Array(count * nNeurons);
  for (let mu = 0; mu < count; mu++) {
    some.set(values.subarray(order[mu] * nNeurons, (order[mu] + 1) * nNeurons), mu * nNeurons);
  }
  return { nPatterns: count, nNeurons, values: some };
}
