/** Networks of weights given by the caller, and the energy of their states. */
import { type SparseRows, sparseOf, squareOf, vectorOf } from "../check/arrays.ts";
import { checkKeys, checkNumber, show } from "../check/check.ts";
import { type Connectivity, checkConnectivity } from "./connectivity.ts";
import { toIntegers } from "./fixed-point.ts";
import { graphOf } from "./graph.ts";
import { type PatternsLike, statesOf } from "./patterns.ts";
import { checkNetwork, type HopfieldNetwork } from "./relax.ts";

export interface HopfieldNetworkSpec {
  /**
   * W, W_ij from neuron j to i: rows; one row after another, N² numbers; compressed sparse rows; or, with `connectivity`, a number for
   * each of its connections. A weight of 0 is no connection.
   */
  readonly weights: ArrayLike<number> | ArrayLike<ArrayLike<number>> | SparseRows;
  /** Which connections the weights are of, where they are a number each. */
  readonly connectivity?: Connectivity;
  /** θ, what the field of every neuron, or of each, has to reach; default 0. */
  readonly threshold?: number | ArrayLike<number>;
  /** Leave out the weights of neurons to themselves, as in XᵀX/N; unless true, W_ii must be 0. */
  readonly dropDiagonal?: boolean;
}

/** Most neurons of a dense matrix: it would not fit beyond. */
const MOST_NEURONS = 20_000;

/**
 * A network of weights that are there already, for `relax`, `glauber`, `alignedFields` and `energy`: S_i ← +1 if Σ_j W_ij S_j ≥ θ_i, else −1.
 *
 * Weights and threshold of a neuron are kept as integers in a unit of its own: exactly where they are multiples of one number, as
 * integers and Hebbian weights are, else to 2⁻³² of their sum for each of them.
 *
 * @throws TypeError or RangeError for a matrix that is not square, an entry that is not finite, a wrong number of them, or a neuron that
 *   reads itself.
 */
export function hopfieldNetwork(spec: HopfieldNetworkSpec): HopfieldNetwork {
  const where = "hopfieldNetwork";
  checkKeys(`${where}: spec`, spec, ["weights", "connectivity", "threshold", "dropDiagonal"]);
  const { rowStart, inputs, values } = rowsOf(where, spec);
  const nNeurons = rowStart.length - 1;
  if (nNeurons < 2) throw new RangeError(`${where}: weights must be of at least 2 neurons, got ${nNeurons}`);
  const { threshold = 0 } = spec;
  const thresholds =
    typeof threshold === "number"
      ? new Float64Array(nNeurons).fill(checkNumber(`${where}: threshold`, threshold))
      : vectorOf(`${where}: threshold`, threshold, nNeurons);
  const { weights, scale, thresholds: levels } = toIntegers(rowStart, values, thresholds);
  return Object.freeze({ graph: graphOf(nNeurons, rowStart, inputs, weights, levels), scale });
}

/** Connections and their weights, sorted by input; those that are 0 are left out, those told twice are summed. */
interface WeightedRows {
  readonly rowStart: Int32Array;
  readonly inputs: Int32Array;
  readonly values: Float64Array;
}

function rowsOf(where: string, { weights, connectivity, dropDiagonal = false }: HopfieldNetworkSpec): WeightedRows {
  if (connectivity !== undefined) {
    checkConnectivity(`${where}: connectivity`, connectivity);
    const { rowStart, inputs } = connectivity;
    const values = vectorOf(`${where}: weights of ${inputs.length} connections`, weights, inputs.length);
    return { rowStart: rowStart.slice(), inputs: inputs.slice(), values };
  }
  if (typeof weights !== "object" || weights === null) {
    throw new TypeError(`${where}: weights must be a matrix or sparse rows, got ${show(weights)}`);
  }
  const { nNeurons, rowOf } = "rowStart" in weights ? sparseRows(where, weights) : denseRows(where, weights);
  const rowStart = new Int32Array(nNeurons + 1);
  const inputs: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < nNeurons; i++) {
    rowOf(i, (j, value) => {
      if (value === 0 || (i === j && dropDiagonal)) return;
      if (i === j) {
        throw new RangeError(
          `${where}: weights must be 0 on the diagonal, since no neuron reads itself, got ${value} at neuron ${i}; dropDiagonal: true leaves them out`,
        );
      }
      inputs.push(j);
      values.push(value);
    });
    rowStart[i + 1] = inputs.length;
  }
  return { rowStart, inputs: Int32Array.from(inputs), values: Float64Array.from(values) };
}

/** Hands the entries of row i over in the order of their columns, each column once. */
type RowOf = (i: number, take: (j: number, value: number) => void) => void;

function denseRows(where: string, weights: object): { readonly nNeurons: number; readonly rowOf: RowOf } {
  const { matrix, size } = squareOf(`${where}: weights`, weights, MOST_NEURONS);
  const rowOf: RowOf = (i, take) => {
    for (let j = 0; j < size; j++) take(j, matrix[i * size + j]);
  };
  return { nNeurons: size, rowOf };
}

function sparseRows(where: string, weights: object): { readonly nNeurons: number; readonly rowOf: RowOf } {
  const { nNeurons, rowStart, columns, values } = sparseOf(`${where}: weights`, weights);
  const rowOf: RowOf = (i, take) => {
    const row = new Map<number, number>();
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) row.set(columns[e], (row.get(columns[e]) ?? 0) + values[e]);
    for (const [j, value] of [...row].sort(([a], [b]) => a - b)) take(j, value);
  };
  return { nNeurons, rowOf };
}

/**
 * E = −½ Σ_ij W_ij S_i S_j + Σ_i θ_i S_i of one state, in the unit of the weights. With symmetric weights one update after another never
 * raises it, and `glauber` settles to exp(−E/T).
 *
 * @param state  N numbers of ±1, or of 0 and 1; or patterns of a single row.
 * @throws TypeError or RangeError for a state of another length; TypeError for networks whose k largest fields fire: they have none.
 */
export function energy(network: HopfieldNetwork, state: PatternsLike): number {
  const found = energiesOf("energy: state", network, state);
  if (found.length === 1) return found[0];
  throw new RangeError(`energy: state must be a single one, got ${found.length}: see energies`);
}

/** `energy` of every one of several states, f64[nStates]. */
export function energies(network: HopfieldNetwork, states: PatternsLike): Float64Array {
  return energiesOf("energies: states", network, states);
}

function energiesOf(where: string, network: HopfieldNetwork, given: PatternsLike): Float64Array {
  const { nNeurons, rowStart, inputs, weights, sums } = checkNetwork(`${where.split(":")[0]}: network`, network);
  if (network.winners !== undefined) {
    throw new TypeError(`${where.split(":")[0]}: network must have thresholds, got one whose k largest fields fire`);
  }
  const states = statesOf(where, given, nNeurons);
  const out = new Float64Array(states.length / nNeurons);
  for (let s = 0; s < out.length; s++) {
    const state = states.subarray(s * nNeurons, (s + 1) * nNeurons);
    for (let i = 0; i < nNeurons; i++) {
      let field = 0;
      let threshold = sums[i];
      for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
        field += weights[e] * state[inputs[e]];
        threshold -= weights[e];
      }
      out[s] += (state[i] * (threshold - field / 2)) / network.scale[i];
    }
  }
  return out;
}
