/**
 * Pools: the candidates of largest |M_ij|, among which a neuron's inputs are searched where there are far more neurons than inputs. A search
 * among them ends with the energy of one among all in a fraction of the time, and nothing of the size N × N is made on the way.
 */
import type { AnnealProblem, Block, Kernels, Key } from "../backend/contract/kernels.ts";
import { TAKEN } from "../numeric/taken.ts";
import type { BitNetwork } from "./bits.ts";
import { bitsBytes } from "./memory.ts";
import type { StoredPatterns } from "./overlap.ts";
import { BLOCK, strideOf } from "./stride.ts";

/** Candidates of the pool for each input, and steps of the search for each input, where the effort is 1. */
const CANDIDATES_PER_INPUT = 10;
const STEPS_PER_INPUT = 50;

/**
 * Neurons of a pool, its own neuron among them: 10·c·√e, rounded up to whole blocks of the kernels. Larger pools end lower only where they
 * are searched for longer, so that both follow one number, the effort e.
 */
export function poolSize(nInputs: number, effort: number): number {
  return BLOCK * Math.ceil((CANDIDATES_PER_INPUT * nInputs * Math.sqrt(effort)) / BLOCK);
}

/** Steps of the search in a pool: 50·c·e. */
export function poolSteps(nInputs: number, effort: number): number {
  return Math.ceil(STEPS_PER_INPUT * nInputs * effort);
}

/** Whether a pool would be all neurons, so that there is nothing to choose. */
export function isWholePool(nNeurons: number, nInputs: number, effort: number): boolean {
  return poolSize(nInputs, effort) >= nNeurons;
}

/** Bytes of a network as bits, a pool of `size` neurons and its annealer. */
export function poolBytes(nNeurons: number, nPatterns: number, size: number): number {
  const stride = strideOf(size);
  const pool = stride * (nPatterns + Math.ceil(nPatterns / 7)) + 2 * size * stride + 64 * size;
  return bitsBytes(nNeurons, nPatterns) + 10 * nNeurons + pool + 2 ** 20;
}

/** The pool of one neuron after another, and the overlaps in it. */
export interface Pool extends Pick<AnnealProblem, "overlap" | "stride" | "nNeurons" | "nPatterns"> {
  /** Patterns of its neurons, i8[nPatterns × stride]. */
  readonly xi: Block<Int8Array>;
  /** Its neurons in increasing order, i32[size]. */
  readonly members: Block<Int32Array>;
  /**
   * Takes the pool of another neuron: those of largest |M_ij|, and all of `warm`.
   *
   * @returns  the neuron's own place in it, and a bound on its overlaps |M_jk|, j ≠ k
   */
  gather(neuron: number, key: Key, warm?: ArrayLike<number>): { readonly row: number; readonly largest: number };
  /** The place of a neuron that is in it. */
  placeOf(neuron: number): number;
}

/** Room for pools of `size` neurons, a multiple of 64 and fewer than the network has; lives until the arena is released. */
export function poolOf(network: BitNetwork, size: number): Pool {
  const { kernels, nNeurons, nPatterns } = network;
  const { arena } = kernels;
  const stride = strideOf(size);
  const xi = arena.int8(nPatterns * stride);
  const codes = arena.uint8(Math.ceil(nPatterns / 7) * stride);
  const overlap = arena.int16(size * stride);
  const members = arena.int32(size);
  const row = arena.int16(BLOCK * Math.ceil(nNeurons / BLOCK));
  const scratch = { list: arena.int32(nNeurons), counts: arena.int32((nPatterns >> 1) + 1) };
  let least = 0; // |M| that pools of this network hardly go below, as the last one told
  const placeOf = (neuron: number): number => {
    const list = members.view;
    let [low, high] = [0, size];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (list[middle] <= neuron) low = middle;
      else high = middle;
    }
    return low;
  };
  return {
    xi,
    overlap,
    stride,
    nNeurons: size,
    nPatterns,
    members,
    placeOf,
    gather(neuron, key, warm) {
      kernels.bitRow(network, row, neuron);
      const scores = row.view;
      scores[neuron] = TAKEN;
      for (let s = 0; s < (warm?.length ?? 0); s++) scores[warm![s]] = TAKEN;
      const cut = kernels.selectPool(network, row, members, scratch, neuron, 1 + (warm?.length ?? 0), least, key);
      least = Math.max(0, cut - Math.max(4, cut >> 3));
      kernels.gatherPool(network, members, xi, stride);
      overlapInto(kernels, { xi, nPatterns, nNeurons: size, stride }, codes, overlap);
      return { row: placeOf(neuron), largest: kernels.largestOverlap(overlap, size, stride) };
    },
  };
}

/** Overlaps M_ij of few neurons at once, in memory that is there; codes u8[⌈nPatterns / 7⌉ × stride] are scratch. */
function overlapInto(
  kernels: Kernels,
  { xi, nPatterns, nNeurons, stride }: StoredPatterns,
  codes: Block<Uint8Array>,
  overlap: Block<Int16Array>,
): void {
  kernels.packPatterns(xi, codes, nPatterns, stride);
  const blocks = Math.ceil(nNeurons / BLOCK);
  for (let block = 0; block < blocks; block++) {
    kernels.overlapBlock(xi, codes, overlap, nPatterns, nNeurons, stride, block, false);
  }
  for (let block = 1; block < blocks; block++) kernels.mirrorOverlap(overlap, nNeurons, stride, block);
}
