/** An equilibrium as a row, of several tasks. */
import type { FoundEquilibrium } from "../../dynamics/find-equilibria.ts";

export function equilibriumRow(equilibrium: FoundEquilibrium) {
  const { state, type, form, eigenvalues, isMarginal, residual, found, basin } = equilibrium;
  return {
    state: Array.from(state),
    type,
    eigenvalues,
    basinFraction: basin?.fraction ?? null,
    basinLow: basin?.low ?? null,
    basinHigh: basin?.high ?? null,
    form,
    isMarginal,
    residual,
    found,
  };
}
