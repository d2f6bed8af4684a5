/** Critical loads of the results as claims read them. */
import type { CapacityResult, CapacityRow, CapacitySummary } from "../../experiments/capacity/run.ts";
import { bySeed } from "../../experiments/kit/seeds.ts";
import { random } from "../../hopfield/rules/random.ts";
import type { measuredOver } from "../claim.ts";
import { type SampleMean, sampleOf } from "../compare-means.ts";
import type { CapacityAt } from "./published.ts";
import type { Results } from "./results.ts";

/** Critical loads by rule and c, as the experiment summarizes them. */
export type Summary = readonly CapacitySummary[];

export function loadOf({ load, loadDeviation, seeds }: CapacitySummary): ReturnType<typeof measuredOver> {
  return { measured: load, spread: loadDeviation, seeds };
}

/** The row of random connectivity with the largest c. */
export function densest(summary: Summary): CapacitySummary {
  return summary.filter(({ rule }) => rule === random.name).reduce((a, b) => (b.inputs > a.inputs ? b : a));
}

/** The result of the largest networks. */
export function largest(results: readonly CapacityResult[]): CapacityResult {
  return results.reduce((a, b) => (b.spec.neurons > a.spec.neurons ? b : a));
}

/** For sorting: smaller networks first. */
export function bySize(a: CapacitySummary, b: CapacitySummary): number {
  return a.neurons - b.neurons;
}

/** Rows of everything that ran under the published protocol, and of the same networks made our way. */
export function publishedRows({ published }: Pick<Results, "published">): CapacityRow[] {
  return published.flatMap(({ rows }) => rows);
}
export function ownRows({ own }: Pick<Results, "own">): CapacityRow[] {
  return own.flatMap(({ rows }) => rows);
}

/** p_c over the seeds at one N, c and rule; undefined where it was not measured. */
export function capacityAt(rows: readonly CapacityRow[], at: CapacityAt): SampleMean | undefined {
  const own = rows.filter(
    ({ neurons, inputs, rule }) => neurons === at.neurons && inputs === at.inputs && rule === at.rule,
  );
  return own.length === 0 ? undefined : sampleOf(own.map(({ capacity }) => capacity));
}

/** What a function of one network's curves finds in each seed. */
export function perSeed<T>(rows: readonly CapacityRow[], of: (rows: readonly CapacityRow[]) => T): T[] {
  return bySeed(rows).map(of);
}
