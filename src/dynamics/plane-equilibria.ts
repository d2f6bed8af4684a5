/** Equilibria of two neurons without waiting: for pictures that follow a drag. */
import { eigenvaluesOfTwo } from "../numeric/eigenvalues.ts";
import { type Equilibrium, NewtonSearch, RootCollection, stabilityOf } from "./equilibria.ts";
import { LocalField } from "./local-field.ts";
import type { ContinuousNetwork } from "./network.ts";

/** The equilibria that undamped Newton steps reach from some states, f64[2] each; each once. */
export function planeEquilibria(network: ContinuousNetwork, starts: Iterable<Float64Array>): Equilibrium[] {
  const search = new NewtonSearch(network);
  const collection = new RootCollection();
  for (const start of starts) {
    const root = search.nearAtOnce(start);
    if (root) collection.add(root);
  }
  const field = new LocalField(network);
  const jacobian = new Float64Array(4);
  return collection.roots.map(({ state, residual }) => {
    field.jacobianInto(state, jacobian);
    return { state, residual, ...stabilityOf(eigenvaluesOfTwo(jacobian)) };
  });
}
