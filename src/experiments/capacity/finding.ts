/** What a figure of capacities says in words, computed from its data. */

import { random } from "../../hopfield/rules/random.ts";
import { POINT_GLYPHS, showNumber } from "../../plot/words.ts";
import { doesWhat } from "../kit/subject.ts";
import type { CapacitySeries, CapacitySummary } from "./series.ts";

/** Gains below this are within what seeds differ by, and not worth a headline. */
const NOTABLE_GAIN = 1.05;

/**
 * The largest gain over random synapses of the same N and c, when both were measured; otherwise the largest α_c.
 *
 * @param summary  at least one row with a finite load.
 */
export function capacityFinding(summary: readonly CapacitySummary[]): string {
  const rows = summary.filter(({ load }) => Number.isFinite(load));
  const gain = largestGain(rows);
  if (gain !== undefined) {
    return gain >= NOTABLE_GAIN
      ? `Chosen synapses store up to ${showGain(gain)} times as many patterns as random ones`
      : "Chosen synapses store no more patterns than random ones";
  }
  const best = rows.reduce((a, b) => (b.load > a.load ? b : a));
  const who = doesWhat(best.rule, "store");
  if (best.load === 0) return `${who} no pattern at these sizes`;
  return `${who} up to ${showNumber(best.load)} patterns per connection, at c/N = ${showNumber(best.inputs / best.neurons)}`;
}

/** Which N, what the band is, and over how many seeds: "N = 500, mean ± s.d. over 3 seeds". */
export function capacitySubtitle(series: readonly CapacitySeries[]): string {
  const sizes = [...new Set(series.map(({ neurons }) => neurons))].sort((a, b) => a - b);
  const shown =
    sizes.length === 1
      ? `${sizes[0]}`
      : sizes.map((neurons, i) => `${neurons} ${POINT_GLYPHS[i % POINT_GLYPHS.length]}`).join(", ");
  const seeds = series.flatMap((line) => line.seeds);
  const [fewest, most] = [Math.min(...seeds), Math.max(...seeds)];
  const over = fewest === most ? `${most} seeds` : `${fewest} to ${most} seeds`;
  return `N = ${shown}${sizes.length === 1 ? "," : ";"} ${most === 1 ? "one seed per point" : `mean ± s.d. over ${over}`}`;
}

/** Largest ratio of a chosen rule's load to that of random synapses in the same network; undefined when none has both. */
export function largestGain(rows: readonly CapacitySummary[]): number | undefined {
  let largest: number | undefined;
  for (const drawn of rows) {
    if (drawn.rule !== random.name || drawn.load <= 0) continue;
    for (const chosen of rows) {
      if (chosen.rule === random.name || chosen.neurons !== drawn.neurons || chosen.inputs !== drawn.inputs) continue;
      largest = Math.max(largest ?? 0, chosen.load / drawn.load);
    }
  }
  return largest;
}

function showGain(gain: number): string {
  return gain < 100 ? gain.toFixed(1) : Math.round(gain).toString();
}
