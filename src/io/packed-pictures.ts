/** Pictures as plain data, a bit a pixel: small enough to travel within a spec. */
import { checkInteger, checkKeys } from "../check/check.ts";
import { MOST_PATTERNS } from "../hopfield/limits.ts";
import type { Patterns } from "../hopfield/patterns.ts";
import type { Pictures } from "./picture-arrays.ts";

/** `bits` are base64, row by row and picture by picture; the last byte is filled up. */
export interface PackedPictures {
  readonly width: number;
  readonly height: number;
  readonly names: readonly string[];
  readonly bits: string;
}

export function packPictures({ width, height, names, values }: Pictures): PackedPictures {
  return { width, height, names, bits: packStates(values) };
}

/** @throws TypeError or RangeError that names what is wrong. */
export function unpackPictures(packed: PackedPictures, where: string): Pictures {
  checkKeys(where, packed, ["width", "height", "names", "bits"]);
  const { names, bits } = packed;
  const [width, height] = [packed.width, packed.height].map((side) => checkInteger(`${where}: side`, side, 1, 99_999));
  const isList = Array.isArray(names) && names.every((name) => typeof name === "string");
  if (!isList || names.length === 0 || names.length > MOST_PATTERNS) {
    throw new TypeError(`${where}: names must be a list of 1 to ${MOST_PATTERNS} words`);
  }
  const nNeurons = width * height;
  const size = names.length * nNeurons;
  if (typeof bits !== "string" || bits.length !== 4 * Math.ceil(Math.ceil(size / 8) / 3)) {
    throw new RangeError(`${where}: bits must be ${names.length} pictures of ${width} × ${height} pixels in base64`);
  }
  return { nPatterns: names.length, nNeurons, values: unpackStates(bits, size), width, height, names };
}

/** States of ±1 as base64, the first in the highest bit. */
export function packStates(states: Int8Array): string {
  const bytes = Buffer.alloc(Math.ceil(states.length / 8));
  for (let i = 0; i < states.length; i++) if (states[i] > 0) bytes[i >> 3] |= 128 >> (i & 7);
  return bytes.toString("base64");
}

export function unpackStates(text: string, length: number): Patterns["values"] {
  const bytes = Buffer.from(text, "base64");
  return Int8Array.from({ length }, (_, i) => (bytes[i >> 3] & (128 >> (i & 7)) ? 1 : -1));
}
