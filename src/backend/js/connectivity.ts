/** Random connectivity and the weights of given connections. Twin of assembly/connectivity.ts. */

import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import type { Key } from "../contract/kernels.ts";

export function randomConnectivity(
  inputs: Int32Array,
  nNeurons: number,
  nInputs: number,
  first: number,
  count: number,
  key: Key,
): void {
  const stream = new Stream();
  const others = Int32Array.from({ length: Math.max(0, nNeurons - 1) }, (_, j) => j);
  const chosen = new Int32Array(nInputs);
  for (let n = 0; n < count; n++) {
    const i = first + n;
    stream.open(DOMAIN.connectivity, i, 0, key);
    const row = inputs.subarray(n * nInputs, (n + 1) * nInputs);
    for (let s = 0; s < nInputs; s++) {
      const t = s + stream.below(nNeurons - 1 - s);
      const drawn = others[t];
      others[t] = others[s];
      others[s] = drawn;
      chosen[s] = t;
      row[s] = drawn < i ? drawn : drawn + 1;
    }
    for (let s = nInputs - 1; s >= 0; s--) {
      const t = chosen[s];
      const drawn = others[s];
      others[s] = others[t];
      others[t] = drawn;
    }
    row.sort();
  }
}

export function gatherWeights(
  overlap: Int16Array,
  rowStart: Int32Array,
  inputs: Int32Array,
  weights: Int32Array,
  nNeurons: number,
  stride: number,
): void {
  for (let i = 0; i < nNeurons; i++) {
    const end = rowStart[i + 1];
    for (let s = rowStart[i]; s < end; s++) weights[s] = overlap[i * stride + inputs[s]];
  }
}
