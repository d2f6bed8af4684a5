/** The free flow, light enough to follow a drag on the page: for pictures, not for numbers. */
import type { Rows } from "./rows.ts";

export type Field = (u: ArrayLike<number>, out: Float64Array) => void;

/** X(u) = A tanh u − u */
export function fieldOf(weights: Rows): Field {
  const N = weights.length;
  const g = new Float64Array(N);
  return (u, out) => {
    for (let j = 0; j < N; j++) g[j] = Math.tanh(u[j]);
    for (let i = 0; i < N; i++) {
      let sum = -u[i];
      for (let j = 0; j < N; j++) sum += weights[i][j] * g[j];
      out[i] = sum;
    }
  };
}

const REST = 1e-6;

/** States from `start` on, a time `dt` apart, up to `duration` or rest, [points × N]. */
export function follow(field: Field, start: readonly number[], duration: number, dt = 0.02): number[] {
  const N = start.length;
  const [u, k1, k2, k3, k4, at] = Array.from({ length: 6 }, () => new Float64Array(N));
  u.set(start);
  const path = [...start];
  const steps = Math.ceil(duration / Math.abs(dt));
  for (let n = 0; n < steps; n++) {
    field(u, k1);
    if (k1.every((speed) => Math.abs(speed) < REST)) break;
    for (let i = 0; i < N; i++) at[i] = u[i] + (dt / 2) * k1[i];
    field(at, k2);
    for (let i = 0; i < N; i++) at[i] = u[i] + (dt / 2) * k2[i];
    field(at, k3);
    for (let i = 0; i < N; i++) at[i] = u[i] + dt * k3[i];
    field(at, k4);
    for (let i = 0; i < N; i++) {
      u[i] += (dt / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
      path.push(u[i]);
    }
  }
  return path;
}

export interface Equilibrium {
  readonly state: readonly [number, number];
  readonly type: "sink" | "saddle" | "source";
}

const STARTS = 13;
const SAME = 1e-3;

/** Equilibria of two neurons, by Newton's method from a grid. */
export function equilibriaOf(weights: Rows): Equilibrium[] {
  const reach = 0.1 + Math.max(...weights.map((row) => row.reduce((sum, weight) => sum + Math.abs(weight), 0)));
  const field = fieldOf(weights);
  const X = new Float64Array(2);
  const found: Equilibrium[] = [];
  for (let start = 0; start < STARTS ** 2; start++) {
    const u = [start % STARTS, Math.floor(start / STARTS)].map((k) => reach * ((2 * k) / (STARTS - 1) - 1));
    for (let n = 0; n < 30; n++) {
      field(u, X);
      const [a, b, c, d] = jacobian(weights, u);
      const det = a * d - b * c;
      const [dx, dy] = [(d * X[0] - b * X[1]) / det, (a * X[1] - c * X[0]) / det];
      u[0] -= dx;
      u[1] -= dy;
      if (!(Math.abs(dx) + Math.abs(dy) > 1e-12)) break;
    }
    field(u, X);
    if (!(Math.abs(X[0]) + Math.abs(X[1]) < 1e-9)) continue;
    if (found.some(({ state: [x, y] }) => Math.abs(x - u[0]) + Math.abs(y - u[1]) < SAME)) continue;
    const [a, b, c, d] = jacobian(weights, u);
    const type = a * d - b * c < 0 ? "saddle" : a + d < 0 ? "sink" : "source";
    found.push({ state: [u[0], u[1]], type });
  }
  return found;
}

function jacobian([[a, b], [c, d]]: Rows, [x, y]: readonly number[]): readonly [number, number, number, number] {
  const [gx, gy] = [1 - Math.tanh(x) ** 2, 1 - Math.tanh(y) ** 2];
  return [a * gx - 1, b * gy, c * gx, d * gy - 1];
}

/** Short pieces of the flow of two neurons all over the plane, each [points × 2] in the direction of motion. */
export function streaks(weights: Rows, reach: number, count: number): number[][] {
  const field = fieldOf(weights);
  const X = new Float64Array(2);
  const spacing = (2 * reach) / count;
  const pieces: number[][] = [];
  for (let r = 0; r < count; r++) {
    for (let c = 0; c < count; c++) {
      const start = [-reach + (c + 0.5) * spacing, -reach + (r + 0.5) * spacing];
      field(start, X);
      const speed = Math.hypot(X[0], X[1]);
      if (speed < 1e-3) continue;
      // long where it is fast, but never into the next
      const length = 0.85 * spacing * (speed / (speed + 0.8));
      pieces.push(follow(field, start, length / speed, length / speed / 6));
    }
  }
  return pieces;
}
