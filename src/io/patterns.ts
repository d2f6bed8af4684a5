/** Patterns from files. */
import { type Patterns, patternsFrom } from "../hopfield/patterns.ts";
import { readNpy } from "./npy.ts";

/**
 * Patterns from the bytes of an .npy file: a matrix [p × N] of ±1, of any numeric type.
 *
 * @param name  for messages.
 * @throws RangeError when it is no such matrix.
 */
export function readPatterns(bytes: Uint8Array, name: string): Patterns {
  const { data, shape } = readNpy(bytes, name);
  if (shape.length !== 2) {
    throw new RangeError(`${name} must hold a matrix [p × N], got ${shape.length} dimensions (${shape.join(" × ")})`);
  }
  const isWide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  return patternsFrom(isWide ? Float64Array.from(data, Number) : data, shape[1]);
}
