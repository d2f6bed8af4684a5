/**
 * Optimal control by the structured Newton method, from several starts, with proof of how near to optimal it is, and the cost of the flow
 * extrapolated to steps of length 0.
 */
import { NEWTON } from "../backend/contract/codes.ts";
import type { ControlledNetwork } from "../backend/contract/control.ts";
import type { BackendName, Kernels } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { checkBytes } from "../hopfield/memory.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { Stream } from "../numeric/philox.ts";
import { keyOf } from "../numeric/seed.ts";
import type { Pause } from "../run/pace.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import type { ControlSpec } from "./parameters.ts";
import { boundsOf, type ControlPlan, controlledProblem, controlPlan } from "./problem.ts";
import { richardson, richardsonError } from "./richardson.ts";

/** How a search ended. "stalled": no step descends any more, or rounding hides whether it does, above the tolerance. */
export type SearchStatus = "converged" | "maxIterations" | "stalled";

/** How one search of a multi-start ended. */
export interface SearchEnd {
  readonly status: SearchStatus;
  /** Cost J at the step of the problem. */
  readonly cost: number;
  readonly residual: number;
  readonly iterations: number;
}

/** A controlled trajectory, with how near to optimal it is. */
export interface ControlSolution {
  readonly plan: ControlPlan;
  readonly status: SearchStatus;
  /** Advice about a search that did not converge; empty otherwise. */
  readonly message: string;
  /**
   * Cost J of the problem up to its horizon: of a flow in continuous time, extrapolated to steps of length 0; of the map `gridCost`. Null
   * where the flow was not extrapolated, or a search did not converge.
   */
  readonly cost: number | null;
  /** How far `cost` may be off for the length of the steps: the difference of its last two extrapolations. Of the map 0. */
  readonly costError: number | null;
  /** Least cost of the problem in steps of length h: motionCost + controlCost + terminalCost. */
  readonly gridCost: number;
  /** Least costs in steps of length h, and where J was extrapolated h/2 and h/4. */
  readonly gridCosts: readonly number[];
  /** Cost of motion, Σ D h a |X|²: D the discount, h the step and a the weight of a step. */
  readonly motionCost: number;
  /** Cost of control, Σ D h b |ξ|², with the weight b of a step. */
  readonly controlCost: number;
  readonly terminalCost: number;
  /**
   * What going on without control costs beyond the horizon, terminal cost apart: the minimum over all time lies between the minimum up
   * to the horizon and that plus this. Over 200 horizons at most, so that it is too small where λ times all of these is less than 1. Null
   * without discount, where there is no time beyond.
   */
  readonly tailCost: number | null;
  /** max |ξ − ξ_PMP|, distance from the minimiser of the Hamiltonian; null where the control costs nothing. */
  readonly residual: number | null;
  /** Norm of the projected gradient ∂J/∂ξ. */
  readonly optimality: number;
  /** Times of the states, f64[S + 1]. */
  readonly times: Float64Array;
  /** States u, f64[(S + 1) × N]. */
  readonly states: Float64Array;
  /** Controls ξ of all steps, f64[S × N × N]. */
  readonly controls: Float64Array;
  /** Costates p of current value, f64[(S + 1) × N]. */
  readonly costates: Float64Array;
  /** Newton steps of the best search. */
  readonly iterations: number;
  /** Adjoint passes of the best search. */
  readonly gradients: number;
  /** Status, cost, residual and iterations of every search. */
  readonly searches: readonly SearchEnd[];
  /** Time in the solver, all searches together. */
  readonly solveMilliseconds: number;
}

export interface SolveOptions extends RunOptions {
  readonly backend?: BackendName;
  /** Weights in the place of A; bounds stay those of the spec. */
  readonly weights?: Float64Array;
  /** Controls to begin with instead of 0, f64[S × N × N]. */
  readonly warm?: Float64Array;
}

/**
 * The control that minimises J in steps of length h, by the structured Newton method from one or several starts; where the best of them did not converge,
 * from one more that solves for a short horizon first and lets it grow. J of a flow is extrapolated to h → 0, with searches at h/2 and h/4
 * that begin at that control, unless the spec says `extrapolate: false`.
 *
 * A local method: where λ is small and the free network wanders, several starts find several minima. The result says how far from
 * optimal it is, and when a search did not converge.
 *
 * @throws TypeError or RangeError that names the entry of the spec, the rule and the value.
 */
export async function solveControl(spec: ControlSpec, options: SolveOptions = {}): Promise<ControlSolution> {
  return solvePlan(controlPlan("solveControl", spec), options);
}

/** Solves a plan that `planControl` has validated; `pause` is awaited every few ms. */
export async function solvePlan(
  plan: ControlPlan,
  options: SolveOptions = {},
  pause: Pause = pacer(options.signal),
): Promise<ControlSolution> {
  const solution = await searchPlan(plan, options, pause);
  return plan.extrapolate ? extrapolated(solution, options, pause) : solution;
}

/** Solves a plan in steps of length h alone. */
export function searchPlan(
  plan: ControlPlan,
  options: SolveOptions = {},
  pause: Pause = pacer(options.signal),
): Promise<ControlSolution> {
  return withKernels(options.backend ?? "wasm", (kernels) => solveWith(kernels, plan, options, pause));
}

/** Into how many parts each step is divided for the extrapolation, besides 1. */
const PARTS = [2, 4];
/** Costs are off by the square of a residual: searches that only tell costs need no more than this. */
const REFINED_TOLERANCE = 1e-6;

/** The solution of a flow with its cost for steps of length 0, from searches in shorter steps that begin at its control. */
export async function extrapolated(
  solution: ControlSolution,
  options: SolveOptions = {},
  pause: Pause = pacer(options.signal),
): Promise<ControlSolution> {
  const { plan, status, gridCost } = solution;
  if (plan.time === "map" || status !== "converged") return solution;
  const { onProgress: _, warm: __, ...rest } = options;
  const gridCosts = [gridCost];
  let { controls } = solution;
  let milliseconds = solution.solveMilliseconds;
  for (const parts of PARTS) {
    const own = refined(plan, parts);
    const found = await searchPlan(own, { ...rest, warm: halved(controls, plan.initial.length ** 2) }, pause);
    milliseconds += found.solveMilliseconds;
    if (found.status !== "converged") {
      const message = `J was not extrapolated: in steps of ${own.step} ${found.message}`;
      return Object.freeze({ ...solution, message, gridCosts, solveMilliseconds: milliseconds });
    }
    gridCosts.push(found.gridCost);
    controls = found.controls;
  }
  const [coarse, middle, fine] = gridCosts;
  return Object.freeze({
    ...solution,
    cost: richardson(coarse, middle, fine),
    costError: richardsonError(coarse, middle, fine),
    gridCosts,
    solveMilliseconds: milliseconds,
  });
}

/** The plan in shorter steps, as exact as its cost needs. */
function refined(plan: ControlPlan, parts: number): ControlPlan {
  const tolerance = Math.max(plan.tolerance, REFINED_TOLERANCE);
  const [step, nSteps] = [plan.step / parts, plan.nSteps * parts];
  return { ...plan, step, nSteps, starts: 1, tolerance, extrapolate: false };
}

/** Controls for steps of half the length. */
function halved(controls: Float64Array, width: number): Float64Array {
  const out = new Float64Array(2 * controls.length);
  for (let at = 0; at < controls.length; at += width) {
    const own = controls.subarray(at, at + width);
    out.set(own, 2 * at);
    out.set(own, 2 * at + width);
  }
  return out;
}

/** A growing search begins where e^{−λt} is this, or with this few instants, and grows by this factor. */
const GROWN_FROM = 0.05;
const LEAST_GROWN = 20;
const GROWTH = 1.25;

/** Work between two looks at the clock, in units of N³ + 60 N² + 600 for an instant. */
const PIECE = 2e6;

async function solveWith(
  kernels: Kernels,
  plan: ControlPlan,
  options: SolveOptions,
  pause: Pause,
): Promise<ControlSolution> {
  const { onProgress, weights, warm } = options;
  const problem = controlledProblem(plan, true, weights);
  const { nNeurons: N, nSteps, step } = problem;
  const bytes = kernels.controlledBytes(N, nSteps, true);
  if (plan.extrapolate && plan.time === "flow") {
    const parts = PARTS[PARTS.length - 1];
    const what = `${parts * nSteps} instants of ${N} neurons, a quarter of them without extrapolation,`;
    checkBytes("control", parts * bytes, what);
  } else checkBytes("control", bytes, `${nSteps} instants of ${N} neurons`);
  const network = kernels.controlledNetwork(problem);
  const piece = Math.max(1, Math.floor(PIECE / (N ** 3 + 60 * N * N + 600)));
  const searches: SearchEnd[] = [];
  let best: ControlSolution | undefined;
  let milliseconds = 0;
  const search = async (): Promise<NEWTON> => {
    let status = NEWTON.running;
    network.newtonBegin(plan.tolerance, plan.maxIterations);
    while (status === NEWTON.running) {
      const began = performance.now();
      status = network.newtonRun(piece);
      milliseconds += performance.now() - began;
      await pause();
    }
    return status;
  };
  /** Solves for a short horizon, then for longer and longer ones from there. */
  const grow = async (): Promise<NEWTON> => {
    let steps = nSteps;
    while (steps > LEAST_GROWN && problem.discounts[steps] < GROWN_FROM) steps = Math.ceil(steps / GROWTH);
    for (;;) {
      network.shorten(steps);
      const status = await search();
      if (steps === nSteps) return status;
      steps = Math.min(nSteps, Math.ceil(steps * GROWTH));
    }
  };
  for (let start = 0; start <= plan.starts; start++) {
    const isLast = start === plan.starts;
    if (isLast && (plan.discount === 0 || best!.status === "converged")) break;
    network.load(plan.initial, start === 0 ? warm : isLast ? undefined : randomStart(plan, start));
    const status = isLast ? await grow() : await search();
    const found = { status: NEWTON[status] as SearchStatus, ...costsOf(network) };
    const { residual, iterations } = network;
    searches.push({ status: found.status, cost: found.gridCost, residual, iterations });
    if (best === undefined || isBetter(found, best)) {
      best = {
        plan,
        ...found,
        ...(plan.time === "map" ? { cost: found.gridCost, costError: 0 } : { cost: null, costError: null }),
        gridCosts: [found.gridCost],
        message: MESSAGES[found.status],
        tailCost: null,
        residual: plan.controlWeight > 0 ? network.residual : null,
        optimality: network.gradientNorm,
        times: Float64Array.from({ length: nSteps + 1 }, (_, n) => n * step),
        states: network.states(),
        controls: network.controls(),
        costates: network.costates(),
        iterations: network.iterations,
        gradients: network.gradients,
        searches: [],
        solveMilliseconds: 0,
      };
    }
    onProgress?.({ done: Math.min(start + 1, plan.starts), total: plan.starts, label: `search ${start + 1}` });
    await pause();
  }
  const tailCost =
    plan.discount > 0 ? tail(network, best!.states.subarray(nSteps * N), problem.discounts[nSteps]) : null;
  return Object.freeze({ ...best!, tailCost, searches, solveMilliseconds: milliseconds });
}

const MESSAGES: Readonly<Record<SearchStatus, string>> = {
  converged: "",
  maxIterations: "the search did not converge: more maxIterations, more starts or a larger discount may help",
  stalled: "the search stalled above its tolerance: more starts, a larger discount or a shorter horizon may help",
};

function costsOf({ motionCost, controlCost, terminalCost }: ControlledNetwork) {
  return { gridCost: motionCost + controlCost + terminalCost, motionCost, controlCost, terminalCost };
}

type Ended = Pick<ControlSolution, "status" | "gridCost">;

/** The lower cost; of equal ones the converged. */
function isBetter(a: Ended, b: Ended): boolean {
  const near = 1e-9 * Math.abs(b.gridCost) + 1e-13;
  if (Math.abs(a.gridCost - b.gridCost) <= near) return a.status === "converged" && b.status !== "converged";
  return a.gridCost < b.gridCost;
}

/** Cost of going on from a state for another horizon without control, and once more, as far as the discount lets it count. */
function tail(network: ControlledNetwork, from: Float64Array, discount: number): number {
  let cost = 0;
  let factor = discount;
  let state = from.slice();
  for (let turn = 0; turn < MOST_TURNS && factor > discount * 1e-8; turn++) {
    network.load(state);
    network.forward();
    cost += factor * network.motionCost;
    state = network
      .states()
      .subarray(network.nSteps * network.nNeurons)
      .slice();
    factor *= discount;
  }
  return cost;
}

const MOST_TURNS = 200;

/**
 * Random controls: for a flow the same throughout, since changes from instant to instant would average out; for the map anew at
 * each instant. Symmetric where control is.
 */
function randomStart(plan: ControlPlan, start: number): Float64Array {
  const bounds = boundsOf(plan);
  const N = plan.initial.length;
  const stream = new Stream();
  stream.open(DOMAIN.control, start, 0, keyOf(BigInt(plan.seed)));
  const controls = new Float64Array(plan.nSteps * N * N);
  for (let n = 0; n < plan.nSteps; n++) {
    for (let at = 0; at < N * N; at++) {
      const [i, j] = [Math.floor(at / N), at % N];
      const to = n * N * N + at;
      if (n > 0 && plan.time === "flow") controls[to] = controls[at];
      else if (plan.symmetric && j < i) controls[to] = controls[n * N * N + j * N + i];
      else controls[to] = bounds[at] * ((2 * stream.next()) / 2 ** 32 - 1);
    }
  }
  return controls;
}
