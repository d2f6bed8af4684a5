/** A flow in the plane as short arrows, and arrowheads along courses. */
import { useMemo } from "preact/hooks";
import type { PlaneField } from "../../../src/dynamics/page.ts";
import { lineOf, px, type Scales } from "./axes.tsx";

type Pair = readonly [number, number];

/** The flow all over a square plane; made anew only when the field or the plane changes. */
export function Streaks({ field, scales }: { readonly field: PlaneField; readonly scales: Scales }) {
  const { lines, heads } = useMemo(() => streaksOf(field, scales), [field, scales]);
  return (
    <g class="streaks">
      <path d={lines} />
      <path class="streak-heads" d={heads} />
    </g>
  );
}

const PIECES = 5;
/** px between two streaks, about. */
const SPACING = 25;
/** px of an arrowhead. */
const HEAD = { length: 5, half: 1.9 };

/** The field as short arrows along the flow, longer where it is faster: they keep their places under a drag. */
function streaksOf(field: PlaneField, scales: Scales): { readonly lines: string; readonly heads: string } {
  const [x, y] = scales;
  const [low, high] = x.domain;
  const count = Math.max(10, Math.round((x.range[1] - x.range[0]) / SPACING));
  const spacing = (high - low) / count;
  const out = new Float64Array(2);
  let [lines, heads] = ["", ""];
  for (let n = 0; n < count * count; n++) {
    const [c, r] = [n % count, Math.floor(n / count)];
    let a = low + (c + 0.5 + 0.3 * scatter(2 * n)) * spacing;
    let b = y.domain[0] + (r + 0.5 + 0.3 * scatter(2 * n + 1)) * spacing;
    field(a, b, out);
    const speed = Math.hypot(out[0], out[1]);
    if (!(speed > 1e-6)) continue;
    const step = (spacing * (0.3 + 0.75 * (speed / (speed + 0.25 * (high - low))))) / PIECES;
    const line = [a, b];
    for (let k = 0; k < PIECES; k++) {
      field(a, b, out);
      const size = Math.hypot(out[0], out[1]) || 1;
      // half a step ahead for the direction, so that streaks bend with the flow
      field(a + (0.5 * step * out[0]) / size, b + (0.5 * step * out[1]) / size, out);
      const middle = Math.hypot(out[0], out[1]) || 1;
      a += (step * out[0]) / middle;
      b += (step * out[1]) / middle;
      line.push(a, b);
    }
    lines += lineOf(line, scales);
    heads += arrowhead(
      [x.at(a), y.at(b)],
      [x.at(a) - x.at(line[2 * PIECES - 2]), y.at(b) - y.at(line[2 * PIECES - 1])],
      HEAD,
    );
  }
  return { lines, heads };
}

/** In [−1, 1], the same for the same place: what keeps streaks from standing in rows. */
function scatter(n: number): number {
  return 2 * ((n * 0.7548776662466927 + 0.31 * ((n * 0.5698402909980532) % 1)) % 1) - 1;
}

const COURSE_HEAD = { length: 8, half: 3.6 };

/** Arrowheads along a course, x and y in turn, about `apart` px from each other: closed triangles. */
export function arrowsAlong(course: ArrayLike<number>, [x, y]: Scales, apart = 130): string {
  let path = "";
  let way = apart / 2;
  for (let n = 2; n + 1 < course.length; n += 2) {
    const [x0, y0, x1, y1] = [x.at(course[n - 2]), y.at(course[n - 1]), x.at(course[n]), y.at(course[n + 1])];
    const length = Math.hypot(x1 - x0, y1 - y0);
    way += length;
    if (way < apart || length === 0 || length > x.range[1] - x.range[0]) continue;
    way = 0;
    path += arrowhead([x1, y1], [x1 - x0, y1 - y0], COURSE_HEAD);
  }
  return path;
}

/** A triangle whose base is at a place. */
function arrowhead([x, y]: Pair, [dx, dy]: Pair, { length, half }: { length: number; half: number }): string {
  const size = Math.hypot(dx, dy) || 1;
  const [ex, ey] = [dx / size, dy / size];
  return `M${px(x + length * ex)} ${px(y + length * ey)}L${px(x - half * ey)} ${px(y + half * ex)}L${px(x + half * ey)} ${px(y - half * ex)}Z`;
}
