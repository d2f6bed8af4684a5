/** `flow`: one network of continuous dynamics and one task, from a spec that is plain data to rows that are. */
import { checkChoice, checkKeys, checkNumber, show } from "../../check/check.ts";
import { deepFreeze } from "../../check/freeze.ts";
import type { ActivationSpec } from "../../dynamics/activation.ts";
import { ATTRACTOR_KEYS, type AttractorResult, attractor, planAttractor } from "../../dynamics/attractor.ts";
import {
  CONTINUATION_KEYS,
  type ContinuationResult,
  type ContinuationSpec,
  continuation,
  planContinuation,
} from "../../dynamics/branches.ts";
import {
  EQUILIBRIA_KEYS,
  type EquilibriaResult,
  type EquilibriaSpec,
  equilibria,
  type FlowOptions,
  planEquilibria,
} from "../../dynamics/find-equilibria.ts";
import {
  type FlowName,
  type Integrated,
  type IntegrationMethod,
  integrate,
  planIntegration,
} from "../../dynamics/integrate.ts";
import {
  LANDSCAPE_KEYS,
  type Landscape,
  type LandscapeSpec,
  landscape,
  planLandscape,
} from "../../dynamics/landscape.ts";
import { DEFAULT_METHOD } from "../../dynamics/methods/index.ts";
import { type ContinuousNetwork, type ContinuousNetworkSpec, continuousNetwork } from "../../dynamics/network.ts";
import { PORTRAIT_KEYS, type Portrait, type PortraitSpec, planPortrait, portrait } from "../../dynamics/portrait.ts";
import { drawSeed, parseSeed, type Seed, seedToJson } from "../../numeric/seed.ts";
import {
  attractorRow,
  attractorSummary,
  branchRows,
  branchSummary,
  equilibriaSummary,
  equilibriumRow,
  landscapeRows,
  landscapeSummary,
  portraitRows,
  portraitSummary,
  statesOf,
} from "./rows.ts";

export type FlowTask = "integrate" | "attractor" | "equilibria" | "portrait" | "continuation" | "landscape";

/** The network of a spec: weights as rows (or patterns with a type), activation, external input. */
export interface FlowNetworkSpec {
  readonly weights: ContinuousNetworkSpec["weights"];
  readonly activation: ActivationSpec;
  readonly bias?: readonly number[];
}

export interface IntegrateTask {
  readonly initial: readonly number[];
  readonly duration: number;
  readonly relativeTolerance?: number;
  readonly absoluteTolerance?: number;
  readonly method?: IntegrationMethod;
  /** A fixed step; must be given for methods that choose none. */
  readonly step?: number;
  readonly flow?: FlowName;
  /** States kept for the figure and with `--json`, at equal times; default 0 in rows, 400 in figures. */
  readonly samples?: number;
}

export interface FlowSpec extends FlowNetworkSpec {
  readonly task: FlowTask;
  /** Of the task; see there. */
  readonly [key: string]: unknown;
}

const NETWORK_KEYS = ["weights", "activation", "bias", "task", "seed"] as const;
const INTEGRATE_KEYS = [
  ...["initial", "duration", "relativeTolerance", "absoluteTolerance", "method", "step", "flow", "samples"],
] as const;
export const TASK_KEYS: Readonly<Record<FlowTask, readonly string[]>> = {
  integrate: INTEGRATE_KEYS,
  attractor: ATTRACTOR_KEYS,
  equilibria: EQUILIBRIA_KEYS,
  portrait: PORTRAIT_KEYS,
  continuation: CONTINUATION_KEYS,
  landscape: LANDSCAPE_KEYS,
};
/** What specs of any task may say. */
export const FLOW_KEYS = [...new Set([...NETWORK_KEYS, ...Object.values(TASK_KEYS).flat()])];
export const FLOW_TASKS = Object.keys(TASK_KEYS) as FlowTask[];
/** Tasks that draw a fresh seed when none is given. */
export const DRAWS: ReadonlySet<FlowTask> = new Set<FlowTask>(["equilibria", "portrait", "landscape"]);
const FIGURE_SAMPLES = 600;

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

/** What the tasks return, for figures. */
export type FlowFound =
  | { readonly task: "integrate"; readonly result: Integrated }
  | { readonly task: "attractor"; readonly result: AttractorResult; readonly course: Integrated }
  | { readonly task: "equilibria"; readonly result: EquilibriaResult; readonly portrait: Portrait | null }
  | { readonly task: "portrait"; readonly result: Portrait }
  | { readonly task: "continuation"; readonly result: ContinuationResult }
  | { readonly task: "landscape"; readonly result: Landscape };

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

/**
 * Validates a spec: an unknown key is an error that names the nearest known one of the task.
 *
 * @throws TypeError or RangeError that names what is wrong.
 */
export function planFlow(spec: FlowSpec): Planned {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new TypeError(`flow: spec must be an object, got ${show(spec)}`);
  }
  const task = checkChoice("flow: task", spec.task, FLOW_TASKS);
  checkKeys(`flow: spec of task "${task}"`, spec, [...NETWORK_KEYS, ...TASK_KEYS[task]]);
  const { weights, activation, bias } = spec;
  if (weights === undefined) throw new TypeError("flow: weights must be given, got none");
  const network = continuousNetwork({ weights, activation, ...(bias !== undefined && { bias }) });
  // tasks whose finding is drawn at random say with which seed; of the others it turns tangents or searches, no more
  const drawn = () => (DRAWS.has(task) ? drawSeed() : 1n);
  const seed = seedToJson(spec["seed"] === undefined ? drawn() : parseSeed(spec["seed"] as Seed, "flow: seed"));
  const own: Record<string, unknown> = {};
  for (const key of TASK_KEYS[task]) if (spec[key] !== undefined) own[key] = spec[key];
  if (TASK_KEYS[task].includes("seed")) own["seed"] = seed;
  const { settings, run } = TASKS[task](network, own);
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
      const { found, rows, summary } = await run(options);
      return Object.freeze({ plan, network, found, rows, summary });
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

interface TaskRun {
  readonly settings: unknown;
  run(options: FlowOptions): Promise<{
    readonly found: FlowFound;
    readonly rows: readonly object[];
    readonly summary: readonly object[];
  }>;
}

type TaskOf = (network: ContinuousNetwork, own: Readonly<Record<string, unknown>>) => TaskRun;

const TASKS: Readonly<Record<FlowTask, TaskOf>> = {
  integrate(network, own) {
    const { samples, ...given } = own as unknown as IntegrateTask;
    const settings = { relativeTolerance: 1e-6, absoluteTolerance: 1e-9, method: DEFAULT_METHOD.name, ...given };
    const duration = checkNumber("flow: duration", given.duration);
    const count = samples === undefined ? FIGURE_SAMPLES : checkNumber("flow: samples", samples, 0);
    const times = evenTimes(duration, count);
    planIntegration("flow", network, { ...settings, times });
    return {
      settings: { ...settings, samples: samples ?? 0 },
      async run(options) {
        const result = await integrate(network, { ...settings, times }, options);
        const { status, steps, evaluations, time, rejected } = result;
        const state = Array.from(result.state);
        const kept = samples === undefined ? {} : { times: Array.from(result.times), states: statesOf(result) };
        return {
          found: { task: "integrate", result },
          rows: [{ state, status, steps, evaluations, time, rejected, ...kept }],
          summary: [{ status, message: result.message, time, steps, rejected, evaluations }],
        };
      },
    };
  },
  attractor(network, own) {
    const settings = planAttractor(network, own as never, "flow");
    return {
      settings,
      async run(options) {
        const result = await attractor(network, settings, options);
        const course = await courseOf(network, result, options);
        return {
          found: { task: "attractor", result, course },
          rows: [attractorRow(result)],
          summary: [attractorSummary(result)],
        };
      },
    };
  },
  equilibria(network, own) {
    const settings = planEquilibria(network, own as EquilibriaSpec, "flow");
    return {
      settings,
      async run(options) {
        const result = await equilibria(network, settings, options);
        const plane =
          network.nNeurons === 2
            ? await portrait(network, { box: settings.box, seed: settings.seed }, options, result)
            : null;
        return {
          found: { task: "equilibria", result, portrait: plane },
          rows: result.equilibria.map(equilibriumRow),
          summary: [equilibriaSummary(result)],
        };
      },
    };
  },
  portrait(network, own) {
    const settings = planPortrait(network, own as PortraitSpec, "flow");
    return {
      settings,
      async run(options) {
        const result = await portrait(network, settings as PortraitSpec, options);
        return { found: { task: "portrait", result }, rows: portraitRows(result), summary: [portraitSummary(result)] };
      },
    };
  },
  continuation(network, own) {
    const settings = planContinuation(network, own as unknown as ContinuationSpec, "flow");
    return {
      settings,
      async run(options) {
        const { initial, ...rest } = settings;
        const result = await continuation(
          network,
          { ...rest, ...(initial && { initial }) } as ContinuationSpec,
          options,
        );
        return { found: { task: "continuation", result }, rows: branchRows(result), summary: branchSummary(result) };
      },
    };
  },
  landscape(network, own) {
    const settings = planLandscape(network, own as LandscapeSpec, "flow");
    return {
      settings,
      async run(options) {
        const result = await landscape(network, settings as LandscapeSpec, options);
        return {
          found: { task: "landscape", result },
          rows: landscapeRows(result),
          summary: [landscapeSummary(result)],
        };
      },
    };
  },
};

/** The attractor's own course, for figures: a few periods of a cycle, otherwise a stretch from the initial state. */
function courseOf(network: ContinuousNetwork, result: AttractorResult, options: FlowOptions): Promise<Integrated> {
  const { kind, state, period, spec } = result;
  const isOnIt = kind === "cycle" || kind === "chaotic" || kind === "quasiperiodic";
  const duration = period !== null ? 3 * period : kind === "equilibrium" ? Math.min(30, spec.duration) : COURSE;
  const count = isOnIt && period === null ? 4 * FIGURE_SAMPLES : FIGURE_SAMPLES;
  const times = evenTimes(duration, count);
  const initial = isOnIt ? state : spec.initial;
  return integrate(network, { initial, duration, times, relativeTolerance: 1e-8, absoluteTolerance: 1e-9 }, options);
}

const COURSE = 200;

/** count + 1 times from 0 to the duration itself, which duration · count/count may miss by rounding. */
function evenTimes(duration: number, count: number): Float64Array {
  return Float64Array.from({ length: count + 1 }, (_, k) => (k === count ? duration : (duration * k) / count));
}
