/** The value function and the feedback of a controlled flow of one or two neurons: the global reference for the trajectory solvers. */
import { checkInteger, checkNumber } from "../check.ts";
import { activationOf } from "../dynamics/activation.ts";
import { vectorOf } from "../dynamics/network.ts";
import { checkBytes } from "../hopfield/memory.ts";
import { exp } from "../js/elementary.ts";
import { loadKernels } from "../load.ts";
import { pacer } from "../run/pace.ts";
import { boundsOf, type ControlPlan, type ControlSpec, planControl } from "./problem.ts";
import type { SolveOptions } from "./solve.ts";

export interface ValueGridSpec {
  /** The grid covers [−reach, reach] on each axis; default what no trajectory leaves, controls included. */
  readonly reach?: number;
  /** Nodes an axis; default 101. */
  readonly nodes?: number;
  /** h of the scheme; default 0.1, halved with twice as many nodes. */
  readonly step?: number;
  /** Largest change of a value at which the iteration ends; default 1e-9. */
  readonly tolerance?: number;
  /** Default 20 000. */
  readonly maxSweeps?: number;
}

export interface ValueFunction {
  readonly status: "converged" | "maxSweeps";
  readonly reach: number;
  readonly nodes: number;
  readonly step: number;
  /** v, f64[n^N], the first axis fastest. */
  readonly values: Float64Array;
  /** ξ at each node, f64[n^N × 4]: ξ_11, ξ_12, ξ_21, ξ_22. */
  readonly controls: Float64Array;
  /** Passes over the grid. */
  readonly sweeps: number;
  /** Largest change in the last pass. */
  readonly change: number;
  /** v at any state of the grid, by the scheme's cubic interpolation. */
  readonly valueAt: (state: readonly number[]) => number;
}

/** Passes that update values alone, between two that improve controls. */
const EVALUATIONS = 8;
/** Nodes between two looks at the clock. */
const PIECE = 4000;

/**
 * v(x) = min J from x, on a grid, by the Hamilton–Jacobi–Bellman equation of the flow (initial state and horizon of the spec are
 * ignored): a global minimum, to the error of the grid, which is of second order in h and nodes. Near paths that end in a saddle the value
 * is only Hölder continuous, and errors stay at one or two per cent.
 *
 * @throws TypeError or RangeError that names the entry, the rule and the value.
 */
export async function valueFunction(
  spec: Omit<ControlSpec, "initial">,
  grid: ValueGridSpec = {},
  options: Pick<SolveOptions, "signal" | "backend"> = {},
): Promise<ValueFunction> {
  const where = "valueFunction";
  const size = Math.max(1, Array.isArray(spec.weights) ? spec.weights.length : 1);
  const plan = planControl({ ...spec, initial: new Array<number>(size).fill(0) }, where);
  const N = checkInteger(`${where}: neurons`, plan.initial.length, 1, 2);
  if (plan.time !== "flow" || plan.symmetric || plan.discount === 0 || plan.controlWeight === 0) {
    throw new RangeError(
      `${where} is for flows with a discount and a control weight above 0, without symmetric control`,
    );
  }
  const nodes = checkInteger(`${where}: nodes`, grid.nodes ?? 101, 4, 4001);
  const step = checkNumber(`${where}: step`, grid.step ?? 10 / (nodes - 1), 0, true);
  const tolerance = checkNumber(`${where}: tolerance`, grid.tolerance ?? 1e-9, 0, true);
  const maxSweeps = checkInteger(`${where}: maxSweeps`, grid.maxSweeps ?? 20_000, 1);
  const reach = checkNumber(`${where}: reach`, grid.reach ?? reachOf(plan), 0, true);
  checkBytes(where, 48 * nodes ** N, `${nodes} nodes an axis`);
  const { kind, slope } = activationOf(plan.activation);
  const kernels = await loadKernels({ backend: options.backend ?? "wasm" });
  const field = kernels.hjbGrid({
    nNeurons: N,
    weights: Float64Array.from(plan.weights.flat()),
    bounds: boundsOf(plan),
    activation: { kind, slope },
    motion: plan.motionWeight,
    control: plan.controlWeight,
    step,
    halfDiscount: exp((-plan.discount * step) / 2),
    stepDiscount: exp(-plan.discount * step),
    reach,
    nodes,
  });
  const pause = pacer(options.signal);
  const total = nodes ** N;
  let sweeps = 0;
  let status: ValueFunction["status"] = "maxSweeps";
  while (sweeps < maxSweeps) {
    const isImprovement = sweeps % (EVALUATIONS + 1) === 0;
    for (let first = 0; first < total; first += PIECE) {
      field.sweep(first, Math.min(PIECE, total - first), sweeps % 2 === 1, isImprovement);
      await pause();
    }
    sweeps++;
    if (isImprovement && field.change <= tolerance) {
      status = "converged";
      break;
    }
  }
  return Object.freeze({
    status,
    reach,
    nodes,
    step,
    values: field.values(),
    controls: field.controls(),
    sweeps,
    change: field.change,
    valueAt(state: readonly number[]) {
      const [x, y = 0] = vectorOf("valueAt: state", state, N);
      if (Math.abs(x) > reach || Math.abs(y) > reach) {
        throw new RangeError(`valueAt: state must be within ±${reach}, got ${state.join(", ")}`);
      }
      return field.valueAt(x, y);
    },
  });
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
