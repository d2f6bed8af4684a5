/** Rows as a Parquet file, for pandas, Polars and DuckDB. */
import { type Cell, checkColumns, type Row } from "./rows.ts";

type ColumnType = "BOOLEAN" | "INT32" | "INT64" | "DOUBLE" | "STRING";

const MAX_INT32 = 2 ** 31 - 1;

/**
 * Rows as a Parquet file (Snappy), for pandas, Polars, DuckDB, Arrow.
 *
 * A column's type follows from its cells: strings STRING, truth values BOOLEAN, whole numbers INT32 or (up to 2^53)
 * INT64, other numbers DOUBLE; -0, NaN and the infinities make a column DOUBLE. A column without any value is DOUBLE,
 * because the columns that may be empty (such as `epsilon`) are measurements. Every column may hold nulls.
 *
 * @param rows      in the order in which they are written.
 * @param columns   which cells, in which order; cells of other names are left out, missing ones are null.
 * @param metadata  key-value pairs of the file's footer, for example the spec and the version.
 * @throws RangeError when `columns` is empty or names one twice.
 * @throws TypeError when a column mixes strings, numbers and truth values.
 */
export async function toParquet(
  rows: readonly Row[],
  columns: readonly string[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  checkColumns("toParquet", columns);
  const columnData = columns.map((name) => {
    const cells = rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null));
    const type = columnType(name, cells);
    return { name, type, nullable: true, data: type === "INT64" ? cells.map(toBigInt) : cells };
  });
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const buffer = parquetWriteBuffer({
    columnData,
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: "palimpsest",
  });
  return new Uint8Array(buffer);
}

function columnType(name: string, cells: readonly Cell[]): ColumnType {
  let kind: string | undefined;
  let isWhole = true;
  let largest = 0;
  cells.forEach((cell, index) => {
    if (cell === null) return;
    const cellKind = typeof cell;
    if (cellKind !== "string" && cellKind !== "number" && cellKind !== "boolean") {
      throw new TypeError(
        `toParquet: cell ${JSON.stringify(name)} of row ${index} must be a string, number, boolean or null, got ${cellKind}`,
      );
    }
    if (kind !== undefined && cellKind !== kind) {
      throw new TypeError(
        `toParquet: column ${JSON.stringify(name)} must hold values of one kind, got a ${cellKind} in row ${index} after ${kind}s`,
      );
    }
    kind = cellKind;
    if (typeof cell === "number") {
      isWhole &&= Number.isSafeInteger(cell) && !Object.is(cell, -0);
      largest = Math.max(largest, cell < 0 ? -cell - 1 : cell);
    }
  });
  if (kind === "string") return "STRING";
  if (kind === "boolean") return "BOOLEAN";
  if (kind === undefined || !isWhole) return "DOUBLE";
  return largest <= MAX_INT32 ? "INT32" : "INT64";
}

function toBigInt(cell: Cell): bigint | null {
  return typeof cell === "number" ? BigInt(cell) : null;
}
