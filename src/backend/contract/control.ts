/** What a backend computes for controlled networks: trajectories and their adjoints, sweeps, and values on a grid. */
import type { ACTIVATION, HJB_PASS, NEWTON } from "./codes.ts";

/** A controlled network on a mesh of instants: see assembly/controlled.ts. */
export interface ControlledProblem {
  /** N, at least 1. */
  readonly nNeurons: number;
  /** S: steps of the mesh, from instant 0 to instant S. */
  readonly nSteps: number;
  /** A: the weights without control, f64[N × N], row-major; a_ij is that from j to i. */
  readonly weights: Float64Array;
  /** The largest |ξ_ij| of each synapse, f64[N × N]; 0 where a synapse is not controlled. */
  readonly bounds: Float64Array;
  /** h: length of a step in the unit of time of the flow; 1 for the discrete problem. */
  readonly step: number;
  /** γ = e^{−λh}, in (0, 1]: what a cost counts one step later. */
  readonly stepDiscount: number;
  /** a: what |X|² costs in each step, per unit of time and before discounting, f64[S]. */
  readonly motion: Float64Array;
  /** b: what |ξ|² costs in each step, per unit of time and before discounting, f64[S]. */
  readonly control: Float64Array;
  /** D: what a cost at each instant is multiplied by, f64[S + 1]. */
  readonly discounts: Float64Array;
  /** κ ≥ 0 of the terminal cost κ |A g(u_S) − u_S|², before discounting. */
  readonly terminal: number;
  readonly activation: { readonly kind: ACTIVATION; readonly slope: number };
  /** Whether the controls obey ξ_ij = ξ_ji. */
  readonly symmetric: boolean;
  /** Whether `newtonRun` will be called; the network takes more memory then. */
  readonly newton: boolean;
}

/** One controlled network in a backend's memory, with a trajectory under some controls. */
export interface ControlledNetwork {
  readonly nNeurons: number;
  readonly nSteps: number;
  /** Sets u_0 and the controls, f64[S × N × N], within the bounds; all 0 when left out. */
  load(initial: ArrayLike<number>, controls?: Float64Array): void;
  /** Ends the problem after `nSteps` instants, at most those it was made for, until told otherwise; what lies beyond stays. */
  shorten(nSteps: number): void;
  /** Computes the trajectory of the present controls and its costs at instants `first` … `last` − 1, at all by default. */
  forward(first?: number, last?: number): void;
  /** Computes costates, gradient norm and residual of that trajectory at instants `last` − 1 … `first`. */
  adjoint(first?: number, last?: number): void;
  /** Copies ∂J/∂ξ into `out`, f64[S × N × N]; after `adjoint`. */
  gradientInto(out: Float64Array): void;
  /** Begins the structured Newton method at what was loaded; it stops at a residual of at most `tolerance`. */
  newtonBegin(tolerance: number, maxIterations: number): void;
  /** Works on up to `instants` further instants, so that a long run can be cut into pieces; where it is cut never shows. */
  newtonRun(instants: number): NEWTON;
  /**
   * Gradient, then Hessian of the minimal cost as a function of u_0 into `out`, f64[(1 + N) × N], the present controls being
   * optimal and those at bounds staying there; false where they are no strict minimum.
   */
  valueInto(out: Float64Array): boolean;
  /** Costs of the present controls over the whole horizon, discounted: the three add up to J. */
  readonly motionCost: number;
  readonly controlCost: number;
  readonly terminalCost: number;
  /** Norm of ∂J/∂ξ, without what points beyond the bounds. */
  readonly gradientNorm: number;
  /** max |ξ − ξ_PMP| over the instants with b > 0: how far the controls are from those that minimize the Hamiltonian. */
  readonly residual: number;
  /** Iterations of the Newton method since `newtonBegin`. */
  readonly iterations: number;
  /** How many adjoint passes over the whole horizon have been made. */
  readonly gradients: number;
  /** u_0 … u_S, f64[(S + 1) × N]; a fresh copy. */
  states(): Float64Array;
  /** ξ at instants 0 … S − 1, f64[S × N × N]; a fresh copy. */
  controls(): Float64Array;
  /** p_0 … p_S, f64[(S + 1) × N], in units of their own instant; a fresh copy. */
  costates(): Float64Array;
}

/** A controlled network whose controls are N numbers an instant: see assembly/sweep.ts. */
export interface SweepProblem extends Omit<ControlledProblem, "bounds" | "terminal" | "symmetric" | "newton"> {
  /** The largest |ξ_ij|: one number for all synapses, or f64[N × N]. */
  readonly bounds: number | Float64Array;
  /** u_0, N numbers. */
  readonly initial: ArrayLike<number>;
}

/** Forward–backward sweeps. w stands for the controls ξ_ij = clip(−w_i g_j / 2b). */
export interface ControlSweep {
  /** Computes states and costs under w, f64[S × N], at instants `first` … `last` − 1; `w` is read when first is 0. */
  forward(w: Float64Array, first: number, last: number): void;
  /** Computes costates at instants `last` − 1 … `first`; writes the minimiser's w into `found`, f64[S × N], when first is 0. */
  backward(found: Float64Array, first: number, last: number): void;
  /** Changes the discount: γ, D and, where it depends on the discount, a. */
  setDiscount(stepDiscount: number, discounts: Float64Array, motion: Float64Array): void;
  /** Costs of the forward trajectory over the whole horizon, discounted. */
  readonly motionCost: number;
  readonly controlCost: number;
  /** A bound on max |ξ − ξ_PMP|, of the last backward sweep. */
  readonly residual: number;
  /** u_0 … u_S of the last forward sweep, f64[(S + 1) × N]; a fresh copy. */
  states(): Float64Array;
}

/** The value of a controlled flow of one to three neurons on a grid: see assembly/hjb.ts. */
export interface HjbProblem {
  /** N: 1, 2 or 3, since a grid has `nodes`^N nodes. */
  readonly nNeurons: number;
  /** A and the largest |ξ_ij|, f64[N × N] each. */
  readonly weights: Float64Array;
  readonly bounds: Float64Array;
  readonly activation: ControlledProblem["activation"];
  /** a and b: weights of the costs of motion and of control, per unit of time. */
  readonly motion: number;
  readonly control: number;
  /** h: the step of time of the scheme, > 0. */
  readonly step: number;
  /** e^{−λh/2} and e^{−λh} with the discount rate λ. */
  readonly halfDiscount: number;
  readonly stepDiscount: number;
  /** The grid covers [−reach, reach] on each axis with this many nodes, at least 4. */
  readonly reach: number;
  readonly nodes: number;
}

/** The value on a grid, in a backend's memory, that sweeps bring towards its fixed point. */
export interface HjbGrid {
  /** Sets the values to begin with, f64[n^N] with n = `nodes`; without it they are 0. */
  setValues(values: Float64Array): void;
  /** Updates nodes `first` … of a pass; bit d of `backward` turns axis d round. */
  sweep(first: number, count: number, backward: number, pass: HJB_PASS): void;
  /** The largest change of a value in the present pass. */
  readonly change: number;
  /** The value at a state of N numbers, interpolated between nodes. */
  valueAt(state: ArrayLike<number>): number;
  /** The values at all nodes, f64[n^N], the first axis fastest; a fresh copy. */
  values(): Float64Array;
  /** w at all nodes, f64[n^N × N], which gives the optimal controls ξ_ij = clip(−w_i g_j / 2b); a fresh copy. */
  rows(): Float64Array;
}

/** What a backend offers for controlled networks; each object lives until its arena is released. */
export interface ControlKernels {
  controlledNetwork(problem: ControlledProblem): ControlledNetwork;
  hjbGrid(problem: HjbProblem): HjbGrid;
  controlSweep(problem: SweepProblem): ControlSweep;
  /** Bytes of memory that `hjbGrid` takes for these sizes. */
  hjbBytes(nNeurons: number, nodes: number): number;
  /** Bytes of memory that `controlSweep` takes; `isUniform` when all synapses have the same bound. */
  sweepBytes(nNeurons: number, nSteps: number, isUniform: boolean): number;
  /** Bytes of memory that `controlledNetwork` takes for these sizes. */
  controlledBytes(nNeurons: number, nSteps: number, newton: boolean): number;
}

/** Copies rows of `width` numbers out of rows that lie `stride` numbers apart. */
export function unpadded(from: Float64Array, rows: number, width: number, stride: number): Float64Array {
  const out = new Float64Array(rows * width);
  for (let r = 0; r < rows; r++) out.set(from.subarray(r * stride, r * stride + width), r * width);
  return out;
}

/** Copies rows of `width` numbers into rows that lie `stride` numbers apart. */
export function padInto(to: Float64Array, from: ArrayLike<number>, rows: number, width: number, stride: number): void {
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < width; j++) to[r * stride + j] = from[r * width + j];
  }
}
