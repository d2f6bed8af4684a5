/** The rule of Storkey in plain JavaScript: twin of assembly/storkey.ts, which says what is computed. */
import type { SparseRows } from "../contract/learning.ts";
import { dot } from "./cholesky.ts";

export function storkeyFields(
  x: Float64Array,
  u: Float64Array,
  diagonal: Float64Array,
  field: Float64Array,
  overlaps: Float64Array,
  powers: Float64Array,
  nu: number,
  nNeurons: number,
  stride: number,
  gain: number,
): void {
  const own = nu * stride;
  field.fill(0, 0, stride);
  for (let mu = 0; mu < nu; mu++) {
    const row = mu * stride;
    const power = powers[nu - 1 - mu];
    const ofU = power * overlaps[mu];
    const ofX = power * dot(u, row, x, own, nNeurons);
    for (let i = 0; i < stride; i++) field[i] += ofU * u[row + i] + ofX * x[row + i];
  }
  const twice = 2 * powers[0];
  for (let i = 0; i < stride; i++) {
    const value = 0.5 * x[own + i] - (field[i] - diagonal[i] * x[own + i]);
    u[own + i] = value;
    diagonal[i] = gain * diagonal[i] + twice * (value * x[own + i]);
  }
}

export function sparseFields(
  { rowStart, inputs }: SparseRows,
  weights: Float64Array,
  state: Int8Array,
  fields: Float64Array,
  first: number,
  count: number,
): void {
  const starts = rowStart.view;
  const others = inputs.view;
  for (let i = first; i < first + count; i++) {
    let sum = 0;
    for (let e = starts[i]; e < starts[i + 1]; e++) sum += weights[e] * state[others[e]];
    fields[i] = sum;
  }
}

export function storkeyRows(
  { rowStart, inputs }: SparseRows,
  reverse: Int32Array,
  before: Float64Array,
  weights: Float64Array,
  state: Int8Array,
  fields: Float64Array,
  rates: Float64Array,
  first: number,
  count: number,
): void {
  const starts = rowStart.view;
  const others = inputs.view;
  for (let i = first; i < first + count; i++) {
    const own = state[i];
    const rate = rates[i];
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      const j = others[e];
      const back = reverse[e];
      const w = before[e];
      const fromJ = fields[j] - (back >= 0 ? before[back] * own : 0);
      const fromI = fields[i] - w * state[j];
      weights[e] = w + rate * (own * state[j] - own * fromJ - fromI * state[j]);
    }
  }
}
