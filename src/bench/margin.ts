/** One neuron's search with a margin, as the bench times it. */
import type { Kernels, Key } from "../backend/contract/kernels.ts";
import { targetOf } from "../hopfield/rules/margin.ts";
import type { Clock } from "./clock.ts";
import type { Variant } from "./interleave.ts";
import type { Stored } from "./stored.ts";
import { timed } from "./timed.ts";

/** The search for one neuron's inputs with a margin, from the largest |M_ij|. */
export interface MarginBench {
  readonly stored: Stored;
  readonly inputs: number;
  readonly neuron: number;
  readonly margin: number;
  readonly levels: number;
  /** Proposals at each temperature. */
  readonly steps: number;
  readonly key: Key;
}

/** First and last temperature, in units of c². */
const START = 0.1;
const END = 1e-3;

export function marginVariant(name: string, kernels: Kernels, problem: MarginBench, clock: Clock): Variant {
  const { stored, inputs, neuron, margin, levels, steps, key } = problem;
  const { neurons, patterns, stride } = stored;
  const xi = kernels.arena.int8(stored.xi.length);
  const overlap = kernels.arena.int16(stored.overlap.length);
  xi.view.set(stored.xi);
  overlap.view.set(stored.overlap);
  const size = { nNeurons: neurons, nPatterns: patterns, nInputs: inputs, stride };
  const search = kernels.marginSearch({ xi, overlap, ...size, target: targetOf(margin, inputs) });
  const run = (): number => {
    search.begin(neuron, key, 0);
    return search.anneal(levels, steps, START * inputs ** 2, (END / START) ** (1 / levels));
  };
  return {
    ...timed(name, clock, run),
    result() {
      const last = run();
      const found = new Int32Array(inputs);
      search.inputsInto(found);
      return { inputs: found, state: Float64Array.of(search.energy, search.accepted, last) };
    },
  };
}
