/** Networks as they cross to a worker: data without the functions that belong to it. */
import { type Executor, inlineExecutor } from "../run/executor.ts";
import { type ActivationSpec, activationOf } from "./activation.ts";
import type { ContinuousNetwork } from "./network.ts";

export interface PortableNetwork extends Omit<ContinuousNetwork, "activation"> {
  readonly activation: ActivationSpec;
}

export function portable(network: ContinuousNetwork): PortableNetwork {
  return { ...network, activation: network.activation.spec };
}

export function fromPortable(network: PortableNetwork): ContinuousNetwork {
  return Object.freeze({ ...network, activation: activationOf(network.activation) });
}

/** Where work on a network can run: weights that are a function stay where they are. */
export function executorFor({ weights }: ContinuousNetwork, executor: Executor | undefined): Executor {
  return weights.kind === "function" ? inlineExecutor : (executor ?? inlineExecutor);
}
