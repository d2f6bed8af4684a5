/** Figures of a value function: what it costs to come to rest, and the feedback that does it. */
import { type FigureOptions, panelFigure } from "../../plot/panels.ts";
import { planeFigure } from "../../plot/plane.ts";
import type { PlanePanel, PlanePath } from "../../plot/plane-panel.ts";
import { planePath } from "../../plot/plane-path.ts";
import { showNumber } from "../../plot/words.ts";

const VALUE_COLOR = "#0072B2";
const PATH_COLOR = "#D55E00";
const SHADES = 13;

type Type = "sink" | "source" | "saddle";

/** The value over a plane of states, and what is drawn on it. */
export interface ValuePanel {
  readonly title?: string;
  /** Nodes an axis. */
  readonly nodes: number;
  /** v, [nodes × nodes], the first axis fastest */
  readonly values: ArrayLike<number>;
  /** Where states go under the feedback. */
  readonly streamlines?: readonly PlanePath[];
  /** Places where v is doubtful. */
  readonly doubtful?: PlanePath;
  /** Optimal paths, [points × 2] each. */
  readonly paths?: readonly ArrayLike<number>[];
  readonly equilibria?: readonly { readonly state: ArrayLike<number>; readonly type: Type }[];
}

export interface ValuePicture {
  readonly reach: number;
  /** What is minimised, in words for the subtitle. */
  readonly setting: string;
  /** Relative error from which a place is doubtful. */
  readonly doubt?: number;
  /** Up to three, all in the same shades. */
  readonly panels: readonly ValuePanel[];
}

/** Contours of v over one or several planes of states, with the flow under the feedback, optimal paths, and where v is doubtful. */
export function valueFigure(
  { reach, setting, doubt = 0.02, panels }: ValuePicture,
  options: FigureOptions = {},
): SVGSVGElement {
  const levels = levelsOf(panels.map(({ values }) => values));
  const has = (of: (panel: ValuePanel) => ArrayLike<unknown> | undefined) =>
    panels.some((p) => (of(p)?.length ?? 0) > 0);
  const key = [
    setting,
    "v = min J in shades of equal area, dark is low",
    ...(has((p) => p.streamlines) ? ["thin: the flow under the feedback"] : []),
    ...(has((p) => p.equilibria) ? ["● sink  ○ source  ◐ saddle of A"] : []),
    has((p) => p.doubtful)
      ? `dotted: error above ${Number((100 * doubt).toPrecision(2))} % — near paths into a saddle v is only Hölder continuous`
      : "near paths into a saddle v is only Hölder continuous",
  ];
  return planeFigure({
    ...options,
    title: findingOf(panels.flatMap(({ values }) => rangeOf(values))),
    subtitle: key.join("; "),
    panels: panels.map(
      ({ title, nodes, values, streamlines, doubtful, paths = [], equilibria = [] }): PlanePanel => ({
        ...(title !== undefined && { title }),
        x: { name: "u₁", domain: [-reach, reach] },
        y: { name: "u₂", domain: [-reach, reach] },
        surface: { columns: nodes, rows: nodes, values, levels, color: VALUE_COLOR },
        ...(streamlines && { streamlines }),
        ...(doubtful && { stipple: doubtful }),
        curves:
          paths.length === 0
            ? []
            : [
                {
                  paths: paths.map((path) => planePath(path, 2)),
                  color: PATH_COLOR,
                  arrows: 90,
                  label: "optimal paths",
                },
              ],
        points: equilibria.map(({ state, type }) => ({ x: state[0], y: state[1], mark: type })),
      }),
    ),
  });
}

/** v and the feedback of one neuron. */
export function valueLineFigure(
  line: {
    readonly reach: number;
    readonly setting: string;
    /** v and ξ at equally spaced nodes. */
    readonly values: ArrayLike<number>;
    readonly controls: ArrayLike<number>;
    /** |ξ| at most */
    readonly bound: number;
    readonly equilibria: readonly { readonly state: ArrayLike<number>; readonly type: Type }[];
  },
  options: FigureOptions = {},
): SVGSVGElement {
  const { reach, setting, values, controls, bound, equilibria } = line;
  const [, most] = rangeOf(values);
  const points = (of: ArrayLike<number>) =>
    Array.from(of, (y, k) => ({ x: -reach + (2 * reach * k) / (of.length - 1), y }));
  const x = { name: "u", domain: [-reach, reach] as const };
  const marks = equilibria.map(({ state, type }) => ({ at: "x" as const, value: state[0], label: type }));
  return panelFigure({
    ...options,
    title: findingOf(rangeOf(values)),
    subtitle: `${setting}; dashed: equilibria of A, and the bounds of ξ`,
    width: 900,
    height: 380,
    panels: [
      {
        x,
        y: { name: "v = min J", domain: [0, 1.08 * most] },
        lines: [{ color: VALUE_COLOR, points: points(values) }],
        marks,
      },
      {
        x,
        y: { name: "feedback ξ", domain: [-1.15 * bound || -1, 1.15 * bound || 1] },
        lines: [{ color: PATH_COLOR, points: points(controls) }],
        marks: [
          ...marks.map(({ at, value }) => ({ at, value })),
          { at: "y", value: bound, label: `bound ${showNumber(bound)}` },
          { at: "y", value: -bound },
        ],
      },
    ],
  });
}

/** Values between shades of which each covers as much of the plane. */
function levelsOf(values: readonly ArrayLike<number>[]): number[] {
  const sorted = Float64Array.from(values.flatMap((list) => Array.from(list))).sort();
  const levels = Array.from({ length: SHADES - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / SHADES)]);
  return [...new Set(levels)];
}

function rangeOf(values: ArrayLike<number>): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < values.length; k++) {
    least = Math.min(least, values[k]);
    most = Math.max(most, values[k]);
  }
  return [least, most];
}

function findingOf(values: readonly number[]): string {
  const [least, most] = rangeOf(values);
  // rounding of a state at rest is 0
  return `The least cost of every state: ${showNumber(least > 1e-6 * most ? least : 0)} to ${showNumber(most)}`;
}
