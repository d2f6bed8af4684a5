/** The solvers. A new one is a file beside these and a line in `SOLVERS`; everything else follows from there. */
import { heatBath } from "./heat-bath.ts";
import { published } from "./published.ts";
import type { Solver } from "./solver.ts";
import { swap } from "./swap.ts";

/** Every solver by its name; the first is the default. */
export const SOLVERS = named({
  "heat-bath": heatBath,
  swap,
  published,
});

/** The name of a solver. */
export type SolverName = keyof typeof SOLVERS;

export const SOLVER_NAMES: readonly SolverName[] = Object.keys(SOLVERS) as SolverName[];

/** A solver of which only the name is known. */
export function solverOf(name: SolverName): Solver {
  return SOLVERS[name];
}

/** Names stand once: the key of a solver in the table is the name that it has. */
function named<Table extends { readonly [Name in keyof Table]: Solver & { readonly name: Name } }>(
  table: Table,
): Table {
  return Object.freeze(table);
}
