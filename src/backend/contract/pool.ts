/** The part of the border to the backends that deals with patterns as bits, and with pools of candidates: see assembly/bits.ts, pool.ts. */
import type { Key } from "../../numeric/philox.ts";
import type { Block } from "./memory.ts";

/** Patterns as bits in a backend's memory. */
export interface PatternBits {
  /**
   * u32[nNeurons × 2·words], neuron by neuron: bit b of entry e is set where pattern 32·e + b is +1. Zero beyond nPatterns.
   */
  readonly bits: Block<Uint32Array>;
  /** Words of 64 bits that a neuron has: ⌈nPatterns / 64⌉. */
  readonly words: number;
  readonly nPatterns: number;
  readonly nNeurons: number;
}

/** Room that the choice of a pool needs beside its result; its content is left undefined. */
export interface PoolScratch {
  /** i32[nNeurons] */
  readonly list: Block<Int32Array>;
  /** i32[⌊nPatterns / 2⌋ + 1] */
  readonly counts: Block<Int32Array>;
}

/** What a backend offers for patterns as bits. */
export interface PoolKernels {
  /** Packs `count` ≤ 64 patterns, i8[count × stride] with stride a multiple of 64, into word `word` of every neuron. */
  packBits(xi: Block<Int8Array>, stored: PatternBits, count: number, stride: number, word: number): void;
  /** Writes M_ij of one neuron i with all neurons j, P for itself: i16[nNeurons or longer]. */
  bitRow(stored: PatternBits, row: Block<Int16Array>, neuron: number): void;
  /** Writes the weights M_ij of given connections: inputs and weights i32[connections], row by row. */
  bitWeights(
    stored: PatternBits,
    rowStart: Block<Int32Array>,
    inputs: Block<Int32Array>,
    weights: Block<Int32Array>,
  ): void;
  /**
   * Writes the neurons of largest |M_ij| into `pool`, i32[size], in increasing order, with a uniform subset of those at the cut.
   *
   * @param row    i16[nNeurons rounded up to 8]: M_ij, or TAKEN for `taken` neurons that are in whatever their weights
   * @param least  |M| that a pool hardly goes below: a guess, on which nothing but the time depends; ≥ 0
   * @returns      the |M| at the cut
   */
  selectPool(
    stored: PatternBits,
    row: Block<Int16Array>,
    pool: Block<Int32Array>,
    scratch: PoolScratch,
    neuron: number,
    taken: number,
    least: number,
    key: Key,
  ): number;
  /** Writes the patterns of a pool of neurons, whose number is a multiple of 64, into the columns of xi, i8[nPatterns × stride]. */
  gatherPool(stored: PatternBits, pool: Block<Int32Array>, xi: Block<Int8Array>, stride: number): void;
}
