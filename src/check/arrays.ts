/** Checks of lists of numbers and of square matrices, which are copied. */
import { checkInteger, checkKeys, show } from "./check.ts";

/** A fresh copy of finite numbers, of a known count where one is given. */
export function vectorOf(where: string, value: unknown, length?: number): Float64Array {
  return new Float64Array(numbersOf(where, value, length));
}

/** The same numbers, not copied. */
export function numbersOf(where: string, value: unknown, length?: number): ArrayLike<number> {
  const list = value as ArrayLike<unknown>;
  if (typeof value !== "object" || value === null || typeof list.length !== "number") {
    throw new TypeError(
      `${where} must be an array of ${length === undefined ? "" : `${length} `}numbers, got ${show(value)}`,
    );
  }
  const count = length ?? list.length;
  if (list.length !== count) throw new RangeError(`${where} must have ${count} numbers, got ${list.length}`);
  for (let i = 0; i < count; i++) {
    if (!Number.isFinite(list[i])) {
      throw new RangeError(`${where} must hold finite numbers, got ${show(list[i])} at index ${i}`);
    }
  }
  return list as ArrayLike<number>;
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

/** Compressed sparse rows: the entries of row i are those from rowStart[i] to rowStart[i + 1] − 1. */
export interface SparseRows {
  readonly rowStart: ArrayLike<number>;
  /** Column of each entry. */
  readonly columns: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** The compressed sparse rows of a square matrix, N × N, copied; columns in any order. */
export function sparseOf(
  where: string,
  given: object,
): {
  readonly nNeurons: number;
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
} {
  checkKeys(where, given, ["rowStart", "columns", "values"]);
  const spec = given as SparseRows;
  const nNeurons = checkInteger(`${where}: the length of rowStart less 1`, (spec.rowStart?.length ?? 0) - 1, 1);
  const rowStart = Int32Array.from(spec.rowStart);
  const values = vectorOf(`${where}: values`, spec.values, spec.values?.length ?? 0);
  if (rowStart[0] !== 0 || rowStart[nNeurons] !== values.length) {
    throw new RangeError(
      `${where}: rowStart must run from 0 to the ${values.length} values, got ${spec.rowStart[0]} to ${spec.rowStart[nNeurons]}`,
    );
  }
  for (let i = 0; i < nNeurons; i++) {
    if (rowStart[i + 1] < rowStart[i]) {
      throw new RangeError(`${where}: rowStart must not fall, got ${rowStart[i + 1]} after ${rowStart[i]}`);
    }
  }
  if (spec.columns?.length !== values.length) {
    throw new RangeError(`${where}: columns must be as many as values, ${values.length}, got ${spec.columns?.length}`);
  }
  const columns = Int32Array.from(spec.columns, (column, e) =>
    checkInteger(`${where}: columns[${e}]`, column, 0, nNeurons - 1),
  );
  return { nNeurons, rowStart, columns, values };
}
