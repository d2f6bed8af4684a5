/** Places and writes the names of the curves and points of a plane. */
import { type Layout, labelSize, writeLabel } from "./axes.ts";
import { type Box, boxStrip, type Candidate, type Point, placeLabels, type Strip, stripsOf } from "./labels.ts";
import type { PlanePanel } from "./plane-panel.ts";
import { pixels } from "./plane-path.ts";
import { textShade } from "./shade.ts";
import { INK } from "./style.ts";

/** Radius of a marked point, px. */
export const RADIUS = 5.6;

interface Name {
  readonly text: string;
  readonly color: string;
  readonly candidates: readonly Candidate[];
}

/** Names of curves and points where they touch nothing else, on paper so that streamlines do not cross them. */
export function drawLabels(group: Element, panel: PlanePanel, layout: Layout): void {
  const taken: Strip[] = [];
  for (const { paths } of panel.curves ?? []) {
    for (const path of paths.flatMap((line) => pixels(line, layout))) taken.push(...stripsOf(path, path, 2));
  }
  for (const { x, y } of panel.points ?? []) {
    const at = [{ x: layout.x.at(x), y: layout.y.at(y) }];
    taken.push(...stripsOf(at, at, RADIUS + 2));
  }
  const frame: Box = { x0: layout.x0 + 4, y0: layout.y0 + 4, x1: layout.x1 - 4, y1: layout.y1 - 4 };
  for (const { candidates, ...name } of namesOf(panel, layout)) {
    const box = placeLabels([candidates], taken, frame)?.[0];
    if (box === undefined) continue;
    writeLabel(group, { ...name, box, isBold: true, isOnPaper: true });
    taken.push(boxStrip(box));
  }
}

function namesOf(panel: PlanePanel, layout: Layout): Name[] {
  const names: Name[] = [];
  for (const { paths, color, label } of panel.curves ?? []) {
    if (label === undefined) continue;
    const size = labelSize(label);
    const pieces = paths.flatMap((line) => pixels(line, layout));
    const candidates = pieces.flatMap((path) => aroundPath(path, size, layout));
    names.push({ text: label, color: textShade(color), candidates });
  }
  for (const { x, y, color = INK, label } of panel.points ?? []) {
    if (label === undefined) continue;
    const size = labelSize(label);
    const at = { x: layout.x.at(x), y: layout.y.at(y) };
    names.push({
      text: label,
      color: textShade(color),
      candidates: [3, 10, 20, 32].flatMap((away) => further(aroundPoint(at, size, RADIUS + away), 6 * away)),
    });
  }
  return names;
}

function further(candidates: readonly Candidate[], extra: number): Candidate[] {
  return candidates.map(({ box, cost }) => ({ box, cost: cost + extra }));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Places beside a path, those near its ends and near the frame first: the middle of a portrait is crowded. */
function aroundPath(path: readonly Point[], size: Size, layout: Layout): Candidate[] {
  const candidates: Candidate[] = [];
  const stride = Math.max(1, Math.floor(path.length / 60));
  const middle = { x: (layout.x0 + layout.x1) / 2, y: (layout.y0 + layout.y1) / 2 };
  const reach = (layout.x1 - layout.x0) / 2;
  for (let k = 0; k < path.length; k += stride) {
    const inward = 1 - Math.max(Math.abs(path[k].x - middle.x), Math.abs(path[k].y - middle.y)) / reach;
    for (const { box, cost } of aroundPoint(path[k], size, 5)) candidates.push({ box, cost: cost + 40 * inward });
  }
  return candidates;
}

function aroundPoint({ x, y }: Point, { width, height }: Size, gap: number): Candidate[] {
  const box = (x0: number, y0: number, cost: number) => ({ box: { x0, y0, x1: x0 + width, y1: y0 + height }, cost });
  return [
    box(x + gap, y - height / 2, 0),
    box(x - gap - width, y - height / 2, 1),
    box(x - width / 2, y - gap - height, 2),
    box(x - width / 2, y + gap, 2),
    box(x + gap * 0.7, y - gap * 0.7 - height, 3),
    box(x + gap * 0.7, y + gap * 0.7, 3),
    box(x - gap * 0.7 - width, y - gap * 0.7 - height, 3),
    box(x - gap * 0.7 - width, y + gap * 0.7, 3),
  ];
}
