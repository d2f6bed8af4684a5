/**
 * Networks that are known, written as people have them: every format, by writers that share nothing with the readers. Each file comes
 * with damages that have to be refused, and changes that must not change the network.
 */
import { zipSync } from "fflate";

/** Random whole numbers below n (mulberry32). */
export function drawing(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}
export type Draw = ReturnType<typeof drawing>;

/** A network whose neurons all have an edge. */
export interface Known {
  readonly names: readonly string[];
  /** 0 or 1 where neurons are indices from there. */
  readonly base: 0 | 1 | undefined;
  /** weight[target][source], 0 where there is no synapse. */
  readonly weight: readonly (readonly number[])[];
}

/** A file of a network. */
export interface Written {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Whether weights are in the file, and names. */
  readonly hasWeights: boolean;
  readonly hasNames: boolean;
  /** The same network otherwise written, or with what has to be left out. */
  readonly alike: readonly Variant[];
  /** Files that are no network any more. */
  readonly spoiled: readonly Variant[];
}
export interface Variant {
  readonly what: string;
  readonly bytes: Uint8Array;
}

const NAMES: readonly ((k: number, draw: Draw) => string)[] = [
  (k) => ["ADAL", "ADAR", "ADFL", "AVAL", "AVAR", "PVCL", "PVCR", "RIML", "RIMR", "SMDVL"][k],
  (k) => ["I1L", "I2L", "M2L", "M1", "I3", "I4", "NSML", "M5", "I6", "MI"][k],
  (k) => `V${k} L${(7 * k) % 10}/${k}`,
  (k) => `Purkinje, ${String.fromCharCode(65 + k)} "left"`,
  (k) => `neurone-é${k}β`,
  (k) => String(720575940600000000n + BigInt(k * 7 + 1)),
  (k) => String(1000 + 35 * k + (k % 3)),
  (k) => String([2, 4, 10, 11, 49, 1001, 1035, 2001, 2035, 9999][k]),
];

/** A network of 4 to 9 neurons: a ring, so that no neuron is left out, and edges at random. */
export function knownNetwork(draw: Draw): Known {
  const n = 4 + draw(6);
  const style = draw(NAMES.length + 2);
  const base = style < 2 ? (style as 0 | 1) : undefined;
  const names = Array.from({ length: n }, (_, k) =>
    base === undefined ? NAMES[style - 2](k, draw) : String(k + base),
  );
  const isWhole = draw(2) === 0;
  const one = (): number => (isWhole ? 1 + draw(30) : (1 + draw(400)) / (draw(2) === 0 ? 16 : -8));
  const weight = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (i !== j && (j === (i + 1) % n || draw(3) === 0) ? one() : 0)),
  );
  return { names, base, weight };
}

type Writer = (known: Known, draw: Draw) => Written;

/** All writers by the format. */
export const WRITERS: Readonly<Record<string, Writer>> = {
  edgeList,
  matrix: textMatrix,
  labelled,
  adjacencyList,
  npy: npyFile,
  scipy,
  savez,
  graphml,
  gexf,
  nodeLink,
  matrixMarket,
  pajek,
};

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const pick = <Value>(draw: Draw, of: readonly Value[]): Value => of[draw(of.length)];
const shuffled = <Value>(draw: Draw, list: readonly Value[]): Value[] => {
  const out = [...list];
  for (let k = out.length - 1; k > 0; k--) {
    const other = draw(k + 1);
    [out[k], out[other]] = [out[other], out[k]];
  }
  return out;
};
const edgesOf = ({ weight }: Known): [source: number, target: number, weight: number][] =>
  weight.flatMap((row, i) => row.flatMap((w, j) => (w === 0 ? [] : [[j, i, w] as [number, number, number]])));

/** Ways to write a text otherwise. */
function otherTexts(text: string): Variant[] {
  const swapped = new Uint8Array(2 * text.length + 2);
  const view = new DataView(swapped.buffer);
  view.setUint16(0, 0xfeff);
  for (let k = 0; k < text.length; k++) view.setUint16(2 * k + 2, text.charCodeAt(k));
  return [
    { what: "line ends of Windows", bytes: utf8(text.replaceAll("\n", "\r\n")) },
    { what: "line ends of old Macs", bytes: utf8(text.replaceAll("\n", "\r")) },
    { what: "a mark of UTF-8", bytes: utf8(`\u{feff}${text}`) },
    { what: "UTF-16 with its mark", bytes: swapped },
    { what: "no line end at the end", bytes: utf8(text.replace(/\n+$/, "")) },
    { what: "empty lines at the end", bytes: utf8(`${text}\n\n`) },
  ];
}

function variants(of: Readonly<Record<string, string>>): Variant[] {
  return Object.entries(of).map(([what, text]) => ({ what, bytes: utf8(text) }));
}

const HEADS = [
  ["source", "target", "weight"],
  ["Pre", "Post", "Synapses"],
  ["pre_root_id", "post_root_id", "syn_count"],
  ["bodyId_pre", "bodyId_post", "weight"],
  ["Neuron 1", "Neuron 2", "Nbr"],
  ["from", "to", "n"],
  ["presynaptic neuron", "postsynaptic neuron", "count"],
];

function edgeList(known: Known, draw: Draw): Written {
  const edges = shuffled(draw, edgesOf(known));
  const hasWeights = draw(3) > 0;
  const separator = pick(draw, [",", ";", "\t", "|", " "]);
  const head = draw(2) === 0 ? pick(draw, HEADS) : undefined;
  const needs = (cell: string): boolean => cell.includes(separator) || cell.includes('"') || cell.includes(",");
  const cellOf = (cell: string, always = false): string =>
    always || needs(cell) || (separator === " " && /\s/.test(cell)) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const write = (rows: readonly (readonly string[])[], join = separator, always = false): string =>
    `${rows.map((row) => row.map((cell) => cellOf(cell, always)).join(join)).join("\n")}\n`;
  const row = ([s, t, w]: readonly [number, number, number]): string[] => [
    known.names[s],
    known.names[t],
    ...(hasWeights ? [String(w)] : []),
  ];
  const top = head ? [head.slice(0, hasWeights ? 3 : 2)] : [];
  const body = edges.map(row);
  const rows = [...top, ...body];
  const text = write(rows);
  const at = draw(body.length);
  const with_ = (k: number, column: number, cell: string): string =>
    write([...top, ...body.map((own, e) => (e === k ? own.map((old, c) => (c === column ? cell : old)) : own))]);
  const [first] = edges;
  return {
    file: pick(draw, ["edges.csv", "edges.txt", "edges.tsv", "network"]),
    bytes: utf8(text),
    hasWeights,
    hasNames: known.base === undefined,
    alike: [
      ...otherTexts(text),
      ...variants({
        "all cells in quotes": write(rows, separator, true),
        "lines in another order": write([...top, ...shuffled(draw, body)]),
        remarks: `# a remark\n% another\n${write(top)}# one, more\n${write(body)}`.replace(/^\n/m, ""),
        "an edge to itself": write([...rows, row([first[0], first[0], 3])]),
        ...(separator !== " " && { "blanks around cells": write(rows, ` ${separator} `, false) }),
        ...(hasWeights
          ? {
              "an edge of weight 0": write([...rows, row([first[0], first[0], 0]), row([first[0], first[1], 0])]),
              "a weight in two parts": write([...rows, row([first[0], first[1], 1]), row([first[0], first[1], -1])]),
            }
          : { "edges again": write([...rows, row(first), row(first)]) }),
        ...(head && {
          "a column of line numbers": write([
            // R leaves its title out, and so does who writes blanks
            separator === " " || draw(2) === 0 ? top[0] : ["", ...top[0]],
            ...body.map((own, k) => [String(k), ...own]),
          ]),
          "columns in another order": write([
            ["region", top[0][1], ...top[0].slice(2), top[0][0]],
            ...body.map((own) => ["AL_R", own[1], ...own.slice(2), own[0]]),
          ]).replace(/^/, /Neuron/.test(top[0][0]) ? "\u0000" : ""),
        }),
        ...(known.base === 0 && {
          "indices as floating-point numbers": write([
            ...top,
            ...body.map(([s, t, ...w]) => [`${s}.0`, `${t}.000e0`, ...w]),
          ]),
        }),
      }).filter(({ bytes }) => bytes[0] !== 0),
    ],
    spoiled: variants({
      "a source missing": with_(at, 0, ""),
      "a target that is not known": with_(at, 1, "nan"),
      "a quote that does not end": text.replace(/\n$/, `${separator === " " ? " " : separator}"x\n`),
      "a cell too many": write([...top, ...body.map((own, k) => (k === at ? [...own, "7", "8"] : own))]),
      ...(known.base !== undefined && {
        "a negative index": with_(at, 0, "-1"),
        "half an index": with_(at, 1, "1.5"),
      }),
      ...(hasWeights && {
        "a weight missing": with_(at, 2, ""),
        "a weight that is no number": with_(at, 2, "NaN"),
        "an infinite weight": with_(at, 2, "inf"),
        // of several numbers one word is a mistake
        ...(body.length > 1 && head && { "a weight in words": with_(at, 2, "three") }),
        "a weight with a decimal comma": with_(at, 2, "0,5"),
      }),
      "nothing but a head": write(top.length > 0 ? top : [HEADS[0]]),
    }).filter(({ what }) => !(what === "a weight with a decimal comma" && separator === " ")),
  };
}

function matrixRows({ weight }: Known): string[][] {
  return weight.map((row) => row.map(String));
}

const asText = (rows: readonly (readonly string[])[], separator: string): string =>
  `${rows.map((row) => row.join(separator)).join("\n")}\n`;

function textMatrix(known: Known, draw: Draw): Written {
  const rows = matrixRows(known);
  const separator = pick(draw, [",", ";", "\t", " "]);
  const text = asText(rows, separator);
  const n = rows.length;
  const [i, j] = [draw(n), draw(n)];
  const with_ = (cell: string): string =>
    asText(
      rows.map((row, a) => row.map((old, b) => (a === i && b === j ? cell : old))),
      separator,
    );
  const filled = rows.map((row, a) => row.map((cell, b) => (a === b ? "2" : cell)));
  return {
    file: pick(draw, ["w.csv", "w.txt", "matrix"]),
    bytes: utf8(text),
    hasWeights: true,
    hasNames: false,
    alike: [
      ...otherTexts(text),
      ...variants({
        "a diagonal": asText(filled, separator),
        "numbers in quotes": asText(
          rows.map((row) => row.map((cell) => `"${cell}"`)),
          separator,
        ),
        "numbers as NumPy writes them": asText(
          rows.map((row) => row.map((cell) => Number(cell).toExponential(18))),
          separator,
        ),
        "columns titled 0, 1, …": asText([rows.map((_, k) => String(k)), ...rows], separator),
        ...(separator !== " " && {
          "separators at the end of lines": asText(
            rows.map((row) => [...row, ""]),
            separator,
          ),
        }),
      }),
    ],
    spoiled: variants({
      "a column missing": asText(
        rows.map((row) => row.slice(1)),
        separator,
      ),
      "a row missing": asText(rows.slice(1), separator),
      "a number missing": asText(
        rows.map((row, a) => (a === i ? row.slice(1) : row)),
        separator,
      ),
      "not a number": with_("nan"),
      infinity: with_("-inf"),
      "a word": with_("x"),
      ...(separator !== " " && { "an empty cell": with_("") }),
    }).filter(({ what }) => n > 4 || !/missing/.test(what)),
  };
}

function labelled(known: Known, draw: Draw): Written {
  const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const names = known.names.map(quote);
  const rows = matrixRows(known);
  const separator = pick(draw, [",", ";", "\t"]);
  const corner = pick(draw, ["", '""', "neuron"]);
  const whole = [[corner, ...names], ...rows.map((row, k) => [names[k], ...row])];
  const text = asText(whole, separator);
  const isNamed = !/^\d+$/.test(known.names[0]);
  const order = shuffled(
    draw,
    names.map((_, k) => k),
  );
  const [i, j] = [draw(rows.length), draw(rows.length)];
  return {
    file: "connectome.csv",
    bytes: utf8(text),
    hasWeights: true,
    hasNames: true,
    alike: [
      ...otherTexts(text),
      ...variants({
        "columns in another order": asText(
          [[corner, ...order.map((k) => names[k])], ...rows.map((row, k) => [names[k], ...order.map((c) => row[c])])],
          separator,
        ),
        ...(isNamed && {
          "no corner, as R writes it": asText([names, ...whole.slice(1)], separator),
          "names in the first line alone": asText([names, ...rows], separator),
          "names in the first column alone": asText(whole.slice(1), separator),
        }),
      }),
    ],
    spoiled: variants({
      "an empty cell": asText(
        whole.map((row, a) => row.map((old, b) => (a === i + 1 && b === j + 1 ? "" : old))),
        separator,
      ),
      "not a number": asText(
        whole.map((row, a) => row.map((old, b) => (a === i + 1 && b === j + 1 ? "NaN" : old))),
        separator,
      ),
      ...(isNamed && {
        "a row missing": asText(whole.slice(0, -1), separator),
        "another name in the rows": asText(
          whole.map((row, a) => (a === 1 ? ['"somebody else"', ...row.slice(1)] : row)),
          separator,
        ),
      }),
    }),
  };
}

function adjacencyList(known: Known, draw: Draw): Written {
  const names = known.names.map((name) => (/[\s"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name));
  const lines = known.names.map((_, j) => {
    const targets = known.weight.flatMap((row, i) => (row[j] === 0 ? [] : [names[i]]));
    return [names[j], ...shuffled(draw, targets)].join(" ");
  });
  const stamp = "#/home/me/write.py\n# GMT Tue Dec  1 01:33:16 2026\n# connectome\n";
  const text = `${stamp}${lines.join("\n")}\n`;
  return {
    file: "network.adjlist",
    bytes: utf8(text),
    hasWeights: false,
    hasNames: known.base === undefined,
    alike: [
      ...otherTexts(text).slice(0, 3),
      ...variants({
        "lines in another order": `${stamp}${shuffled(draw, lines).join("\n")}\n`,
        "an edge to itself": `${stamp}${lines.map((line, k) => (k === 1 ? `${line} ${names[1]}` : line)).join("\n")}\n`,
      }),
    ],
    spoiled: variants({
      "edges with attributes": text.replace(/\n$/, " {'weight': 3}\n"),
      "no edges": `${stamp}${names.join("\n")}\n`,
    }),
  };
}

/** An .npy by hand. */
export function npyOf(descr: string, shape: readonly number[], values: Uint8Array, isFortran = false): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const head = `{'descr': '${descr}', 'fortran_order': ${isFortran ? "True" : "False"}, 'shape': ${tuple}, }`;
  const padded = `${head.padEnd(Math.ceil((head.length + 11) / 64) * 64 - 11)}\n`;
  return Uint8Array.from([
    ...[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8],
    ...utf8(padded),
    ...values,
  ]);
}

/** Numbers as the bytes of a type of NumPy. */
export function bytesOf(descr: string, values: readonly number[]): Uint8Array {
  const isLittle = descr[0] !== ">";
  const kind = descr.slice(1);
  const size = Number(kind.slice(1));
  const view = new DataView(new ArrayBuffer(size * values.length));
  values.forEach((value, k) => {
    const at = size * k;
    if (kind === "f8") view.setFloat64(at, value, isLittle);
    else if (kind === "f4") view.setFloat32(at, value, isLittle);
    else if (kind === "i8") view.setBigInt64(at, BigInt(value), isLittle);
    else if (kind === "i4") view.setInt32(at, value, isLittle);
    else if (kind === "i2") view.setInt16(at, value, isLittle);
    else if (kind === "f2") view.setUint16(at, halfBits(value), isLittle);
    else view.setInt8(at, value);
  });
  return new Uint8Array(view.buffer);
}

/** binary16 of a number that it holds without rounding. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
}

const typesFor = ({ weight }: Known): string[] =>
  weight.flat().every(Number.isInteger)
    ? ["<f8", ">f8", "<f4", "<f2", ">f2", "<i8", ">i8", "<i4", ">i4", "<i2", "|i1"]
    : ["<f8", ">f8", "<f4", ">f4", "<f2"];

/** Damage to the bytes of a file that no reader may pass over. */
function cut(bytes: Uint8Array, draw: Draw): Variant[] {
  return [
    { what: "a file cut short", bytes: bytes.slice(0, 1 + draw(bytes.length - 1)) },
    { what: "a byte too many", bytes: Uint8Array.from([...bytes, 0]) },
  ];
}

function npyFile(known: Known, draw: Draw): Written {
  const n = known.names.length;
  const type = pick(draw, typesFor(known));
  const flat = known.weight.flat();
  const turned = known.weight.flatMap((row, i) => row.map((_, j) => known.weight[j][i]));
  const filled = flat.map((w, k) => (k % (n + 1) === 0 ? 1 : w));
  const holed = flat.map((w, k) => (k === 1 + draw(n) ? Number.NaN : w));
  const bytes = npyOf(type, [n, n], bytesOf(type, flat));
  return {
    file: "w.npy",
    bytes,
    hasWeights: true,
    hasNames: false,
    alike: [
      { what: "Fortran order", bytes: npyOf(type, [n, n], bytesOf(type, turned), true) },
      { what: "a diagonal", bytes: npyOf(type, [n, n], bytesOf(type, filled)) },
      { what: "another type", bytes: npyOf("<f8", [n, n], bytesOf("<f8", flat)) },
    ],
    spoiled: [
      ...cut(bytes, draw),
      {
        what: "not a number",
        bytes: npyOf(
          "<f8",
          [n, n],
          bytesOf("<f8", holed.includes(Number.NaN) ? holed : [Number.NaN, ...flat.slice(1)]),
        ),
      },
      { what: "rectangular", bytes: npyOf(type, [n - 1, n], bytesOf(type, flat.slice(n))) },
      { what: "one axis", bytes: npyOf(type, [n * n], bytesOf(type, flat)) },
      { what: "three axes", bytes: npyOf(type, [1, n, n], bytesOf(type, flat)) },
      { what: "complex numbers", bytes: npyOf("<c16", [n, n], bytesOf("<f8", [...flat, ...flat])) },
      { what: "Python objects", bytes: npyOf("|O", [n, n], bytesOf("<f8", flat)) },
    ],
  };
}

const members = (of: Readonly<Record<string, Uint8Array>>, level: 0 | 6): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(of).map(([name, bytes]) => [`${name}.npy`, bytes])), { level });

/** The arrays of a sparse matrix by the format's definition. */
function sparseArrays(format: string, weight: readonly (readonly number[])[], draw: Draw): Record<string, number[]> {
  const n = weight.length;
  if (format === "csr" || format === "csc") {
    const line = (k: number): number[] => (format === "csr" ? [...weight[k]] : weight.map((row) => row[k]));
    const indices: number[] = [];
    const data: number[] = [];
    const indptr = [0];
    for (let k = 0; k < n; k++) {
      const own = line(k).flatMap((w, other) => (w === 0 ? [] : [[other, w]]));
      for (const [other, w] of shuffled(draw, own)) {
        indices.push(other);
        data.push(w);
      }
      indptr.push(indices.length);
    }
    return { indices, indptr, data };
  }
  if (format === "coo") {
    const entries = shuffled(
      draw,
      weight.flatMap((row, i) => row.flatMap((w, j) => (w === 0 ? [] : [[i, j, w]]))),
    );
    return { row: entries.map(([i]) => i), col: entries.map(([, j]) => j), data: entries.map(([, , w]) => w) };
  }
  const offsets: number[] = [];
  const data: number[] = [];
  for (let offset = 1 - n; offset < n; offset++) {
    const diagonal = weight.map((_, j) => (j - offset >= 0 && j - offset < n ? weight[j - offset][j] : 7));
    if (diagonal.every((w, j) => w === 0 || j - offset < 0 || j - offset >= n)) continue;
    offsets.push(offset);
    data.push(...diagonal);
  }
  return { offsets, data };
}

function scipy(known: Known, draw: Draw): Written {
  const n = known.names.length;
  const format = pick(draw, ["csr", "csc", "coo", "dia", "bsr"]);
  const type = pick(draw, typesFor(known));
  const index = pick(draw, ["<i4", "<i8"]);
  const word = utf8(format);
  const file = (
    arrays: Record<string, number[]>,
    shape = [n, n],
    own: Record<string, Uint8Array> = {},
    dtype = type,
  ) => {
    const { data, ...rest } = arrays;
    const dataShape =
      format === "dia" ? [rest.offsets.length, n] : format === "bsr" ? [data.length / (n * n), n, n] : [data.length];
    return members(
      {
        ...Object.fromEntries(
          Object.entries(rest).map(([name, values]) => [name, npyOf(index, [values.length], bytesOf(index, values))]),
        ),
        format: npyOf(`|S${word.length}`, [], word),
        shape: npyOf("<i8", [2], bytesOf("<i8", shape)),
        data: npyOf(dtype, dataShape, bytesOf(dtype, data)),
        ...own,
      },
      pick(draw, [0, 6]),
    );
  };
  const arrays: Record<string, number[]> =
    format === "bsr"
      ? { indices: [0], indptr: [0, 1], data: known.weight.flat() } // one block, the whole matrix
      : sparseArrays(format, known.weight, draw);
  const [key] = Object.keys(arrays).filter((name) => name !== "data");
  const changed = (name: string, at: number, value: number): Record<string, number[]> => ({
    ...arrays,
    [name]: arrays[name].map((old, k) => (k === at ? value : old)),
  });
  const bytes = file(arrays);
  const [i, j] = edgesOf(known)[0];
  return {
    file: "w.npz",
    bytes,
    hasWeights: true,
    hasNames: false,
    alike: [
      {
        what: "words in Unicode",
        bytes: file(arrays, [n, n], { format: npyOf("<U3", [], bytesOf("<i4", [...word])) }),
      },
      {
        what: "a mark of sparse arrays",
        bytes: file(arrays, [n, n], { _is_array: npyOf("|b1", [], Uint8Array.of(1)) }),
      },
      ...(format === "coo"
        ? [
            {
              what: "a stored zero, a self edge and a weight in two parts",
              bytes: file({
                row: [...arrays.row, j, 2, j, j],
                col: [...arrays.col, i, 2, i, i],
                data: [...arrays.data, 0, 5, 1, -1],
              }),
            },
          ]
        : []),
    ],
    spoiled: [
      ...cut(bytes, draw).slice(0, 1),
      { what: "another format", bytes: file(arrays, [n, n], { format: npyOf("|S3", [], utf8("xyz")) }) },
      { what: "rectangular", bytes: file(arrays, format === "csc" ? [n + 1, n] : [n, n + 1]) },
      { what: "not a number", bytes: file({ ...arrays, data: arrays.data.map(() => Number.NaN) }, [n, n], {}, "<f8") },
      ...(format === "coo" || format === "csr" || format === "csc"
        ? [
            { what: "a negative index", bytes: file(changed(key, 0, -1)) },
            { what: "an index too large", bytes: file(changed(key, 0, n)) },
          ]
        : []),
      ...(format === "csr" || format === "csc"
        ? [{ what: "rows that end before they begin", bytes: file(changed("indptr", 1, 2 ** 20)) }]
        : []),
      ...(format === "dia"
        ? [
            {
              what: "an offset less",
              bytes: file({ ...arrays, offsets: arrays.offsets, data: arrays.data }, [n, n], {
                offsets: npyOf(index, [1], bytesOf(index, [0])),
              }),
            },
          ].filter(() => arrays.offsets.length > 1)
        : []),
    ],
  };
}

function savez(known: Known, draw: Draw): Written {
  const n = known.names.length;
  const type = pick(draw, typesFor(known));
  const matrix = npyOf(type, [n, n], bytesOf(type, known.weight.flat()));
  const width = Math.max(...known.names.map((name) => [...name].length));
  const points = known.names.flatMap((name) =>
    Array.from({ length: width }, (_, k) => [...name][k]?.codePointAt(0) ?? 0),
  );
  const names = npyOf(`<U${width}`, [n], bytesOf("<i4", points));
  const bytes = members({ W: matrix, names }, pick(draw, [0, 6]));
  return {
    file: "w.npz",
    bytes,
    hasWeights: true,
    hasNames: true,
    alike: [
      {
        what: "with positions",
        bytes: members({ positions: npyOf("<f8", [n, 3], bytesOf("<f8", Array(3 * n).fill(1))), W: matrix, names }, 6),
      },
    ],
    spoiled: [
      ...cut(bytes, draw).slice(0, 1),
      { what: "two matrices", bytes: members({ W: matrix, V: matrix, names }, 0) },
      { what: "none", bytes: members({ names }, 0) },
      {
        what: "a rectangular one",
        bytes: members({ W: npyOf(type, [n - 1, n], bytesOf(type, known.weight.flat().slice(n))) }, 0),
      },
    ],
  };
}

const inXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

function graphml(known: Known, draw: Draw): Written {
  const edges = shuffled(draw, edgesOf(known));
  const hasWeights = draw(3) > 0;
  const isMixed = draw(2) === 0;
  const write = (
    direction: string,
    each: (edge: [number, number, number], k: number) => string,
    more = "",
  ): string => `<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="d0" for="edge" attr.name="weight" attr.type="double" />
<graph edgedefault="${direction}">
${known.names.map((name) => `<node id="${inXml(name)}" />`).join("\n")}
${edges.map(each).join("\n")}${more}
</graph></graphml>
`;
  const edge = ([s, t, w]: [number, number, number], own = ""): string =>
    `<edge source="${inXml(known.names[s])}" target="${inXml(known.names[t])}"${own}>${hasWeights ? `<data key="d0">${w}</data>` : ""}</edge>`;
  const plain = (one: [number, number, number]): string => edge(one);
  const text = isMixed ? write("undirected", (one) => edge(one, ' directed="true"')) : write("directed", plain);
  const spoil = (from: RegExp | string, to: string): string => text.replace(from, to);
  return {
    file: pick(draw, ["network.graphml", "network.xml"]),
    bytes: utf8(text),
    hasWeights,
    hasNames: known.base === undefined,
    alike: [
      ...otherTexts(text).filter(({ what }) => what !== "UTF-16 with its mark"),
      ...variants({
        "remarks and a document type": spoil("<graphml", "<!-- <edge/> --><!DOCTYPE graphml><graphml"),
        "nodes after edges": text.replace(/(<node[\s\S]*\/>\n)(<edge[\s\S]*)(\n<\/graph>)/, "$2\n$1$3"),
      }),
    ],
    spoiled: variants({
      "an end missing": spoil("</graph></graphml>", ""),
      "an end in the wrong place": spoil("</graph></graphml>", "</graphml></graph>"),
      "an unknown node": spoil(/target="[^"]*"/, 'target="nobody"'),
      "a target missing": spoil(/ target="[^"]*"/, ""),
      "a node twice": spoil(/(<node [^>]*>)/, "$1$1"),
      "two graphs": spoil("</graph>", '</graph><graph edgedefault="directed"></graph>'),
      "no direction": spoil(/ edgedefault="\w+"/, ""),
      ...(hasWeights && {
        "a weight that is no number": spoil(/<data key="d0">[^<]*/, '<data key="d0">nan'),
        "a weight missing": spoil(/<data key="d0">[^<]*<\/data>/, ""),
      }),
    }),
  };
}

function gexf(known: Known, draw: Draw): Written {
  const edges = shuffled(draw, edgesOf(known));
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed">
<nodes>
${known.names.map((name, k) => `<node id="${k}" label="${inXml(name)}" />`).join("\n")}
</nodes><edges>
${edges.map(([s, t, w], k) => `<edge id="${k}" source="${s}" target="${t}" weight="${w}" />`).join("\n")}
</edges></graph></gexf>
`;
  const spoil = (from: RegExp | string, to: string): string => text.replace(from, to);
  return {
    file: "network.gexf",
    bytes: utf8(text),
    hasWeights: true,
    hasNames: true,
    alike: [
      ...otherTexts(text).filter(({ what }) => what !== "UTF-16 with its mark"),
      ...variants({
        "directions at the edges": text
          .replace(' defaultedgetype="directed"', "")
          .replaceAll("<edge id", '<edge type="directed" id'),
      }),
    ],
    spoiled: variants({
      "an end missing": spoil("</gexf>", ""),
      "an unknown node": spoil(/target="\d+"/, 'target="77"'),
      "an unknown direction": spoil("<edge id", '<edge type="sideways" id'),
      "a weight in words": spoil(/ weight="[^"]*"/, ' weight="much"'),
    }),
  };
}

function nodeLink(known: Known, draw: Draw): Written {
  const edges = shuffled(draw, edgesOf(known));
  const hasWeights = draw(3) > 0;
  const areNumbers = known.names.every((name) => /^\d+$/.test(name));
  const id = (k: number): string => (areNumbers ? known.names[k] : JSON.stringify(known.names[k]));
  const link = ([s, t, w]: readonly [number, number, number]): string =>
    `{"source": ${id(s)}, "target": ${id(t)}${hasWeights ? `, "weight": ${w}` : ""}}`;
  const write = (head: string, key: string, own: readonly string[]): string =>
    `{${head}"nodes": [${known.names.map((_, k) => `{"id": ${id(k)}}`).join(", ")}], "${key}": [${own.join(", ")}]}\n`;
  const directed = '"directed": true, "multigraph": false, "graph": {}, ';
  const text = write(directed, "links", edges.map(link));
  const spoil = (from: RegExp | string, to: string): string => text.replace(from, to);
  return {
    file: "network.json",
    bytes: utf8(text),
    hasWeights,
    hasNames: known.base === undefined,
    alike: [
      ...otherTexts(text),
      ...variants({
        "edges by their newer key": write(directed, "edges", edges.map(link)),
        "an edge to itself": write(directed, "links", [...edges, [1, 1, 2] as const].map(link)),
        ...(areNumbers && {
          "ids as words": text
            .replace(/: (\d+)(?=[,}])/g, (all, digits) => (known.names.includes(digits) ? `: "${digits}"` : all))
            .replace(/"weight": "(\d+)"/g, '"weight": $1'),
        }),
      }),
    ],
    spoiled: variants({
      "an end missing": text.trim().slice(0, -1),
      "an unknown node": spoil(/"target": [^,}]+/, '"target": "nobody"'),
      "a target missing": spoil(/, "target": (?:"(?:[^"\\]|\\.)*"|\d+)/, ""),
      "no nodes": spoil('"nodes"', '"node"'),
      "no links": spoil('"links"', '"lines"'),
      "brackets without end": `{"nodes": ${"[".repeat(5000)}`,
      ...(hasWeights && {
        "a weight that is null": spoil(/"weight": [-\d.]+/, '"weight": null'),
        "a weight in words": spoil(/"weight": [-\d.]+/, '"weight": "much"'),
      }),
    }),
  };
}

function matrixMarket(known: Known, draw: Draw): Written {
  const n = known.names.length;
  const isArray = draw(2) === 0;
  const field = known.weight.flat().every(Number.isInteger) ? pick(draw, ["integer", "real"]) : "real";
  const entries = shuffled(draw, edgesOf(known));
  const values = Array.from({ length: n * n }, (_, k) => String(known.weight[k % n][Math.floor(k / n)]));
  const lines = isArray ? values : entries.map(([j, i, w]) => `${i + 1} ${j + 1} ${w}`);
  const size = isArray ? `${n} ${n}` : `${n} ${n} ${entries.length}`;
  const write = (own: readonly string[], sizes = size, kind = "general"): string =>
    `%%MatrixMarket matrix ${isArray ? "array" : "coordinate"} ${field} ${kind}\n% a remark\n${sizes}\n${own.join("\n")}\n`;
  const text = write(lines);
  return {
    file: "w.mtx",
    bytes: utf8(text),
    hasWeights: true,
    hasNames: false,
    alike: otherTexts(text).filter(({ what }) => what !== "line ends of old Macs" || true),
    spoiled: variants({
      "a line missing": write(lines.slice(1)),
      "a line too many": write([...lines, lines[0]]),
      rectangular: write(lines, isArray ? `${n} ${n + 1}` : `${n} ${n + 1} ${entries.length}`),
      "complex numbers": text.replace(field, "complex"),
      "not a number": write([...lines.slice(1), lines[0].replace(/\S+$/, "nan")]),
      ...(!isArray && {
        "an index too large": write([`${n + 1} 1 1`, ...lines.slice(1)]),
        "index 0": write([`0 1 1`, ...lines.slice(1)]),
        "entries above the diagonal of a symmetric one": write(["1 3 1", ...lines.slice(1)], size, "symmetric"),
      }),
    }),
  };
}

function pajek(known: Known, draw: Draw): Written {
  const n = known.names.length;
  const names = known.names.map((name) => name.replaceAll('"', "'"));
  const isQuoted = names.every((name) => !name.includes("'"));
  const edges = shuffled(draw, edgesOf(known));
  const vertices = `*Vertices ${n}\n${names.map((name, k) => `${k + 1} "${name}" 0.1 0.2`).join("\n")}\n`;
  const arcs = edges.map(([s, t, w]) => `${s + 1} ${t + 1} ${w}`).join("\n");
  const text = `${vertices}*Arcs\n${arcs}\n`;
  // Pajek's own matrices have the source in the row
  const matrix = `*Matrix\n${known.weight.map((_, j) => known.weight.map((row) => row[j]).join(" ")).join("\n")}\n`;
  return {
    file: "network.net",
    bytes: utf8(text),
    hasWeights: true,
    hasNames: isQuoted,
    alike: [
      ...otherTexts(text),
      ...variants({
        "a matrix": vertices + matrix,
        "small letters, and a name of the network": `*network test\n${text.toLowerCase().replace(/^[\s\S]*?(?=\*arcs)/, vertices.replace("*V", "*v"))}`,
      }),
    ],
    spoiled: variants({
      "vertex 0": text.replace(/\n$/, "\n0 1 1\n"),
      "a vertex too many": text.replace(/\n$/, `\n${n + 1} 1 1\n`),
      "two modes": text.replace(/^(\*Vertices \d+)/, "$1 2"),
      "a weight in words": text.replace(/\n$/, "\n1 2 much\n"),
      "a quote that does not end": text.replace('" 0.1', " 0.1"),
      "a matrix without its last row": vertices + matrix.trimEnd().replace(/\n[^\n]*$/, "\n"),
      "an unknown part": `${text}*Hyperedges\n1 2 3\n`,
    }),
  };
}
