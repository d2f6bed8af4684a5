/** Sizes at which kernels are tested: those around the ends of vectors and blocks. */

/** Numbers of neurons: 2 … two vectors of 16 plus one, and around one and two blocks of 64 columns. */
export const NEURONS: readonly number[] = [
  ...Array.from({ length: 32 }, (_, k) => k + 2),
  ...[63, 64, 65, 66, 127, 128, 129, 130],
];

/** Numbers of patterns: around one and two groups of 7, around 18 groups of 7 = 126 (a full i8 sum) and two of those. */
export const PATTERNS: readonly number[] = [
  ...Array.from({ length: 15 }, (_, k) => k + 1),
  ...[125, 126, 127, 128, 253],
];

/** Inputs of a network of N: the extremes and one between. */
export function someInputs(nNeurons: number): number[] {
  return [...new Set([1, 2, nNeurons >> 1, nNeurons - 2, nNeurons - 1])].filter((c) => c >= 1 && c < nNeurons);
}
