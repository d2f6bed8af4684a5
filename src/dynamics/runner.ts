/** Runs of the flow as the analyses ask for them: to a time, with tangent vectors, stopping at rest or at a section. */
import type { Integrator } from "../backend/contract/flow.ts";
import type { BackendName, Kernels } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { fieldOf, fieldWork } from "./field.ts";
import type { ContinuousNetwork } from "./network.ts";
import { type IntegrationMethod, TABLEAUS } from "./tableau.ts";

/** The hyperplane normal · u = offset, crossed in the direction of the normal. */
export interface Section {
  /** f64[N] */
  readonly normal: Float64Array;
  readonly offset: number;
}

export interface RunRequest {
  readonly duration: number;
  /** Relative tolerance of a step; the absolute one is a tenth of it. */
  readonly tolerance: number;
  /** k vectors, f64[N] each, that follow the linearized flow; read only. */
  readonly tangents?: readonly Float64Array[];
  /** Stops after this many crossings. */
  readonly section?: Section & { readonly crossings: number };
  /** Stops where max |X_i| is at most this. */
  readonly rest?: number;
  /** Times at which the state is wanted, ascending, within the duration. */
  readonly times?: Float64Array;
}

/** `time`: the duration is over. `section`: all crossings were made. */
export type RunStatus = "time" | "rest" | "section" | "notFinite" | "stepTooSmall" | "maxSteps";

export interface RunEnd {
  readonly status: RunStatus;
  /** Time passed. */
  readonly time: number;
  /** f64[N] */
  readonly state: Float64Array;
  readonly tangents: readonly Float64Array[];
  readonly crossings: readonly { readonly time: number; readonly state: Float64Array }[];
  /** States at the times reached. */
  readonly samples: readonly Float64Array[];
  readonly steps: number;
  readonly evaluations: number;
}

/** Integrates one network; lives as long as the kernels are lent. */
export interface Runner {
  readonly network: ContinuousNetwork;
  /** Awaited between pieces of a few ms. */
  readonly pause: () => Promise<void> | undefined;
  run(start: Float64Array, request: RunRequest): Promise<RunEnd>;
}

const STATUS: readonly RunStatus[] = ["maxSteps", "time", "rest", "section", "notFinite", "stepTooSmall", "maxSteps"];
const RUNNING = 0;
const MOST_STEPS = 10_000_000;
/** Longest kernel call aimed at, in ms; time of a product and of a neuron, as src/dynamics/integrate.ts guesses them. */
const CALL_MS = 8;
const PRODUCT_MS = 4e-7;
const NEURON_MS = 2e-5;
/** Dormand and Prince's method of order 8: the fewest evaluations at the tolerances of analyses. */
const METHOD: IntegrationMethod = "dop853";

/** Lends kernels to work that integrates one network again and again. */
export function withRunner<T>(
  network: ContinuousNetwork,
  backend: BackendName,
  pause: () => Promise<void> | undefined,
  work: (runner: Runner) => Promise<T>,
): Promise<T> {
  // a function of the caller's runs where it can be called
  const own = network.weights.kind === "function" ? "js" : backend;
  return withKernels(own, (kernels) => work(runnerOf(kernels, network, pause)));
}

function runnerOf(kernels: Kernels, network: ContinuousNetwork, pause: () => Promise<void> | undefined): Runner {
  const field = fieldOf(kernels, network, "membrane");
  const { nNeurons } = network;
  const { stride } = field;
  const row = (from: Float64Array, at: number) => from.slice(at * stride, at * stride + nNeurons);
  return {
    network,
    pause,
    async run(start, { duration, tolerance, tangents = [], section, rest = -1, times = NO_TIMES }) {
      const position = kernels.arena.mark();
      try {
        const blocks = 1 + tangents.length;
        let normal: Float64Array | null = null;
        if (section) (normal = new Float64Array(stride)).set(section.normal);
        const integrator: Integrator = kernels.integrator(field, {
          tableau: TABLEAUS[METHOD],
          blocks,
          controlled: 1,
          relativeTolerance: tolerance,
          absoluteTolerance: 0.1 * tolerance,
          step: 0,
          largestStep: Number.POSITIVE_INFINITY,
          rest,
          normal,
          offset: section?.offset ?? 0,
          direction: 1,
          mostEvents: section?.crossings ?? 0,
          times,
        });
        const { view } = integrator.state;
        view.set(start);
        tangents.forEach((tangent, k) => {
          view.set(tangent, (k + 1) * stride);
        });
        integrator.begin(0, duration, MOST_STEPS);
        const perEvaluation = blocks * (PRODUCT_MS * fieldWork(network) + NEURON_MS * nNeurons) + 2e-3;
        const atOnce = Math.max(1, Math.floor(CALL_MS / perEvaluation));
        while (integrator.status === RUNNING) {
          integrator.advance(atOnce, MOST_STEPS);
          await pause();
        }
        return {
          status: STATUS[integrator.status],
          time: integrator.time,
          state: row(integrator.state.view, 0),
          tangents: tangents.map((_, k) => row(integrator.state.view, k + 1)),
          crossings: Array.from({ length: integrator.events }, (_, k) => ({
            time: integrator.eventTimes.view[k],
            state: row(integrator.eventStates.view, k * blocks),
          })),
          samples: Array.from({ length: integrator.sampled }, (_, k) => row(integrator.samples.view, k * blocks)),
          steps: integrator.steps,
          evaluations: integrator.evaluations,
        };
      } finally {
        kernels.arena.release(position);
      }
    },
  };
}

const NO_TIMES = new Float64Array(0);
