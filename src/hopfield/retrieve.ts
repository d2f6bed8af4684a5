import type { BackendName, Key } from "../kernels.ts";
import { type Executor, mapLimited, type Task } from "../run/executor.ts";
import { type Connectivity, regularConnectivity } from "./connectivity.ts";
import { weightedGraph } from "./graph.ts";
import { type PatternSource, withNetwork } from "./network.ts";
import { relaxStates, rowOverlaps, type UpdateOrder } from "./relax.ts";

/** Retrieval of a network's own patterns, validated. */
export interface RetrievalProblem {
  readonly source: PatternSource;
  /** The connectivity, or how many inputs each neuron draws at random from the stream of `key`. */
  readonly connectivity: Connectivity | { readonly nInputs: number };
  readonly order: UpdateOrder;
  readonly maxSweeps: number;
  readonly key: Key;
  readonly backend: BackendName;
}

/** Starts in each stored pattern, relaxes, and returns its final overlap m^ν; f64[nPatterns]. */
export async function retrieveNetwork(
  problem: RetrievalProblem,
  executor: Executor,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const { nPatterns } = problem.source;
  // one part a thread: every part has to bring the weights together again
  const size = Math.max(32, Math.ceil(nPatterns / executor.threads));
  const starts = Array.from({ length: Math.ceil(nPatterns / size) }, (_, k) => k * size);
  const overlaps = new Float64Array(nPatterns);
  await mapLimited(starts, executor.threads, async (first) => {
    const count = Math.min(size, nPatterns - first);
    overlaps.set(await executor.run(retrieveTask, { ...problem, first, count }, signal), first);
  });
  return overlaps;
}

/** Retrieves patterns first … first + count − 1 of a network. */
export const retrieveTask: Task<RetrievalProblem & { readonly first: number; readonly count: number }, Float64Array> = {
  name: "retrieve",
  run({ source, connectivity, order, maxSweeps, key, backend, first, count }, pause) {
    return withNetwork(backend, source, pause, async ({ kernels, xi, overlap, stride, nNeurons }) => {
      let given: Connectivity;
      if ("nInputs" in connectivity) {
        const { nInputs } = connectivity;
        const inputs = kernels.arena.int32(nNeurons * nInputs);
        kernels.randomConnectivity(inputs, nNeurons, nInputs, 0, nNeurons, key);
        given = regularConnectivity(nNeurons, nInputs, inputs.view.slice());
      } else {
        given = connectivity;
      }
      const graph = weightedGraph(kernels, overlap, stride, given);
      const patterns = new Int8Array(count * nNeurons);
      const rows = xi.view;
      for (let mu = 0; mu < count; mu++) {
        const from = (first + mu) * stride;
        patterns.set(rows.subarray(from, from + nNeurons), mu * nNeurons);
      }
      const { states } = await relaxStates(kernels, graph, patterns.slice(), { order, maxSweeps, key }, pause);
      return rowOverlaps(states, patterns, nNeurons);
    });
  },
};
