/** Projected limited-memory quasi-Newton: the independent check of the structured method, on nothing but costs and gradients. */

import { withKernels } from "../backend/load.ts";
import { dot } from "../dynamics/lyapunov.ts";
import { pacer } from "../run/pace.ts";
import type { ControlSpec } from "./parameters.ts";
import { boundsOf, controlledProblem, controlPlan } from "./problem.ts";
import type { SolveOptions } from "./solve.ts";

/** A function of many variables within bounds: writes its gradient at x into `gradient`, returns its value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface QuasiNewtonEnd {
  readonly status: "converged" | "maxIterations" | "stalled";
  readonly value: number;
  readonly x: Float64Array;
  /** Norm of the projected gradient. */
  readonly optimality: number;
  readonly iterations: number;
  readonly evaluations: number;
}

export interface QuasiNewtonLimits {
  /** Norm of the projected gradient at which the search has converged. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Number of steps that the approximate Hessian remembers; default 10. */
  readonly memory?: number;
}

const ARMIJO = 1e-4;
const LEAST_STEP = 1e-12;

/**
 * Minimises within |x_k| ≤ bounds_k: variables at a bound that the gradient presses against it are held, the others follow the
 * limited-memory BFGS direction (Nocedal 1980), projected, with backtracking — Bertsekas 1982.
 *
 * @param x  where to begin; overwritten.
 */
export function minimizeWithin(
  objective: Objective,
  x: Float64Array,
  bounds: Float64Array,
  { tolerance, maxIterations, memory = 10 }: QuasiNewtonLimits,
): QuasiNewtonEnd {
  const n = x.length;
  const gradient = new Float64Array(n);
  const next = new Float64Array(n);
  const nextGradient = new Float64Array(n);
  const direction = new Float64Array(n);
  const pairs: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  const isHeld = (k: number): boolean => Math.abs(x[k]) >= bounds[k] && x[k] * gradient[k] <= 0;
  let value = objective(x, gradient);
  let evaluations = 1;
  const end = (status: QuasiNewtonEnd["status"], iterations: number, optimality: number): QuasiNewtonEnd => ({
    status,
    value,
    x,
    optimality,
    iterations,
    evaluations,
  });
  for (let iteration = 0; ; iteration++) {
    let square = 0;
    for (let k = 0; k < n; k++) {
      direction[k] = isHeld(k) ? 0 : -gradient[k];
      square += direction[k] ** 2;
    }
    const optimality = Math.sqrt(square);
    if (optimality <= tolerance) return end("converged", iteration, optimality);
    if (iteration === maxIterations) return end("maxIterations", iteration, optimality);
    const held = Uint8Array.from(direction, (d) => (d === 0 ? 1 : 0));
    twoLoops(direction, pairs, held);
    let slope = 0;
    for (let k = 0; k < n; k++) slope += direction[k] * gradient[k];
    if (!(slope < 0)) {
      pairs.length = 0;
      slope = -square;
      for (let k = 0; k < n; k++) direction[k] = held[k] ? 0 : -gradient[k];
    }
    let step = pairs.length === 0 ? Math.min(1, 1 / optimality) : 1;
    let found = Number.POSITIVE_INFINITY;
    for (; step > LEAST_STEP; step /= 2) {
      let change = 0;
      for (let k = 0; k < n; k++) {
        next[k] = Math.max(-bounds[k], Math.min(bounds[k], x[k] + step * direction[k]));
        change += gradient[k] * (next[k] - x[k]);
      }
      found = objective(next, nextGradient);
      evaluations++;
      if (found <= value + ARMIJO * change && change < 0) break;
    }
    if (!(step > LEAST_STEP)) {
      if (pairs.length === 0) return end("stalled", iteration, optimality);
      pairs.length = 0;
      continue;
    }
    const s = next.map((to, k) => to - x[k]);
    const y = nextGradient.map((to, k) => to - gradient[k]);
    const curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) {
      if (pairs.length === memory) pairs.shift();
      pairs.push({ s, y, rho: 1 / curvature });
    }
    x.set(next);
    gradient.set(nextGradient);
    value = found;
  }
}

/** direction ← H · direction, on the free variables. */
function twoLoops(
  direction: Float64Array,
  pairs: readonly { readonly s: Float64Array; readonly y: Float64Array; readonly rho: number }[],
  held: Uint8Array,
): void {
  const weights = new Float64Array(pairs.length);
  for (let p = pairs.length - 1; p >= 0; p--) {
    const { s, y, rho } = pairs[p];
    weights[p] = rho * dot(s, direction);
    for (let k = 0; k < direction.length; k++) if (!held[k]) direction[k] -= weights[p] * y[k];
  }
  const last = pairs[pairs.length - 1];
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let k = 0; k < direction.length; k++) direction[k] *= scale;
  }
  pairs.forEach(({ s, y, rho }, p) => {
    const weight = weights[p] - rho * dot(y, direction);
    for (let k = 0; k < direction.length; k++) if (!held[k]) direction[k] += weight * s[k];
  });
}

export interface DescentSolution extends Omit<QuasiNewtonEnd, "x" | "value"> {
  readonly cost: number;
  /** Controls ξ of all steps, f64[S × N × N]. */
  readonly controls: Float64Array;
  /** States u, f64[(S + 1) × N]. */
  readonly states: Float64Array;
  /** Distance max |ξ − ξ_PMP| from the minimiser of the Hamiltonian. */
  readonly residual: number;
}

/**
 * The same problem as `solveControl`, by a projected limited-memory quasi-Newton method on the exact discrete adjoint gradient: slower
 * by one to three orders of magnitude and less exact, but independent. `tolerance` and `maxIterations` are those of the spec, the
 * tolerance on the norm of the projected gradient.
 *
 * @throws TypeError or RangeError that names the entry of the spec, the rule and the value.
 */
export async function descendControl(spec: ControlSpec, options: SolveOptions = {}): Promise<DescentSolution> {
  const plan = controlPlan("descendControl", spec);
  const pause = pacer(options.signal);
  return withKernels(options.backend ?? "wasm", async (kernels) => {
    const problem = controlledProblem(plan, false, options.weights);
    const network = kernels.controlledNetwork(problem);
    await pause();
    const size = problem.nSteps * problem.nNeurons ** 2;
    const own = boundsOf(plan);
    const bounds = Float64Array.from({ length: size }, (_, at) => own[at % own.length]);
    const objective: Objective = (x, gradient) => {
      options.signal?.throwIfAborted();
      network.load(plan.initial, x);
      network.forward();
      network.adjoint();
      network.gradientInto(gradient);
      for (let at = 0; at < size; at++) if (bounds[at] === 0) gradient[at] = 0;
      return network.motionCost + network.controlCost + network.terminalCost;
    };
    const begin = options.warm?.slice() ?? new Float64Array(size);
    const { x, value, ...rest } = minimizeWithin(objective, begin, bounds, plan);
    network.load(plan.initial, x);
    network.forward();
    network.adjoint();
    return Object.freeze({ ...rest, cost: value, controls: x, states: network.states(), residual: network.residual });
  });
}
