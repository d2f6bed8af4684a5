/** The value function and the feedback of a controlled flow of few neurons: the global reference for the trajectory solvers. */

import { HJB_PASS } from "../backend/contract/codes.ts";
import type { HjbGrid, HjbProblem } from "../backend/contract/control.ts";
import { loadKernels } from "../backend/load.ts";
import { squareOf, vectorOf } from "../check/arrays.ts";
import { checkInteger } from "../check/check.ts";
import type { ReadOf } from "../check/parameters.ts";
import { activationOf } from "../dynamics/activation.ts";
import { checkBytes } from "../hopfield/memory.ts";
import { exp } from "../numeric/elementary.ts";
import { type Pause, pacer } from "../run/pace.ts";
import { gridKind, type gridParameters, type ProblemSpec, type ValueGridSpec } from "./parameters.ts";
import { boundsOf, type ControlPlan, controlPlan } from "./problem.ts";
import { rowControl } from "./row-control.ts";
import type { SolveOptions } from "./solve.ts";

/** A `ValueGridSpec` with every default filled in. */
export type ValueGridPlan = Required<ValueGridSpec>;

export interface ValuePlan {
  /** Plan of the controlled flow; its initial state, horizon and search are not used. */
  readonly flow: ControlPlan;
  readonly grid: ValueGridPlan;
}

export interface ValueFunction {
  readonly status: "converged" | "maxSweeps";
  readonly nNeurons: number;
  readonly reach: number;
  readonly nodes: number;
  readonly step: number;
  /** Value v at each node, f64[n^N], the first axis fastest. */
  readonly values: Float64Array;
  /** How far v is off, estimated from a grid of half as many nodes for an error of second order, f64[n^N]; too little where v is not smooth. */
  readonly errors: Float64Array;
  /** Optimal control ξ at each node, f64[n^N × N × N]. */
  readonly controls: Float64Array;
  /** Passes over the grid that the iteration took. */
  readonly sweeps: number;
  /** Largest change in the last pass. */
  readonly change: number;
  /** Value v at any state within the grid, by the scheme's cubic interpolation. */
  readonly valueAt: (state: readonly number[]) => number;
  /** The largest of `errors` at the nodes around a state. */
  readonly errorAt: (state: readonly number[]) => number;
  /** The feedback ξ at any state of the grid, f64[N × N], linear between nodes, so that it is blurred where the best path changes. */
  readonly controlAt: (state: readonly number[]) => Float64Array;
}

const MOST_NEURONS = 3;
/** Larger networks are refused by their size alone. */
const MOST_LOOKED_AT = 1000;
const NODES = [401, 101, 41];
/** h times intervals: where errors of h and spacing are alike. */
const STEPS = [10, 10, 4];
/** Passes that update values alone, between two that improve controls. */
const EVALUATIONS = 8;
/** Nodes between two looks at the clock. */
const PIECE = 4000;
/** The first grid has about this many nodes an axis. */
const COARSEST = 16;
/** Axes turned round in a pass, a bit each, so that two passes on end are opposite. */
const DIRECTIONS = [0, 7, 1, 6, 2, 5, 4, 3];

/**
 * v(x) = min J from x, on a grid, by the Hamilton–Jacobi–Bellman equation of the flow (initial state and horizon of the spec are
 * ignored): a global minimum, to the error of the grid, which is of second order in h and spacing. Near paths that end in a saddle the
 * value is only Hölder continuous, and errors stay at one or two per cent. Grids of half the nodes are solved first: they are where
 * the iteration begins, and what errors are estimated from.
 *
 * @throws TypeError or RangeError that names the entry, the rule and the value.
 */
export async function valueFunction(
  spec: ProblemSpec,
  grid: ValueGridSpec = {},
  options: Pick<SolveOptions, "signal" | "backend" | "onProgress"> = {},
): Promise<ValueFunction> {
  return solveValue(planValue(spec, gridKind.check("valueFunction: grid", grid), "valueFunction"), options);
}

/** Validates a flow and its grid, and fills in their defaults. */
export function planValue(spec: ProblemSpec, grid: ReadOf<typeof gridParameters>, where: string): ValuePlan {
  const { size: nNeurons } = squareOf(`${where}: weights`, spec.weights, MOST_LOOKED_AT);
  const flow = controlPlan(where, { ...spec, initial: new Array<number>(nNeurons).fill(0) });
  const N = checkInteger(`${where}: neurons`, flow.initial.length, 1, MOST_NEURONS);
  if (flow.time !== "flow" || flow.symmetric || flow.discount === 0 || flow.controlWeight === 0) {
    throw new RangeError(
      `${where} is for flows with a discount and a control weight above 0, without symmetric control`,
    );
  }
  const { nodes = NODES[N - 1], tolerance, maxSweeps, reach = reachOf(flow) } = grid;
  const { step = STEPS[N - 1] / (nodes - 1) } = grid;
  return Object.freeze({ flow, grid: Object.freeze({ nodes, step, tolerance, maxSweeps, reach }) });
}

/** Computes the value function of a flow and grid that `planValue` has validated. */
export async function solveValue(
  { flow, grid }: ValuePlan,
  options: Pick<SolveOptions, "signal" | "backend" | "onProgress"> = {},
): Promise<ValueFunction> {
  const N = flow.initial.length;
  const { reach, nodes } = grid;
  const kernels = await loadKernels({ backend: options.backend ?? "wasm" });
  const sizes = sizesUpTo(nodes);
  const bytes = sizes.reduce((sum, size) => sum + kernels.hjbBytes(N, size), 0);
  checkBytes("value function", bytes, `${nodes} nodes on each of ${N} axes`);
  const pause = pacer(options.signal);
  const total = sizes.reduce((sum, size) => sum + size ** N, 0);
  let earlier = 0;
  let begun: Float64Array = new Float64Array(0);
  let end: { readonly field: HjbGrid; readonly sweeps: number; readonly status: ValueFunction["status"] } | undefined;
  for (const size of sizes) {
    const field = kernels.hjbGrid(gridProblem(flow, grid, size));
    if (end) {
      begun = await resampled(end.field, N, size, reach, pause);
      field.setValues(begun);
    }
    const ended = await iterate(field, size ** N, grid, pause, (part) => {
      options.onProgress?.({ done: earlier + part * size ** N, total, label: `${size} nodes an axis` });
    });
    end = { field, ...ended };
    earlier += size ** N;
  }
  const { field, status, sweeps } = end!;
  const values = field.values();
  // r²: how much larger the coarser grid's error is
  const ratio = ((nodes - 1) / (sizes[sizes.length - 2] - 1)) ** 2;
  const errors = values.map((value, k) => Math.abs(value - begun[k]) / (ratio - 1));
  const rows = field.rows();
  const controlOf = rowControl(flow);
  const check = (name: string, state: readonly number[]): readonly number[] => {
    const u = Array.from(vectorOf(`${name}: state`, state, N));
    if (u.every((x) => Math.abs(x) <= reach)) return u;
    throw new RangeError(`${name}: state must be within ±${reach}, got ${state.join(", ")}`);
  };
  return Object.freeze({
    status,
    nNeurons: N,
    reach,
    nodes,
    step: grid.step,
    values,
    errors,
    controls: await controlsOf(N, nodes, reach, rows, controlOf, pause),
    sweeps,
    change: field.change,
    valueAt: (state: readonly number[]) => field.valueAt(check("valueAt", state)),
    errorAt(state: readonly number[]) {
      const corners = cornersOf(check("errorAt", state), nodes, reach);
      return Math.max(...corners.map(({ at }) => errors[at]));
    },
    controlAt(state: readonly number[]) {
      const u = check("controlAt", state);
      const w = new Float64Array(N);
      for (const { at, weight } of cornersOf(u, nodes, reach)) {
        for (let i = 0; i < N; i++) w[i] += weight * rows[at * N + i];
      }
      return controlOf(w, u);
    },
  });
}

/** Nodes an axis of every grid, each about half the next; at least two. */
function sizesUpTo(nodes: number): number[] {
  const sizes = [nodes];
  do sizes.unshift(Math.max(4, (sizes[0] + 1) >> 1));
  while (sizes[0] > COARSEST);
  return sizes;
}

/** The problem on a grid of `size` nodes an axis, with h in proportion to the spacing. */
function gridProblem(flow: ControlPlan, { reach, step, nodes }: ValueGridPlan, size: number): HjbProblem {
  const { kind, slope } = activationOf(flow.activation);
  const h = (step * (nodes - 1)) / (size - 1);
  return {
    nNeurons: flow.initial.length,
    weights: Float64Array.from(flow.weights.flat()),
    bounds: boundsOf(flow),
    activation: { kind, slope },
    motion: flow.motionWeight,
    control: flow.controlWeight,
    step: h,
    halfDiscount: exp((-flow.discount * h) / 2),
    stepDiscount: exp(-flow.discount * h),
    reach,
    nodes: size,
  };
}

/** Modified policy iteration, axes turned round in all combinations; `onPart` is told the part that is done. */
async function iterate(
  field: HjbGrid,
  total: number,
  { tolerance, maxSweeps }: ValueGridPlan,
  pause: Pause,
  onPart: (part: number) => void,
): Promise<{ readonly sweeps: number; readonly status: ValueFunction["status"] }> {
  let largest = 0;
  for (let sweeps = 0; sweeps < maxSweeps; ) {
    const isImprovement = sweeps % (EVALUATIONS + 1) === 0;
    const pass = sweeps === 0 ? HJB_PASS.first : isImprovement ? HJB_PASS.controls : HJB_PASS.values;
    for (let first = 0; first < total; first += PIECE) {
      field.sweep(first, Math.min(PIECE, total - first), DIRECTIONS[sweeps % 8], pass);
      await pause();
    }
    sweeps++;
    if (!isImprovement) continue;
    const { change } = field;
    largest = Math.max(largest, change);
    if (change <= tolerance) return { sweeps, status: "converged" };
    onPart(Math.log(largest / change) / Math.log(largest / tolerance));
  }
  return { sweeps: maxSweeps, status: "maxSweeps" };
}

/** Calls `visit` with the number and the state of every node; the state is overwritten. */
async function eachNode(
  N: number,
  nodes: number,
  reach: number,
  pause: Pause,
  visit: (node: number, state: Float64Array) => void,
): Promise<void> {
  const state = new Float64Array(N);
  const spacing = (2 * reach) / (nodes - 1);
  for (let node = 0; node < nodes ** N; node++) {
    for (let d = 0, rest = node; d < N; d++, rest = Math.floor(rest / nodes)) {
      state[d] = -reach + (rest % nodes) * spacing;
    }
    visit(node, state);
    if (node % PIECE === 0) await pause();
  }
}

/** The values of a grid at the nodes of another. */
async function resampled(field: HjbGrid, N: number, nodes: number, reach: number, pause: Pause): Promise<Float64Array> {
  const values = new Float64Array(nodes ** N);
  await eachNode(N, nodes, reach, pause, (node, state) => {
    values[node] = field.valueAt(state);
  });
  return values;
}

async function controlsOf(
  N: number,
  nodes: number,
  reach: number,
  rows: Float64Array,
  controlOf: ReturnType<typeof rowControl>,
  pause: Pause,
): Promise<Float64Array> {
  const controls = new Float64Array(nodes ** N * N * N);
  await eachNode(N, nodes, reach, pause, (node, state) => {
    controls.set(controlOf(rows.subarray(node * N, (node + 1) * N), state), node * N * N);
  });
  return controls;
}

/** The nodes around a state, with the weight of each in a linear interpolation. */
function cornersOf(state: readonly number[], nodes: number, reach: number): { at: number; weight: number }[] {
  let corners = [{ at: 0, weight: 1 }];
  state.forEach((x, d) => {
    const t = ((x + reach) / (2 * reach)) * (nodes - 1);
    const low = Math.max(0, Math.min(nodes - 2, Math.floor(t)));
    const apart = nodes ** d;
    corners = corners.flatMap(({ at, weight }) => [
      { at: at + low * apart, weight: weight * (1 - (t - low)) },
      { at: at + (low + 1) * apart, weight: weight * (t - low) },
    ]);
  });
  return corners;
}

/** No trajectory from within leaves this box, whatever the control: |u_i| ≤ Σ_j (|A_ij| + bound_ij), since |g| ≤ 1. */
function reachOf(plan: ControlPlan): number {
  const bounds = boundsOf(plan);
  const N = plan.initial.length;
  const sums = plan.weights.map((row, i) =>
    row.reduce((sum, weight, j) => sum + Math.abs(weight) + bounds[i * N + j], 0),
  );
  return Math.max(0.5, ...sums) + 0.1;
}
