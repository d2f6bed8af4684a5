/**
 * Patterns and pictures in arrays: [p × N], [p × height × width], and with colors behind. Two values are a pattern, the larger of them
 * active; more than two are brightness, of which dark is active.
 */
import { checkInteger, show } from "../check/check.ts";
import { MOST_PATTERNS } from "../hopfield/limits.ts";
import { type Patterns, patternsFrom } from "../hopfield/patterns.ts";
import type { NumberArray } from "./arrays.ts";
import { type Binarization, binarize } from "./binarize.ts";

/** Patterns that are pictures: neuron y·width + x is the pixel in row y, column x. */
export interface Pictures extends Patterns {
  readonly width: number;
  readonly height: number;
  /** What each is called: its file's name, or its number. */
  readonly names: readonly string[];
}

export interface PictureSpec {
  /** Pixels of a row and of a column; default 32 × 32 for PNG files, what they have for arrays: of patterns in a row, as near a square as can be. */
  readonly width?: number;
  readonly height?: number;
  /** How grey becomes black or white; default "threshold". */
  readonly how?: Binarization;
  /** The other pixels are active: bright ones of brightness, the smaller of two values. */
  readonly invert?: boolean;
  /** How many are read, the first of them; default all. */
  readonly count?: number;
}

/** Most pixels of a side. */
export const MOST_SIDE = 2 ** 16;

/** An array as p pictures of as many pixels and numbers a pixel: 1, or 3 or 4 of its color. */
interface Layout {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** Colors are planes of a picture, as PyTorch has them, instead of numbers of a pixel. */
  readonly hasPlanes: boolean;
  /** Whether rows and columns are axes of the array. */
  readonly hasSides: boolean;
}

/**
 * Patterns from an array: see the head of this file.
 *
 * @param name  of its file, for messages.
 * @throws RangeError that names the file, what is wrong with it and how to convert it.
 */
export function picturesIn(array: NumberArray, name: string, spec: PictureSpec = {}): Pictures {
  const range = rangeOf(array.data, name);
  const whole = layoutOf(array, name, range.isTwoValued);
  const count = Math.min(whole.count, spec.count ?? whole.count);
  if (count < 1 || count > MOST_PATTERNS || whole.rows * whole.columns < 2) {
    throw new RangeError(
      `${name} must hold 1 to ${MOST_PATTERNS} patterns of at least 2 neurons, got ${array.shape.join(" × ")}; save some of them, numpy.save(file, x[:100])`,
    );
  }
  const { from, to } = sidesOf(whole, spec, name);
  const isPattern = range.isTwoValued && whole.channels === 1;
  const light = isPattern ? levelOf(array.data, whole, range) : lightnessOf(array, whole, range, name);
  const isFlipped = (spec.invert ?? false) !== (isPattern || array.isInkBright);
  const isAsItIs = isPattern && to.width === from.width && to.height === from.height;
  const pixels = from.width * from.height;
  const picture = new Float64Array(pixels);
  const values = new Int8Array(count * to.width * to.height);
  for (let mu = 0; mu < count; mu++) {
    for (let at = 0; at < pixels; at++) picture[at] = isFlipped ? 1 - light(mu, at) : light(mu, at);
    const pattern = isAsItIs
      ? picture.map((value) => 1 - 2 * value)
      : binarize({ ...from, values: picture }, to.width, to.height, spec.how ?? "threshold");
    values.set(pattern, mu * to.width * to.height);
  }
  const names = Array.from({ length: count }, (_, mu) => String(mu));
  return Object.freeze({ ...patternsFrom(values, to.width * to.height), ...to, names });
}

interface Values {
  readonly least: number;
  readonly most: number;
  /** Whether there are two values, or one of those by which neurons are told active or not: ±1 and 0. */
  readonly isTwoValued: boolean;
}

function rangeOf(data: ArrayLike<number>, name: string): Values {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let isMany = false;
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    if (!Number.isFinite(value)) {
      throw new RangeError(`${name} must hold finite numbers, got ${value}; numpy.nan_to_num(x) puts 0 in their place`);
    }
    // a third value lies between the two that there are, or beyond one that is not the last of them
    if (least < most) isMany ||= value !== least && value !== most;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const isCode = least < most || least === 1 || least === 0 || least === -1;
  return { least, most, isTwoValued: !isMany && isCode };
}

const COLORS = [3, 4];
/** Fewest pixels of a side from which a third axis of 3 or 4 is taken for colors. */
const LEAST_SIDE = 8;

function layoutOf({ shape }: NumberArray, name: string, isTwoValued: boolean): Layout {
  const [first, second, third, fourth] = shape;
  const plain = { channels: 1, hasPlanes: false, hasSides: true };
  if (shape.length === 2) return { ...plain, count: first, rows: 1, columns: second, hasSides: false };
  if (shape.length === 3) {
    const isColored = !isTwoValued && COLORS.includes(third) && Math.min(first, second) >= LEAST_SIDE;
    if (isColored) return { ...plain, count: 1, rows: first, columns: second, channels: third };
    return { ...plain, count: first, rows: second, columns: third };
  }
  if (shape.length === 4) {
    const hasPlanes = fourth !== 1 && (second === 1 || (COLORS.includes(second) && !COLORS.includes(fourth)));
    const channels = hasPlanes ? second : fourth;
    const [rows, columns] = hasPlanes ? [third, fourth] : [second, third];
    if (channels === 1 || COLORS.includes(channels))
      return { ...plain, count: first, rows, columns, channels, hasPlanes };
  }
  const how = shape.length === 1 ? "a single pattern is x[None, :]" : "bring it there by x.reshape(len(x), -1)";
  throw new RangeError(
    `${name} must hold [p × N], [p × height × width] or, with colors, [p × height × width × 3], got ${shape.join(" × ") || "a single number"}; ${how}`,
  );
}

/** The sides of the pictures, and those that they are brought to. */
function sidesOf({ rows, columns, hasSides }: Layout, spec: PictureSpec, name: string) {
  const where = `${name}: pixels of a side`;
  const width = spec.width === undefined ? undefined : checkInteger(where, spec.width, 1, MOST_SIDE);
  const height = spec.height === undefined ? undefined : checkInteger(where, spec.height, 1, MOST_SIDE);
  if (hasSides) {
    const from = { width: columns, height: rows };
    return { from, to: { width: width ?? columns, height: height ?? width ?? rows } };
  }
  const own = nearSquare(columns);
  if (width === undefined) return { from: own, to: own };
  const to = { width, height: height ?? columns / width };
  if (to.width * to.height === columns) return { from: to, to };
  if (own.width === own.height && Number.isInteger(to.height)) return { from: own, to };
  throw new RangeError(`${name} must have ${show(to.width)} × ${show(to.height)} neurons, got ${columns}`);
}

/** The sides of N pixels that are nearest to a square. */
function nearSquare(nNeurons: number): { readonly width: number; readonly height: number } {
  let height = Math.floor(Math.sqrt(nNeurons));
  while (nNeurons % height !== 0) height--;
  return { width: nNeurons / height, height };
}

type Light = (mu: number, at: number) => number;

/** 1 where a neuron has the larger of two values, else 0; of a single value, 1 where it is 1. */
function levelOf(data: ArrayLike<number>, { rows, columns }: Layout, { least, most }: Values): Light {
  const active = least < most ? most : 1;
  return (mu, at) => (data[mu * rows * columns + at] === active ? 1 : 0);
}

/** Brightness from 0 to 1 of a pixel of a picture. */
function lightnessOf(
  { data, shape, dtype }: NumberArray,
  { rows, columns, channels, hasPlanes }: Layout,
  { least, most }: Values,
  name: string,
): Light {
  const pixels = rows * columns;
  const scale = most <= 1 ? 1 : most <= 255 ? 255 : dtype === "<u2" ? 65535 : Number.NaN;
  if (least < 0 || Number.isNaN(scale)) {
    throw new RangeError(
      `${name} must hold two values, or brightness from 0 to 1 or to 255, got numbers from ${least} to ${most} in ${shape.join(" × ")} of ${dtype}; (x - x.min()) / (x.max() - x.min()) brings them there`,
    );
  }
  if (channels === 1) return (mu, at) => data[mu * pixels + at] / scale;
  const step = hasPlanes ? pixels : 1;
  return (mu, at) => {
    const place = mu * pixels * channels + (hasPlanes ? at : at * channels);
    const [red, green, blue] = [data[place], data[place + step], data[place + 2 * step]];
    const light = (0.299 * red + 0.587 * green + 0.114 * blue) / scale; // Rec. 601 luma, as of PNG files
    const alpha = channels === 4 ? data[place + 3 * step] / scale : 1;
    return light * alpha + 1 - alpha;
  };
}
