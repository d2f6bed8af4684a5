/** Newton's method for a few equations in as many unknowns, and its solutions followed along a path; for theory, not for what is recorded. */
import { factorInPlace } from "./linear.ts";

/** Left sides of n equations in n unknowns, all 0 at a solution; not finite where they are not defined. */
export type Equations = (x: readonly number[]) => readonly number[];

const MOST_STEPS = 15;
const TOLERANCE = 1e-10;
/** As near to a solution as rounding allows where no step comes nearer. */
const ROUNDED = 1e-7;
/** A step changes an unknown by at most this part of itself, or of 1. */
const LONGEST = 0.5;
/** Of a step of Newton's method that is still tried. */
const SHORTEST = 1 / 50;
const DIFFERENCE = 1e-6;

/** A solution near `start`, by Newton's method with differences for derivatives and steps halved until they help; undefined without one. */
export function solveNear(equations: Equations, start: readonly number[]): readonly number[] | undefined {
  let x = [...start];
  let left = equations(x);
  for (let step = 0; step < MOST_STEPS; step++) {
    const size = largest(left);
    if (size < TOLERANCE) return x;
    const move = newtonStep(equations, x, left);
    const longest = Math.max(...move.map((change, k) => Math.abs(change) / (LONGEST * Math.max(1, Math.abs(x[k])))));
    let part = Math.min(1, 1 / longest);
    for (; part > SHORTEST; part /= 2) {
      const next = x.map((value, k) => value + part * move[k]);
      const found = equations(next);
      if (largest(found) < (1 - 0.01 * part) * size) {
        [x, left] = [next, found];
        break;
      }
    }
    if (!(part > SHORTEST)) return size < ROUNDED ? x : undefined;
  }
  return undefined;
}

function newtonStep(equations: Equations, x: readonly number[], left: readonly number[]): Float64Array {
  const n = x.length;
  const jacobian = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const by = DIFFERENCE * Math.max(1, Math.abs(x[k]));
    const moved = equations(x.map((value, i) => (i === k ? value + by : value)));
    for (let i = 0; i < n; i++) jacobian[i * n + k] = (moved[i] - left[i]) / by;
  }
  const step = Float64Array.from(left, (value) => -value);
  factorInPlace(jacobian, n).solve(step);
  return step;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => (Number.isNaN(value) ? Number.NaN : Math.max(most, Math.abs(value))), 0);
}

/**
 * Follows a solution from s = 0 to s = 1, in steps that are shortened where Newton's method fails and doubled where it does not, each from
 * where the last two solutions point.
 *
 * @param at  the equations at s.
 * @returns a solution at s = 1; undefined where none could be followed so far.
 */
export function followSolution(at: (s: number) => Equations, start: readonly number[]): readonly number[] | undefined {
  let x = start;
  let direction = start.map(() => 0);
  for (let s = 0, step = 1; s < 1; ) {
    const next = Math.min(1, s + step);
    const found = solveNear(
      at(next),
      x.map((value, k) => value + (next - s) * direction[k]),
    );
    if (found) {
      direction = found.map((value, k) => (value - x[k]) / (next - s));
      [x, s, step] = [found, next, 2 * step];
    } else step /= 4;
    if (step < 1e-3) return undefined;
  }
  return x;
}
