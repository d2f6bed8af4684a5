/** Forward–backward sweeps for large networks: a fixed point of Pontryagin's conditions, N numbers an instant. */

import type { ControlSweep } from "../backend/contract/control.ts";
import { withKernels } from "../backend/load.ts";
import { dot } from "../dynamics/lyapunov.ts";
import { checkBytes } from "../hopfield/memory.ts";
import { pacer } from "../run/pace.ts";
import type { ControlSpec } from "./parameters.ts";
import { boundsOf, type ControlPlan, controlledProblem, controlPlan, discountingOf } from "./problem.ts";
import { rowControl } from "./row-control.ts";
import type { SearchStatus, SolveOptions } from "./solve.ts";

export interface SweepSolution {
  readonly plan: ControlPlan;
  readonly status: SearchStatus;
  readonly cost: number;
  readonly motionCost: number;
  readonly controlCost: number;
  /** Upper bound on max |ξ − ξ_PMP|, the distance from the minimiser of the Hamiltonian. */
  readonly residual: number;
  readonly sweeps: number;
  /** Rows w that the controls follow from, f64[S × N]: ξ_ij = clip(−w_i g(u_j) / 2b, bound). */
  readonly rows: Float64Array;
  /** States u, f64[(S + 1) × N]. */
  readonly states: Float64Array;
  /** The control of an instant, f64[N × N]. */
  readonly controlAt: (instant: number) => Float64Array;
  /** Time spent in the kernels, in ms. */
  readonly solveMilliseconds: number;
}

export interface SweepOptions extends Omit<SolveOptions, "warm"> {
  /** Rows w to begin with instead of 0, f64[S × N]. */
  readonly rows?: Float64Array;
}

/** Steps remembered by the acceleration. */
const MEMORY = 8;
/** Residuals this much larger than the best one end a run of accelerated steps. */
const WORSE = 10;
const LEAST_MIXING = 1 / 64;
/** Continuation: λ falls by this factor from one problem to the next. */
const RATIO = 0.6;
const MOST_PROBLEMS = 8;
/** Work between two looks at the clock, in synapses. */
const PIECE = 4e6;

/**
 * The control that satisfies Pontryagin's conditions, by forward–backward sweeps with the exact minimiser of every row, under Anderson's
 * acceleration (1965). O(N) memory an instant and O(N²) work, for hundreds to thousands of neurons; for few neurons the structured
 * Newton method is faster and surer. Where sweeps do not converge, a larger λ is solved first and lowered step by step.
 *
 * `maxIterations` of the spec counts sweeps; starts, symmetric control and terminal cost are not of this method.
 *
 * @throws TypeError or RangeError that names the entry of the spec, the rule and the value.
 */
export async function sweepControl(spec: ControlSpec, options: SweepOptions = {}): Promise<SweepSolution> {
  const plan = controlPlan("sweepControl", spec);
  if (plan.symmetric || plan.terminal !== "none" || plan.controlWeight === 0) {
    throw new RangeError(
      "sweepControl: symmetric control, a terminal cost and a control weight of 0 are not of sweeps",
    );
  }
  return withKernels(options.backend ?? "wasm", async (kernels) => {
    const problem = controlledProblem(plan, false, options.weights);
    const { nNeurons: N, nSteps: S } = problem;
    const own = boundsOf(plan);
    const isUniform = own.every((bound) => bound === own[0]);
    checkBytes("sweepControl", kernels.sweepBytes(N, S, isUniform), `${S} instants of ${N} neurons`);
    const sweep = kernels.controlSweep({ ...problem, bounds: isUniform ? own[0] : own, initial: plan.initial });
    const pause = pacer(options.signal);
    const piece = Math.max(1, Math.floor(PIECE / (N * N)));
    let milliseconds = 0;
    let sweeps = 0;
    /** Writes the rows w of the Hamiltonian's minimiser along the trajectory of `w` into `found`. */
    const image = async (w: Float64Array, found: Float64Array): Promise<void> => {
      for (let n = 0; n < 2 * S; n += piece) {
        const began = performance.now();
        if (n < S) sweep.forward(w, n, Math.min(S, n + piece));
        if (n + piece > S) {
          const last = Math.min(S, 2 * S - n);
          sweep.backward(found, Math.max(0, 2 * S - n - piece), last);
        }
        milliseconds += performance.now() - began;
        await pause();
      }
      sweeps++;
      options.onProgress?.({ done: Math.min(sweeps, plan.maxIterations), total: plan.maxIterations, label: "sweeps" });
    };
    const w = options.rows?.slice() ?? new Float64Array(S * N);
    const end = await follow(sweep, image, w, plan);
    const { motionCost, controlCost } = sweep;
    const states = sweep.states();
    const controlOf = rowControl(plan);
    return Object.freeze({
      plan,
      status: end,
      cost: motionCost + controlCost,
      motionCost,
      controlCost,
      residual: sweep.residual,
      sweeps,
      rows: w,
      states,
      controlAt(instant: number) {
        const [first, end] = [instant * N, (instant + 1) * N];
        return controlOf(w.subarray(first, end), states.subarray(first, end));
      },
      solveMilliseconds: milliseconds,
    });
  });
}

type Image = (w: Float64Array, found: Float64Array) => Promise<void>;

/** Straight to λ, or else by way of larger ones. */
async function follow(sweep: ControlSweep, image: Image, w: Float64Array, plan: ControlPlan): Promise<SearchStatus> {
  const begin = w.slice();
  const status = await accelerate(sweep, image, w, plan.tolerance, plan.maxIterations);
  if (status === "converged" || plan.discount === 0) return status;
  w.set(begin);
  for (let k = MOST_PROBLEMS; k >= 0; k--) {
    const discount = plan.discount * RATIO ** -k;
    const { stepDiscount, discounts, motion } = discountingOf({ ...plan, discount });
    sweep.setDiscount(stepDiscount, discounts, motion);
    const tolerance = k === 0 ? plan.tolerance : Math.max(plan.tolerance, 1e-3);
    const found = await accelerate(sweep, image, w, tolerance, plan.maxIterations);
    if (k === 0) return found;
  }
  return status;
}

/** Anderson's acceleration of w ← image of w; `w` ends at the best found, its trajectory last in the kernel. */
async function accelerate(
  sweep: ControlSweep,
  image: Image,
  w: Float64Array,
  tolerance: number,
  mostSweeps: number,
): Promise<SearchStatus> {
  const n = w.length;
  const found = new Float64Array(n);
  const f = new Float64Array(n);
  const best = w.slice();
  let bestResidual = Number.POSITIVE_INFINITY;
  let bestImage: Float64Array | undefined;
  let mixing = 1;
  let before: { x: Float64Array; f: Float64Array } | undefined;
  let steps: { dx: Float64Array; df: Float64Array }[] = [];
  for (let k = 0; k < mostSweeps; k++) {
    await image(w, found);
    const { residual } = sweep;
    if (residual <= tolerance) return "converged";
    if (!(residual <= WORSE * bestResidual)) {
      // back to the best, with shorter steps
      mixing /= 2;
      if (mixing < LEAST_MIXING || bestImage === undefined) break;
      for (let i = 0; i < n; i++) w[i] = best[i] + mixing * (bestImage[i] - best[i]);
      steps = [];
      before = undefined;
      continue;
    }
    if (residual < bestResidual) {
      bestResidual = residual;
      best.set(w);
      bestImage ??= new Float64Array(n);
      bestImage.set(found);
    }
    for (let i = 0; i < n; i++) f[i] = found[i] - w[i];
    if (before) {
      const { x, f: last } = before;
      if (steps.length === MEMORY) steps.shift();
      steps.push({ dx: w.map((to, i) => to - x[i]), df: f.map((to, i) => to - last[i]) });
    }
    before = { x: w.slice(), f: f.slice() };
    const weights = leastSquares(
      steps.map(({ df }) => df),
      f,
    );
    for (let i = 0; i < n; i++) w[i] += mixing * f[i];
    steps.forEach(({ dx, df }, s) => {
      const weight = weights[s];
      for (let i = 0; i < n; i++) w[i] -= weight * (dx[i] + mixing * df[i]);
    });
  }
  w.set(best);
  await image(w, found);
  return bestResidual <= tolerance ? "converged" : mixing < LEAST_MIXING ? "stalled" : "maxIterations";
}

/** Coefficients of the vectors whose sum is nearest to f: normal equations, a little regularized, by Cholesky's method. */
function leastSquares(vectors: readonly Float64Array[], f: Float64Array): Float64Array {
  const m = vectors.length;
  const a = new Float64Array(m * m);
  const y = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) a[i * m + j] = dot(vectors[i], vectors[j]);
    y[i] = dot(vectors[i], f);
  }
  for (let i = 0; i < m; i++) a[i * m + i] *= 1 + 1e-12;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * m + j];
      for (let k = 0; k < j; k++) sum -= a[i * m + k] * a[j * m + k];
      if (i === j) a[i * m + i] = sum > 0 ? Math.sqrt(sum) : Number.POSITIVE_INFINITY;
      else a[i * m + j] = sum / a[j * m + j];
    }
    for (let k = 0; k < i; k++) y[i] -= a[i * m + k] * y[k];
    y[i] /= a[i * m + i];
  }
  for (let i = m - 1; i >= 0; i--) {
    for (let k = i + 1; k < m; k++) y[i] -= a[k * m + i] * y[k];
    y[i] /= a[i * m + i];
  }
  return y;
}
