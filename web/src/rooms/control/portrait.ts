/** The flow without control, light enough to follow a drag on the page: the library's own dynamics, for pictures. */
import { follow } from "../../../../src/control/page.ts";
import {
  type ContinuousNetwork,
  continuousNetwork,
  type Equilibrium,
  type PlaneField,
  planeEquilibria,
  planeFieldOf,
} from "../../../../src/dynamics/page.ts";
import type { Rows } from "./rows.ts";

/** As `ControlSpec` has it where it says nothing of the activation. */
function networkOf(weights: Rows): ContinuousNetwork {
  return continuousNetwork({ weights, activation: { type: "tanh" } });
}

/** States from `start` on, a time of 0.02 apart, f64[points × N]. */
export function pathOf(weights: Rows, start: readonly number[], duration: number): Float64Array {
  return follow(networkOf(weights), "flow", start, duration);
}

/** Activities of each neuron that searches begin with. */
const ACTIVITIES = [-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1];

/** Equilibria of two neurons: where Newton's method leads from A V, as every equilibrium is, of activities V all over their square. */
export function equilibriaOf(weights: Rows): readonly Equilibrium[] {
  const starts = ACTIVITIES.flatMap((x) =>
    ACTIVITIES.map((y) => Float64Array.from(weights, ([from0, from1]) => from0 * x + from1 * y)),
  );
  return planeEquilibria(networkOf(weights), starts);
}

/** The flow of two neurons. */
export function fieldOf(weights: Rows): PlaneField {
  return planeFieldOf(networkOf(weights));
}
