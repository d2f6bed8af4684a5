/**
 * A network in the kernels' memory: patterns and overlap matrix, kept between tasks on the same network so that M is not
 * computed again for every handful of neurons.
 */
import type { BackendName, Block, Kernels, Key } from "../backend/contract/kernels.ts";
import {
  canShareMemory,
  claimRegion,
  commonBlock,
  joinMemory,
  pointer,
  type SharedRegions,
  shareMemory,
} from "../backend/shared.ts";
import { drawPatterns } from "./drawn-patterns.ts";
import { Keeper } from "./keeper.ts";
import { networkBytes } from "./memory.ts";
import { overlapOf, type StoredPatterns, storePatterns } from "./overlap.ts";
import { nameOfKind, type PatternKind } from "./pattern-kinds.ts";
import type { Patterns } from "./patterns.ts";
import { strideOf } from "./stride.ts";

/** What a network stores: patterns of a seed, or values given by the caller (`id` tells them apart). */
export type PatternSource = {
  readonly nPatterns: number;
  readonly nNeurons: number;
  /** The same network in memory that threads share, where it was put there. */
  readonly shared?: SharedNetwork;
} & ({ readonly key: Key; readonly kind?: PatternKind } | { readonly id: string; readonly values: Int8Array });

/** A network in memory that threads share; can be posted to workers. */
export interface SharedNetwork {
  readonly id: string;
  readonly regions: SharedRegions;
  /** Addresses in the shared memory: `xi` of the patterns, `overlap` of the overlap matrix. */
  readonly xi: number;
  readonly overlap: number;
  readonly largest: number;
}

export interface Network extends StoredPatterns {
  readonly kernels: Kernels;
  /** Overlap matrix M, i16[nNeurons × stride]. */
  readonly overlap: Block<Int16Array>;
  /** Largest entry off the diagonal, max |M_ij|, i ≠ j. */
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

/** Overlap matrices beyond this are shared by the threads that work on them. */
const SHARE_BYTES = 32 * 2 ** 20;

/** Whether `threads` work on one copy of a network of this size. */
export function sharesNetwork(backend: BackendName, nNeurons: number, threads: number): boolean {
  return isLargeNetwork(nNeurons) && threads > 1 && backend === "wasm" && canShareMemory();
}

/** Whether one network of this size is work for all threads. */
export function isLargeNetwork(nNeurons: number): boolean {
  return 2 * nNeurons * strideOf(nNeurons) > SHARE_BYTES;
}

/**
 * The source itself, or with its network built in shared memory when that is large and `threads` would hold a copy each.
 *
 * @param regionBytes  what each thread needs beside the network.
 */
export async function shareNetwork(
  backend: BackendName,
  source: PatternSource,
  threads: number,
  regionBytes: number,
  pause: () => Promise<void> | undefined,
): Promise<PatternSource> {
  const { nPatterns, nNeurons } = source;
  if (source.shared || !sharesNetwork(backend, nNeurons, threads)) return source;
  const stride = strideOf(nNeurons);
  const { kernels, regions } = await shareMemory(networkBytes(nNeurons, nPatterns, stride), regionBytes, threads + 1);
  const { xi, overlap, largest } = await build(kernels, source, pause);
  const shared = { id: `shared ${++given}`, regions, xi: pointer(xi), overlap: pointer(overlap), largest };
  return { ...source, shared };
}

/** This thread's part of each shared memory: it comes back to a network it had to drop in the same one. */
const regions = new Map<string, number>();

/** A shared network as this thread sees it, or one of its own. */
async function open(
  backend: BackendName,
  source: PatternSource,
  pause: () => Promise<void> | undefined,
): Promise<Network> {
  const { shared, nPatterns, nNeurons } = source;
  if (!shared) return build(await keeper.recycled(backend), source, pause);
  const region = regions.get(shared.id) ?? claimRegion(shared.regions);
  regions.set(shared.id, region);
  const kernels = await joinMemory(shared.regions, region);
  const stride = strideOf(nNeurons);
  return {
    kernels,
    xi: commonBlock(kernels, "int8", shared.xi, nPatterns * stride),
    overlap: commonBlock(kernels, "int16", shared.overlap, nNeurons * stride),
    largest: shared.largest,
    nPatterns,
    nNeurons,
    stride,
  };
}

const keeper = new Keeper<Network>();

/** Lends a network to one piece of work, built when none is at hand; work that interleaves never shares one. */
export function withNetwork<T>(
  backend: BackendName,
  source: PatternSource,
  pause: () => Promise<void> | undefined,
  work: (network: Network) => Promise<T> | T,
): Promise<T> {
  return keeper.lend(`${backend} ${nameOfSource(source)}`, () => open(backend, source, pause), work);
}

/** Tells networks apart. */
export function nameOfSource(source: PatternSource): string {
  const { nPatterns, nNeurons, shared } = source;
  return `${nPatterns} ${nNeurons} ${shared?.id ?? ("key" in source ? idOfSeeded(source) : source.id)}`;
}

function idOfSeeded({ key, kind }: { readonly key: Key; readonly kind?: PatternKind }): string {
  return kind ? `${key.join(" ")} ${nameOfKind(kind)}` : key.join(" ");
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
    const { key, kind = { kind: "random" } } = source;
    if (kind.kind === "random") kernels.randomPatterns(stored.xi, nPatterns, nNeurons, stride, 0, key);
    else drawPatterns(kind, stored.xi.view, nPatterns, nNeurons, stride, key);
  } else {
    stored = storePatterns(kernels, source);
  }
  const overlap = await overlapOf(kernels, stored, pause);
  return { ...stored, kernels, overlap, largest: kernels.largestOverlap(overlap, nNeurons, stride) };
}
