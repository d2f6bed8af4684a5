/**
 * What a method of integration is, and the shape that the integrator's kernel takes (assembly/integrate.ts): an explicit
 * Runge–Kutta method
 * - whose last stage is the field at the new state, which the next step takes as its first ("first same as last"): the last
 *   row of A is the row of weights. Of a method without that property the field at the new state is a stage more;
 * - of at most 16 stages together with those that dense output alone needs;
 * - with at most 2 rows of error weights: none for fixed steps, 1, or 2 that are weighed as in DOP853. Each sums to 0;
 * - with dense output beyond a cubic through both ends by further rows, each a part of θ and 1 − θ by turns.
 */
import type { Tableau } from "../../backend/contract/flow.ts";

export interface Method<Name extends string = string> {
  /** Name of the method in a spec, such as "dop853". */
  readonly name: Name;
  /** Order of the solution with which the integration continues. */
  readonly order: number;
  /** Order of the continuous extension between the ends of a step. */
  readonly denseOrder: number;
  /** Whether the method estimates its error and chooses its steps by that. */
  readonly isAdaptive: boolean;
  readonly citation: string;
  readonly tableau: Tableau;
}

/** A method as its file states it. */
export interface MethodSpec<Name extends string>
  extends Pick<Method<Name>, "name" | "order" | "denseOrder" | "citation"> {
  /** Rows of A: of stage i the weights of the stages before it. */
  readonly stages: readonly Row[];
  /** Rows of A of the stages that dense output alone needs. */
  readonly further?: readonly Row[];
  /** Weights of the estimates of the error. */
  readonly errors?: readonly Row[];
  /** Weights of the terms of dense output beyond the cubic. */
  readonly dense?: readonly Row[];
  /** How a step follows from the error of the last: see `Tableau`. */
  readonly control?: Pick<Tableau, "beta" | "safety" | "least" | "most">;
}

type Row = readonly number[];

/** Columns of a table in the kernels' memory, and the most stages. */
export const MOST_STAGES = 16;

export function methodOf<const Name extends string>(spec: MethodSpec<Name>): Method<Name> {
  const { name, order, denseOrder, citation, stages, further = [], errors = [], dense = [], control } = spec;
  const rows = [...stages, ...further, ...errors, ...dense];
  const table = new Float64Array(rows.length * MOST_STAGES);
  rows.forEach((row, at) => {
    table.set(row, at * MOST_STAGES);
  });
  const tableau: Tableau = {
    stages: stages.length,
    further: further.length,
    errors: errors.length as 0 | 1 | 2,
    denseRows: dense.length,
    table,
    order,
    ...(control ?? FIXED),
  };
  return Object.freeze({ name, order, denseOrder, isAdaptive: errors.length > 0, citation, tableau });
}

const FIXED = { beta: 0, safety: 1, least: 1, most: 1 } as const;

/** The tableau of a method without its estimates of the error: every step as long as the first. */
export function fixedSteps({ tableau }: Method): Tableau {
  const { stages, further, errors, table } = tableau;
  if (errors === 0) return tableau;
  const before = (stages + further) * MOST_STAGES;
  const dense = table.subarray(before + errors * MOST_STAGES);
  const without = new Float64Array(before + dense.length);
  without.set(table.subarray(0, before));
  without.set(dense, before);
  return { ...tableau, errors: 0, table: without };
}
