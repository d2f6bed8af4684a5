/** What a controlled network does when it is left alone: for figures. */
import { type ContinuousNetwork, continuousNetwork } from "../dynamics/network.ts";
import { pacer } from "../run/pace.ts";
import { equilibriaOf } from "./outcome.ts";
import type { ControlPlan } from "./problem.ts";
import { follow } from "./settle.ts";

export function networkOf(plan: ControlPlan): ContinuousNetwork {
  return continuousNetwork({ weights: plan.weights, activation: plan.activation });
}

/** The path from the initial state without control over the horizon, f64[points × N]. */
export function freePath(plan: ControlPlan): Float64Array {
  return follow(networkOf(plan), plan.time, plan.initial, plan.nSteps * plan.step);
}

/** Equilibria of the network without control, weights A, by their type. */
export function equilibriaFor(plan: ControlPlan) {
  return equilibriaOf(networkOf(plan), plan.time, [], pacer());
}
