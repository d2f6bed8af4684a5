/** Rows as JSON carries them, with lists and tables, and the same as tables and ledgers hold them: a cell each. */
import type { Cell, Row } from "../../io/rows.ts";

/** Takes a value that is no cell back from its words. */
type Reader<Value> = (words: string) => Value;

/** Every column of a row, in order: "cell" where a value is one, or what reads it back from its words. */
export type Columns<OwnRow> = {
  readonly [Name in keyof OwnRow]-?: NonNullable<OwnRow[Name]> extends NonNullable<Cell>
    ? "cell"
    : Reader<NonNullable<OwnRow[Name]>>;
};

/** A row with every value as a cell: numbers of a list apart by blanks, rows of a matrix as "1:0 0:1", tables as JSON. */
export function cellsOf(row: object): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]));
}

/** The row of these cells; what is in no column is left out. */
export function rowOf<OwnRow>(columns: Columns<OwnRow>, cells: Row): OwnRow {
  const found: Record<string, unknown> = {};
  for (const [name, column] of Object.entries<"cell" | Reader<unknown>>(columns)) {
    const cell = cells[name];
    if (cell === undefined) continue;
    found[name] = column === "cell" || cell === null ? cell : column(String(cell));
  }
  return found as OwnRow;
}

/** Reads a list of numbers back from a cell, where blanks separate them. */
export function numbersIn(words: string): number[] {
  return words === "" ? [] : words.split(" ").map(Number);
}

/** Reads a matrix back from a cell: blanks separate its rows, colons the numbers of a row. */
export function matrixIn(words: string): number[][] {
  return words === "" ? [] : words.split(" ").map((row) => row.split(":").map(Number));
}

/** Reads a list of tables back from a cell that holds it as JSON. */
export function tablesIn<Table extends object>(words: string): readonly Table[] {
  return words === "" ? [] : (JSON.parse(words) as Table[]);
}

function cellOf(value: unknown): Cell {
  if (value === undefined) return null;
  if (value === null || typeof value !== "object") return value as Cell;
  if (!isList(value)) return JSON.stringify(value);
  const isFlat = (part: unknown): boolean => part === null || typeof part !== "object";
  const isWords = value.every((part) => isFlat(part) || (isList(part) && part.every(isFlat)));
  return isWords
    ? value.map((part) => (isList(part) ? part.join(":") : String(part))).join(" ")
    : JSON.stringify(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
