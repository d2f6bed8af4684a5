/** One integration by the kernels: begun, driven in pieces of a few ms and read out; shared by `integrate` and the analyses. */
import { INTEGRATION } from "../backend/contract/codes.ts";
import type { FlowField, Integrator, Tableau } from "../backend/contract/flow.ts";
import type { Kernels } from "../backend/contract/kernels.ts";
import type { Pause } from "../run/pace.ts";
import { fieldWork } from "./field.ts";
import type { ContinuousNetwork } from "./network.ts";

/**
 * How an integration ended: `completed` at the end of its duration, `equilibrium` where the field is at most `rest`, `crossing`
 * at the last of the crossings asked for; the others before that.
 */
export type IntegrateStatus = Exclude<keyof typeof INTEGRATION, "running">;

/** The hyperplane normal · x = offset, and which crossings of it count. */
export interface Section {
  /** Normal of the hyperplane, f64[N]. */
  readonly normal: Float64Array;
  readonly offset: number;
  /** Along the normal (1, the default), against it (−1), or both (0). */
  readonly direction?: -1 | 0 | 1;
}

export interface IntegrationRequest {
  readonly tableau: Tableau;
  readonly duration: number;
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  /** First step, or that of all; 0: chosen. */
  readonly step?: number | undefined;
  readonly largestStep?: number | undefined;
  /** k vectors, f64[N] each, that follow the linearized flow; read only. */
  readonly tangents?: readonly Float64Array[];
  /** Whether the tangents' error chooses the step as well. */
  readonly controlTangents?: boolean;
  /** Stops after this many crossings. */
  readonly section?: (Section & { readonly crossings: number }) | undefined;
  /** Stops where max |ẋ_i| is at most this. */
  readonly rest?: number;
  /** Times at which the state is wanted, in order, within the duration. */
  readonly times?: Float64Array;
  readonly maxSteps?: number;
}

export interface IntegrationEnd {
  readonly status: IntegrateStatus;
  /** Time passed since the initial state, in membrane time constants. */
  readonly time: number;
  /** State at that time, f64[N]. */
  readonly state: Float64Array;
  readonly tangents: readonly Float64Array[];
  readonly crossings: readonly { readonly time: number; readonly state: Float64Array }[];
  /** States at those of the wanted times that were reached, f64[N] each. */
  readonly samples: readonly Float64Array[];
  readonly steps: number;
  readonly rejected: number;
  readonly evaluations: number;
}

const MOST_STEPS = 10_000_000;
const NO_TIMES = new Float64Array(0);

/** An integrator at a state, in the kernels' arena. */
export function beginIntegration(
  kernels: Pick<Kernels, "integrator">,
  field: FlowField,
  start: Float64Array,
  request: IntegrationRequest,
): Integrator {
  const { tableau, tangents = [], section, duration } = request;
  const { stride } = field;
  const blocks = 1 + tangents.length;
  let normal: Float64Array | null = null;
  if (section) (normal = new Float64Array(stride)).set(section.normal);
  const integrator = kernels.integrator(field, {
    tableau,
    blocks,
    controlled: request.controlTangents ? blocks : 1,
    relativeTolerance: request.relativeTolerance,
    absoluteTolerance: request.absoluteTolerance,
    step: request.step ?? 0,
    largestStep: request.largestStep ?? Number.POSITIVE_INFINITY,
    rest: request.rest ?? -1,
    normal,
    offset: section?.offset ?? 0,
    direction: section?.direction ?? 1,
    mostEvents: section?.crossings ?? 0,
    times: request.times ?? NO_TIMES,
  });
  const { view } = integrator.state;
  view.set(start);
  tangents.forEach((tangent, k) => {
    view.set(tangent, (k + 1) * stride);
  });
  integrator.begin(0, duration, request.maxSteps ?? MOST_STEPS);
  return integrator;
}

/** Longest kernel call aimed at, in ms, and rough guesses of the time of a product and of an activation. */
const CALL_MS = 8;
const PRODUCT_MS = 4e-7;
const NEURON_MS = 2e-5;

/** Evaluations of the field, with so many tangents, that take a few ms. */
export function evaluationsAtOnce(network: ContinuousNetwork, tangents: number): number {
  const perEvaluation = (1 + tangents) * (PRODUCT_MS * fieldWork(network) + NEURON_MS * network.nNeurons) + 2e-3;
  return Math.max(1, Math.floor(CALL_MS / perEvaluation));
}

/** Runs an integrator to its end, `atOnce` evaluations of the field at a time, with a pause after each. */
export async function drive(integrator: Integrator, atOnce: number, pause: Pause): Promise<void> {
  while (integrator.status === INTEGRATION.running) {
    integrator.advance(atOnce, 2 ** 31 - 1);
    await pause();
  }
}

/** What an integrator that has ended found; copies. One that still runs has had all the steps it was given. */
export function endOf(
  integrator: Integrator,
  { nNeurons, stride }: Pick<FlowField, "nNeurons" | "stride">,
  tangents: number,
): IntegrationEnd {
  const status = INTEGRATION[integrator.status] as keyof typeof INTEGRATION;
  const blocks = 1 + tangents;
  const row = (from: Float64Array, at: number) => from.slice(at * stride, at * stride + nNeurons);
  return {
    status: status === "running" ? "maxSteps" : status,
    time: integrator.time,
    state: row(integrator.state.view, 0),
    tangents: Array.from({ length: tangents }, (_, k) => row(integrator.state.view, k + 1)),
    crossings: Array.from({ length: integrator.events }, (_, k) => ({
      time: integrator.eventTimes.view[k],
      state: row(integrator.eventStates.view, k * blocks),
    })),
    samples: Array.from({ length: integrator.sampled }, (_, k) => row(integrator.samples.view, k * blocks)),
    steps: integrator.steps,
    rejected: integrator.rejected,
    evaluations: integrator.evaluations,
  };
}
