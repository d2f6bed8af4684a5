import type { ActivationCode } from "./flow.ts";

/** A controlled network on a mesh of instants: see assembly/controlled.ts. */
export interface ControlledProblem {
  readonly nNeurons: number;
  readonly nSteps: number;
  /** A, f64[N × N]. */
  readonly weights: Float64Array;
  /** Largest |ξ_ij|, f64[N × N]; 0 where a synapse is not controlled. */
  readonly bounds: Float64Array;
  /** h; 1 for the discrete problem. */
  readonly step: number;
  /** γ, the discount of one step. */
  readonly stepDiscount: number;
  /** a, f64[S], of current value. */
  readonly motion: Float64Array;
  /** b, f64[S]. */
  readonly control: Float64Array;
  /** D, f64[S + 1]. */
  readonly discounts: Float64Array;
  /** κ of the terminal cost κ |A g(u_S) − u_S|². */
  readonly terminal: number;
  readonly activation: { readonly kind: ActivationCode; readonly slope: number };
  readonly symmetric: boolean;
  /** Whether `newtonRun` will be called: it stores more. */
  readonly newton: boolean;
}

/** 0 more to do, 1 converged, 2 out of iterations, 3 no step descends any more. */
export type NewtonStatus = 0 | 1 | 2 | 3;

/** One controlled network in a backend's memory, with a trajectory under some controls. */
export interface ControlledNetwork {
  readonly nNeurons: number;
  readonly nSteps: number;
  /** Sets u_0 and the controls, f64[S × N × N], within the bounds; all 0 when left out. */
  load(initial: ArrayLike<number>, controls?: Float64Array): void;
  /** Ends the problem after `nSteps` instants, at most those it was made for, until told otherwise; what lies beyond stays. */
  shorten(nSteps: number): void;
  /** The trajectory of the present controls and its costs, instants `first` … `last` − 1, all by default. */
  forward(first?: number, last?: number): void;
  /** Costates, gradient norm and residual of that trajectory, instants `last` − 1 … `first`. */
  adjoint(first?: number, last?: number): void;
  /** Copies ∂J/∂ξ into `out`, f64[S × N × N]; after `adjoint`. */
  gradientInto(out: Float64Array): void;
  /** Begins the structured Newton method at what was loaded; it stops at a residual of at most `tolerance`. */
  newtonBegin(tolerance: number, maxIterations: number): void;
  /** Works on `instants` instants. */
  newtonRun(instants: number): NewtonStatus;
  /**
   * Gradient, then Hessian of the minimal cost as a function of u_0 into `out`, f64[(1 + N) × N], the present controls being
   * optimal and those at bounds staying there; false where they are no strict minimum.
   */
  valueInto(out: Float64Array): boolean;
  readonly motionCost: number;
  readonly controlCost: number;
  readonly terminalCost: number;
  readonly gradientNorm: number;
  readonly residual: number;
  readonly iterations: number;
  /** Adjoint passes. */
  readonly gradients: number;
  /** f64[(S + 1) × N], fresh. */
  states(): Float64Array;
  /** f64[S × N × N], fresh. */
  controls(): Float64Array;
  /** f64[(S + 1) × N], of current value, fresh. */
  costates(): Float64Array;
}

/** A controlled network whose controls are N numbers an instant: see assembly/sweep.ts. */
export interface SweepProblem extends Omit<ControlledProblem, "bounds" | "terminal" | "symmetric" | "newton"> {
  /** Largest |ξ_ij|: of all synapses, or f64[N × N]. */
  readonly bounds: number | Float64Array;
  readonly initial: ArrayLike<number>;
}

/** Forward–backward sweeps. w stands for the controls ξ_ij = clip(−w_i g_j / 2b). */
export interface ControlSweep {
  /** Forward with w, f64[S × N], instants `first` … `last` − 1; `w` is read when first is 0. */
  forward(w: Float64Array, first: number, last: number): void;
  /** Backward, instants `last` − 1 … `first`; the minimiser's w into `found`, f64[S × N], when first is 0. */
  backward(found: Float64Array, first: number, last: number): void;
  /** Another discount, in the motion table too where that depends on it. */
  setDiscount(stepDiscount: number, discounts: Float64Array, motion: Float64Array): void;
  readonly motionCost: number;
  readonly controlCost: number;
  /** A bound on max |ξ − ξ_PMP|, of the last backward sweep. */
  readonly residual: number;
  /** f64[(S + 1) × N] */
  states(): Float64Array;
}

/** The value of a controlled flow of one to three neurons on a grid: see assembly/hjb.ts. */
export interface HjbProblem {
  /** 1, 2 or 3. */
  readonly nNeurons: number;
  /** A and the largest |ξ_ij|, f64[N × N]. */
  readonly weights: Float64Array;
  readonly bounds: Float64Array;
  readonly activation: ControlledProblem["activation"];
  readonly motion: number;
  readonly control: number;
  /** h, of the scheme. */
  readonly step: number;
  /** e^{−λh/2} and e^{−λh}. */
  readonly halfDiscount: number;
  readonly stepDiscount: number;
  /** The grid covers [−reach, reach] on each axis with this many nodes, at least 4. */
  readonly reach: number;
  readonly nodes: number;
}

/** What a pass over a grid updates: values alone, controls too, or the same where there are none to keep yet. */
export const HJB_PASS = { values: 0, controls: 1, first: 2 } as const;
export type HjbPass = (typeof HJB_PASS)[keyof typeof HJB_PASS];

export interface HjbGrid {
  /** Values to begin with instead of 0, f64[n^N]. */
  setValues(values: Float64Array): void;
  /** Updates nodes `first` … of a pass; bit d of `backward` turns axis d round. */
  sweep(first: number, count: number, backward: number, pass: HjbPass): void;
  /** Largest change of the present pass. */
  readonly change: number;
  /** v at a state of N numbers. */
  valueAt(state: ArrayLike<number>): number;
  /** f64[n^N], the first axis fastest. */
  values(): Float64Array;
  /** w, f64[n^N × N]: ξ_ij = clip(−w_i g_j / 2b). */
  rows(): Float64Array;
}

/** What a backend offers to controlled networks. */
export interface ControlKernels {
  controlledNetwork(problem: ControlledProblem): ControlledNetwork;
  hjbGrid(problem: HjbProblem): HjbGrid;
  controlSweep(problem: SweepProblem): ControlSweep;
  /** Bytes that `hjbGrid` takes. */
  hjbBytes(nNeurons: number, nodes: number): number;
  sweepBytes(nNeurons: number, nSteps: number, isUniform: boolean): number;
  /** Bytes that `controlledNetwork` takes. */
  controlledBytes(nNeurons: number, nSteps: number, newton: boolean): number;
}

/** Copies rows of `width` out of rows of `stride`. */
export function unpadded(from: Float64Array, rows: number, width: number, stride: number): Float64Array {
  const out = new Float64Array(rows * width);
  for (let r = 0; r < rows; r++) out.set(from.subarray(r * stride, r * stride + width), r * width);
  return out;
}

/** Copies rows of `width` into rows of `stride`. */
export function padInto(to: Float64Array, from: ArrayLike<number>, rows: number, width: number, stride: number): void {
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < width; j++) to[r * stride + j] = from[r * width + j];
  }
}
