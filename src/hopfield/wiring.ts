/** Connectivity on the way to a task: given, or to be drawn there, which saves sending it. */
import type { BackendName, Graph, Kernels, Key } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { type BitNetwork, readsBits, rowsOfBits, weightsFromBits, withBits } from "./bits.ts";
import { type Connectivity, regularConnectivity } from "./connectivity.ts";
import type { IntegerWeights } from "./fixed-point.ts";
import { gatheredWeights, graphOf } from "./graph.ts";
import { type Network, type PatternSource, withNetwork } from "./network.ts";

/**
 * The connectivity, or how many inputs each neuron draws at random from the stream of a key; with weights that were learned,
 * where they are not the Hebbian ones, which are gathered on the spot.
 */
export type Wiring = (Connectivity | { readonly nInputs: number }) & { readonly learned?: IntegerWeights };

/** A network's patterns in the kernels' memory: with its overlaps, or as bits. */
export type StoredNetwork = Network | BitNetwork;

/** Lends a network to one piece of work that needs no overlaps but those of its connections: as bits where these are few. */
export function withWired<T>(
  backend: BackendName,
  source: PatternSource,
  wiring: Wiring,
  pause: () => Promise<void> | undefined,
  work: (network: StoredNetwork) => Promise<T> | T,
): Promise<T> {
  const { nNeurons } = source;
  const isSparse = readsBits(nNeurons, "nInputs" in wiring ? nNeurons * wiring.nInputs : wiring.inputs.length);
  return isSparse ? withBits(backend, source, pause, work) : withNetwork(backend, source, pause, work);
}

/** The connectivity of a network in the kernels' memory. */
export function connectivityOf({ kernels, nNeurons }: StoredNetwork, wiring: Wiring, key: Key): Connectivity {
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
export function wire(network: StoredNetwork, wiring: Wiring, key: Key): Graph {
  const connectivity = connectivityOf(network, wiring, key);
  const { nNeurons, rowStart, inputs } = connectivity;
  const weights = wiring.learned?.weights ?? hebbianWeights(network, connectivity);
  return graphOf(nNeurons, rowStart, inputs, weights, wiring.learned?.thresholds);
}

/** M_ij of the connections that exist, i32[connections]. */
export function hebbianWeights(network: StoredNetwork, connectivity: Connectivity): Int32Array {
  if ("bits" in network) return weightsFromBits(network, connectivity);
  return gatheredWeights(network.kernels, network.overlap, network.stride, connectivity);
}

/** Rows first … first + count − 1 of its patterns, i8[count × nNeurons]. */
export function patternRows(network: StoredNetwork, first: number, count: number): Int8Array {
  if ("bits" in network) return rowsOfBits(network, first, count);
  const { xi, stride, nNeurons } = network;
  const rows = new Int8Array(count * nNeurons);
  const { view } = xi;
  for (let mu = 0; mu < count; mu++) {
    const from = (first + mu) * stride;
    rows.set(view.subarray(from, from + nNeurons), mu * nNeurons);
  }
  return rows;
}
