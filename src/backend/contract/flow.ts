/** Kernels of continuous dynamics: what `Kernels` has of activations, flows and their integration. */
import type { ACTIVATION, DRIVE, FORM, INTEGRATION, PART, WEIGHTS } from "./codes.ts";
import type { Block } from "./memory.ts";

/** A network in a backend's memory. Vectors have `stride` entries: the neurons up to a multiple of 4, zero beyond them. */
export interface FlowProblem {
  readonly form: FORM;
  readonly weights: WEIGHTS;
  /** What patterns drive neurons by; nothing where the weights are a matrix. */
  readonly drive: DRIVE;
  readonly nNeurons: number;
  readonly stride: number;
  /** Weights or patterns, zero beyond the neurons: f64 or f32[N × stride], f64[connections], f64[nPatterns × stride]. */
  readonly matrix: Block<Float64Array> | Block<Float32Array>;
  /** Compressed rows of sparse weights: where each begins, i32[N + 1], and the column of each weight, i32[connections]. */
  readonly rowStart?: Block<Int32Array>;
  readonly columns?: Block<Int32Array>;
  /** b, f64[stride]. */
  readonly bias: Block<Float64Array>;
  readonly kind: ACTIVATION;
  /** Slope s > 0 of the activation. */
  readonly slope: number;
  /** How many patterns the weights are made of; 0 when they are given as a matrix. */
  readonly nPatterns: number;
  /** Parameters of Φ where the weights are made of patterns: its degree, β and a factor; see assembly/flow.ts. */
  readonly degree: number;
  readonly beta: number;
  readonly scale: number;
}

/** The right-hand side of a network, with room to evaluate it; lives until its arena is released. */
export interface FlowField {
  readonly nNeurons: number;
  readonly stride: number;
  /** Writes the time derivatives of a state and its tangents into `out`, f64[blocks × stride], which must not overlap `x`. */
  evaluate(x: Block<Float64Array>, out: Block<Float64Array>, blocks: number): void;
  /** Writes T(V)V, or ∇Φ(V), into `out` and, with `change`, its derivative along it into `moved`; f64[stride] each. */
  driven(
    values: Block<Float64Array>,
    out: Block<Float64Array>,
    change?: Block<Float64Array>,
    moved?: Block<Float64Array>,
  ): void;
}

/** An explicit Runge–Kutta method: see assembly/integrate.ts. */
export interface Tableau {
  /** Stages that each step takes. */
  readonly stages: number;
  /** Further stages that only dense output needs. */
  readonly further: number;
  /** How many rows of error weights the table has; 0 for a method of fixed step. */
  readonly errors: 0 | 1 | 2;
  /** How many rows of coefficients dense output has. */
  readonly denseRows: number;
  /** All coefficients, f64[rows × 16]. */
  readonly table: Float64Array;
  /** The order q by which the error chooses the step: h ∝ error^(−1/q). */
  readonly order: number;
  /** The part of the last step's error in the choice of the next, the factor of caution, and the limits of what a step may change by. */
  readonly beta: number;
  readonly safety: number;
  readonly least: number;
  readonly most: number;
}

/** How a flow is integrated: the method, the error allowed in a step, and where states are written. */
export interface IntegratorSpec {
  readonly tableau: Tableau;
  /** How many vectors are integrated together: the state and its tangents. */
  readonly blocks: number;
  /** How many of these vectors, the state first, choose the step by their error. */
  readonly controlled: number;
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  /** Length of the first step, > 0; 0 leaves it to the method. A method of fixed step takes it for every step. */
  readonly step: number;
  readonly largestStep: number;
  /** The state counts as an equilibrium when max |X_i| is at most this; −1 turns that off. */
  readonly rest: number;
  /** A step stops where normal·x = offset, f64[stride]; null when no crossings are looked for. */
  readonly normal: Float64Array | null;
  readonly offset: number;
  /** Which crossings count: 1 upwards, −1 downwards, 0 both. */
  readonly direction: -1 | 0 | 1;
  /** How many crossings are kept, at most. */
  readonly mostEvents: number;
  /** Times at which the state is written, in the order of the integration. */
  readonly times: Float64Array;
}

/** One integration of a flow, which goes on where it was left; lives until its arena is released. */
export interface Integrator {
  /** The present state with its tangents, f64[blocks × stride]; to be set before `begin`. */
  readonly state: Block<Float64Array>;
  /** Begins at `time` from the state and sets all counts to 0; `end` may lie before `time`. */
  begin(time: number, end: number, mostSteps: number): void;
  /**
   * Goes on to another end from an integration that was done, stopped at an event or at the most steps. After an event the
   * crossing just found does not count again. With `mostSteps` in addition to those made.
   */
  resume(end: number, mostSteps: number): void;
  /** Makes at most so many evaluations of the field and accepted steps, and returns the status; where work is cut never shows. */
  advance(evaluations: number, steps: number): INTEGRATION;
  /** Time reached, in the unit of the flow. */
  readonly time: number;
  /** Length of the step that will be tried next; negative when the integration goes backwards. */
  readonly step: number;
  readonly status: INTEGRATION;
  /** Steps accepted and rejected, and evaluations of the field, since `begin`. */
  readonly steps: number;
  readonly rejected: number;
  readonly evaluations: number;
  /** How many of the times asked for have their states written. */
  readonly sampled: number;
  /** The states at the times asked for, f64[times × blocks × stride]. */
  readonly samples: Block<Float64Array>;
  /** How many crossings were found since `begin` or `resume`. */
  readonly events: number;
  /** Times of the crossings, f64[mostEvents]. */
  readonly eventTimes: Block<Float64Array>;
  /** States at the crossings, f64[mostEvents × blocks × stride]. */
  readonly eventStates: Block<Float64Array>;
}

/** What a backend offers for continuous dynamics; fields and integrators live until their arena is released. */
export interface FlowKernels {
  /** Applies a part of an activation of slope s > 0 to `count` entries; `output` may be `input`. */
  activate(
    kind: ACTIVATION,
    part: PART,
    slope: number,
    input: Block<Float64Array>,
    output: Block<Float64Array>,
    count: number,
  ): void;
  /** Applies 0 exp, 1 ln, 2 ln(1 + x), 3 tanh or 4 atan to `count` entries; `output` may be `input`. */
  elementary(what: 0 | 1 | 2 | 3 | 4, input: Block<Float64Array>, output: Block<Float64Array>, count: number): void;
  /** out = matrix · x: dense rows `stride` (a multiple of 4) apart, zero beyond the columns, as is x. */
  denseProduct(
    matrix: Block<Float64Array> | Block<Float32Array>,
    x: Block<Float64Array>,
    out: Block<Float64Array>,
    rows: number,
    stride: number,
  ): void;
  /** out = matrix · x for a matrix in compressed sparse rows; x f64[columns], out f64[rows]. */
  sparseProduct(
    values: Block<Float64Array>,
    rowStart: Block<Int32Array>,
    columns: Block<Int32Array>,
    x: Block<Float64Array>,
    out: Block<Float64Array>,
    rows: number,
  ): void;
  /** out = matrixᵀ · w for dense rows `stride` apart: w f64[rows], out f64[stride]. */
  transposedProduct(
    matrix: Block<Float64Array>,
    w: Block<Float64Array>,
    out: Block<Float64Array>,
    rows: number,
    stride: number,
  ): void;
  /** Reads `count` entries once and returns their sum: the time of this is what the bench compares products with. */
  readThrough(values: Block<Float64Array>, count: number): number;
  flowField(problem: FlowProblem): FlowField;
  integrator(field: FlowField, spec: IntegratorSpec): Integrator;
}
