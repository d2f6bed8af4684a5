/**
 * The flow of two neurons on the page, light enough to follow a drag: the library's field and energy, for pictures. Numbers
 * come from the worker.
 */
import { activationOf } from "../../../../src/dynamics/activation.ts";
import type { NetworkSpec } from "./network.ts";

export type Pair = readonly [number, number];

export interface Plane {
  /** g and g⁻¹ */
  readonly value: (u: number) => number;
  readonly inverse: (v: number) => number;
  /** ∫g⁻¹ */
  readonly primitive: (v: number) => number;
  readonly range: Pair;
  readonly bias: Pair;
  /** T(V)V */
  readonly drive: (v0: number, v1: number, out: Float64Array) => void;
  /** X(u) = T(V)V + b − u, V = g(u) */
  readonly field: (x: number, y: number, out: Float64Array) => void;
  /** What the weights give to E(V): where T(V)V is no gradient, of T's symmetric part. */
  readonly interaction: (v0: number, v1: number) => number;
  /** Whether trajectories descend E. */
  readonly hasEnergy: boolean;
}

export function planeOf({ weights, activation, bias }: NetworkSpec): Plane {
  const { value, inverse, primitive, range } = activationOf(activation);
  const { drive, interaction, hasEnergy } = "type" in weights ? stateDependent(weights) : constant(weights);
  return {
    value,
    inverse,
    primitive,
    range,
    bias,
    drive,
    interaction,
    hasEnergy,
    field(x, y, out) {
      drive(value(x), value(y), out);
      out[0] += bias[0] - x;
      out[1] += bias[1] - y;
    },
  };
}

type Weights = Pick<Plane, "drive" | "interaction" | "hasEnergy">;

function constant([[a, b], [c, d]]: readonly [Pair, Pair]): Weights {
  return {
    hasEnergy: b === c,
    drive(v0, v1, out) {
      out[0] = a * v0 + b * v1;
      out[1] = c * v0 + d * v1;
    },
    interaction: (v0, v1) => -0.5 * (v0 * (a * v0 + b * v1) + v1 * (c * v0 + d * v1)),
  };
}

/** T(V) = ∇²Φ of two patterns, as in `PatternWeights`. */
function stateDependent(weights: Extract<NetworkSpec["weights"], { readonly type: string }>): Weights {
  const { type, patterns, degree = 4, beta = 1, scale = 1 } = weights;
  const [[a, b], [c, d]] = patterns;
  /** ∂Φ′/∂V·V by each overlap, and Φ − ∇Φ·V. */
  const along = (m0: number, m1: number, out: Float64Array): void => {
    if (type === "logSumExp") {
      const p = 1 / (1 + Math.exp(beta * (m1 - m0)));
      const mean = p * m0 + (1 - p) * m1;
      out[0] = scale * beta * p * (m0 - mean);
      out[1] = scale * beta * (1 - p) * (m1 - mean);
      return;
    }
    const of = (m: number): number =>
      type === "polynomial" ? (degree - 1) * m ** (degree - 1) : beta * beta * m * Math.exp(beta * m);
    out[0] = scale * of(m0);
    out[1] = scale * of(m1);
  };
  const each = (m: number): number =>
    type === "polynomial" ? (1 / degree - 1) * m ** degree : (1 - beta * m) * Math.exp(beta * m);
  return {
    hasEnergy: true,
    drive(v0, v1, out) {
      along(a * v0 + b * v1, c * v0 + d * v1, out);
      const [f0, f1] = out;
      out[0] = a * f0 + c * f1;
      out[1] = b * f0 + d * f1;
    },
    interaction(v0, v1) {
      const [m0, m1] = [a * v0 + b * v1, c * v0 + d * v1];
      if (type !== "logSumExp") return scale * (each(m0) + each(m1));
      const most = Math.max(m0, m1);
      const total = Math.exp(beta * (m0 - most)) + Math.exp(beta * (m1 - most));
      const p = Math.exp(beta * (m0 - most)) / total;
      return scale * (most + Math.log(total) / beta - (p * m0 + (1 - p) * m1));
    },
  };
}

/** E(V) */
export function energyAt({ interaction, primitive, bias }: Plane, v0: number, v1: number): number {
  return interaction(v0, v1) + primitive(v0) + primitive(v1) - bias[0] * v0 - bias[1] * v1;
}

interface FollowOptions {
  readonly duration: number;
  /** Half width of the plane. */
  readonly reach?: number;
  readonly limit?: number;
  readonly onTime?: (time: number) => void;
}

const STEP_ERROR = 2e-3;
const LONGEST = 0.1;
const MOST_STEPS = 4000;
const REST = 1e-4;

/** A course with its times. */
export interface Course {
  readonly times: readonly number[];
  /** x and y in turn. */
  readonly course: readonly number[];
}

/** The states from one on, for `duration`, whatever they come to. */
export function courseOf(plane: Plane, start: Pair, duration: number): Course {
  const times: number[] = [0];
  const course = follow(plane, start, { duration, onTime: (time) => void times.push(time) });
  const [x, y] = course.slice(-2);
  return { times: [...times, duration], course: [...course, x, y] };
}

/**
 * The states from one on, x and y in turn, until `duration`, rest, or beyond ±`limit`: steps of Bogacki and Shampine's pair,
 * short enough for a smooth line on a plane of the given half width.
 *
 * @param duration  negative: back in time.
 */
export function follow(plane: Plane, start: Pair, options: FollowOptions): number[] {
  const { duration, reach = 4, limit = 1e3, onTime } = options;
  const sign = Math.sign(duration);
  const out = new Float64Array(2);
  const at = (x: number, y: number): Pair => {
    plane.field(x, y, out);
    return [sign * out[0], sign * out[1]];
  };
  let [x, y] = start;
  const path = [x, y];
  let k1 = at(x, y);
  let h = 0.02;
  for (let time = 0, n = 0; time < Math.abs(duration) && n < MOST_STEPS; n++) {
    const speed = Math.max(Math.abs(k1[0]), Math.abs(k1[1]));
    if (!(speed > REST * reach) || Math.max(Math.abs(x), Math.abs(y)) > limit) break;
    h = Math.min(h, LONGEST, (0.025 * reach) / speed, Math.abs(duration) - time);
    const k2 = at(x + 0.5 * h * k1[0], y + 0.5 * h * k1[1]);
    const k3 = at(x + 0.75 * h * k2[0], y + 0.75 * h * k2[1]);
    const nx = x + (h / 9) * (2 * k1[0] + 3 * k2[0] + 4 * k3[0]);
    const ny = y + (h / 9) * (2 * k1[1] + 3 * k2[1] + 4 * k3[1]);
    const k4 = at(nx, ny);
    const wrong = (k: 0 | 1) => Math.abs((-5 * k1[k]) / 72 + k2[k] / 12 + k3[k] / 9 - k4[k] / 8);
    const error = (h * Math.max(wrong(0), wrong(1))) / (STEP_ERROR * reach * 0.1);
    if (error <= 1) {
      time += h;
      [x, y, k1] = [nx, ny, k4];
      path.push(x, y);
      onTime?.(time);
    }
    h *= Math.min(3, Math.max(0.2, 0.9 * error ** (-1 / 3)));
  }
  return path;
}

export interface Rest {
  readonly state: Pair;
  readonly type: "sink" | "source" | "saddle";
}

/** Jacobian of the field, row by row, by central differences. */
function jacobianOf(plane: Plane, x: number, y: number): readonly [number, number, number, number] {
  const h = 1e-5;
  const [a, b] = [new Float64Array(2), new Float64Array(2)];
  plane.field(x + h, y, a);
  plane.field(x - h, y, b);
  const [p, r] = [(a[0] - b[0]) / (2 * h), (a[1] - b[1]) / (2 * h)];
  plane.field(x, y + h, a);
  plane.field(x, y - h, b);
  return [p, (a[0] - b[0]) / (2 * h), r, (a[1] - b[1]) / (2 * h)];
}

const NEWTON_STEPS = 8;

/**
 * Equilibria found a moment ago, moved to where they are now, with their types; those that are no longer are left out.
 *
 * @param near  how far they may have moved.
 */
export function moved(plane: Plane, found: readonly { readonly state: ArrayLike<number> }[], near: number): Rest[] {
  const out = new Float64Array(2);
  const now: Rest[] = [];
  for (const { state } of found) {
    let [x, y] = [state[0], state[1]];
    let size = Number.POSITIVE_INFINITY;
    let J = jacobianOf(plane, x, y);
    for (let k = 0; k < NEWTON_STEPS; k++) {
      plane.field(x, y, out);
      const [p, q, r, s] = J;
      const determinant = p * s - q * r;
      const [dx, dy] = [(s * out[0] - q * out[1]) / determinant, (p * out[1] - r * out[0]) / determinant];
      [x, y, size] = [x - dx, y - dy, Math.abs(dx) + Math.abs(dy)];
      J = jacobianOf(plane, x, y);
      if (!(size > 1e-9)) break;
    }
    const isHere = size < 1e-4 * near && Math.abs(x - state[0]) + Math.abs(y - state[1]) < near;
    const isNew = now.every((other) => Math.abs(other.state[0] - x) + Math.abs(other.state[1] - y) > 1e-4 * near);
    if (!isHere || !isNew) continue;
    const [p, q, r, s] = J;
    now.push({ state: [x, y], type: p * s - q * r < 0 ? "saddle" : p + s < 0 ? "sink" : "source" });
  }
  return now;
}

/** Stable manifolds of saddles, the edges of basins: back in time along both sides of the direction that shrinks. */
export function separatricesOf(plane: Plane, equilibria: readonly Rest[], reach: number): number[][] {
  return equilibria.flatMap(({ type, state }) => {
    if (type !== "saddle") return [];
    const [p, q, r, s] = jacobianOf(plane, state[0], state[1]);
    const half = (p + s) / 2;
    const least = half - Math.sqrt(Math.max(0, half * half - (p * s - q * r)));
    const row = Math.abs(p - least) + Math.abs(q) > Math.abs(r) + Math.abs(s - least) ? [p - least, q] : [r, s - least];
    const size = 1e-3 * reach * (Math.sign(row[0] || 1) / (Math.hypot(row[0], row[1]) || 1));
    return [size, -size].map((h) =>
      follow(plane, [state[0] - h * row[1], state[1] + h * row[0]], {
        duration: -DURATION_BACK,
        reach,
        limit: 1.2 * reach,
      }),
    );
  });
}

const DURATION_BACK = 60;
