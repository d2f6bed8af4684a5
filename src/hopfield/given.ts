/** Connectivity given by the caller: its record, its mean number of inputs, and random connectivity of the same in-degrees. */
import type { BackendName, Key } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { type Connectivity, checkConnectivity } from "./connectivity.ts";

/** What a plan keeps of given connectivity: enough to tell whether another is the same. */
export interface ConnectivityRecord {
  readonly neurons: number;
  readonly connections: number;
  /** 64 bits over all rows, in hexadecimal. */
  readonly digest: string;
}

/** Checks given connectivity of at least one connection, and of `nNeurons` where that is known. */
export function recordOf(where: string, connectivity: Connectivity, nNeurons?: number): ConnectivityRecord {
  checkConnectivity(where, connectivity);
  const { nNeurons: neurons, rowStart, inputs } = connectivity;
  if (nNeurons !== undefined && neurons !== nNeurons) {
    throw new RangeError(`${where} must connect ${nNeurons} neurons, got ${neurons}`);
  }
  if (inputs.length === 0) throw new RangeError(`${where} must have at least one connection, got none`);
  return { neurons, connections: inputs.length, digest: digestOf(rowStart, inputs) };
}

/** Mean number of inputs of a neuron, c̄. */
export function meanInputs({ neurons, connections }: ConnectivityRecord): number {
  return connections / neurons;
}

/** FNV-1a over words, twice from different beginnings: tells files apart, proves nothing. */
export function digestOf(...lists: readonly Int32Array[]): string {
  return [0x811c9dc5, 0x01000193]
    .map((beginning) => {
      let hash = beginning;
      for (const list of lists) for (const word of list) hash = Math.imul(hash ^ word ^ (hash >>> 15), 0x01000193);
      return (hash >>> 0).toString(16).padStart(8, "0");
    })
    .join("");
}

/** Random connectivity in which every neuron has as many inputs as in `like`, each drawn from its own stream as ever. */
export function randomLike(like: Connectivity, key: Key, backend: BackendName): Promise<Connectivity> {
  const { nNeurons, rowStart } = like;
  return withKernels(backend, (kernels) => {
    const inputs = new Int32Array(like.inputs.length);
    for (let i = 0; i < nNeurons; i++) {
      const count = rowStart[i + 1] - rowStart[i];
      if (count === 0) continue;
      const position = kernels.arena.mark();
      const row = kernels.arena.int32(count);
      kernels.randomConnectivity(row, nNeurons, count, i, 1, key);
      inputs.set(row.view, rowStart[i]);
      kernels.arena.release(position);
    }
    return { nNeurons, rowStart: rowStart.slice(), inputs };
  });
}
