/** Draws a function over the plane as filled contours. */
import * as Plot from "@observablehq/plot";
import type { Box } from "./labels.ts";
import type { PlanePanel, PlaneSurface } from "./plane-panel.ts";
import { mix } from "./shade.ts";
import { PAPER } from "./style.ts";
import { svgElement } from "./svg.ts";

/** Filled contours; what lies below the lowest level is behind them. */
export function surfaceMarks(surface: PlaneSurface, { x, y }: PlanePanel): Plot.Markish[] {
  const { levels, color } = surface;
  const { values, columns, rows } = extended(surface);
  // one cell more on each side, covered afterwards: contours bend at the edge of their grid
  const [dx, dy] = [(x.domain[1] - x.domain[0]) / (columns - 3), (y.domain[1] - y.domain[0]) / (rows - 3)];
  const ends = { x1: x.domain[0] - dx, x2: x.domain[1] + dx, y1: y.domain[0] - dy, y2: y.domain[1] + dy };
  return [
    Plot.rect([0], { ...ends, fill: shadesOf(levels, color)[0] }),
    Plot.contour(Array.from(values), {
      width: columns,
      height: rows,
      ...ends,
      thresholds: [...levels],
      fill: (_: number, k: number) => values[k],
      stroke: PAPER,
      strokeWidth: 0.6,
      strokeOpacity: 0.75,
    } as Plot.ContourOptions),
  ];
}

/** The grid with a border of one node, by linear extrapolation. */
function extended({ values, columns, rows }: PlaneSurface): {
  readonly values: Float64Array;
  readonly columns: number;
  readonly rows: number;
} {
  const at = (r: number, c: number): number => values[r * columns + c];
  const along = (k: number, count: number): readonly [number, number] => (k < 0 ? [0, 1] : [count - 1, count - 2]);
  const out = new Float64Array((columns + 2) * (rows + 2));
  for (let r = -1; r <= rows; r++) {
    for (let c = -1; c <= columns; c++) {
      const isBeyond = [r < 0 || r === rows, c < 0 || c === columns];
      const [r0, r1] = isBeyond[0] ? along(r, rows) : [r, r];
      const [c0, c1] = isBeyond[1] ? along(c, columns) : [c, c];
      const edge = at(r0, c0);
      const value = isBeyond[0] || isBeyond[1] ? 2 * edge - at(r1, c1) : edge;
      out[(r + 1) * (columns + 2) + c + 1] = Number.isFinite(value) ? value : edge;
    }
  }
  return { values: out, columns: columns + 2, rows: rows + 2 };
}

/** Draws paper over what contours reach beyond the frame. */
export function coverOverlap(group: Element, { columns, rows }: PlaneSurface, { x0, y0, x1, y1 }: Box): void {
  const contours = group.querySelector('[aria-label="contour"]');
  if (!contours) return;
  const [w, h] = [(x1 - x0) / (columns - 1) + 1, (y1 - y0) / (rows - 1) + 1];
  const sides = [
    { x: x0 - w, y: y0 - h, width: w, height: y1 - y0 + 2 * h },
    { x: x1, y: y0 - h, width: w, height: y1 - y0 + 2 * h },
    { x: x0 - w, y: y0 - h, width: x1 - x0 + 2 * w, height: h },
    { x: x0 - w, y: y1, width: x1 - x0 + 2 * w, height: h },
  ];
  for (const side of sides) {
    group.insertBefore(svgElement(group.ownerDocument, "rect", { ...side, fill: PAPER }), contours.nextSibling);
  }
}

/** A shade for each band between levels, the lowest the darkest. */
export function shadesOf(levels: readonly number[], color: string): string[] {
  return Array.from({ length: levels.length + 1 }, (_, k) => mix(color, PAPER, 0.1 + (0.86 * k) / levels.length));
}
