/** What `benchKernels` times: every kernel in WebAssembly and in JavaScript. */
import type { BackendName, Kernels, Key } from "../backend/contract/kernels.ts";
import { loadKernels } from "../backend/load.ts";
import { annealVariant } from "./anneal.ts";
import type { Clock } from "./clock.ts";
import type { Variant } from "./interleave.ts";
import { matvecProblem, matvecVariant } from "./matvec.ts";
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

/** A dense matrix times a vector, of continuous dynamics. */
export function matvecComputation(neurons: number, key: Key, clock: Clock): Computation {
  return {
    work: { kernel: "matrix times vector", neurons, inputs: null, patterns: null, note: "" },
    open: async () => {
      const problem = await matvecProblem(neurons, key);
      return both((name, kernels) => matvecVariant(name, kernels, problem, clock))();
    },
  };
}

function both(make: (name: string, kernels: Kernels) => Variant): Computation["open"] {
  return async () => {
    const variants: Variant[] = [];
    for (const backend of BACKENDS) variants.push(make(backend, await loadKernels({ backend })));
    return { variants, close: async () => {} };
  };
}
