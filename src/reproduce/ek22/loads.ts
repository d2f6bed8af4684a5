/** Critical loads and gains as several claims read them. */

import { type CapacityResult, type CapacitySummary, summarizeCapacity } from "../../experiments/capacity/run.ts";
import { bySeed } from "../../experiments/kit/seeds.ts";
import { RULES } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import type { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import type { Claim, Results } from "./results.ts";
import { type ChosenRule, PUBLISHED_MOST } from "./rules.ts";

/** Critical loads by rule and c, as the experiment summarizes them. */
export type Summary = readonly CapacitySummary[];

export function loadOf({ load, loadDeviation, seeds }: CapacitySummary): ReturnType<typeof measuredOver> {
  return { measured: load, spread: loadDeviation, seeds };
}

/** The row of a rule with the largest critical load. */
export function bestLoad(summary: Summary, rule: ChosenRule): CapacitySummary {
  return summary.filter((row) => row.rule === rule).reduce((a, b) => (b.load > a.load ? b : a));
}

/** The row of random connectivity with the largest c. */
export function densest(summary: Summary): CapacitySummary {
  return randomOf(summary).reduce((a, b) => (b.inputs > a.inputs ? b : a));
}

/** The result of the largest networks. */
export function largest(results: readonly CapacityResult[]): CapacityResult {
  return results.reduce((a, b) => (b.spec.neurons > a.spec.neurons ? b : a));
}

/** The rows of random connectivity. */
export function randomOf(summary: Summary): Summary {
  return summary.filter(({ rule }) => rule === random.name);
}

/** For sorting: smaller networks first. */
export function bySize(a: CapacitySummary, b: CapacitySummary): number {
  return a.neurons - b.neurons;
}

/** The gain over random connectivity at every c where the loads of both are known. */
function gainsOf(summary: Summary, rule: ChosenRule) {
  return summary.flatMap((row) => {
    const drawn = summary.find(({ rule: other, inputs }) => other === random.name && inputs === row.inputs);
    if (row.rule !== rule || drawn === undefined || drawn.load === 0) return [];
    const measured = row.load / drawn.load;
    const spread = measured * Math.hypot(row.loadDeviation / row.load, drawn.loadDeviation / drawn.load);
    return [{ measured, spread, seeds: row.seeds, density: row.inputs / row.neurons }];
  });
}

/** The largest gain of a rule over random connectivity. */
export function bestGain(summary: Summary, rule: ChosenRule) {
  return gainsOf(summary, rule).reduce((a, b) => (b.measured > a.measured ? b : a));
}

/** The largest gain of a rule with the usual search, and with the shortest: near the published one. */
export function bestGains({ capacity: [{ summary }], short }: Pick<Results, "capacity" | "short">, rule: ChosenRule) {
  const briefly = [...randomOf(summary), ...short[0].summary];
  return { summary, briefly, best: bestGain(summary, rule), published: bestGain(briefly, rule) };
}

/** The claim of the largest α_c of a rule. */
export function largestLoad(rule: ChosenRule): Claim {
  return {
    claim: `Largest α_c of ${RULES[rule].label}`,
    relation: "≈",
    published: PUBLISHED_MOST[rule],
    judge: (results) => ({
      ...loadOf(bestLoad(results.capacity[0].summary, rule)),
      explanation: explainMost(rule, results),
    }),
  };
}

/** The gain at every c/N, in words. */
export function listGains(summary: Summary, rule: ChosenRule): string {
  const gains = gainsOf(summary, rule).map(({ measured, density }) => `${show(measured)} at ${show(density)}`);
  return `gain against c/N: ${gains.join(", ")}`;
}

/** The critical load at every c/N, in words. */
export function listLoads(summary: Summary, rule: ChosenRule): string {
  const rows = summary.filter((row) => row.rule === rule);
  return `α_c against c/N: ${rows.map(({ load, inputs, neurons }) => `${show(load)} at ${show(inputs / neurons)}`).join(", ")}`;
}

/** Summarizes each seed alone, for a spread over seeds. */
export function perSeed<T>(result: CapacityResult, of: (summary: Summary) => T): T[] {
  return bySeed(result.rows).map((rows) => of(summarizeCapacity(rows)));
}

/** Says why the largest α_c is not the published one: what the search, the criterion and N change, each alone. */
function explainMost(rule: ChosenRule, { capacity: [{ summary }], short, strict, scaling }: Results): string {
  const best = bestLoad(summary, rule);
  const { neurons, inputs } = best;
  const density = inputs / neurons;
  const searches = short.map(({ summary: own, spec }) => {
    const same = own.find((row) => row.rule === rule && row.inputs === inputs);
    const most = bestLoad(own, rule);
    const length = `after ${spec.anneal.sweeps} N proposals a neuron`;
    const elsewhere = `at most ${withSpread(most)} (c/N = ${show(most.inputs / most.neurons)})`;
    if (same === undefined) return `${elsewhere} ${length}`;
    return same === most ? `${withSpread(same)} ${length}` : `${withSpread(same)}, ${elsewhere}, ${length}`;
  });
  const all = strict[0].summary.find((row) => row.rule === rule && row.inputs === inputs);
  const sizes = [summary, ...scaling.map(({ summary: own }) => own)]
    .flatMap((own) => own.find((row) => row.rule === rule && Math.abs(row.inputs / row.neurons - SHARED) < 0.01) ?? [])
    .sort(bySize);
  const list = sizes.map((row) => `${withSpread(row)} at N = ${row.neurons}`).join(", ");
  return [
    `N = ${neurons}, at c/N = ${show(density)}.`,
    `Search: Metropolis swaps alone, the published method, from temperature 10 to 10⁻⁴, hold ${searches.join("; ")}; the heat bath with descents used here ${withSpread(best)}. All minimise the same E_i; a longer or better search stores more, so that a maximum says as much of the search as of the rule. How long the published annealing was is not known; the shortest here was chosen for its values, near the published ones, and decides nothing.`,
    ...(all ? [`Criterion: with every pattern to be retrieved, not 90 %, ${withSpread(all)}.`] : []),
    `N, at c/N = ${SHARED}: ${list}.`,
  ].join(" ");
}

/** The c/N that networks of every size in the report have. */
const SHARED = 0.1;

function withSpread({ load, loadDeviation, seeds }: CapacitySummary): string {
  return seeds > 1 ? `${show(load)} ± ${show(Number(loadDeviation.toFixed(2)))}` : show(load);
}
