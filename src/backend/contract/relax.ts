/** What a backend computes of relaxation: states that follow a binary network. */

import type { Key } from "../../numeric/philox.ts";
import type { ORDER } from "./codes.ts";

/** A weighted graph both ways: the inputs of each neuron and the neurons that read it. */
export interface Graph {
  readonly nNeurons: number;
  /** Where the inputs of each neuron begin in `inputs`, i32[N + 1]. */
  readonly rowStart: Int32Array;
  /** The inputs of each neuron in increasing order, i32[connections]. */
  readonly inputs: Int32Array;
  /** The weight w_ij of each input, i32[connections]. */
  readonly weights: Int32Array;
  /** Where the readers of each neuron begin in `targets`, i32[N + 1]. */
  readonly columnStart: Int32Array;
  /** The neurons that read each neuron, in increasing order, i32[connections]. */
  readonly targets: Int32Array;
  /** The weight with which each of them reads it, i32[connections]. */
  readonly outWeights: Int32Array;
  /** i32[N]: Σ_j w_ij + t_i, t_i being what a field has to reach: fields count from there. */
  readonly sums: Int32Array;
  /** max_i (Σ_j |w_ij| + |t_i|), the bound on every field. */
  readonly fieldBound: number;
}

/** Relaxes up to `lanes` states at once over one graph. */
export interface Relaxer {
  /** How many states a call takes at most. */
  readonly lanes: number;
  /**
   * Relaxes `count` states in place: sweeps `first` … `last`, all of them by default. Later parts of a relaxation follow the
   * first on the same relaxer; where it is cut never shows.
   *
   * @param states  i8[count × N], ±1
   * @param status  i32[count], written, by `RELAXATION`
   * @param sweeps  i32[count], written: sweeps made
   * @returns       states still running
   */
  relax(
    states: Int8Array,
    status: Int32Array,
    sweeps: Int32Array,
    count: number,
    order: ORDER,
    maxSweeps: number,
    key: Key,
    first?: number,
    last?: number,
  ): number;
  /** Writes the local fields h_i = Σ_j w_ij S_j − t_i of `count` states into `out`, i32[count × N]. */
  fieldsInto(states: Int8Array, out: Int32Array, count: number): void;
}
