/** Boxes of states, and states drawn from them: one stream for every state, so that parts of a list can be drawn anywhere. */

import type { Key } from "../backend/contract/kernels.ts";
import { checkNumber, show } from "../check/check.ts";
import type { Kind } from "../check/parameters.ts";
import { philox } from "../numeric/philox.ts";

/** b for [−b, b] in every neuron, [low, high] for every neuron, or a pair for each. */
export type BoxSpec = number | readonly [number, number] | readonly (readonly [number, number])[];

/** A pair [low, high] for each neuron. */
export type StateBox = readonly (readonly [number, number])[];

const PAIR = { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 };

const WORDS = "a number, [low, high] or a pair for each neuron";

/** Boxes as specs give them. */
export const boxes: Kind<BoxSpec> = {
  words: WORDS,
  placeholder: "<box>",
  check(where, box) {
    if (typeof box === "number") return checkNumber(where, box, 0, true);
    if (!Array.isArray(box)) throw new TypeError(`${where} must be ${WORDS}, got ${show(box)}`);
    if (box.length === 2 && box.every((value) => typeof value === "number")) return checkPair(where, box);
    return box.map((pair, i) => checkPair(`${where}[${i}]`, pair));
  },
  schema: { anyOf: [{ type: "number", exclusiveMinimum: 0 }, PAIR, { type: "array", items: PAIR }] },
};

/** The box of a spec for each of the neurons. */
export function boxFor(where: string, box: BoxSpec, nNeurons: number): StateBox {
  const pair = typeof box === "number" ? ([-box, box] as const) : box;
  if (isPair(pair)) return Array.from({ length: nNeurons }, () => pair);
  if (pair.length !== nNeurons) {
    throw new RangeError(`${where} must have a pair for each of ${nNeurons} neurons, got ${pair.length}`);
  }
  return pair;
}

function isPair(box: Exclude<BoxSpec, number>): box is readonly [number, number] {
  return typeof box[0] === "number";
}

/** Checks that a value is a pair [low, high] of finite numbers with low < high, and returns it. */
function checkPair(where: string, pair: unknown): readonly [number, number] {
  if (!Array.isArray(pair) || pair.length !== 2) throw new TypeError(`${where} must be [low, high], got ${show(pair)}`);
  const [low, high] = pair.map((value, k) => checkNumber(`${where}[${k}]`, value));
  if (!(low < high)) throw new RangeError(`${where} must have low < high, got [${low}, ${high}]`);
  return [low, high];
}

/** State number `index` of a seed, uniform in the box, into `out`, f64[N]. */
export function drawStateInto(out: Float64Array, box: StateBox, domain: number, index: number, key: Key): void {
  const words = new Uint32Array(4);
  for (let j = 0; j < box.length; j++) {
    if (j % 4 === 0) philox(words, j / 4, 0, index, domain, key);
    const [low, high] = box[j];
    out[j] = low + ((words[j % 4] + 0.5) / 2 ** 32) * (high - low);
  }
}

/** An index range of a list of `total`, for each of at most `parts` tasks of at least `least`. */
export function rangesOf(
  total: number,
  parts: number,
  least: number,
): { readonly first: number; readonly count: number }[] {
  const size = Math.max(least, Math.ceil(total / Math.max(1, parts)));
  return Array.from({ length: Math.ceil(total / size) }, (_, k) => {
    return { first: k * size, count: Math.min(size, total - k * size) };
  });
}
