/** Where the names of lines and marks of a panel stand. */
import { type Label, type Layout, LINE_WIDTH, labelSize } from "./axes.ts";
import {
  type Box,
  boxStrip,
  type Candidate,
  candidatesAlong,
  type Point,
  placeLabels,
  type Strip,
  stripsOf,
  thinned,
} from "./labels.ts";
import type { Panel, PanelLine, PanelMark } from "./panel.ts";
import { textShade } from "./shade.ts";
import { INK } from "./style.ts";

const DOT = 3.6;
/** Beyond this many points of a line, dots of full size would run into each other. */
const SPARSE = 24;

/** Radius of the dots of a line, px; 0 for a line without dots. */
export function dotRadius({ points, hasDots }: PanelLine): number {
  if (!hasDots) return 0;
  return points.length > SPARSE ? 2 : DOT;
}

/** A label with the places where it may stand. */
interface Name extends Omit<Label, "box"> {
  readonly candidates: readonly Candidate[];
}

/** A name that belongs to a height of the panel: that of the end of its line, or of its mark. */
export interface ColumnLabel extends Omit<Label, "box"> {
  readonly y: number;
  /** Right end of the line or mark that it names, px. */
  readonly x: number;
}

/**
 * Names of lines and marks where they touch nothing.
 *
 * @param needsAll  whether every mark has to be named too, and every name be nearer to its line than to any other named one.
 * @returns         undefined when there are no such places.
 */
export function labelsBeside(panel: Panel, layout: Layout, needsAll: boolean): Label[] | undefined {
  const { lines, marks = [], labelHead = "", labels = "end" } = panel;
  const paths = pathsOf(panel, layout);
  const groups = groupsOf(lines, paths);
  const markNames = marks.flatMap((mark) => (mark.label === undefined ? [] : [nameOfMark(mark, mark.label, layout)]));
  // where all must be named, no name of a line seems to be that of dashes
  const dashes = needsAll ? marks.filter(({ at }) => at === "y").map((mark) => pathOfMark(mark, layout)) : [];
  const frame = frameOf(panel, layout);
  const free = obstaclesOf(panel, paths, layout, false);
  const attempts = labels !== "beside" ? [obstaclesOf(panel, paths, layout, true), free] : [free];
  // the head before one of the labels, or before all of a list
  const heads = labelHead === "" ? [0] : groups.map((_, k) => groups.length - 1 - k);
  // no name nearer to another line than to its own, unless there is no other way
  const tries = (needsAll ? [true] : [true, false]).flatMap((isStrict) =>
    attempts.map((obstacles) => ({ isStrict, obstacles })),
  );
  for (const { isStrict, obstacles } of tries) {
    for (const head of heads) {
      const names = groups.map((members, k) => {
        const own = nameOfLine(
          lines[members[0]],
          paths[members[0]],
          wordsOf(members, lines, k === head ? labelHead : ""),
          labels,
        );
        const others = [
          ...paths.filter((_, line) => lines[line].label !== undefined && !members.includes(line)),
          ...dashes,
        ];
        return nearerToOwn(own, paths[members[0]], others, isStrict);
      });
      const all = placed([...names, ...markNames], obstacles, frame);
      if (all) return all;
      const some = needsAll ? undefined : placed(names, obstacles, frame);
      if (some)
        return [...some, ...whereThereIsRoom(markNames, [...free, ...some.map(({ box }) => boxStrip(box))], frame)];
    }
  }
  return undefined;
}

/** The names of lines as a list in the upper right corner: always possible, if over the lines. */
export function labelsInCorner(panel: Panel, layout: Layout): Label[] {
  const { lines, marks = [], labelHead = "" } = panel;
  const paths = pathsOf(panel, layout);
  const names = groupsOf(lines, paths).map((members, k): Label => {
    const text = wordsOf(members, lines, labelHead);
    const { width, height } = labelSize(text);
    const [x1, y0] = [layout.x1 - 6, layout.y0 + 4 + k * 17];
    const box = { x0: x1 - width, y0, x1, y1: y0 + height };
    return { text, color: textShade(lines[members[0]].color), isBold: true, box, isOnPaper: true };
  });
  const taken = [...obstaclesOf(panel, paths, layout, false), ...names.map(({ box }) => boxStrip(box))];
  const markNames = marks.flatMap((mark) => (mark.label === undefined ? [] : [nameOfMark(mark, mark.label, layout)]));
  return [...names, ...whereThereIsRoom(markNames, taken, frameOf(panel, layout))];
}

/** The names of lines and of horizontal marks for a column right of the axes. */
export function labelsInColumn(panel: Panel, layout: Layout): ColumnLabel[] {
  const { lines, marks = [], labelHead = "" } = panel;
  const paths = pathsOf(panel, layout);
  const ofLines = groupsOf(lines, paths).map((members): ColumnLabel => {
    const { x, y } = paths[members[0]][paths[members[0]].length - 1];
    const { color } = lines[members[0]];
    return { text: wordsOf(members, lines, labelHead), color: textShade(color), isBold: true, x: x + 6, y };
  });
  const ofMarks = marks.flatMap((mark): ColumnLabel[] => {
    if (mark.at === "x" || mark.label === undefined) return [];
    return [{ ...styleOfMark(mark), text: mark.label, x: layout.x1, y: layout.y.at(mark.value) }];
  });
  return [...ofLines, ...ofMarks];
}

function frameOf({ ends = [] }: Panel, { x0, y0, x1, y1 }: Layout): Box {
  return { x0: x0 + 3, y0: y0 - 2, x1: x1 + (ends.length > 0 ? -4 : 6), y1: y1 - 3 };
}

function placed(names: readonly Name[], obstacles: readonly Strip[], frame: Box): Label[] | undefined {
  const boxes = placeLabels(
    names.map(({ candidates }) => candidates),
    obstacles,
    frame,
  );
  return boxes?.map((box, k) => labelOf(names[k], box));
}

function labelOf({ candidates: _, ...name }: Name, box: Box): Label {
  return { ...name, box };
}

/** Keeps the names of marks where there is room; a mark with a color of its own is named over lines if need be. */
function whereThereIsRoom(names: readonly Name[], obstacles: readonly Strip[], frame: Box): Label[] {
  const taken = [...obstacles];
  const drawn: Strip[] = [];
  return names.flatMap((name) => {
    const [own] = placed([name], taken, frame) ?? [];
    const [over] = own === undefined && name.isBold ? (placed([name], drawn, frame) ?? []) : [];
    const label = own ?? (over && { ...over, isOnPaper: true });
    if (label === undefined) return [];
    taken.push(boxStrip(label.box));
    drawn.push(boxStrip(label.box));
    return [label];
  });
}

function wordsOf(members: readonly number[], lines: readonly PanelLine[], head: string): string {
  return head + members.map((line) => lines[line].label).join(", ");
}

/** Groups lines with labels: those that lie on each other share one. */
function groupsOf(lines: readonly PanelLine[], paths: readonly Point[][]): number[][] {
  const groups: number[][] = [];
  lines.forEach(({ label }, k) => {
    if (label === undefined) return;
    const twins = groups.find((members) => coincide(paths[members[0]], paths[k]));
    if (twins) twins.push(k);
    else groups.push([k]);
  });
  return groups;
}

function nameOfLine(line: PanelLine, path: readonly Point[], text: string, labels: NonNullable<Panel["labels"]>): Name {
  const { width, height } = labelSize(text);
  const gap = line.hasDots ? dotRadius(line) + 3 : 4;
  const beside = labels === "beside" ? candidatesBeside(path, width, height, gap) : [];
  // above a plateau that other lines share, a name would seem to be theirs
  const candidates =
    beside.length > 0 ? beside : candidatesAlong(path, width, height, gap, labels === "beside" ? "end" : labels);
  return { text, color: textShade(line.color), isBold: true, candidates };
}

/** Leaves out places nearer to another line, to which the name would seem to belong; unless `isStrict` they only cost more. */
function nearerToOwn(
  name: Name,
  own: readonly Point[],
  others: readonly (readonly Point[])[],
  isStrict: boolean,
): Name {
  const near = sampled(own);
  const far = others.flatMap(sampled);
  const candidates = name.candidates.flatMap((candidate) => {
    const { box, cost } = candidate;
    if (distance(box, far) >= distance(box, near) + 2) return [candidate];
    return isStrict ? [] : [{ box, cost: cost + MISTAKEN }];
  });
  return { ...name, candidates };
}

const MISTAKEN = 60;

/** Points along a path, about 4 px apart. */
function sampled(path: readonly Point[]): Point[] {
  return path.flatMap((point, k) => {
    const next = path[k + 1] ?? point;
    const steps = Math.max(1, Math.ceil(Math.hypot(next.x - point.x, next.y - point.y) / 4));
    return Array.from({ length: steps }, (_, step) => ({
      x: point.x + ((next.x - point.x) * step) / steps,
      y: point.y + ((next.y - point.y) * step) / steps,
    }));
  });
}

function distance({ x0, y0, x1, y1 }: Box, points: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { x, y } of points) {
    const [dx, dy] = [Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1)];
    least = Math.min(least, dx * dx + dy * dy);
  }
  return Math.sqrt(least);
}

function nameOfMark(mark: PanelMark, text: string, layout: Layout): Name {
  const style = styleOfMark(mark);
  return { text, ...style, candidates: candidatesOnMark(mark, labelSize(text, style.isBold), layout) };
}

function styleOfMark({ color }: PanelMark): Pick<Label, "color" | "isBold"> {
  return color === undefined ? { color: INK, isBold: false } : { color: textShade(color), isBold: true };
}

function pathOfMark({ at, value }: PanelMark, { x0, x1, y0, y1, x, y }: Layout): [Point, Point] {
  if (at === "x") {
    return [
      { x: x.at(value), y: y0 },
      { x: x.at(value), y: y1 },
    ];
  }
  return [
    { x: x0, y: y.at(value) },
    { x: x1, y: y.at(value) },
  ];
}

/** The lines in px, of which labels need to know no more than what lies in each px. */
function pathsOf({ lines }: Panel, layout: Layout): Point[][] {
  return lines.map(({ points }) => thinned(pathOf(points, layout)));
}

function pathOf(points: readonly Point[], { x, y }: Layout): Point[] {
  return points.map((point) => ({ x: x.at(point.x), y: y.at(point.y) }));
}

const SAME = 3; // px

function coincide(a: readonly Point[], b: readonly Point[]): boolean {
  return a.length === b.length && a.every(({ x, y }, k) => Math.abs(x - b[k].x) < SAME && Math.abs(y - b[k].y) < SAME);
}

function obstaclesOf(
  { lines, marks = [] }: Panel,
  paths: readonly Point[][],
  layout: Layout,
  withBands: boolean,
): Strip[] {
  const strips: Strip[] = [];
  lines.forEach((line, k) => {
    if (line.hasLine ?? true) strips.push(...stripsOf(paths[k], paths[k], LINE_WIDTH / 2 + 2));
    if (line.hasDots) {
      for (const point of paths[k]) strips.push(...stripsOf([point], [point], dotRadius(line) + 1.5));
    }
    if (!withBands || line.band === undefined || line.band.length === 0) return;
    const edge = (of: "low" | "high") =>
      pathOf(
        (line.band ?? []).map((at) => ({ x: at.x, y: at[of] })),
        layout,
      );
    strips.push(...stripsOf(edge("high"), edge("low"), 1));
  });
  for (const mark of marks) {
    const [start, end] = pathOfMark(mark, layout);
    strips.push(boxStrip({ x0: start.x, y0: start.y, x1: end.x, y1: end.y }, 2));
  }
  return strips;
}

/** Right and left of a line all along it, best where it is steep and halfway down. */
function candidatesBeside(path: readonly Point[], width: number, height: number, gap: number): Candidate[] {
  const candidates: Candidate[] = [];
  const tops = path.map(({ y }) => y);
  const [top, bottom] = [Math.min(...tops), Math.max(...tops)];
  for (let k = 1; k < path.length; k++) {
    const [a, b] = [path[k - 1], path[k]];
    for (const part of [0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9]) {
      const x = a.x + part * (b.x - a.x);
      const y = a.y + part * (b.y - a.y);
      const steep = Math.abs(b.y - a.y) / Math.max(1, Math.abs(b.x - a.x));
      if (steep < 0.6) continue;
      const cost = (30 * Math.abs(y - (top + bottom) / 2)) / Math.max(1, bottom - top);
      const reach = gap + height / 2 / steep;
      candidates.push({ box: { x0: x + reach, y0: y - height / 2, x1: x + reach + width, y1: y + height / 2 }, cost });
      const left = x - reach;
      candidates.push({ box: { x0: left - width, y0: y - height / 2, x1: left, y1: y + height / 2 }, cost: cost + 20 });
    }
  }
  return candidates;
}

function candidatesOnMark(
  { at, value }: PanelMark,
  { width, height }: { readonly width: number; readonly height: number },
  layout: Layout,
): Candidate[] {
  const candidates: Candidate[] = [];
  if (at === "y") {
    const y = layout.y.at(value);
    for (let x1 = layout.x1 - 2; x1 - width >= layout.x0; x1 -= 8) {
      const cost = (40 * (layout.x1 - x1)) / (layout.x1 - layout.x0);
      for (const away of [4, 10, 18, 26]) {
        const further = cost + 3 * (away - 4);
        candidates.push({ box: { x0: x1 - width, y0: y - away - height, x1, y1: y - away }, cost: further });
        candidates.push({ box: { x0: x1 - width, y0: y + away, x1, y1: y + away + height }, cost: further + 6 });
      }
    }
    return candidates;
  }
  const x = layout.x.at(value);
  for (let y0 = layout.y0 + 2; y0 + height <= layout.y1; y0 += 8) {
    const cost = (20 * (y0 - layout.y0)) / (layout.y1 - layout.y0);
    candidates.push({ box: { x0: x - 5 - width, y0, x1: x - 5, y1: y0 + height }, cost });
    candidates.push({ box: { x0: x + 5, y0, x1: x + 5 + width, y1: y0 + height }, cost: cost + 3 });
  }
  return candidates;
}
