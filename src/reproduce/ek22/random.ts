/** Random connectivity: the critical loads of fully connected and highly dilute networks. */

import type { CapacityResult } from "../../experiments/capacity/run.ts";
import { bySeed } from "../../experiments/kit/seeds.ts";
import { lineThrough } from "../../numeric/statistics.ts";
import { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import { bySize, densest, largest, loadOf } from "./loads.ts";
import { OVERLAPS } from "./plan.ts";
import type { Claim } from "./results.ts";

/** α at which the overlap of a retrieved pattern falls to m in the dilute limit: m = erf(m/√(2α)), by erf⁻¹(m). */
const DILUTE_LOAD = { [OVERLAPS.usual]: 0.2994, [OVERLAPS.low]: 0.6062 };

export const RANDOM_CLAIMS: readonly Claim[] = [
  {
    claim: "Fully connected, random: α_c",
    relation: "≈",
    published: 0.138,
    judge({ capacity: [main], scaling }) {
      const exact = [main, ...scaling].filter(({ spec }) => spec.seeds > 1 || spec === main.spec);
      const full = densest(largest(exact).summary);
      const sizes = [main, ...scaling].map(({ summary }) => densest(summary)).sort(bySize);
      const list = sizes.map(({ neurons, load }) => `${show(load)} at N = ${neurons}`).join(", ");
      return {
        ...loadOf(full),
        explanation: `The published value is that of infinitely many neurons; here: ${list}. The transition is abrupt, so the thresholds of retrieval hardly matter.`,
      };
    },
  },
  ...Object.values(OVERLAPS).map(
    (overlap, k): Claim => ({
      claim: `Highly dilute random limit (c/N → 0): α_c, patterns retrieved with overlap ${overlap}`,
      relation: "≈",
      published: 2 / Math.PI,
      judge: ({ dilute }) => diluteLimit(dilute[k], overlap),
    }),
  ),
];

/** α_c extrapolated to c/N = 0 along a straight line, of each seed. */
function diluteLimit({ rows, spec, summary }: CapacityResult, overlap: keyof typeof DILUTE_LOAD) {
  const list = summary.map(({ inputs, load }) => `${show(load)} at ${show(inputs / spec.neurons)}`).join(", ");
  const theory = DILUTE_LOAD[overlap];
  const why =
    overlap === OVERLAPS.usual
      ? `2/π is where the overlap vanishes, and in the dilute limit it does so continuously, m = erf(m/√(2α)): 90 % of the patterns keep m ≥ ${overlap} only up to about α = ${show(theory)}.`
      : `By m = erf(m/√(2α)) the overlap falls to ${overlap} at α = ${show(theory)}, near 2/π where it vanishes. That theory has c → ∞ with c/N → 0; here noise is correlated through loops of connections and inputs are few, and a straight line through c/N ≥ ${show(Math.min(...summary.map(({ inputs }) => inputs)) / spec.neurons)} need not reach the limit.`;
  return {
    ...measuredOver(
      bySeed(rows).map((own) => lineThrough(own.map(({ inputs, load }) => [inputs / spec.neurons, load])).at0),
    ),
    explanation: `N = ${spec.neurons}; α_c against c/N: ${list}; a straight line gives the value at c/N = 0. ${why}`,
  };
}
