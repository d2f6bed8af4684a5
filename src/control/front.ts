/** One problem at several μ: minima that bound each other, so that a local one gives itself away. */
import { mapLimited } from "../run/executor.ts";
import type { ControlPlan } from "./problem.ts";
import type { ControlSolution } from "./solve.ts";

/** A point of the front: the control of least cost at one control weight μ. */
export interface FrontPoint {
  /** Control weight μ, in (0, 1). */
  readonly controlWeight: number;
  readonly solution: ControlSolution;
  /** ∫ |X|² e^{−λt} dt, without its weight; a terminal cost is part of it. */
  readonly motion: number;
  /** Effort of the control, ∫ |ξ|² e^{−λt} dt, without its weight. */
  readonly effort: number;
  /** Cost at the step of the search from its own starts, before other points of the front were tried. */
  readonly firstGridCost: number;
}

/** Solves a plan, from given controls or from its own starts. */
export type Solve = (plan: ControlPlan, warm?: Float64Array) => Promise<ControlSolution>;

/** Costs closer than this part are equal. */
const EQUAL = 1e-9;

/** A plan at another μ: weights 1 − μ and μ. */
export function atControlWeight(plan: ControlPlan, controlWeight: number): ControlPlan {
  return Object.freeze({ ...plan, controlWeight, motionWeight: 1 - controlWeight });
}

/**
 * How far a point lies above what the other points prove possible: their controls are allowed at its μ too, so that
 * J(μ) ≤ (1 − μ) M' + μ C' for the motion M' and effort C' of each. Above 0 the point is no global minimum. Where all are at
 * most 0, M rises and C falls with μ, and J is concave through all points.
 */
export function excessOf(point: FrontPoint, others: readonly FrontPoint[]): { excess: number; by: FrontPoint | null } {
  let excess = Number.NEGATIVE_INFINITY;
  let by: FrontPoint | null = null;
  for (const other of others) {
    if (other === point) continue;
    const bound = costAt(other, point.controlWeight);
    if (point.solution.gridCost - bound > excess) [excess, by] = [point.solution.gridCost - bound, other];
  }
  return { excess, by };
}

/** J at another μ of the controls of a point. */
function costAt({ motion, effort }: FrontPoint, controlWeight: number): number {
  return (1 - controlWeight) * motion + controlWeight * effort;
}

/**
 * The Pareto front of motion against effort: every μ from its own starts, then from the controls of its neighbors, downwards and
 * upwards, then from whatever point still proves it too high, until none does.
 *
 * @param plan            any μ; it is replaced.
 * @param controlWeights  μ in (0, 1), ascending.
 * @param lanes           how many searches may run at a time.
 */
export async function solveFront(
  plan: ControlPlan,
  controlWeights: readonly number[],
  solve: Solve,
  lanes = 1,
): Promise<readonly FrontPoint[]> {
  const points = await mapLimited(controlWeights, lanes, async (controlWeight) => {
    const solution = await solve(atControlWeight(plan, controlWeight));
    return pointOf(controlWeight, solution, solution.gridCost);
  });
  /** Solves a point from the controls of another; whether it became better. */
  const retry = async (at: number, from: FrontPoint): Promise<boolean> => {
    const { controlWeight, firstGridCost, solution: before } = points[at];
    const again = { ...atControlWeight(plan, controlWeight), starts: 1 };
    const solution = await solve(again, from.solution.controls);
    const isSettled = solution.status === "converged" && before.status !== "converged";
    const isLower = solution.gridCost < before.gridCost - EQUAL * Math.abs(before.gridCost);
    if (!isLower && !(isSettled && solution.gridCost <= before.gridCost + EQUAL * Math.abs(before.gridCost)))
      return false;
    points[at] = pointOf(controlWeight, solution, firstGridCost);
    return true;
  };
  for (let at = points.length - 2; at >= 0; at--) await retry(at, points[at + 1]);
  for (let at = 1; at < points.length; at++) await retry(at, points[at - 1]);
  for (let round = 0, isMended = true; isMended && round < points.length; round++) {
    isMended = false;
    for (const [at, point] of points.entries()) {
      const { excess, by } = excessOf(point, points);
      if (by !== null && excess > EQUAL * Math.abs(point.solution.gridCost))
        isMended = (await retry(at, by)) || isMended;
    }
  }
  return points;
}

function pointOf(controlWeight: number, solution: ControlSolution, firstGridCost: number): FrontPoint {
  const { motionCost, terminalCost, controlCost } = solution;
  return Object.freeze({
    controlWeight,
    solution,
    motion: (motionCost + terminalCost) / (1 - controlWeight),
    effort: controlCost / controlWeight,
    firstGridCost,
  });
}

/** Whether a search from other points' controls ended below the search from the point's own starts. */
export function isMended({ solution, firstGridCost }: FrontPoint): boolean {
  return solution.gridCost < firstGridCost - EQUAL * Math.abs(firstGridCost);
}

/** Whether what the others prove possible is lower, beyond rounding. */
export function isLocal(point: FrontPoint, others: readonly FrontPoint[]): boolean {
  return excessOf(point, others).excess > EQUAL * Math.abs(point.solution.gridCost);
}
