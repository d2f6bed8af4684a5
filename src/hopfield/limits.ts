/** Most patterns a network stores: overlaps are held in 16 bits. */
export const MOST_PATTERNS = 32767;

/** Most neurons whose patterns are kept as bits: what the kernels draw of them is numbered in 20 bits. */
export const MOST_BIT_NEURONS = 2 ** 20;
