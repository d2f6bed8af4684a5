/** Files of connectivity as people have them: what is recognised, what is left out, and what is refused with how to convert it. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { connectivityFrom } from "../../../src/hopfield/connectivity.ts";
import type { ConnectivityOptions } from "../../../src/io/connectivity/format.ts";
import { noteLine, readConnectivity } from "../../../src/io/connectivity/index.ts";
import { writeConnectivity } from "../../../src/io/connectivity/write.ts";
import { writeNpy } from "../../../src/io/npy.ts";
import { bytesOf, npyOf } from "./corpus.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (file: string | Uint8Array, options: ConnectivityOptions = {}) =>
  readConnectivity(typeof file === "string" ? utf8(file) : file, "c", options);
/** The inputs of every neuron. */
const rowsOf = (file: string | Uint8Array, options: ConnectivityOptions = {}) => {
  const { nNeurons, rowStart, inputs } = read(file, options).connectivity;
  return Array.from({ length: nNeurons }, (_, i) => Array.from(inputs.subarray(rowStart[i], rowStart[i + 1])));
};
const CHAIN = [[], [0], [1]];

test("an archive, a matrix and an edge list say the same", () => {
  const rows = [[1, 2], [0], [], [0, 1, 2]];
  expect(rowsOf(writeConnectivity(connectivityFrom(rows)))).toEqual(rows);
  const matrix = Float64Array.from({ length: 16 }, (_, k) => (rows[k >> 2].includes(k & 3) ? 0.5 : 0));
  matrix[0] = 7; // the diagonal is left out
  expect(rowsOf(writeNpy(matrix, [4, 4]))).toEqual(rows);
  expect(rowsOf("1,0\n2,0\n0,1\n0,3\n1,3\n2,3\n")).toEqual(rows);
});

test("weights come in the order of the synapses, and go into an archive and back", () => {
  const found = read("source,target,weight\n0,2,3\n1,0,-0.5\n0,1,2\n1,2,4\n");
  expect(Array.from(found.weights!)).toEqual([-0.5, 2, 3, 4]);
  expect(read(writeConnectivity(found.connectivity, found.weights)).weights).toEqual(found.weights);
});

test("a line says everything that was assumed", () => {
  const file = "pre,post,type,n\nADAL,ADAR,EJ,1\nADAL,ADAL,S,2\nADAR,AVAL,S,0\nADAL,ADAR,S,4\nAVAL,ADAL,S,1\n";
  expect(noteLine("c.csv", read(file))).toBe(
    "c.csv: edge list, cells between commas; head pre,post,type,n; 3 neurons by name; pre → post; weights of n; not read: type; " +
      "2 synapses; 1 edge from a neuron to itself left out; 1 repeated edge added to the first; 1 edge of weight 0 left out",
  );
  expect(read("1 2\n2 3\n3 1\n").notes).toContain("3 neurons by index from 1 (--index-base 0 or names overrules it)");
  expect(read("0,1,0,0\n1,0,0,0\n0,0,0,1\n1,0,0,0\n").notes).toContain(
    "rows are targets (--matrix-rows sources turns it)",
  );
});

describe("heads", () => {
  test.each([
    ["known words", "Source,Target,Weight\nI1L,I2L,10\nI2L,M2L,3\n"],
    ["unknown words over numbers", "Neuron 1,Neuron 2,Type,Nbr\nADAL,ADAR,EJ,1\nADAR,ADFL,S,1\n"],
    ["quoted words between blanks", '"from" "to"\n"V1 L4" "V1 L5"\n"V1 L5" "V2 L4"\n'],
    ["numbered words", "neuron1\tneuron2\nADAL\tADAR\nADAR\tAVAL\n"],
    ["words in one", "presynapticneuron,postsynapticcell\nADAL,ADAR\nADAR,AVAL\n"],
    [
      "of FlyWire",
      "pre_root_id,post_root_id,neuropil,syn_count\n720575940600000001,720575940600000002,AL,5\n720575940600000002,720575940600000003,AL,7\n",
    ],
    ["of neuPrint", "bodyId_pre,bodyId_post,weight\n1001,1002,5\n1002,1003,7\n"],
    ["an unnamed column of line numbers", ",source,target\n0,a,b\n1,b,c\n"],
    ["as R writes them", '"source" "target" "weight"\n"1" "a" "b" 2\n"2" "b" "c" 1\n'],
    ["in a remark", "# FromNodeId\tToNodeId\n0\t1\n1\t2\n"],
  ])("%s", (_, file) => {
    expect(rowsOf(file)).toEqual(CHAIN);
  });

  test("neurons named like heads are neurons", () => {
    expect(read("I1L,I2L\nI2L,M1\n").names).toEqual(["I1L", "I2L", "M1"]);
    expect(read("I1,I2\nI2,I3\n").names).toEqual(["I1", "I2", "I3"]);
    expect(read("neuron1,neuron2\nneuron3,neuron1\n").names).toEqual(["neuron1", "neuron2", "neuron3"]);
    expect(read("Target,Source,3\nSource,Rest,1\n").names).toEqual(["Rest", "Source", "Target"]);
  });

  test("columns are named by options, and by their numbers", () => {
    expect(rowsOf("x;y;z\n1;2;5\n2;0;0\n", { sourceColumn: "y", targetColumn: "x", weightColumn: "z" })).toEqual([
      [],
      [2],
      [],
    ]);
    expect(rowsOf("a,0,1\nb,1,2\n", { sourceColumn: "2", targetColumn: "3" })).toEqual(CHAIN);
  });
});

describe("numbers of neurons", () => {
  test("from 0 or 1 without large gaps they are indices", () => {
    expect(rowsOf("0 1\n1 2\n")).toEqual(CHAIN);
    expect(rowsOf("1 2\n2 3\n")).toEqual(CHAIN);
    expect(rowsOf("1 2\n2 3\n", { indexBase: "0" })).toEqual([[], [], [1], [2]]);
    expect(rowsOf("0.000e+00 1.000e+00\n1.000e+00 2.000e+00\n")).toEqual(CHAIN);
  });

  test("others are names, in the order of their values", () => {
    const { names, connectivity } = read("1001 2001 5\n2001 11 1\n8 1001 1\n", {});
    expect(names).toEqual(["8", "11", "1001", "2001"]);
    expect(Array.from(connectivity.rowStart)).toEqual([0, 0, 1, 2, 3]);
    expect(read("0,1048575\n").connectivity.nNeurons).toBe(2);
    expect(read("10,a\n2,10\n").names).toEqual(["2", "10", "a"]);
    expect(read("0 1\n1 0\n", { indexBase: "names" }).names).toEqual(["0", "1"]);
  });

  test("64-bit ids keep every digit", () => {
    const ids = ["720575940600000001", "720575940600000002", "720575940600000003"];
    expect(read(`${ids[0]},${ids[1]},5\n${ids[1]},${ids[2]},7\n${ids[2]},${ids[0]},7\n`).names).toEqual(ids);
    const json = `{"nodes": [${ids.map((id) => `{"id": ${id}}`)}], "links": [{"source": ${ids[0]}, "target": ${ids[1]}}]}`;
    expect(read(json).names).toEqual(ids);
    expect(() => read("7.205759406e17,1\n3,4\n")).toThrow(/ids have lost digits.*int64/);
  });

  test("neurons without edges are there when their number is known", () => {
    expect(rowsOf("1,0\n", { nNeurons: 4 })).toEqual([[1], [], [], []]);
    expect(() => rowsOf("7,0\n", { nNeurons: 4 })).toThrow(/c must connect 4 neurons, got/);
    expect(() => read(writeNpy(new Int8Array(9), [3, 3]), { nNeurons: 4 })).toThrow(/must connect 4 neurons, got 3/);
  });
});

describe("matrices as text", () => {
  const MATRIX = [[1, 2], [0], [1]];
  test.each([
    ["numbers alone", "0,1,1\n1,0,0\n0,1,0\n"],
    ["truth values", "False,True,True\nTrue,False,False\nFalse,True,False\n"],
    ["names on both sides", ",A,B,C\nA,0,1,1\nB,1,0,0\nC,0,1,0\n"],
    ["names in another order", ",C,A,B\nA,1,0,1\nB,0,1,0\nC,0,0,1\n"],
    ["names above", "A,B,C\n0,1,1\n1,0,0\n0,1,0\n"],
    ["names before", "A 0 1 1\nB 1 0 0\nC 0 1 0\n"],
    ["as R writes it", '"A" "B" "C"\n"A" 0 1 1\n"B" 1 0 0\n"C" 0 1 0\n'],
    ["as pandas writes it", ",0,1,2\n0,0,1,1\n1,1,0,0\n2,0,1,0\n"],
  ])("%s", (_, file) => {
    expect(rowsOf(file)).toEqual(MATRIX);
  });

  test("rows are sources when that is said", () => {
    expect(rowsOf("0,1,1\n1,0,0\n0,1,0\n", { matrixRows: "sources" })).toEqual([[1], [0, 2], [0]]);
    expect(rowsOf(writeNpy(Int8Array.of(0, 1, 0, 0), [2, 2]), { matrixRows: "sources" })).toEqual([[], [0]]);
  });

  test("as many edges as columns are edges where they can be no matrix", () => {
    expect(rowsOf("0 1 1\n1 2 1\n2 0 1\n")).toEqual([[2], [0], [1]]);
    expect(rowsOf("0 1\n1 2\n")).toEqual(CHAIN);
    expect(() => read("0,1\n2,0\n")).toThrow(/may be 2 edges or a matrix of 2 neurons; say which/);
    expect(rowsOf("0,1\n2,0\n", { format: "matrix" })).toEqual([[1], [0]]);
    expect(rowsOf("0,1\n2,0\n", { format: "edge-list" })).toEqual([[2], [0], []]);
  });
});

test("files of other tools say more of themselves", () => {
  expect(rowsOf("0 1 {'weight': 2.5}\n1 2 {'weight': 3}\n")).toEqual(CHAIN); // networkx
  expect(rowsOf("% sym weighted\n1 2 3 100\n2 3 1 200\n")).toEqual([[1], [0, 2], [1]]); // KONECT, with times
  expect(rowsOf(gzipSync(utf8("source,target\n0,1\n1,2\n")))).toEqual(CHAIN);
  expect(rowsOf("A B C\nB A\nC\n")).toEqual([[1], [0], [0]]); // adjacency list
  const json = (own: string, nodes = '[{"id":"a"},{"id":"b"}]') =>
    `{${own}"nodes":${nodes},"links":[{"source":"a","target":"b"}]}`;
  expect(rowsOf(json('"directed":true,'))).toEqual([[], [0]]);
  expect(rowsOf(json('"directed":false,'))).toEqual([[1], [0]]);
  // Cytoscape, graphology
  expect(
    rowsOf(
      '{"elements":{"nodes":[{"data":{"id":"a"}},{"data":{"id":"b"}}],"edges":[{"data":{"source":"a","target":"b"}}]}}',
    ),
  ).toEqual([[], [0]]);
  expect(
    rowsOf(
      '{"options":{"type":"undirected"},"nodes":[{"key":"a"},{"key":"b"}],"edges":[{"source":"a","target":"b","attributes":{"weight":2}}]}',
    ),
  ).toEqual([[1], [0]]);
  expect(rowsOf("*Vertices 3\n*Arcslist\n1 2 3\n*Edges\n2 3\n")).toEqual([[], [0, 2], [0, 1]]);
  expect(rowsOf("%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n3 1\n")).toEqual([[1, 2], [0], [0]]);
});

test.each<[string, string | Uint8Array, RegExp]>([
  ["nothing", "", /got an empty file; write source,target,weight/],
  ["blanks", " \n", /must list at least one edge/],
  ["a head alone", "source,target\n", /got a head alone; write/],
  ["one column", "1\n2\n", /must have source,target in every line, got "1"; write/],
  ["a missing target", "0,1\n2,\n", /got "2," in line 2; write/],
  ["a missing weight", "pre,post,weight\nA,B,\nB,C,1\n", /got "" in line 2; write 0/],
  ["a weight that is unknown", "pre,post,weight\nA,B,NA\nB,C,1\n", /got "NA" in line 2; write 0/],
  ["decimal commas", "1;2;0,5\n2;1;0,7\n", /got "0,5" in line 1; write .* decimal points/],
  ["decimal commas between blanks", "0 1 0,5\n1 2 0,7\n", /one separator of cells.*decimal points/],
  ["a quote without end", 'A,B\n"B,C\n', /whole quotes.*line 2; write a quote .* twice/],
  [
    "negative indices",
    "-1,2\n2,3\n3,4\n",
    /must have neurons that are whole numbers ≥ 0 or names, got "-1"; count neurons from 0/,
  ],
  ["half an index", "0,1\n1.5,2\n2,3\n", /got "1.5"/],
  ["a rectangle", "1,2,3,4\n2,3,4,5\n", /must hold a square matrix.*got 2 rows of 4 numbers; give every neuron a row/],
  ["names that differ", ",a,b,c\na,0,1,1\nb,1,0,0\nd,0,1,0\n", /the same neurons in rows and columns.*reindex/],
  ["an empty cell", "0,1,,0\n1,0,0,1\n0,1,0,0\n1,1,0,0\n", /got an empty cell in line 1, cell 3; write 0/],
  ["a table of nodes", "id,name,x,y\n1,A,0.1,0.2\n2,B,0.3,0.1\n", /say which columns.*--source-column/],
  ["lines of other lengths", "0,1,2\n1,2\n", /got 2 in line 2 and 3 before.*adjacency-list/],
  ["arrows", "A -> B\nB -> C\n", /got "->" in line 1; write/],
  ["networkx's list in several lines", "0 2\n1 {}\n2 {}\n", /write_edgelist/],
  ["two kinds of neurons", "% bip\n1 2\n", /bipartite/],
  ["no square array", writeNpy(new Int8Array(6), [2, 3]), /must hold a square matrix.*got 2 × 3; give/],
  ["one axis", writeNpy(new Int8Array(4), [4]), /must hold a matrix \[N × N\], got an array of shape 4; save/],
  ["an axis of nothing", npyOf("<f8", [4294967295, 0], new Uint8Array()), /must hold a square matrix/],
  ["complex numbers", npyOf("<c8", [2, 2], bytesOf("<f8", [0, 1, 1, 0])), /complex numbers.*astype/],
  ["a truncated archive", writeConnectivity(connectivityFrom([[1], [0]])).slice(0, 60), /save it again by scipy/],
  ["MATLAB 5", "MATLAB 5.0 MAT-file, Platform: GLNXA64", /is a MATLAB file.*writematrix.*loadmat/],
  ["HDF5", Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0), /is an HDF5 file.*h5py/],
  [
    "half a file compressed by gzip",
    gzipSync(utf8("0,1\n1,2\n")).subarray(0, 15),
    /must be a whole file compressed by gzip/,
  ],
  [
    "a workbook",
    Uint8Array.from([...[0x50, 0x4b, 3, 4], ...new Uint8Array(26), ...utf8("xl/workbook.xml")]),
    /spreadsheet.*CSV|archive/,
  ],
  ["a pickle", Uint8Array.of(0x80, 4, 0x95, 0), /pickle.*numpy.save/],
  ["Parquet", "PAR1\u0015", /Parquet.*to_csv/],
  ["GML", "graph [\n  node [ id 0 ]\n]", /is GML.*read_gml/],
  ["DOT", "digraph {\n a -> b\n}", /is DOT.*read_dot/],
  ["a list in JSON", "[[0, 1], [1, 0]]", /is JSON.*numpy.save/],
  ["JSON of lists of neighbors", '{"nodes": [], "adjacency": []}', /lists of neighbors.*node_link_data/],
  ["a web page", "<!DOCTYPE html><html></html>", /web page/],
  ["other XML", "<nml><a/></nml>", /XML other than.*write_graphml/],
  ["bytes", Uint8Array.of(1, 2, 0, 3), /neither text.*iconv/],
  ["Latin-1", Uint8Array.of(0xe9, 0x2c, 0x41, 10), /neither text.*iconv/],
])("refuses %s, with how to convert it", (_, file, message) => {
  expect(() => read(file)).toThrow(message);
});
