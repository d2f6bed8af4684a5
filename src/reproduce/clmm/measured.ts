/** What the studies of CLMM measure: plain data, as a ledger keeps it. */

import type { Outcome } from "../../control/outcomes.ts";
import type { MemoryStatus } from "../../control/sequence.ts";
import type { SearchEnd } from "../../control/solve.ts";
import type { FrontRow } from "../../experiments/control/fronts.ts";

/** How near to optimal the solutions are that a measurement rests on. */
export interface Optimality {
  /** How many searches were asked for, and how many of them did not converge. */
  readonly solutions: number;
  readonly unconverged: number;
  /** The largest max |ξ − ξ_PMP| of all solutions. */
  readonly residual: number;
}

/** A trajectory of which only so many points are kept as a figure shows. */
export interface ThinPath {
  readonly times: readonly number[];
  readonly states: readonly number[];
  readonly controls: readonly number[];
  readonly bounds: readonly number[];
}

/** What became of one pattern that was presented. */
export interface Presented extends Optimality {
  readonly neurons: number;
  readonly motionWeight: number;
  readonly controlWeight: number;
  readonly discount: number;
  readonly initial: readonly number[];
  /** J for steps of length 0 with its error, and in steps of length h; null where a search did not converge. */
  readonly cost: number | null;
  readonly costError: number | null;
  readonly gridCost: number;
  readonly searches: readonly SearchEnd[];
  readonly outcome: Outcome;
  readonly reason: string;
  readonly presentation: number;
  readonly state: readonly number[];
  /** ξ at the end of the presentation, row by row, and its largest |ξ_ij|. */
  readonly control: readonly number[];
  readonly largestControl: number;
  readonly controlFraction: number;
  readonly displacement: number | null;
  /** Cosine of the angle between g at the end and g(u⁰). */
  readonly likeness: number;
  /** Euclidean distance of the final state from the nearest sink of A. */
  readonly sinkDistance: number | null;
  readonly isSameSink: boolean | null;
  readonly isSteered: boolean;
  readonly speed: number;
  readonly leastSpeed: number;
  readonly period: number | null;
  readonly lyapunov: number | null;
  /** Eigenvalues of the Jacobian of A + ξ at the end of the presentation, where the network rests there. */
  readonly eigenvalues: readonly (readonly [re: number, im: number])[];
  /** |ξ(t)| with its times, at as many points as a figure shows. */
  readonly sizes: readonly (readonly [time: number, size: number])[];
  /** |g(u)|² at the end of the presentation. */
  readonly activity: number;
  /** The largest |ξ_ij|/k of silent synapses over the whole path; null without any. */
  readonly silent: number | null;
  /** Mean difference of u, and of ξ, from one period to the next, over their extents. */
  readonly repetition: { readonly state: number; readonly control: number } | null;
  readonly path: ThinPath;
}

/** What patterns that are presented one after another leave in the weights. */
export interface Sequence extends Optimality {
  /** K, the bound of every |ξ_ij|. */
  readonly bound: number;
  readonly presentations: readonly {
    readonly pattern: number;
    readonly outcome: Outcome;
    readonly gridCost: number;
    readonly state: readonly number[];
    readonly memories: readonly {
      readonly pattern: number;
      readonly status: MemoryStatus;
      readonly similarity: number;
    }[];
    readonly largestChange: number;
  }[];
}

/** A Pareto front: the least cost at each weight of control. */
export interface Front extends Optimality {
  readonly rows: readonly FrontRow[];
}

/** The least cost up to each of several horizons, in steps of one length. */
export interface Horizons extends Optimality {
  readonly discount: number;
  /** Horizons, ascending, with their costs; the last stands for an infinite one. */
  readonly costs: readonly (readonly [horizon: number, cost: number])[];
}

/** λJ for λ that fall towards 0, beside the running cost at the end of each path, its mean over a period where it cycles. */
export interface FinalValues extends Optimality {
  readonly values: readonly {
    readonly discount: number;
    /** λJ: for steps of length 0, or in steps of the length that the problem asks for. */
    readonly value: number;
    /** The mean running cost at the end of the path. */
    readonly last: number;
    readonly period: number | null;
    readonly isConverged: boolean;
  }[];
}

/** The cost of a path beside that of its first part and the least cost from where that part ends, in steps of one length. */
export interface Programmed extends Optimality {
  readonly cost: number;
  readonly splits: readonly { readonly time: number; readonly difference: number }[];
}

/** Values on a grid beside the least costs that searches from the same states found. */
export interface GridValues extends Optimality {
  readonly nodes: number;
  readonly isConverged: boolean;
  readonly values: readonly {
    readonly initial: readonly number[];
    readonly value: number;
    readonly cost: number | null;
  }[];
}

/** Points where an optimal path may rest for ever. */
export interface RestPoints {
  readonly discount: number;
  readonly controlWeight: number;
  readonly searches: number;
  readonly points: readonly {
    readonly state: readonly number[];
    /** The largest |ξ_ij| at the rest point. */
    readonly control: number;
    /** Eigenvalue of the Jacobian of A + ξ nearest to λ, its distance, and the largest real part. */
    readonly distance: number;
    readonly growth: number;
  }[];
}

/** How random networks without control end. */
export interface FreeNetworks {
  readonly neurons: number;
  readonly isSymmetric: boolean;
  readonly rest: number;
  readonly cycle: number;
  readonly neither: number;
}

/** Iterates of an optimisation, each as if it had stopped there. */
export interface Early {
  readonly best: number;
  readonly iterates: readonly {
    readonly iterations: number;
    readonly cost: number;
    readonly optimality: number;
    readonly residual: number;
    /** The largest change of a state in one instant, over the last quarter of the path. */
    readonly speed: number;
  }[];
}
