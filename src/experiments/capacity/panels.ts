/** Two more figures of storage capacity: p_c itself against c, and the gain over random synapses against c/N. */

import { RULES } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { diluteLoad } from "../../hopfield/thermal-overlap.ts";
import { type FigureOptions, panelFigure } from "../../plot/panels.ts";
import { capitalize, showNumber } from "../../plot/words.ts";
import { nameOf } from "../kit/subject.ts";
import type { TheoryConditions } from "../kit/theory.ts";
import { axisOf, lineOf, theoryCurves, withTheory } from "./figure.ts";
import { capacitySubtitle } from "./finding.ts";
import { type CapacitySeries, type CapacitySummary, capacitySeries } from "./series.ts";

const WIDTH = 800;
const HEIGHT = 430;

/**
 * The critical number of patterns p_c against inputs per neuron.
 *
 * @param summary  as for `capacityFigure`.
 * @throws as `capacityFigure`.
 */
export function patternsFigure(summary: readonly CapacitySummary[], options: FigureOptions = {}): SVGSVGElement {
  const series = capacitySeries(summary, "patternsFigure");
  const rows = finite(summary);
  const inputs = rows.map((row) => row.inputs);
  const highest = Math.max(1, ...rows.map(({ capacity, capacityDeviation }) => capacity + capacityDeviation));
  return panelFigure({
    ...options,
    title: patternsFinding(rows),
    subtitle: capacitySubtitle(series),
    width: WIDTH,
    height: HEIGHT,
    panels: [
      {
        x: axisOf("inputs per neuron c", inputs),
        y: { name: "critical number of patterns p_c", domain: [0, 1.08 * highest] },
        lines: series.map((line) =>
          lineOf(
            line,
            line.points.map(({ density, load, deviation }) => {
              const c = density * line.neurons;
              return { x: c, y: load * c, deviation: deviation * c };
            }),
          ),
        ),
      },
    ],
  });
}

export interface GainFigureOptions extends FigureOptions {
  /** As for `capacityFigure`: dashes are its critical loads over that of random synapses, both for c ≪ N. */
  readonly theory?: TheoryConditions;
}

/**
 * How many times as many patterns chosen synapses store as random ones of the same N and c; undefined when there is nothing to
 * compare. Bands are the s.d. of the ratio, from those of both.
 *
 * @throws as `capacityFigure`.
 */
export function gainFigure(
  summary: readonly CapacitySummary[],
  { theory, ...options }: GainFigureOptions = {},
): SVGSVGElement | undefined {
  const series = capacitySeries(summary, "gainFigure");
  const lines = series.flatMap((line): { line: CapacitySeries; gains: Gain[] }[] => {
    if (line.rule === random.name) return [];
    const drawn = series.find((other) => other.rule === random.name && other.neurons === line.neurons);
    const gains = line.points.flatMap((point) => {
      const base = drawn?.points.find(({ density }) => density === point.density);
      if (base === undefined || base.load <= 0) return [];
      const gain = point.load / base.load;
      const relative = Math.hypot(point.load > 0 ? point.deviation / point.load : 0, base.deviation / base.load);
      return [{ density: point.density, gain, deviation: gain * relative }];
    });
    return gains.length > 0 ? [{ line, gains }] : [];
  });
  if (lines.length === 0) return undefined;
  const all = lines.flatMap(({ gains }) => gains);
  const densities = all.map(({ density }) => density);
  const base = diluteLoad({ threshold: theory?.threshold ?? 0.9 });
  const curves = theoryCurves(
    lines.map(({ line }) => line),
    theory,
    (load) => load / base,
  );
  const highest = Math.max(
    1,
    ...all.map(({ gain, deviation }) => gain + deviation),
    ...curves.flatMap(({ points }) => points.map(({ y }) => y)),
  );
  return panelFigure({
    ...options,
    title: gainFinding(lines),
    subtitle: withTheory(capacitySubtitle(series), series, curves),
    width: WIDTH,
    height: HEIGHT,
    panels: [
      {
        x: axisOf("connection density c/N", densities),
        y: { name: "gain over random synapses", domain: [0, 1.08 * highest] },
        marks: [{ at: "y", value: 1, label: random.label }],
        lines: [
          ...curves,
          ...lines.map(({ line, gains }) =>
            lineOf(
              line,
              gains.map(({ density, gain, deviation }) => ({ x: density, y: gain, deviation })),
            ),
          ),
        ],
      },
    ],
  });
}

/** The largest gain of each rule, and where. */
function gainFinding(lines: readonly { readonly line: CapacitySeries; readonly gains: readonly Gain[] }[]): string {
  const best = new Map<string, Gain>();
  for (const { line, gains } of lines) {
    for (const gain of gains) {
      const name = RULES[line.rule].label;
      if (gain.gain > (best.get(name)?.gain ?? 0)) best.set(name, gain);
    }
  }
  const sorted = [...best].sort(([, a], [, b]) => b.gain - a.gain);
  const list = sorted.map(([name, { gain, density }], k) => {
    const times = `${gain.toFixed(1)} ${k === 0 ? "times as many patterns as random synapses" : "times"}`;
    return `${name} ${k === 0 ? "stores up to " : ""}${times} at c/N = ${showNumber(density)}`;
  });
  return capitalize(list.join(", "));
}

interface Gain {
  readonly density: number;
  readonly gain: number;
  readonly deviation: number;
}

/** The largest p_c of all, and where. */
function patternsFinding(rows: readonly CapacitySummary[]): string {
  const best = rows.reduce((a, b) => (b.capacity > a.capacity ? b : a));
  const drawn = rows.filter(({ rule, neurons }) => rule === random.name && neurons === best.neurons);
  const what = `${best.neurons} neurons store up to ${showNumber(best.capacity)} patterns, by ${nameOf(best.rule)} with c = ${best.inputs} inputs each`;
  if (best.rule === random.name || drawn.length === 0) return what;
  const most = drawn.reduce((a, b) => (b.capacity > a.capacity ? b : a));
  return `${what}; random synapses at most ${showNumber(most.capacity)}, with ${most.inputs}`;
}

function finite(summary: readonly CapacitySummary[]): CapacitySummary[] {
  return summary.filter(({ load, capacity }) => Number.isFinite(load) && Number.isFinite(capacity));
}
