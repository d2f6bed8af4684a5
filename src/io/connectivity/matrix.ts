/** Matrices of N × N numbers as edges: the target in the row, unless rows are said to be sources. */
import { Edges } from "./edges.ts";
import type { ConnectivityOptions, StatedNetwork } from "./format.ts";
import { counted, refusal } from "./words.ts";

/** How `--matrix-rows` is noted. */
export function directionOfRows({ matrixRows = "targets" }: ConnectivityOptions): string {
  return `rows are ${matrixRows} (--matrix-rows ${matrixRows === "targets" ? "sources" : "targets"} turns it)`;
}

/** The edges of a matrix: a cell other than 0 is one. */
export function matrixNetwork(
  name: string,
  [rows, columns]: readonly [rows: number, columns: number],
  cell: (row: number, column: number) => number,
  options: ConnectivityOptions,
  { label, names, isBoolean = false }: { label: string; names?: readonly string[]; isBoolean?: boolean },
): StatedNetwork {
  checkSquare(name, rows, columns);
  const edges = new Edges(name, !isBoolean);
  const isTurned = options.matrixRows === "sources";
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      const weight = cell(i, j);
      if (weight === 0) continue;
      const where = (): string => `in row ${i + 1}, column ${j + 1}`;
      if (isTurned) edges.add(i, j, weight, where);
      else edges.add(j, i, weight, where);
    }
  }
  return {
    nNeurons: rows,
    edges,
    ...(names && { names }),
    notes: [label, counted(rows, "neuron"), directionOfRows(options)],
  };
}

/** Refuses matrices between two different sets of neurons. */
export function checkSquare(name: string, rows: number, columns: number): void {
  if (rows === columns && rows >= 2) return;
  throw refusal(
    name,
    `must hold a square matrix [N × N] with N ≥ 2, got ${rows} × ${columns}`,
    "give every neuron a row and a column, as df.reindex(index=names, columns=names, fill_value=0) does; edges as columns source and target are saved as text, numpy.savetxt(file, edges, fmt='%d')",
  );
}
