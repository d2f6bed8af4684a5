/** Where a point meets a line. */

export type Point = readonly [number, number];

export interface Foot {
  readonly distance: number;
  readonly at: Point;
  /** The piece of the line, from 0, and how far along it. */
  readonly piece: number;
  readonly along: number;
}

/** The point of a line through some points next to another. */
export function footOn(line: readonly Point[], [x, y]: Point): Foot | undefined {
  let best: Foot | undefined;
  for (let n = 1; n < line.length; n++) {
    const [[ax, ay], [bx, by]] = [line[n - 1], line[n]];
    const square = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = square > 0 ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square)) : 0;
    const at: Point = [ax + along * (bx - ax), ay + along * (by - ay)];
    const distance = Math.hypot(x - at[0], y - at[1]);
    if (best === undefined || distance < best.distance) best = { distance, at, piece: n - 1, along };
  }
  return best;
}
