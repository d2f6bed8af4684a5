/** One neuron's search by swaps or by the heat bath, as the bench times it. */
import type { Kernels, Key } from "../backend/contract/kernels.ts";
import { needsWide } from "../hopfield/rules/aligned-noise.ts";
import type { Clock } from "./clock.ts";
import type { Variant } from "./interleave.ts";
import type { Stored } from "./stored.ts";
import { timed } from "./timed.ts";

/** The search for one neuron's inputs by noise reduction (ε = 0), from a random set. */
export interface AnnealProblem {
  readonly stored: Stored;
  readonly inputs: number;
  readonly neuron: number;
  readonly rule: "metropolis" | "heatBath";
  readonly levels: number;
  /** Proposals or rows weighed a level. */
  readonly steps: number;
  /** First and last temperature, in units of c². */
  readonly start: number;
  readonly end: number;
  readonly key: Key;
}

/** 2κ, first temperature and ratio of successive ones, as the kernels take them. */
export function scheduleOf({ inputs, levels, start, end }: AnnealProblem): {
  readonly twiceKappa: number;
  readonly temperature: number;
  readonly factor: number;
} {
  return {
    twiceKappa: 2 * inputs,
    temperature: start * inputs ** 2,
    factor: (end / start) ** (1 / levels),
  };
}

export function annealVariant(name: string, kernels: Kernels, problem: AnnealProblem, clock: Clock): Variant {
  const { stored, inputs, neuron, rule, levels, steps, key } = problem;
  const { neurons, patterns, stride, largest } = stored;
  const { twiceKappa, temperature, factor } = scheduleOf(problem);
  const overlap = kernels.arena.int16(stored.overlap.length);
  const size = { nNeurons: neurons, nPatterns: patterns, nInputs: inputs, stride, twiceKappa, largest };
  const wide = needsWide(patterns, inputs, twiceKappa, largest);
  const annealer = kernels.annealer({ overlap, wide, ...size });
  overlap.view.set(stored.overlap);
  const run = (): number => {
    annealer.begin(neuron, key, 0);
    return annealer[rule](levels, steps, temperature, factor);
  };
  return {
    ...timed(name, clock, run),
    result() {
      const last = run();
      const inputsFound = new Int32Array(inputs);
      annealer.inputsInto(inputsFound);
      return { inputs: inputsFound, state: Float64Array.of(annealer.energy, annealer.accepted, last) };
    },
  };
}
