/** Kernels of learning rules and of retrieval at a temperature, as `Kernels` offers them. */
import type { Key } from "../../numeric/philox.ts";
import type { PERCEPTRON } from "./codes.ts";
import type { Block } from "./memory.ts";
import type { Graph, Relaxer } from "./relax.ts";

/** Rows of a graph whose weights are being learned: i32[N + 1], i32[connections]. */
export interface SparseRows {
  readonly rowStart: Block<Int32Array>;
  readonly inputs: Block<Int32Array>;
}

/** One neuron on its way to the perceptron of optimal stability: see assembly/perceptron.ts. */
export interface Perceptron {
  /**
   * Begins with the first pattern alone.
   *
   * @param gram   i16[nPatterns × stride]: overlaps of patterns over the inputs, zero beyond nPatterns
   * @param signs  ±1: the neuron's value in each pattern
   * @param own    1 where `gram` counts the neuron itself beside its inputs, else 0
   */
  begin(gram: Block<Int16Array>, signs: ArrayLike<number>, own: 0 | 1, nInputs: number): void;
  /** Makes up to `count` steps, until the margin is at least `part` of the largest; returns the smallest aligned field. */
  run(count: number, part: number): number;
  readonly status: PERCEPTRON;
  /** How many steps were made since `begin`. */
  readonly steps: number;
  /** ‖v‖² of v = Σ_ν x_ν σ_ν ξ^ν over the neuron's inputs. */
  readonly norm: number;
  /** Copies the share x_ν of each pattern into `out`, f64[nPatterns]; they add up to 1. */
  sharesInto(out: Float64Array): void;
}

/** A relaxer whose weights can be changed by what its states came to. */
export interface Dreamer extends Relaxer {
  /** w_ij ← w_ij − amount · S_i S_j on every connection. */
  unlearn(state: Int8Array, amount: number): void;
  /** Copies the present weights, of each neuron in the order of its inputs, into `out`. */
  weightsInto(out: Int32Array): void;
}

/** Updates states at a temperature over one graph. */
export interface Heater {
  /** How many states a call takes at most; a multiple of 4. */
  readonly lanes: number;
  /**
   * Makes sweeps `first` … `last` of `count` states in place.
   *
   * @param halfTemperatures  f64[N]: T/2 in the unit of each neuron's integer weights, ≥ 0
   * @param state             index of the first state, a multiple of 4: what it draws depends on it
   * @param random            a fresh random order each sweep
   */
  sweep(
    states: Int8Array,
    halfTemperatures: Float64Array,
    count: number,
    state: number,
    random: boolean,
    first: number,
    last: number,
    key: Key,
  ): void;
}

/** What a backend offers for learning rules; objects live until their arena is released. */
export interface LearningKernels {
  /** Rows first … of Cholesky's factor of a, f64[n × stride], in place; `live` tells rows left out (0). */
  choleskyRows(
    a: Block<Float64Array>,
    live: Block<Int32Array>,
    stride: number,
    first: number,
    count: number,
    tolerance: number,
  ): void;
  /** Solves L Lᵀ x = b in place with the factor L; b f64[n]. */
  choleskySolve(
    a: Block<Float64Array>,
    live: Block<Int32Array>,
    b: Block<Float64Array>,
    stride: number,
    n: number,
  ): void;
  /** V = L⁻¹ X in place, for panels first … of four columns of X, f64[panels][n][4]. */
  forwardPanels(
    a: Block<Float64Array>,
    live: Block<Int32Array>,
    panels: Block<Float64Array>,
    stride: number,
    n: number,
    first: number,
    count: number,
  ): void;
  /** Four rows of AᵀB into out, f64[4 × outStride]: columns of panel `row` of A with those of panels first … last of B. */
  productPanels(
    a: Block<Float64Array>,
    b: Block<Float64Array>,
    out: Block<Float64Array>,
    n: number,
    outStride: number,
    row: number,
    first: number,
    last: number,
  ): void;
  /**
   * Real weights values[at …] as integers, out = ⌊s·x + ½⌋ with s = most / Σ|x|: returns s, or 0 where there are nothing but zeros
   * and nothing was written.
   */
  roundRow(values: Block<Float64Array>, out: Block<Int32Array>, n: number, most: number, at?: number): number;
  /** u = ξ/2 − h of pattern nu, all connected: see assembly/storkey.ts. */
  storkeyFields(
    x: Block<Float64Array>,
    u: Block<Float64Array>,
    diagonal: Block<Float64Array>,
    field: Block<Float64Array>,
    overlaps: Block<Float64Array>,
    powers: Block<Float64Array>,
    nu: number,
    nNeurons: number,
    stride: number,
    gain: number,
  ): void;
  /** Writes the local fields of one state over existing connections, for neurons `first` … `first + count − 1`. */
  sparseFields(
    rows: SparseRows,
    weights: Block<Float64Array>,
    state: Block<Int8Array>,
    fields: Block<Float64Array>,
    first: number,
    count: number,
  ): void;
  /** Learns one pattern over existing connections, for neurons `first` … `first + count − 1`: see assembly/storkey.ts. */
  storkeyRows(
    rows: SparseRows,
    reverse: Block<Int32Array>,
    before: Block<Float64Array>,
    weights: Block<Float64Array>,
    state: Block<Int8Array>,
    fields: Block<Float64Array>,
    rates: Block<Float64Array>,
    first: number,
    count: number,
  ): void;
  /** Writes Σ_ν k_ν ξ_j^ν into out, f64[stride]; factors k f64[nPatterns]. */
  sumPatterns(
    xi: Block<Int8Array>,
    factors: Block<Float64Array>,
    out: Block<Float64Array>,
    nPatterns: number,
    stride: number,
  ): void;
  perceptron(nPatterns: number, stride: number): Perceptron;
  dreamer(graph: Graph): Dreamer;
  heater(graph: Graph): Heater;
}
