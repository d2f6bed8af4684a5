/** What the search of the work does to its curves: blind proposals where inputs are few, and sgn(0) = 0. */
import { RULES } from "../../hopfield/rules/index.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { differenceOf, quotientOf, type SampleMean, sampleOf } from "../compare-means.ts";
import { show } from "../show.ts";
import { capacityAt, ownRows, publishedRows } from "./loads.ts";
import type { Ek22Plan } from "./plan.ts";
import { type CapacityAt, publishedCapacity } from "./published.ts";
import type { Claim, Results } from "./results.ts";
import { ALL } from "./rules.ts";

const LEAST = 20;

/** Where the noise rule was published to store most for each input at N = 2000, and at the dilute end of that curve. */
const FULLER = 88;

export function searchClaims(plan: Ek22Plan): Claim[] {
  const points = plan.experiments.flatMap((one) =>
    one.kind === "capacity" && one.part === "published" && [one.spec.rule].flat().includes(noise.name)
      ? [one.spec.inputs ?? []].flat().map((inputs) => `${one.spec.neurons}/${inputs}`)
      : [],
  );
  const isThere = (neurons: number, inputs: number) => points.includes(`${neurons}/${inputs}`);
  const large = [2000, 5000].filter((neurons) => isThere(500, LEAST) && isThere(neurons, LEAST));
  const tied = plan.experiments.flatMap((one) => (one.kind === "ties" ? one.spec.rule : []));
  return [
    ...large.map((neurons) =>
      fall(`falls with N: at N = ${neurons} over N = 500, c = ${LEAST}`, [
        { neurons, inputs: LEAST },
        { neurons: 500, inputs: LEAST },
      ]),
    ),
    ...(isThere(2000, LEAST) && isThere(2000, FULLER)
      ? [
          fall(`falls towards the dilute end: at c = ${LEAST} over c = ${FULLER}, N = 2000`, [
            { neurons: 2000, inputs: LEAST },
            { neurons: 2000, inputs: FULLER },
          ]),
        ]
      : []),
    ...ALL.filter((rule) => tied.includes(rule)).map(tieOf),
  ];
}

/** N and c of a network. */
type Size = Pick<CapacityAt, "neurons" | "inputs">;

/** Where the noise rule was published to store less for each input than elsewhere. */
function fall(words: string, [at, over]: readonly [Size, Size]): Claim {
  const published = loadQuotient((size) => publishedCapacity({ ...size, rule: noise.name }), at, over)!;
  const quotientIn = (rows: Parameters<typeof capacityAt>[0]) =>
    loadQuotient((size) => capacityAt(rows, { ...size, rule: noise.name }), at, over);
  return {
    claim: `α_c of noise reduction ${words}`,
    of: ["diluteNoise", "annealing"],
    relation: "≈",
    published: published.mean,
    publishedSpread: published.deviation,
    judge(results) {
      const here = quotientIn(publishedRows(results))!;
      const own = quotientIn(ownRows(results));
      return {
        measured: here.mean,
        spread: here.deviation,
        seeds: here.networks,
        difference: differenceOf(published, here),
        ...(own && { own: own.mean, ownSpread: own.deviation, ownSeeds: own.networks }),
        condition: "when swaps are proposed blindly, so that fewer and fewer of them are real",
        explanation: `The number of proposals does not grow with N, and most of them name two sites of which both are connected or neither is. Of a few neurons, searched as published: ${listSwaps(results)}.${own ? ` Made our way, with equally many steps for each neuron of the network, the quotient is ${show(own.mean)}.` : ""}`,
      };
    },
  };
}

/** α_c of one network over that of another. */
function loadQuotient(
  of: (size: Size) => SampleMean | undefined,
  ...sizes: readonly [Size, Size]
): SampleMean | undefined {
  const [a, b] = sizes.map(of);
  if (!(a && b)) return undefined;
  const { mean, deviation, networks } = quotientOf(a, b, 1);
  const perInput = sizes[1].inputs / sizes[0].inputs;
  return { mean: mean * perInput, deviation: deviation * perInput, networks };
}

function listSwaps(results: Results): string {
  const measured = publishedRows(results);
  return results.swaps
    .flatMap(({ rows }) => rows)
    .map(({ neurons, inputs, swaps, left, leftError }) => {
      const at = { neurons, inputs, rule: noise.name };
      const [there, here] = [publishedCapacity(at), capacityAt(measured, at)];
      const loads = [there && `${show(there.mean / inputs)} published`, here && `${show(here.mean / inputs)} here`];
      return `N = ${neurons}, c = ${inputs}: ${show(swaps)} N real swaps, ${show(left)} ± ${show(leftError)} times the noise that a heat bath leaves, α_c ${loads.filter(Boolean).join(", ")}`;
    })
    .join("; ");
}

/** Whether the third state changes the critical load. */
function tieOf(rule: (typeof ALL)[number]): Claim {
  return {
    claim: `p_c of ${RULES[rule].label} with sgn(0) = 0 less p_c with sgn(0) = +1 of the same networks, N = 500, c = ${LEAST}`,
    of: ["dynamics"],
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
