/** Most patterns a network stores: overlaps are held in 16 bits. */
export const MOST_PATTERNS = 32767;
