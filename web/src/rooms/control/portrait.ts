/** The flow without control, light enough to follow a drag on the page: the library's own dynamics, for pictures. */
import { follow } from "../../../../src/control/page.ts";
import {
  type ContinuousNetwork,
  continuousNetwork,
  type Equilibrium,
  planeEquilibria,
  planeFieldOf,
  traceFrom,
  trappingBox,
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

/** Newton searches along each side of the box that holds all equilibria. */
const STARTS = 13;

/** Equilibria of two neurons. */
export function equilibriaOf(weights: Rows): readonly Equilibrium[] {
  const network = networkOf(weights);
  const { low, high } = trappingBox(network);
  const along = (i: number, k: number): number => low[i] + ((high[i] - low[i]) * k) / (STARTS - 1);
  const starts = Array.from({ length: STARTS ** 2 }, (_, n) =>
    Float64Array.of(along(0, n % STARTS), along(1, Math.floor(n / STARTS))),
  );
  return planeEquilibria(network, starts);
}

const PIECES = 6;

/** Short pieces of the flow of two neurons all over the plane, each [points × 2] in the direction of motion. */
export function streaks(weights: Rows, reach: number, count: number): number[][] {
  const field = planeFieldOf(networkOf(weights));
  const box = { x: [-reach, reach], y: [-reach, reach] } as const;
  const X = new Float64Array(2);
  const pieces: number[][] = [];
  for (let n = 0; n < count ** 2; n++) {
    const [x, y] = [n % count, Math.floor(n / count)].map((k) => reach * ((2 * k + 1) / count - 1));
    field(x, y, X);
    const speed = Math.hypot(X[0], X[1]);
    if (speed < 1e-3) continue;
    // long where it is fast, but never into the next; the plane is a square of side 1
    const length = (0.85 / count) * (speed / (speed + 0.8));
    pieces.push(traceFrom(field, box, [x, y], { length, step: length / PIECES, margin: 1 }).flat());
  }
  return pieces;
}
