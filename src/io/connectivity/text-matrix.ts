/** Matrices as text: numbers alone, or with names of neurons in the first line, the first column, or both. */
import { fitOf, hasTimes } from "./edge-list.ts";
import type { ConnectivityFormat } from "./format.ts";
import { saysEdges } from "./head.ts";
import { matrixNetwork } from "./matrix.ts";
import { isNumber, numberIn } from "./numbers.ts";
import { excerpt, refusal } from "./words.ts";

type Rows = readonly (readonly string[])[];

/** Where the numbers of a matrix stand, and what names its rows and columns. */
interface Shape {
  readonly firstRow: number;
  readonly firstColumn: number;
  /** Names of columns and of rows, where they are there. */
  readonly columns?: readonly string[];
  readonly rows?: readonly string[];
}

export const textMatrix: ConnectivityFormat = {
  isShaped: true,
  takes: ["matrixRows"],
  recognise({ name, text, table }) {
    if (text === undefined || hasTimes(table)) return false;
    const shape = shapeOf(table.rows);
    return shape !== undefined && !isEdgeList(name, table.rows, shape);
  },
  read({ name, table }, options) {
    const { rows, lines } = table;
    const shape = shapeOf(rows) ?? { firstRow: 0, firstColumn: 0 };
    const body = rows.slice(shape.firstRow);
    if (body.length === 0)
      throw refusal(name, "must hold a matrix, got no numbers", "save it by numpy.savetxt(file, W)");
    const width = (body[0]?.length ?? 0) - shape.firstColumn;
    body.forEach((row, k) => {
      if (row.length - shape.firstColumn === width) return;
      throw refusal(
        name,
        `must have rows of one length, got ${row.length - shape.firstColumn} numbers in line ${lines[k + shape.firstRow]} and ${width} before`,
        "write a number in every cell, 0 where there is no synapse",
      );
    });
    const order = columnOrder(name, shape);
    const at = order ? (j: number): number => order[j] : (j: number): number => j;
    const cell = (i: number, j: number): number => {
      const word = body[i][shape.firstColumn + at(j)];
      const value = numberIn(word);
      if (value !== undefined) return value;
      throw refusal(
        name,
        `must hold numbers alone, got ${word === "" ? "an empty cell" : excerpt(word)} in line ${lines[i + shape.firstRow]}, cell ${at(j) + shape.firstColumn + 1}`,
        "write 0 where there is no synapse, as df.fillna(0) does, with decimal points",
      );
    };
    if (body.length !== width) {
      throw refusal(
        name,
        `must hold a square matrix [N × N], got ${body.length} rows of ${width} numbers`,
        "give every neuron a row and a column, as df.reindex(index=names, columns=names, fill_value=0) does; edges in columns of numbers are read with --connectivity-format edge-list",
      );
    }
    const names = shape.rows ?? shape.columns;
    return matrixNetwork(name, [body.length, width], cell, options, {
      label: `matrix, cells between ${table.separator}${names ? ", with names" : ""} (--connectivity-format edge-list reads edges)`,
      ...(names && { names }),
    });
  },
};

/** The shape of a matrix, square or (of more than three columns) not; undefined where a table is none. */
function shapeOf(rows: Rows): Shape | undefined {
  const [first, second] = rows;
  if (rows.length < 2 || first.length < 2 || (first.length <= 3 && rows.length > 5)) return undefined;
  if (saysEdges(first)) return undefined;
  const body = rows.slice(1);
  const top = first.slice(1);
  const left = body.map(([cell]) => cell);
  if (body.every((row) => row.length === second.length)) {
    // names in both: the first line has an empty corner, a title there, or (as R writes it) no corner
    const isWithoutCorner = first.length === second.length - 1;
    const columns = isWithoutCorner ? first : top;
    const hasCorner = isWithoutCorner || (first.length === second.length && !isNumber(first[0]));
    if (hasCorner && columns.length >= 2 && areNames(columns) && areNames(left)) {
      if (areNumbers(body, 1) && (sameNames(columns, left) || isWide(first[0], columns, left))) {
        return { firstRow: 1, firstColumn: 1, columns, rows: left };
      }
    }
  }
  if (rows.some((row) => row.length !== first.length)) return undefined;
  if (first.every((cell) => !isNumber(cell)) && areNames(first) && areNumbers(body, 0)) {
    if (isSquareOrWide(body.length, first.length)) return { firstRow: 1, firstColumn: 0, columns: first };
  }
  if (areNumbers(rows, 0)) {
    const isNumbered = first.length + 1 === rows.length && isRange(first);
    if (isNumbered) return { firstRow: 1, firstColumn: 0 };
    return isSquareOrWide(rows.length, first.length) ? { firstRow: 0, firstColumn: 0 } : undefined;
  }
  if (first.length >= 3 && areNumbers(rows, 1) && first.length - 1 === rows.length) {
    const names = rows.map(([cell]) => cell);
    if (names.every((cell) => !isNumber(cell)) && areNames(names)) return { firstRow: 0, firstColumn: 1, rows: names };
  }
  return undefined;
}

/**
 * Whether a table that has the shape of a small matrix is a list of edges in every respect, and no matrix as people write them: those
 * have zeros on their diagonal.
 *
 * @throws RangeError when both are as likely: 0,1 above 2,0.
 */
function isEdgeList(name: string, rows: Rows, { firstRow, firstColumn }: Shape): boolean {
  const width = rows[firstRow].length;
  if (firstColumn > 0) return false;
  const body = rows.slice(firstRow);
  const isTitledByNumbers = firstRow === 1 && isNumber(rows[0][0]);
  const edges = isTitledByNumbers ? rows : body;
  if (width > 3) return firstRow === 0 && fitOf(edges) === "ids";
  const isHollow = body.every((row, i) => Number(row[i]) === 0);
  const isBinary = body.every((row) => row.every((cell) => Number(cell) <= 1));
  if (isTitledByNumbers) return !isHollow || fitOf(edges) === "run";
  if (isHollow && (width === 3 || isBinary)) return false;
  const fit = fitOf(edges);
  if (fit === undefined || (fit === "pairs" && isHollow)) return false;
  if (fit === "ids" || (fit === "run" && !isHollow)) return true;
  throw refusal(
    name,
    `may be ${edges.length} edges or a matrix of ${body.length} neurons`,
    "say which, by --connectivity-format edge-list or --connectivity-format matrix",
  );
}

function isSquareOrWide(nRows: number, nColumns: number): boolean {
  return nRows === nColumns || nColumns > 3;
}

/** Names on two sides that differ are those of two sets of neurons, unless the table may be one of edges. */
function isWide(corner: string, columns: readonly string[], rows: readonly string[]): boolean {
  return (columns.length > 3 || corner === "") && [...columns, ...rows].every((cell) => !isNumber(cell));
}

/** Whether columns hold numbers; a cell among them that is empty or a word is refused as such by the reader. */
function areNumbers(rows: Rows, firstColumn: number): boolean {
  const width = rows[0]?.length ?? 0;
  if (width <= firstColumn) return false;
  const odd = new Int32Array(width);
  for (const row of rows) {
    for (let c = firstColumn; c < width; c++) if (!isNumber(row[c])) odd[c]++;
  }
  return odd.every((count) => 2 * count < rows.length);
}

function areNames(cells: readonly string[]): boolean {
  return cells.every((cell) => cell !== "") && new Set(cells).size === cells.length;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  const all = new Set(b);
  return a.length === b.length && a.every((cell) => all.has(cell));
}

/** 0, 1, 2, … or 1, 2, 3, …, as pandas titles columns. */
function isRange(cells: readonly string[]): boolean {
  const base = Number(cells[0]);
  return (base === 0 || base === 1) && cells.every((cell, k) => cell === String(k + base));
}

/** The column of each row's neuron, where both are named in different orders. */
function columnOrder(name: string, { columns, rows }: Shape): readonly number[] | undefined {
  if (columns === undefined || rows === undefined) return undefined;
  if (!sameNames(columns, rows)) {
    const odd = columns.find((cell) => !rows.includes(cell)) ?? rows.find((cell) => !columns.includes(cell)) ?? "";
    throw refusal(
      name,
      `must be square, with the same neurons in rows and columns, got ${rows.length} rows and ${columns.length} columns, and ${excerpt(odd)} on one side alone`,
      "give every neuron a row and a column, as df.reindex(index=names, columns=names, fill_value=0) does",
    );
  }
  const places = new Map(columns.map((cell, j) => [cell, j]));
  return rows.map((cell) => places.get(cell)!);
}
