/** Figures that only a reproduction has: our curves over the published ones, the dilute limit, the scaling with N. */

import { diluteLine } from "../../experiments/capacity/published.ts";
import type { CapacitySummary } from "../../experiments/capacity/series.ts";
import { RULES, type Rule } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { type FigureOptions, type Panel, type PanelLine, panelFigure, withSpread } from "../../plot/panels.ts";
import { mix, shadesOf } from "../../plot/shade.ts";
import { INK, PAPER } from "../../plot/style.ts";
import { showNumber } from "../../plot/words.ts";
import type { SampleMean } from "../compare-means.ts";
import { ALL } from "./rules.ts";

/** p_c at one c: of the work, by the same protocol here, and our way, as far as it was measured. */
export interface ComparedCapacity {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: Rule;
  readonly published: SampleMean;
  readonly here?: SampleMean;
  readonly own?: SampleMean;
}

/** Draws p_c against c/N of networks of N neurons, a panel for each rule: the published curves, and ours over them. */
export function publishedFigure(all: readonly ComparedCapacity[], options: FigureOptions = {}): SVGSVGElement {
  const [{ neurons }] = all;
  const farthest = Math.max(...all.map(({ here, inputs }) => (here === undefined ? 0 : inputs / neurons)));
  // where few c were measured, these are to be seen
  const span = farthest < 0.5 ? 3 * farthest : 1.02;
  const rows = all.filter(({ inputs }) => inputs <= span * neurons);
  const reach = (mean: SampleMean | undefined) => (mean === undefined ? 0 : mean.mean + mean.deviation);
  const top = Math.max(...rows.flatMap(({ published, here, own }) => [reach(published), reach(here), reach(own)]));
  const measured = rows.filter(({ here }) => here !== undefined);
  const there = measured.reduce((sum, { published }) => sum + published.mean, 0);
  const ratio = measured.reduce((sum, { here }) => sum + here!.mean, 0) / there;
  const chosen = (own: readonly ComparedCapacity[]) =>
    new Set(own.filter(({ rule }) => rule !== random.name).map(({ inputs }) => inputs)).size;
  const seeds = [...new Set(measured.map(({ here }) => here!.networks))].sort((a, b) => a - b);
  return panelFigure({
    ...options,
    title: `By the published protocol networks of ${neurons} neurons hold ${Math.round(100 * ratio)} % of the published patterns`,
    subtitle: `bands and bars: ± s.d. over networks; published 4 to 10 a point, here ${seeds.join(" or ")}; inputs chosen at ${chosen(measured)} of ${chosen(all)} published c`,
    width: 1100,
    height: 430,
    panels: ALL.map((rule, k): Panel => {
      const own = rows.filter((row) => row.rule === rule).sort((a, b) => a.inputs - b.inputs);
      const { label, color } = RULES[rule];
      const lineOf = (of: (row: ComparedCapacity) => SampleMean | undefined) =>
        withSpread(
          own.flatMap((row) => {
            const mean = of(row);
            return mean === undefined ? [] : [{ x: row.inputs / row.neurons, y: mean.mean, deviation: mean.deviation }];
          }),
        );
      const here = lineOf((row) => row.here);
      const named = Math.floor(here.points.length / 2);
      const lines: PanelLine[] = [
        { ...lineOf(({ published }) => published), color: INK, width: 1.4, label: "published" },
        {
          ...lineOf((row) => row.own),
          color: mix(color, PAPER, 0.45),
          isDashed: true,
          // between a few c the line tells nothing
          hasDots: own.filter((row) => row.own).length < own.length,
          label: "here, our way",
        },
        // a line for each point, whose band is a bar then
        ...here.points.map((point, n) => ({
          points: [point],
          band: [here.band[n]],
          color,
          hasDots: true,
          ...(n === named && { label: "here, as published" }),
        })),
      ];
      return {
        title: label,
        titleColor: color,
        labels: rule === random.name ? "start" : "beside",
        x: { name: "connection density c/N", domain: [0, span] },
        y: {
          // names stand in the corner above the curves
          domain: [0, rule === random.name ? 1.06 * randomTop(own) : 1.28 * top],
          name: k === 0 ? "critical number of patterns p_c" : "p_c",
        },
        lines: lines.filter(({ points }) => points.length > 0),
      };
    }),
  });
}

/** Random connectivity stores so much less that it has a scale of its own. */
function randomTop(rows: readonly ComparedCapacity[]): number {
  return Math.max(
    ...rows.flatMap((row) => [row.published, row.here, row.own].map((one) => (one ? one.mean + one.deviation : 0))),
  );
}

/** Draws random synapses towards c/N = 0, a line for each overlap that counts as retrieval, and straight lines to the limit. */
export function diluteFigure(
  measured: readonly {
    readonly overlap: number;
    readonly summary: readonly CapacitySummary[];
    readonly limit: number;
  }[],
  options: FigureOptions = {},
): SVGSVGElement {
  const rows = measured.flatMap(({ summary }) => summary);
  const widest = Math.max(...rows.map(densityOf));
  const shades = shadesOf(RULES.random.color, measured.length);
  return panelFigure({
    ...options,
    title: `Towards c/N = 0 random synapses hold ${measured.map(({ limit, overlap }) => `${showNumber(limit)} with overlap ${overlap}`).join(", ")}`,
    subtitle: `N = ${rows[0].neurons}; bands: ± s.d. over seeds; lines reach c/N = 0 by extrapolation`,
    width: 800,
    height: 400,
    panels: [
      {
        x: { name: "connection density c/N", domain: [0, 1.05 * widest] },
        y: { name: "critical load α_c", domain: [0, 0.75] },
        marks: measured
          .flatMap(({ overlap }) => diluteLine({ threshold: overlap }))
          .map((mark) => ({ at: "y", ...mark })),
        lines: measured.map(({ overlap, summary, limit }, k) => {
          const { points, band } = loadsAgainst(sorted(summary), densityOf);
          return {
            color: shades[k],
            hasDots: true,
            label: `retrieved: m ≥ ${overlap}`,
            points: [{ x: 0, y: limit }, ...points],
            band,
          };
        }),
      },
    ],
  });
}

/** Draws α_c against N at the c/N that several sizes share, a panel for each rule. */
export function scalingFigure(
  summaries: readonly (readonly CapacitySummary[])[],
  options: FigureOptions = {},
): SVGSVGElement {
  const rows = summaries.flat();
  const sizes = [...new Set(rows.map(({ neurons }) => neurons))].sort((a, b) => a - b);
  const roundedDensity = (row: CapacitySummary): number =>
    row.inputs === row.neurons - 1 ? 1 : Number(densityOf(row).toPrecision(2));
  const lineOf = (rule: Rule, density: number): CapacitySummary[] =>
    rows.filter((row) => row.rule === rule && roundedDensity(row) === density).sort((a, b) => a.neurons - b.neurons);
  const shared = [...new Set(rows.map(roundedDensity))]
    .filter((density) => ALL.some((rule) => lineOf(rule, density).length > 1))
    .sort((a, b) => a - b);
  const [least, most] = [sizes[0], sizes[sizes.length - 1]];
  const changes = ALL.flatMap((rule) =>
    shared.flatMap((density) => {
      const line = lineOf(rule, density);
      return line.length > 1 ? [Math.abs(line[line.length - 1].load / line[0].load - 1)] : [];
    }),
  );
  const change = changes.reduce((sum, value) => sum + value, 0) / Math.max(1, changes.length);
  return panelFigure({
    ...options,
    title: `At the same c/N critical loads of small and large networks differ by ${Math.round(100 * change)} % on average`,
    subtitle: `bands: ± s.d. over seeds (${summaries.map((own) => `${own[0].seeds} at N = ${own[0].neurons}`).join(", ")})`,
    width: 1100,
    height: 400,
    panels: ALL.map((rule): Panel => {
      const shades = shadesOf(RULES[rule].color, shared.length);
      // where all are connected there is nothing to choose
      const drawn = shared.filter(
        (density) => (rule === random.name || density < 1) && lineOf(rule, density).length > 0,
      );
      const own = drawn.flatMap((density) => lineOf(rule, density));
      return {
        title: RULES[rule].label,
        titleColor: RULES[rule].color,
        x: { name: "neurons N", isLog: true, domain: [least / 1.15, most * 1.5] },
        y: {
          name: "critical load α_c",
          domain: [0, 1.1 * Math.max(...own.map(({ load, loadDeviation }) => load + loadDeviation))],
        },
        labelHead: "c/N = ",
        lines: drawn.map((density) => {
          return {
            color: shades[shared.indexOf(density)],
            hasDots: true,
            label: String(density),
            ...loadsAgainst(lineOf(rule, density), ({ neurons }) => neurons),
          };
        }),
      };
    }),
  });
}

function densityOf({ inputs, neurons }: CapacitySummary): number {
  return inputs / neurons;
}

/** Critical loads against something, with bands of ± s.d. */
function loadsAgainst(rows: readonly CapacitySummary[], of: (row: CapacitySummary) => number) {
  return withSpread(rows.map((row) => ({ x: of(row), y: row.load, deviation: row.loadDeviation })));
}

function sorted(summary: readonly CapacitySummary[]): CapacitySummary[] {
  return [...summary].sort((a, b) => a.inputs - b.inputs);
}
