/** Cues for retrieval: patterns of which a fraction of the neurons is flipped. */
import type { Key } from "../backend/contract/kernels.ts";
import { checkNumber } from "../check/check.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { Stream } from "../numeric/philox.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import { type Patterns, type PatternsLike, patternsOf } from "./patterns.ts";

/**
 * Damaged patterns, cues for retrieval: in each pattern a fraction e of the neurons, drawn at random, is flipped.
 *
 * The neurons flipped at a smaller fraction are among those flipped at a larger one, for the same seed.
 *
 * @param spec.flipped  e in [0, 1]; the nearest whole number of neurons, e·N, is flipped.
 * @throws TypeError or RangeError that names the argument.
 */
export function flippedPatterns(
  given: PatternsLike,
  spec: { readonly flipped: number; readonly seed: Seed },
): Patterns {
  const patterns = patternsOf("flippedPatterns: patterns", given);
  const flipped = checkFlipped("flippedPatterns: flipped", spec.flipped);
  const key = keyOf(parseSeed(spec.seed, "flippedPatterns: seed"));
  const { nPatterns, nNeurons } = patterns;
  const values = patterns.values.slice();
  const orders = flipOrders(nNeurons, 0, nPatterns, key);
  flipInto(values, orders, nNeurons, flipCount(flipped, nNeurons));
  return Object.freeze({ nPatterns, nNeurons, values });
}

/** A fraction of neurons, in [0, 1]. */
export function checkFlipped(where: string, value: unknown): number {
  const flipped = checkNumber(where, value, 0);
  if (flipped > 1) throw new RangeError(`${where} must be in [0, 1], got ${flipped}`);
  return flipped;
}

/** Number of neurons that a fraction of nNeurons stands for, to the nearest whole number. */
export function flipCount(flipped: number, nNeurons: number): number {
  return Math.round(flipped * nNeurons);
}

/** For patterns first … of a key: neurons in the random order in which they are flipped, i32[count × nNeurons]. */
export function flipOrders(nNeurons: number, first: number, count: number, key: Key): Int32Array {
  const orders = new Int32Array(count * nNeurons);
  const stream = new Stream();
  for (let row = 0; row < count; row++) {
    const order = orders.subarray(row * nNeurons, (row + 1) * nNeurons);
    for (let i = 0; i < nNeurons; i++) order[i] = i;
    stream.open(DOMAIN.cue, first + row, 0, key);
    for (let n = 0; n < nNeurons - 1; n++) {
      const t = n + stream.below(nNeurons - n);
      const other = order[t];
      order[t] = order[n];
      order[n] = other;
    }
  }
  return orders;
}

/** Flips the first `flips` neurons of each row's order, or of the one order that there is for all rows. */
export function flipInto(states: Int8Array, orders: Int32Array, nNeurons: number, flips: number): void {
  for (let from = 0; from < states.length; from += nNeurons) {
    for (let n = 0; n < flips; n++) {
      const at = from + orders[(from + n) % orders.length];
      states[at] = -states[at];
    }
  }
}

/**
 * Lets a part e of each row's active neurons change places with as many silent ones, the first of the row's order: activity stays what
 * it is, and of half-active rows eN neurons change.
 */
export function exchangeInto(states: Int8Array, orders: Int32Array, nNeurons: number, part: number): void {
  for (let from = 0; from < states.length; from += nNeurons) {
    let active = 0;
    for (let i = 0; i < nNeurons; i++) if (states[from + i] > 0) active++;
    const count = Math.min(Math.round(part * active), nNeurons - active);
    const left = { off: count, on: count };
    for (let n = 0; n < nNeurons && left.off + left.on > 0; n++) {
      const at = from + orders[(from + n) % orders.length];
      const way = states[at] > 0 ? "off" : "on";
      if (left[way] === 0) continue;
      left[way]--;
      states[at] = -states[at];
    }
  }
}
