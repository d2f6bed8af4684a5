/** `flow`: one network of continuous dynamics and one task, from a spec that is plain data to rows that are. */
import { deepFreeze } from "../../check/freeze.ts";
import { givenOf, readParameters } from "../../check/parameters.ts";
import { taskOf } from "../../check/tasks.ts";
import type { ActivationSpec } from "../../dynamics/activation.ts";
import type { FlowOptions } from "../../dynamics/find-equilibria.ts";
import { type ContinuousNetwork, continuousNetwork } from "../../dynamics/network.ts";
import { networkParameters } from "../../dynamics/network-specs.ts";
import { drawSeed, parseSeed, seedToJson } from "../../numeric/seed.ts";
import { drawnIn, withDrawn } from "./drawn.ts";
import { type FlowSpec, flowTasks } from "./parameters.ts";
import { FLOW_TASKS } from "./tasks/index.ts";
import type { FlowFound, FlowTask } from "./tasks/task.ts";

export type { FlowSpec } from "./parameters.ts";
export type { FlowFound, FlowTask } from "./tasks/task.ts";

/** A validated spec: the network apart, since it may be large. */
export interface FlowPlan {
  readonly experiment: "flow";
  readonly task: FlowTask;
  readonly neurons: number;
  readonly activation: ActivationSpec;
  readonly seed: number | string;
  /** The task's own settings, with every default. */
  readonly settings: unknown;
}

export interface FlowResult {
  readonly plan: FlowPlan;
  readonly network: ContinuousNetwork;
  readonly rows: readonly object[];
  readonly summary: readonly object[];
  readonly found: FlowFound;
}

interface Planned {
  readonly plan: FlowPlan;
  readonly network: ContinuousNetwork;
  /** Whether anything that is found depends on the seed. */
  readonly isRandom: boolean;
  run(options: FlowOptions): Promise<FlowResult>;
}

/**
 * Validates a spec: an unknown key is an error that names the nearest known one of the task.
 *
 * @throws TypeError or RangeError that names what is wrong.
 */
export function planFlow(spec: FlowSpec): Planned {
  return plannedFlow(spec, true);
}

/** The same without the weights that are drawn, which take long: a plan to be looked at, and not to be run. */
export function sketchFlow(spec: FlowSpec): Pick<Planned, "plan" | "network"> {
  return plannedFlow(spec, false);
}

function plannedFlow(spec: FlowSpec, isRun: boolean): Planned {
  const task = taskOf("flow", flowTasks, spec);
  const { plan: planTask, rows, summary, ...own } = FLOW_TASKS[task];
  const drawn = drawnIn(spec);
  const isRandom = own.isRandom || drawn.weights || drawn.initial;
  // where nothing is drawn the seed turns tangents or searches, no more
  const seed = seedToJson(spec.seed === undefined && !isRandom ? 1n : parseSeed(spec.seed ?? drawSeed(), "flow: seed"));
  const full = withDrawn(spec, seed, isRun);
  const network = continuousNetwork(readParameters("flow", networkParameters, full));
  const { parameters } = flowTasks.tasks[task];
  const { settings, run } = planTask(network, { ...givenOf(parameters, full), seed });
  const plan = deepFreeze({
    experiment: "flow" as const,
    task,
    neurons: network.nNeurons,
    activation: network.activation.spec,
    seed,
    settings,
  });
  return {
    plan,
    network,
    isRandom,
    async run(options) {
      const found = await run(options);
      return Object.freeze({ plan, network, found, rows: rows(found), summary: summary(found) });
    },
  };
}

/**
 * Runs one task on one network.
 *
 * @returns  rows as the command writes them, and what was found as the task's own function returns it.
 */
export function flow(spec: FlowSpec, options: FlowOptions = {}): Promise<FlowResult> {
  return planFlow(spec).run(options);
}
