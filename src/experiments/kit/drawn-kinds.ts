/** What specs may say instead of weights and states, which their seed then draws. */
import { integer, list, orDrawn, real, table } from "../../check/kinds.ts";
import { type Kind, parameter } from "../../check/parameters.ts";

/** Most neurons: beyond this a matrix of weights takes more than 32 MB in every thread. */
const MOST_NEURONS = 2000;

/** Independent weights of `neurons` neurons, of standard deviation gain/√N: `gain` is the radius of their eigenvalues. */
export const drawnWeightsKind = table({
  gain: parameter({ kind: real({ least: 0 }), about: "√N times the deviation of drawn weights", required: true }),
  neurons: parameter({ kind: integer(1, MOST_NEURONS), symbol: "N", about: "neurons", required: true }),
});

/** One of two distributions. */
export const drawnStateKind = table({
  normal: parameter({ kind: real({ least: 0 }), about: "standard deviation of a state drawn around 0" }),
  uniform: parameter({ kind: list(real(), 2), about: "least and largest value of a state drawn evenly" }),
});

/** Weights, or how they are drawn. */
export function orDrawnWeights<Given, Value>(kind: Kind<Given, Value>) {
  return orDrawn(kind, drawnWeightsKind);
}

/** A state, or the distribution of its values. */
export function orDrawnState<Given, Value>(kind: Kind<Given, Value>) {
  return orDrawn(kind, drawnStateKind);
}
