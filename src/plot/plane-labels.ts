/** Names of the curves and points of a plane. */
import { type Box, type Candidate, type Point, placeLabels, type Strip, stripsOf } from "./labels.ts";
import { textWidth } from "./measure.ts";
import type { PlanePanel } from "./plane-panel.ts";
import { type Layout, pixels } from "./plane-path.ts";
import { textShade } from "./shade.ts";
import { INK, PAPER } from "./style.ts";
import { svgElement, svgText } from "./svg.ts";

const LABEL_SIZE = 12.5;
/** px that a marked point takes. */
const RADIUS = 5.6;

interface Name {
  readonly text: string;
  readonly color: string;
  readonly candidates: readonly Candidate[];
}

/** Names of curves and points where they touch nothing else, on paper so that streamlines do not cross them. */
export function drawLabels(group: Element, panel: PlanePanel, layout: Layout): void {
  const document = group.ownerDocument;
  const taken: Strip[] = [];
  for (const { paths } of panel.curves ?? []) {
    for (const path of paths.flatMap((line) => pixels(line, layout))) taken.push(...segmentStrips(path));
  }
  for (const { x, y } of panel.points ?? []) {
    const [cx, cy] = [layout.x.at(x), layout.y.at(y)];
    taken.push(...stripsOf([{ x: cx, y: cy }], [{ x: cx, y: cy }], RADIUS + 2));
  }
  const frame: Box = { x0: layout.x0 + 4, y0: layout.y0 + 4, x1: layout.x1 - 4, y1: layout.y1 - 4 };
  for (const name of namesOf(panel, layout)) {
    const box = placeLabels([name.candidates], taken, frame)?.[0];
    if (box === undefined) continue;
    const paper = { x: box.x0 - 2, y: box.y0 - 1, width: box.x1 - box.x0 + 4, height: box.y1 - box.y0 + 2, rx: 2 };
    group.appendChild(svgElement(document, "rect", { ...paper, fill: PAPER, "fill-opacity": 0.85 }));
    const text = {
      class: "label",
      "text-anchor": "start",
      x: box.x0,
      y: box.y0 + 0.82 * LABEL_SIZE,
      "font-size": LABEL_SIZE,
      "font-weight": "bold",
      fill: name.color,
    };
    group.appendChild(svgText(document, name.text, text));
    taken.push(
      ...stripsOf(
        [
          { x: box.x0, y: box.y0 },
          { x: box.x1, y: box.y0 },
        ],
        [
          { x: box.x0, y: box.y1 },
          { x: box.x1, y: box.y1 },
        ],
        3,
      ),
    );
  }
}

function namesOf(panel: PlanePanel, layout: Layout): Name[] {
  const names: Name[] = [];
  for (const { paths, color, label } of panel.curves ?? []) {
    if (label === undefined) continue;
    const size = { width: textWidth(label, LABEL_SIZE, true), height: LABEL_SIZE * 1.1 };
    const pieces = paths.flatMap((line) => pixels(line, layout));
    const candidates = pieces.flatMap((path) => aroundPath(path, size, layout));
    names.push({ text: label, color: textShade(color), candidates });
  }
  for (const { x, y, color = INK, label } of panel.points ?? []) {
    if (label === undefined) continue;
    const size = { width: textWidth(label, LABEL_SIZE, true), height: LABEL_SIZE * 1.1 };
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

/** What a path covers, segment by segment, whichever way it runs. */
function segmentStrips(path: readonly Point[]): Strip[] {
  const strips: Strip[] = [];
  for (let k = 1; k < path.length; k++) {
    const [a, b] = path[k].x >= path[k - 1].x ? [path[k - 1], path[k]] : [path[k], path[k - 1]];
    strips.push({
      x0: a.x - 2,
      top0: a.y - 2,
      bottom0: a.y + 2,
      x1: b.x + 2,
      top1: b.y - 2,
      bottom1: b.y + 2,
    });
  }
  return strips;
}
