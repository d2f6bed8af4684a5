/** The figure of an energy landscape: filled contours over the activities, critical points, and paths that descend. */
import type { FigureOptions } from "../../plot/panels.ts";
import { planeFigure } from "../../plot/plane.ts";
import type { PlanePanel, PlanePath } from "../../plot/plane-panel.ts";
import { INK } from "../../plot/style.ts";
import { showNumber } from "../../plot/words.ts";

/** A landscape as `landscape` computes it. */
export interface LandscapePanel {
  readonly title?: string;
  readonly grid: {
    readonly box: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
    readonly columns: number;
    readonly rows: number;
    readonly values: ArrayLike<number>;
  };
  readonly points: readonly {
    readonly values: ArrayLike<number>;
    readonly type: "sink" | "source" | "saddle";
    readonly energy: number;
  }[];
  readonly paths: readonly { readonly points: PlanePath }[];
}

export interface LandscapeOptions extends FigureOptions {
  readonly title?: string;
  readonly subtitle?: string;
}

const COLOR = "#0b5d78";
const PATH = "#D55E00";
const LEVELS = 16;

/**
 * Landscapes side by side, with the same levels in all.
 *
 * @throws TypeError when there is no document; RangeError when there is no landscape.
 */
export function landscapeFigure(
  landscapes: LandscapePanel | readonly LandscapePanel[],
  options: LandscapeOptions = {},
): SVGSVGElement {
  const list = Array.isArray(landscapes) ? (landscapes as readonly LandscapePanel[]) : [landscapes as LandscapePanel];
  if (list.length === 0) throw new RangeError("landscapeFigure: landscapes must hold at least one, got none");
  const levels = levelsOf(list.flatMap(({ grid }) => Array.from(grid.values)));
  return planeFigure({
    ...options,
    title: options.title ?? landscapeFinding(list[0]),
    subtitle: options.subtitle ?? "dark: low energy E(V); ● minima  ◐ saddles  ○ maxima; lines: trajectories",
    panels: list.map(({ title, grid, points, paths }): PlanePanel => {
      const { box, columns, rows, values } = grid;
      return {
        ...(title !== undefined && { title }),
        x: { name: "V_0", domain: box.x },
        y: { name: "V_1", domain: box.y },
        surface: { columns, rows, values, levels, color: COLOR },
        curves: [{ paths: paths.map((path) => path.points), color: PATH, width: 1.8, arrows: 170 }],
        points: [
          ...paths.flatMap((path) =>
            path.points.slice(0, 1).map(([x, y]) => ({ x, y, mark: "start" as const, color: PATH })),
          ),
          ...points.map((point) => ({ x: point.values[0], y: point.values[1], mark: point.type, color: INK })),
        ],
      };
    }),
  });
}

/** Levels that divide the plane evenly: quantiles, so that flat valleys show as much as steep walls. */
function levelsOf(values: readonly number[]): number[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const levels = Array.from({ length: LEVELS - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / LEVELS)]);
  return [...new Set(levels)];
}

/** Its minima and what lies between them. */
export function landscapeFinding({ points }: LandscapePanel): string {
  const sinks = points.filter(({ type }) => type === "sink");
  if (sinks.length === 0) return "No stable equilibrium: nothing for trajectories to end in";
  const depth = Math.min(...sinks.map(({ energy }) => energy));
  const saddles = points.filter(({ type }) => type === "saddle");
  const count =
    sinks.length === 1 ? "One stable equilibrium" : `${COUNTS[sinks.length] ?? sinks.length} stable equilibria`;
  if (saddles.length === 0 || sinks.length < 2) return `${count}, at energy ${showNumber(depth)}`;
  const barrier = Math.min(...saddles.map(({ energy }) => energy)) - Math.max(...sinks.map(({ energy }) => energy));
  return `${count}, the deepest at energy ${showNumber(depth)}; the lowest pass is ${showNumber(barrier)} above them`;
}

const COUNTS = ["No", "One", "Two", "Three", "Four"];
