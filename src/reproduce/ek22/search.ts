/** What the search of the work does to its curves: blind proposals where inputs are few, and sgn(0) = 0. */
import { RULES } from "../../hopfield/rules/index.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { differenceOf, type SampleMean, sampleOf } from "../compare-means.ts";
import { show } from "../show.ts";
import { capacityAt, ownRows, publishedRows } from "./loads.ts";
import type { Ek22Plan } from "./plan.ts";
import { publishedCapacity } from "./published.ts";
import type { Claim, Results } from "./results.ts";
import { ALL } from "./rules.ts";
import { TABLES } from "./table.ts";

const PROGRAMS = "programs of the public repository of the work";
const LEAST = 20;

export function searchClaims(plan: Ek22Plan): Claim[] {
  const sizes = plan.experiments.flatMap((one) =>
    one.kind === "capacity" && one.part === "published" && [one.spec.rule].flat().includes(noise.name)
      ? [one.spec.neurons ?? 0]
      : [],
  );
  const tied = plan.experiments.flatMap((one) => (one.kind === "ties" ? one.spec.rule : []));
  const large = [2000, 5000].filter((neurons) => sizes.includes(500) && sizes.includes(neurons));
  return [...large.map(fallWithSize), ...ALL.filter((rule) => tied.includes(rule)).map(tieOf)];
}

/** At c = 20 the noise rule was published to store less in larger networks. */
function fallWithSize(neurons: number): Claim {
  const [small, large] = [500, neurons].map((n) => publishedCapacity({ neurons: n, inputs: LEAST, rule: noise.name })!);
  const published = quotientOf(large, small);
  return {
    claim: `α_c of noise reduction at c = ${LEAST} falls with N: at N = ${neurons} over N = 500`,
    source: TABLES,
    relation: "≈",
    published: published.mean,
    publishedSpread: published.deviation,
    judge(results) {
      const here = quotientAt(publishedRows(results), neurons)!;
      const own = quotientAt(ownRows(results), neurons);
      return {
        measured: here.mean,
        spread: here.deviation,
        seeds: here.networks,
        difference: differenceOf(published, here),
        ...(own && { own: own.mean, ownSpread: own.deviation, ownSeeds: own.networks }),
        condition: "when swaps are proposed blindly, so that fewer and fewer of them are real",
        explanation: `Real swaps in the search of a neuron, over N, beside the published α_c: ${listSwaps(results)}. The number of proposals does not grow with N, and most of them name two sites of which both are connected or neither is.${own ? ` Made our way, with equally many steps for each neuron of the network, the quotient is ${show(own.mean)}.` : ""}`,
      };
    },
  };
}

function quotientAt(rows: Parameters<typeof capacityAt>[0], neurons: number): SampleMean | undefined {
  const [small, large] = [500, neurons].map((n) => capacityAt(rows, { neurons: n, inputs: LEAST, rule: noise.name }));
  return small && large && quotientOf(large, small);
}

/** The quotient of two means with the s.d. of its values. */
function quotientOf(a: SampleMean, b: SampleMean): SampleMean {
  const mean = a.mean / b.mean;
  // whole numbers are known to within their rounding
  const relative = [a, b].map(({ deviation, mean: own }) => Math.sqrt(deviation ** 2 + 1 / 12) / own);
  return { mean, deviation: mean * Math.hypot(...relative), networks: Math.min(a.networks, b.networks) };
}

function listSwaps({ swaps }: Results): string {
  const rows = swaps.flatMap((result) => result.rows);
  return rows
    .map(({ neurons, inputs, patterns, swaps: own }) => {
      return `${show(own)} and ${show(patterns / inputs)} at N = ${neurons}, c = ${inputs}`;
    })
    .join("; ");
}

/** Whether the third state changes the critical load. */
function tieOf(rule: (typeof ALL)[number]): Claim {
  return {
    claim: `p_c of ${RULES[rule].label} with sgn(0) = 0 less p_c with sgn(0) = +1 of the same networks, N = 500, c = ${LEAST}`,
    source: PROGRAMS,
    relation: "≈",
    published: 0,
    judge(results) {
      const rows = results.ties.flatMap((result) => result.rows.filter((row) => row.rule === rule));
      const [two, three] = [rows.map(({ capacity }) => capacity), rows.map(({ threeStates }) => threeStates)].map(
        sampleOf,
      );
      const difference = differenceOf(two, three, 1);
      const paired = sampleOf(rows.map((row) => row.threeStates - row.capacity));
      const isSmall = Math.abs(paired.mean) < difference.error;
      const kept = isSmall
        ? "They differ by less than a standard error of p_c, so that sgn(0) = +1 is kept."
        : "They differ by more than a standard error of p_c.";
      return {
        measured: paired.mean,
        spread: paired.deviation,
        seeds: paired.networks,
        difference,
        explanation: `p_c is ${show(two.mean)} ± ${show(two.deviation)} with sgn(0) = +1, and ${show(three.mean)} ± ${show(three.deviation)} with a third state, by a relaxation of its own that does nothing else. An even number of inputs makes fields of 0 common. ${Number.isNaN(difference.error) ? "One network tells no standard error." : kept}`,
      };
    },
  };
}
