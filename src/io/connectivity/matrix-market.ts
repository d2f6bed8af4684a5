/** Matrix Market (.mtx), as scipy.io.mmwrite, MATLAB and SuiteSparse write it. */
import { Edges } from "./edges.ts";
import type { ConnectivityFormat } from "./format.ts";
import { checkSquare, directionOfRows } from "./matrix.ts";
import { numberIn } from "./numbers.ts";
import { counted, excerpt, refusal } from "./words.ts";

const HOW = "save it by scipy.io.mmwrite(file, scipy.sparse.coo_matrix(W))";

export const matrixMarket: ConnectivityFormat = {
  takes: ["matrixRows"],
  recognise: ({ text }) => text !== undefined && /^%%MatrixMarket/i.test(text),
  read({ name, text }, options) {
    const lines = (text ?? "").split(/\r\n|\n|\r/);
    const [, object, layout, field, symmetry] = lines[0].trim().toLowerCase().split(/\s+/);
    const isArray = layout === "array";
    const isPattern = field === "pattern";
    if (object !== "matrix" || !(isArray || layout === "coordinate")) {
      throw refusal(name, `must hold a matrix of coordinate or array, got ${excerpt(lines[0])}`, HOW);
    }
    if (!["real", "double", "integer", "unsigned-integer", "pattern"].includes(field) || (isArray && isPattern)) {
      throw refusal(name, `must hold real or integer numbers, or a pattern, got ${excerpt(field ?? "")}`, HOW);
    }
    if (!["general", "symmetric", "skew-symmetric"].includes(symmetry)) {
      throw refusal(name, `must be general, symmetric or skew-symmetric, got ${excerpt(symmetry ?? "")}`, HOW);
    }
    const mirror = symmetry === "general" ? 0 : symmetry === "symmetric" ? 1 : -1;
    let at = 1;
    const next = (): string[] | undefined => {
      for (; at < lines.length; at++) {
        const line = lines[at].trim();
        if (line === "" || line.startsWith("%")) continue;
        at++;
        return line.split(/\s+/);
      }
      return undefined;
    };
    const damaged = (what: string): RangeError => refusal(name, `must hold what its size line says, got ${what}`, HOW);
    const whole = (word: string | undefined, least: number, most: number): number => {
      const value = word !== undefined && /^\d{1,15}$/.test(word) ? Number(word) : -1;
      if (value >= least && value <= most) return value;
      throw damaged(`${excerpt(word ?? "")} in line ${at} where a whole number from ${least} to ${most} must be`);
    };
    const size = next() ?? [];
    if (size.length !== (isArray ? 2 : 3)) throw damaged(`a size line of ${size.length} numbers`);
    const [rows, columns] = [whole(size[0], 0, 2 ** 31), whole(size[1], 0, 2 ** 31)];
    checkSquare(name, rows, columns);
    const edges = new Edges(name, !isPattern);
    const isTurned = options.matrixRows === "sources";
    const state = (row: number, column: number, weight: number): void => {
      const where = (): string => `in line ${at}`;
      if (isTurned) edges.add(row, column, weight, where);
      else edges.add(column, row, weight, where);
    };
    const weightIn = (word: string | undefined): number => {
      const value = word === undefined ? undefined : numberIn(word);
      if (value !== undefined) return value;
      throw damaged(`${excerpt(word ?? "")} in line ${at} where a number must be`);
    };
    const put = (row: number, column: number, weight: number): void => {
      if (mirror !== 0 && column > row) throw damaged(`an entry above the diagonal in line ${at}, of ${symmetry}`);
      state(row, column, weight);
      if (mirror !== 0 && row !== column) state(column, row, mirror * weight);
    };
    if (isArray) {
      for (let column = 0; column < columns; column++) {
        const first = mirror === 0 ? 0 : mirror === 1 ? column : column + 1;
        for (let row = first; row < rows; row++) {
          const words = next();
          if (words?.length !== 1) throw damaged(`${words?.length ?? 0} numbers in line ${at}`);
          const weight = weightIn(words[0]);
          if (weight !== 0) put(row, column, weight);
        }
      }
    } else {
      const count = whole(size[2], 0, 2 ** 31);
      for (let k = 0; k < count; k++) {
        const words = next();
        if (words === undefined) throw damaged(`${k} entries of ${count}`);
        if (words.length !== (isPattern ? 2 : 3)) throw damaged(`${words.length} numbers in line ${at}`);
        put(whole(words[0], 1, rows) - 1, whole(words[1], 1, columns) - 1, isPattern ? 1 : weightIn(words[2]));
      }
    }
    if (next() !== undefined) throw damaged(`more in line ${at}`);
    return {
      nNeurons: rows,
      edges,
      notes: [`Matrix Market, ${layout}, ${field}, ${symmetry}`, counted(rows, "neuron"), directionOfRows(options)],
    };
  },
};
