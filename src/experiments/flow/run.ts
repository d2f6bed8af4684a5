/** `flow`: one network of continuous dynamics and one task, from a spec that is plain data to rows that are. */
import { checkChoice, checkKeys, show } from "../../check/check.ts";
import { deepFreeze } from "../../check/freeze.ts";
import type { ActivationSpec } from "../../dynamics/activation.ts";
import type { FlowOptions } from "../../dynamics/find-equilibria.ts";
import { type ContinuousNetwork, type ContinuousNetworkSpec, continuousNetwork } from "../../dynamics/network.ts";
import { drawSeed, parseSeed, type Seed, seedToJson } from "../../numeric/seed.ts";
import { FLOW_TASKS } from "./tasks/index.ts";
import type { FlowFound, FlowTask } from "./tasks/task.ts";

export type { FlowFound, FlowTask } from "./tasks/task.ts";

/** The network of a spec: weights as rows (or patterns with a type), activation, external input. */
export interface FlowNetworkSpec {
  readonly weights: ContinuousNetworkSpec["weights"];
  readonly activation: ActivationSpec;
  readonly bias?: readonly number[];
}

export interface FlowSpec extends FlowNetworkSpec {
  readonly task: FlowTask;
  /** Of the task; see there. */
  readonly [key: string]: unknown;
}

const NETWORK_KEYS = ["weights", "activation", "bias", "task", "seed"] as const;
/** What specs of any task may say. */
export const FLOW_KEYS = [...new Set([...NETWORK_KEYS, ...Object.values(FLOW_TASKS).flatMap(({ keys }) => keys)])];
const TASK_NAMES = Object.keys(FLOW_TASKS) as FlowTask[];

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
  run(options: FlowOptions): Promise<FlowResult>;
}

/** Refuses keys that a task does not take, with the nearest that it does. */
export function checkFlowKeys(task: FlowTask, spec: object): void {
  checkKeys(`flow: spec of task "${task}"`, spec, [...NETWORK_KEYS, ...FLOW_TASKS[task].keys]);
}

/**
 * Validates a spec: an unknown key is an error that names the nearest known one of the task.
 *
 * @throws TypeError or RangeError that names what is wrong.
 */
export function planFlow(spec: FlowSpec): Planned {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new TypeError(`flow: spec must be an object, got ${show(spec)}`);
  }
  const task = checkChoice("flow: task", spec.task, TASK_NAMES);
  checkFlowKeys(task, spec);
  const { weights, activation, bias } = spec;
  if (weights === undefined) throw new TypeError("flow: weights must be given, got none");
  const network = continuousNetwork({ weights, activation, ...(bias !== undefined && { bias }) });
  const { keys, isRandom, plan: planTask, rows, summary } = FLOW_TASKS[task];
  // tasks whose finding is drawn at random say with which seed; of the others it turns tangents or searches, no more
  const drawn = () => (isRandom ? drawSeed() : 1n);
  const seed = seedToJson(spec["seed"] === undefined ? drawn() : parseSeed(spec["seed"] as Seed, "flow: seed"));
  const own: Record<string, unknown> = {};
  for (const key of keys) if (spec[key] !== undefined) own[key] = spec[key];
  if (keys.includes("seed")) own["seed"] = seed;
  const { settings, run } = planTask(network, own);
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
