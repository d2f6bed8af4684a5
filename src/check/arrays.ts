/** Checks of lists of numbers and of square matrices, which are copied. */
import { checkInteger, show } from "./check.ts";

/** A fresh copy of finite numbers, of a known count where one is given. */
export function vectorOf(where: string, value: unknown, length?: number): Float64Array {
  const list = value as ArrayLike<unknown>;
  if (typeof value !== "object" || value === null || typeof list.length !== "number") {
    throw new TypeError(
      `${where} must be an array of ${length === undefined ? "" : `${length} `}numbers, got ${show(value)}`,
    );
  }
  const count = length ?? list.length;
  if (list.length !== count) throw new RangeError(`${where} must have ${count} numbers, got ${list.length}`);
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const entry = list[i];
    if (typeof entry !== "number" || !Number.isFinite(entry)) {
      throw new RangeError(`${where} must hold finite numbers, got ${show(entry)} at index ${i}`);
    }
    out[i] = entry;
  }
  return out;
}

/** A square matrix in row-major order, f64[N × N], and its number N of rows. */
export interface SquareMatrix {
  readonly matrix: Float64Array;
  readonly size: number;
}

/** A square matrix of finite numbers, as rows or one row after another; copied into f64[N × N]. */
export function squareOf(where: string, given: unknown, most: number): SquareMatrix {
  const list = given as ArrayLike<unknown>;
  if (typeof given !== "object" || given === null || typeof list.length !== "number") {
    throw new TypeError(`${where} must be rows of numbers, got ${show(given)}`);
  }
  const isFlat = typeof list[0] === "number";
  const size = isFlat ? Math.sqrt(list.length) : list.length;
  if (!Number.isInteger(size) || size === 0) {
    throw new RangeError(`${where} must be a square matrix, got ${list.length} numbers`);
  }
  checkInteger(`${where}: rows`, size, 1, most);
  if (isFlat) return { matrix: vectorOf(where, given, size * size), size };
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix.set(vectorOf(`${where}: row ${i}`, list[i], size), i * size);
  return { matrix, size };
}

/** Copies a matrix, f64[N × N] row by row, into a list of its rows. */
export function rowsOf({ matrix, size }: SquareMatrix): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from(matrix.subarray(i * size, (i + 1) * size)));
}
