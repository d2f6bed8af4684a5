/**
 * Real weights as integers. The sign of h_i = Σ_j W_ij S_j does not change when all weights of a neuron are multiplied by one
 * positive number, so every neuron gets a unit of its own, in which its weights are integers of up to 31 bits: fields are
 * then exact sums in i32, whichever way and in whichever order they are summed.
 *
 * What that costs: with s_i = (2³¹ − 1 − c_i) / Σ_j |W_ij| and w_ij = round(s_i·W_ij), each weight is off by at most ½, so a
 * field by at most c_i/2 units, a part c_i / 2³² of Σ_j |W_ij| (10⁻⁷ at c = 500; sums in single precision would
 * promise some hundred times less). Only the sign of a field closer to 0 than that can come out differently.
 */

import type { Block, Kernels } from "../backend/contract/kernels.ts";

/** Weights of a neuron's connections as integers, in a unit of its own. */
export interface IntegerWeights {
  /** Integer weights w_ij, i32[connections]. */
  readonly weights: Int32Array;
  /** f64[N]: s_i = w_ij / W_ij, > 0; 1 where a neuron has nothing but zeros. */
  readonly scale: Float64Array;
  /** i32[N]: what the field of a neuron has to reach, in the integers' unit; 0 where there is none. */
  readonly thresholds?: Int32Array;
  /** There where, instead, as many neurons as this fire at every step: those of the largest fields. */
  readonly winners?: number;
}

/** Largest Σ_j |w_ij|: fields stay within i32. */
export const MOST_FIELD = 2 ** 31 - 1;

/**
 * Rounds real weights to integers, neuron by neuron.
 *
 * @param rowStart  i32[N + 1], first connection of each neuron
 * @param weights   f64[connections], finite
 */
export function toFixedPoint(rowStart: Int32Array, weights: Float64Array): IntegerWeights {
  const nNeurons = rowStart.length - 1;
  const out = new Int32Array(weights.length);
  const scale = new Float64Array(nNeurons).fill(1);
  for (let i = 0; i < nNeurons; i++) {
    const end = rowStart[i + 1];
    let size = 0;
    for (let e = rowStart[i]; e < end; e++) size += Math.abs(weights[e]);
    if (size === 0) continue;
    const s = (MOST_FIELD - (end - rowStart[i])) / size;
    if (s === Number.POSITIVE_INFINITY) continue; // below 1e-299: as good as none
    scale[i] = s;
    for (let e = rowStart[i]; e < end; e++) out[e] = Math.round(s * weights[e]);
  }
  return { weights: out, scale };
}

/**
 * Real weights and thresholds as integers, which keep sums that vanish at 0: weights and threshold of a neuron that are multiples of
 * one number, to 2⁻⁴⁰ of the largest of them, become just these multiples, as long as they fit. Others are rounded as `toFixedPoint`
 * does, equal weights of opposite sign alike.
 *
 * @param rowStart    i32[N + 1], first connection of each neuron
 * @param weights     f64[connections], finite
 * @param thresholds  f64[N], finite
 */
export function toIntegers(
  rowStart: Int32Array,
  weights: Float64Array,
  thresholds: Float64Array,
): IntegerWeights & { readonly thresholds: Int32Array } {
  const nNeurons = rowStart.length - 1;
  const out = new Int32Array(weights.length);
  const scale = new Float64Array(nNeurons).fill(1);
  const levels = new Int32Array(nNeurons);
  for (let i = 0; i < nNeurons; i++) {
    const [first, end] = [rowStart[i], rowStart[i + 1]];
    let size = Math.abs(thresholds[i]);
    let largest = size;
    for (let e = first; e < end; e++) {
      size += Math.abs(weights[e]);
      largest = Math.max(largest, Math.abs(weights[e]));
    }
    if (largest === 0) continue;
    const unit = commonUnit(weights, first, end, thresholds[i], largest);
    const s =
      unit > 0 && size / unit < MOST_FIELD - (end - first) - 1 ? 1 / unit : (MOST_FIELD - (end - first) - 1) / size;
    if (s === Number.POSITIVE_INFINITY) continue; // below 1e-299: as good as none
    scale[i] = s;
    for (let e = first; e < end; e++) out[e] = roundEvenly(s * weights[e]);
    levels[i] = roundEvenly(s * thresholds[i]);
  }
  return { weights: out, scale, thresholds: levels };
}

/** Halves away from 0, so that −x becomes the opposite of what x does. */
function roundEvenly(x: number): number {
  return x < 0 ? -Math.round(-x) : Math.round(x);
}

/** What counts as no difference, as a part of the largest weight: some thousand roundings of doubles. */
const ALIKE = 2 ** -40;

/** The number of which the weights first … end − 1 and a threshold are multiples, by Euclid's algorithm; 0 where there is none. */
function commonUnit(weights: Float64Array, first: number, end: number, threshold: number, largest: number): number {
  const slack = ALIKE * largest;
  const least = largest / MOST_FIELD;
  let unit = largest;
  for (let e = first; e <= end && unit > least; e++) {
    let rest = Math.abs(e < end ? weights[e] : threshold);
    while (rest > slack && unit > least) {
      const next = unit % rest;
      [unit, rest] = [rest, rest - next <= slack ? 0 : next];
    }
  }
  if (unit <= least) return 0;
  unit = largest / Math.round(largest / unit); // without the errors of the subtractions
  const isMultiple = (x: number): boolean => Math.abs(x - Math.round(x / unit) * unit) <= slack;
  for (let e = first; e < end; e++) if (!isMultiple(weights[e])) return 0;
  return isMultiple(threshold) ? unit : 0;
}

/** Rounds the rows of a network where all are connected, as they come. */
export class StripWriter {
  /** Weights rounded to integers, i32[count × (N − 1)]. */
  readonly weights: Int32Array;
  /** Integer weights of each neuron ÷ its real ones, f64[count]. */
  readonly scale: Float64Array;
  private readonly row: Block<Int32Array>;

  /** @param first  the first neuron; `count` neurons from there on are rounded, by default all. */
  constructor(
    private readonly kernels: Kernels,
    private readonly nNeurons: number,
    private readonly first = 0,
    count = nNeurons,
  ) {
    this.weights = new Int32Array(count * (nNeurons - 1));
    this.scale = new Float64Array(count).fill(1);
    this.row = kernels.arena.int32(nNeurons);
  }

  /**
   * Takes neuron i's weights of all neurons from values[at …]; its own becomes 0 there and is left out.
   *
   * @param factor  of the real weights: they are factor · values, factor ≠ 0.
   */
  write(i: number, values: Block<Float64Array>, at: number, factor = 1): void {
    const { kernels, nNeurons, first, weights, scale, row } = this;
    values.view[at + i] = 0;
    const s = kernels.roundRow(values, row, nNeurons, Math.sign(factor) * (MOST_FIELD - nNeurons), at);
    if (s === 0) return;
    scale[i - first] = s / factor;
    const out = (i - first) * (nNeurons - 1);
    weights.set(row.view.subarray(0, i), out);
    weights.set(row.view.subarray(i + 1), out + i);
  }
}

/** The largest error of a field of neuron i that rounding makes, in the unit of the real weights: c_i / (2 s_i). */
export function fieldError({ scale }: IntegerWeights, rowStart: Int32Array, i: number): number {
  return (rowStart[i + 1] - rowStart[i]) / (2 * scale[i]);
}
