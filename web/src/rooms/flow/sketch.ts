/** What is drawn over the plane, as paths in px. */
import { levelLines, type PlaneGrid, type Polyline } from "../../../../src/dynamics/nullclines.ts";
import type { Pair, Plane } from "./plane.ts";

/** From the plane to px. */
export interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** px of the plane's side. */
  readonly side: number;
}

/** The square [low, high]² in states u or activities V. */
export interface View {
  readonly of: "u" | "V";
  readonly low: number;
  readonly high: number;
}

const NODES = 97;
/** An energy is smoother than a field, and has many lines. */
const ENERGY_NODES = 49;
const LEVELS = 13;

/** Activations tabulated along an axis of a view: a node of a grid then costs a few multiplications. */
function axisOf(plane: Plane, { of, low, high }: View, nodes: number) {
  const axis = Float64Array.from({ length: nodes }, (_, k) => low + ((high - low) * k) / (nodes - 1));
  const u = of === "u" ? axis : axis.map(plane.inverse);
  const v = of === "u" ? axis.map(plane.value) : axis;
  const gridOf = (values: Float64Array): PlaneGrid => {
    return { box: { x: [low, high], y: [low, high] }, columns: nodes, rows: nodes, values };
  };
  return { u, v, gridOf };
}

/** Where neuron 0 rests, and where neuron 1. */
export function nullclinesOf(plane: Plane, view: View): readonly (readonly Polyline[])[] {
  const { u, v, gridOf } = axisOf(plane, view, NODES);
  const { bias, drive } = plane;
  const out = new Float64Array(2);
  const fields = [new Float64Array(NODES * NODES), new Float64Array(NODES * NODES)];
  for (let r = 0, n = 0; r < NODES; r++) {
    for (let c = 0; c < NODES; c++, n++) {
      drive(v[c], v[r], out);
      fields[0][n] = out[0] + bias[0] - u[c];
      fields[1][n] = out[1] + bias[1] - u[r];
    }
  }
  return fields.map((values) => levelLines(gridOf(values), 0));
}

/** E over a view. */
export function energyGrid(plane: Plane, view: View, nodes = ENERGY_NODES): PlaneGrid {
  const { v, gridOf } = axisOf(plane, view, nodes);
  const { bias, interaction, primitive } = plane;
  const own = [0, 1].map((i) => v.map((value) => primitive(value) - bias[i] * value));
  const energies = new Float64Array(nodes * nodes);
  for (let r = 0, n = 0; r < nodes; r++) {
    for (let c = 0; c < nodes; c++, n++) energies[n] = interaction(v[c], v[r]) + own[0][c] + own[1][r];
  }
  return gridOf(energies);
}

/** Lines of equal energy, at equal steps. */
export function contoursOf(energy: PlaneGrid): Polyline[] {
  const { least, most } = extentOf(energy);
  return Array.from({ length: LEVELS }, (_, k) =>
    levelLines(energy, least + ((most - least) * (k + 0.5)) / LEVELS),
  ).flat();
}

export function pathOf(line: Polyline, { x, y }: Scales): string {
  return line.map(([a, b], k) => `${k === 0 ? "M" : "L"}${px(x(a))} ${px(y(b))}`).join("");
}

/** Of x and y in turn. */
export function coursePath(course: ArrayLike<number>, { x, y }: Scales): string {
  let path = "";
  for (let n = 0; n + 1 < course.length; n += 2)
    path += `${n === 0 ? "M" : "L"}${px(x(course[n]))} ${px(y(course[n + 1]))}`;
  return path;
}

const COURSE_HEAD = { length: 8, half: 3.6 };

/** Arrowheads along a course, about `apart` px from each other: closed triangles. */
export function arrowsAlong(course: ArrayLike<number>, { x, y, side }: Scales, apart = 130): string {
  let path = "";
  let way = apart / 2;
  for (let n = 2; n + 1 < course.length; n += 2) {
    const [x0, y0, x1, y1] = [x(course[n - 2]), y(course[n - 1]), x(course[n]), y(course[n + 1])];
    const length = Math.hypot(x1 - x0, y1 - y0);
    way += length;
    if (way < apart || length === 0 || length > side) continue;
    way = 0;
    path += arrowhead([x1, y1], [x1 - x0, y1 - y0], COURSE_HEAD);
  }
  return path;
}

const PIECES = 5;
/** px of an arrowhead. */
const HEAD = { length: 5, half: 1.9 };

/** Lines and the arrowheads at their ends. */
export interface Streaks {
  readonly lines: string;
  readonly heads: string;
}

/** The field as short arrows along the flow, longer where it is faster: they keep their places under a drag. */
export function streaksOf(plane: Plane, { low, high }: View, scales: Scales): Streaks {
  const count = Math.max(10, Math.round(scales.side / 25));
  const spacing = (high - low) / count;
  const out = new Float64Array(2);
  let [lines, heads] = ["", ""];
  for (let n = 0; n < count * count; n++) {
    const [c, r] = [n % count, Math.floor(n / count)];
    let at: Pair = [
      low + (c + 0.5 + 0.3 * scatter(2 * n)) * spacing,
      low + (r + 0.5 + 0.3 * scatter(2 * n + 1)) * spacing,
    ];
    plane.field(at[0], at[1], out);
    const speed = Math.hypot(out[0], out[1]);
    if (!(speed > 1e-6)) continue;
    const step = (spacing * (0.3 + 0.75 * (speed / (speed + 0.25 * (high - low))))) / PIECES;
    const line = [at];
    for (let k = 0; k < PIECES; k++) {
      plane.field(at[0], at[1], out);
      const size = Math.hypot(out[0], out[1]) || 1;
      // half a step ahead for the direction, so that streaks bend with the flow
      plane.field(at[0] + (0.5 * step * out[0]) / size, at[1] + (0.5 * step * out[1]) / size, out);
      const middle = Math.hypot(out[0], out[1]) || 1;
      at = [at[0] + (step * out[0]) / middle, at[1] + (step * out[1]) / middle];
      line.push(at);
    }
    lines += pathOf(line, scales);
    const [before, end] = line.slice(-2).map(([a, b]) => [scales.x(a), scales.y(b)]);
    heads += arrowhead([end[0], end[1]], [end[0] - before[0], end[1] - before[1]], HEAD);
  }
  return { lines, heads };
}

/** A triangle whose base is at a place. */
function arrowhead([x, y]: Pair, [dx, dy]: Pair, { length, half }: { length: number; half: number }): string {
  const size = Math.hypot(dx, dy) || 1;
  const [ex, ey] = [dx / size, dy / size];
  return `M${px(x + length * ex)} ${px(y + length * ey)}L${px(x - half * ey)} ${px(y + half * ex)}L${px(x + half * ey)} ${px(y - half * ex)}Z`;
}

/** In [−1, 1], the same for the same place: what keeps streaks from standing in rows. */
function scatter(n: number): number {
  return 2 * ((n * 0.7548776662466927 + 0.31 * ((n * 0.5698402909980532) % 1)) % 1) - 1;
}

/** Shades of the energy, row by row from the top: 0 where it is lowest, 1 where it is highest. */
export function shadesOf(grid: PlaneGrid): Float64Array {
  const { values, columns, rows } = grid;
  const { least, most } = extentOf(grid);
  return Float64Array.from({ length: columns * rows }, (_, n) => {
    const value = values[(rows - 1 - Math.floor(n / columns)) * columns + (n % columns)];
    return Number.isFinite(value) ? (value - least) / (most - least || 1) : 1;
  });
}

function extentOf({ values }: PlaneGrid): { least: number; most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { least, most };
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}
