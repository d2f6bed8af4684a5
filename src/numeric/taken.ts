/**
 * What stands for the overlap of a neuron that a pool takes whatever it is: no overlap of at most 32767 patterns. The kernels in assembly/
 * read this very file, which keeps to what TypeScript and AssemblyScript have in common.
 */
export const TAKEN = -32768;
