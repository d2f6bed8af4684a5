/** What one cell of a result may hold. 64-bit seeds are strings, because a double cannot carry them. */
export type Cell = string | number | boolean | null;

/** One row of a result: column name to cell. A missing column means the same as `null`. */
export type Row = Readonly<Record<string, Cell>>;

/**
 * Checks that every column is named once.
 *
 * @param caller   function that took the columns, for the message.
 * @param columns  names, in the order in which they are written.
 * @throws RangeError when there is no column or a name comes twice.
 */
export function checkColumns(caller: string, columns: readonly string[]): void {
  if (columns.length === 0) throw new RangeError(`${caller}: columns must name at least one column, got none`);
  const seen = new Set<string>();
  for (const column of columns) {
    if (seen.has(column)) {
      throw new RangeError(`${caller}: columns must be distinct, got ${JSON.stringify(column)} twice`);
    }
    seen.add(column);
  }
}
