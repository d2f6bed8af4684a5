/**
 * The figure of online learning: inputs per neuron, connections added and removed, patterns learned and retrieved over the
 * repetitions, a colour for each number of inputs at the beginning.
 */

import { RULE_PARAMETER_NAMES, RULES, type Rule, symbolOf } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";
import { type FigureOptions, type Panel, type PanelEnd, type PanelLine, panelFigure } from "../../plot/panels.ts";
import { MUTED_INK } from "../../plot/style.ts";
import { formatTick } from "../../plot/ticks.ts";
import { showNumber } from "../../plot/words.ts";
import type { RuleParameters } from "../kit/rules.ts";
import { type OnlineEnd, onlineFinding } from "./finding.ts";
import type { OnlineRow } from "./measure.ts";

/** A repetition of a run. */
export type OnlinePoint = RuleParameters &
  Pick<
    OnlineRow,
    | "neurons"
    | "inputs"
    | "seed"
    | "repetition"
    | "meanInputs"
    | "leastInputs"
    | "lowerInputs"
    | "upperInputs"
    | "mostInputs"
    | "additions"
    | "removals"
    | "patterns"
    | "retrieved"
  >;

/** With the rule that the runs follow. */
export type OnlineFigureOptions = FigureOptions & { readonly rule: Rule };

const HEIGHT = 720;
/** Heights of the panels, relative to each other. */
const STACK = [270, 170, 250];
/** Okabe–Ito colours that stand for no rule. */
const COLORS = ["#D55E00", "#56B4E9", "#CC79A7", "#1c1a17", "#8c6d31"];

/** One run as it is drawn. */
interface Run {
  readonly inputs: number;
  readonly color: string;
  readonly points: readonly OnlinePoint[];
  /** Whether it is the first of its c₀, which the others share a name with. */
  readonly isNamed: boolean;
}

/**
 * Draws the three panels over one logarithmic axis of repetitions; repetition 0 is left out, it differs from 1 by a few
 * connections.
 *
 * @throws TypeError when there is no document; RangeError when there is no run to draw.
 */
export function onlineFigure(
  rows: readonly OnlinePoint[],
  summary: readonly OnlineEnd[],
  { rule, ...options }: OnlineFigureOptions,
): SVGSVGElement {
  const runs = runsOf(rows);
  if (runs.length === 0 || summary.length === 0) {
    throw new RangeError(
      `onlineFigure: rows must hold at least one repetition after the first, got ${rows.length} rows`,
    );
  }
  const last = Math.max(2, ...runs.flatMap(({ points }) => points.map(({ repetition }) => repetition)));
  const x = { name: "repetition", isLog: true, domain: [1, last] } as const;
  return panelFigure({
    ...options,
    title: onlineFinding(summary),
    subtitle: subtitleOf(summary, rule),
    width: 800,
    height: HEIGHT,
    panels: [inputsPanel(runs, summary), changesPanel(runs), patternsPanel(runs, summary, rule)].map((panel) => ({
      x,
      ...panel,
    })),
    stack: STACK,
  });
}

type OwnPanel = Omit<Panel, "x">;

function inputsPanel(runs: readonly Run[], summary: readonly OnlineEnd[]): OwnPanel {
  const highest = Math.max(...runs.flatMap(({ points }) => points.map((point) => point.mostInputs)));
  const named = runs.filter(({ isNamed }) => isNamed); // of several seeds one, bands would hide each other
  const band = (
    { points, color }: Run,
    low: "leastInputs" | "lowerInputs",
    high: "upperInputs" | "mostInputs",
    bandOpacity: number,
  ): PanelLine => ({
    color,
    points: [],
    hasLine: false,
    band: points.map((point) => ({ x: point.repetition, low: point[low], high: point[high] })),
    bandOpacity,
  });
  return {
    name: "inputs",
    y: {
      name: "inputs per neuron c: mean, 10 to 90 % of the neurons (dark) and all of them (light)",
      domain: [0, 1.06 * highest],
    },
    lines: [
      ...named.map((run) => band(run, "leastInputs", "mostInputs", 0.13)),
      ...named.map((run) => band(run, "lowerInputs", "upperInputs", 0.25)),
      ...runs.map((run) => ({
        ...lineOf(run, ({ meanInputs }) => meanInputs),
        ...(run.isNamed && { label: `c_0 = ${run.inputs}` }),
      })),
    ],
    labels: "start",
    ends: endsOf(runs, summary, ({ meanInputs }) => meanInputs, 1),
  };
}

function changesPanel(runs: readonly Run[]): OwnPanel {
  const added = ({ additions, neurons }: OnlinePoint): number => additions / neurons;
  const removed = ({ removals, neurons }: OnlinePoint): number => -removals / neurons;
  const points = runs.flatMap((run) => run.points);
  const highest = Math.max(1e-3, ...points.map(added));
  const lowest = Math.min(-1e-3, ...points.map(removed));
  return {
    name: "changes",
    y: {
      name: "connections per neuron and repetition: added (up) and removed (down)",
      domain: [1.1 * lowest, 1.1 * highest],
      format: (tick) => formatTick(Math.abs(tick)),
    },
    lines: [...runs.map((run) => lineOf(run, added, 1.4)), ...runs.map((run) => lineOf(run, removed, 1.4))],
    marks: [{ at: "y", value: 0, isSolid: true }],
    ends: [
      { y: 0.55 * highest, text: "added", color: MUTED_INK },
      { y: 0.55 * lowest, text: "removed", color: MUTED_INK },
    ],
  };
}

function patternsPanel(runs: readonly Run[], summary: readonly OnlineEnd[], rule: Rule): OwnPanel {
  const c = summary[0].referenceInputs;
  const reference = (name: string, value: number, color: string) => {
    return { at: "y" as const, value, label: `p_c ${name}, c = ${c}: ${showNumber(value)}`, color };
  };
  const isCompared = summary.every(({ referenceInputs }) => referenceInputs !== null);
  const marks = isCompared
    ? [
        reference(
          `chosen offline (${RULES[rule].label})`,
          meanOf(summary, (end) => end.offlineCapacity ?? 0),
          RULES[rule].color,
        ),
        reference(
          random.label,
          meanOf(summary, (end) => end.randomCapacity ?? 0),
          random.color,
        ),
      ]
    : [];
  const learned = runs.flatMap(({ points }) => points.map(({ patterns }) => patterns));
  const highest = Math.max(...learned, ...marks.map(({ value }) => value));
  return {
    name: "patterns",
    y: { name: "patterns: learned p (thin) and retrieved p_{eff} (thick)", domain: [0, 1.1 * highest] },
    lines: [
      ...runs.map((run) => ({ ...lineOf(run, ({ patterns }) => patterns, 1), isStepped: true })),
      ...runs.map((run) => lineOf(run, ({ retrieved }) => retrieved)),
    ],
    marks,
    ends: endsOf(runs, summary, ({ retrieved }) => retrieved, 0),
  };
}

function lineOf({ points, color }: Run, of: (point: OnlinePoint) => number, width?: number): PanelLine {
  return { color, points: points.map((point) => ({ x: point.repetition, y: of(point) })), ...(width && { width }) };
}

/** A number for each c₀, the mean over its runs. */
function endsOf(
  runs: readonly Run[],
  summary: readonly OnlineEnd[],
  of: (end: OnlineEnd) => number,
  digits: number,
): PanelEnd[] {
  return runs
    .filter(({ isNamed }) => isNamed)
    .map(({ inputs, color }) => {
      const y = meanOf(
        summary.filter((end) => end.inputs === inputs),
        of,
      );
      return { y, text: y.toFixed(digits), color };
    });
}

function meanOf(ends: readonly OnlineEnd[], of: (end: OnlineEnd) => number): number {
  return meanAndDeviation(ends.map(of)).mean;
}

function runsOf(rows: readonly OnlinePoint[]): Run[] {
  const drawn = rows.filter(({ repetition }) => repetition > 0);
  const keyOf = ({ inputs, seed }: OnlinePoint): string => `${inputs}/${seed}`;
  const runs = [...new Set(drawn.map(keyOf))].map((key) => drawn.filter((row) => keyOf(row) === key));
  const starts = startsOf(rows);
  const named = new Set<number>();
  return runs.map((points) => {
    const { inputs } = points[0];
    const isNamed = !named.has(inputs);
    named.add(inputs);
    return { inputs, color: colorOfStart(starts, inputs), points, isNamed };
  });
}

/** All c₀ among rows, the least first. */
export function startsOf(rows: readonly OnlinePoint[]): number[] {
  return [...new Set(rows.map(({ inputs }) => inputs))].sort((a, b) => a - b);
}

export function colorOfStart(starts: readonly number[], inputs: number): string {
  return COLORS[starts.indexOf(inputs) % COLORS.length];
}

function subtitleOf(summary: readonly OnlineEnd[], rule: Rule): string {
  const seeds = new Set(summary.map(({ seed }) => seed)).size;
  const runs = seeds === 1 ? "one run for each c_0" : `${seeds} runs for each c_0`;
  return `${onlineParameters(summary, rule)}; growth, pruning and learning in turns, ${runs}`;
}

/** N, the rule and its parameters. */
export function onlineParameters([end]: readonly OnlineEnd[], rule: Rule): string {
  const values = RULE_PARAMETER_NAMES.flatMap((name) =>
    typeof end[name] === "number" ? [`${symbolOf(name)} = ${showNumber(end[name])}`] : [],
  );
  return [`N = ${end.neurons}`, RULES[rule].label, ...values].join(", ");
}
