/** What the least cost obeys: horizons, vanishing discount, dynamic programming, the Hamilton–Jacobi–Bellman equation. */
import { valueFunction } from "../../control/hjb.ts";
import type { ControlSpec } from "../../control/parameters.ts";
import { planControl } from "../../control/problem.ts";
import { recurrence } from "../../control/settle.ts";
import { type ControlSolution, solvePlan } from "../../control/solve.ts";
import { exp } from "../../numeric/elementary.ts";
import type { StudyMeans } from "./means.ts";
import type { FinalValues, GridValues, Horizons, Programmed } from "./measured.ts";
import { optimalityOf } from "./optimality.ts";

/** A problem that is solved up to several horizons. */
export interface HorizonsSpec {
  readonly control: ControlSpec;
  /** Horizons, ascending; the last stands for an infinite one. */
  readonly horizons: readonly number[];
}

export async function measureHorizons(
  { control, horizons }: HorizonsSpec,
  { backend, pause }: StudyMeans,
): Promise<Horizons> {
  const solutions: ControlSolution[] = [];
  for (const horizon of horizons) {
    // differences of costs in steps of one length
    const plan = planControl({ ...control, horizon, presentation: horizon, extrapolate: false });
    const warm = solutions[solutions.length - 1]?.controls;
    solutions.push(await solvePlan(plan, { backend, ...(warm && { warm: extended(warm, plan) }) }, pause));
  }
  return {
    ...optimalityOf(solutions),
    discount: solutions[0].plan.discount,
    costs: solutions.map(({ gridCost }, k) => [horizons[k], gridCost]),
  };
}

/** Controls of a shorter horizon, followed by 0 up to the longer one. */
function extended(controls: Float64Array, { nSteps, initial }: { nSteps: number; initial: readonly number[] }) {
  const out = new Float64Array(nSteps * initial.length ** 2);
  out.set(controls.subarray(0, out.length));
  return out;
}

/** A problem that is solved at several discount rates. */
export interface FinalValuesSpec {
  readonly control: Omit<ControlSpec, "discount">;
  /** Values of λ, from the largest to the smallest. */
  readonly discounts: readonly number[];
}

export async function measureFinalValues(
  { control, discounts }: FinalValuesSpec,
  { backend, pause }: StudyMeans,
): Promise<FinalValues> {
  const solutions: ControlSolution[] = [];
  const values = [];
  for (const discount of discounts) {
    const plan = planControl({ ...control, discount });
    const before = solutions[solutions.length - 1]?.controls;
    const solution = await solvePlan(plan, { backend, ...(before && { warm: extended(before, plan) }) }, pause);
    solutions.push(solution);
    const cost = plan.extrapolate ? solution.cost : solution.gridCost;
    values.push({
      discount,
      value: discount * (cost ?? solution.gridCost),
      ...lastRunningCost(solution),
      isConverged: solution.status === "converged" && cost !== null,
    });
  }
  return { ...optimalityOf(solutions), values };
}

/** The running cost ℓ at instant n of a solution. */
function runningCostOf({ plan, states, controls }: ControlSolution): (n: number) => number {
  const { step, motionWeight, controlWeight } = plan;
  const N = plan.initial.length;
  return (n) => {
    let [motion, effort] = [0, 0];
    for (let i = 0; i < N; i++) motion += ((states[(n + 1) * N + i] - states[n * N + i]) / step) ** 2;
    for (let k = n * N * N; k < (n + 1) * N * N; k++) effort += controls[k] ** 2;
    return motionWeight * motion + controlWeight * effort;
  };
}

/** ℓ at the end of the presentation: the mean over the last period of a cycle, the value where it rests. */
function lastRunningCost(solution: ControlSolution): { last: number; period: number | null } {
  const { plan, states } = solution;
  const { step, presentation, nSteps } = plan;
  const N = plan.initial.length;
  const at = Math.min(nSteps - 1, Math.round(presentation / step));
  const runningCost = runningCostOf(solution);
  const period = recurrence(states.subarray(Math.floor(at / 4) * N, (at + 1) * N), N, step);
  if (period === null) return { last: runningCost(at), period };
  const count = Math.floor(period / step);
  const sum = Array.from({ length: count }, (_, k) => runningCost(at - k)).reduce((a, b) => a + b, 0);
  const rest = period / step - count;
  return { last: (sum + rest * runningCost(at - count)) / (count + rest), period };
}

/** A problem, and where its path is cut to test dynamic programming. */
export interface ProgrammingSpec {
  readonly control: ControlSpec;
  /** Parts of the horizon after which the rest is solved anew. */
  readonly parts: readonly number[];
}

/** Compares v(x) with ∫₀^τ ℓ e^{−λt} dt + e^{−λτ} v(x(τ)), whose second part has a search of its own. */
export async function measureProgramming(
  { control, parts }: ProgrammingSpec,
  { backend, pause }: StudyMeans,
): Promise<Programmed> {
  // an identity of the problem in steps of length h
  const plan = planControl({ ...control, extrapolate: false });
  const whole = await solvePlan(plan, { backend }, pause);
  const { states, gridCost: cost } = whole;
  const N = plan.initial.length;
  const { step, discount } = plan;
  const runningCost = runningCostOf(whole);
  const solutions = [whole];
  const splits = [];
  for (const part of parts) {
    const at = Math.round(part * plan.nSteps);
    let first = 0;
    for (let n = 0; n < at; n++) first += step * runningCost(n) * exp(-discount * step * n);
    const nSteps = plan.nSteps - at;
    const rest = { ...plan, initial: Array.from(states.subarray(at * N, (at + 1) * N)), nSteps };
    const later = await solvePlan({ ...rest, presentation: nSteps * step }, { backend }, pause);
    solutions.push(later);
    const sum = first + exp(-discount * step * at) * later.gridCost;
    splits.push({ time: at * step, difference: Math.abs(sum - cost) / cost });
  }
  return { ...optimalityOf(solutions), cost, splits };
}

/** A problem whose value on a grid is compared with searches from initial states. */
export interface GridValuesSpec {
  readonly control: Omit<ControlSpec, "initial">;
  readonly nodes: number;
  readonly initial: readonly (readonly number[])[];
}

/** Compares v on a grid with the least J of paths, extrapolated to steps of length 0. */
export async function measureGridValues(
  { control, nodes, initial }: GridValuesSpec,
  { backend, pause }: StudyMeans,
): Promise<GridValues> {
  const grid = await valueFunction(control, { nodes }, { backend });
  // every second node
  const coarse = await valueFunction(control, { nodes: (nodes + 1) / 2 }, { backend });
  const solutions: ControlSolution[] = [];
  const values = [];
  for (const state of initial) {
    const solution = await solvePlan(planControl({ ...control, initial: state }), { backend }, pause);
    solutions.push(solution);
    const { cost, costError } = solution;
    values.push({ initial: state, value: grid.valueAt(state), coarse: coarse.valueAt(state), cost, costError });
  }
  return { ...optimalityOf(solutions), nodes, isConverged: grid.status === "converged", values };
}
