/** Numbers of pairs and of connections of each weight in a network, counted by a task. */
import type { BackendName, Key } from "../backend/contract/kernels.ts";
import type { Task } from "../run/executor.ts";
import { type PatternSource, withNetwork } from "./network.ts";
import { connectivityOf, type Wiring } from "./wiring.ts";

export interface WeightProblem {
  readonly source: PatternSource;
  readonly connectivity: Wiring;
  readonly key: Key;
  readonly backend: BackendName;
}

/** How many pairs i ≠ j, and how many connections among them, have M_ij = −p, −p + 2, …, p. */
export interface WeightCounts {
  /** Ordered pairs of neurons of each weight, f64[p + 1]: the connections that could exist. */
  readonly pairs: Float64Array;
  /** Connections that exist among these pairs, f64[p + 1]. */
  readonly connections: Float64Array;
}

/** Counts the weights of one network. */
export const weightCountsTask: Task<WeightProblem, WeightCounts> = {
  name: "weightCounts",
  run({ source, connectivity, key, backend }, pause) {
    return withNetwork(backend, source, pause, async (network) => {
      const { nPatterns, nNeurons, stride } = network;
      const { rowStart, inputs } = connectivityOf(network, connectivity, key);
      const pairs = new Float64Array(nPatterns + 1);
      const connections = new Float64Array(nPatterns + 1);
      for (let i = 0; i < nNeurons; i++) {
        const row = network.overlap.view.subarray(i * stride, i * stride + nNeurons);
        for (let j = 0; j < nNeurons; j++) if (j !== i) pairs[(row[j] + nPatterns) >> 1]++;
        for (let s = rowStart[i]; s < rowStart[i + 1]; s++) connections[(row[inputs[s]] + nPatterns) >> 1]++;
        await pause();
      }
      return { pairs, connections };
    });
  },
};
