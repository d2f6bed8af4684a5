/** The controlled flow by the classical Runge–Kutta method with its exact adjoint: what Euler's form is checked against. */
import { activationOf } from "../dynamics/activation.ts";
import { exp } from "../numeric/elementary.ts";
import type { ControlSpec } from "./parameters.ts";
import { boundsOf, controlPlan } from "./problem.ts";
import { minimizeWithin, type Objective, type QuasiNewtonEnd } from "./quasi-newton.ts";

/** ½, ½, 1: how far along each stage lies, and what it weighs. */
const REACH = [0, 0.5, 0.5, 1] as const;
const WEIGHT = [1 / 6, 1 / 3, 1 / 3, 1 / 6] as const;

/**
 * J = ∫ (a|X|² + b|ξ|²) e^{−λt} dt as a function of controls constant over each step, and its gradient. State and cost are
 * integrated together; errors of J are O(h⁴) for given controls, and the minimum over such controls is O(h²) above that over all.
 */
export function rungeKuttaObjective(spec: ControlSpec): { objective: Objective; bounds: Float64Array } {
  const plan = controlPlan("rungeKuttaObjective", spec);
  const { step: h, nSteps: S, discount, motionWeight: a, controlWeight: b, symmetric } = plan;
  const { value: g, derivative } = activationOf(plan.activation);
  const N = plan.initial.length;
  const weights = Float64Array.from(plan.weights.flat());
  const own = boundsOf(plan);
  const points = new Float64Array(S * 4 * N); // where each stage is taken
  const slopes = new Float64Array(S * 4 * N); // X there
  const objective: Objective = (xi, gradient) => {
    let cost = 0;
    const u = Float64Array.from(plan.initial);
    for (let n = 0; n < S; n++) {
      let effort = 0;
      for (let k = n * N * N; k < (n + 1) * N * N; k++) effort += xi[k] * xi[k];
      for (let stage = 0; stage < 4; stage++) {
        const at = (4 * n + stage) * N;
        for (let i = 0; i < N; i++) points[at + i] = u[i] + (stage === 0 ? 0 : h * REACH[stage] * slopes[at - N + i]);
        let speed = 0;
        for (let i = 0; i < N; i++) {
          let sum = -points[at + i];
          for (let j = 0; j < N; j++) sum += (weights[i * N + j] + xi[(n * N + i) * N + j]) * g(points[at + j]);
          slopes[at + i] = sum;
          speed += sum * sum;
        }
        cost += h * WEIGHT[stage] * exp(-discount * h * (n + REACH[stage])) * (a * speed + b * effort);
      }
      for (let i = 0; i < N; i++) {
        for (let stage = 0; stage < 4; stage++) u[i] += h * WEIGHT[stage] * slopes[(4 * n + stage) * N + i];
      }
    }
    adjoint(xi, gradient);
    return cost;
  };
  const adjoint = (xi: Float64Array, gradient: Float64Array): void => {
    const p = new Float64Array(N); // ∂J/∂u at the end of the step
    const back = new Float64Array(N); // ∂J/∂(point of the stage)
    gradient.fill(0);
    for (let n = S - 1; n >= 0; n--) {
      const entry = p.slice();
      back.fill(0);
      for (let stage = 3; stage >= 0; stage--) {
        const at = (4 * n + stage) * N;
        const factor = h * WEIGHT[stage];
        const discounted = factor * exp(-discount * h * (n + REACH[stage]));
        const reach = stage === 3 ? 0 : h * REACH[stage + 1];
        // ∂J/∂X of the stage: through the sum of the step, the point of the stage after, and the cost
        const w = Float64Array.from(
          p,
          (own, i) => factor * own + reach * back[i] + 2 * a * discounted * slopes[at + i],
        );
        for (let j = 0; j < N; j++) {
          let sum = 0;
          for (let i = 0; i < N; i++) sum += w[i] * (weights[i * N + j] + xi[(n * N + i) * N + j]);
          back[j] = derivative(points[at + j]) * sum - w[j];
          entry[j] += back[j];
        }
        for (let i = 0; i < N; i++) {
          for (let j = 0; j < N; j++) {
            const k = (n * N + i) * N + j;
            gradient[k] += w[i] * g(points[at + j]) + 2 * b * discounted * xi[k];
          }
        }
      }
      p.set(entry);
    }
    for (let k = 0; k < gradient.length; k++) if (own[k % (N * N)] === 0) gradient[k] = 0;
    if (!symmetric) return;
    for (let n = 0; n < S; n++) {
      for (let i = 0; i < N; i++) {
        for (let j = 0; j < i; j++) {
          const [k, mirror] = [(n * N + i) * N + j, (n * N + j) * N + i];
          gradient[k] = gradient[mirror] = 0.5 * (gradient[k] + gradient[mirror]);
        }
      }
    }
  };
  return { objective, bounds: Float64Array.from({ length: S * N * N }, (_, at) => own[at % (N * N)]) };
}

/** The minimum of `rungeKuttaObjective` from given controls, 0 by default. */
export function solveRungeKutta(
  spec: ControlSpec,
  begin?: Float64Array,
  limits = { tolerance: 1e-8, maxIterations: 2000 },
): QuasiNewtonEnd {
  const { objective, bounds } = rungeKuttaObjective(spec);
  return minimizeWithin(objective, begin?.slice() ?? new Float64Array(bounds.length), bounds, limits);
}
