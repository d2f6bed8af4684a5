/** Controlled trajectories and their outcomes as tasks, for threads. */
import type { BackendName } from "../backend/contract/kernels.ts";
import type { Task } from "../run/executor.ts";
import { type OutcomeEvidence, outcomeOf } from "./outcome.ts";
import type { OutcomeThresholds } from "./parameters.ts";
import type { ControlPlan } from "./problem.ts";
import { type ControlSolution, extrapolated, solvePlan } from "./solve.ts";

export const solveTask: Task<
  { readonly plan: ControlPlan; readonly backend: BackendName; readonly warm?: Float64Array },
  ControlSolution
> = {
  name: "control.solve",
  run: ({ plan, ...options }, pause) => solvePlan(plan, options, pause),
};

/** The solution with its cost for steps of length 0. */
export const extrapolateTask: Task<
  { readonly solution: ControlSolution; readonly backend: BackendName },
  ControlSolution
> = {
  name: "control.extrapolate",
  run: ({ solution, backend }, pause) => extrapolated(solution, { backend }, pause),
};

export const outcomeTask: Task<
  { readonly solution: ControlSolution; readonly thresholds: OutcomeThresholds },
  OutcomeEvidence
> = {
  name: "control.outcome",
  run: ({ solution, thresholds }, pause) => outcomeOf(solution, thresholds, undefined, pause),
};
