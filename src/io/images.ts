/** Patterns from files: pictures, folders of pictures, arrays. */
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { checkInteger } from "../check/check.ts";
import { MOST_PATTERNS } from "../hopfield/limits.ts";
import { patternsFrom } from "../hopfield/patterns.ts";
import { foreignFormat } from "./arrays.ts";
import { binarize } from "./binarize.ts";
import { readPatterns } from "./patterns.ts";
import { MOST_SIDE, type PictureSpec, type Pictures } from "./picture-arrays.ts";
import { MOST_FILE_BYTES, readPng } from "./png.ts";

const SIDE = 32;

/**
 * Patterns from PNG files of any size and folders of them (in the order of their names), or from one file of an array: see
 * `readPatterns`.
 *
 * Pictures are cut and averaged to one size, then dark pixels are active, by Otsu's threshold or by Floyd and Steinberg's error diffusion.
 *
 * @throws RangeError when a file is damaged, too large or of another kind; an Error with `syscall` when it cannot be read.
 */
export async function readPictures(paths: readonly string[], spec: PictureSpec = {}): Promise<Pictures> {
  const files = paths.flatMap(filesBehind);
  if (files.length === 0) {
    throw new RangeError("readPictures: paths must lead to at least one PNG or an array, got none");
  }
  const other = files.find((file) => !isPicture(file));
  if (other !== undefined) {
    if (files.length > 1) {
      throw new RangeError(
        `readPictures: paths must be PNG files or a single array (.npy, .npz, IDX, text), got ${files.length} with ${other}`,
      );
    }
    return readPatterns(readBounded(other, MOST_ARRAY_BYTES), other, spec);
  }
  if (files.length > MOST_PATTERNS) {
    throw new RangeError(`readPictures: paths must lead to at most ${MOST_PATTERNS} pictures, got ${files.length}`);
  }
  const { width = SIDE, height = width, how = "threshold", invert = false } = spec;
  checkInteger("readPictures: width", width, 1, MOST_SIDE);
  checkInteger("readPictures: height", height, 1, MOST_SIDE);
  const values = new Int8Array(files.length * width * height);
  for (const [mu, file] of files.entries()) {
    const image = await readPng(readBounded(file, MOST_FILE_BYTES), file);
    const light = invert ? image.values.map((value) => 1 - value) : image.values;
    values.set(binarize({ ...image, values: light }, width, height, how), mu * width * height);
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

/** Whether a file is to be read as a picture: by its name, or by what it begins with. */
function isPicture(file: string): boolean {
  if (/\.png$/i.test(file)) return true;
  const start = new Uint8Array(8);
  const open = openSync(file, "r");
  try {
    readSync(open, start, 0, start.length, 0);
  } finally {
    closeSync(open);
  }
  return foreignFormat(start) !== undefined; // what is no PNG is refused by its reader, by name
}

/** Most bytes of an array: 32767 patterns of a picture each would not fit a network anyway. */
const MOST_ARRAY_BYTES = 2 ** 31 - 1;

function readBounded(file: string, most: number): Uint8Array {
  const { size } = statSync(file);
  if (size > most) throw new RangeError(`readPictures: ${file} must have at most ${most} bytes, got ${size}`);
  return readFileSync(file);
}
