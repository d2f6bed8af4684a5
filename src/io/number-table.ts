/** Matrices in text: a row a line, with or without a head and labels of rows. */
import type { NumberArray } from "./arrays.ts";
import { type Table, tableOf } from "./connectivity/table.ts";
import { textOf } from "./connectivity/text.ts";

/** A matrix and the words that stand above its columns and before its rows. */
export interface NumberTable extends NumberArray {
  readonly columnLabels?: readonly string[];
  readonly rowLabels?: readonly string[];
}

/** What other formats of text begin with, their names, and how they become a matrix. */
const FOREIGN: readonly (readonly [start: RegExp, name: string, how: string])[] = [
  [/^%%MatrixMarket/i, "a Matrix Market file", 'numpy.save("w.npy", scipy.io.mmread(file).toarray())'],
  [/^\s*[{[]/, "JSON", "rows stand in the spec itself, or as text with a row a line"],
  [/^\s*</, "XML", "text has a row a line, numpy.savetxt(file, W)"],
  [/^\s*\*(vertices|network)/i, "a Pajek file", 'numpy.save("w.npy", networkx.to_numpy_array(G).T)'],
];

/**
 * A matrix from text: a row a line, cells apart by commas, semicolons, tabs or blanks and perhaps in quotes; lines that begin with # are
 * left out, and so are a head of words and a first column of them.
 *
 * @param name  what to call the file in a message.
 * @throws RangeError that names the file, the line and what is wrong with it.
 */
export function readTable(bytes: Uint8Array, name: string): NumberTable {
  const { rows, lines } = cellsIn(bytes, name);
  if (rows.length === 0) throw new RangeError(`${name}: a matrix must have numbers, got none`);
  const hasHead = isHead(rows);
  const body = rows.slice(hasHead ? 1 : 0);
  const hasLabels = body.length > 0 && isLabeled(hasHead ? rows[0] : undefined, body);
  const cells = hasLabels ? body.map((row) => row.slice(1)) : body;
  const columns = cells[0]?.length ?? 0;
  if (columns === 0) throw new RangeError(`${name}: a matrix must have numbers, got none`);
  const odd = cells.findIndex((row) => row.length !== columns);
  if (odd >= 0) {
    throw new RangeError(
      `${name}: rows must be of one length, got ${columns} and, in row ${odd}, ${cells[odd].length}`,
    );
  }
  const data = new Float64Array(cells.length * columns);
  cells.forEach((row, i) => {
    row.forEach((cell, j) => {
      const line = `${name}: line ${lines[i + (hasHead ? 1 : 0)]}`;
      if (cell === "") {
        throw new RangeError(
          `${line} has an empty cell in column ${j + 1 + (hasLabels ? 1 : 0)}; write 0 where nothing is meant`,
        );
      }
      const value = numberIn(cell);
      if (value === undefined) throw new RangeError(`${line} has ${JSON.stringify(cell)} where a number must be`);
      data[i * columns + j] = value;
    });
  });
  const head = hasHead ? rows[0].slice(rows[0].length - columns) : undefined;
  return {
    shape: [cells.length, columns],
    data,
    dtype: "text",
    isInkBright: false,
    ...(head && { columnLabels: head }),
    ...(hasLabels && { rowLabels: body.map((row) => row[0]) }),
  };
}

/** Cells of the lines that have any, and the numbers of these lines, from 1. */
function cellsIn(bytes: Uint8Array, name: string): Pick<Table, "rows" | "lines"> {
  const text = textOf(bytes, name);
  if (text === undefined) {
    throw new RangeError(`${name} must be an array (.npy, .npz, IDX) or a text of numbers, got bytes that are no text`);
  }
  const foreign = FOREIGN.find(([start]) => start.test(text));
  if (foreign)
    throw new RangeError(`${name} must be a text of numbers, a row a line, got ${foreign[1]}; ${foreign[2]}`);
  return tableOf(name, text);
}

function numberIn(cell: string): number | undefined {
  const value = /^(true|false)$/i.test(cell) ? (/^t/i.test(cell) ? 1 : 0) : Number(cell);
  return cell !== "" && Number.isFinite(value) ? value : undefined;
}

/** What tables write where a number is missing or none: no words either. */
const NO_NUMBER = /^(nan|n\/?a|<na>|null|none|[+-]?inf(inity)?|-|\?)$/i;

const isWord = (cell: string): boolean => cell !== "" && !NO_NUMBER.test(cell) && numberIn(cell) === undefined;

/** A head has words where the rows below have numbers, or begins with a cell of nothing above the labels of rows. */
function isHead(rows: readonly (readonly string[])[]): boolean {
  const [first, second] = rows;
  if (second === undefined) return false;
  // as R writes it: nothing above the labels
  if (first.length === second.length - 1) return first.every(isWord) || isWord(second[0]);
  if (first.length !== second.length) return false;
  if (first.length === 1) return isWord(first[0]) && !isWord(second[0]);
  // a word in every column but the first, where labels would stand, or none at all above the labels
  const others = first.slice(1);
  return others.every(isWord) || (!first[0] && others.every((cell) => cell !== "")) || isNumbered(rows);
}

/** Rows and columns under numbers, and a word in the corner. */
function isNumbered(rows: readonly (readonly string[])[]): boolean {
  const [corner, ...head] = rows[0];
  return (
    isWord(corner) &&
    !rows.slice(1).some(([label]) => isWord(label)) &&
    head.every((cell, k) => Number(cell) - k === Number(head[0]))
  );
}

function isLabeled(head: readonly string[] | undefined, body: readonly (readonly string[])[]): boolean {
  if (body.some(([first]) => isWord(first))) return body[0].length > 1;
  if (head === undefined) return false;
  if (head.length === body[0].length - 1 || head[0] === "") return true;
  return head.slice(1).every((cell, k) => cell !== "" && cell === body[k]?.[0]) || isNumbered([head, ...body]);
}
