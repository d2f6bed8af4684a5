/**
 * Sizes that the WebAssembly kernels and their facade agree on. The kernels in assembly/ read this very file, which keeps to what
 * TypeScript and AssemblyScript have in common.
 */

/** Bytes that a neuron has in a block of states, in lanes of 16 or 32 bits. */
export const LINE = 64;
/** Patterns of a growing network taken up together. */
export const STORED_LANES = 16;
/** Words that the generator writes in one go: four blocks of Philox. */
export const BUFFER_WORDS = 16;
/** How many entries a row of a Runge–Kutta tableau has. */
export const TABLEAU_WIDTH = 16;
