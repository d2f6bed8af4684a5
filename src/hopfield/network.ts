/**
 * A network in the kernels' memory: patterns and overlap matrix, kept between tasks on the same network so that M is not
 * computed again for every handful of neurons.
 */
import type { BackendName, Block, Kernels, Key } from "../kernels.ts";
import { loadKernels } from "../load.ts";
import { overlapOf, type StoredPatterns, storePatterns, strideOf } from "./overlap.ts";
import type { Patterns } from "./patterns.ts";

/** What a network stores: patterns of a seed, or values given by the caller (`id` tells them apart). */
export type PatternSource = {
  readonly nPatterns: number;
  readonly nNeurons: number;
} & ({ readonly key: Key } | { readonly id: string; readonly values: Int8Array });

export interface Network extends StoredPatterns {
  readonly kernels: Kernels;
  /** M, i16[nNeurons × stride]. */
  readonly overlap: Block<Int16Array>;
  /** max |M_ij|, i ≠ j. */
  readonly largest: number;
}

let given = 0;

/** A source that holds the caller's patterns; in shared memory where there is any, so that workers need no copy. */
export function sourceOf({ nPatterns, nNeurons, values }: Patterns): PatternSource {
  let shared = values;
  if (typeof SharedArrayBuffer !== "undefined" && !(values.buffer instanceof SharedArrayBuffer)) {
    shared = new Int8Array(new SharedArrayBuffer(values.length));
    shared.set(values);
  }
  return { nPatterns, nNeurons, id: `given ${++given}`, values: shared };
}

interface Idle {
  readonly name: string;
  readonly network: Network;
}
const idle: Idle[] = [];
/** Networks kept for the next task: two, because two points of a curve are often computed in turns. */
const KEEP = 2;

/** Lends a network to one piece of work, built when none is at hand; work that interleaves never shares one. */
export async function withNetwork<T>(
  backend: BackendName,
  source: PatternSource,
  pause: () => Promise<void> | undefined,
  work: (network: Network) => Promise<T> | T,
): Promise<T> {
  const { nPatterns, nNeurons } = source;
  const name = `${backend} ${nPatterns} ${nNeurons} ${"key" in source ? source.key.join(" ") : source.id}`;
  const at = idle.findIndex((entry) => entry.name === name);
  const network = at >= 0 ? idle.splice(at, 1)[0].network : await build(await recycled(backend), source, pause);
  const { arena } = network.kernels;
  const position = arena.mark();
  try {
    return await work(network);
  } finally {
    arena.release(position);
    idle.push({ name, network });
    if (idle.length > KEEP) idle.shift();
  }
}

const bottoms = new WeakMap<Kernels, number>();

/** The memory of the network idle longest, or fresh kernels. */
async function recycled(backend: BackendName): Promise<Kernels> {
  const at = idle.length >= KEEP ? idle.findIndex(({ network }) => network.kernels.backend === backend) : -1;
  if (at >= 0) {
    const { kernels } = idle.splice(at, 1)[0].network;
    kernels.arena.release(bottoms.get(kernels)!);
    return kernels;
  }
  const kernels = await loadKernels({ backend });
  bottoms.set(kernels, kernels.arena.mark());
  return kernels;
}

async function build(
  kernels: Kernels,
  source: PatternSource,
  pause: () => Promise<void> | undefined,
): Promise<Network> {
  const { nPatterns, nNeurons } = source;
  const stride = strideOf(nNeurons);
  let stored: StoredPatterns;
  if ("key" in source) {
    stored = { xi: kernels.arena.int8(nPatterns * stride), nPatterns, nNeurons, stride };
    kernels.randomPatterns(stored.xi, nPatterns, nNeurons, stride, 0, source.key);
  } else {
    stored = storePatterns(kernels, source);
  }
  const overlap = await overlapOf(kernels, stored, pause);
  return { ...stored, kernels, overlap, largest: kernels.largestOverlap(overlap, nNeurons, stride) };
}
