/** Square matrices of a spec: checked, copied into flat arrays, and given back as rows. */
import { checkInteger, show } from "../check/check.ts";
import { vectorOf } from "../dynamics/network.ts";

/** A square matrix of finite numbers, as rows or one row after another; copied into f64[N × N]. */
export function squareOf(where: string, given: unknown, most: number): { matrix: Float64Array; nNeurons: number } {
  const list = given as ArrayLike<unknown>;
  if (typeof given !== "object" || given === null || typeof list.length !== "number") {
    throw new TypeError(`${where} must be rows of numbers, got ${show(given)}`);
  }
  const isFlat = typeof list[0] === "number";
  const nNeurons = isFlat ? Math.sqrt(list.length) : list.length;
  if (!Number.isInteger(nNeurons) || nNeurons === 0) {
    throw new RangeError(`${where} must be a square matrix, got ${list.length} numbers`);
  }
  checkInteger(`${where}: rows`, nNeurons, 1, most);
  if (isFlat) return { matrix: vectorOf(where, given, nNeurons * nNeurons), nNeurons };
  const matrix = new Float64Array(nNeurons * nNeurons);
  for (let i = 0; i < nNeurons; i++) matrix.set(vectorOf(`${where}: row ${i}`, list[i], nNeurons), i * nNeurons);
  return { matrix, nNeurons };
}

/** Copies a matrix, f64[N × N] row by row, into a list of its rows. */
export function rowsOf(matrix: Float64Array, nNeurons: number): number[][] {
  return Array.from({ length: nNeurons }, (_, i) => Array.from(matrix.subarray(i * nNeurons, (i + 1) * nNeurons)));
}
