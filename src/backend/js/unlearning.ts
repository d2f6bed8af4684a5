/** Unlearning in plain JavaScript: twin of assembly/unlearning.ts. */

import type { Graph } from "../contract/kernels.ts";
import type { Dreamer } from "../contract/learning.ts";
import { JsRelaxer } from "./relax.ts";

export class JsDreamer extends JsRelaxer implements Dreamer {
  private readonly own: Graph;

  constructor({ weights, outWeights, sums, ...graph }: Graph) {
    const own = { ...graph, weights: weights.slice(), outWeights: outWeights.slice(), sums: sums.slice() };
    super(own);
    this.own = own;
  }

  unlearn(state: Int8Array, amount: number): void {
    const { nNeurons, rowStart, inputs, weights, columnStart, targets, outWeights, sums } = this.own;
    for (let i = 0; i < nNeurons; i++) {
      const own = amount * state[i];
      for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
        const change = own * state[inputs[e]];
        weights[e] -= change;
        sums[i] -= change;
      }
      for (let e = columnStart[i]; e < columnStart[i + 1]; e++) outWeights[e] -= own * state[targets[e]];
    }
  }

  weightsInto(out: Int32Array): void {
    out.set(this.own.weights);
  }
}
