/** Claims about the least cost: how it depends on horizon, discount and state. */
import { lineThrough, meanAndDeviation } from "../../numeric/statistics.ts";
import { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import { together } from "./optimality.ts";
import type { Claim, Results } from "./results.ts";

/** Where exponential decay is fitted, as parts of the longest horizon: past the beginnings and above rounding. */
const FITTED = [0.1, 0.5] as const;
const EXACT = 1e-9;

export const VALUE_CLAIMS: readonly Claim[] = [
  {
    claim: "The error of a horizon T falls as e^{−λT}: rate over λ, on a cycle",
    relation: "≈",
    published: 1,
    of: ["horizon"],
    judge({ horizonCycle: [one] }) {
      const { rate, error } = rateOf(one);
      return {
        measured: rate,
        tolerance: error,
        optimality: one,
        explanation: `A = [[2, −2], [2, 2]], K = 0.05, μ = 0.5, λ = ${one.discount}: J∞ − J_T ${listErrors(one)}. The running cost goes on for ever, so that the error is what e^{−λT} makes of it.`,
      };
    },
  },
  {
    claim: "and is no larger where the path comes to rest: least rate over λ",
    relation: ">",
    published: 1,
    of: ["horizon"],
    judge({ horizonRest }) {
      const rates = horizonRest.map(rateOf);
      const least = rates.reduce((a, b) => (b.rate < a.rate ? b : a));
      return {
        measured: least.rate,
        tolerance: least.error,
        optimality: together(horizonRest),
        explanation: horizonRest
          .map((one, k) => `λ = ${one.discount}, rate ${show(rates[k].rate)} λ: J∞ − J_T ${listErrors(one)}`)
          .join("; "),
      };
    },
  },
  {
    claim: "Final value theorem, at a stable equilibrium: λJ extrapolated to λ = 0, against ℓ = 0 at rest",
    relation: "≈",
    published: 0,
    of: ["finalValue"],
    judge({ finalRest: [one] }) {
      return {
        measured: limitOf(one),
        tolerance: limitError(one),
        optimality: one,
        explanation: `A = [[0, 2], [2, 0]], u⁰ = (−1, 0.5), μ = 0.5: λJ = ${listValues(one)}; its error is what the extrapolation changes without the least λ. ℓ at the presentation time of the least λ is ${one.values[one.values.length - 1].last.toExponential(1)}.`,
      };
    },
  },
  {
    claim: "Final value theorem, on a cycle: λJ extrapolated to λ = 0 over the mean running cost of a period",
    relation: "≈",
    published: 1,
    of: ["finalValue"],
    judge({ finalCycle: [one] }) {
      const { last, period } = one.values[one.values.length - 1];
      return {
        measured: limitOf(one) / last,
        tolerance: limitError(one) / last,
        condition: "when the mean over a period takes the place of the limit, which does not exist",
        optimality: one,
        explanation: `In steps of 0.1, λJ = ${listValues(one)}; extrapolated ${show(limitOf(one))} (its error is what the extrapolation changes without the least λ), the mean of ℓ over the period ${show(period ?? Number.NaN)} is ${show(last)}.`,
      };
    },
  },
  {
    claim:
      "Dynamic programming: J less the cost of a first part and of the rest solved anew, over J (largest; here: below 10⁻⁹)",
    relation: "<",
    published: EXACT,
    of: ["programming"],
    judge({ programming }) {
      const splits = programming.flatMap((one) => one.splits);
      return {
        measured: Math.max(...splits.map(({ difference }) => difference)),
        optimality: together(programming),
        explanation: `${splits.length} splits of ${programming.length} paths (to a new sink, to one of A, to a cycle, and one that wanders), the rest always from ξ = 0.`,
      };
    },
  },
  {
    claim: "v(u⁰) of the Hamilton–Jacobi–Bellman equation on a grid is min J: ratio over initial states",
    relation: "≈",
    published: 1,
    of: ["hjb"],
    judge({ gridValues: [grid] }) {
      const list = grid.values.map(
        ({ initial, value, cost }) => `${show(value)} (${show(cost ?? Number.NaN)}) at ${initial.join(", ")}`,
      );
      return {
        ...measuredOver(grid.values.map(({ value, cost }) => value / (cost ?? Number.NaN))),
        tolerance: gridError(grid),
        also: [grid.isConverged ? "agrees" : "undecided"],
        optimality: grid,
        explanation: `A = [[0, 2], [2, 0]], μ = 0.5, λ = 1, ${grid.nodes} nodes an axis; v, in brackets J of the path for h → 0: ${list.join("; ")}. The error is what v changes by on a grid twice as coarse, and that of J. The grid knows nothing of the paths: no minimum here is local.`,
      };
    },
  },
];

/** J∞ − J_T at each horizon but the last, which stands for an infinite one. */
export function horizonErrors({ costs }: Results["horizonCycle"][number]): (readonly [number, number])[] {
  const [, limit] = costs[costs.length - 1];
  return costs.slice(0, -1).map(([horizon, cost]) => [horizon, limit - cost]);
}

/** The rate of decay over λ, by a straight line through the logarithms, and two standard errors of its slope. */
function rateOf(one: Results["horizonCycle"][number]): { readonly rate: number; readonly error: number } {
  const [longest] = one.costs[one.costs.length - 1];
  const fitted = horizonErrors(one).filter(
    ([horizon, error]) => horizon >= FITTED[0] * longest && horizon <= FITTED[1] * longest && error > 0,
  );
  const points = fitted.map(([horizon, error]) => [horizon, Math.log(error)] as const);
  const { at0, slope } = lineThrough(points);
  const { mean } = meanAndDeviation(points.map(([horizon]) => horizon));
  const residues = points.reduce((sum, [horizon, log]) => sum + (log - at0 - slope * horizon) ** 2, 0);
  const extent = points.reduce((sum, [horizon]) => sum + (horizon - mean) ** 2, 0);
  const error = 2 * Math.sqrt(residues / (points.length - 2) / extent);
  return { rate: -slope / one.discount, error: error / one.discount };
}

function listErrors(one: Results["horizonCycle"][number]): string {
  const errors = horizonErrors(one);
  return [0, Math.floor(errors.length / 2), errors.length - 1]
    .map((k) => errors[k])
    .map(([horizon, error]) => `${error < 0.1 ? error.toExponential(1) : show(error)} at T = ${show(horizon)}`)
    .join(", ");
}

/** λJ extrapolated to λ = 0 by the straight line through its values at the two smallest λ. */
function limitOf({ values }: Results["finalRest"][number]): number {
  return lineThrough(values.slice(-2).map(({ discount, value }) => [discount, value])).at0;
}

/** How far that limit moves when the least λ is left out. */
function limitError({ values, ...rest }: Results["finalRest"][number]): number {
  return Math.abs(limitOf({ values, ...rest }) - limitOf({ values: values.slice(0, -1), ...rest }));
}

/** The error of the mean of v over J: of v, by a coarser grid, and of J. */
function gridError({ values }: Results["gridValues"][number]): number {
  const errors = values.map(
    ({ value, coarse, cost, costError }) =>
      (Math.abs(value - coarse) + (costError ?? Number.NaN)) / (cost ?? Number.NaN),
  );
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

function listValues({ values }: Results["finalRest"][number]): string {
  return values.map(({ discount, value }) => `${show(value)} at ${discount}`).join(", ");
}
