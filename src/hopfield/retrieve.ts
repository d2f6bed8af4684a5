/** Retrieval: a network starts in its own patterns or their cues and relaxes; the result is the final overlaps. */
import type { BackendName, Key } from "../backend/contract/kernels.ts";
import { type Executor, mapLimited, type Task } from "../run/executor.ts";
import { exchangeInto, flipInto, flipOrders } from "./cue.ts";
import { type Heat, heatedOverlaps } from "./glauber.ts";
import { inputCounts } from "./learning/hebb.ts";
import type { PatternSource } from "./network.ts";
import { relaxStates, type UpdateOrder } from "./relax.ts";
import { activityOverlaps, centeredOverlaps, rowOverlaps } from "./state-overlaps.ts";
import { patternRows, type Wiring, wire, withWired } from "./wiring.ts";

/** Retrieval of a network's own patterns, validated. */
export interface RetrievalProblem {
  readonly source: PatternSource;
  readonly connectivity: Wiring;
  readonly order: UpdateOrder;
  readonly maxSweeps: number;
  readonly key: Key;
  readonly backend: BackendName;
  /** Temperature at which cues are kept instead of being relaxed: overlaps are means over sweeps. Left out at 0. */
  readonly heat?: Heat;
  /**
   * Neurons flipped in the cue, for each of several trials; default: one trial without any. With firing thresholds as many parts of
   * the active neurons change places with silent ones, so that activity stays what it is.
   */
  readonly flips?: readonly number[];
  /** Whether overlaps are centered, as of pictures; without firing thresholds. */
  readonly isCentered?: boolean;
  /** Whether the same neurons are flipped in all patterns. */
  readonly sharedFlips?: boolean;
}

/**
 * Starts in each stored pattern or its cues, relaxes, and returns the final overlaps m^ν, with firing thresholds those that suit any
 * activity; f64[trials × nPatterns].
 */
export async function retrieveNetwork(
  problem: RetrievalProblem,
  executor: Executor,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const { nPatterns } = problem.source;
  const trials = problem.flips?.length ?? 1;
  const overlaps = new Float64Array(trials * nPatterns);
  await mapLimited(partsOf(nPatterns, executor.threads), executor.threads, async ({ first, count }) => {
    const part = await executor.run(retrieveTask, { ...problem, first, count }, signal);
    for (let t = 0; t < trials; t++) {
      overlaps.set(part.subarray(t * count, (t + 1) * count), t * nPatterns + first);
    }
  });
  return overlaps;
}

/** How many of the final overlaps are at least `least`. */
export function countRetrieved(overlaps: Float64Array, least: number): number {
  return overlaps.reduce((count, m) => count + (m >= least ? 1 : 0), 0);
}

/** Patterns in one part a thread: every part has to bring the weights together again. */
export function partsOf(nPatterns: number, threads: number): { readonly first: number; readonly count: number }[] {
  const size = 32 * Math.max(1, Math.ceil(nPatterns / threads / 32)); // whole blocks of states
  return Array.from({ length: Math.ceil(nPatterns / size) }, (_, k) => {
    return { first: k * size, count: Math.min(size, nPatterns - k * size) };
  });
}

/** Retrieves patterns first … first + count − 1 of a network. */
export const retrieveTask: Task<RetrievalProblem & { readonly first: number; readonly count: number }, Float64Array> = {
  name: "retrieve",
  run(problem, pause) {
    const { source, connectivity, order, maxSweeps, key, backend, heat, flips = [0], sharedFlips } = problem;
    const { first, count } = problem;
    return withWired(backend, source, connectivity, pause, async (network) => {
      const { kernels, nNeurons } = network;
      const graph = wire(network, connectivity, key);
      const patterns = patternRows(network, first, count);
      const firstOrder = sharedFlips ? 0 : first;
      const orders = flips.some((n) => n > 0)
        ? flipOrders(nNeurons, firstOrder, sharedFlips ? 1 : count, key)
        : new Int32Array(0);
      const overlaps = new Float64Array(flips.length * count);
      const { thresholds, winners } = connectivity.learned ?? {};
      const isCoded = thresholds !== undefined;
      const how = { order, maxSweeps, key, ...(winners !== undefined && { winners }) };
      const overlapsOf = isCoded ? activityOverlaps : problem.isCentered ? centeredOverlaps : rowOverlaps;
      const relaxer = heat ? undefined : kernels.relaxer(graph);
      const scale = connectivity.learned?.scale ?? inputCounts(graph.rowStart);
      for (let t = 0; t < flips.length; t++) {
        const states = patterns.slice();
        if (isCoded) exchangeInto(states, orders, nNeurons, flips[t] / nNeurons);
        else flipInto(states, orders, nNeurons, flips[t]);
        if (relaxer) await relaxStates(relaxer, graph, states, how, pause);
        const found = heat
          ? await heatedOverlaps(kernels, { graph, scale }, states, patterns, heat, { first, overlapsOf, pause })
          : overlapsOf(states, patterns, nNeurons);
        overlaps.set(found, t * count);
      }
      return overlaps;
    });
  },
};
