/** Random connectivity: the critical loads of fully connected and highly dilute networks. */

import type { CapacityResult, CapacitySummary } from "../../experiments/capacity/run.ts";
import { bySeed } from "../../experiments/kit/seeds.ts";
import { diluteLoad } from "../../hopfield/thermal-overlap.ts";
import { lineThrough } from "../../numeric/statistics.ts";
import { type Judged, measuredOver } from "../claim.ts";
import { differenceFrom, errorOfStep, type SampleMean, sampleOf } from "../compare-means.ts";
import { show } from "../show.ts";
import { bySize, densest, largest, loadOf } from "./loads.ts";
import { OVERLAPS } from "./plan.ts";
import type { Claim } from "./results.ts";

export const RANDOM_CLAIMS: readonly Claim[] = [
  {
    claim: "Fully connected, random: α_c",
    of: ["full"],
    relation: "≈",
    published: 0.138,
    judge({ capacity: [main], scaling }) {
      const exact = [main, ...scaling].filter(({ spec }) => spec.seeds > 1 || spec === main.spec);
      const full = densest(largest(exact).summary);
      const sizes = [main, ...scaling].map(({ summary }) => densest(summary)).sort(bySize);
      const list = sizes.map(({ neurons, load }) => `${show(load)} at N = ${neurons}`).join(", ");
      return {
        ...loadOf(full),
        // the published value has three digits
        difference: differenceFrom(sampleOfLoad(full), errorOfStep(0.001)),
        explanation: `The published value is that of infinitely many neurons; here: ${list}. The transition is abrupt, so the thresholds of retrieval hardly matter.`,
      };
    },
  },
  {
    claim: "Highly dilute random limit (c/N → 0): α_c",
    of: ["dilute"],
    relation: "≈",
    published: 2 / Math.PI,
    judge: ({ dilute }) => diluteLimit(dilute),
  },
];

/** α_c extrapolated to c/N = 0 along a straight line, of each seed, for patterns of which a small overlap is left. */
function diluteLimit(dilute: readonly CapacityResult[]): Judged {
  const [usual, low] = dilute;
  const limits = bySeed(low.rows).map((own) => limitOf(own, low.spec.neurons));
  const list = low.summary.map(({ inputs, load }) => `${show(load)} at ${show(inputs / low.spec.neurons)}`).join(", ");
  const usualLimit = limitOf(usual.summary, usual.spec.neurons);
  return {
    ...measuredOver(limits),
    difference: differenceFrom(sampleOf(limits)),
    condition: `when an overlap of ${OVERLAPS.low} counts as retrieval`,
    explanation: `N = ${low.spec.neurons}; α_c against c/N: ${list}; a straight line gives the value at c/N = 0. 2/π is where the overlap vanishes, and in the dilute limit it does so continuously, m = erf(m/√(2α)): to ${OVERLAPS.low} at α = ${show(diluteLoad({ threshold: OVERLAPS.low }))}, and to ${OVERLAPS.usual} already at α = ${show(diluteLoad({ threshold: OVERLAPS.usual }))}, where the limit here is ${show(usualLimit)}. That theory has c → ∞ with c/N → 0; here noise is correlated through loops of connections and inputs are few.`,
  };
}

function limitOf(rows: readonly { readonly inputs: number; readonly load: number }[], neurons: number): number {
  return lineThrough(rows.map(({ inputs, load }) => [inputs / neurons, load])).at0;
}

function sampleOfLoad({ load, loadDeviation, seeds }: CapacitySummary): SampleMean {
  return { mean: load, deviation: loadDeviation, networks: seeds };
}
