/** A row for every critical load of the published tables that a run reaches: theirs, ours by the same protocol, and ours by our own choices. */
import { RULES } from "../../hopfield/rules/index.ts";
import { differenceOf, type SampleMean } from "../compare-means.ts";
import { capacityAt, ownRows, publishedRows } from "./loads.ts";
import type { Ek22Plan } from "./plan.ts";
import { type CapacityAt, publishedCapacity } from "./published.ts";
import type { Claim } from "./results.ts";
import { ALL } from "./rules.ts";

/** The claims that the plan measures under the published protocol. */
export function tableClaims(plan: Ek22Plan): Claim[] {
  return reachedBy(plan).map(({ at, published }) => ({
    claim: `p_c of ${RULES[at.rule].label}, N = ${at.neurons}, c = ${at.inputs}`,
    of: ["tables"],
    relation: "≈",
    published: published.mean,
    publishedSpread: published.deviation,
    judge(results) {
      const here = capacityAt(publishedRows(results), at)!;
      const own = capacityAt(ownRows(results), at);
      return {
        measured: here.mean,
        spread: here.deviation,
        seeds: here.networks,
        difference: differenceOf(published, here, 1),
        ...(own && { own: own.mean, ownSpread: own.deviation, ownSeeds: own.networks }),
        explanation: `c/N = ${(at.inputs / at.neurons).toFixed(3)}; ${published.networks} networks there, ${here.networks} here.`,
      };
    },
  }));
}

/** Critical loads that the tables have and a plan measures as published, in the order of rule, N and c. */
function reachedBy(plan: Ek22Plan): { readonly at: CapacityAt; readonly published: SampleMean }[] {
  const specs = plan.experiments.flatMap((one) =>
    one.kind === "capacity" && one.part === "published" ? [one.spec] : [],
  );
  const points = specs.flatMap((spec) =>
    ALL.flatMap((rule) =>
      [spec.rule].flat().includes(rule)
        ? [spec.inputs ?? []].flat().map((inputs) => ({ neurons: spec.neurons ?? 0, inputs, rule }))
        : [],
    ),
  );
  const sorted = points.sort(
    (a, b) => ALL.indexOf(a.rule) - ALL.indexOf(b.rule) || a.neurons - b.neurons || a.inputs - b.inputs,
  );
  return sorted.flatMap((at) => {
    const published = publishedCapacity(at);
    return published === undefined ? [] : [{ at, published }];
  });
}
