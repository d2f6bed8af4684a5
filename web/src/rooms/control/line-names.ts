/** Names beside lines, where a line is farthest from the others and nothing stands yet. */
import type { Scale } from "../../components/axes.tsx";
import { footOn, type Point } from "./segment.ts";

/** A line through states, f64[states × N] row-major, as the plane of two neurons shows it. */
export interface PlaneLine {
  readonly states: ArrayLike<number>;
  /** How it is drawn: a class of the style sheet. */
  readonly kind: "free" | "controlled" | "optimal" | "kept" | "forgotten" | "restored";
  readonly label?: string;
}

/** x0, y0, x1, y1 */
type Box = readonly [number, number, number, number];

export interface LineName {
  readonly kind: PlaneLine["kind"];
  readonly text: string;
  readonly at: Point;
  readonly anchor: "start" | "end";
}

/** px a letter, and a line. */
const LETTER = 7.6;
const LINE = 15;
/** px from the line. */
const GAP = 9;
/** px: lines nearer to each other than this cannot be told apart by names. */
const LEAST = 14;

const SAMPLES = 60;

export function boxAround([x, y]: Point, [x0, y0, x1, y1]: Box): Box {
  return [x + x0, y + y0, x + x1, y + y1];
}

export function namesOf(
  lines: readonly PlaneLine[],
  taken: readonly Box[],
  { size, axes: [i, j] }: { readonly size: number; readonly axes: readonly [number, number] },
  [x, y]: readonly [Scale, Scale],
): LineName[] {
  if (lines.every(({ label }) => label === undefined)) return [];
  const courses = lines.map(({ states }) => {
    const count = states.length / size;
    const keep = Math.max(1, Math.floor(count / SAMPLES));
    return Array.from({ length: Math.ceil(count / keep) }, (_, n): Point => {
      const at = n * keep * size;
      return [x.at(states[at + i]), y.at(states[at + j])];
    });
  });
  const boxes = [...taken];
  const names: LineName[] = [];
  lines.forEach(({ label, kind }, k) => {
    if (label === undefined) return;
    const others = courses.filter((_, n) => n !== k);
    const places = courses[k]
      .map((at) => ({ at, ...nearestOn(others, at) }))
      .filter(({ distance }) => distance >= LEAST)
      .sort((a, b) => b.distance - a.distance)
      // away from the others, or else towards them
      .flatMap((place) =>
        [place.at[0] >= place.from[0], place.at[0] < place.from[0]].map((isRight) => ({ ...place, isRight })),
      );
    for (const { at, from, isRight } of places) {
      const name = {
        kind,
        text: label,
        at: [at[0] + (isRight ? GAP : -GAP), at[1] + (at[1] > from[1] ? LINE : -4)] as Point,
      };
      const width = LETTER * label.length;
      const box = boxAround(name.at, isRight ? [0, -LINE, width, 3] : [-width, -LINE, 0, 3]);
      const isWithin = box[0] > x.range[0] && box[2] < x.range[1] && box[1] > y.range[1] && box[3] < y.range[0];
      if (!isWithin || boxes.some((other) => meets(box, other))) continue;
      boxes.push(box);
      names.push({ ...name, anchor: isRight ? "start" : "end" });
      break;
    }
  });
  return names;
}

function meets(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/** The foot on the nearest of some courses. */
function nearestOn(courses: readonly (readonly Point[])[], at: Point): { distance: number; from: Point } {
  let best = { distance: Number.POSITIVE_INFINITY, from: [at[0] - 1, at[1]] as Point };
  for (const course of courses) {
    const foot = footOn(course, at);
    if (foot && foot.distance < best.distance) best = { distance: foot.distance, from: foot.at };
  }
  return best;
}
