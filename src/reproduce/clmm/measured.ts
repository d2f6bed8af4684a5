/** What the studies of CLMM measure: plain data, as a ledger keeps it. */

import type { Outcome } from "../../control/outcomes.ts";
import type { MemoryStatus } from "../../control/sequence.ts";
import type { SearchEnd } from "../../control/solve.ts";
import type { FlowName } from "../../dynamics/specs.ts";
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
  /** K, the bound of |ξ_ij| at existing synapses. */
  readonly bound: number;
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

/** What later presentations do to patterns that had been recorded and recognized. */
export interface Fates extends Optimality {
  readonly presentations: number;
  /** One entry for each pattern after each presentation that follows the one which recorded it. */
  readonly later: readonly {
    /** The largest |Σξ_ij|/K, with k instead of K where a synapse is silent. */
    readonly excess: number;
    /** The least of these, and the largest of all changes since the sequence began, its own recording among them. */
    readonly leastExcess: number;
    readonly excessFromStart: number;
    readonly isRecognized: boolean;
    /** Whether it is recognized once −Σξ, within the bounds, is added to the weights. */
    readonly isRecoverable: boolean;
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
    /** The same on a grid with twice the distance between nodes. */
    readonly coarse: number;
    readonly cost: number | null;
    readonly costError: number | null;
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

/** Families of symmetric weights: constant, T = ∇²Φ of four kinds, with (★) but without (◇), and with neither. */
export type WeightsFamily = "constant" | "quadratic" | "polynomial" | "exponential" | "logSumExp" | "star" | "neither";

/** Conditions on state-dependent weights beside what they are to be equivalent to; every value with its error. */
export interface Gradients {
  readonly neurons: number;
  readonly networks: readonly {
    readonly family: WeightsFamily;
    /** The largest violation of (★) and of (◇), the largest derivative of a weight, and the error of them. */
    readonly star: number;
    readonly diamond: number;
    readonly scale: number;
    readonly error: number;
    /** The largest difference of the work of T(V)V along two ways. */
    readonly detour: number;
    readonly detourError: number;
    /** The largest difference of E in closed form from E by W(V) = ∫₀¹ λ Vᵀ T(λV) V dλ. */
    readonly gap: number;
    readonly gapError: number;
    /** The largest difference of −∂E/∂V_i from (T(V)V)_i − g⁻¹(V_i). */
    readonly slope: number;
    readonly slopeError: number;
  }[];
}

/** What becomes of E along trajectories of both flows; every value with its error. */
export interface Descents {
  readonly neurons: number;
  readonly paths: readonly {
    readonly family: WeightsFamily;
    readonly flow: FlowName;
    /** The largest rise of E from one of the states looked at to the next; negative where it always falls. */
    readonly rise: number;
    readonly riseError: number;
    /** E at the beginning less E at the end, and the integral of −dE/dt by the equation of the work. */
    readonly descent: number;
    readonly integral: number;
    readonly integralError: number;
  }[];
}

/** Ends of the discrete dynamics of random networks with thresholds. */
export interface Thresholds {
  readonly neurons: number;
  readonly networks: number;
  /** Symmetric networks that came to a fixed point, one neuron after another, and those whose energy never rose. */
  readonly fixed: number;
  readonly descending: number;
  /** Asymmetric networks that came to a fixed point. */
  readonly asymmetricFixed: number;
  /** Symmetric networks that came to a cycle of two states, all neurons at once. */
  readonly twoCycles: number;
}

/** What Hebbian updates do to the landscape of networks that had no weights. */
export interface Hebbian {
  readonly neurons: number;
  readonly sequences: readonly {
    /** How many of the patterns shown are minima after each update. */
    readonly minima: readonly number[];
    /** Whether each update made a minimum of its pattern, which was none before. */
    readonly added: readonly boolean[];
    /** The largest overlap of each pattern, in absolute value, with one shown before. */
    readonly closest: readonly number[];
    /** The largest difference of the change of E from −(V̂·V)²/2N, and the least change near the pattern itself, over N. */
    readonly jumpError: number;
    readonly leastJump: number;
  }[];
}

/** Equilibria of random symmetric networks in their landscapes. */
export interface CriticalPoints {
  readonly neurons: number;
  readonly networks: number;
  /** Equilibria, those which are in the landscape what they are in the flow, and those left out since E is flat there. */
  readonly points: number;
  readonly alike: number;
  readonly flat: number;
  readonly sinks: number;
  readonly saddles: number;
  readonly sources: number;
  /** Networks whose equilibria have indices that add up to 1, as those of all equilibria do. */
  readonly complete: number;
}

/** The landscape of two neurons under a control that changes. */
export interface Landscapes extends Optimality {
  readonly instants: number;
  /** Instants in which the state moved down in the landscape of the instant, and in which E(V(t); ξ(t)) rose all the same. */
  readonly descending: number;
  readonly rising: number;
  /** The largest change of any ξ_ij from one instant to the next. */
  readonly largestStep: number;
  /** Nodes of each axis of the landscapes, from −edge to edge. */
  readonly nodes: number;
  readonly edge: number;
  /** The landscape without control, and at some times of the presentation, with the path of V until then. */
  readonly panels: readonly {
    readonly time: number;
    readonly control: readonly number[];
    readonly values: readonly number[];
    readonly points: readonly {
      readonly values: readonly number[];
      readonly type: "sink" | "source" | "saddle";
      readonly energy: number;
    }[];
    readonly path: readonly (readonly [number, number])[];
  }[];
}

/** What optimal control makes of the synapses of a sparse network. */
export interface Sparse extends Optimality {
  readonly neurons: number;
  readonly gridCost: number;
  /** The largest |ξ_ij|/k of silent synapses, and their part of Σ|ξ|² over the path. */
  readonly silent: number;
  readonly share: number;
}
