/** Sparse matrices as scipy.sparse.save_npz writes them: csr, csc, coo, bsr and dia; and connectivity as this package writes it. */
import type { NpyArray } from "../npy.ts";
import { Edges } from "./edges.ts";
import type { ConnectivityFormat, GivenFile } from "./format.ts";
import { checkSquare, directionOfRows } from "./matrix.ts";
import { arraysIn, readArrays, readWords } from "./npz.ts";
import { counted, refusal } from "./words.ts";

const HOW = "save it by scipy.sparse.save_npz(file, scipy.sparse.csr_matrix(W))";

/** A stored value: row, column, and which of `data` it is. */
type Visit = (row: number, column: number, entry: number) => void;

/** How each format stores where its values stand. */
const LAYOUTS: Readonly<
  Record<
    string,
    {
      readonly members: readonly string[];
      walk(arrays: Stored, visit: Visit): void;
    }
  >
> = {
  csr: {
    members: ["indptr", "indices"],
    walk: (stored, visit) => compressed(stored, stored.shape[0], (row, column, k) => visit(row, column, k)),
  },
  csc: {
    members: ["indptr", "indices"],
    walk: (stored, visit) => compressed(stored, stored.shape[1], (column, row, k) => visit(row, column, k)),
  },
  bsr: {
    members: ["indptr", "indices"],
    walk(stored, visit) {
      const [, height, width] = stored.dataShape;
      if (stored.dataShape.length !== 3 || stored.shape[0] % height !== 0 || stored.shape[1] % width !== 0) {
        throw stored.damaged(`blocks of shape ${stored.dataShape.join(" × ")}`);
      }
      compressed(stored, stored.shape[0] / height, (blockRow, blockColumn, block) => {
        for (let r = 0; r < height; r++) {
          for (let c = 0; c < width; c++) {
            visit(blockRow * height + r, blockColumn * width + c, (block * height + r) * width + c);
          }
        }
      });
    },
  },
  coo: {
    members: ["row", "col"],
    walk(stored, visit) {
      const rows = stored.integers("row");
      const columns = stored.integers("col");
      if (rows.length !== columns.length || rows.length !== stored.nValues) {
        throw stored.damaged(`${rows.length} rows, ${columns.length} columns and ${stored.nValues} values`);
      }
      rows.forEach((row, k) => {
        visit(row, columns[k], k);
      });
    },
  },
  dia: {
    members: ["offsets"],
    walk(stored, visit) {
      const offsets = stored.integers("offsets");
      const [diagonals, length] = stored.dataShape;
      if (stored.dataShape.length !== 2 || diagonals !== offsets.length) {
        throw stored.damaged(`${offsets.length} offsets for data of shape ${stored.dataShape.join(" × ")}`);
      }
      // column j of the k-th diagonal is data[k, j]; what runs over the edge is no part of the matrix
      offsets.forEach((offset, k) => {
        for (let column = Math.max(0, offset); column < Math.min(length, stored.shape[1]); column++) {
          const row = column - offset;
          if (row < stored.shape[0]) visit(row, column, k * length + column);
        }
      });
    },
  },
};

/** The arrays of a file, checked as far as every layout needs. */
interface Stored {
  readonly shape: readonly [number, number];
  readonly dataShape: readonly number[];
  readonly nValues: number;
  integers(member: string): number[];
  damaged(what: string): RangeError;
}

export const scipySparse: ConnectivityFormat = {
  takes: ["matrixRows"],
  recognise(file) {
    const members = arraysIn(file);
    return (
      members !== undefined &&
      (members.includes("format") || (members.includes("indptr") && members.includes("indices")))
    );
  },
  read(file, options) {
    const { name } = file;
    const members = arraysIn(file)!;
    const hasFormat = members.includes("format");
    const format = hasFormat ? formatOf(file) : "csr";
    if (!Object.hasOwn(LAYOUTS, format)) {
      throw refusal(name, `must be of format ${Object.keys(LAYOUTS).join(", ")}, got ${JSON.stringify(format)}`, HOW);
    }
    const layout = LAYOUTS[format];
    const wanted = [...layout.members, ...["data", "shape"].filter((member) => members.includes(member))];
    const missing = layout.members.filter((member) => !members.includes(member));
    if (missing.length > 0) throw refusal(name, `must hold ${missing.join(" and ")} of ${format}, got none`, HOW);
    const arrays = readArrays(file, wanted);
    const { data } = arrays;
    if (data === undefined && format !== "csr" && format !== "csc") {
      throw refusal(name, `must hold data of ${format}, got none`, HOW);
    }
    const stored = storedOf(name, arrays);
    checkSquare(name, ...stored.shape);
    const isBoolean = data === undefined || data.dtype === "|b1";
    const edges = new Edges(name, !isBoolean || hasZeros(data));
    const isTurned = options.matrixRows === "sources";
    layout.walk(stored, (row, column, entry) => {
      if (!isIndex(row, stored.shape[0]) || !isIndex(column, stored.shape[1])) {
        throw refusal(
          name,
          `must have indices from 0 to ${stored.shape[0] - 1}, got ${isIndex(row, stored.shape[0]) ? column : row}`,
          HOW,
        );
      }
      const weight = data === undefined ? 1 : Number(data.data[entry]);
      // blocks and diagonals are filled up with zeros, which state nothing
      if (weight === 0 && (format === "bsr" || format === "dia")) return;
      const where = (): string => `in row ${row}, column ${column} (from 0)`;
      if (isTurned) edges.add(row, column, weight, where);
      else edges.add(column, row, weight, where);
    });
    return {
      nNeurons: stored.shape[0],
      edges,
      notes: [
        `sparse matrix of SciPy, ${format}${hasFormat ? "" : " since no format is named"}`,
        counted(stored.shape[0], "neuron"),
        directionOfRows(options),
      ],
    };
  },
};

function formatOf(file: GivenFile): string {
  const words = readWords(file, "format");
  return words.length === 1 ? words[0] : words.join(" ");
}

function hasZeros(data: NpyArray | undefined): boolean {
  return data !== undefined && Array.prototype.some.call(data.data, (value) => Number(value) === 0);
}

function storedOf(name: string, arrays: Record<string, NpyArray>): Stored {
  const damaged = (what: string): RangeError =>
    refusal(name, `must hold the arrays of a sparse matrix, got ${what}`, HOW);
  const integers = (member: string): number[] => {
    const { data, shape, dtype } = arrays[member];
    if (shape.length !== 1 || dtype.includes("f")) {
      throw damaged(`${member} of ${dtype} and shape ${shape.join(" × ") || "()"}`);
    }
    return Array.from(data as ArrayLike<number | bigint>, Number);
  };
  const shape = arrays["shape"] === undefined ? undefined : integers("shape");
  if (shape !== undefined && (shape.length !== 2 || shape.some((axis) => !(axis >= 0)))) {
    throw damaged(`a shape of ${shape.join(" × ")}`);
  }
  const nRows = arrays["indptr"] === undefined ? 0 : arrays["indptr"].data.length - 1;
  return {
    shape: shape === undefined ? [nRows, nRows] : [shape[0], shape[1]],
    dataShape: arrays["data"]?.shape ?? arrays["indices"].shape,
    nValues: arrays["data"]?.data.length ?? arrays["indices"].data.length,
    integers,
    damaged,
  };
}

/** Visits compressed rows: entries of row i are indptr[i] … indptr[i + 1] − 1. */
function compressed(stored: Stored, nRows: number, visit: Visit): void {
  const starts = stored.integers("indptr");
  const indices = stored.integers("indices");
  const [nEntries] = stored.dataShape;
  if (starts.length !== nRows + 1 || starts[0] !== 0) {
    throw stored.damaged(`${starts.length} entries of indptr for ${nRows} rows`);
  }
  // SciPy keeps room behind the last entry
  if (starts[nRows] > indices.length || starts[nRows] > nEntries) {
    throw stored.damaged(`${indices.length} indices and ${nEntries} values where indptr counts ${starts[nRows]}`);
  }
  const falls = starts.findIndex((start, i) => i > 0 && start < starts[i - 1]);
  if (falls >= 0) throw stored.damaged(`an indptr that decreases at ${falls}`);
  for (let i = 0; i < nRows; i++) {
    for (let k = starts[i]; k < starts[i + 1]; k++) visit(i, indices[k], k);
  }
}

function isIndex(value: number, below: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < below;
}
