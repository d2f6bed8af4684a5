/** Bytes that networks take, and how many there may be. */
import { BLOCK } from "./stride.ts";

/** Most bytes one instance of the kernels may hold: engines stop growing at 3.8 GiB without a word of why. */
export const MOST_BYTES = 3.5 * 2 ** 30;

/**
 * Refuses what cannot fit, before memory is taken.
 *
 * @throws RangeError that says how much was needed.
 */
export function checkBytes(where: string, bytes: number, what: string): void {
  if (bytes > MOST_BYTES) {
    throw new RangeError(`${where}: ${what} need ${inGiB(bytes)}, more than the ${inGiB(MOST_BYTES)} that fit`);
  }
}

function inGiB(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
}

/** Bytes of patterns, their codes and the overlap matrix while a network is worked on. */
export function networkBytes(nNeurons: number, nPatterns: number, stride: number): number {
  return stride * (nPatterns + Math.ceil(nPatterns / 7)) + 2 * nNeurons * stride + 2 ** 20;
}

/** Bytes that work on one network takes beside it: an annealer with its tables, or the graph and states of a relaxer. */
export function workBytes(nNeurons: number, nInputs: number): number {
  const annealer = 48 * nNeurons + 16 * nInputs + 2 ** 17;
  const relaxer = 32 * nNeurons * nInputs + 1024 * nNeurons + 2 ** 17;
  return annealer + relaxer;
}

/**
 * Bytes that networks take in all while `threads` work on them: one copy of the overlaps for all where they share it.
 */
export function totalBytes(size: {
  readonly nNeurons: number;
  readonly nPatterns: number;
  readonly nInputs: number;
  readonly stride: number;
  readonly threads: number;
  readonly isShared: boolean;
}): number {
  const network = networkBytes(size.nNeurons, size.nPatterns, size.stride);
  return (size.isShared ? 1 : size.threads) * network + size.threads * workBytes(size.nNeurons, size.nInputs);
}

/** Patterns of which a word of bits holds one each. */
const WORD = 64;

/** Bytes of patterns as bits, and of what it takes to pack them. */
export function bitsBytes(nNeurons: number, nPatterns: number): number {
  return 8 * nNeurons * Math.ceil(nPatterns / WORD) + WORD * (BLOCK * Math.ceil(nNeurons / BLOCK)) + 2 ** 20;
}
