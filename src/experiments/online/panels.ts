/**
 * Two more figures of online learning: how inputs per neuron are distributed in the course of a run, and the patterns retrieved
 * against inputs per neuron, beside what random and offline-chosen connectivity stores.
 */

import { RULES, type Rule } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";
import { type Panel, type PanelLine, panelFigure, withSpread } from "../../plot/panels.ts";
import { mix } from "../../plot/shade.ts";
import { INK, PAPER } from "../../plot/style.ts";
import type { CapacityRow } from "../capacity/run.ts";
import { colorOfStart, type OnlineFigureOptions, type OnlinePoint, onlineParameters, startsOf } from "./figure.ts";
import type { OnlineEnd } from "./finding.ts";
import type { OnlineRow } from "./measure.ts";

/** A repetition of a run with the distribution of inputs over its neurons, where it was kept. */
export type OnlineDistributionPoint = OnlinePoint & Pick<OnlineRow, "histogram">;

/** A critical load to compare with. */
export type OnlineReference = Pick<CapacityRow, "rule" | "inputs" | "seed" | "capacity">;

const HEIGHT = 420;
/** Panels at most, and distributions in each. */
const MOST_PANELS = 3;
const MOST_TIMES = 6;
/** Bins that a panel's axis is divided into. */
const BINS = 60;

/**
 * A panel for each number of inputs at the beginning, three at most, of the first seed: distributions of inputs per neuron from
 * the beginning, faint, to the end.
 *
 * @throws RangeError when no row has a distribution.
 */
export function onlineDistributionFigure(
  rows: readonly OnlineDistributionPoint[],
  summary: readonly OnlineEnd[],
  { rule, ...options }: OnlineFigureOptions,
): SVGSVGElement {
  const starts = startsOf(rows);
  const shown =
    starts.length <= MOST_PANELS ? starts : [0, starts.length >> 1, starts.length - 1].map((k) => starts[k]);
  const runs = shown.map((inputs) => {
    const own = rows.filter((row) => row.inputs === inputs);
    return { inputs, points: own.filter(({ seed, histogram }) => seed === own[0].seed && histogram !== null) };
  });
  const distributions = runs.map(({ inputs, points }) => ({
    inputs,
    times: timesOf(points.filter(({ repetition }) => repetition > 0)).map(({ repetition, histogram }) => ({
      repetition,
      counts: countsOf(histogram ?? ""),
    })),
  }));
  const all = distributions.flatMap(({ times }) => times.flatMap(({ counts }) => counts));
  if (all.length === 0) {
    throw new RangeError(`onlineDistributionFigure: rows must hold at least one distribution, got ${rows.length} rows`);
  }
  const least = Math.min(...all.map(({ c }) => c));
  const most = Math.max(...all.map(({ c }) => c));
  const bin = Math.max(1, Math.round((most - least) / BINS));
  const panels = distributions.map(({ inputs, times }, k): Panel => {
    const color = colorOfStart(starts, inputs);
    const lines = times.map(({ repetition, counts }, at): PanelLine => {
      const strength = times.length === 1 ? 1 : 0.35 + (0.65 * at) / (times.length - 1);
      return {
        color: mix(PAPER, color, strength),
        points: densityOf(counts, bin),
        isFilled: true,
        label: String(repetition),
      };
    });
    return {
      title: `from c_0 = ${inputs}`,
      titleColor: color,
      x: { name: "inputs per neuron c", domain: [Math.max(0, least - 2 * bin), most + 3 * bin] },
      y: { domain: [0, 0], ...(k === 0 && { name: "fraction of neurons per input" }) },
      lines,
      labels: "beside",
      labelHead: "repetition ",
    };
  });
  const highest = Math.max(...panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(({ y }) => y))));
  return panelFigure({
    ...options,
    title: distributionFinding(summary),
    subtitle: `${onlineParameters(summary, rule)}, distributions over neurons after so many repetitions, one run for each c_0`,
    width: [640, 900, 1200][panels.length - 1],
    height: HEIGHT,
    panels: panels.map((panel) => ({ ...panel, y: { ...panel.y, domain: [0, 1.12 * highest] } })),
  });
}

/** How far the inputs of neurons differ at the end. */
function distributionFinding(summary: readonly OnlineEnd[]): string {
  const { mean } = meanAndDeviation(summary.map(({ meanInputs }) => meanInputs));
  const spread = meanAndDeviation(summary.map(({ deviationInputs }) => deviationInputs)).mean;
  return `Neurons come to differ by ${spread.toFixed(0)} (s.d.) in their number of inputs, ${mean.toFixed(0)} on average`;
}

/**
 * Patterns retrieved against the mean number of inputs: the way of the first seed from every c₀, a point each time before more
 * is learned; the ends of all; and critical loads of random and of offline-chosen connectivity, where there are any.
 *
 * @throws RangeError when there is no run to draw.
 */
export function onlineLoadsFigure(
  rows: readonly OnlinePoint[],
  summary: readonly OnlineEnd[],
  references: readonly OnlineReference[],
  { rule: followed, ...options }: OnlineFigureOptions,
): SVGSVGElement {
  if (rows.length === 0 || summary.length === 0) {
    throw new RangeError(`onlineLoadsFigure: rows must hold at least one repetition, got ${rows.length} rows`);
  }
  const starts = startsOf(rows);
  const rules = [...new Set(references.map(({ rule }) => rule))];
  const curves = rules.map((rule): PanelLine => {
    const own = references.filter((row) => row.rule === rule);
    const inputs = [...new Set(own.map((row) => row.inputs))].sort((a, b) => a - b);
    const values = inputs.map((c) => {
      const { mean, deviation } = meanAndDeviation(
        own.filter((row) => row.inputs === c).map(({ capacity }) => capacity),
      );
      return { x: c, y: mean, deviation };
    });
    return {
      color: RULES[rule].color,
      ...withSpread(values),
      hasDots: true,
      label: rule === random.name ? random.label : `offline, ${RULES[rule].label}`,
    };
  });
  const ways = starts.map((inputs): PanelLine => {
    const own = rows.filter((row) => row.inputs === inputs);
    const run = own.filter(({ seed }) => seed === own[0].seed);
    // whenever more was learned: in between p_eff falls and recovers
    const points = run.filter(({ patterns }, at) => at === run.length - 1 || run[at + 1].patterns > patterns);
    return {
      color: colorOfStart(starts, inputs),
      points: points.map(({ meanInputs, retrieved }) => ({ x: meanInputs, y: retrieved })),
      hasDots: true,
      label: `from c_0 = ${inputs}`,
    };
  });
  const ends = summary.map(
    ({ meanInputs, retrieved }): PanelLine => ({
      color: INK,
      points: [{ x: meanInputs, y: retrieved }],
      hasDots: true,
    }),
  );
  const points = [...curves, ...ways].flatMap((line) => line.points);
  const highest = Math.max(...points.map(({ y }) => y));
  const farthest = Math.max(...points.map(({ x }) => x));
  return panelFigure({
    ...options,
    title: loadsFinding(summary, followed),
    subtitle: `${onlineParameters(summary, followed)}; p_{eff} whenever more was learned, black at the end of every run${references.length > 0 ? "; p_c where inputs are random, or chosen with all patterns known" : ""}`,
    width: 800,
    height: 480,
    panels: [
      {
        x: { name: "inputs per neuron c, mean over neurons", domain: [0, 1.03 * farthest] },
        y: { name: "patterns retrieved p_{eff}, critical number p_c", domain: [0, 1.1 * highest] },
        lines: [...curves, ...ways, ...ends],
        labels: "beside",
      },
    ],
  });
}

/** Patterns held at the end, against the offline critical load of as many inputs. */
export function loadsFinding(summary: readonly OnlineEnd[], followed: Rule): string {
  const mean = (values: readonly number[]): number => meanAndDeviation(values).mean;
  const held = mean(summary.map(({ retrieved }) => retrieved));
  const c = mean(summary.map(({ meanInputs }) => meanInputs)).toFixed(0);
  const offline = summary.flatMap(({ offlineCapacity }) => offlineCapacity ?? []);
  const learned = `Learning pattern by pattern ends with ${held.toFixed(0)} patterns retrieved at c = ${c}`;
  if (offline.length < summary.length) return learned;
  return `${learned}, where ${RULES[followed].label} with all patterns known holds ${mean(offline).toFixed(0)}`;
}

/** Some of the repetitions, evenly in their order, the first and last among them. */
function timesOf<P>(points: readonly P[]): P[] {
  const count = Math.min(MOST_TIMES, points.length);
  const chosen = Array.from({ length: count }, (_, k) =>
    Math.round((k * (points.length - 1)) / Math.max(1, count - 1)),
  );
  return [...new Set(chosen)].map((at) => points[at]);
}

function countsOf(histogram: string): { c: number; neurons: number }[] {
  return histogram.split(" ").map((bin) => {
    const [c, neurons] = bin.split(":").map(Number);
    return { c, neurons };
  });
}

/** Fraction of neurons per input, in bins; 0 on both sides. */
function densityOf(counts: readonly { c: number; neurons: number }[], bin: number): { x: number; y: number }[] {
  const total = counts.reduce((sum, { neurons }) => sum + neurons, 0);
  const first = Math.floor(counts[0].c / bin) - 1;
  const last = Math.floor(counts[counts.length - 1].c / bin) + 1;
  const bins = new Array<number>(last - first + 1).fill(0);
  for (const { c, neurons } of counts) bins[Math.floor(c / bin) - first] += neurons / total / bin;
  return bins.map((y, k) => ({ x: (first + k + 0.5) * bin, y }));
}
