/** The network of the room and how its synapses are searched: the same for the jobs, the page and the command line. */

/** Sweeps of a search: seconds for the whole network, and close to what longer ones find. */
export const SWEEPS = { noise: 3, signal: 3, margin: 100 } as const;

export type RecallRule = "random" | keyof typeof SWEEPS;

/** Everything that the network depends on. */
export interface NetworkSpec {
  /** The visitor's own pictures, which are stored before the digits, i8[count × 784] of ±1. */
  readonly own: Int8Array;
  /** p: how many pictures are stored, the visitor's own included. */
  readonly stored: number;
  readonly rule: RecallRule;
  readonly inputs: number;
  readonly margin: number;
  readonly seed: number;
}
