/** Matrices of weights from .npy and .csv files. */
import { readNpy } from "./npy.ts";

/**
 * A square matrix from a file: see `readMatrix`.
 *
 * @throws RangeError that names the file and what is wrong with it.
 */
export function readWeights(bytes: Uint8Array, name: string): readonly (readonly number[])[] {
  const rows = readMatrix(bytes, name);
  if (rows[0].length !== rows.length) {
    throw new RangeError(`${name}: weights must be square, got ${rows.length} rows of ${rows[0].length} numbers`);
  }
  return rows;
}

/**
 * A matrix from an .npy file, or from text with a row a line, its numbers apart by commas, semicolons or blanks; lines that
 * begin with # are left out.
 *
 * @param name  of the file: .npy is NumPy's format, anything else is text.
 * @returns     at least one row, all of one length.
 * @throws RangeError that names the file and what is wrong with it.
 */
export function readMatrix(bytes: Uint8Array, name: string): readonly (readonly number[])[] {
  const rows = name.toLowerCase().endsWith(".npy") ? fromNpy(bytes, name) : fromText(bytes, name);
  if (rows.length === 0 || rows[0].length === 0) throw new RangeError(`${name}: a matrix must have numbers, got none`);
  const odd = rows.findIndex((row) => row.length !== rows[0].length);
  if (odd >= 0) {
    throw new RangeError(
      `${name}: rows must be of one length, got ${rows[0].length} and, in row ${odd}, ${rows[odd].length}`,
    );
  }
  return rows;
}

function fromNpy(bytes: Uint8Array, name: string): number[][] {
  const { shape, data } = readNpy(bytes, name);
  if (shape.length !== 2) throw new RangeError(`${name}: a matrix must have 2 axes, got ${shape.length}`);
  const [rows, columns] = shape;
  return Array.from({ length: rows }, (_, i) => {
    return Array.from({ length: columns }, (_, j) => Number(data[i * columns + j]));
  });
}

function fromText(bytes: Uint8Array, name: string): number[][] {
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  const rows: number[][] = [];
  lines.forEach((line, k) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) return;
    const words = text.split(/\s*[,;]\s*|\s+/).filter((word) => word !== "");
    rows.push(
      words.map((word) => {
        const value = Number(word);
        if (!Number.isFinite(value))
          throw new RangeError(`${name}: line ${k + 1} has "${word}" where a number must be`);
        return value;
      }),
    );
  });
  return rows;
}
