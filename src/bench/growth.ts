/** Trials of growth and pruning, and the settling of stored patterns, as the bench times them. */
import type { GrowingNetwork, GrowthRule, Kernels, Key } from "../backend/contract/kernels.ts";
import { loadKernels } from "../backend/load.ts";
import { strideOf } from "../hopfield/stride.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { Stream } from "../numeric/philox.ts";
import type { Clock } from "./clock.ts";
import type { Variant } from "./interleave.ts";
import { type Stored, storedPatterns } from "./stored.ts";

/** Costs that are normalised by the number of inputs, which are compared. */
type NormalisedRule = Exclude<GrowthRule, { readonly offset: number }>;

/** Trials of growth and pruning, and retrieval of what a growing network stores. */
export interface GrowthProblem {
  readonly stored: Stored;
  readonly inputs: number;
  /** i16[neurons × stride]: −1 where connections are at the beginning. */
  readonly mask: Int16Array;
  readonly rule: NormalisedRule;
  /** Neurons that try, and how often each. */
  readonly count: number;
  readonly trials: number;
  readonly key: Key;
}

export async function growthProblem(
  size: { readonly neurons: number; readonly inputs: number; readonly patterns: number },
  rule: NormalisedRule,
  key: Key,
): Promise<GrowthProblem> {
  const { neurons, inputs, patterns } = size;
  const stride = strideOf(neurons);
  const kernels = await loadKernels();
  const drawn = kernels.arena.int32(neurons * inputs);
  kernels.randomConnectivity(drawn, neurons, inputs, 0, neurons, key);
  const mask = new Int16Array(neurons * stride);
  drawn.view.forEach((j, at) => {
    mask[Math.floor(at / inputs) * stride + j] = -1;
  });
  const stored = await storedPatterns(neurons, patterns, key);
  return { stored, inputs, mask, rule, count: Math.min(neurons, 20), trials: 10, key };
}

/** One repetition of the first neurons. */
export function growthVariant(name: string, kernels: Kernels, problem: GrowthProblem, clock: Clock): Variant {
  const { rule, count, trials, key } = problem;
  const network = networkOf(kernels, problem);
  const restore = (): void => {
    network.present.view.set(problem.mask);
    kernels.growthFields(network, 0, count);
    kernels.growthSums(network, rule, 0, count);
  };
  const run = () => kernels.grow(network, rule, 0, count, trials, 1, key);
  return {
    name,
    time: timed(clock, restore, run),
    result() {
      restore();
      run();
      return { present: network.present.view.slice(), counts: network.counts.view.slice(0, count) };
    },
  };
}

/** The same with every energy summed over patterns and inputs, in plain JavaScript. */
export function naiveGrowthVariant(name: string, problem: GrowthProblem, clock: Clock): Variant {
  const { stored, rule, count, trials, key } = problem;
  const { neurons, patterns, stride, xi, overlap } = stored;
  const mask = problem.mask.slice();
  const counts = new Int32Array(count);
  const stream = new Stream();
  /** c²E of a set; for a margin and for ε that are integers an integer. */
  const energy = (i: number, inputs: readonly number[]): number => {
    const c = inputs.length;
    let sum = 0;
    for (let nu = 0; nu < patterns; nu++) {
      const row = nu * stride;
      let field = 0;
      for (const j of inputs) field += overlap[i * stride + j] * xi[row + j];
      const aligned = xi[row + i] * field;
      const gap = "target" in rule ? aligned - rule.target * c : Math.max(0, rule.margin * c - aligned);
      sum += gap * gap;
    }
    return sum;
  };
  const run = (): void => {
    for (let i = 0; i < count; i++) {
      stream.open(DOMAIN.growth, i, 1, key);
      let inputs: number[] = [];
      for (let j = 0; j < neurons; j++) if (mask[i * stride + j]) inputs.push(j);
      let present = energy(i, inputs);
      for (let trial = 0; trial < trials; trial++) {
        const drawn = stream.below(neurons - 1);
        const k = drawn < i ? drawn : drawn + 1;
        const then = mask[i * stride + k] ? inputs.filter((j) => j !== k) : [...inputs, k];
        if (then.length === 0) continue;
        const proposed = energy(i, then);
        if (!(inputs.length ** 2 * proposed < then.length ** 2 * present)) continue;
        mask[i * stride + k] = then.length > inputs.length ? -1 : 0;
        inputs = then;
        present = proposed;
      }
      counts[i] = inputs.length;
    }
  };
  const restore = () => mask.set(problem.mask);
  return {
    name,
    time: timed(clock, restore, run),
    result() {
      restore();
      run();
      return { present: mask.slice(), counts: counts.slice() };
    },
  };
}

/** Retrieval of all stored patterns from the fields that are known: overlaps times N. */
export function settleVariant(name: string, kernels: Kernels, problem: GrowthProblem, clock: Clock): Variant {
  const network = networkOf(kernels, problem);
  const { patterns } = problem.stored;
  kernels.growthFields(network, 0, network.nNeurons);
  const states = kernels.storedStates(network);
  const agreements = new Int32Array(patterns);
  const run = (): void => {
    for (let nu = 0; nu < patterns; nu++) {
      if (nu % 16 === 0) states.load(nu);
      states.settle(nu % 16, MAX_SWEEPS);
      agreements[nu] = states.agreement(nu % 16);
    }
  };
  return {
    name,
    time: timed(clock, () => {}, run),
    result() {
      run();
      return { agreements: agreements.slice() };
    },
  };
}

const MAX_SWEEPS = 100;

function timed(clock: Clock, restore: () => void, run: () => void): Variant["time"] {
  return (repeats) => {
    let passed = 0;
    for (let k = 0; k < repeats; k++) {
      restore();
      const started = clock.now();
      run();
      passed += clock.now() - started;
    }
    return passed;
  };
}

function networkOf({ arena, storeSigns }: Kernels, { stored, mask }: GrowthProblem): GrowingNetwork {
  const { neurons, patterns, stride } = stored;
  const width = 16 * Math.ceil(patterns / 16);
  const network: GrowingNetwork = {
    nNeurons: neurons,
    stride,
    nPatterns: patterns,
    width,
    overlap: arena.int16(neurons * stride),
    present: arena.int16(neurons * stride),
    outgoing: arena.int16(neurons * stride),
    counts: arena.int32(neurons),
    sums: arena.float64(2 * neurons),
    changes: arena.int32(2),
    xi: arena.int8(width * stride),
    signs: arena.int8(stride * width),
    aligned: arena.int32(stride * width),
  };
  network.overlap.view.set(stored.overlap);
  network.present.view.set(mask);
  network.xi.view.set(stored.xi);
  storeSigns(network, 0, patterns);
  return network;
}
