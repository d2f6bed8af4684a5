/** `flow`, task "integrate": one trajectory. */
import { checkNumber } from "../../../check/check.ts";
import { type FlowName, type IntegrationMethod, integrate, planIntegration } from "../../../dynamics/integrate.ts";
import { DEFAULT_METHOD } from "../../../dynamics/methods/index.ts";
import { evenTimes, FIGURE_SAMPLES, statesOf } from "../times.ts";
import type { FoundBy, TaskOf } from "./task.ts";

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

export const integrateTask: TaskOf<FoundBy<"integrate">> = {
  keys: ["initial", "duration", "relativeTolerance", "absoluteTolerance", "method", "step", "flow", "samples"],
  isRandom: false,
  isShared: false,
  plan(network, own) {
    const { samples, ...given } = own as unknown as IntegrateTask;
    const settings = { relativeTolerance: 1e-6, absoluteTolerance: 1e-9, method: DEFAULT_METHOD.name, ...given };
    const duration = checkNumber("flow: duration", given.duration);
    const count = samples === undefined ? FIGURE_SAMPLES : checkNumber("flow: samples", samples, 0);
    const times = evenTimes(duration, count);
    planIntegration("flow", network, { ...settings, times });
    return {
      settings: { ...settings, samples: samples ?? 0 },
      run: async (options) => ({
        task: "integrate",
        result: await integrate(network, { ...settings, times }, options),
        hasSamples: samples !== undefined,
      }),
    };
  },
  rows: ({ result, hasSamples }) => [
    {
      state: Array.from(result.state),
      status: result.status,
      steps: result.steps,
      evaluations: result.evaluations,
      time: result.time,
      rejected: result.rejected,
      ...(hasSamples && {
        times: Array.from(result.times),
        states: statesOf(result).map((state) => Array.from(state)),
      }),
    },
  ],
  summary: ({ result: { status, message, time, steps, rejected, evaluations } }) => [
    { status, message, time, steps, rejected, evaluations },
  ],
};
