/** How near to optimal the solutions are on which a verdict rests. */
import type { ControlSolution } from "../../control/solve.ts";
import type { Optimality } from "./measured.ts";

/** How near to optimal several solutions are: the counts added up, the largest residual. */
export function optimalityOf(solutions: readonly Pick<ControlSolution, "status" | "residual">[]): Optimality {
  return {
    solutions: solutions.length,
    unconverged: solutions.filter(({ status }) => status !== "converged").length,
    residual: Math.max(0, ...solutions.map(({ residual }) => residual ?? 0)),
  };
}

/** Adds up how near to optimal the solutions of several studies are. */
export function together(parts: readonly Optimality[]): Optimality {
  return {
    solutions: parts.reduce((sum, part) => sum + part.solutions, 0),
    unconverged: parts.reduce((sum, part) => sum + part.unconverged, 0),
    residual: Math.max(0, ...parts.map(({ residual }) => residual)),
  };
}

/** What stands for optimality where nothing was optimised. */
export const NOTHING: Optimality = { solutions: 0, unconverged: 0, residual: 0 };
