/** What `palimpsest bench` times: every kernel in WebAssembly and in JavaScript, and a whole network on threads. */
import { randomPatterns } from "../hopfield/patterns.ts";
import { rewire } from "../hopfield/rewire.ts";
import type { BackendName, Kernels, Key } from "../kernels.ts";
import { loadKernels } from "../load.ts";
import { threads } from "../run/threads.ts";
import { annealVariant } from "./anneal.ts";
import { type Clock, wallClock } from "./clock.ts";
import type { Variant } from "./interleave.ts";
import { overlapVariant } from "./overlap.ts";
import { relaxProblem, relaxVariant } from "./relax.ts";
import type { Work } from "./rows.ts";
import { annealSize, HEAT_BATH, overlapPatterns, relaxSize, swapSchedule } from "./sizes.ts";
import { storedPatterns } from "./stored.ts";

export interface Computation {
  readonly work: Work;
  /** Sets out the variants, ours first. */
  open(): Promise<{ readonly variants: readonly Variant[]; close(): Promise<void> }>;
}

const BACKENDS: readonly BackendName[] = ["wasm", "js"];

/** Every kernel at one number of neurons. */
export function kernelComputations(neurons: number, key: Key, clock: Clock): Computation[] {
  const both = (make: (name: string, kernels: Kernels) => Variant) => async () => {
    const variants: Variant[] = [];
    for (const backend of BACKENDS) variants.push(make(backend, await loadKernels({ backend })));
    return { variants, close: async () => {} };
  };
  const { inputs, patterns } = annealSize(neurons);
  const relaxing = relaxSize(neurons);
  const anneal = (
    kernel: Work["kernel"],
    schedule: ReturnType<typeof swapSchedule> | typeof HEAT_BATH,
    unit: string,
  ) => ({
    work: { kernel, neurons, inputs, patterns, note: `${schedule.levels * schedule.steps} ${unit}` },
    open: async () => {
      const stored = await storedPatterns(neurons, patterns, key);
      const problem = { stored, inputs, neuron: neurons >> 1, key, ...schedule };
      return both((name, kernels) => annealVariant(name, kernels, problem, clock))();
    },
  });
  const overlapping = { neurons, patterns: overlapPatterns(neurons), key };
  return [
    {
      work: { kernel: "overlap", neurons, inputs: null, patterns: overlapping.patterns, note: "" },
      open: both((name, kernels) => overlapVariant(name, kernels, overlapping, clock)),
    },
    anneal("swap annealing", swapSchedule(neurons), "proposals"),
    anneal("heat bath", HEAT_BATH, "rows"),
    {
      work: {
        kernel: "retrieval",
        neurons,
        inputs: relaxing.inputs,
        patterns: relaxing.patterns,
        note: `${relaxing.count} states`,
      },
      open: async () => {
        const problem = await relaxProblem(relaxing, "sequential", key);
        return both((name, kernels) => relaxVariant(name, kernels, problem, clock))();
      },
    },
  ];
}

/** A network rewired on `count` threads and on one. */
export function threadsComputation(neurons: number, seed: bigint, count: number): Computation {
  const { inputs, patterns: nPatterns } = annealSize(neurons);
  return {
    work: { kernel: "network", neurons, inputs, patterns: nPatterns, note: "rewired by swaps" },
    async open() {
      const patterns = await randomPatterns({ nPatterns, nNeurons: neurons, seed });
      const spec = { inputs, rule: "noise", solver: "swap", seed } as const;
      const executors = [count, 1].map((n) => threads(n));
      const variants = executors.map((executor): Variant => {
        const run = async () => {
          const { inputs, energies } = await rewire(patterns, spec, { executor });
          return { inputs, energies };
        };
        return {
          name: threadsName(executor.threads),
          async time(repeats) {
            const started = wallClock.now();
            for (let k = 0; k < repeats; k++) await run();
            return wallClock.now() - started;
          },
          result: run,
        };
      });
      return {
        variants,
        async close() {
          for (const executor of executors) await executor.close();
        },
      };
    },
  };
}

export function threadsName(count: number): string {
  return count === 1 ? "1 thread" : `${count} threads`;
}
