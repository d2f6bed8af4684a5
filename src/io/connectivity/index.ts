/** Connectivity of strangers: every format that is read, and how a file is told from the others. */
import { checkChoice, show } from "../../check/check.ts";
import type { Connectivity } from "../../hopfield/connectivity.ts";
import { unpacked } from "../arrays.ts";
import { adjacencyList } from "./adjacency-list.ts";
import { edgeList } from "./edge-list.ts";
import { synapsesOf } from "./edges.ts";
import { refuseForeign } from "./foreign.ts";
import type { ConnectivityFormat, ConnectivityOptions, GivenFile, HowToRead } from "./format.ts";
import { gexf } from "./gexf.ts";
import { graphml } from "./graphml.ts";
import { matrixMarket } from "./matrix-market.ts";
import { nodeLink } from "./node-link.ts";
import { npyMatrix, savedAgain } from "./npy.ts";
import { pajek } from "./pajek.ts";
import { FORMAT_NAMES, type FormatName } from "./parameters.ts";
import { savezMatrix } from "./savez.ts";
import { scipySparse } from "./scipy.ts";
import { type Table, tableOf } from "./table.ts";
import { textOf } from "./text.ts";
import { textMatrix } from "./text-matrix.ts";
import { refusal } from "./words.ts";

/** Every format; those with a mark of their own come first, then text by its shape. */
const FORMATS: Readonly<Record<FormatName, ConnectivityFormat>> = {
  npy: npyMatrix,
  scipy: scipySparse,
  npz: savezMatrix,
  graphml,
  gexf,
  "node-link": nodeLink,
  "matrix-market": matrixMarket,
  pajek,
  "adjacency-list": adjacencyList,
  matrix: textMatrix,
  "edge-list": edgeList,
};

/** Most bytes that a compressed file may come to: the longest text. */
const MOST_UNPACKED_BYTES = 2 ** 29;

/** What a file of connectivity holds. */
export interface FoundConnectivity {
  readonly connectivity: Connectivity;
  /** Weight of every synapse, in the order of `connectivity.inputs`, where the file has weights. */
  readonly weights?: Float64Array;
  /** Names by neuron, where the file has any. */
  readonly names?: readonly string[];
  /** What the file was taken as, and everything that was assumed or left out, as phrases. */
  readonly notes: readonly string[];
}

/**
 * Connectivity from the bytes of a file: an edge list, a matrix or an adjacency list as text, `.npy`, `.npz` of SciPy or NumPy,
 * GraphML, GEXF, node-link JSON, Matrix Market or Pajek, compressed by gzip or not, told apart by the file itself. Matrices have targets in their rows, graphs and
 * edge lists lead from source to target.
 *
 * @param bytes    the whole file; read only.
 * @param name     what to call the file in a message.
 * @param options  what to read otherwise than the file suggests.
 * @throws RangeError or TypeError that names the file, what is wrong with it, and how to convert it.
 */
export function readConnectivity(
  bytes: Uint8Array,
  name: string,
  options: ConnectivityOptions = {},
): FoundConnectivity {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`readConnectivity: ${String(name)} must be given as a Uint8Array; readFileSync returns one`);
  }
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const content = isPacked ? savedAgain(() => unpacked(bytes, name, MOST_UNPACKED_BYTES), "gzip") : bytes;
  const file = givenFile(content, String(name));
  const format = formatOf(file, options);
  checkOptions(file, format, options);
  const { nNeurons, edges, names, notes } = format.read(file, options);
  if (options.nNeurons !== undefined && nNeurons !== options.nNeurons) {
    throw refusal(
      file.name,
      `must connect ${options.nNeurons} neurons, got ${nNeurons}`,
      "give a network with a neuron for each of them",
    );
  }
  const synapses = synapsesOf(file.name, nNeurons, edges);
  return Object.freeze({
    connectivity: synapses.connectivity,
    ...(synapses.weights && { weights: synapses.weights }),
    ...(names && { names: Object.freeze([...names]) }),
    notes: Object.freeze([...notes, ...synapses.notes]),
  });
}

/** What was assumed of a file, as a line for the terminal. */
export function noteLine(name: string, { notes }: FoundConnectivity): string {
  return `${name}: ${notes.join("; ")}`;
}

/** The format that is said, or recognised; of texts those alone that what is said means something to. */
function formatOf(file: GivenFile, options: ConnectivityOptions): ConnectivityFormat {
  const formats = Object.values(FORMATS);
  const isMeant = ({ takes }: ConnectivityFormat): boolean =>
    HOW_TO_READ.every((key) => options[key] === undefined || takes.includes(key));
  if (options.format !== undefined) {
    const said = FORMATS[checkChoice("readConnectivity: format", options.format, FORMAT_NAMES)];
    if (said.isShaped ? file.text === undefined : !said.recognise(file)) {
      throw refusal(file.name, `must be ${options.format}, got something else`, "leave --connectivity-format out");
    }
    return said;
  }
  const marked = formats.find((one) => !one.isShaped && one.recognise(file));
  if (marked) return marked;
  refuseForeign(file);
  const shaped = formats.filter((one) => one.isShaped);
  return shaped.find((one) => isMeant(one) && one.recognise(file)) ?? shaped.find((one) => one.recognise(file))!;
}

/** Refuses options that mean nothing to a format. */
function checkOptions(file: GivenFile, { takes }: ConnectivityFormat, options: ConnectivityOptions): void {
  for (const key of HOW_TO_READ) {
    if (options[key] === undefined || takes.includes(key)) continue;
    throw refusal(
      file.name,
      `is in a format that does not take ${key}, got ${show(options[key])}`,
      `leave it out; the format takes ${takes.join(", ")}`,
    );
  }
}

const HOW_TO_READ: readonly HowToRead[] = ["sourceColumn", "targetColumn", "weightColumn", "indexBase", "matrixRows"];

/** A file whose text and cells are looked at when asked for, once. */
function givenFile(bytes: Uint8Array, name: string): GivenFile {
  let text: string | undefined;
  let isDecoded = false;
  let table: Table | undefined;
  return {
    bytes,
    name,
    get text() {
      if (!isDecoded) text = textOf(bytes, name);
      isDecoded = true;
      return text;
    },
    get table() {
      table ??= tableOf(name, this.text ?? "");
      return table;
    },
  };
}
