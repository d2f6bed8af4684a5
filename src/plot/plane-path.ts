/** Paths of the plane in px, cut off at the frame. */
import type { Layout } from "./axes.ts";
import type { Box, Point } from "./labels.ts";
import type { PlanePath } from "./plane-panel.ts";

/** How many points a path keeps at most. */
const MOST_POINTS = 400;

/** The first two of N coordinates along a trajectory, thinned. */
export function planePath(states: ArrayLike<number>, N: number): PlanePath {
  const count = states.length / N;
  const keep = Math.max(1, Math.ceil(count / MOST_POINTS));
  const path: (readonly [number, number])[] = [];
  for (let n = 0; n < count; n += keep) path.push([states[n * N], states[n * N + 1]]);
  return path;
}

/** The parts of a path that lie within the frame, in px. */
export function pixels(path: PlanePath, { x, y, x0, y0, x1, y1 }: Layout): Point[][] {
  // scales end at the frame; here paths go on beyond it
  const along = (value: number, [low, high]: readonly [number, number], from: number, to: number) =>
    from + ((to - from) * (value - low)) / (high - low);
  const all = path.map(([a, b]) => ({ x: along(a, x.domain, x0, x1), y: along(b, y.domain, y1, y0) }));
  const parts: Point[][] = [];
  for (let k = 1; k < all.length; k++) {
    const piece = clipped(all[k - 1], all[k], { x0, y0, x1, y1 });
    if (!piece) continue;
    const last = parts[parts.length - 1];
    const end = last?.[last.length - 1];
    if (end && Math.abs(end.x - piece[0].x) < 1e-6 && Math.abs(end.y - piece[0].y) < 1e-6) last.push(piece[1]);
    else parts.push([...piece]);
  }
  return parts;
}

/** The part of a segment within a box — Liang & Barsky 1984. */
function clipped(a: Point, b: Point, { x0, y0, x1, y1 }: Box): [Point, Point] | undefined {
  let [from, to] = [0, 1];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  for (const [rate, room] of [
    [-dx, a.x - x0],
    [dx, x1 - a.x],
    [-dy, a.y - y0],
    [dy, y1 - a.y],
  ]) {
    if (rate === 0 && room < 0) return undefined;
    if (rate < 0) from = Math.max(from, room / rate);
    if (rate > 0) to = Math.min(to, room / rate);
  }
  if (!(from <= to)) return undefined;
  return [
    { x: a.x + from * dx, y: a.y + from * dy },
    { x: a.x + to * dx, y: a.y + to * dy },
  ];
}
