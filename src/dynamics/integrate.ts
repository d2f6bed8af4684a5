/** Integration of a network's flow: a spec checked, followed, and told how it ended. */
import type { Integrator } from "../backend/contract/flow.ts";
import type { BackendName, Kernels } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber, show } from "../check/check.ts";
import { checkBytes } from "../hopfield/memory.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { FLOWS, type FlowName, fieldBytes, fieldOf, strideOfVectors } from "./field.ts";
import {
  beginIntegration,
  drive,
  endOf,
  evaluationsAtOnce,
  type IntegrateStatus,
  type IntegrationRequest,
} from "./integration.ts";
import { DEFAULT_METHOD, type IntegrationMethod, METHOD_NAMES, METHODS } from "./methods/index.ts";
import { fixedSteps } from "./methods/method.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { backendFor } from "./runner.ts";

export type { FlowName } from "./field.ts";
export type { IntegrateStatus } from "./integration.ts";
export type { IntegrationMethod } from "./methods/index.ts";

/** A crossing of the hyperplane normal·x = threshold, or of the threshold by one neuron. */
export interface CrossingSpec {
  /** The neuron that crosses, or the normal of the hyperplane. */
  readonly neuron?: number;
  readonly normal?: ArrayLike<number>;
  /** Value of normal·x, or of the neuron, that counts as a crossing; default 0. */
  readonly threshold?: number;
  /** Direction of the crossings that count; default "both". */
  readonly direction?: "up" | "down" | "both";
  /** Stop at the crossing of this number; default 1. */
  readonly count?: number;
}

export interface IntegrateSpec {
  /** Initial state, u of the membrane flow or V of the gradient flow: one number a neuron. */
  readonly initial: ArrayLike<number>;
  /** Duration in membrane time constants; negative: back in time. */
  readonly duration: number;
  /** Flow that is followed; default "membrane". */
  readonly flow?: FlowName;
  /** Default "dop853", which needs the fewest evaluations from tolerances of 1e-5 on; "rk4" wants a `step`. */
  readonly method?: IntegrationMethod;
  /** Error of a step ≤ absolute + relative·|x|, root mean square over the neurons. Defaults 1e-6 and 1e-9. */
  readonly relativeTolerance?: number;
  readonly absoluteTolerance?: number;
  /** Length of a fixed step, > 0, in membrane time constants; default: chosen by the error. */
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
  /** Most steps of the integration; default 10⁶. */
  readonly maxSteps?: number;
}

export interface Integrated {
  readonly status: IntegrateStatus;
  /** What the status means, and which setting would change it. */
  readonly message: string;
  /** State at which the integration ended, f64[N]. */
  readonly state: Float64Array;
  /** Time at which the integration ended, in membrane time constants; negative back in time. */
  readonly time: number;
  /** The k tangent vectors at the end, f64[k × N]. */
  readonly tangents: Float64Array;
  /** Those of the requested times that were reached, f64[times]. */
  readonly times: Float64Array;
  /** States at these times, f64[times × N]. */
  readonly states: Float64Array;
  readonly crossings: readonly { readonly time: number; readonly state: Float64Array }[];
  readonly steps: number;
  readonly rejected: number;
  readonly evaluations: number;
}

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
  const backend = checkChoice("integrate: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const pause = pacer(options.signal);
  return withKernels(backendFor(plan.network, backend), async (kernels) => {
    const integrator = plan.begin(kernels);
    await drive(integrator, plan.evaluationsAtOnce, () => {
      const done = Math.abs(integrator.time);
      options.onProgress?.({ done, total: Math.abs(plan.duration), label: "time integrated" });
      return pause();
    });
    return plan.result(integrator);
  });
}

/** A checked integration: for callers that drive the kernels themselves, many short runs in one memory. */
export interface IntegrationPlan {
  readonly network: ContinuousNetwork;
  readonly duration: number;
  /** Evaluations that take a few ms. */
  readonly evaluationsAtOnce: number;
  /** An integrator at the initial state, in the kernels' arena; kernels of "js" for weights that are a function. */
  begin(kernels: Kernels): Integrator;
  /** Result of an integrator that has ended, copied out of its memory. */
  result(integrator: Integrator): Integrated;
}

/** Validates the spec of an integration and plans it for the kernels. */
export function planIntegration(where: string, given: ContinuousNetwork, spec: IntegrateSpec): IntegrationPlan {
  const network = checkContinuous(`${where}: network`, given);
  const { nNeurons } = network;
  checkKeys(`${where}: spec`, spec, KEYS);
  const flow = checkChoice(`${where}: flow`, spec.flow ?? "membrane", FLOWS);
  const initial = vectorOf(`${where}: initial`, spec.initial, nNeurons);
  if (flow === "gradient") checkRange(`${where}: initial`, initial, network.activation.range);
  const duration = checkNumber(`${where}: duration`, spec.duration);
  const method = METHODS[checkChoice(`${where}: method`, spec.method ?? DEFAULT_METHOD.name, METHOD_NAMES)];
  const optional = (name: "step" | "largestStep") =>
    spec[name] === undefined ? undefined : checkNumber(`${where}: ${name}`, spec[name], 0, true);
  const step = optional("step");
  const largestStep = optional("largestStep");
  if (!method.isAdaptive && step === undefined) {
    throw new TypeError(`${where}: step must be given for method "${method.name}", got none`);
  }
  const tableau = step === undefined ? method.tableau : fixedSteps(method);
  const relativeTolerance = checkNumber(`${where}: relativeTolerance`, spec.relativeTolerance ?? 1e-6, 0);
  const absoluteTolerance = checkNumber(`${where}: absoluteTolerance`, spec.absoluteTolerance ?? 1e-9, 0, true);
  const rest = spec.rest === undefined ? -1 : checkNumber(`${where}: rest`, spec.rest, 0);
  const maxSteps = checkInteger(`${where}: maxSteps`, spec.maxSteps ?? 1_000_000, 1, 2 ** 31 - 1);
  const times = checkTimes(`${where}: times`, spec.times ?? [], duration);
  const tangents = (spec.tangents ?? []).map((one, k) => vectorOf(`${where}: tangents[${k}]`, one, nNeurons));
  const section = checkCrossing(`${where}: crossing`, spec.crossing, nNeurons);
  const vectors = tableau.stages + tableau.further + tableau.denseRows + 6 + times.length + (section?.crossings ?? 0);
  const size = (1 + tangents.length) * strideOfVectors(nNeurons);
  checkBytes(where, fieldBytes(network) + 8 * size * vectors, `${nNeurons} neurons and ${vectors} vectors`);
  const request: IntegrationRequest = {
    ...{ tableau, duration, relativeTolerance, absoluteTolerance, step, largestStep, rest, maxSteps, times, tangents },
    ...(section && { section }),
    controlTangents: spec.controlTangents ?? false,
  };
  return {
    network,
    duration,
    evaluationsAtOnce: evaluationsAtOnce(network, tangents.length),
    begin: (kernels) => beginIntegration(kernels, fieldOf(kernels, network, flow), initial, request),
    result(integrator) {
      const shape = { nNeurons, stride: strideOfVectors(nNeurons) };
      const { status, samples, tangents: moved, ...found } = endOf(integrator, shape, tangents.length);
      return Object.freeze({
        ...found,
        status,
        message: MESSAGES[status],
        tangents: joined(moved, nNeurons),
        times: times.slice(0, samples.length),
        states: joined(samples, nNeurons),
      });
    },
  };
}

/** Joins vectors into one array, f64[count × N]. */
function joined(vectors: readonly Float64Array[], nNeurons: number): Float64Array {
  const out = new Float64Array(vectors.length * nNeurons);
  vectors.forEach((vector, k) => {
    out.set(vector, k * nNeurons);
  });
  return out;
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

function checkCrossing(where: string, spec: CrossingSpec | undefined, nNeurons: number): IntegrationRequest["section"] {
  if (spec === undefined) return undefined;
  checkKeys(where, spec, ["neuron", "normal", "threshold", "direction", "count"]);
  if ((spec.neuron === undefined) === (spec.normal === undefined)) {
    throw new TypeError(`${where} must have either a neuron or a normal, got ${show(spec)}`);
  }
  const normal = new Float64Array(nNeurons);
  if (spec.neuron !== undefined) normal[checkInteger(`${where}: neuron`, spec.neuron, 0, nNeurons - 1)] = 1;
  else normal.set(vectorOf(`${where}: normal`, spec.normal, nNeurons));
  const names = ["both", "up", "down"] as const;
  const name = checkChoice(`${where}: direction`, spec.direction ?? "both", names);
  const direction = ({ both: 0, up: 1, down: -1 } as const)[name];
  const crossings = checkInteger(`${where}: count`, spec.count ?? 1, 1, 1_000_000);
  return { normal, offset: checkNumber(`${where}: threshold`, spec.threshold ?? 0), direction, crossings };
}
