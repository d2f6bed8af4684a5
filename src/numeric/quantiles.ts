/**
 * Sizes of the tables of random variates in variates.ts. The kernels in assembly/ read this very file, which keeps to what TypeScript
 * and AssemblyScript have in common.
 */

/** Exponential quantiles are 2 to this power. */
export const EXPONENTIAL_BITS = 12;
/** Exponential quantiles, the last one standing for the tail. */
export const EXPONENTIALS = 4096;
/** ln 4096: where the last exponential quantile begins. */
export const TAIL = 8.317766166719343;
/** Gumbel variates, before they begin again: a power of 2. */
export const NOISE = 8192;
/** Units of the integer Gumbel variates. */
export const NOISE_UNIT = 2048;
