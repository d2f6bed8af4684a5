/**
 * Codes that pass between kernels and their callers. The kernels in assembly/ read this very file, which keeps to what TypeScript and
 * AssemblyScript have in common.
 */

/** Order of updates in a sweep of retrieval: in increasing order, a fresh random order each sweep, all at once. */
export enum ORDER {
  sequential = 0,
  random = 1,
  synchronous = 2,
}

/** How the relaxation of a state stands. */
export enum RELAXATION {
  running = 0,
  converged = 1,
  twoCycle = 2,
}

/** Activations; their formulas stand in assembly/activation.ts. */
export enum ACTIVATION {
  tanh = 0,
  logistic = 1,
  arctan = 2,
}

/** What is computed of an activation: g, g′, g″, g⁻¹, ∫g⁻¹ (from 0; arctan: from ½). */
export enum PART {
  value = 0,
  derivative = 1,
  secondDerivative = 2,
  inverse = 3,
  primitive = 4,
}

/** The state that is integrated: membrane u′ = T(V)V + b − u with V = g(u); gradient V′ = T(V)V + b − g⁻¹(V). */
export enum FORM {
  membrane = 0,
  gradient = 1,
}

/** How T(V)V is computed: by a matrix, or from patterns by the gradient of Φ (see assembly/flow.ts). */
export enum WEIGHTS {
  dense = 0,
  dense32 = 1,
  sparse = 2,
  quadratic = 3,
  polynomial = 4,
  exponential = 5,
  logSumExp = 6,
}

/** What patterns drive neurons by: ∇²Φ(V)V, the field of weights T(V) = ∇²Φ, or ∇Φ(V). */
export enum DRIVE {
  hessian = 0,
  gradient = 1,
}

/** How an integration stands. */
export enum INTEGRATION {
  running = 0,
  completed = 1,
  equilibrium = 2,
  crossing = 3,
  notFinite = 4,
  stepTooSmall = 5,
  maxSteps = 6,
}

/** How a run of Newton's method stands; stalled: no step descends any more, or rounding hides whether it does. */
export enum NEWTON {
  running = 0,
  converged = 1,
  maxIterations = 2,
  stalled = 3,
}

/** What a pass over a grid updates: only values, controls too, or both for the first time, when no controls are stored yet. */
export enum HJB_PASS {
  values = 0,
  controls = 1,
  first = 2,
}

/** How a perceptron stands: its margin is within the part of the largest that was asked for, it is on the way, or there is none. */
export enum PERCEPTRON {
  optimal = 0,
  running = 1,
  none = 2,
}
