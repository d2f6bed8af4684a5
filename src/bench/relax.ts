/** Retrieval of many states, as the bench times it. */
import { ORDER } from "../backend/contract/codes.ts";
import type { Graph, Kernels, Key } from "../backend/contract/kernels.ts";
import { loadKernels } from "../backend/load.ts";
import { regularConnectivity } from "../hopfield/connectivity.ts";
import { weightedGraph } from "../hopfield/graph.ts";
import { deriveKey } from "../numeric/seed.ts";
import type { Clock } from "./clock.ts";
import type { Variant } from "./interleave.ts";
import { storedPatterns } from "./stored.ts";
import { timed } from "./timed.ts";

/** Retrieval of a batch: stored patterns with some neurons flipped, on random connectivity. */
export interface RelaxProblem {
  readonly neurons: number;
  readonly inputs: number;
  readonly patterns: number;
  readonly graph: Graph;
  /** The states to begin from, i8[count × neurons] of ±1. */
  readonly cues: Int8Array;
  readonly count: number;
  readonly order: "sequential" | "synchronous";
  readonly maxSweeps: number;
  readonly key: Key;
}

/** Part of a cue's neurons that are flipped. */
const FLIPPED = 0.1;
const CUES = 1001; // a domain of random words that no kernel uses

export async function relaxProblem(
  size: { readonly neurons: number; readonly inputs: number; readonly patterns: number; readonly count: number },
  order: RelaxProblem["order"],
  key: Key,
): Promise<RelaxProblem> {
  const { neurons, inputs, patterns, count } = size;
  const stored = await storedPatterns(neurons, patterns, key);
  const kernels = await loadKernels();
  const drawn = kernels.arena.int32(neurons * inputs);
  kernels.randomConnectivity(drawn, neurons, inputs, 0, neurons, key);
  const overlap = kernels.arena.int16(stored.overlap.length);
  overlap.view.set(stored.overlap);
  const connectivity = regularConnectivity(neurons, inputs, drawn.view.slice());
  const graph = weightedGraph(kernels, overlap, stored.stride, connectivity);
  const words = kernels.arena.uint32(neurons);
  const cues = new Int8Array(count * neurons);
  const cueKey = deriveKey(key, neurons, patterns);
  for (let s = 0; s < count; s++) {
    kernels.randomWords(words, { domain: CUES, item: s, lane: 0, index: 0 }, cueKey);
    const from = (s % patterns) * stored.stride;
    for (let i = 0; i < neurons; i++) {
      cues[s * neurons + i] = stored.xi[from + i] * (words.view[i] < FLIPPED * 2 ** 32 ? -1 : 1);
    }
  }
  return { ...size, graph, cues, order, maxSweeps: 100, key };
}

export function relaxVariant(name: string, kernels: Kernels, problem: RelaxProblem, clock: Clock): Variant {
  const { neurons, graph, cues, count, order, maxSweeps, key } = problem;
  const relaxer = kernels.relaxer(graph);
  const states = new Int8Array(cues.length);
  const status = new Int32Array(count);
  const sweeps = new Int32Array(count);
  const run = (): void => {
    states.set(cues);
    for (let first = 0; first < count; first += relaxer.lanes) {
      const end = Math.min(count, first + relaxer.lanes);
      relaxer.relax(
        states.subarray(first * neurons, end * neurons),
        status.subarray(first, end),
        sweeps.subarray(first, end),
        end - first,
        ORDER[order],
        maxSweeps,
        key,
      );
    }
  };
  return {
    ...timed(name, clock, run),
    result() {
      run();
      return { states: states.slice(), status: status.slice(), sweeps: sweeps.slice() };
    },
  };
}
