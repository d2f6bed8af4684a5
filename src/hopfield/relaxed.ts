/** What becomes of states that follow the dynamics of a binary network. */

/** How a state ended: a fixed point, a cycle of two states (synchronous updates), or still changing after maxSweeps. */
export type RelaxStatus = "fixedPoint" | "twoCycle" | "maxSweeps";

export interface Relaxed {
  /** States at the end, i8[nStates × nNeurons] of ±1. */
  readonly states: Int8Array;
  readonly status: readonly RelaxStatus[];
  /** Sweeps that each state took, the one that found nothing to change among them, i32[nStates]. */
  readonly sweeps: Int32Array;
}
