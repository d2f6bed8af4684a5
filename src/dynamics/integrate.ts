/** Integration of a network's flow: a spec checked, followed, and told how it ended. */
import type { Integrator } from "../backend/contract/flow.ts";
import type { BackendName, Kernels } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger, show } from "../check/check.ts";
import { type ReadOf, readSpec, type SpecOf } from "../check/parameters.ts";
import { checkBytes } from "../hopfield/memory.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { fieldBytes, fieldOf, strideOfVectors } from "./field.ts";
import {
  beginIntegration,
  drive,
  endOf,
  evaluationsAtOnce,
  type IntegrateStatus,
  type IntegrationRequest,
} from "./integration.ts";
import { METHODS } from "./methods/index.ts";
import { fixedSteps } from "./methods/method.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { backendFor } from "./runner.ts";
import { integrateParameters } from "./specs.ts";

export type { IntegrateStatus } from "./integration.ts";
export type { IntegrationMethod } from "./methods/index.ts";
export type { FlowName } from "./specs.ts";

/** A state, for how long it is followed, by what method, and what ends it. */
export interface IntegrateSpec extends SpecOf<typeof integrateParameters> {}

/** A crossing of the hyperplane normal·x = threshold, or of the threshold by one neuron. */
export type CrossingSpec = NonNullable<IntegrateSpec["crossing"]>;

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
  const plan = integrationPlan("integrate", network, spec);
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

/**
 * Validates the spec of an integration and plans it for the kernels.
 *
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export function planIntegration(network: ContinuousNetwork, spec: IntegrateSpec): IntegrationPlan {
  return integrationPlan("planIntegration", network, spec);
}

/** The same for another function, which messages name. */
export function integrationPlan(where: string, given: ContinuousNetwork, spec: IntegrateSpec): IntegrationPlan {
  const network = checkContinuous(`${where}: network`, given);
  const { nNeurons } = network;
  const own = readSpec(where, integrateParameters, spec);
  const { flow = "membrane", duration, step, largestStep, relativeTolerance, absoluteTolerance, maxSteps } = own;
  const initial = vectorOf(`${where}: initial`, own.initial, nNeurons);
  if (flow === "gradient") checkRange(`${where}: initial`, initial, network.activation.range);
  const method = METHODS[own.method];
  if (!method.isAdaptive && step === undefined) {
    throw new TypeError(`${where}: step must be given for method "${method.name}", got none`);
  }
  const tableau = step === undefined ? method.tableau : fixedSteps(method);
  const { rest = -1, controlTangents } = own;
  const times = checkTimes(`${where}: times`, own.times ?? [], duration);
  const tangents = (own.tangents ?? []).map((one, k) => vectorOf(`${where}: tangents[${k}]`, one, nNeurons));
  const section = crossingOf(`${where}: crossing`, own.crossing, nNeurons);
  const vectors = tableau.stages + tableau.further + tableau.denseRows + 6 + times.length + (section?.crossings ?? 0);
  const size = (1 + tangents.length) * strideOfVectors(nNeurons);
  checkBytes(where, fieldBytes(network) + 8 * size * vectors, `${nNeurons} neurons and ${vectors} vectors`);
  const request: IntegrationRequest = {
    tableau,
    duration,
    relativeTolerance,
    absoluteTolerance,
    step,
    largestStep,
    rest,
    maxSteps,
    times,
    tangents,
    section,
    controlTangents,
  };
  return {
    network,
    duration,
    evaluationsAtOnce: evaluationsAtOnce(network, tangents.length),
    begin: (kernels) => beginIntegration(kernels, fieldOf(kernels, network, flow), initial, request),
    result(integrator) {
      const shape = { nNeurons, stride: strideOfVectors(nNeurons) };
      const end = endOf(integrator, shape, tangents.length);
      return Object.freeze({
        status: end.status,
        message: MESSAGES[end.status],
        state: end.state,
        time: end.time,
        tangents: joined(end.tangents, nNeurons),
        times: times.slice(0, end.samples.length),
        states: joined(end.samples, nNeurons),
        crossings: end.crossings,
        steps: end.steps,
        rejected: end.rejected,
        evaluations: end.evaluations,
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

function checkTimes(where: string, given: readonly number[], duration: number): Float64Array {
  const times = new Float64Array(given);
  const sign = duration < 0 ? -1 : 1;
  for (let k = 0; k < times.length; k++) {
    const before = k === 0 ? 0 : times[k - 1];
    if (sign * (times[k] - before) < 0 || sign * (duration - times[k]) < 0) {
      throw new RangeError(`${where} must run from 0 to the duration ${duration}, got ${times[k]} after ${before}`);
    }
  }
  return times;
}

/** The section of a crossing, whose numbers are those of the network. */
function crossingOf(
  where: string,
  spec: ReadOf<typeof integrateParameters>["crossing"],
  nNeurons: number,
): IntegrationRequest["section"] {
  if (spec === undefined) return undefined;
  const { neuron, threshold, count: crossings } = spec;
  if ((neuron === undefined) === (spec.normal === undefined)) {
    throw new TypeError(`${where} must have either a neuron or a normal, got ${show(spec)}`);
  }
  const normal = new Float64Array(nNeurons);
  if (neuron !== undefined) normal[checkInteger(`${where}.neuron`, neuron, 0, nNeurons - 1)] = 1;
  else normal.set(vectorOf(`${where}.normal`, spec.normal, nNeurons));
  const direction = ({ both: 0, up: 1, down: -1 } as const)[spec.direction];
  return { normal, offset: threshold, direction, crossings };
}
