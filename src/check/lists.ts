/** Specs take one value or several. */

export function listOf<T>(where: string, value: T | readonly T[]): readonly T[] {
  const list = Array.isArray(value) ? (value as readonly T[]) : [value as T];
  if (list.length === 0) throw new RangeError(`${where} must name at least one, got none`);
  return list;
}

export function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}

/** Rows of the same key together, keys in order of their first row. */
export function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}
