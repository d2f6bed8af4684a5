/** Level lines of a function of two variables by marching squares: nullclines, contours of an energy. */

export type PlanePoint = readonly [x: number, y: number];
export type Polyline = readonly PlanePoint[];

/** A rectangle of the plane. */
export interface PlaneBox {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** A function f on a grid of nodes, row by row from the lowest y. */
export interface PlaneGrid {
  readonly box: PlaneBox;
  /** Nodes along x and y, each ≥ 2. */
  readonly columns: number;
  readonly rows: number;
  /** Values of f at the nodes, f64[rows × columns]. */
  readonly values: Float64Array;
}

/** Evaluates f at the nodes of a regular grid over a rectangle. */
export function sampleGrid(
  box: PlaneBox,
  columns: number,
  rows: number,
  f: (x: number, y: number) => number,
): PlaneGrid {
  const values = new Float64Array(columns * rows);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      values[r * columns + c] = f(...nodeOf(box, columns, rows, c, r));
    }
  }
  return { box, columns, rows, values };
}

/** Coordinates (x, y) of the node in column c and row r. */
export function nodeOf({ x, y }: PlaneBox, columns: number, rows: number, c: number, r: number): [number, number] {
  return [x[0] + ((x[1] - x[0]) * c) / (columns - 1), y[0] + ((y[1] - y[0]) * r) / (rows - 1)];
}

/**
 * The lines f = level, joined, each open or closed (its last point is its first again). Between nodes f is taken as linear;
 * with `f` itself the points are moved onto its level by bisection along the edges of the grid.
 */
export function levelLines(
  { box, columns, rows, values }: PlaneGrid,
  level: number,
  f?: (x: number, y: number) => number,
): Polyline[] {
  // edges are numbered: horizontal ones first, then vertical ones
  const horizontal = (c: number, r: number) => r * (columns - 1) + c;
  const vertical = (c: number, r: number) => rows * (columns - 1) + r * columns + c;
  const above = (c: number, r: number) => values[r * columns + c] >= level;
  const points = new Map<number, PlanePoint>();
  const neighbors = new Map<number, number[]>();
  const crossing = (edge: number, c0: number, r0: number, c1: number, r1: number): number => {
    if (!points.has(edge)) {
      const a = nodeOf(box, columns, rows, c0, r0);
      const b = nodeOf(box, columns, rows, c1, r1);
      const [fa, fb] = [values[r0 * columns + c0] - level, values[r1 * columns + c1] - level];
      points.set(edge, f ? bisect(a, b, fa, (x, y) => f(x, y) - level) : mixed(a, b, fa / (fa - fb)));
    }
    return edge;
  };
  const join = (p: number, q: number): void => {
    for (const [from, to] of [
      [p, q],
      [q, p],
    ]) {
      const list = neighbors.get(from);
      if (list) list.push(to);
      else neighbors.set(from, [to]);
    }
  };
  for (let r = 0; r < rows - 1; r++) {
    for (let c = 0; c < columns - 1; c++) {
      const [a, b, d, e] = [above(c, r), above(c + 1, r), above(c, r + 1), above(c + 1, r + 1)];
      if (a === b && b === d && d === e) continue; // most cells
      const corners = [values[r * columns + c], values[r * columns + c + 1], values[(r + 1) * columns + c]];
      corners.push(values[(r + 1) * columns + c + 1]);
      if (!corners.every(Number.isFinite)) continue;
      const cut: number[] = []; // bottom, right, top, left, as far as they are crossed
      if (a !== b) cut.push(crossing(horizontal(c, r), c, r, c + 1, r));
      if (b !== e) cut.push(crossing(vertical(c + 1, r), c + 1, r, c + 1, r + 1));
      if (d !== e) cut.push(crossing(horizontal(c, r + 1), c, r + 1, c + 1, r + 1));
      if (a !== d) cut.push(crossing(vertical(c, r), c, r, c, r + 1));
      if (cut.length === 2) join(cut[0], cut[1]);
      else if (cut.length === 4) {
        // a saddle of the grid: the middle decides which corners belong together
        const isHigh = corners.reduce((sum, value) => sum + value, 0) / 4 >= level;
        if (a === isHigh) {
          join(cut[0], cut[1]);
          join(cut[2], cut[3]);
        } else {
          join(cut[3], cut[0]);
          join(cut[1], cut[2]);
        }
      }
    }
  }
  return joined(points, neighbors);
}

/** Follows the segments from end to end. */
function joined(points: ReadonlyMap<number, PlanePoint>, neighbors: ReadonlyMap<number, number[]>): Polyline[] {
  const seen = new Set<number>();
  const lines: Polyline[] = [];
  const follow = (start: number): void => {
    const line = [points.get(start)!];
    seen.add(start);
    let previous = -1;
    let at = start;
    for (;;) {
      const options: number[] = neighbors.get(at)!.filter((other) => other !== previous);
      const next = options.find((other) => !seen.has(other));
      if (next === undefined) {
        if (options.includes(start) && line.length > 2) line.push(points.get(start)!);
        break;
      }
      previous = at;
      at = next;
      seen.add(at);
      line.push(points.get(at)!);
    }
    if (line.length > 1) lines.push(line);
  };
  for (const [edge, list] of neighbors) if (list.length === 1 && !seen.has(edge)) follow(edge);
  for (const edge of neighbors.keys()) if (!seen.has(edge)) follow(edge);
  return lines;
}

function mixed(a: PlanePoint, b: PlanePoint, part: number): PlanePoint {
  return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
}

/** The zero of f between a, where it is `fa`, and b. */
function bisect(a: PlanePoint, b: PlanePoint, fa: number, f: (x: number, y: number) => number): PlanePoint {
  let [low, high] = [0, 1];
  for (let k = 0; k < 30; k++) {
    const middle = (low + high) / 2;
    if (f(...mixed(a, b, middle)) >= 0 === fa >= 0) low = middle;
    else high = middle;
  }
  return mixed(a, b, (low + high) / 2);
}
