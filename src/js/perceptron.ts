/** The perceptron of optimal stability in plain JavaScript: twin of assembly/perceptron.ts. */

import type { Perceptron } from "../kernels/learning.ts";
import type { Block } from "../kernels.ts";

export class JsPerceptron implements Perceptron {
  isDone = false;
  steps = 0;
  norm = 0;
  private readonly signs: Int32Array;
  private readonly aligned: Int32Array;
  private readonly counts: Int32Array;
  private gram: Block<Int16Array> | undefined;
  private own = 0;
  private nInputs = 0;

  constructor(
    private readonly nPatterns: number,
    private readonly stride: number,
  ) {
    this.signs = new Int32Array(nPatterns);
    this.aligned = new Int32Array(nPatterns);
    this.counts = new Int32Array(nPatterns);
  }

  begin(gram: Block<Int16Array>, signs: ArrayLike<number>, own: 0 | 1, nInputs: number): void {
    this.gram = gram;
    this.signs.set(signs);
    this.aligned.fill(0);
    this.counts.fill(0);
    this.own = own;
    this.nInputs = nInputs;
    this.isDone = false;
    this.steps = 0;
    this.norm = 0;
  }

  run(count: number, part: number): number {
    const { nPatterns, stride, signs, aligned, counts, own } = this;
    const gram = this.gram!.view;
    let nu = 0;
    for (let mu = 1; mu < nPatterns; mu++) if (aligned[mu] < aligned[nu]) nu = mu;
    for (let step = 0; step < count; step++) {
      const least = aligned[nu];
      if (least > 0 && least * this.steps >= part * this.norm) break;
      this.steps++;
      this.norm += 2 * least + this.nInputs;
      counts[nu]++;
      const row = nu * stride;
      const flip = signs[nu];
      let next = 0;
      for (let mu = 0; mu < nPatterns; mu++) {
        aligned[mu] += gram[row + mu] * signs[mu] * flip - own;
        if (aligned[mu] < aligned[next]) next = mu;
      }
      nu = next;
    }
    const least = aligned[nu];
    this.isDone = least > 0 && least * this.steps >= part * this.norm;
    return least;
  }

  countsInto(out: Int32Array): void {
    out.set(this.counts);
  }
}

export function sumPatterns(
  xi: Int8Array,
  factors: Int32Array,
  out: Int32Array,
  nPatterns: number,
  stride: number,
): void {
  out.fill(0, 0, stride);
  for (let nu = 0; nu < nPatterns; nu++) {
    const factor = factors[nu];
    if (factor === 0) continue;
    const row = nu * stride;
    for (let j = 0; j < stride; j++) out[j] = out[j] + factor * xi[row + j];
  }
}
