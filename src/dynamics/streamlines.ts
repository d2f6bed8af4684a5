/** Evenly spaced streamlines of a vector field in the plane — Jobard & Lefer 1997. */
import { ClassicalStep } from "../numeric/runge-kutta.ts";
import type { PlaneBox, PlanePoint, Polyline } from "./nullclines.ts";

/** dx/dt, dy/dt at a place; written into `out`. */
export type PlaneField = (x: number, y: number, out: Float64Array) => void;

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

/**
 * The curve from a place along the field, with steps of a fixed length, in units where the box is a square of side 1. It
 * ends at an equilibrium, outside the box widened by `margin`, or after `length`.
 */
export function traceFrom(
  field: PlaneField,
  box: PlaneBox,
  start: PlanePoint,
  { length, step, margin }: { readonly length: number; readonly step: number; readonly margin: number },
): PlanePoint[] {
  const { x, y } = box;
  const [width, height] = [x[1] - x[0], y[1] - y[0]];
  const tracer = new Tracer(field, box, step);
  let at: PlanePoint = [(start[0] - x[0]) / width, (start[1] - y[0]) / height];
  const line = [at];
  for (let way = 0; way < length; way += step) {
    const next = tracer.step(at, step);
    if (!next || !isInside(next, margin)) break;
    line.push(next);
    at = next;
  }
  return line.map(([a, b]) => [x[0] + a * width, y[0] + b * height]);
}

class Tracer {
  private readonly cells = new Map<number, PlanePoint[]>();
  private readonly side: number;
  private readonly at = new Float64Array(2);
  private readonly along = new ClassicalStep((at, out) => this.directionInto(at, out), 2);

  constructor(
    private readonly field: PlaneField,
    private readonly box: PlaneBox,
    private readonly spacing: number,
  ) {
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
      const next = this.step(at, step);
      if (!next || !isInside(next) || this.isNear(next, CLOSEST * this.spacing)) break;
      // a line that comes back to itself, as near a cycle or in a spiral, ends too
      if (this.meetsItself(line, next)) break;
      line.push(next);
      at = next;
    }
    return line;
  }

  /** The place a given length further along the direction of the field; undefined where that vanishes or turns back on the way. */
  step(from: PlanePoint, length: number): PlanePoint | undefined {
    const { at, along } = this;
    at.set(from);
    if (!along.move(at, length)) return undefined;
    // opposite directions within a step: an equilibrium lies between
    const [first, , , last] = along.slopes;
    return first[0] * last[0] + first[1] * last[1] < 0 ? undefined : [at[0], at[1]];
  }

  /** The field's direction in units of the box; false where it vanishes. */
  private directionInto([a, b]: Float64Array, out: Float64Array): boolean {
    const { x, y } = this.box;
    const [width, height] = [x[1] - x[0], y[1] - y[0]];
    this.field(x[0] + a * width, y[0] + b * height, out);
    const [dx, dy] = [out[0] / width, out[1] / height];
    const length = Math.sqrt(dx * dx + dy * dy);
    out[0] = dx / length;
    out[1] = dy / length;
    return length > 1e-9;
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
    return (Math.floor(b / this.spacing) + 1) * this.side + Math.floor(a / this.spacing) + 1;
  }
}

function isInside([a, b]: PlanePoint, margin = 0): boolean {
  return a >= -margin && a <= 1 + margin && b >= -margin && b <= 1 + margin;
}

/** √(x² + y²): Math.hypot may differ in the last bit between engines. */
function lengthOf(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
