/** Distributions of aligned local fields, as a panel. */

import type { Counts } from "../../hopfield/field-counts.ts";
import { RULES, type Rule } from "../../hopfield/rules/index.ts";
import type { Panel } from "../../plot/panels.ts";

const BINS = 60;

/** Distribution of the aligned local fields of one rule. */
export interface FieldHistogram {
  readonly rule: Rule;
  readonly histogram: Counts;
}

/** A panel of distributions over each other, the part below 0 called unstable. */
export function distributionsPanel(rows: readonly FieldHistogram[]): Panel {
  const ends = rows.map(({ histogram }) => tailsOf(histogram));
  const [from, to] = [Math.min(0, ...ends.map(({ low }) => low)), Math.max(0, ...ends.map(({ high }) => high))];
  const pad = 0.04 * (to - from || 1);
  const lines = rows.map(({ rule, histogram }) => {
    // a bin of equally many possible values for all, so that none shows a comb
    const width = histogram.step * Math.max(1, Math.ceil((to - from) / BINS / histogram.step));
    return {
      color: RULES[rule].color,
      points: outline(binned(histogram, width)).filter(({ x }) => x >= from - pad && x <= to + pad),
      isFilled: true,
      label: RULES[rule].label,
    };
  });
  const top = Math.max(...lines.flatMap(({ points }) => points.map(({ y }) => y)));
  return {
    x: { name: "aligned local field ξh", domain: [from - pad, to + pad] },
    y: { name: "density", domain: [0, 1.14 * top] },
    marks: [{ at: "x", value: 0, label: "← unstable" }],
    lines,
    labels: "peak",
  };
}

/** The range in which all fields lie but a ten-thousandth at either end. */
function tailsOf({ first, step, counts }: Counts): { low: number; high: number } {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cut = total * 1e-4;
  let [low, high, below, above] = [0, counts.length - 1, counts[0], counts[counts.length - 1]];
  while (below <= cut) below += counts[++low];
  while (above <= cut) above += counts[--high];
  return { low: first + step * low, high: first + step * high };
}

/** Densities of bins of a width that is a multiple of the step; edges lie halfway between possible values. */
function binned({ first, step, counts }: Counts, width: number) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const values = Math.round(width / step);
  return Array.from({ length: Math.ceil(counts.length / values) }, (_, k) => {
    const count = counts.slice(k * values, (k + 1) * values).reduce((sum, n) => sum + n, 0);
    const from = first + (k * values - 0.5) * step;
    return { from, to: from + width, density: count / (total * width) };
  });
}

/** The upper edge of a histogram, from the axis up and down to it again. */
function outline(bins: ReturnType<typeof binned>): { x: number; y: number }[] {
  const edge = bins.flatMap(({ from, to, density }) => [
    { x: from, y: density },
    { x: to, y: density },
  ]);
  return [{ x: bins[0].from, y: 0 }, ...edge, { x: bins[bins.length - 1].to, y: 0 }];
}
