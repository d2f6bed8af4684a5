/**
 * Growth and pruning of connections (EK22 algorithm 1). Twin of assembly/growth.ts, which has the derivation: the integers
 * R = Σ m_j² and Q = Σ m_j m_k M_jk are held in doubles, exact below 2⁵³, and energies are compared in the same order of
 * operations.
 */
import type { GrowingNetwork, Key } from "../kernels.ts";
import { DOMAIN } from "../random/domains.ts";
import { Stream } from "./philox.ts";

export function growthSums(
  { overlap, present, counts, sums, nNeurons, stride }: GrowingNetwork,
  first: number,
  count: number,
): void {
  const m = overlap.view;
  const mask = present.view;
  const weights = new Int16Array(nNeurons);
  for (let i = first; i < first + count; i++) {
    const row = i * stride;
    for (let l = 0; l < nNeurons; l++) weights[l] = m[row + l] & mask[row + l];
    let c = 0;
    let squares = 0;
    let quadratic = 0;
    for (let j = 0; j < nNeurons; j++) {
      if (mask[row + j] === 0) continue;
      c++;
      squares += weights[j] * weights[j];
      quadratic += weights[j] * dot(m, j * stride, weights);
    }
    counts.view[i] = c;
    sums.view[2 * i] = squares;
    sums.view[2 * i + 1] = quadratic;
  }
}

export function grow(
  { overlap, present, counts, sums, changes, nNeurons, stride }: GrowingNetwork,
  first: number,
  count: number,
  trials: number,
  repetition: number,
  target: number,
  key: Key,
): void {
  const m = overlap.view;
  const mask = present.view;
  const weights = new Int16Array(nNeurons);
  const stream = new Stream();
  const twice = 2 * target;
  for (let i = first; i < first + count; i++) {
    stream.open(DOMAIN.growth, i, repetition, key);
    const row = i * stride;
    for (let l = 0; l < nNeurons; l++) weights[l] = m[row + l] & mask[row + l];
    const nPatterns = m[row + i];
    let c = counts.view[i];
    let squares = sums.view[2 * i];
    let quadratic = sums.view[2 * i + 1];
    for (let trial = 0; trial < trials; trial++) {
      const drawn = stream.below(nNeurons - 1);
      const k = drawn < i ? drawn : drawn + 1;
      const isPresent = mask[row + k] !== 0;
      if (isPresent && c === 1) continue;
      const own = m[row + k];
      const sign = isPresent ? -1 : 1;
      const h = dot(m, k * stride, weights);
      const cThen = c + sign;
      const squaresThen = squares + sign * (own * own);
      const quadraticThen = quadratic + sign * (2 * own * h) + nPatterns * (own * own);
      if (c * c * (quadraticThen - twice * cThen * squaresThen) < cThen * cThen * (quadratic - twice * c * squares)) {
        c = cThen;
        squares = squaresThen;
        quadratic = quadraticThen;
        mask[row + k] = isPresent ? 0 : -1;
        weights[k] = isPresent ? 0 : own;
        changes.view[isPresent ? 1 : 0]++;
      }
    }
    counts.view[i] = c;
    sums.view[2 * i] = squares;
    sums.view[2 * i + 1] = quadratic;
  }
}

/** Σ_l M_kl · weights_l */
function dot(m: Int16Array, row: number, weights: Int16Array): number {
  let sum = 0;
  for (let l = 0; l < weights.length; l++) sum += m[row + l] * weights[l];
  return sum;
}
