/**
 * `palimpsest/digits`: two hundred handwritten digits of MNIST, 28 × 28 pixels, one bit each: an example of real patterns,
 * correlated and of low activity. Source and license: README.md beside this file.
 */
import { checkInteger, checkKeys } from "../check/check.ts";
import type { Patterns } from "../hopfield/patterns.ts";
import { digitsBase64 } from "./digits-base64.ts";

const SIDE = 28;
const BYTES = (SIDE * SIDE) / 8;
const COUNT = 200;

/** Digits as patterns: +1 is ink. */
export interface Digits extends Patterns {
  /** Pixels of a row and of a column; neuron y·width + x is the pixel in row y, column x. */
  readonly width: number;
  readonly height: number;
  /** Which digit each pattern is. */
  readonly labels: readonly number[];
}

/**
 * The first handwritten digits, 0 to 9 in turn, each by another hand.
 *
 * @param spec.count  in [1, 200]; default all.
 * @throws RangeError or TypeError that names the argument.
 */
export function digits(spec: { readonly count?: number } = {}): Digits {
  checkKeys("digits: spec", spec, ["count"]);
  const nPatterns = checkInteger("digits: count", spec.count ?? COUNT, 1, COUNT);
  const text = atob(digitsBase64);
  const nNeurons = SIDE * SIDE;
  const values = new Int8Array(nPatterns * nNeurons);
  for (let mu = 0; mu < nPatterns; mu++) {
    for (let i = 0; i < nNeurons; i++) {
      const byte = text.charCodeAt(mu * BYTES + (i >> 3));
      values[mu * nNeurons + i] = byte & (128 >> (i & 7)) ? 1 : -1;
    }
  }
  const labels = Array.from({ length: nPatterns }, (_, mu) => mu % 10);
  return Object.freeze({ nPatterns, nNeurons, values, width: SIDE, height: SIDE, labels });
}
