/** The figure of basins of attraction: fraction of patterns retrieved against the fraction of neurons flipped. */

import { RULE_NAMES, RULES } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { type FigureOptions, type Panel, panelFigure } from "../../plot/panels.ts";
import { shadesOf } from "../../plot/shade.ts";
import { showNumber } from "../../plot/words.ts";
import { sizesOf } from "../kit/network-series.ts";
import { doesWhat } from "../kit/subject.ts";
import type { BasinsPoint, BasinsSummary } from "./run.ts";

/** Basins of attraction of one rule at one load, as `basins` sums them up over seeds. */
export interface BasinsFigureRow
  extends Pick<BasinsSummary, "neurons" | "inputs" | "rule" | "seeds" | "patterns" | "load" | "basin"> {
  readonly curve: readonly Pick<BasinsPoint, "flipped" | "retrieved" | "low" | "high">[];
}

export interface BasinsFigureOptions extends FigureOptions {
  /** Fraction retrieved at the edge of a basin, drawn as dashes; default 0.9. */
  readonly fraction?: number;
}

/**
 * A panel for each rule, a line for each load; bands are Wilson's 95 % intervals over all patterns.
 *
 * @throws TypeError when there is no document; RangeError when there is nothing to draw.
 */
export function basinsFigure(summary: readonly BasinsFigureRow[], options: BasinsFigureOptions = {}): SVGSVGElement {
  const { fraction = 0.9 } = options;
  if (summary.length === 0) throw new RangeError("basinsFigure: summary must hold at least one row, got none");
  const loads = [...new Set(summary.map(({ patterns }) => patterns))].sort((a, b) => a - b);
  const rules = RULE_NAMES.filter((rule) => summary.some((row) => row.rule === rule));
  const most = Math.max(...summary.flatMap(({ curve }) => curve.map(({ flipped }) => flipped)));
  const panels = rules.map((rule, k): Panel => {
    const shades = shadesOf(RULES[rule].color, loads.length);
    const rows = summary.filter((row) => row.rule === rule).sort((a, b) => a.patterns - b.patterns);
    return {
      title: RULES[rule].label,
      titleColor: RULES[rule].color,
      x: { name: "fraction of neurons flipped e", domain: [0, most || 0.5] },
      y: { domain: [0, 1.04], ...(k === 0 && { name: "fraction of patterns retrieved" }) },
      labels: "beside",
      labelHead: "α = ",
      marks: [{ at: "y", value: fraction }],
      lines: rows.map(({ patterns, load, curve }) => {
        const sorted = [...curve].sort((a, b) => a.flipped - b.flipped);
        return {
          color: shades[loads.indexOf(patterns)],
          points: sorted.map(({ flipped, retrieved }) => ({ x: flipped, y: retrieved })),
          band: sorted.map(({ flipped, low, high }) => ({ x: flipped, low, high })),
          hasDots: true,
          label: showNumber(load),
        };
      }),
    };
  });
  return panelFigure({
    ...options,
    title: basinsFinding(summary),
    subtitle: `${sizesOf(summary)}; bands: 95 % intervals over all patterns; dashes: ${100 * fraction} %, the edge of a basin`,
    width: [640, 800, 960, 1160][panels.length - 1] ?? 1160,
    height: 400,
    panels,
  });
}

/** Where choosing synapses widens basins most; of one rule, how basins change with load. */
export function basinsFinding(summary: readonly BasinsFigureRow[]): string {
  const pairs = summary.flatMap((chosen) =>
    summary
      .filter(
        (other) => other.rule === random.name && chosen.rule !== random.name && other.patterns === chosen.patterns,
      )
      .map((random) => ({ chosen, random })),
  );
  if (pairs.length > 0) {
    const best = pairs.reduce((a, b) => (widening(b) > widening(a) ? b : a));
    const { chosen, random } = best;
    if (widening(best) <= 0) return "Chosen synapses retrieve patterns from no worse cues than random ones do";
    const others = random.basin > 0 ? `with ${percent(random.basin)}` : "from none";
    return `At load ${showNumber(chosen.load)}, ${RULES[chosen.rule].label} retrieves patterns from cues with ${percent(chosen.basin)} of the neurons wrong, random synapses ${others}`;
  }
  const sorted = [...summary].sort((a, b) => a.load - b.load);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  const what = `${doesWhat(first.rule, "retrieve")} patterns from cues with ${percent(first.basin)} of the neurons wrong at load ${showNumber(first.load)}`;
  return first === last ? what : `${what}, with ${percent(last.basin)} at ${showNumber(last.load)}`;
}

function percent(basin: number): string {
  return `${Number((100 * basin).toPrecision(2))} %`;
}

function widening({ chosen, random }: { chosen: BasinsFigureRow; random: BasinsFigureRow }): number {
  return chosen.basin - random.basin;
}
