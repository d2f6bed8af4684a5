/** What a solver says of itself: a way to search the inputs of a neuron with the kernels' annealer. One object for each. */
import type { Annealer, Key } from "../../backend/contract/kernels.ts";
import type { NoteMoment } from "../course.ts";
import type { NetworkSize, ProblemSize } from "../size.ts";

/** How long is searched, and from which temperature to which. */
export interface SearchPlan {
  /** Null where the solver has a schedule of its own. */
  readonly sweeps: number | null;
  /** Seconds for each neuron, instead of `sweeps`. */
  readonly timeLimit: number | null;
  /** In units of E; null: from the instance. */
  readonly temperatures: { readonly start: number; readonly end: number } | null;
  /** False where the search goes without descents; left out otherwise. */
  readonly descent?: false;
}

/** Sweeps of a plan whose solver is told them. */
export function sweepsOf({ sweeps }: SearchPlan): number {
  if (sweeps === null) throw new TypeError("this solver is told its sweeps, got null");
  return sweeps;
}

/** The search for the inputs of one neuron. */
export interface SearchedNeuron {
  readonly neuron: number;
  /** Its row in the matrix of the annealer, which may hold a part of the network; default the neuron itself. */
  readonly row?: number;
  readonly key: Key;
  readonly plan: SearchPlan;
  readonly size: ProblemSize;
  readonly pause: () => Promise<void> | undefined;
  /** Where the inputs found are written in increasing order, i32[nInputs]. */
  readonly out: Int32Array;
  /** The first set, instead of one that the search takes by itself. */
  readonly warm?: ArrayLike<number> | undefined;
  /** Called at every moment of the search that its course records. */
  readonly note?: NoteMoment | undefined;
}

/** What a search found. */
export interface Found {
  /** Energy c²E of the inputs found. */
  readonly energy: number;
  /** Steps taken: swaps of a present and an absent input that were proposed, or rows that the heat bath weighed. */
  readonly steps: number;
}

/** A way to search. */
export interface Solver {
  /** As specs and the command line have it. */
  readonly name: string;
  /** What it does, as a phrase for help and tables. */
  readonly about: string;
  /** Sweeps unless a spec says otherwise; null: it has a schedule of its own, which a spec can only take as it is. */
  readonly sweeps: number | null;
  /** Moments that a search has in its course. */
  moments(plan: SearchPlan): number;
  /** ns that a neuron takes on the machine of docs/background/performance.md: sums and products alone. */
  nanoseconds(size: Pick<NetworkSize, "nNeurons" | "nInputs">, plan: SearchPlan): number;
  /** Searches the inputs of one neuron and writes them where the problem says. */
  search(annealer: Annealer, problem: SearchedNeuron): Promise<Found>;
}
