/** Curves along a vector field of the plane, by steps of a fixed length. */
import { ClassicalStep } from "../numeric/runge-kutta.ts";
import type { PlaneBox, PlanePoint } from "./nullclines.ts";

/** dx/dt, dy/dt at a place; written into `out`. */
export type PlaneField = (x: number, y: number, out: Float64Array) => void;

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
  const walk = new Walk(field, box);
  let at: PlanePoint = [(start[0] - x[0]) / width, (start[1] - y[0]) / height];
  const line = [at];
  for (let way = 0; way < length; way += step) {
    const next = walk.step(at, step);
    if (!next || !isInside(next, margin)) break;
    line.push(next);
    at = next;
  }
  return line.map(([a, b]) => [x[0] + a * width, y[0] + b * height]);
}

/** Steps along the direction of a field, in units where a box is a square of side 1. */
export class Walk {
  private readonly at = new Float64Array(2);
  private readonly along = new ClassicalStep((at, out) => this.directionInto(at, out), 2);

  constructor(
    private readonly field: PlaneField,
    private readonly box: PlaneBox,
  ) {}

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
}

/** Whether a place lies in the square of side 1, widened by a margin. */
export function isInside([a, b]: PlanePoint, margin = 0): boolean {
  return a >= -margin && a <= 1 + margin && b >= -margin && b <= 1 + margin;
}
