import type { Integrator, IntegratorStatus } from "../backend/contract/flow.ts";
import type { BackendName } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber, show } from "../check/check.ts";
import { checkBytes } from "../hopfield/memory.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { FLOWS, type FlowName, fieldBytes, fieldOf, fieldWork, strideOfVectors } from "./field.ts";
import { type ContinuousNetwork, checkContinuous, vectorOf } from "./network.ts";
import { fixedSteps, type IntegrationMethod, TABLEAUS } from "./tableau.ts";

export type { FlowName } from "./field.ts";
export type { IntegrationMethod } from "./tableau.ts";

/** A crossing of the hyperplane normal·x = threshold, or of the threshold by one neuron. */
export interface CrossingSpec {
  /** The neuron that crosses, or the normal of the hyperplane. */
  readonly neuron?: number;
  readonly normal?: ArrayLike<number>;
  /** Default 0. */
  readonly threshold?: number;
  /** Default "both". */
  readonly direction?: "up" | "down" | "both";
  /** Stop at the crossing of this number; default 1. */
  readonly count?: number;
}

export interface IntegrateSpec {
  /** u (membrane flow) or V (gradient flow), one number a neuron. */
  readonly initial: ArrayLike<number>;
  /** In units of the membrane's time constant; negative: back in time. */
  readonly duration: number;
  /** Default "membrane". */
  readonly flow?: FlowName;
  /** Default "dop853", which needs the fewest evaluations from tolerances of 1e-5 on; "rk4" wants a `step`. */
  readonly method?: IntegrationMethod;
  /** Error of a step ≤ absolute + relative·|x|, root mean square over the neurons. Defaults 1e-6 and 1e-9. */
  readonly relativeTolerance?: number;
  readonly absoluteTolerance?: number;
  /** > 0: a fixed step. */
  readonly step?: number;
  readonly largestStep?: number;
  /** Times between 0 and duration, in order, whose states are wanted. */
  readonly times?: ArrayLike<number>;
  /** Ends the integration at a crossing; all of them up to there are in the result. */
  readonly crossing?: CrossingSpec;
  /** Ends the integration where max |ẋ_i| is at most this; default never. */
  readonly rest?: number;
  /** Tangent vectors carried along: ẏ = DX(x)·y. */
  readonly tangents?: readonly ArrayLike<number>[];
  /** Whether the tangents' error chooses the step as well; default false. */
  readonly controlTangents?: boolean;
  /** Default 10⁶. */
  readonly maxSteps?: number;
}

/** How an integration ended. */
export type IntegrateStatus = "completed" | "equilibrium" | "crossing" | "notFinite" | "stepTooSmall" | "maxSteps";

export interface Integrated {
  readonly status: IntegrateStatus;
  /** What the status means, and which setting would change it. */
  readonly message: string;
  /** f64[N]: where it ended, */
  readonly state: Float64Array;
  /** and when. */
  readonly time: number;
  /** f64[k × N] */
  readonly tangents: Float64Array;
  /** Those of the times asked for that were reached, */
  readonly times: Float64Array;
  /** and the states there, f64[times × N]. */
  readonly states: Float64Array;
  readonly crossings: readonly { readonly time: number; readonly state: Float64Array }[];
  readonly steps: number;
  readonly rejected: number;
  readonly evaluations: number;
}

const STATUS: readonly IntegrateStatus[] = [
  "maxSteps", // running: never seen outside
  "completed",
  "equilibrium",
  "crossing",
  "notFinite",
  "stepTooSmall",
  "maxSteps",
];

const MESSAGES: Readonly<Record<IntegrateStatus, string>> = {
  completed: "reached the end",
  equilibrium: "stopped where the field is at most `rest`",
  crossing: "stopped at the crossing asked for",
  notFinite: "the state or its derivative stopped being finite: it grows beyond all bounds, or left the range of g",
  stepTooSmall: "no step is small enough for the tolerances: make them larger",
  maxSteps: "made `maxSteps` steps: raise it, or the tolerances",
};

const KEYS = [
  ...["initial", "duration", "flow", "method", "relativeTolerance", "absoluteTolerance", "step", "largestStep"],
  ...["times", "crossing", "rest", "tangents", "controlTangents", "maxSteps"],
];

/** Longest kernel call aimed at, in ms, and rough guesses of the time of a product and of an activation. */
const CALL_MS = 8;
const PRODUCT_MS = 4e-7;
const NEURON_MS = 2e-5;

/**
 * Follows a network's flow from a state, with errors kept within tolerances.
 *
 * @throws TypeError or RangeError for wrong arguments; the signal's reason when aborted. What happens on the way is a status.
 */
export async function integrate(
  network: ContinuousNetwork,
  spec: IntegrateSpec,
  options: RunOptions & { readonly backend?: BackendName } = {},
): Promise<Integrated> {
  const plan = planIntegration("integrate", network, spec);
  const wanted = checkChoice("integrate: backend", options.backend ?? "wasm", ["wasm", "js"]);
  // a function of the caller's runs where it can be called
  const backend = plan.network.weights.kind === "function" ? "js" : wanted;
  const pause = pacer(options.signal);
  return withKernels(backend, async (kernels) => {
    const integrator = plan.begin(kernels);
    while (integrator.status === RUNNING) {
      integrator.advance(plan.evaluationsAtOnce, 2 ** 31 - 1);
      options.onProgress?.({
        done: Math.abs(integrator.time),
        total: Math.abs(plan.duration),
        label: "time integrated",
      });
      await pause();
    }
    return plan.result(integrator);
  });
}

const RUNNING: IntegratorStatus = 0;

/** A checked integration: for callers that drive the kernels themselves, many short runs in one memory. */
export interface IntegrationPlan {
  readonly network: ContinuousNetwork;
  readonly duration: number;
  /** Evaluations that take a few ms. */
  readonly evaluationsAtOnce: number;
  /** An integrator at the initial state, in the kernels' arena; kernels of "js" for weights that are a function. */
  begin(kernels: import("../backend/contract/kernels.ts").Kernels): Integrator;
  /** What an integrator that has ended found; copies. */
  result(integrator: Integrator): Integrated;
}

/** Checks an integration. */
export function planIntegration(where: string, given: ContinuousNetwork, spec: IntegrateSpec): IntegrationPlan {
  const network = checkContinuous(`${where}: network`, given);
  const { nNeurons } = network;
  checkKeys(`${where}: spec`, spec, KEYS);
  const flow = checkChoice(`${where}: flow`, spec.flow ?? "membrane", FLOWS);
  const initial = vectorOf(`${where}: initial`, spec.initial, nNeurons);
  if (flow === "gradient") checkRange(`${where}: initial`, initial, network.activation.range);
  const duration = checkNumber(`${where}: duration`, spec.duration);
  const method = checkChoice(`${where}: method`, spec.method ?? "dop853", ["rk4", "dopri5", "dop853"]);
  const optional = (name: "step" | "largestStep") =>
    spec[name] === undefined ? undefined : checkNumber(`${where}: ${name}`, spec[name], 0, true);
  const step = optional("step");
  if (method === "rk4" && step === undefined) {
    throw new TypeError(`${where}: step must be given for method "rk4", got none`);
  }
  const tableau = step === undefined ? TABLEAUS[method] : fixedSteps(TABLEAUS[method]);
  const relativeTolerance = checkNumber(`${where}: relativeTolerance`, spec.relativeTolerance ?? 1e-6, 0);
  const absoluteTolerance = checkNumber(`${where}: absoluteTolerance`, spec.absoluteTolerance ?? 1e-9, 0, true);
  const rest = spec.rest === undefined ? -1 : checkNumber(`${where}: rest`, spec.rest, 0);
  const maxSteps = checkInteger(`${where}: maxSteps`, spec.maxSteps ?? 1_000_000, 1, 2 ** 31 - 1);
  const times = checkTimes(`${where}: times`, spec.times ?? [], duration);
  const tangents = (spec.tangents ?? []).map((one, k) => vectorOf(`${where}: tangents[${k}]`, one, nNeurons));
  const stride = strideOfVectors(nNeurons);
  const crossing = checkCrossing(`${where}: crossing`, spec.crossing, nNeurons, stride);
  const blocks = 1 + tangents.length;
  const size = blocks * stride;
  const vectors = tableau.stages + tableau.further + tableau.denseRows + 6 + times.length + crossing.mostEvents;
  checkBytes(where, fieldBytes(network) + 8 * size * vectors, `${nNeurons} neurons and ${vectors} vectors`);
  const perEvaluation = blocks * (PRODUCT_MS * fieldWork(network) + NEURON_MS * nNeurons) + 2e-3;
  return {
    network,
    duration,
    evaluationsAtOnce: Math.max(1, Math.floor(CALL_MS / perEvaluation)),
    begin(kernels) {
      const integrator = kernels.integrator(fieldOf(kernels, network, flow), {
        tableau,
        blocks,
        controlled: spec.controlTangents ? blocks : 1,
        relativeTolerance,
        absoluteTolerance,
        step: step ?? 0,
        largestStep: optional("largestStep") ?? Number.POSITIVE_INFINITY,
        rest,
        ...crossing,
        times,
      });
      const { view } = integrator.state;
      view.set(initial);
      tangents.forEach((one, k) => {
        view.set(one, (k + 1) * stride);
      });
      integrator.begin(0, duration, maxSteps);
      return integrator;
    },
    result(integrator) {
      const status = STATUS[integrator.status];
      const row = (from: Float64Array, at: number) => from.slice(at * stride, at * stride + nNeurons);
      const { view } = integrator.state;
      const states = new Float64Array(integrator.sampled * nNeurons);
      for (let k = 0; k < integrator.sampled; k++) states.set(row(integrator.samples.view, k * blocks), k * nNeurons);
      const moved = new Float64Array(tangents.length * nNeurons);
      tangents.forEach((_, k) => {
        moved.set(row(view, k + 1), k * nNeurons);
      });
      return Object.freeze({
        status,
        message: MESSAGES[status],
        state: row(view, 0),
        time: integrator.time,
        tangents: moved,
        times: times.slice(0, integrator.sampled),
        states,
        crossings: Array.from({ length: integrator.events }, (_, k) => ({
          time: integrator.eventTimes.view[k],
          state: row(integrator.eventStates.view, k * blocks),
        })),
        steps: integrator.steps,
        rejected: integrator.rejected,
        evaluations: integrator.evaluations,
      });
    },
  };
}

function checkRange(where: string, values: Float64Array, [lower, upper]: readonly [number, number]): void {
  const at = values.findIndex((value) => !(value > lower && value < upper));
  if (at >= 0) {
    throw new RangeError(
      `${where} of the gradient flow must lie in (${lower}, ${upper}), the range of g, got ${values[at]} at index ${at}`,
    );
  }
}

function checkTimes(where: string, given: ArrayLike<number>, duration: number): Float64Array {
  const times = vectorOf(where, given, given?.length ?? 0);
  const sign = duration < 0 ? -1 : 1;
  for (let k = 0; k < times.length; k++) {
    const before = k === 0 ? 0 : times[k - 1];
    if (sign * (times[k] - before) < 0 || sign * (duration - times[k]) < 0) {
      throw new RangeError(`${where} must run from 0 to the duration ${duration}, got ${times[k]} after ${before}`);
    }
  }
  return times;
}

function checkCrossing(where: string, spec: CrossingSpec | undefined, nNeurons: number, stride: number) {
  if (spec === undefined) return { normal: null, offset: 0, direction: 0, mostEvents: 0 } as const;
  checkKeys(where, spec, ["neuron", "normal", "threshold", "direction", "count"]);
  const normal = new Float64Array(stride);
  if ((spec.neuron === undefined) === (spec.normal === undefined)) {
    throw new TypeError(`${where} must have either a neuron or a normal, got ${show(spec)}`);
  }
  if (spec.neuron !== undefined) normal[checkInteger(`${where}: neuron`, spec.neuron, 0, nNeurons - 1)] = 1;
  else normal.set(vectorOf(`${where}: normal`, spec.normal, nNeurons));
  const names = ["both", "up", "down"] as const;
  const name = checkChoice(`${where}: direction`, spec.direction ?? "both", names);
  const direction = ([0, 1, -1] as const)[names.indexOf(name)];
  const mostEvents = checkInteger(`${where}: count`, spec.count ?? 1, 1, 1_000_000);
  return { normal, offset: checkNumber(`${where}: threshold`, spec.threshold ?? 0), direction, mostEvents };
}
