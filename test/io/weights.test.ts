/** Weights from .npy and text files, and the messages about what is wrong in one. */
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../src/io/npy.ts";
import { readMatrix, readWeights } from "../../src/io/weights.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("weights from files", () => {
  it("read .npy of any number type, and text with commas, semicolons or blanks", () => {
    const rows = [
      [1, -2],
      [3, 4],
    ];
    expect(readWeights(writeNpy(Float64Array.from(rows.flat()), [2, 2]), "w.npy")).toEqual(rows);
    expect(readWeights(writeNpy(Int8Array.from(rows.flat()), [2, 2]), "W.NPY")).toEqual(rows);
    for (const text of ["1,-2\n3,4\n", "# T\r\n1 ; -2\r\n\r\n 3;4", "1 -2\n3\t4", "1e0,-2.0\n+3,.4e1"]) {
      expect(readWeights(bytes(text), "w.csv")).toEqual(rows);
    }
    expect(readMatrix(bytes("1,2,3\n4,5,6"), "p.csv").length).toBe(2);
  });

  it("name the file and what is wrong with it", () => {
    expect(() => readWeights(bytes("1,2\n3,x"), "w.csv")).toThrow('w.csv: line 2 has "x" where a number must be');
    expect(() => readWeights(bytes("1,2\n3"), "w.csv")).toThrow("rows must be of one length, got 2 and, in row 1, 1");
    expect(() => readWeights(bytes("1,2,3\n4,5,6"), "w.csv")).toThrow("must be square, got 2 rows of 3");
    expect(() => readWeights(bytes("\n# nothing\n"), "w.csv")).toThrow("w.csv: a matrix must have numbers");
    expect(() => readWeights(bytes("1,Infinity\n3,4"), "w.csv")).toThrow('"Infinity"');
    expect(() => readWeights(writeNpy(new Float64Array(3), [3]), "w.npy")).toThrow("2 axes, got 1");
    expect(() => readWeights(bytes("junk"), "w.npy")).toThrow("w.npy");
  });
});
