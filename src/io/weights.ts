/** Matrices of weights from files of numbers. */
import { foreignFormat, readArray } from "./arrays.ts";
import { type NumberTable, readTable } from "./number-table.ts";

/** Words in the heads of lists of edges. */
const EDGES = [/^(source|from|pre|sender|i$)/i, /^(target|to|post|receiver|j$)/i];

type Rows = readonly (readonly number[])[];

/**
 * A square matrix of weights from the bytes of a file: `.npy` and `.npz` with one matrix, or text with a row a line, cells apart by commas,
 * semicolons, tabs or blanks, in quotes or not, with or without labels of rows and columns. Columns follow the order of the rows.
 *
 * @param name  what to call the file in a message.
 * @returns     W_ij from neuron j to i in row i.
 * @throws RangeError or TypeError that names the file, what is wrong with it and how to convert it.
 */
export function readWeights(bytes: Uint8Array, name: string): Rows {
  const table = inOneOrder(readNumbers(bytes, name), name);
  const [rows, columns] = table.shape;
  if (table.shape.length !== 2) {
    throw new RangeError(
      `${name}: a matrix must have 2 axes, got ${table.shape.length}; save one of its matrices alone`,
    );
  }
  const isList = EDGES.every((words) => table.columnLabels?.some((label) => words.test(label)));
  if (rows !== columns || isList) {
    const head = table.columnLabels ? ` below the head ${table.columnLabels.join(", ").slice(0, 40)}` : "";
    throw new RangeError(
      `${name}: weights must be ${isList ? "a matrix" : "square"}, got ${rows} rows of ${columns} numbers${head}; a list of edges becomes a matrix by networkx.to_numpy_array`,
    );
  }
  return rowsOf(table, columns, name);
}

/**
 * The rows of a matrix of any size, as `readWeights` reads it; further axes are laid behind each other.
 *
 * @param name  what to call the file in a message.
 * @returns     at least one row, all of one length.
 * @throws RangeError or TypeError that names the file and what is wrong with it.
 */
export function readMatrix(bytes: Uint8Array, name: string): Rows {
  const table = readNumbers(bytes, name);
  const [rows, ...others] = table.shape;
  if (others.length === 0)
    throw new RangeError(`${name}: a matrix must have 2 axes, got 1; a single row is x[None, :]`);
  const columns = others.reduce((product, axis) => product * axis, 1);
  if (rows * columns === 0) throw new RangeError(`${name}: a matrix must have numbers, got none`);
  return rowsOf(table, columns, name);
}

/**
 * Coordinates of neurons, a row each in the order of their indices: see `readMatrix`. Rows with names are refused, since they might stand in
 * another order.
 */
export function readPositions(bytes: Uint8Array, name: string): Rows {
  const { rowLabels } = readNumbers(bytes, name);
  if (rowLabels === undefined) return readMatrix(bytes, name);
  throw new RangeError(
    `${name}: coordinates must be numbers alone, a neuron a line in the order of the connectivity's neurons, got names such as ${JSON.stringify(rowLabels[0])}; df.loc[names].to_csv(file, index=False) writes them so`,
  );
}

function readNumbers(bytes: Uint8Array, name: string): NumberTable {
  const foreign = foreignFormat(bytes);
  if (foreign !== undefined) {
    throw new RangeError(`${name} must hold a matrix, got ${foreign}; numpy.save("w.npy", matrix) writes one`);
  }
  return readArray(bytes, name) ?? readTable(bytes, name);
}

function rowsOf({ data, shape: [rows] }: NumberTable, columns: number, name: string): Rows {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_unused, j) => {
      const value = data[i * columns + j];
      if (Number.isFinite(value)) return value;
      throw new RangeError(
        `${name}: numbers must be finite, got ${value} in row ${i}, column ${j}; numpy.nan_to_num(W) puts 0 there`,
      );
    }),
  );
}

/** Columns in the order of the rows, where both are named. */
function inOneOrder(table: NumberTable, name: string): NumberTable {
  const { rowLabels, columnLabels, data, shape } = table;
  if (!rowLabels || !columnLabels || rowLabels.every((label, i) => label === columnLabels[i])) return table;
  const places = rowLabels.map((label) => columnLabels.indexOf(label));
  const missing = places.indexOf(-1);
  if (missing >= 0 || new Set(places).size !== columnLabels.length) {
    throw new RangeError(
      `${name}: rows and columns must be of the same neurons, got ${JSON.stringify(rowLabels[Math.max(0, missing)])} among the rows alone; df.reindex(columns=df.index, fill_value=0) gives both the same`,
    );
  }
  const [rows, columns] = shape;
  const sorted = Array.from({ length: rows * columns }, (_, at) => {
    return data[Math.floor(at / columns) * columns + places[at % columns]];
  });
  return { ...table, data: sorted };
}
