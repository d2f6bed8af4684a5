/** Trajectories of many neurons in a plane: two neurons, two patterns, or the two principal axes of what they visit. */
import type { FigureOptions } from "../../plot/panels.ts";
import { planeFigure } from "../../plot/plane.ts";
import type { PlaneCurve, PlanePath, PlanePoint } from "../../plot/plane-panel.ts";
import { extentOf, paddedDomain } from "../../plot/scale.ts";
import { PLANE_COLORS } from "./portrait-figure.ts";

/** Where a state lies in a plane. */
export type Projection = (state: ArrayLike<number>) => readonly [number, number];

/** A plane with names for its axes. */
export interface ProjectionPlane {
  readonly names: readonly [string, string];
  readonly project: Projection;
}

/** Two neurons. */
export function neuronPlane(i: number, j: number): ProjectionPlane {
  return { names: [`u_${i}`, `u_${j}`], project: (state) => [state[i], state[j]] };
}

/** Overlaps (1/N) Σ_i ξ_i x_i with two patterns. */
export function patternPlane(first: ArrayLike<number>, second: ArrayLike<number>): ProjectionPlane {
  const overlap = (pattern: ArrayLike<number>, state: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < state.length; i++) sum += pattern[i] * state[i];
    return sum / state.length;
  };
  return {
    names: ["overlap with pattern 0", "overlap with pattern 1"],
    project: (state) => [overlap(first, state), overlap(second, state)],
  };
}

/**
 * The two directions along which states vary most, by power iteration on their covariance.
 *
 * @param states  at least two, of at least two neurons.
 */
export function principalPlane(states: readonly ArrayLike<number>[]): ProjectionPlane & { readonly share: number } {
  const n = states[0].length;
  const mean = new Float64Array(n);
  for (const state of states) for (let i = 0; i < n; i++) mean[i] += state[i] / states.length;
  const apart = (state: ArrayLike<number>, axis: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (state[i] - mean[i]) * axis[i];
    return sum;
  };
  const axes: Float64Array[] = [];
  const variances: number[] = [];
  for (let k = 0; k < 2; k++) {
    let axis = Float64Array.from({ length: n }, (_, i) => 1 + ((i * (k + 2)) % 5));
    let variance = 0;
    for (let round = 0; round < 200; round++) {
      const next = new Float64Array(n);
      for (const state of states) {
        const along = apart(state, axis);
        for (let i = 0; i < n; i++) next[i] += along * (state[i] - mean[i]);
      }
      for (const other of axes) {
        const part = other.reduce((sum, value, i) => sum + value * next[i], 0);
        for (let i = 0; i < n; i++) next[i] -= part * other[i];
      }
      const length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
      if (!(length > 1e-300)) break;
      axis = next.map((value) => value / length);
      const change = Math.abs(length - variance);
      variance = length;
      if (change < 1e-10 * length) break;
    }
    // the largest entry positive, so that pictures do not depend on where the iteration began
    const most = axis.reduce((best, value, i) => (Math.abs(value) > Math.abs(axis[best]) ? i : best), 0);
    if (axis[most] < 0) axis = axis.map((value) => -value);
    axes.push(axis);
    variances.push(variance);
  }
  let total = 0;
  for (const state of states) for (let i = 0; i < n; i++) total += (state[i] - mean[i]) ** 2;
  return {
    names: ["first principal axis", "second principal axis"],
    project: (state) => [apart(state, axes[0]), apart(state, axes[1])],
    share: total > 0 ? (variances[0] + variances[1]) / total : 1,
  };
}

export interface ProjectionPanel {
  readonly title?: string;
  readonly plane: ProjectionPlane;
  readonly trajectories: readonly (readonly ArrayLike<number>[])[];
  readonly cycles?: readonly (readonly ArrayLike<number>[])[];
  readonly equilibria?: readonly { readonly state: ArrayLike<number>; readonly type: "sink" | "source" | "saddle" }[];
}

export interface ProjectionOptions extends FigureOptions {
  readonly title: string;
  readonly subtitle?: string;
}

/**
 * Trajectories, cycles and equilibria in planes, side by side.
 *
 * @throws TypeError when there is no document; RangeError when there is no panel.
 */
export function projectionFigure(panels: readonly ProjectionPanel[], options: ProjectionOptions): SVGSVGElement {
  if (panels.length === 0) throw new RangeError("projectionFigure: panels must hold at least one, got none");
  return planeFigure({
    ...options,
    subtitle: options.subtitle ?? "● sink  ○ source  ◐ saddle; lines: trajectories",
    panels: panels.map(({ title, plane, trajectories, cycles = [], equilibria = [] }) => {
      const { project, names } = plane;
      const paths = trajectories.map((states) => states.map((state) => project(state)));
      const closed = cycles.map((states) => states.map((state) => project(state)));
      const points = equilibria.map(({ state, type }): PlanePoint => {
        const [x, y] = project(state);
        return { x, y, mark: type };
      });
      const starts = paths.map(([[x, y]]): PlanePoint => ({ x, y, mark: "start", color: PLANE_COLORS.trajectory }));
      const isDense = paths.reduce((sum, path) => sum + path.length, 0) > 4000 || paths.some(isLong);
      const curves: PlaneCurve[] = [
        {
          paths,
          color: PLANE_COLORS.trajectory,
          width: isDense ? 0.8 : 1.5,
          opacity: isDense ? 0.7 : 0.9,
          ...(!isDense && { arrows: 200 }),
        },
        { paths: closed, color: PLANE_COLORS.cycle, width: 3.2, arrows: 260 },
      ];
      return {
        ...(title !== undefined && { title }),
        x: { name: names[0], domain: spanOf([...paths, ...closed], points, 0) },
        y: { name: names[1], domain: spanOf([...paths, ...closed], points, 1) },
        curves,
        points: [...starts, ...points],
      };
    }),
  });
}

/** Whether a path winds so much that arrows and full strokes would cover it. */
function isLong(path: PlanePath): boolean {
  const sides = [0, 1].map((axis) => {
    const [low, high] = spanOf([path], [], axis as 0 | 1);
    return high - low;
  });
  let length = 0;
  for (let k = 1; k < path.length; k++) {
    length += Math.hypot((path[k][0] - path[k - 1][0]) / sides[0], (path[k][1] - path[k - 1][1]) / sides[1]);
  }
  return length > 40;
}

function spanOf(paths: readonly PlanePath[], points: readonly PlanePoint[], axis: 0 | 1): [number, number] {
  const own = paths.flatMap((path) => extentOf(path.map((point) => point[axis])));
  return paddedDomain([...own, ...points.map(({ x, y }) => (axis === 0 ? x : y))], 0.07);
}
