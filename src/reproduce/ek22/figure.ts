/** Figures that only a reproduction has: what the search changes, the dilute limit, the scaling with N. */

import type { CapacitySummary } from "../../experiments/capacity/series.ts";
import { RULES, type Rule } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { type FigureOptions, type Panel, panelFigure, withSpread } from "../../plot/panels.ts";
import { shadesOf } from "../../plot/shade.ts";
import { showNumber } from "../../plot/words.ts";
import { ALL, CHOSEN, PUBLISHED_MOST } from "./rules.ts";

/** Capacities that searches of one kind found. */
export interface SearchedCapacities {
  /** Name that is written beside the line. */
  readonly label: string;
  readonly summary: readonly CapacitySummary[];
}

/** Draws α_c against c/N for searches of different strength, the weakest first; dashes are the published maxima. */
export function searchFigure(searches: readonly SearchedCapacities[], options: FigureOptions = {}): SVGSVGElement {
  const drawn = searches.map(({ label, summary }) => ({ label, rows: sorted(summary.filter(isPartial)) }));
  const rows = drawn.flatMap(({ rows: own }) => own);
  const most = Math.max(PUBLISHED_MOST.signal, ...rows.map(({ load, loadDeviation }) => load + loadDeviation));
  const densities = rows.map(densityOf);
  const best = CHOSEN.map((rule) => Math.max(...rows.filter((row) => row.rule === rule).map(({ load }) => load)));
  return panelFigure({
    ...options,
    title: `A better search stores more: up to ${showNumber(best[0])} by noise reduction, ${showNumber(best[1])} by signal reinforcement`,
    subtitle: `N = ${rows[0].neurons}; bands: ± s.d. over seeds; dashes: published maxima`,
    width: 960,
    height: 420,
    panels: CHOSEN.map((rule, k): Panel => {
      const shades = shadesOf(RULES[rule].color, drawn.length);
      return {
        title: RULES[rule].label,
        titleColor: RULES[rule].color,
        labels: "start",
        x: {
          name: "connection density c/N",
          isLog: true,
          // room for the names, where lines are apart
          domain: [Math.min(...densities) / 3, Math.max(...densities) * 1.15],
        },
        y: { domain: [0, 1.06 * most], ...(k === 0 && { name: "critical load α_c" }) },
        marks: [{ at: "y", value: PUBLISHED_MOST[rule], label: `published: ${PUBLISHED_MOST[rule]}` }],
        lines: drawn.map(({ label, rows: all }, search) => {
          const own = all.filter((row) => row.rule === rule);
          return {
            color: shades[search],
            hasDots: true,
            label,
            ...loadsAgainst(own, densityOf),
          };
        }),
      };
    }),
  });
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
        marks: [{ at: "y", value: 2 / Math.PI, label: "2/π: the overlap vanishes" }],
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

function isPartial({ rule, inputs, neurons }: CapacitySummary): boolean {
  return rule !== random.name && inputs < neurons - 1;
}

function sorted(summary: readonly CapacitySummary[]): CapacitySummary[] {
  return [...summary].sort((a, b) => a.inputs - b.inputs);
}
