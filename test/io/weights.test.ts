/** Weights from .npy and text files, and the messages about what is wrong in one. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../src/io/npy.ts";
import { writeNpz } from "../../src/io/npz.ts";
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
    for (const text of [
      "1,-2\n3,4\n",
      "# T\r\n1 ; -2\r\n\r\n 3;4",
      "1 -2\n3   4",
      "1\t-2\n3\t4",
      "1e0,-2.0\n+3,.4e1",
    ]) {
      expect(readWeights(bytes(text), "w.csv")).toEqual(rows);
    }
    expect(readMatrix(bytes("1,2,3\n4,5,6"), "p.csv").length).toBe(2);
  });

  it("have quotes, a head, labels or numbers of rows and columns, and are the same", () => {
    const rows = [
      [0, 1.5],
      [-2, 0],
    ];
    for (const text of [
      '"0","1.5"\n"-2","0"\n',
      "a,b\n0,1.5\n-2,0",
      ",a,b\na,0,1.5\nb,-2,0",
      '"";"a";"b"\r\n"a";0;1.5\r\n"b";-2;0',
      "neuron,a,b\na,0,1.5\nb,-2,0",
      '"a" "b"\n"a" 0 1.5\n"b" -2 0', // R
      "a,0,1.5\nb,-2,0",
      ",0,1\n0,0,1.5\n1,-2,0", // pandas
      "id,7,8\n7,0,1.5\n8,-2,0",
      ",b,a\na,1.5,0\nb,0,-2", // columns in another order
      '" a, b "\t"c, d"\n0\t1.5\n-2\t0',
      "\ufeffa\tb\n0\t1.5\n-2\t0",
    ]) {
      expect(readWeights(bytes(text), "w.csv"), text).toEqual(rows);
    }
    const numbers = [0, 1.5, -2, 0];
    const whole = numbers.map((value) => 2 * value);
    for (const [file, wanted] of [
      [
        writeNpz({ w: { data: Float32Array.from(numbers), shape: [2, 2] }, n: { data: Int8Array.of(1), shape: [1] } }),
        rows,
      ],
      [gzipSync(writeNpy(Float64Array.from(numbers), [2, 2])), rows],
      [writeNpy(BigInt64Array.from(whole, BigInt), [2, 2]), rows.map((row) => row.map((value) => 2 * value))],
    ] as const) {
      expect(readWeights(file, "w")).toEqual(wanted);
    }
    // rows of patterns: pictures are laid out
    expect(readMatrix(writeNpy(Int8Array.of(1, 0, 1, 0, 1, 0, 1, 1), [2, 2, 2]), "p.npy")).toEqual([
      [1, 0, 1, 0],
      [1, 0, 1, 1],
    ]);
  });

  it.each([
    ["1,\n3,4", "w.csv: line 1 has an empty cell in column 2; write 0"],
    [",a,b\na,,1\nb,2,3", "w.csv: line 2 has an empty cell in column 2; write 0"],
    ["a,b\n0,x\n1,2", 'w.csv: line 2 has "x" where a number must be'],
    ["0,nan\n1,2", 'line 1 has "nan" where a number must be'],
    [",a,b\na,0,1\nc,2,3", 'same neurons, got "c" among the rows alone; df.reindex'],
    [
      "source,target\n0,1\n1,2\n2,0",
      "must be a matrix, got 3 rows of 2 numbers below the head source, target; a list of edges",
    ],
    [
      "pre,post,weight\n0,1,1\n1,2,1\n2,0,1",
      "must be a matrix, got 3 rows of 3 numbers below the head pre, post, weight",
    ],
    ["0,1\n1,2\n2,0", "must be square, got 3 rows of 2 numbers; a list of edges"],
    ["0,1,0.5\n1,0,0.5", "must be square, got 2 rows of 3"],
    ["0,inf\n1,2", 'line 1 has "inf" where a number must be'],
    ["%%MatrixMarket matrix coordinate real general\n2 2 1\n1 2 0.5", "got a Matrix Market file; numpy.save"],
    ["[[0, 1], [1, 0]]", "got JSON; rows stand in the spec itself"],
    ["<graphml></graphml>", "got XML"],
    ["*Vertices 2\n*Arcs\n1 2", "got a Pajek file"],
    ["1,2\n3,4,5", "rows must be of one length, got 2 and, in row 1, 3"],
    ["x\ny", 'line 1 has "x" where a number must be'],
  ])("refuse %j", (text, message) => {
    expect(() => readWeights(bytes(text), "w.csv")).toThrow(message);
  });

  it("refuse NaN, and what is no matrix of one", () => {
    expect(() => readWeights(writeNpy(Float64Array.of(0, Number.NaN, 1, 0), [2, 2]), "w.npy")).toThrow(
      "w.npy: numbers must be finite, got NaN in row 0, column 1; numpy.nan_to_num(W)",
    );
    const two = { data: new Float64Array(4), shape: [2, 2] };
    expect(() => readWeights(writeNpz({ a: two, b: two }), "w.npz")).toThrow(
      'w.npz must hold one array of two axes or more, got a, b; save one alone, numpy.save("p.npy", numpy.load(file)["a"])',
    );
    expect(() => readWeights(Uint8Array.of(0x89, 0x48, 0x44, 0x46, 1), "w.h5")).toThrow(
      "must hold a matrix, got an HDF5 file",
    );
    expect(() => readWeights(Uint8Array.of(0xff, 0xfe, 0xc0), "w.bin")).toThrow("got bytes that are no text");
    expect(() => readWeights(Uint8Array.of(0x1f, 0x8b, 8, 0), "w.gz")).toThrow("whole file compressed by gzip");
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
