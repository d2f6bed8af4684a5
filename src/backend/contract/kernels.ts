/**
 * The border between the facade and whatever computes: one interface, two backends (`wasm`, `js`) that return the same
 * bits. Kernels trust their arguments; everything is validated before it gets here.
 *
 * Conventions: row-major matrices; `stride` is a row's length in elements, a multiple of 64 beyond the neurons, zero
 * there; a `Key` is the two halves of a 64-bit seed.
 */
import type { Key } from "../../numeric/philox.ts";
import type { ControlKernels } from "./control.ts";
import type { FlowKernels } from "./flow.ts";
import type { GrowthKernels } from "./growth.ts";
import type { LearningKernels } from "./learning.ts";
import type { Arena, Block } from "./memory.ts";
import type { PoolKernels } from "./pool.ts";
import type { Graph, Relaxer } from "./relax.ts";

export type { Key } from "../../numeric/philox.ts";
export type { GrowingNetwork, GrowthRule, StoredStates } from "./growth.ts";
export type { Arena, Block, TypedArray } from "./memory.ts";
export type { PatternBits, PoolScratch } from "./pool.ts";
export type { Graph, Relaxer } from "./relax.ts";

/** Backends by name: kernels compiled to WebAssembly, or their twins in JavaScript. */
export type BackendName = "wasm" | "js";

/** Which words of the generator: counter (index, lane, item, domain) of Philox4x32-10. */
export interface StreamPosition {
  readonly domain: number;
  readonly item: number;
  readonly lane: number;
  /** Index of the first block of 4 words. */
  readonly index: number;
}

/** The connectivity problems of all neurons of one network: EK22 eqs. 6 and 7, see `Annealer`. */
export interface AnnealProblem {
  /** M_ij = Σ_μ ξ_i^μ ξ_j^μ, i16[nNeurons × stride]. */
  readonly overlap: Block<Int16Array>;
  readonly stride: number;
  readonly nNeurons: number;
  readonly nPatterns: number;
  readonly nInputs: number;
  /** 2κ = 2c(1 + ε), in the unit of the overlaps M. */
  readonly twiceKappa: number;
  /** A bound on |M_jk| for j ≠ k. */
  readonly largest: number;
  /** Keeps the annealer's integers in f64, for when `needsWide` cannot prove that 30 bits hold them. */
  readonly wide: boolean;
}

/** Searches the inputs of one neuron after another. Energies are c²E, temperatures in the same unit. */
export interface Annealer {
  /**
   * Starts on a neuron, from a random set or from `warm` (distinct inputs); repetitions with another `run` draw other numbers.
   *
   * @param row  its row in the matrix, where that holds a part of the network; default the neuron itself
   */
  begin(neuron: number, key: Key, run: number, warm?: ArrayLike<number>, row?: number): void;
  /** Takes note that other overlaps stand in the matrix, with a bound on them; `begin` comes next. */
  refit(largest: number, wide: boolean): void;
  /** Anneals by swaps: `levels` temperatures of `steps` Metropolis proposals; returns the temperature after the last. */
  metropolis(levels: number, steps: number, temperature: number, factor: number): number;
  /** Makes `steps` Metropolis proposals of swaps, accepted by the change of √E as EK22 does; temperature in units of c√E. */
  rootMetropolis(steps: number, temperature: number): void;
  /** Anneals by a heat bath over rows: `levels` temperatures of `steps` draws; returns the temperature after the last. */
  heatBath(levels: number, steps: number, temperature: number, factor: number): number;
  /** Goes back to the best set left behind, if that is better than the present one. */
  restore(): void;
  /** Descends greedily until a round over all inputs changes nothing; returns the number of rounds. */
  descend(rounds: number): number;
  /** c²E of the present set. */
  readonly energy: number;
  /** Σ_{j∈S} m_j² over the present set S of inputs, m_j = M_ij. */
  readonly squares: number;
  /** How many swaps were accepted since `begin`. */
  readonly accepted: number;
  /** Copies the present inputs, sorted, into `out`, i32[nInputs]. */
  inputsInto(out: Int32Array): void;
}

/** The connectivity problems of all neurons of one network with a margin κ: see `MarginSearch`. */
export interface MarginProblem {
  /** The patterns, i8[nPatterns × stride]. */
  readonly xi: Block<Int8Array>;
  /** M_ij = Σ_μ ξ_i^μ ξ_j^μ, i16[nNeurons × stride]. */
  readonly overlap: Block<Int16Array>;
  readonly stride: number;
  readonly nNeurons: number;
  readonly nPatterns: number;
  readonly nInputs: number;
  /** K = κc, an integer ≥ 1, in the unit of the overlaps M. */
  readonly target: number;
}

/**
 * Searches the inputs of one neuron after another for the lowest c²E = Σ_ν max(0, K − c(1 + A^ν))². Temperatures are in the
 * same unit. At E = 0 a search is at its end: more steps change nothing.
 */
export interface MarginSearch {
  /** Starts on a neuron, from the others of largest |M_ij| or from `warm` (distinct inputs). */
  begin(neuron: number, key: Key, run: number, warm?: ArrayLike<number>): void;
  /** Anneals by swaps: `levels` temperatures of `steps` Metropolis proposals; returns the temperature after the last. */
  anneal(levels: number, steps: number, temperature: number, factor: number): number;
  /** Goes back to the best set left behind, if that is better than the present one. */
  restore(): void;
  /** c²E of the present set. */
  readonly energy: number;
  /** c²E of the present set for another K, which may be no integer. */
  energyAt(scaledMargin: number): number;
  /** Σ_{j≠i} M_ij² over all neurons j, from which the first temperature is chosen. */
  readonly squares: number;
  /** How many swaps were accepted since `begin`. */
  readonly accepted: number;
  /** Copies the present inputs, sorted, into `out`, i32[nInputs]. */
  inputsInto(out: Int32Array): void;
}

/** Everything that the facade asks of a backend. */
export interface Kernels extends ControlKernels, FlowKernels, GrowthKernels, LearningKernels, PoolKernels {
  readonly backend: BackendName;
  readonly arena: Arena;
  /** Fills `out`, u32, with the words of one stream from a position on. */
  randomWords(out: Block<Uint32Array>, position: StreamPosition, key: Key): void;
  /** Writes patterns `first` … of a seed into the rows of xi, i8[count × stride]. */
  randomPatterns(xi: Block<Int8Array>, count: number, nNeurons: number, stride: number, first: number, key: Key): void;
  /** Packs patterns by sevens: bit b of codes[g][i] is set when xi[7g + b][i] = +1. u8[ceil(P / 7) × stride]. */
  packPatterns(xi: Block<Int8Array>, codes: Block<Uint8Array>, nPatterns: number, stride: number): void;
  /** Sums 64 columns of M = xiᵀ xi, on and above the diagonal; with `add`, on top of what stands there. */
  overlapBlock(
    xi: Block<Int8Array>,
    codes: Block<Uint8Array>,
    overlap: Block<Int16Array>,
    nPatterns: number,
    nNeurons: number,
    stride: number,
    block: number,
    add: boolean,
  ): void;
  /** Copies the blocks above the diagonal to 64 rows below it. */
  mirrorOverlap(overlap: Block<Int16Array>, nNeurons: number, stride: number, block: number): void;
  /** The largest |M_ij| with i ≠ j. */
  largestOverlap(overlap: Block<Int16Array>, nNeurons: number, stride: number): number;
  /** Draws exactly c distinct inputs for neurons `first` … into i32[count × c], sorted. */
  randomConnectivity(
    inputs: Block<Int32Array>,
    nNeurons: number,
    nInputs: number,
    first: number,
    count: number,
    key: Key,
  ): void;
  /** Writes the weights M_ij of given connections: inputs and weights i32[connections], row by row. */
  gatherWeights(
    overlap: Block<Int16Array>,
    rowStart: Block<Int32Array>,
    inputs: Block<Int32Array>,
    weights: Block<Int32Array>,
    nNeurons: number,
    stride: number,
  ): void;
  annealer(problem: AnnealProblem): Annealer;
  marginSearch(problem: MarginProblem): MarginSearch;
  relaxer(graph: Graph): Relaxer;
}
