/** How matrices over neurons lie in memory: rows of whole blocks of 64 columns. */

/** Columns of the overlap kernel's blocks. */
export const BLOCK = 64;

/**
 * Row length of matrices over neurons: a multiple of 64, an odd one, so that columns do not fall on the same lines of a
 * cache.
 */
export function strideOf(nNeurons: number): number {
  const blocks = Math.ceil(nNeurons / BLOCK);
  return BLOCK * (blocks > 2 && blocks % 2 === 0 ? blocks + 1 : blocks);
}
