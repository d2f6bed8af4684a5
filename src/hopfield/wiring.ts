/** Connectivity on the way to a task: given, or to be drawn there, which saves sending it. */
import type { BackendName, Graph, Kernels, Key } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { type Connectivity, regularConnectivity } from "./connectivity.ts";
import type { IntegerWeights } from "./fixed-point.ts";
import { graphOf, weightedGraph } from "./graph.ts";
import type { Network } from "./network.ts";

/**
 * The connectivity, or how many inputs each neuron draws at random from the stream of a key; with weights that were learned,
 * where they are not the Hebbian ones, which are gathered on the spot.
 */
export type Wiring = (Connectivity | { readonly nInputs: number }) & { readonly learned?: IntegerWeights };

/** The connectivity of a network in the kernels' memory. */
export function connectivityOf({ kernels, nNeurons }: Network, wiring: Wiring, key: Key): Connectivity {
  return drawn(kernels, wiring, nNeurons, key);
}

/** The connectivity that a wiring stands for. */
export function connectivityBehind(
  wiring: Wiring,
  nNeurons: number,
  key: Key,
  backend: BackendName,
): Promise<Connectivity> {
  return withKernels(backend, (kernels) => drawn(kernels, wiring, nNeurons, key));
}

function drawn(kernels: Kernels, wiring: Wiring, nNeurons: number, key: Key): Connectivity {
  if (!("nInputs" in wiring)) return wiring;
  const { nInputs } = wiring;
  const inputs = kernels.arena.int32(nNeurons * nInputs);
  kernels.randomConnectivity(inputs, nNeurons, nInputs, 0, nNeurons, key);
  return regularConnectivity(nNeurons, nInputs, inputs.view.slice());
}

/** The graph of a network on its connectivity, with the learned weights or else the Hebbian ones. */
export function wire(network: Network, wiring: Wiring, key: Key): Graph {
  const { kernels, overlap, stride } = network;
  const connectivity = connectivityOf(network, wiring, key);
  if (!wiring.learned) return weightedGraph(kernels, overlap, stride, connectivity);
  const { nNeurons, rowStart, inputs } = connectivity;
  return graphOf(nNeurons, rowStart, inputs, wiring.learned.weights, wiring.learned.thresholds);
}

/** Rows first … first + count − 1 of its patterns, i8[count × nNeurons]. */
export function patternRows({ xi, stride, nNeurons }: Network, first: number, count: number): Int8Array {
  const rows = new Int8Array(count * nNeurons);
  const { view } = xi;
  for (let mu = 0; mu < count; mu++) {
    const from = (first + mu) * stride;
    rows.set(view.subarray(from, from + nNeurons), mu * nNeurons);
  }
  return rows;
}
