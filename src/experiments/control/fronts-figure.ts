/** Figures of one problem at many μ and λ: the front of motion against effort, and the map of what becomes of a pattern. */
import { OUTCOME_NAMES, type Outcome, outcomeKindOf } from "../../control/outcomes.ts";
import {
  type FigureOptions,
  type Panel,
  type PanelCell,
  type PanelLine,
  type PanelText,
  panelFigure,
} from "../../plot/panels.ts";
import { extentOf } from "../../plot/scale.ts";
import { mix } from "../../plot/shade.ts";
import { INK, MUTED_INK, PAPER } from "../../plot/style.ts";
import { capitalize } from "../../plot/words.ts";

/** Of minima that were only local. */
const LOCAL = "#D55E00";

/** A point as `controlFronts` gives it. */
export interface FrontFigureRow {
  readonly discount: number;
  readonly controlWeight: number;
  /** J for steps of length 0; null where it was not extrapolated. */
  readonly cost: number | null;
  /** Cost in steps of length h: of the minimum, and of the one found first. */
  readonly gridCost: number;
  readonly firstGridCost: number;
  readonly isMended: boolean;
  readonly motion: number;
  readonly effort: number;
  readonly outcome: Outcome;
  readonly status: string;
}

export interface FrontFigureOptions extends FigureOptions {
  /** Network and bounds, in words for the subtitle. */
  readonly setting?: string;
}

/**
 * Motion against effort, and J against μ, of one λ; minima that were only local in red where they were found first.
 *
 * @throws RangeError when there are no rows, or of several λ.
 */
export function frontFigure(rows: readonly FrontFigureRow[], options: FrontFigureOptions = {}): SVGSVGElement {
  const { setting, ...rest } = options;
  if (rows.length === 0 || rows.some(({ discount }) => discount !== rows[0].discount)) {
    throw new RangeError("frontFigure: rows must hold one front, of a single λ");
  }
  const mended = rows.filter(({ isMended }) => isMended);
  const panel = (
    name: readonly [x: string, y: string],
    at: (row: FrontFigureRow) => { readonly x: number; readonly y: number },
    more: readonly PanelLine[] = [],
  ): Panel => {
    const points = rows.map(at).sort((a, b) => a.x - b.x);
    const lines = [{ color: mix(MUTED_INK, PAPER, 0.4), points }, ...outcomeDots(rows, at), ...more];
    const all = lines.flatMap((line) => line.points);
    return {
      x: { name: name[0], domain: roomFor(all.map(({ x }) => x)) },
      y: { name: name[1], domain: roomFor(all.map(({ y }) => y)) },
      lines,
    };
  };
  const isExtrapolated = rows.every(({ cost }) => cost !== null);
  const costOf = ({ cost, gridCost }: FrontFigureRow): number => (isExtrapolated ? cost! : gridCost);
  const first = mended.map((row) => ({
    x: row.controlWeight,
    y: costOf(row) + row.firstGridCost - row.gridCost,
  }));
  const local = { color: LOCAL, points: first, hasDots: true, hasLine: false, label: "local minimum found first" };
  return panelFigure({
    ...rest,
    title: frontFinding(rows),
    subtitle: `${setting === undefined ? "" : `${setting}, `}λ = ${rows[0].discount}; μ from ${rows[0].controlWeight} to ${rows[rows.length - 1].controlWeight}`,
    width: 980,
    height: 400,
    panels: [
      panel(["discounted effort ∫ |ξ|² dt", "discounted motion ∫ |X|² dt"], ({ effort, motion }) => ({
        x: effort,
        y: motion,
      })),
      panel(
        ["control weight μ", isExtrapolated ? "least cost J(μ)" : "least cost in steps of length h"],
        (row) => ({ x: row.controlWeight, y: costOf(row) }),
        first.length > 0 ? [local] : [],
      ),
    ],
  });
}

/** A group of dots for each outcome, named. */
function outcomeDots(
  rows: readonly FrontFigureRow[],
  at: (row: FrontFigureRow) => { readonly x: number; readonly y: number },
): PanelLine[] {
  return OUTCOME_NAMES.flatMap((outcome) => {
    const points = rows
      .filter((row) => row.outcome === outcome)
      .map(at)
      .sort((a, b) => a.x - b.x);
    return points.length === 0
      ? []
      : [
          {
            color: outcomeKindOf(outcome).color,
            points,
            hasDots: true,
            hasLine: false,
            label: outcomeKindOf(outcome).label,
          },
        ];
  });
}

/** What a little more effort buys, and whether local minima were among the first. */
export function frontFinding(rows: readonly FrontFigureRow[]): string {
  const [least, most] = extentOf(rows.map(({ motion }) => motion));
  const mended = rows.filter(({ isMended }) => isMended).length;
  const failed = rows.filter(({ status }) => status !== "converged").length;
  const also = [
    ...(mended > 0 ? [`${mended} local ${mended === 1 ? "minimum" : "minima"} mended`] : []),
    ...(failed > 0 ? [`${failed} of ${rows.length} not converged`] : []),
  ];
  const bought = most > 0 ? Math.round(100 * (1 - least / most)) : 0;
  return `Control saves up to ${bought} % of the motion${also.length > 0 ? `; ${also.join(", ")}` : ""}`;
}

/**
 * What becomes of the pattern at each μ and λ.
 *
 * @throws RangeError when there are no rows.
 */
export function outcomeMapFigure(rows: readonly FrontFigureRow[], options: FrontFigureOptions = {}): SVGSVGElement {
  const { setting, ...rest } = options;
  if (rows.length === 0) throw new RangeError("outcomeMapFigure: rows must hold at least one, got none");
  const x = edgesOf(rows.map(({ controlWeight }) => controlWeight));
  const y = edgesOf(rows.map(({ discount }) => discount));
  const isLog = (edges: Edges): boolean => edges.values[0] > 0;
  const cells = rows.map(
    ({ controlWeight, discount, outcome }): PanelCell => ({
      x: x.around(controlWeight),
      y: y.around(discount),
      color: mix(outcomeKindOf(outcome).color, PAPER, 0.35),
    }),
  );
  return panelFigure({
    ...rest,
    title: outcomeMapFinding(rows),
    subtitle: `${setting === undefined ? "" : `${setting}; `}outcome while presented, read at the presentation time of each λ`,
    width: 760,
    height: 440,
    panels: [
      {
        x: { name: "control weight μ", domain: x.domain, isLog: isLog(x) },
        y: { name: "discount λ", domain: y.domain, isLog: isLog(y) },
        lines: [],
        cells,
        texts: namesOf(rows, x, y),
      },
    ],
  });
}

interface Edges {
  readonly values: readonly number[];
  readonly domain: readonly [number, number];
  readonly around: (value: number) => readonly [number, number];
}

/** Where the cells of values meet: halfway, by their ratios where all are above 0. */
function edgesOf(given: readonly number[]): Edges {
  const values = [...new Set(given)].sort((a, b) => a - b);
  const n = values.length;
  const isLog = values[0] > 0;
  const middle = (a: number, b: number) => (isLog ? Math.sqrt(a * b) : (a + b) / 2);
  const beyond = (a: number, b: number) => (isLog ? a * Math.sqrt(a / b) : a + (a - b) / 2);
  const ends = n === 1 ? (isLog ? [values[0] / 2, 2 * values[0]] : [values[0] - 0.5, values[0] + 0.5]) : undefined;
  const edges = [
    ends?.[0] ?? beyond(values[0], values[1]),
    ...values.slice(1).map((value, k) => middle(values[k], value)),
    ends?.[1] ?? beyond(values[n - 1], values[n - 2]),
  ];
  return {
    values,
    domain: [edges[0], edges[n]],
    around: (value) => [edges[values.indexOf(value)], edges[values.indexOf(value) + 1]],
  };
}

/** The name of each outcome where its part of the map is widest. */
function namesOf(rows: readonly FrontFigureRow[], x: Edges, y: Edges): PanelText[] {
  const at = new Map(
    rows.map((row) => [`${x.values.indexOf(row.controlWeight)},${y.values.indexOf(row.discount)}`, row]),
  );
  const is = (i: number, j: number, outcome: string) => at.get(`${i},${j}`)?.outcome === outcome;
  return OUTCOME_NAMES.flatMap((outcome) => {
    let best: { i: number; j: number; room: number } | undefined;
    for (const [i] of x.values.entries()) {
      for (const [j] of y.values.entries()) {
        if (!is(i, j, outcome)) continue;
        // cells to either side, and a little for those above and below
        const reach = (di: number, dj: number): number => {
          let steps = 0;
          while (is(i + (steps + 1) * di, j + (steps + 1) * dj, outcome)) steps++;
          return steps;
        };
        const room =
          Math.min(reach(-1, 0), reach(1, 0)) + 0.3 * Math.min(reach(0, -1), reach(0, 1)) + 0.01 * reach(0, 1);
        if (best === undefined || room > best.room) best = { i, j, room };
      }
    }
    if (best === undefined) return [];
    const { label, color } = outcomeKindOf(outcome);
    return [{ x: x.values[best.i], y: y.values[best.j], text: label, color: mix(color, INK, 0.6) }];
  });
}

/** At which μ the state comes to rest at a new sink and at which at one of A, and as what, or what there is instead. */
export function outcomeMapFinding(rows: readonly FrontFigureRow[]): string {
  const counts = OUTCOME_NAMES.map((name) => ({
    ...outcomeKindOf(name),
    count: rows.filter(({ outcome }) => outcome === name).length,
  })).filter(({ count }) => count > 0);
  const labelsOf = (sink: "new" | "known") =>
    counts.flatMap((one) => (one.sink === sink ? [one.label] : [])).join(" or ");
  const [made, known] = [labelsOf("new"), labelsOf("known")];
  const others = counts.flatMap(({ sink, count, label }) => (sink === null ? [`${count} ${label}`] : []));
  const also = others.length > 0 ? `; ${others.join(", ")} of ${rows.length}` : "";
  if (made !== "" && known !== "") {
    const discounts = [...new Set(rows.map(({ discount }) => discount))].sort((a, b) => a - b);
    const begins = discounts.flatMap((discount) => {
      const own = rows.filter((row) => row.discount === discount && outcomeKindOf(row.outcome).sink === "known");
      return own.length === 0 ? [] : [Math.min(...own.map(({ controlWeight }) => controlWeight))];
    });
    const [least, most] = [Math.min(...begins), Math.max(...begins)];
    const from = least === most ? `from μ = ${least} on` : `from μ = ${least} to ${most} on, by λ`;
    return `${capitalize(made)} at small μ, ${known} at large μ: ${from}${also}`;
  }
  const [{ label, count }] = counts.sort((a, b) => b.count - a.count);
  return count === rows.length ? `At every μ and λ: ${label}` : `Mostly ${label}: ${count} of ${rows.length}`;
}

function roomFor(values: readonly number[]): readonly [number, number] {
  const [low, high] = extentOf(values);
  const room = 0.1 * (high - low) || 0.1 * Math.abs(high) || 1;
  return [low >= 0 && low < room ? 0 : low - room, high + room];
}
