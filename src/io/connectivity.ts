/** Connectivity as compressed sparse rows in an .npz: what scipy.sparse.csr_matrix((data, indices, indptr), shape) takes. */
import { type Connectivity, checkConnectivity } from "../hopfield/connectivity.ts";
import { readNpz, writeNpz } from "./npz.ts";

/** The bytes of an .npz with `data` (ones), `indices`, `indptr` and `shape`. */
export function writeConnectivity({ nNeurons, rowStart, inputs }: Connectivity): Uint8Array {
  return writeNpz({
    data: { data: new Int8Array(inputs.length).fill(1), shape: [inputs.length] },
    indices: { data: inputs, shape: [inputs.length] },
    indptr: { data: rowStart, shape: [nNeurons + 1] },
    shape: { data: Int32Array.of(nNeurons, nNeurons), shape: [2] },
  });
}

/**
 * Connectivity from the bytes of such a file, or of one saved by scipy.sparse.save_npz.
 *
 * @param name  for messages.
 * @throws RangeError when members are missing or the rows are no connectivity.
 */
export function readConnectivity(bytes: Uint8Array, name: string): Connectivity {
  const { indptr, indices } = readNpz(bytes, name, { members: ["indptr", "indices"] });
  if (!indptr || !indices) throw new RangeError(`${name} must hold indptr and indices of compressed rows`);
  const connectivity = {
    nNeurons: indptr.data.length - 1,
    rowStart: Int32Array.from(indptr.data as ArrayLike<number>, Number),
    inputs: Int32Array.from(indices.data as ArrayLike<number>, Number),
  };
  checkConnectivity(name, connectivity);
  return connectivity;
}
