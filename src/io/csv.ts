/** Rows as comma-separated values. */
import { type Cell, checkColumns, type Row } from "./rows.ts";

const LINE_END = "\r\n"; // RFC 4180, section 2.1

/**
 * Rows as CSV (RFC 4180) with a header line.
 *
 * Numbers are written with the fewest digits that read back to the same double ("-0" included), NaN and the infinities
 * as "NaN", "Infinity", "-Infinity" (pandas reads all of them), null and missing cells as nothing. An empty string is
 * written `""`, so a reader that cares can tell it from null.
 *
 * @param rows     in the order in which they are written.
 * @param columns  which cells, in which order; cells of other names are left out.
 * @throws RangeError when `columns` is empty or names one twice.
 * @throws TypeError when a cell is not a string, number, boolean or null.
 */
export function toCsv(rows: readonly Row[], columns: readonly string[]): string {
  checkColumns("toCsv", columns);
  const lines = [columns.map(quote).join(",")];
  rows.forEach((row, index) => {
    const cells = columns.map((column) => showCell(Object.hasOwn(row, column) ? row[column] : null, column, index));
    // An empty line would be skipped by most readers and the row with it.
    lines.push(cells.length === 1 && cells[0] === "" ? '""' : cells.join(","));
  });
  return lines.join(LINE_END) + LINE_END;
}

function showCell(value: Cell | undefined, column: string, rowIndex: number): string {
  if (value === null || value === undefined) return "";
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
      return String(value);
    case "string":
      return quote(value);
    default:
      throw new TypeError(
        `toCsv: cell ${JSON.stringify(column)} of row ${rowIndex} must be a string, number, boolean or null, got ${typeof value}`,
      );
  }
}

function quote(text: string): string {
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
