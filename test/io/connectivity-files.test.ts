/** Files of connectivity: edge lists and matrices, names and numbers of neurons. */
import { describe, expect, test } from "vitest";
import { connectivityFrom } from "../../src/hopfield/connectivity.ts";
import { writeConnectivity } from "../../src/io/connectivity.ts";
import { readAnyConnectivity } from "../../src/io/connectivity-files.ts";
import { writeNpy } from "../../src/io/npy.ts";

const text = (lines: string) => new TextEncoder().encode(lines);
/** The inputs of every neuron. */
const rowsOf = (bytes: Uint8Array, nNeurons?: number) => {
  const { nNeurons: count, rowStart, inputs } = readAnyConnectivity(bytes, "c", nNeurons);
  return Array.from({ length: count }, (_, i) => Array.from(inputs.subarray(rowStart[i], rowStart[i + 1])));
};

test("the three kinds of files say the same", () => {
  const rows = [[1, 2], [0], [], [0, 1, 2]];
  expect(rowsOf(writeConnectivity(connectivityFrom(rows)))).toEqual(rows);
  const matrix = Float64Array.from({ length: 16 }, (_, k) => (rows[k >> 2].includes(k & 3) ? 0.5 : 0));
  matrix[0] = 7; // the diagonal is left out
  expect(rowsOf(writeNpy(matrix, [4, 4]))).toEqual(rows);
  expect(rowsOf(text("1,0\n2,0\n0,1\n0,3\n1,3\n2,3\n"))).toEqual(rows);
});

describe("edge lists", () => {
  test("head lines, remarks, other columns, edges again and to themselves, any separator and line end", () => {
    const rows = [[1], [0], [1]];
    expect(rowsOf(text("source,target,weight\n1,0,3.5\n0,1,1\n1,2,0\n0,1,9\n2,2,1\n"))).toEqual(rows);
    expect(rowsOf(text("# remark\r\npre\tpost\r\n1\t0\r\n0\t1\r\n\r\n1\t2\r\n"))).toEqual(rows);
    expect(rowsOf(text('\u{feff}"1" ; "0"\n0;1\n1;2'))).toEqual(rows);
    expect(rowsOf(text("1 0\n0 1\n1 2"))).toEqual(rows);
  });

  test("names are numbered in their order, numbers first", () => {
    // AVAL 0, AVAR 1, PVCL 2
    expect(rowsOf(text("PVCL,AVAL\nAVAR,AVAL\nAVAL,PVCL\n"))).toEqual([[1, 2], [], [0]]);
    // 2 0, 10 1, a 2
    expect(rowsOf(text("10,a\n2,10\n"))).toEqual([[], [0], [1]]);
  });

  test("neurons without edges are there when their number is known", () => {
    expect(rowsOf(text("1,0\n"), 4)).toEqual([[1], [], [], []]);
    expect(() => rowsOf(text("7,0\n"), 4)).toThrow(/c must connect 4 neurons, got 8/);
  });
});

test.each([
  ["nothing", text(""), /must list at least one edge/],
  ["a head alone", text("source,target\n"), /must list at least one edge/],
  ["one column", text("1\n2\n"), /must have source,target in every line, got "1" in line 1/],
  ["a missing target", text("0,1\n2,\n"), /got "2," in line 2/],
  ["bytes that are no text", Uint8Array.of(0xff, 0xfe, 0x00), /got bytes that are no UTF-8/],
  ["a huge index", text("0,4000000000\n"), /must have indices below 1048576, got 4000000000/],
  ["no square", writeNpy(new Int8Array(6), [2, 3]), /must hold a matrix \[N × N\] with N ≥ 2, got 2 × 3/],
  ["a row", writeNpy(new Int8Array(4), [4]), /must hold a matrix/],
  ["a truncated archive", writeConnectivity(connectivityFrom([[1], [0]])).slice(0, 60), /c/],
])("refuses %s", (_, bytes, message) => {
  expect(() => readAnyConnectivity(bytes, "c")).toThrow(message);
});

test("refuses another number of neurons", () => {
  expect(() => readAnyConnectivity(writeNpy(new Int8Array(9), [3, 3]), "c", 4)).toThrow(
    /must connect 4 neurons, got 3/,
  );
});
