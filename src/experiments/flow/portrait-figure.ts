/** The figure of a phase portrait: streamlines, nullclines, equilibria by type, separatrices, trajectories and cycles. */
import type { FigureOptions } from "../../plot/panels.ts";
import { planeFigure } from "../../plot/plane.ts";
import type { PlaneCurve, PlanePanel, PlanePath, PlanePoint } from "../../plot/plane-panel.ts";
import { INK } from "../../plot/style.ts";
import { portraitFinding } from "./portrait-finding.ts";

/** One portrait, as `portrait` computes it. */
export interface PortraitPanel {
  readonly title?: string;
  readonly names?: readonly [x: string, y: string];
  readonly box: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  readonly streamlines?: readonly PlanePath[];
  readonly nullclines?: readonly { readonly neuron: number; readonly lines: readonly PlanePath[] }[];
  readonly separatrices?: readonly PlanePath[];
  readonly equilibria: readonly {
    readonly state: ArrayLike<number>;
    readonly type: "sink" | "source" | "saddle";
    readonly form: "node" | "spiral";
  }[];
  readonly trajectories?: readonly PlanePath[];
  readonly cycles?: readonly PlanePath[];
  /** Places of equilibria, where the plane is not that of neurons 0 and 1. */
  readonly project?: (state: ArrayLike<number>) => readonly [number, number];
}

/** What `portrait` returns of two neurons. */
export interface PortraitResult {
  readonly spec: { readonly plane: readonly [number, number] };
  readonly field: Omit<PortraitPanel, "equilibria"> | null;
  readonly equilibria: PortraitPanel["equilibria"];
  readonly trajectories: readonly { readonly states: readonly ArrayLike<number>[] }[];
  readonly cycles: readonly { readonly orbit: readonly ArrayLike<number>[] }[];
}

/**
 * The panel of a portrait of two neurons.
 *
 * @throws RangeError for more neurons, whose field has no plane.
 */
export function portraitPanel(portrait: PortraitResult, title?: string): PortraitPanel {
  const { field, equilibria, trajectories, cycles, spec } = portrait;
  if (field === null) throw new RangeError("portraitPanel: portrait must be of 2 neurons; see projectionFigure");
  const [i, j] = spec.plane;
  const inPlane = (states: readonly ArrayLike<number>[]) => states.map((state) => [state[i], state[j]] as const);
  return {
    ...field,
    ...(title !== undefined && { title }),
    equilibria,
    trajectories: trajectories.map(({ states }) => inPlane(states)),
    cycles: cycles.map(({ orbit }) => inPlane(orbit)),
  };
}

export interface PortraitFigureOptions extends FigureOptions {
  /** Default: what the portraits show, in words. */
  readonly title?: string;
  readonly subtitle?: string;
}

export const PLANE_COLORS = {
  nullclines: ["#0072B2", "#D55E00"],
  trajectory: "#009E73",
  cycle: "#CC79A7",
  separatrix: INK,
} as const;

/**
 * Portraits side by side.
 *
 * @throws TypeError when there is no document; RangeError when there is no portrait.
 */
export function portraitFigure(
  portraits: PortraitPanel | readonly PortraitPanel[],
  options: PortraitFigureOptions = {},
): SVGSVGElement {
  const list = Array.isArray(portraits) ? (portraits as readonly PortraitPanel[]) : [portraits as PortraitPanel];
  if (list.length === 0) throw new RangeError("portraitFigure: portraits must hold at least one, got none");
  const hasCurve = (of: (panel: PortraitPanel) => readonly unknown[] | undefined) => list.some((p) => of(p)?.length);
  const key = [
    "● sink  ○ source  ◐ saddle",
    ...(hasCurve((p) => p.nullclines) ? ["X_i = 0: where neuron i rests"] : []),
    ...(hasCurve((p) => p.separatrices) ? ["dashes: edges of basins"] : []),
    ...(hasCurve((p) => p.trajectories) ? ["green: trajectories"] : []),
    ...(hasCurve((p) => p.cycles) ? ["thick: limit cycle"] : []),
  ];
  return planeFigure({
    ...options,
    title: options.title ?? findingOf(list),
    subtitle: options.subtitle ?? key.join("; "),
    panels: list.map(panelOf),
  });
}

function panelOf(portrait: PortraitPanel): PlanePanel {
  const { title, names = ["u_0", "u_1"], box, streamlines, nullclines = [], separatrices = [] } = portrait;
  const { equilibria, trajectories = [], cycles = [] } = portrait;
  const project = portrait.project ?? ((state: ArrayLike<number>) => [state[0], state[1]] as const);
  const curves: PlaneCurve[] = [
    ...nullclines.map(({ neuron, lines }) => ({
      paths: lines,
      color: PLANE_COLORS.nullclines[neuron % 2],
      width: 1.9,
      label: `X_${neuron} = 0`,
    })),
    { paths: separatrices, color: PLANE_COLORS.separatrix, width: 1.5, isDashed: true, opacity: 0.75 },
    { paths: trajectories, color: PLANE_COLORS.trajectory, width: 1.7, arrows: 190, opacity: 0.9 },
    {
      paths: cycles,
      color: PLANE_COLORS.cycle,
      width: 3.6,
      arrows: 260,
      ...(cycles.length > 0 && { label: "limit cycle" }),
    },
  ];
  const points: PlanePoint[] = [
    ...trajectories.flatMap((path) => (path.length > 0 ? [startOf(path)] : [])),
    ...equilibria.map(({ state, type }) => {
      const [x, y] = project(state);
      return { x, y, mark: type };
    }),
  ];
  return {
    ...(title !== undefined && { title }),
    x: { name: names[0], domain: box.x },
    y: { name: names[1], domain: box.y },
    ...(streamlines && { streamlines }),
    curves,
    points,
  };
}

function startOf(path: PlanePath): PlanePoint {
  return { x: path[0][0], y: path[0][1], mark: "start", color: PLANE_COLORS.trajectory };
}

function findingOf(list: readonly PortraitPanel[]): string {
  const [first, ...others] = list.map(portraitFinding);
  return [first, ...others.map((text) => text.charAt(0).toLowerCase() + text.slice(1))].join("; ");
}
