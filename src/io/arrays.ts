/** Arrays of numbers from the files in which people keep them: .npy, .npz with one array, IDX, each compressed by gzip or not. */
import { gunzipSync } from "node:zlib";
import { isIdx, readIdx } from "./idx.ts";
import { readNpy } from "./npy.ts";
import { readNpz } from "./npz.ts";

/** Numbers and the lengths of their axes, the last of which runs fastest. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
  /** NumPy's word for their type: "|u1", "<f8", …; "text" of text. */
  readonly dtype: string;
  /** Whether large values are ink, as in every set of pictures that is published as IDX. */
  readonly isInkBright: boolean;
}

/** Most bytes that a compressed file may come to. */
const MOST_BYTES = 2 ** 31 - 1;

const FORMATS: readonly (readonly [bytes: readonly number[], name: string])[] = [
  [[0x89, 0x50, 0x4e, 0x47], "a PNG picture"],
  [[0xff, 0xd8, 0xff], "a JPEG picture"],
  [[0x47, 0x49, 0x46, 0x38], "a GIF picture"],
  [[0x42, 0x4d], "a BMP picture"],
  [[0x49, 0x49, 0x2a, 0], "a TIFF picture"],
  [[0x4d, 0x4d, 0, 0x2a], "a TIFF picture"],
  [[0x89, 0x48, 0x44, 0x46], "an HDF5 file"],
  [[0x4d, 0x41, 0x54, 0x4c], "a MATLAB file"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
  [[0x80, 0x04, 0x95], "a pickle"],
  [[0x50, 0x41, 0x52, 0x31], "a Parquet file"],
];

/** What another format begins with, in words; undefined for those that are read here, and for text. */
export function foreignFormat(bytes: Uint8Array): string | undefined {
  return FORMATS.find(([start]) => start.every((byte, k) => bytes[k] === byte))?.[1];
}

/**
 * The array in a file, by what the file begins with; undefined when it begins as none of them does.
 *
 * @param name  what to call the file in a message.
 * @throws RangeError or TypeError that names the file and what is wrong with it.
 */
export function readArray(bytes: Uint8Array, name: string): NumberArray | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readArray(unpacked(bytes, name), name);
  if (isIdx(bytes)) return { ...numbersOf(readIdx(bytes, name), name), isInkBright: true };
  if (bytes[0] === 0x93) return numbersOf(readNpy(bytes, name), name);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return fromNpz(bytes, name);
  return undefined;
}

/**
 * What a file compressed by gzip holds.
 *
 * @param most  bytes that it may come to.
 * @throws RangeError that names the file when it is damaged, or holds more.
 */
export function unpacked(bytes: Uint8Array, name: string, most = MOST_BYTES): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    throw new RangeError(
      `${name} must be a whole file compressed by gzip, got one that is not (${(error as Error).message})`,
    );
  }
}

/** Numbers as doubles hold them. */
function numbersOf({ data, shape, dtype }: ReturnType<typeof readNpy>, name: string): NumberArray {
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array))
    return { data, shape, dtype, isInkBright: false };
  const numbers = Float64Array.from(data, Number);
  const at = numbers.findIndex((value) => !Number.isSafeInteger(value));
  if (at >= 0) {
    throw new RangeError(
      `${name} must hold whole numbers up to 2^53, got ${data[at]}; save it with a.astype('float64')`,
    );
  }
  return { data: numbers, shape, dtype, isInkBright: false };
}

/** Arrays that a file may hold beside the one that counts: what numpy.savez is given with pictures. */
function fromNpz(bytes: Uint8Array, name: string): NumberArray {
  const arrays = Object.entries(readNpz(bytes, name)).filter(([, { shape }]) => shape.length >= 2);
  if (arrays.length !== 1) {
    const found = arrays.length === 0 ? "none" : arrays.map(([member]) => member).join(", ");
    throw new RangeError(
      `${name} must hold one array of two axes or more, got ${found}; save one alone, numpy.save("p.npy", numpy.load(file)["${arrays[0]?.[0] ?? "name"}"])`,
    );
  }
  return numbersOf(arrays[0][1], `${name}, ${arrays[0][0]}`);
}
