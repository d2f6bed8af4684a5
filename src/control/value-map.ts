/** A value function with what it is compared to: optimal paths from some states, and their cost. */
import { vectorOf } from "../check/arrays.ts";
import { show } from "../check/check.ts";
import { deepFreeze } from "../check/freeze.ts";
import { checkSpec, givenOf, readParameters } from "../check/parameters.ts";
import { planValue, solveValue, type ValueFunction, type ValuePlan } from "./hjb.ts";
import { problemParameters, type ValueMapSpec, valueParameters } from "./parameters.ts";
import type { ControlPlan } from "./problem.ts";
import { type SearchStatus, type SolveOptions, solvePlan } from "./solve.ts";

export interface ValueMapPlan extends ValuePlan {
  readonly states: readonly (readonly number[])[];
  readonly slices: readonly number[];
}

/** An optimal path by the structured Newton method, against the value where it begins. */
export interface ValuePath {
  readonly state: readonly number[];
  /** Value v at the state; `error` is its own estimate of how far it is off. */
  readonly value: number;
  readonly error: number;
  /** Cost J of the path, extrapolated to steps of length 0; null where that was not asked for, or a search did not converge. */
  readonly cost: number | null;
  /** How far J may be off for the length of the steps. */
  readonly costError: number | null;
  /** Cost of the path in steps of length h. */
  readonly gridCost: number;
  /** Difference v − J, of the value function from the cost of the path. */
  readonly difference: number | null;
  readonly status: SearchStatus;
  readonly residual: number;
  /** ξ at the start by the value function and by the path, f64[N × N]. */
  readonly feedback: Float64Array;
  readonly control: Float64Array;
  /** The path, f64[(S + 1) × N]. */
  readonly states: Float64Array;
}

export interface ValueMap {
  readonly plan: ValueMapPlan;
  readonly value: ValueFunction;
  readonly paths: readonly ValuePath[];
}

/** Distance from the origin at which paths begin by default, relative to the reach of the grid. */
const AROUND = 0.8;
const MOST_SLICES = 3;

/** Validates a spec and fills in its defaults. */
export function planValueMap(spec: ValueMapSpec): ValueMapPlan {
  return valueMapPlan("valueMap", spec);
}

/** The same for another function, which messages name. */
export function valueMapPlan(where: string, spec: ValueMapSpec): ValueMapPlan {
  checkSpec(where, spec, problemParameters, valueParameters);
  const { grid, states, slices } = readParameters(where, valueParameters, spec);
  const plan = planValue(givenOf(problemParameters, spec), grid, where);
  const N = plan.flow.initial.length;
  const { reach } = plan.grid;
  const begins = states?.map((state, k) => {
    const u = Array.from(vectorOf(`${where}: states[${k}]`, state, N));
    if (u.every((x) => Math.abs(x) <= reach)) return u;
    throw new RangeError(`${where}: states[${k}] must be within the grid, ±${reach}, got ${u.join(", ")}`);
  });
  if (slices !== undefined && (N !== 3 || slices.length > MOST_SLICES)) {
    throw new RangeError(
      `${where}: slices are up to ${MOST_SLICES} values of u₃ of three neurons, got ${show(slices)}`,
    );
  }
  const planes = N === 3 ? (slices ?? [-reach / 2, 0, reach / 2]) : [];
  planes.forEach((u, k) => {
    if (Math.abs(u) > reach) {
      throw new RangeError(`${where}: slices[${k}] must be within the grid, ±${reach}, got ${u}`);
    }
  });
  return deepFreeze({ ...plan, states: begins ?? around(N, AROUND * reach), slices: [...planes] });
}

/** Two, eight or eight states about the origin, off the axes and diagonals where paths end in saddles. */
function around(N: number, radius: number): number[][] {
  if (N === 1) return [[-radius], [radius]];
  if (N === 2) {
    const turn = 2 * Math.PI;
    return Array.from({ length: 8 }, (_, k) => [
      radius * Math.cos((turn * (k + 0.35)) / 8),
      radius * Math.sin((turn * (k + 0.35)) / 8),
    ]);
  }
  return Array.from({ length: 8 }, (_, k) =>
    [0.9, 0.7, 0.5].map((part, d) => (((k >> d) & 1) === 1 ? part : -part) * radius),
  );
}

/**
 * The value function of a flow of one to three neurons, and from some states the optimal path with its cost J, extrapolated to h → 0:
 * v against J is a check of both, since nothing but the problem is common to them.
 *
 * @throws TypeError or RangeError that names the entry, the rule and the value.
 */
export async function valueMap(
  spec: ValueMapSpec,
  options: Pick<SolveOptions, "signal" | "backend" | "onProgress"> = {},
): Promise<ValueMap> {
  return solveValueMap(planValueMap(spec), options);
}

/** Computes the value function and the optimal paths of a plan that `planValueMap` has validated. */
export async function solveValueMap(
  plan: ValueMapPlan,
  { onProgress, ...options }: Pick<SolveOptions, "signal" | "backend" | "onProgress"> = {},
): Promise<ValueMap> {
  const value = await solveValue(plan, { ...options, ...(onProgress && { onProgress }) });
  const paths: ValuePath[] = [];
  for (const state of plan.states) {
    paths.push(await pathFrom(plan.flow, state, value, options));
    onProgress?.({ done: paths.length, total: plan.states.length, label: "optimal paths" });
  }
  return Object.freeze({ plan, value, paths });
}

async function pathFrom(
  flow: ControlPlan,
  state: readonly number[],
  value: ValueFunction,
  options: Pick<SolveOptions, "signal" | "backend">,
): Promise<ValuePath> {
  const solution = await solvePlan({ ...flow, initial: state }, options);
  const { cost, costError, gridCost, status, controls, states } = solution;
  const v = value.valueAt(state);
  return {
    state,
    value: v,
    error: value.errorAt(state),
    cost,
    costError,
    gridCost,
    difference: cost === null ? null : v - cost,
    status,
    residual: solution.residual!,
    feedback: value.controlAt(state),
    control: controls.slice(0, state.length ** 2),
    states,
  };
}

/** `errors` relative to v, or where v is small to a hundredth of its largest value. */
export function relativeErrors({ values, errors }: Pick<ValueFunction, "values" | "errors">): Float64Array {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return errors.map((error, k) => error / Math.max(values[k], 0.01 * largest));
}
