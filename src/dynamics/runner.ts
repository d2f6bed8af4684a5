/** Runs of the membrane flow as the analyses ask for them, again and again in one memory: to a time, to rest, to a section. */
import type { BackendName } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import type { Pause } from "../run/pace.ts";
import { fieldOf } from "./field.ts";
import {
  beginIntegration,
  drive,
  endOf,
  evaluationsAtOnce,
  type IntegrationEnd,
  type IntegrationRequest,
} from "./integration.ts";
import { DEFAULT_METHOD } from "./methods/index.ts";
import type { ContinuousNetwork } from "./network.ts";

export interface RunRequest extends Pick<IntegrationRequest, "duration" | "tangents" | "section" | "rest" | "times"> {
  /** Relative tolerance of a step; the absolute one is a tenth of it. */
  readonly tolerance: number;
}

/** Integrates one network; lives as long as the kernels are lent. */
export interface Runner {
  readonly network: ContinuousNetwork;
  /** Awaited between pieces of a few ms. */
  readonly pause: Pause;
  run(start: Float64Array, request: RunRequest): Promise<IntegrationEnd>;
}

/** Where a network is integrated: a function of the caller's runs where it can be called. */
export function backendFor({ weights }: ContinuousNetwork, wanted: BackendName): BackendName {
  return weights.kind === "function" ? "js" : wanted;
}

/** Lends kernels to work that integrates one network again and again. */
export function withRunner<T>(
  network: ContinuousNetwork,
  backend: BackendName,
  pause: Pause,
  work: (runner: Runner) => Promise<T>,
): Promise<T> {
  return withKernels(backendFor(network, backend), (kernels) => {
    const field = fieldOf(kernels, network, "membrane");
    return work({
      network,
      pause,
      async run(start, { tolerance, ...request }) {
        const position = kernels.arena.mark();
        try {
          const tolerances = { relativeTolerance: tolerance, absoluteTolerance: 0.1 * tolerance };
          const { tableau } = DEFAULT_METHOD;
          const integrator = beginIntegration(kernels, field, start, { tableau, ...tolerances, ...request });
          const tangents = request.tangents?.length ?? 0;
          await drive(integrator, evaluationsAtOnce(network, tangents), pause);
          return endOf(integrator, field, tangents);
        } finally {
          kernels.arena.release(position);
        }
      },
    });
  });
}
