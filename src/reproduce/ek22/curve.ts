/** What the curves of p_c against c show: how high they are, where they have their maxima and cross, where the gain is largest. */
import { unique } from "../../check/lists.ts";
import type { CapacityRow } from "../../experiments/capacity/run.ts";
import { RULES } from "../../hopfield/rules/index.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { differenceOf, errorOfStep, NORMAL, quotientOf, sampleOf, UNKNOWN } from "../compare-means.ts";
import { show } from "../show.ts";
import { capacityAt, perSeed, publishedRows } from "./loads.ts";
import type { Ek22Plan } from "./plan.ts";
import { type CapacityAt, publishedCapacity, publishedInputs } from "./published.ts";
import type { Claim, Results } from "./results.ts";
import { ALL, CHOSEN, type ChosenRule } from "./rules.ts";

/** c/N of a network whose neurons are nearly all connected. */
const DENSE = 0.9;

type AnyRule = CapacityAt["rule"];

/** The claims about the curves of every N that a plan measures under the published protocol. */
export function curveClaims(plan: Ek22Plan): Claim[] {
  const points = plan.experiments.flatMap(({ kind, part, spec }) =>
    kind === "capacity" && part === "published"
      ? [spec.inputs ?? []].flat().map((inputs) => ({ neurons: spec.neurons ?? 0, inputs }))
      : [],
  );
  const sizes = unique(points.map(({ neurons }) => neurons));
  // a curve reaches from few inputs to nearly all
  const curves = sizes.filter((n) => points.some(({ neurons, inputs }) => neurons === n && inputs > DENSE * n));
  return [
    ...curves.flatMap((neurons) => [
      ...ALL.map((rule) => level(neurons, rule)),
      ...CHOSEN.map((rule) => maximum(neurons, rule)),
      densestRandom(neurons),
      crossing(neurons),
      ...CHOSEN.flatMap((rule) => [bestGain(neurons, rule), placeOfBestGain(neurons, rule)]),
    ]),
    ...(sizes.includes(2000)
      ? [leastInputs(noise.name, "1.49"), leastInputs(signal.name, "3.15; 3.11 in the tables")]
      : []),
  ];
}

/** Values of c at which a curve was measured here and there. */
function sharedInputs(rows: readonly CapacityRow[], neurons: number, rule: AnyRule): number[] {
  return publishedInputs(neurons).filter((inputs) => capacityAt(rows, { neurons, inputs, rule }) !== undefined);
}

/** Over a whole curve errors average out, which makes this the sharpest of all comparisons. */
function level(neurons: number, rule: AnyRule): Claim {
  return {
    claim: `p_c of ${RULES[rule].label}, N = ${neurons}: measured as published over published, mean over all c`,
    of: ["tables"],
    relation: "≈",
    published: 1,
    judge(results) {
      const rows = publishedRows(results);
      const ratios = sharedInputs(rows, neurons, rule).map((inputs) => {
        const at = { neurons, inputs, rule };
        const [there, here] = [publishedCapacity(at)!, capacityAt(rows, at)!];
        const { error, degrees } = differenceOf(there, here, 1);
        return { inputs, ratio: here.mean / there.mean, error: error / there.mean, degrees };
      });
      const { mean, deviation } = sampleOf(ratios.map(({ ratio }) => ratio));
      const error = Math.sqrt(ratios.reduce((sum, one) => sum + one.error ** 2, 0)) / ratios.length;
      const degrees = ratios.reduce((sum, one) => sum + one.degrees, 0);
      return {
        measured: mean,
        spread: deviation,
        seeds: rows.length === 0 ? 0 : seedsOf(rows, neurons),
        difference: { error, degrees },
        explanation: `At c/N = ${ratios.map(({ inputs, ratio }) => `${show(inputs / neurons)}: ${show(ratio)}`).join(", ")}. ± is the s.d. over c; the standard error of the mean, from the spread over networks on both sides, is ${show(error)}.`,
      };
    },
  };
}

function seedsOf(rows: readonly CapacityRow[], neurons: number): number {
  return new Set(rows.filter((row) => row.neurons === neurons).map(({ seed }) => seed)).size;
}

/** A curve as points of c/N and a value. */
type Curve = readonly { readonly density: number; readonly value: number }[];

function largestOf(curve: Curve): Curve[number] {
  return curve.reduce((a, b) => (b.value > a.value ? b : a), {
    density: Number.NaN,
    value: Number.NEGATIVE_INFINITY,
  });
}

function publishedCurve(neurons: number, rule: AnyRule): Curve {
  return publishedInputs(neurons).map((inputs) => ({
    density: inputs / neurons,
    value: publishedCapacity({ neurons, inputs, rule })?.mean ?? Number.NaN,
  }));
}

function curveOf(rows: readonly CapacityRow[], neurons: number, rule: AnyRule): Curve {
  return sharedInputs(rows, neurons, rule).map((inputs) => ({
    density: inputs / neurons,
    value: capacityAt(rows, { neurons, inputs, rule })!.mean,
  }));
}

/** The distance of c/N at a point of a curve to those beside it: how well a maximum there is placed. */
function stepAt(curve: Curve, density: number): number {
  const others = curve.map((point) => Math.abs(point.density - density)).filter((distance) => distance > 0);
  const [left, right] = others.sort((a, b) => a - b);
  return curve.length < 3 ? Number.NaN : (left + right) / 2;
}

/** A place on the axis of c/N: over seeds here, and with the error that the steps of both curves leave. */
function judgePlace(results: Results, neurons: number, there: Curve, place: (rows: readonly CapacityRow[]) => number) {
  const rows = publishedRows(results).filter((row) => row.neurons === neurons);
  const places = perSeed(rows, place).filter(Number.isFinite);
  if (places.length === 0) return { measured: 0, seeds: 0, difference: UNKNOWN };
  const here = sampleOf(places);
  const measured = curveOf(rows, neurons, random.name);
  const steps = Math.hypot(errorOfStep(stepAt(there, here.mean)), errorOfStep(stepAt(measured, here.mean)));
  // one place in each of a few seeds: steps, not the seeds, decide how sure it is
  const error = Math.hypot(here.deviation / Math.sqrt(here.networks), steps);
  return {
    measured: here.mean,
    spread: here.deviation,
    seeds: here.networks,
    difference: { error, degrees: NORMAL },
  };
}

function maximum(neurons: number, rule: ChosenRule): Claim {
  const there = publishedCurve(neurons, rule);
  const most = largestOf(there);
  return {
    claim: `c/N of the largest p_c of ${RULES[rule].label}, N = ${neurons}`,
    of: ["maxima"],
    relation: "≈",
    published: most.density,
    judge(results) {
      const rows = publishedRows(results);
      return {
        ...judgePlace(results, neurons, there, (own) => largestOf(curveOf(own, neurons, rule)).density),
        explanation: `${listCurve(curveOf(rows, neurons, rule))}; published: ${show(most.value)} at the maximum. Both curves are flat there, and known at steps of c: their distances are the error.`,
      };
    },
  };
}

function densestRandom(neurons: number): Claim {
  return {
    claim: `c/N of the largest p_c of random connectivity over the largest c/N, N = ${neurons}`,
    of: ["maxima"],
    relation: "≈",
    published: 1,
    judge(results) {
      const rows = publishedRows(results).filter((row) => row.neurons === neurons);
      const most = (own: readonly CapacityRow[]) => {
        const curve = curveOf(own, neurons, random.name);
        return largestOf(curve).density / curve[curve.length - 1].density;
      };
      const curve = curveOf(rows, neurons, random.name);
      const here = sampleOf(perSeed(rows, most));
      const step =
        curve.length < 2 ? Number.NaN : 1 - curve[curve.length - 2].density / curve[curve.length - 1].density;
      return {
        measured: here.mean,
        spread: here.deviation,
        seeds: here.networks,
        difference: {
          error: Math.hypot(here.deviation / Math.sqrt(here.networks), errorOfStep(2 * step)),
          degrees: NORMAL,
        },
        explanation: `${listCurve(curve)}. The curve of random connectivity is nearly flat at its end, so that chance decides between the last c.`,
      };
    },
  };
}

/** Where the noise rule begins to store more than signal reinforcement, by straight lines between the points. */
function crossingOf(byNoise: Curve, bySignal: Curve): number {
  const differences = byNoise.map(({ density, value }, k) => ({ density, value: value - bySignal[k].value }));
  const after = differences.findIndex(({ value }, k) => k > 0 && value > 0 && differences[k - 1].value <= 0);
  if (after < 0) return Number.NaN;
  const [a, b] = [differences[after - 1], differences[after]];
  return a.density + ((b.density - a.density) * -a.value) / (b.value - a.value);
}

function crossing(neurons: number): Claim {
  const there = publishedCurve(neurons, noise.name);
  const published = crossingOf(there, publishedCurve(neurons, signal.name));
  return {
    claim: `c/N above which noise reduction stores more than signal reinforcement, N = ${neurons}`,
    of: ["overtaking"],
    relation: "≈",
    published,
    judge(results) {
      const own = (rows: readonly CapacityRow[]) =>
        crossingOf(curveOf(rows, neurons, noise.name), curveOf(rows, neurons, signal.name));
      const rows = publishedRows(results);
      const lists = CHOSEN.map((rule) => `${RULES[rule].label}: ${listCurve(curveOf(rows, neurons, rule))}`);
      return {
        ...judgePlace(results, neurons, there, own),
        explanation: `${lists.join("; ")}. The curves cross at a small angle; the distances between values of c are the error.`,
      };
    },
  };
}

export function publishedGains(neurons: number, rule: ChosenRule) {
  return publishedInputs(neurons).map((inputs) => {
    const at = { neurons, inputs };
    const gain = quotientOf(publishedCapacity({ ...at, rule })!, publishedCapacity({ ...at, rule: random.name })!);
    return { density: inputs / neurons, value: gain.mean, gain };
  });
}

function gainsHere(rows: readonly CapacityRow[], neurons: number, rule: ChosenRule) {
  return sharedInputs(rows, neurons, rule).flatMap((inputs) => {
    const at = { neurons, inputs };
    const drawn = capacityAt(rows, { ...at, rule: random.name });
    if (drawn === undefined || drawn.mean === 0) return [];
    const gain = quotientOf(capacityAt(rows, { ...at, rule })!, drawn);
    return [{ density: inputs / neurons, value: gain.mean, gain }];
  });
}

/** What the work states of the largest gain of each rule: how large, in its words, and where. */
const GAINS = {
  [noise.name]: { words: "up to about seven-fold", size: "noiseGain", place: "noiseGainPlace" },
  [signal.name]: { words: "almost one order of magnitude", size: "signalGain", place: "signalGainPlace" },
} as const;
/** What it states of α_c at N = 2000, c = 20. */
const LOADS = { [noise.name]: "noiseLoad", [signal.name]: "signalLoad" } as const;

function bestGain(neurons: number, rule: ChosenRule): Claim {
  const there = publishedGains(neurons, rule);
  const most = there.reduce((a, b) => (b.value > a.value ? b : a));
  return {
    claim: `Gain of ${RULES[rule].label} over random connectivity at c/N = ${show(most.density)}, N = ${neurons} (${GAINS[rule].words})`,
    of: [GAINS[rule].size],
    relation: "≈",
    published: most.value,
    publishedSpread: most.gain.deviation,
    judge(results) {
      const rows = publishedRows(results);
      const gains = gainsHere(rows, neurons, rule);
      const here = gains.reduce((a, b) =>
        Math.abs(b.density - most.density) < Math.abs(a.density - most.density) ? b : a,
      );
      return {
        measured: here.value,
        spread: here.gain.deviation,
        seeds: here.gain.networks,
        // where the published maximum was not measured, its neighbour says nothing of it
        difference: here.density === most.density ? differenceOf(most.gain, here.gain) : UNKNOWN,
        explanation: `Published gains are largest there. Here, as published, gain against c/N: ${listCurve(gains)}. Where c is small a random network holds so few patterns that whole numbers limit every quotient.`,
      };
    },
  };
}

function placeOfBestGain(neurons: number, rule: ChosenRule): Claim {
  const there = publishedGains(neurons, rule);
  const most = largestOf(there);
  return {
    claim: `c/N of the largest gain of ${RULES[rule].label}, N = ${neurons}${rule === noise.name ? " (fairly dense: 0.18 to 0.23 in the tables)" : " (the highest dilution)"}`,
    of: [GAINS[rule].place],
    relation: "≈",
    published: most.density,
    judge(results) {
      const rows = publishedRows(results);
      return {
        ...judgePlace(results, neurons, there, (own) => largestOf(gainsHere(own, neurons, rule)).density),
        explanation: `By mean loads the gain is largest at c/N = ${show(largestOf(gainsHere(rows, neurons, rule)).density)}: ${listCurve(gainsHere(rows, neurons, rule))}.`,
      };
    },
  };
}

/** α_c at c = 20 and N = 2000, the numbers that the text names. */
function leastInputs(rule: ChosenRule, inText: string): Claim {
  const at = { neurons: 2000, inputs: 20, rule };
  const published = publishedCapacity(at)!;
  return {
    claim: `α_c of ${RULES[rule].label} at N = 2000, c = 20 (in the text ${inText})`,
    of: [LOADS[rule]],
    relation: "≈",
    published: published.mean / at.inputs,
    publishedSpread: published.deviation / at.inputs,
    judge(results) {
      const here = capacityAt(publishedRows(results), at)!;
      const { error, degrees } = differenceOf(published, here, 1);
      const largest = publishedInputs(500).map(
        (inputs) => publishedCapacity({ neurons: 500, inputs, rule })!.mean / inputs,
      );
      return {
        measured: here.mean / at.inputs,
        spread: here.deviation / at.inputs,
        seeds: here.networks,
        difference: { error: error / at.inputs, degrees },
        explanation: `A value at one N and c, not the largest: at N = 500 the tables have α_c up to ${show(Math.max(...largest))}.`,
      };
    },
  };
}

export function listCurve(curve: Curve): string {
  return curve.map(({ density, value }) => `${show(value)} at ${show(density)}`).join(", ");
}
