/** What becomes of states that follow the dynamics of a binary network. */

/** How a state ended: a fixed point, a cycle of two states (synchronous updates), or still changing after maxSweeps. */
export type RelaxStatus = "fixedPoint" | "twoCycle" | "maxSweeps";

export interface Relaxed {
  /** i8[nStates × nNeurons], ±1 */
  readonly states: Int8Array;
  readonly status: readonly RelaxStatus[];
  /** i32[nStates]: sweeps made, the one that found nothing to change among them. */
  readonly sweeps: Int32Array;
}
