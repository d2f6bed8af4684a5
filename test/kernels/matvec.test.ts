/** The kernels of products of a matrix with a vector, dense and sparse: the same bits on both backends. */
import { describe, expect, it } from "vitest";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { guarded } from "../support/guard.ts";
import { randomVector } from "../support/networks.ts";
import { plainRandom } from "../support/plain-random.ts";
import { expectSame } from "../support/same.ts";

const { wasm, js, all } = await bothBackends();
/** 1 … two vectors of four rows and columns plus one, and both sides of a multiple of 8 rows. */
const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 23, 33];

interface Problem {
  readonly rows: number;
  readonly columns: number;
  readonly matrix: Float64Array;
  readonly x: Float64Array;
}

function problem(rows: number, columns: number): Problem {
  const random = plainRandom(rows * 100 + columns);
  return {
    rows,
    columns,
    matrix: randomVector(rows * columns, random),
    x: randomVector(Math.max(rows, columns), random),
  };
}

function dense(kernels: Kernels, { rows, columns, matrix, x }: Problem, kind: "float64" | "float32"): Float64Array {
  return inScratch(kernels, () => {
    const stride = (columns + 3) & ~3;
    const padded = kernels.arena[kind](rows * stride);
    for (let i = 0; i < rows; i++) padded.view.set(matrix.subarray(i * columns, (i + 1) * columns), i * stride);
    const vector = kernels.arena.float64(stride);
    vector.view.set(x.subarray(0, columns));
    const out = guarded(kernels.arena, "float64", rows);
    kernels.denseProduct(padded, vector, out.block, rows, stride);
    out.expectIntact();
    return out.values();
  });
}

/** To twice the rounding of n additions of numbers below 1. */
function expectClose(found: Float64Array, expected: readonly number[], n: number): void {
  found.forEach((value, i) => {
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(2 * n * n * 2 ** -53);
  });
}

const rowSums = ({ rows, columns, matrix, x }: Problem, round = (value: number) => value) =>
  Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += round(matrix[i * columns + j]) * x[j];
    return sum;
  });

describe("products of a matrix with a vector", () => {
  it("dense rows in f64 and f32: both backends the same bits, close to the definition", () => {
    for (const rows of SIZES) {
      for (const columns of SIZES) {
        const given = problem(rows, columns);
        const found = dense(wasm, given, "float64");
        expectSame(found, dense(js, given, "float64"));
        expectClose(found, rowSums(given), columns);
        const narrow = dense(wasm, given, "float32");
        expectSame(narrow, dense(js, given, "float32"));
        // f32 is storage alone: the sums are those of the rounded matrix
        expectSame(narrow, dense(wasm, { ...given, matrix: given.matrix.map(Math.fround) }, "float64"));
        expectClose(narrow, rowSums(given, Math.fround), columns);
      }
    }
  });

  it("a matrix beyond the caches gives the same bits as its rows one by one", () => {
    const [rows, stride] = [1027, 2112]; // 17 MB: twelve rows at a time, and seven left
    const random = plainRandom(1);
    const x = randomVector(stride, random);
    inScratch(wasm, () => {
      const matrix = wasm.arena.float64(rows * stride);
      const { view } = matrix;
      for (let k = 0; k < view.length; k++) view[k] = ((k * 2654435761) % 1000) / 1000 - 0.5;
      const vector = wasm.arena.float64(stride);
      vector.view.set(x);
      const out = wasm.arena.float64(rows);
      wasm.denseProduct(matrix, vector, out, rows, stride);
      const one = wasm.arena.float64(stride);
      const single = wasm.arena.float64(1);
      for (const i of [0, 1, 11, 12, 511, 1019, 1020, 1026]) {
        one.view.set(matrix.view.subarray(i * stride, (i + 1) * stride));
        wasm.denseProduct(one, vector, single, 1, stride);
        expect(single.view[0]).toBe(out.view[i]);
      }
    });
  });

  it("sparse rows of any length, empty ones included, and the transposed matrix", () => {
    for (const rows of SIZES) {
      const random = plainRandom(rows);
      const rowStart = Int32Array.from({ length: rows + 1 });
      for (let i = 0; i < rows; i++) rowStart[i + 1] = rowStart[i] + (i % 12);
      const columns = Int32Array.from({ length: rowStart[rows] }, () => Math.floor(random() * rows));
      const values = randomVector(columns.length, random);
      const x = randomVector(rows, random);
      const sums = Array.from({ length: rows }, (_, i) => {
        let sum = 0;
        for (let e = rowStart[i]; e < rowStart[i + 1]; e++) sum += values[e] * x[columns[e]];
        return sum;
      });
      const given = problem(rows, rows + 2);
      const columnSums = Array.from({ length: rows + 2 }, (_, j) => {
        let sum = 0;
        for (let i = 0; i < rows; i++) sum += given.matrix[i * (rows + 2) + j] * given.x[i];
        return sum;
      });
      const [sparse, transposed] = [wasm, js]
        .map((kernels) =>
          inScratch(kernels, () => {
            const { arena } = kernels;
            const copy = <A extends { set(values: ArrayLike<number>): void }, B extends { view: A }>(
              block: B,
              from: ArrayLike<number>,
            ): B => {
              block.view.set(from);
              return block;
            };
            const out = guarded(arena, "float64", rows);
            kernels.sparseProduct(
              copy(arena.float64(values.length), values),
              copy(arena.int32(rows + 1), rowStart),
              copy(arena.int32(columns.length), columns),
              copy(arena.float64(rows), x),
              out.block,
              rows,
            );
            out.expectIntact();
            const stride = (rows + 5) & ~3;
            const matrix = arena.float64(rows * stride);
            for (let i = 0; i < rows; i++) {
              matrix.view.set(given.matrix.subarray(i * (rows + 2), (i + 1) * (rows + 2)), i * stride);
            }
            const across = guarded(arena, "float64", stride);
            across.block.view.fill(7, 0, stride); // written over, not added to
            kernels.transposedProduct(matrix, copy(arena.float64(rows + 2), given.x), across.block, rows, stride);
            across.expectIntact();
            return [out.values(), across.values()];
          }),
        )
        .reduce<Float64Array[][]>(
          (pairs, [a, b]) => [
            [...(pairs[0] ?? []), a],
            [...(pairs[1] ?? []), b],
          ],
          [],
        );
      expectSame(sparse[0], sparse[1]);
      expectClose(sparse[0], sums, 12);
      expectSame(transposed[0], transposed[1]);
      expectClose(transposed[0].subarray(0, rows + 2), columnSums, rows);
      expect(transposed[0].subarray(rows + 2).every((value) => value === 0)).toBe(true);
    }
  });

  it("reads a block through", () => {
    for (const kernels of all) {
      inScratch(kernels, () => {
        const block = kernels.arena.float64(24);
        block.view.set(Array.from({ length: 24 }, (_, k) => k));
        expect(kernels.readThrough(block, 23)).toBe(120); // whole steps of eight: 0 … 15
      });
    }
  });
});
