/** Controlled trajectories and their outcomes as tasks, for threads. */
import type { BackendName } from "../backend/contract/kernels.ts";
import type { Task } from "../run/executor.ts";
import { decideOutcome, type OutcomeEvidence } from "./outcome.ts";
import type { OutcomeThresholds } from "./parameters.ts";
import type { ControlPlan } from "./problem.ts";
import { type ControlSolution, solvePlan } from "./solve.ts";

export const solveTask: Task<
  { readonly plan: ControlPlan; readonly backend: BackendName; readonly warm?: Float64Array },
  ControlSolution
> = {
  name: "control.solve",
  run: ({ plan, ...options }, pause) => solvePlan(plan, options, pause),
};

export const outcomeTask: Task<
  { readonly solution: ControlSolution; readonly thresholds: OutcomeThresholds },
  OutcomeEvidence
> = {
  name: "control.outcome",
  run: ({ solution, thresholds }, pause) => decideOutcome(solution, thresholds, {}, pause),
};
