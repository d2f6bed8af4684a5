/** `flow`, task "continuation": branches of equilibria as a parameter varies, and their bifurcations. */
import { type ContinuationSpec, continuation, planContinuation } from "../../../dynamics/branches.ts";
import type { FoundBy, TaskOf } from "./task.ts";

export const continuationTask: TaskOf<FoundBy<"continuation">> = {
  isRandom: false,
  isShared: false,
  plan(network, own) {
    const settings = planContinuation(network, own as unknown as ContinuationSpec, "flow");
    return {
      settings,
      async run(options) {
        const { initial, ...rest } = settings;
        const spec = { ...rest, ...(initial && { initial }) } as ContinuationSpec;
        return { task: "continuation", result: await continuation(network, spec, options) };
      },
    };
  },
  rows: ({ result: { branches, attractors } }) => [
    ...branches.flatMap(({ points }, branch) =>
      points.map(({ parameter, state, type, leading, events }) => {
        return { kind: "branch", branch, parameterValue: parameter, state: Array.from(state), type, leading, events };
      }),
    ),
    ...attractors.map(({ parameter, kind, state, period, lyapunov, low, high }) => ({
      kind: "attractor",
      parameterValue: parameter,
      attractor: kind,
      state: Array.from(state),
      ...{ period, lyapunov, low: Array.from(low), high: Array.from(high) },
    })),
  ],
  summary: ({ result: { branches } }) =>
    branches.map(({ points, status }, branch) => ({
      branch,
      status,
      points: points.length,
      events: points.flatMap(({ parameter, state, events }) =>
        events.map((event) => ({ event, parameter, state: Array.from(state) })),
      ),
    })),
};
