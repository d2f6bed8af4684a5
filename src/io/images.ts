/** Patterns from files: pictures, folders of pictures, arrays. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { checkInteger, show } from "../check/check.ts";
import { MOST_PATTERNS } from "../hopfield/limits.ts";
import { type Patterns, patternsFrom } from "../hopfield/patterns.ts";
import { type Binarization, binarize, type GrayImage } from "./binarize.ts";
import { readNpy } from "./npy.ts";
import { MOST_FILE_BYTES, readPng } from "./png.ts";

/** Patterns that are pictures: neuron y·width + x is the pixel in row y, column x. */
export interface Pictures extends Patterns {
  readonly width: number;
  readonly height: number;
  /** What each is called: its file's name, or its number. */
  readonly names: readonly string[];
}

export interface PictureSpec {
  /** Pixels of a row and of a column; default 32 × 32 for pictures, as near a square as can be for patterns of an .npy. */
  readonly width?: number;
  readonly height?: number;
  /** How grey becomes black or white; default "threshold". */
  readonly how?: Binarization;
  /** Bright pixels are active instead of dark ones. */
  readonly invert?: boolean;
}

const SIDE = 32;

/**
 * Patterns from PNG files of any size, folders of them (in the order of their names), and .npy arrays: [p × N] of ±1 or of 0 and 1,
 * [p × height × width] of brightness (integers to 255, or numbers to 1).
 *
 * Pictures are cut and averaged to one size, then dark pixels are active, by Otsu's threshold or by Floyd and Steinberg's error diffusion.
 *
 * @throws RangeError when a file is damaged, too large or of another kind; an Error with `syscall` when it cannot be read.
 */
export async function readPictures(paths: readonly string[], spec: PictureSpec = {}): Promise<Pictures> {
  const files = paths.flatMap(filesBehind);
  if (files.length === 0) throw new RangeError("readPictures: paths must lead to at least one PNG or .npy, got none");
  const arrays = files.filter((file) => file.endsWith(".npy"));
  if (arrays.length > 0) {
    if (files.length > 1) {
      throw new RangeError(
        `readPictures: paths must be a single .npy or PNG files, got ${files.length} with ${arrays[0]}`,
      );
    }
    return fromArray(readBounded(files[0]), files[0], spec);
  }
  if (files.length > MOST_PATTERNS) {
    throw new RangeError(`readPictures: paths must lead to at most ${MOST_PATTERNS} pictures, got ${files.length}`);
  }
  const { width, height } = sizeOf(spec);
  const values = new Int8Array(files.length * width * height);
  for (const [mu, file] of files.entries()) {
    values.set(asPattern(await readPng(readBounded(file), file), spec), mu * width * height);
  }
  const names = files.map((file) => basename(file).replace(/\.png$/i, ""));
  return Object.freeze({ ...patternsFrom(values, width * height), width, height, names });
}

/** "28x28", or one number for a square. */
export function parseSides(where: string, size: string): { width: number; height: number } {
  const match = /^(\d{1,5})(?:[x×](\d{1,5}))?$/.exec(size);
  if (!match) throw new TypeError(`${where}: must be as 32x32, got "${size}"`);
  return { width: Number(match[1]), height: Number(match[2] ?? match[1]) };
}

function filesBehind(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => /\.png$/i.test(name));
  if (names.length === 0) throw new RangeError(`readPictures: folder ${path} must hold PNG files, got none`);
  return names.sort((a, b) => (a < b ? -1 : 1)).map((name) => join(path, name));
}

/** Most bytes of an array: 32767 patterns of a picture each would not fit a network anyway. */
const MOST_ARRAY_BYTES = 2 ** 31 - 1;

function readBounded(file: string): Uint8Array {
  const most = file.endsWith(".npy") ? MOST_ARRAY_BYTES : MOST_FILE_BYTES;
  const { size } = statSync(file);
  if (size > most) throw new RangeError(`readPictures: ${file} must have at most ${most} bytes, got ${size}`);
  return readFileSync(file);
}

function sizeOf({ width, height }: PictureSpec): { readonly width: number; readonly height: number } {
  const most = 2 ** 16;
  return {
    width: checkInteger("readPictures: width", width ?? SIDE, 1, most),
    height: checkInteger("readPictures: height", height ?? width ?? SIDE, 1, most),
  };
}

function asPattern(image: GrayImage, spec: PictureSpec): Int8Array {
  const { width, height } = sizeOf(spec);
  const { how = "threshold", invert = false } = spec;
  const values = invert ? image.values.map((value) => 1 - value) : image.values;
  return binarize({ ...image, values }, width, height, how);
}

function fromArray(bytes: Uint8Array, name: string, spec: PictureSpec): Pictures {
  const { data, shape, dtype } = readNpy(bytes, name);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    throw new RangeError(`readPictures: ${name} must hold numbers of at most 32 bits or floating ones, got ${dtype}`);
  }
  const [count] = shape;
  const names = Array.from({ length: count }, (_, mu) => String(mu));
  if (shape.length === 3) {
    const [, rows, columns] = shape;
    if (count === 0 || rows === 0 || columns === 0 || count > MOST_PATTERNS) {
      throw new RangeError(`readPictures: ${name} must hold 1 to ${MOST_PATTERNS} pictures, got ${shape.join(" × ")}`);
    }
    const { width, height } = sizeOf({ width: spec.width ?? columns, height: spec.height ?? spec.width ?? rows });
    const scale = dtype.startsWith("<f") ? 1 : dtype === "|b1" ? 1 : 255;
    const values = new Int8Array(count * width * height);
    for (let mu = 0; mu < count; mu++) {
      const part = Float64Array.from(data.subarray(mu * rows * columns, (mu + 1) * rows * columns), (v) => v / scale);
      if (part.some((value) => !Number.isFinite(value))) {
        throw new RangeError(`readPictures: ${name} must hold finite brightness, got otherwise in picture ${mu}`);
      }
      values.set(
        asPattern({ width: columns, height: rows, values: part }, { ...spec, width, height }),
        mu * width * height,
      );
    }
    return Object.freeze({ ...patternsFrom(values, width * height), width, height, names });
  }
  if (shape.length !== 2) {
    throw new RangeError(
      `readPictures: ${name} must hold [p × N] or [p × height × width], got ${shape.length} dimensions (${shape.join(" × ")})`,
    );
  }
  const isBinary = data.every((value) => value === 0 || value === 1);
  const patterns = patternsFrom(isBinary ? Int8Array.from(data, (value) => 2 * value - 1) : data, shape[1]);
  const { width, height } = shapeOf(patterns.nNeurons, spec, name);
  return Object.freeze({ ...patterns, width, height, names });
}

/** The sides of N pixels: as asked for, or the nearest to a square. */
function shapeOf(nNeurons: number, { width, height }: PictureSpec, name: string): { width: number; height: number } {
  if (width !== undefined) {
    const rows = height ?? nNeurons / width;
    if (width * rows === nNeurons) return { width, height: rows };
    throw new RangeError(`readPictures: ${name} must have ${show(width)} × ${show(rows)} neurons, got ${nNeurons}`);
  }
  let rows = Math.floor(Math.sqrt(nNeurons));
  while (nNeurons % rows !== 0) rows--;
  return { width: nNeurons / rows, height: rows };
}
