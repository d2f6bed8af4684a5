/** Figures that only the reproduction of CLMM has. */
import { OUTCOME_NAMES, type Outcome, outcomeKindOf } from "../../control/outcomes.ts";
import { type FigureOptions, type PanelLine, panelFigure } from "../../plot/panels.ts";
import { planeFigure } from "../../plot/plane.ts";
import type { PlanePath } from "../../plot/plane-panel.ts";
import { extentOf } from "../../plot/scale.ts";
import { mix, shadesOf } from "../../plot/shade.ts";
import { MUTED_INK, PAPER } from "../../plot/style.ts";

const BLUE = "#0072B2";
const RED = "#D55E00";
const GREEN = "#009E73";

/** What figures need of a pattern that was presented. */
export interface PresentedFigureRow {
  readonly controlWeight: number;
  readonly motionWeight: number;
  readonly discount: number;
  readonly outcome: Outcome;
  readonly sinkDistance: number | null;
  readonly sizes: readonly (readonly [time: number, size: number])[];
  readonly path: { readonly states: readonly number[] };
}

/** Draws how far each memory lies from those of A, against μ. */
export function crossoverFigure(
  rows: readonly PresentedFigureRow[],
  { threshold, ...options }: FigureOptions & { readonly threshold: number },
): SVGSVGElement {
  const sorted = [...rows].sort((a, b) => a.controlWeight - b.controlWeight);
  const points = sorted.map(({ controlWeight, sinkDistance }) => ({ x: controlWeight, y: sinkDistance ?? 0 }));
  const [least, most] = extentOf(points.map(({ y }) => y));
  const dots = OUTCOME_NAMES.flatMap((outcome): PanelLine[] => {
    const own = points.filter((_, k) => sorted[k].outcome === outcome);
    const { color, label } = outcomeKindOf(outcome);
    return own.length > 0 ? [{ color, points: own, hasDots: true, hasLine: false, label }] : [];
  });
  return panelFigure({
    ...options,
    title: "From a new sink to an old one there is no jump: the end moves to a sink of A as μ grows",
    subtitle: `λ = ${rows[0].discount}; distance from every equilibrium of A above ${threshold} counts as new`,
    width: 760,
    height: 400,
    panels: [
      {
        x: { name: "control weight μ", domain: [points[0].x / 1.2, 1], isLog: true },
        y: { name: "distance of the end from the nearest sink of A", domain: [least / 1.5, most * 2], isLog: true },
        lines: [{ color: mix(MUTED_INK, PAPER, 0.4), points }, ...dots],
      },
    ],
  });
}

/** Draws how slow the path of a pattern that wanders becomes, against the bound K of control. */
export function rescueFigure(
  rows: readonly { readonly bound: number; readonly leastSpeed: number; readonly outcome: Outcome }[],
  options: FigureOptions = {},
): SVGSVGElement {
  const points = rows.map(({ bound, leastSpeed }) => ({ x: bound, y: Math.max(leastSpeed, 1e-6) }));
  const [least, most] = extentOf(points.map(({ y }) => y));
  const [low, high] = extentOf(points.map(({ x }) => x));
  const outcomes = [...new Set(rows.map(({ outcome }) => outcome))];
  return panelFigure({
    ...options,
    title: "More control stops a wandering pattern, but does not make it a memory",
    subtitle: "three neurons, chaotic by themselves, μ = λ = 0.5, k = K/10; undecided: at rest where nothing attracts",
    width: 760,
    height: 380,
    panels: [
      {
        x: { name: "bound of the control K", domain: [low / 1.3, high * 1.3], isLog: true },
        y: { name: "least |X_i| of the second half", domain: [least / 2, most * 2], isLog: true },
        lines: [
          { color: mix(MUTED_INK, PAPER, 0.4), points: [...points].sort((a, b) => a.x - b.x) },
          ...outcomes.map((outcome): PanelLine => {
            const { color, label } = outcomeKindOf(outcome);
            return {
              color,
              label,
              hasDots: true,
              hasLine: false,
              points: points.filter((_, k) => rows[k].outcome === outcome),
            };
          }),
        ],
      },
    ],
  });
}

const BEFORE_END = 0.88;

/** Figure of how the control |ξ(t)| of long paths decays. */
export function decayFigure(rows: readonly PresentedFigureRow[], options: FigureOptions = {}): SVGSVGElement {
  const colors = [BLUE, RED, GREEN];
  const lines = rows.map(({ discount, sizes }, k) => ({
    color: colors[k % colors.length],
    // the end of a horizon has no future to care for
    points: sizes
      .filter(([time, size]) => size > 1e-6 && time <= BEFORE_END * sizes[sizes.length - 1][0])
      .map(([x, y]) => ({ x, y })),
    label: `λ = ${discount}`,
  }));
  const [, end] = extentOf(lines.flatMap(({ points }) => points.map(({ x }) => x)));
  const [least, most] = extentOf(lines.flatMap(({ points }) => points.map(({ y }) => y)));
  return panelFigure({
    ...options,
    title: "What is recorded fades: the control of a stable memory decays",
    subtitle: `A = [[0, 2], [2, 0]], u⁰ = (−1, 0.5), μ = ${rows[0].controlWeight}; dashes: presentation times, when e^(−λt) is 10⁻⁴`,
    width: 760,
    height: 380,
    panels: [
      {
        x: { name: "time t", domain: [0, end] },
        y: { name: "size of the control |ξ(t)|", domain: [least / 1.5, most * 1.5], isLog: true },
        lines,
        marks: rows.map(({ discount }) => ({ at: "x" as const, value: Math.log(1e4) / discount })),
      },
    ],
  });
}

/** Draws the authors' experiments in the plane: a path for each weight of motion, and for each initial state. */
export function authorsFigure(
  experiments: { readonly weights: readonly PresentedFigureRow[]; readonly grid: readonly PresentedFigureRow[] },
  options: FigureOptions = {},
): SVGSVGElement {
  const { weights, grid } = experiments;
  const shades = shadesOf(BLUE, weights.length);
  const path = ({ path: { states } }: PresentedFigureRow): PlanePath =>
    Array.from({ length: states.length / 2 }, (_, n) => [states[2 * n], states[2 * n + 1]] as const);
  const ends = (rows: readonly PresentedFigureRow[]) =>
    rows.map((row) => {
      const [x, y] = path(row)[path(row).length - 1];
      return { x, y, mark: "dot" as const, color: outcomeKindOf(row.outcome).color };
    });
  const found = OUTCOME_NAMES.flatMap((name) => {
    const count = [...weights, ...grid].filter(({ outcome }) => outcome === name).length;
    return count === 0 ? [] : [`${count} ${outcomeKindOf(name).label}`];
  });
  return planeFigure({
    ...options,
    title:
      "The authors' problem at the optimum: heavier motion moves the end, and every initial state comes to a new sink",
    subtitle: `dots: where paths end (${found.join(", ")}); 50 instants, |ξ| ≤ 0.5, λ = 0`,
    panels: [
      {
        title: `u⁰ = (−1, 0.5), α from ${weights[0].motionWeight} (light) to ${weights[weights.length - 1].motionWeight} (dark)`,
        x: { name: "u₁", domain: [-1.1, 1.1] },
        y: { name: "u₂", domain: [-0.1, 1.1] },
        curves: weights.map((row, k) => ({ paths: [path(row)], color: shades[k], width: 1.6 })),
        points: ends(weights),
      },
      {
        title: `${grid.length} initial states, α = ${grid[0].motionWeight}`,
        x: { name: "u₁", domain: [-1.7, 1.7] },
        y: { name: "u₂", domain: [-1.7, 1.7] },
        curves: [{ paths: grid.map(path), color: mix(MUTED_INK, PAPER, 0.3), width: 1.2, arrows: 200 }],
        points: ends(grid),
      },
    ],
  });
}

/** Draws what an optimisation that stops early takes for motion, and the cost of presenting a pattern again. */
export function earlyFigure(
  {
    best,
    iterates,
    published,
    chain,
  }: {
    readonly best: number;
    readonly iterates: readonly { readonly cost: number; readonly speed: number }[];
    /** The least and the largest cost of the published runs. */
    readonly published: readonly [least: number, most: number];
    readonly chain: readonly number[];
  },
  options: FigureOptions = {},
): SVGSVGElement {
  const points = iterates
    .map(({ cost, speed }) => ({ x: cost - best, y: speed }))
    .filter(({ x }) => x > 0)
    .sort((a, b) => a.x - b.x);
  const [least, most] = extentOf([...points.map(({ x }) => x), published[0] - best]);
  return panelFigure({
    ...options,
    title: "Stopped early, a path that should rest still moves; presented again, a pattern costs less",
    subtitle: "left: quasi-Newton iterates from random controls, α = β = 0.5, λ = 0.25; right: A ← A + ξ, α = 0.9995",
    width: 980,
    height: 380,
    panels: [
      {
        x: { name: "cost above the least J", domain: [least / 1.5, most * 1.5], isLog: true },
        y: { name: "largest |X_i| in the last quarter", domain: [0, 1.15 * Math.max(...points.map(({ y }) => y))] },
        lines: [{ color: BLUE, points, hasDots: true }],
        marks: published.map((cost, k) => ({
          at: "x" as const,
          value: cost - best,
          ...(k === 1 && { label: "published runs end here" }),
        })),
      },
      {
        x: { name: "presentation", domain: [0.7, chain.length + 0.3] },
        y: { name: "least cost J", domain: [0, 1.15 * Math.max(...chain)] },
        lines: [{ color: RED, points: chain.map((y, k) => ({ x: k + 1, y })), hasDots: true }],
      },
    ],
  });
}

/** Draws J∞ − J_T against λT beside λJ against λ. */
export function valueLimitsFigure(
  {
    horizons,
    values,
  }: {
    readonly horizons: readonly {
      readonly label: string;
      readonly discount: number;
      readonly errors: readonly (readonly [horizon: number, error: number])[];
    }[];
    readonly values: readonly {
      readonly label: string;
      readonly limit: number;
      readonly points: readonly { readonly discount: number; readonly value: number }[];
    }[];
  },
  options: FigureOptions = {},
): SVGSVGElement {
  const colors = [GREEN, BLUE, RED];
  const errors = horizons.map(({ label, discount, errors: own }, k) => ({
    color: colors[k],
    label,
    hasDots: true,
    points: own.filter(([, error]) => error > 1e-12).map(([horizon, error]) => ({ x: discount * horizon, y: error })),
  }));
  const [least, most] = extentOf(errors.flatMap(({ points }) => points.map(({ y }) => y)));
  const [, longest] = extentOf(errors.flatMap(({ points }) => points.map(({ x }) => x)));
  const limits = values.map(({ label, points }, k) => ({
    color: colors[k],
    label,
    hasDots: true,
    points: points.map(({ discount, value }) => ({ x: discount, y: value })).sort((a, b) => a.x - b.x),
  }));
  const [, widest] = extentOf(limits.flatMap(({ points }) => points.map(({ x }) => x)));
  const [, highest] = extentOf([
    ...values.map(({ limit }) => limit),
    ...limits.flatMap(({ points }) => points.map(({ y }) => y)),
  ]);
  const slope = Array.from({ length: 2 }, (_, k) => ({
    x: k * longest,
    y: Math.max(least / 2, most * Math.exp(-k * longest)),
  }));
  return panelFigure({
    ...options,
    title: "A horizon's error falls as e^(−λT) at least; λJ tends to the running cost in the long run",
    subtitle: "grey: the slope e^(−λT); dashes: mean running cost at the end of the path",
    width: 980,
    height: 400,
    panels: [
      {
        x: { name: "horizon λT", domain: [0, longest * 1.05] },
        y: { name: "J∞ − J_T", domain: [least / 2, most * 3], isLog: true },
        lines: [{ color: mix(MUTED_INK, PAPER, 0.5), points: slope }, ...errors],
      },
      {
        x: { name: "discount λ", domain: [0, widest * 1.1] },
        y: { name: "λJ", domain: [0, 1.12 * highest] },
        lines: limits,
        marks: values.map(({ limit }) => ({ at: "y" as const, value: limit })),
      },
    ],
  });
}
