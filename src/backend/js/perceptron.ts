/** The perceptron of optimal stability in plain JavaScript: twin of assembly/perceptron.ts. */

import { PERCEPTRON } from "../contract/codes.ts";
import type { Block } from "../contract/kernels.ts";
import type { Perceptron } from "../contract/learning.ts";

/** Where ‖v‖² / c is below this, v counts as the origin itself. */
const NOTHING = 1e-9;

export class JsPerceptron implements Perceptron {
  status = PERCEPTRON.running;
  steps = 0;
  norm = 0;
  private readonly signs: Int32Array;
  private readonly aligned: Float64Array;
  private readonly shares: Float64Array;
  private gram: Block<Int16Array> | undefined;
  private own = 0;
  private nInputs = 0;

  constructor(
    private readonly nPatterns: number,
    private readonly stride: number,
  ) {
    this.signs = new Int32Array(nPatterns);
    this.aligned = new Float64Array(nPatterns);
    this.shares = new Float64Array(nPatterns);
  }

  begin(gram: Block<Int16Array>, signs: ArrayLike<number>, own: 0 | 1, nInputs: number): void {
    this.gram = gram;
    this.signs.set(signs);
    this.shares.fill(0);
    this.shares[0] = 1;
    for (let nu = 0; nu < this.nPatterns; nu++) this.aligned[nu] = signs[0] * signs[nu] * gram.view[nu] - own;
    this.own = own;
    this.nInputs = nInputs;
    this.status = PERCEPTRON.running;
    this.steps = 0;
    this.norm = nInputs;
  }

  run(count: number, part: number): number {
    const { nPatterns, stride, signs, aligned, shares, own, nInputs } = this;
    const gram = this.gram!.view;
    let nu = 0;
    let mu = -1;
    for (let k = 0; k < nPatterns; k++) {
      if (aligned[k] < aligned[nu]) nu = k;
      if (shares[k] > 0 && (mu < 0 || aligned[k] > aligned[mu])) mu = k;
    }
    for (let step = 0; step <= count; step++) {
      const least = aligned[nu];
      const gap = aligned[mu] - least;
      this.status = PERCEPTRON.running;
      if (least > 0 && (least >= part * this.norm || gap <= 0)) this.status = PERCEPTRON.optimal;
      else if (this.norm <= NOTHING * nInputs || gap <= 0) this.status = PERCEPTRON.none;
      if (this.status !== PERCEPTRON.running || step === count) break;
      const row = nu * stride;
      const other = mu * stride;
      const distance = 2 * (nInputs - (signs[nu] * signs[mu] * gram[row + mu] - own));
      const all = shares[mu];
      let share = gap / distance;
      if (!(share < all)) share = all;
      shares[mu] = share === all ? 0 : all - share;
      shares[nu] += share;
      this.norm += share * (share * distance - 2 * gap);
      this.steps++;
      const [up, down] = [signs[nu], signs[mu]];
      nu = 0;
      mu = -1;
      for (let k = 0; k < nPatterns; k++) {
        aligned[k] += share * (signs[k] * (up * gram[row + k] - down * gram[other + k]));
        if (aligned[k] < aligned[nu]) nu = k;
        if (shares[k] > 0 && (mu < 0 || aligned[k] > aligned[mu])) mu = k;
      }
    }
    return aligned[nu];
  }

  sharesInto(out: Float64Array): void {
    out.set(this.shares);
  }
}

export function sumPatterns(
  xi: Int8Array,
  factors: Float64Array,
  out: Float64Array,
  nPatterns: number,
  stride: number,
): void {
  out.fill(0, 0, stride);
  for (let nu = 0; nu < nPatterns; nu++) {
    const factor = factors[nu];
    if (factor === 0) continue;
    const row = nu * stride;
    for (let j = 0; j < stride; j++) out[j] += factor * xi[row + j];
  }
}
