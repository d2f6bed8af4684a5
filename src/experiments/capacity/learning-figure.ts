/** The figure of all capacity curves: critical load against connection density, a panel for each learning rule, a line for each rule
 * of connectivity. */

import { hebb } from "../../hopfield/learning/hebb.ts";
import { LEARNING_NAMES, LEARNINGS, type Learning } from "../../hopfield/learning/index.ts";
import { RULE_NAMES, RULES } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { type FigureOptions, type Panel, panelFigure } from "../../plot/panels.ts";
import { isWide } from "../../plot/ticks.ts";
import { capitalize, showNumber } from "../../plot/words.ts";
import type { CapacitySummary } from "./run.ts";

/** Critical load of one learning rule on connectivity by one rule, as `capacity` sums it up. */
export type LearningFigureRow = Pick<
  CapacitySummary,
  "neurons" | "inputs" | "rule" | "learning" | "seeds" | "load" | "loadDeviation"
>;

/** Most that any weights on given inputs store, in patterns per input (Cover 1965, Gardner 1988). */
const COVER = 2;
const MOST_IN_A_ROW = 1240;

/**
 * A panel for each learning rule with a line for each rule of connectivity; bands are ± s.d. over seeds.
 *
 * @throws TypeError when there is no document; RangeError when there is nothing to draw.
 */
export function learningFigure(summary: readonly LearningFigureRow[], options: FigureOptions = {}): SVGSVGElement {
  if (summary.length === 0) throw new RangeError("learningFigure: summary must hold at least one row, got none");
  const learnings = LEARNING_NAMES.filter((name) => summary.some((row) => learningOf(row) === name));
  const rules = RULE_NAMES.filter((rule) => summary.some((row) => row.rule === rule));
  const loads = summary.map(({ load, loadDeviation }) => load + loadDeviation);
  const positive = summary.map(({ load }) => load).filter((load) => load > 0);
  const least = Math.min(...positive, 0.138);
  const most = Math.max(...loads, COVER);
  const isLog = isWide([least, most]) && positive.length === summary.length;
  const densities = summary.map(({ inputs, neurons }) => inputs / neurons);
  const [thin, dense] = [Math.min(...densities), Math.max(...densities)];
  const isLogX = isWide(densities);
  const x = {
    name: "connection density c/N",
    isLog: isLogX,
    domain: (isLogX ? [thin / 1.2, Math.min(1.15, dense * 1.2)] : [0, Math.max(1, dense)]) as [number, number],
  };
  const domain: [number, number] = isLog ? [least / 1.35, most * 1.3] : [0, most * 1.1];
  const panels = learnings.map((learning, k): Panel => {
    const own = summary.filter((row) => learningOf(row) === learning);
    return {
      title: LEARNINGS[learning].label,
      x,
      y: { domain, isLog, ...(k === 0 && { name: "critical load α_c" }) },
      marks: [{ at: "y", value: COVER, ...(k === 0 && { label: "2: bound on given inputs" }) }],
      lines: rules
        .map((rule) => own.filter((row) => row.rule === rule).sort((a, b) => a.inputs - b.inputs))
        .filter((rows) => rows.length > 0)
        .map((rows) => {
          const points = rows.map(({ inputs, neurons, load }) => ({ x: inputs / neurons, y: load }));
          const clamp = (load: number): number => Math.min(Math.max(load, domain[0]), domain[1]);
          return {
            color: RULES[rows[0].rule].color,
            points,
            ...(rows.length > 1 && {
              band: rows.map(({ load, loadDeviation }, n) => {
                return { x: points[n].x, low: clamp(load - loadDeviation), high: clamp(load + loadDeviation) };
              }),
            }),
            hasDots: true,
            label: RULES[rows[0].rule].label,
          };
        }),
    };
  });
  const seeds = Math.max(...summary.map((row) => row.seeds));
  return panelFigure({
    ...options,
    title: learningFinding(summary),
    subtitle: `N = ${[...new Set(summary.map(({ neurons }) => neurons))].join(", ")}; ${seeds === 1 ? "one seed a point" : `mean ± s.d. over ${seeds} seeds`}`,
    width: Math.min(MOST_IN_A_ROW, 320 + 230 * panels.length),
    height: 420,
    panels,
  });
}

/** What stores most, and how that compares with Hebbian weights on chosen synapses. */
export function learningFinding(summary: readonly LearningFigureRow[]): string {
  const best = summary.reduce((a, b) => (b.load > a.load ? b : a));
  const hebbian = summary.filter((row) => learningOf(row) === hebb.name);
  const chosen = hebbian.filter(({ rule }) => rule !== random.name);
  const taught = summary.filter((row) => learningOf(row) !== hebb.name && row.rule === random.name);
  if (chosen.length > 0 && taught.length > 0) {
    const top = chosen.reduce((a, b) => (b.load > a.load ? b : a));
    const rival = taught.reduce((a, b) => (b.load > a.load ? b : a));
    return `Hebbian weights on chosen synapses store up to ${showNumber(top.load)} patterns per input, the best learning on random ones (${LEARNINGS[learningOf(rival)].label}) ${showNumber(rival.load)}`;
  }
  return `${capitalize(LEARNINGS[learningOf(best)].label)} stores up to ${showNumber(best.load)} patterns per input, at c/N = ${showNumber(best.inputs / best.neurons)}`;
}

function learningOf({ learning = hebb.name }: LearningFigureRow): Learning {
  return learning;
}
