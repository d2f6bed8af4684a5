/** Lists of numbers as the address and the fields hold them: "0,2;2,0". */

export type Rows = readonly (readonly number[])[];

export function parseRows(text: string): Rows {
  return text.split(";").map((row) => row.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part))));
}

export function formatRows(rows: Rows): string {
  return rows.map((row) => row.map((value) => String(value + 0)).join(",")).join(";");
}

/** Whether a text holds from `least` to `most` rows, each of 2 or 3 numbers within ±`reach`; a row a column if `isSquare`. */
export function isRows(text: string, least: number, most: number, reach: number, isSquare = false): boolean {
  const rows = parseRows(text);
  const size = rows[0].length;
  return (
    rows.length >= least &&
    rows.length <= most &&
    (size === 2 || size === 3) &&
    (!isSquare || rows.length === size) &&
    rows.every((row) => row.length === size && row.every((value) => Math.abs(value) <= reach))
  );
}

/** A pattern for N neurons: what is missing is 0. */
export function fitted(row: readonly number[], N: number): number[] {
  return Array.from({ length: N }, (_, i) => row[i] ?? 0);
}

export function replaced(rows: Rows, at: number, row: readonly number[]): Rows {
  return rows.map((one, k) => (k === at ? row : one));
}
