/**
 * Direct labels: each text beside the line it names, touching no line, no band, no other text and not the frame.
 *
 * A label brings candidate boxes with a cost each (how far from where it would look best). Candidates that touch an
 * obstacle or leave the frame are struck out; of what remains, the cheapest choice without two texts touching is taken.
 * Pixels throughout, y downwards.
 */

/** A rectangle, px. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** A piece of a line or band: between x0 and x1 it covers top to bottom, linearly interpolated. */
export interface Strip {
  readonly x0: number;
  readonly top0: number;
  readonly bottom0: number;
  readonly x1: number;
  readonly top1: number;
  readonly bottom1: number;
}

/** A place where a label may stand, and how far from ideal it is: cheaper ones are taken first. */
export interface Candidate {
  readonly box: Box;
  readonly cost: number;
}

/** A point, px or in values of axes. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Space kept between a text and anything else, px. */
const TEXT_CLEARANCE = 3;
/** Beyond this many labels not every order is tried. */
const MAX_PERMUTED = 6;
/** Candidates kept per label: more cost time and change nothing that could be seen. */
const MAX_CANDIDATES = 40;
/** Distance between the places that are tried along a line, px. */
const STEP = 9;

/**
 * One box for each label.
 *
 * @param labels     candidates of each label, in any order.
 * @param obstacles  what no text may touch.
 * @param frame      what no text may leave.
 * @returns          the boxes in the order of `labels`, or undefined when some label has no place.
 */
export function placeLabels(
  labels: readonly (readonly Candidate[])[],
  obstacles: readonly Strip[],
  frame: Box,
): Box[] | undefined {
  const free = labels.map((candidates) =>
    candidates
      .filter(({ box }) => isInside(box, frame) && !obstacles.some((strip) => touchesStrip(box, strip)))
      .sort((a, b) => a.cost - b.cost)
      .slice(0, MAX_CANDIDATES),
  );
  if (free.some((candidates) => candidates.length === 0)) return undefined;
  let best: { boxes: Box[]; cost: number } | undefined;
  for (const order of orders(free)) {
    const boxes: Box[] = [];
    let cost = 0;
    for (const label of order) {
      const choice = free[label].find(({ box }) => !order.some((other) => boxes[other] && overlaps(boxes[other], box)));
      if (choice === undefined) {
        cost = Number.POSITIVE_INFINITY;
        break;
      }
      boxes[label] = choice.box;
      cost += choice.cost;
    }
    if (cost < (best?.cost ?? Number.POSITIVE_INFINITY)) best = { boxes, cost };
  }
  return best?.boxes;
}

/**
 * Places for the name of a line: right of its end, left of its start, above and below all along it; near one end is
 * cheapest, where lines are apart.
 *
 * @param path    the line from left to right, at least one point.
 * @param width   of the text, px.
 * @param height  of the text, px.
 * @param gap     between text and line, px.
 * @param near    the cheapest place: an end, or the highest point.
 */
export function candidatesAlong(
  path: readonly Point[],
  width: number,
  height: number,
  gap: number,
  near: "start" | "end" | "peak" = "end",
): Candidate[] {
  const start = path[0];
  const end = path[path.length - 1];
  const best = near === "start" ? start : near === "end" ? end : path.reduce((a, b) => (b.y < a.y ? b : a));
  const candidates: Candidate[] = [];
  const add = (x: number, y: number, cost: number) =>
    candidates.push({ box: { x0: x - width / 2, y0: y - height / 2, x1: x + width / 2, y1: y + height / 2 }, cost });
  const far = 60;
  for (const lift of [0, -5, 5, -10, 10]) {
    const cost = Math.abs(lift) * 1.5;
    add(end.x + gap + 4 + width / 2, end.y + lift, cost + (near === "end" ? 0 : far));
    if (near === "start") add(start.x - gap - 4 - width / 2, start.y + lift, cost);
  }
  if (near === "end") add(start.x - gap - 4 - width / 2, start.y, far);
  const length = Math.max(end.x - start.x, 1);
  for (let x = start.x - width / 2; x <= end.x + width / 2 + 1e-9; x += STEP) {
    const clamped = Math.min(Math.max(x, start.x), end.x);
    // The whole text stays clear of the line below it, not just its middle.
    const under = extent(path, x - width / 2, x + width / 2) ?? {
      top: heightAt(path, clamped),
      bottom: heightAt(path, clamped),
    };
    const cost = 20 + (30 * Math.abs(best.x - clamped)) / length + (10 * Math.abs(x - clamped)) / width;
    for (const extra of [0, 6, 12, 20]) {
      // A text far from a steep line would seem to belong to nothing.
      const slack = under.bottom - under.top;
      // on a peak it is plain what it names
      add(x, under.top - gap - extra - height / 2, cost + extra + (near === "peak" ? 0 : slack * 0.5));
      add(x, under.bottom + gap + extra + height / 2, cost + 2 + extra + slack * 0.5);
    }
  }
  return candidates;
}

/**
 * The strips of a line of some thickness, or of the band between two lines.
 *
 * @param upper  the line, or the band's upper edge, from left to right.
 * @param lower  the band's lower edge at the same x.
 * @param reach  how far beyond the edges the strip goes, px.
 */
export function stripsOf(upper: readonly Point[], lower: readonly Point[], reach: number): Strip[] {
  const strips: Strip[] = [];
  for (let i = 0; i < upper.length; i++) {
    const next = Math.min(i + 1, upper.length - 1);
    // lines may turn back
    const [a, b] = upper[next].x < upper[i].x ? [next, i] : [i, next];
    const isEnd = (at: number): boolean => at === 0 || at === upper.length - 1;
    strips.push({
      x0: upper[a].x - (isEnd(a) ? reach : 0),
      top0: upper[a].y - reach,
      bottom0: lower[a].y + reach,
      x1: upper[b].x + (isEnd(b) ? reach : 0),
      top1: upper[b].y - reach,
      bottom1: lower[b].y + reach,
    });
  }
  return strips;
}

/** The strip of a box, such as that of a text, with some room around it. */
export function boxStrip({ x0, y0, x1, y1 }: Box, reach = TEXT_CLEARANCE): Strip {
  const [top, bottom] = [y0 - reach, y1 + reach];
  return { x0: x0 - reach, top0: top, bottom0: bottom, x1: x1 + reach, top1: top, bottom1: bottom };
}

/** Of points within one px, the first, the highest, the lowest and the last: what can be seen of a line of many. */
export function thinned(path: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (let from = 0; from < path.length; ) {
    let [to, high, low] = [from, from, from];
    while (to + 1 < path.length && Math.floor(path[to + 1].x) === Math.floor(path[from].x)) {
      to++;
      if (path[to].y < path[high].y) high = to;
      if (path[to].y > path[low].y) low = to;
    }
    for (const k of [...new Set([from, high, low, to])].sort((a, b) => a - b)) kept.push(path[k]);
    from = to + 1;
  }
  return kept;
}

/**
 * Heights for a column of texts, in order and at least `spacing` apart, as near as possible to where they belong.
 *
 * @param wanted  middle of each text, px, in any order.
 * @param top     least allowed middle, px.
 * @param bottom  greatest allowed middle, px; at least `top + (n - 1) spacing`.
 */
export function spreadColumn(wanted: readonly number[], spacing: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  // Texts that would touch form a group around the mean of what they want; groups that then touch merge.
  const groups: { members: number[]; first: number }[] = [];
  for (const label of order) {
    let group = { members: [label], first: wanted[label] };
    for (;;) {
      const count = group.members.length;
      const mean = group.members.reduce((sum, member, i) => sum + wanted[member] - i * spacing, 0) / count;
      group.first = Math.min(Math.max(mean, top), bottom - (count - 1) * spacing);
      const previous = groups[groups.length - 1];
      if (previous === undefined || previous.first + previous.members.length * spacing <= group.first) break;
      groups.pop();
      group = { members: [...previous.members, ...group.members], first: 0 };
    }
    groups.push(group);
  }
  const heights: number[] = [];
  for (const { members, first } of groups) {
    members.forEach((member, i) => {
      heights[member] = first + i * spacing;
    });
  }
  return heights;
}

/** Whether two texts come closer than their clearance; on one line they would otherwise read as one. */
export function overlaps(a: Box, b: Box): boolean {
  return (
    a.x0 < b.x1 + 3 * TEXT_CLEARANCE &&
    b.x0 < a.x1 + 3 * TEXT_CLEARANCE &&
    a.y0 < b.y1 + TEXT_CLEARANCE &&
    b.y0 < a.y1 + TEXT_CLEARANCE
  );
}

function isInside(box: Box, frame: Box): boolean {
  return box.x0 >= frame.x0 && box.x1 <= frame.x1 && box.y0 >= frame.y0 && box.y1 <= frame.y1;
}

function touchesStrip(box: Box, strip: Strip): boolean {
  const from = Math.max(box.x0, strip.x0);
  const to = Math.min(box.x1, strip.x1);
  if (from > to) return false;
  const length = strip.x1 - strip.x0;
  const part = (x: number, ifUpright: number) => (length > 0 ? (x - strip.x0) / length : ifUpright);
  const [a, b] = [part(from, 0), part(to, 1)];
  const at = (part: number, y0: number, y1: number) => y0 + (y1 - y0) * part;
  const top = Math.min(at(a, strip.top0, strip.top1), at(b, strip.top0, strip.top1));
  const bottom = Math.max(at(a, strip.bottom0, strip.bottom1), at(b, strip.bottom0, strip.bottom1));
  return top <= box.y1 && bottom >= box.y0;
}

function* orders(free: readonly (readonly Candidate[])[]): Generator<number[]> {
  const labels = free.map((_, i) => i);
  if (labels.length <= MAX_PERMUTED) yield* permutations(labels, []);
  else yield labels.sort((a, b) => free[a].length - free[b].length);
}

function* permutations(rest: readonly number[], chosen: readonly number[]): Generator<number[]> {
  if (rest.length === 0) yield [...chosen];
  for (const label of rest) {
    yield* permutations(
      rest.filter((other) => other !== label),
      [...chosen, label],
    );
  }
}

/** Highest and lowest point of a path between two abscissae, undefined when it lies outside them. */
function extent(path: readonly Point[], from: number, to: number): { top: number; bottom: number } | undefined {
  const a = Math.max(from, path[0].x);
  const b = Math.min(to, path[path.length - 1].x);
  if (a > b) return undefined;
  const heights = path.filter(({ x }) => x >= a && x <= b).map(({ y }) => y);
  heights.push(heightAt(path, a), heightAt(path, b));
  return { top: Math.min(...heights), bottom: Math.max(...heights) };
}

function heightAt(path: readonly Point[], x: number): number {
  for (let i = 1; i < path.length; i++) {
    const [a, b] = [path[i - 1], path[i]];
    if (x <= b.x && b.x > a.x) return a.y + ((b.y - a.y) * Math.max(0, x - a.x)) / (b.x - a.x);
  }
  return path[path.length - 1].y;
}
