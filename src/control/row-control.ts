/** Controls that the N numbers w of an instant or a node stand for. */
import { activationOf } from "../dynamics/activation.ts";
import { boundsOf, type ControlPlan } from "./problem.ts";

/**
 * A function that gives ξ_ij = clip(−w_i g(u_j) / 2b), f64[N × N], of the rows w and the state u.
 */
export function rowControl(plan: ControlPlan): (w: ArrayLike<number>, state: ArrayLike<number>) => Float64Array {
  const { controlWeight, initial } = plan;
  const N = initial.length;
  const bounds = boundsOf(plan);
  const { value } = activationOf(plan.activation);
  return (w, state) => {
    const g = Array.from(state, value);
    return Float64Array.from(bounds, (bound, at) => {
      const ideal = (-w[Math.floor(at / N)] * g[at % N]) / (2 * controlWeight);
      return Math.max(-bound, Math.min(bound, ideal));
    });
  };
}
