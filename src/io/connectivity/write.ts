/** Connectivity as a sparse matrix of SciPy in compressed rows. */
import type { Connectivity } from "../../hopfield/connectivity.ts";
import { writeNpz } from "../npz.ts";

/**
 * The bytes of an .npz that scipy.sparse.load_npz reads: a matrix with targets in its rows, other than 0 in row i and column j where j
 * is an input of i.
 *
 * @param weights  of every synapse, in the order of `inputs`; ones unless given.
 */
export function writeConnectivity({ nNeurons, rowStart, inputs }: Connectivity, weights?: Float64Array): Uint8Array {
  return writeNpz({
    data: { data: weights ?? new Int8Array(inputs.length).fill(1), shape: [inputs.length] },
    format: ["csr"],
    indices: { data: inputs, shape: [inputs.length] },
    indptr: { data: rowStart, shape: [nNeurons + 1] },
    shape: { data: Int32Array.of(nNeurons, nNeurons), shape: [2] },
  });
}
