/** Rows as arrays, a column each, for NumPy. */
import { type NpzEntry, writeNpz } from "./npz.ts";
import { type Cell, checkColumns, type Row } from "./rows.ts";

/**
 * Rows as an .npz archive of their columns, for `numpy.load`: an array each, one value a row.
 *
 * Whole numbers become int64, or uint64 where they are given in digits beyond 2^53, truth values uint8, other numbers
 * float64 with NaN for null, words Unicode with "" for null.
 *
 * @param columns  which cells, in which order.
 * @throws RangeError when `columns` is empty or names one twice.
 */
export function toNpz(rows: readonly Row[], columns: readonly string[]): Uint8Array {
  checkColumns("toNpz", columns);
  return writeNpz(
    Object.fromEntries(
      columns.map((name) => [
        name,
        arrayOf(rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null))),
      ]),
    ),
  );
}

function arrayOf(cells: readonly Cell[]): NpzEntry | readonly string[] {
  const shape = [cells.length];
  const kinds = new Set(cells.filter((cell) => cell !== null).map((cell) => typeof cell));
  const isWhole = (cell: Cell): boolean => Number.isSafeInteger(cell) && !Object.is(cell, -0);
  if (kinds.has("string")) {
    const isCount = (cell: Cell): boolean =>
      typeof cell === "string"
        ? /^\d{1,20}$/.test(cell) && BigInt(cell) < 2n ** 64n
        : isWhole(cell) && Number(cell) >= 0;
    if (cells.every(isCount)) return { data: BigUint64Array.from(cells, (cell) => BigInt(cell!)), shape };
    return cells.map((cell) => (cell === null ? "" : String(cell)));
  }
  if (kinds.has("boolean") && kinds.size === 1 && !cells.includes(null)) {
    return { data: Uint8Array.from(cells, Number), shape };
  }
  if (cells.length > 0 && cells.every(isWhole)) {
    return { data: BigInt64Array.from(cells, (cell) => BigInt(cell!)), shape };
  }
  return { data: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))), shape };
}
