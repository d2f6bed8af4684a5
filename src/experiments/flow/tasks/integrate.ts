/** `flow`, task "integrate": one trajectory. */
import { readParameters } from "../../../check/parameters.ts";
import { integrate, integrationPlan } from "../../../dynamics/integrate.ts";
import { trajectoryParameters } from "../parameters.ts";
import { evenTimes, FIGURE_SAMPLES, statesOf } from "../times.ts";
import type { FoundBy, TaskOf } from "./task.ts";

export const integrateTask: TaskOf<FoundBy<"integrate">> = {
  isRandom: false,
  isShared: false,
  plan(network, own) {
    const { relativeTolerance, absoluteTolerance, method, samples, ...given } = readParameters(
      "flow",
      trajectoryParameters,
      own,
    );
    const settings = { relativeTolerance, absoluteTolerance, method, ...given };
    const times = evenTimes(given.duration, samples ?? FIGURE_SAMPLES);
    integrationPlan("flow", network, { ...settings, times });
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
