/** The rows of patterns presented: the same for the command, its ledger and sweeps. */
import type { Memory, Presentation } from "../../control/sequence.ts";
import type { SearchEnd } from "../../control/solve.ts";
import { type Columns, matrixIn, numbersIn, tablesIn } from "../kit/columns.ts";

/** A presentation as JSON carries it. */
export type PresentationRow = ReturnType<typeof presentationRow>;

export const COLUMNS: Columns<PresentationRow> = {
  index: "cell",
  pattern: "cell",
  cost: "cell",
  costError: "cell",
  gridCost: "cell",
  motionCost: "cell",
  controlCost: "cell",
  terminalCost: "cell",
  tailCost: "cell",
  outcome: "cell",
  reason: "cell",
  presentation: "cell",
  endState: numbersIn,
  endControl: matrixIn,
  largestControl: "cell",
  controlFraction: "cell",
  speed: "cell",
  leastSpeed: "cell",
  restState: numbersIn,
  displacement: "cell",
  likeness: "cell",
  isSameSink: "cell",
  isSteered: "cell",
  period: "cell",
  lyapunov: "cell",
  isLearned: "cell",
  largestChange: "cell",
  totalChange: "cell",
  beyondBounds: "cell",
  memories: tablesIn<Memory>,
  kept: "cell",
  forgotten: "cell",
  restored: "cell",
  status: "cell",
  message: "cell",
  iterations: "cell",
  gradients: "cell",
  searches: tablesIn<SearchEnd>,
  solveMilliseconds: "cell",
  optimality: "cell",
  residual: "cell",
};

/** Those of sweeps: nothing that depends on the machine, such as times, and no matrices. */
const UNSWEPT: readonly (keyof PresentationRow)[] = ["endControl", "memories", "searches", "solveMilliseconds"];
export const SWEPT_COLUMNS = (Object.keys(COLUMNS) as (keyof PresentationRow)[]).filter(
  (name) => !UNSWEPT.includes(name),
);

export function presentationRow(presented: Presentation) {
  const { index, pattern, solution, evidence, isLearned, largestChange, totalChange, beyondBounds, memories } =
    presented;
  const { cost, costError, gridCost, motionCost, controlCost, terminalCost, tailCost, status, message } = solution;
  const { iterations, gradients, searches, solveMilliseconds, optimality, residual } = solution;
  const { outcome, reason, presentation, control, largestControl, controlFraction, speed, leastSpeed } = evidence;
  const { rest, displacement, likeness, isSameSink, isSteered, period, lyapunov } = evidence;
  const N = solution.plan.initial.length;
  const count = (word: Memory["status"]): number => memories.filter((memory) => memory.status === word).length;
  return {
    ...{ index, pattern, cost, costError, gridCost, motionCost, controlCost, terminalCost, tailCost },
    ...{ outcome, reason, presentation },
    endState: evidence.state,
    endControl: Array.from({ length: N }, (_, i) => Array.from(control.subarray(i * N, (i + 1) * N))),
    ...{ largestControl, controlFraction, speed, leastSpeed },
    restState: rest?.state ?? null,
    ...{
      displacement,
      likeness,
      isSameSink,
      isSteered,
      period,
      lyapunov,
      isLearned,
      largestChange,
      totalChange,
      beyondBounds,
    },
    memories,
    kept: count("kept"),
    forgotten: count("forgotten"),
    restored: count("restored"),
    ...{ status, message, iterations, gradients, searches, solveMilliseconds, optimality, residual },
  };
}

/** What texts say of costs: J for steps of length 0, how far it may be off, and the cost in steps of length h. */
export function costCells(row: Pick<PresentationRow, "cost" | "costError" | "gridCost">): string[] {
  const { cost, costError, gridCost } = row;
  if (cost === null || costError === null) return ["–", "–", gridCost.toPrecision(8)];
  // no more digits than the error leaves, and one more
  const digits = costError > 0 ? Math.ceil(Math.log10(Math.abs(cost) / costError)) + 2 : 8;
  return [cost.toPrecision(Math.max(2, Math.min(8, digits))), costError.toExponential(1), gridCost.toPrecision(8)];
}
