/** Evenly spaced streamlines of a vector field in the plane — Jobard & Lefer 1997. */
import type { PlaneBox, PlanePoint, Polyline } from "./nullclines.ts";
import { isInside, type PlaneField, Walk } from "./walk.ts";

const STEP = 0.2; // of the spacing
const CLOSEST = 0.55; // of the spacing: where a line ends that runs into others
const SHORTEST = 1.6; // of the spacing: shorter ones are left out
const MOST_POINTS = 4000;

/**
 * Streamlines about `spacing` apart, in units where the box is a square of side 1; each runs with the flow. It depends on
 * nothing but the arguments.
 *
 * @param spacing  in (0, 0.5).
 */
export function streamlines(field: PlaneField, box: PlaneBox, spacing: number): Polyline[] {
  const tracer = new Tracer(field, box, spacing);
  const lines: PlanePoint[][] = [];
  const seeds: PlanePoint[] = [];
  // a coarse lattice finds the parts of the plane that no line's neighborhood leads into
  const n = Math.ceil(1 / (2 * spacing));
  for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) seeds.push([(c + 0.5) / n, (r + 0.5) / n]);
  seeds.sort((a, b) => lengthOf(a[0] - 0.5, a[1] - 0.5) - lengthOf(b[0] - 0.5, b[1] - 0.5));
  for (const seed of seeds) {
    const queue = [seed];
    for (let next = queue.pop(); next; next = queue.pop()) {
      const line = tracer.trace(next);
      if (!line) continue;
      lines.push(line);
      for (let k = 0; k < line.length; k += 3) {
        const [a, b] = [line[Math.max(0, k - 1)], line[Math.min(line.length - 1, k + 1)]];
        const length = lengthOf(b[0] - a[0], b[1] - a[1]) || 1;
        const [nx, ny] = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
        for (const side of [1, -1]) {
          queue.push([line[k][0] + side * spacing * nx, line[k][1] + side * spacing * ny]);
        }
      }
    }
  }
  const { x, y } = box;
  return lines.map((line) => line.map(([a, b]) => [x[0] + a * (x[1] - x[0]), y[0] + b * (y[1] - y[0])] as const));
}

class Tracer {
  private readonly cells = new Map<number, PlanePoint[]>();
  private readonly side: number;
  private readonly walk: Walk;

  constructor(
    field: PlaneField,
    box: PlaneBox,
    private readonly spacing: number,
  ) {
    this.walk = new Walk(field, box);
    this.side = Math.ceil(1 / spacing) + 2;
  }

  /** The streamline through a place, or undefined where it is too near to others. */
  trace(seed: PlanePoint): PlanePoint[] | undefined {
    if (!isInside(seed) || this.isNear(seed, this.spacing * 0.98)) return undefined;
    const forward = this.run(seed, 1);
    const backward = this.run(seed, -1);
    const line = [...backward.reverse(), seed, ...forward];
    let length = 0;
    for (let k = 1; k < line.length; k++) length += lengthOf(line[k][0] - line[k - 1][0], line[k][1] - line[k - 1][1]);
    if (length < SHORTEST * this.spacing) return undefined;
    for (const point of line) this.keep(point);
    return line;
  }

  private run(seed: PlanePoint, sign: number): PlanePoint[] {
    const line: PlanePoint[] = [];
    const step = sign * STEP * this.spacing;
    let at = seed;
    while (line.length < MOST_POINTS) {
      const next = this.walk.step(at, step);
      if (!next || !isInside(next) || this.isNear(next, CLOSEST * this.spacing)) break;
      // a line that comes back to itself, as near a cycle or in a spiral, ends too
      if (this.meetsItself(line, next)) break;
      line.push(next);
      at = next;
    }
    return line;
  }

  private meetsItself(line: readonly PlanePoint[], [a, b]: PlanePoint): boolean {
    const reach = CLOSEST * this.spacing;
    const own = Math.ceil(2 / STEP); // steps behind that are near because they are the line's own course
    for (let k = 0; k < line.length - own; k++) {
      if (Math.abs(line[k][0] - a) < reach && Math.abs(line[k][1] - b) < reach) {
        if (lengthOf(line[k][0] - a, line[k][1] - b) < reach) return true;
      }
    }
    return false;
  }

  private keep(point: PlanePoint): void {
    const cell = this.cellOf(point[0], point[1]);
    const list = this.cells.get(cell);
    if (list) list.push(point);
    else this.cells.set(cell, [point]);
  }

  private isNear([a, b]: PlanePoint, reach: number): boolean {
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const list = this.cells.get(this.cellOf(a + dx * this.spacing, b + dy * this.spacing));
        if (list?.some(([x, y]) => lengthOf(x - a, y - b) < reach)) return true;
      }
    }
    return false;
  }

  private cellOf(a: number, b: number): number {
    return Math.floor(b / this.spacing) * this.side + Math.floor(a / this.spacing);
  }
}

/** √(x² + y²): Math.hypot may differ in the last bit between engines. */
function lengthOf(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
