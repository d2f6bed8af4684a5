/** Distributions of aligned local fields in whole networks, counted by tasks. */
import type { BackendName, Graph, Kernels, Key } from "../backend/contract/kernels.ts";
import { type Executor, mapLimited, type Task } from "../run/executor.ts";
import type { PatternSource } from "./network.ts";
import { partsOf } from "./retrieve.ts";
import { patternRows, type Wiring, wire, withWired } from "./wiring.ts";

/** How often each of the values `first`, first + step, … occurs. */
export interface Counts {
  readonly first: number;
  readonly step: number;
  /** Number of occurrences of each value; the first and the last are above 0. */
  readonly counts: readonly number[];
}

export interface FieldProblem {
  readonly source: PatternSource;
  readonly connectivity: Wiring;
  readonly key: Key;
  readonly backend: BackendName;
  /** Number of inputs c of each neuron: Hebbian fields are integer multiples of 1/c. */
  readonly nInputs: number;
}

/**
 * The distribution of the integers c·ξ_i^ν h_i^ν over all neurons and stored patterns (EK22 eq. 4, times c): exact, since with c
 * inputs each they all have the parity of c·p. Fields of learned weights are real: they are counted in classes of about 1/256, of
 * which one ends at 0 and one has its middle at 1.
 */
export async function countFields(problem: FieldProblem, executor: Executor, signal?: AbortSignal): Promise<Counts> {
  const parts = partsOf(problem.source.nPatterns, executor.threads);
  const counted = await mapLimited(parts, executor.threads, (part) =>
    executor.run(fieldCountsTask, { ...problem, ...part }, signal),
  );
  return addCounts(counted);
}

/** Several distributions as one; steps alike, and values on one lattice. */
export function addCounts(parts: readonly Counts[]): Counts {
  const { step } = parts[0];
  const first = Math.min(...parts.map((part) => part.first));
  const last = Math.max(...parts.map((part) => part.first + step * (part.counts.length - 1)));
  const counts = new Array<number>(Math.round((last - first) / step) + 1).fill(0);
  for (const part of parts) {
    const shift = Math.round((part.first - first) / step);
    part.counts.forEach((count, k) => {
      counts[shift + k] += count;
    });
  }
  return { first, step, counts };
}

/** Counts the fields of patterns first … first + count − 1. */
export const fieldCountsTask: Task<FieldProblem & { readonly first: number; readonly count: number }, Counts> = {
  name: "fieldCounts",
  run({ source, connectivity, key, backend, nInputs, first, count }, pause) {
    return withWired(backend, source, connectivity, pause, async (network) => {
      const { kernels, nNeurons } = network;
      const graph = wire(network, connectivity, key);
      const patterns = patternRows(network, first, count);
      if (connectivity.learned) return countReal(kernels, graph, connectivity.learned.scale, patterns, nInputs, pause);
      const relaxer = kernels.relaxer(graph);
      const bound = graph.fieldBound;
      const counts = new Int32Array(bound + 1); // of −bound, −bound + 2, …: the parity of the bound is that of the fields
      const fields = new Int32Array(relaxer.lanes * nNeurons);
      for (let at = 0; at < count; at += relaxer.lanes) {
        const lanes = Math.min(relaxer.lanes, count - at);
        const states = patterns.subarray(at * nNeurons, (at + lanes) * nNeurons);
        relaxer.fieldsInto(states, fields, lanes);
        for (let k = 0; k < states.length; k++) counts[(states[k] * fields[k] + bound) >> 1]++;
        await pause();
      }
      const from = counts.findIndex((n) => n > 0);
      let to = bound;
      while (counts[to] === 0) to--;
      return { first: 2 * from - bound, step: 2, counts: Array.from(counts.subarray(from, to + 1)) };
    });
  },
};

/** Width of a class of real fields: 1 lies in the middle of one. */
const WIDTH = 2 / 513;

/** Counts classes of real fields, whose middles are told in units of 1/c as those of Hebbian ones are. */
async function countReal(
  kernels: Kernels,
  graph: Graph,
  scale: Float64Array,
  patterns: Int8Array,
  nInputs: number,
  pause: () => Promise<void> | undefined,
): Promise<Counts> {
  const { nNeurons } = graph;
  const relaxer = kernels.relaxer(graph);
  const fields = new Int32Array(relaxer.lanes * nNeurons);
  const total = patterns.length / nNeurons;
  const classes = new Map<number, number>();
  for (let at = 0; at < total; at += relaxer.lanes) {
    const lanes = Math.min(relaxer.lanes, total - at);
    const states = patterns.subarray(at * nNeurons, (at + lanes) * nNeurons);
    relaxer.fieldsInto(states, fields, lanes);
    for (let k = 0; k < states.length; k++) {
      const at = Math.ceil((states[k] * fields[k]) / scale[k % nNeurons] / WIDTH) - 1; // fields ≤ 0 end below class 0
      classes.set(at, (classes.get(at) ?? 0) + 1);
    }
    await pause();
  }
  const places = [...classes.keys()];
  const from = places.reduce((a, b) => Math.min(a, b));
  const to = places.reduce((a, b) => Math.max(a, b));
  const counts = Array.from({ length: to - from + 1 }, (_, k) => classes.get(from + k) ?? 0);
  return { first: (from + 0.5) * WIDTH * nInputs, step: WIDTH * nInputs, counts };
}
