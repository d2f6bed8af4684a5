/** Connectivity of strangers: an adjacency matrix, an edge list, or compressed rows; told apart by the file itself. */
import { type Connectivity, connectivityFrom } from "../hopfield/connectivity.ts";
import { readConnectivity } from "./connectivity.ts";
import { readNpy } from "./npy.ts";

/** Most neurons of an edge list: one index beyond all others must not cost memory of its own. */
const MOST_NEURONS = 2 ** 20;

/**
 * Connectivity from the bytes of a file:
 *
 * - `.npz`, compressed rows as `rewire` and scipy.sparse.save_npz write them;
 * - `.npy`, an adjacency matrix [N × N]: a value other than 0 in row i and column j makes j an input of i; its diagonal is left out;
 * - otherwise text, an edge a line, `source,target` and further columns that are not read: source is an input of target. Neurons are
 *   indices from 0 or names, a head line is skipped; edges listed again and edges to itself are left out.
 *
 * @param name      what to call the file in a message.
 * @param nNeurons  N, when it is known: edge lists do not tell of neurons without edges.
 * @throws RangeError when the file holds no connectivity, or of another number of neurons.
 */
export function readAnyConnectivity(bytes: Uint8Array, name: string, nNeurons?: number): Connectivity {
  const found = isZip(bytes)
    ? readConnectivity(bytes, name)
    : isNpy(bytes)
      ? fromMatrix(bytes, name)
      : readEdgeList(bytes, name, nNeurons);
  if (nNeurons !== undefined && found.nNeurons !== nNeurons) {
    throw new RangeError(`${name} must connect ${nNeurons} neurons, got ${found.nNeurons}`);
  }
  return found;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function isNpy(bytes: Uint8Array): boolean {
  return bytes[0] === 0x93 && bytes[1] === 0x4e && bytes[2] === 0x55;
}

function fromMatrix(bytes: Uint8Array, name: string): Connectivity {
  const { data, shape } = readNpy(bytes, name);
  if (shape.length !== 2 || shape[0] !== shape[1] || shape[0] < 2) {
    throw new RangeError(
      `${name} must hold a matrix [N × N] with N ≥ 2, got ${shape.join(" × ") || "a single number"}`,
    );
  }
  const nNeurons = shape[0];
  const rows = Array.from({ length: nNeurons }, (_, i) => {
    const inputs: number[] = [];
    for (let j = 0; j < nNeurons; j++) if (j !== i && Number(data[i * nNeurons + j]) !== 0) inputs.push(j);
    return inputs;
  });
  return connectivityFrom(rows);
}

/**
 * Connectivity from an edge list, see `readAnyConnectivity`. Where every name is an index, neurons are those numbers; else they
 * are numbered in the order of their names, numbers first.
 */
export function readEdgeList(bytes: Uint8Array, name: string, nNeurons?: number): Connectivity {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new RangeError(`${name} must be an .npz, an .npy or a text of edges, got bytes that are no UTF-8`);
  }
  const edges = edgesOf(text, name);
  const names = new Set(edges.flat());
  const isIndexed = [...names].every((neuron) => /^\d+$/.test(neuron));
  const index = isIndexed ? Number : indexOfNames(names);
  let count = isIndexed ? 0 : names.size;
  if (isIndexed) for (const neuron of names) count = Math.max(count, Number(neuron) + 1);
  if (count > MOST_NEURONS) {
    throw new RangeError(`${name} must have indices below ${MOST_NEURONS}, got ${count - 1}`);
  }
  if (nNeurons !== undefined && count > nNeurons) {
    throw new RangeError(`${name} must connect ${nNeurons} neurons, got ${count}`);
  }
  const rows = Array.from({ length: Math.max(2, nNeurons ?? count) }, () => new Set<number>());
  for (const [source, target] of edges) {
    const [j, i] = [index(source), index(target)];
    if (i !== j) rows[i].add(j);
  }
  return connectivityFrom(rows.map((row) => [...row]));
}

const SEPARATOR = /\s*[,;\t]\s*|\s+/;

/** Source and target of every line that has them. */
function edgesOf(text: string, name: string): (readonly [source: string, target: string])[] {
  const edges: (readonly [string, string])[] = [];
  let line = 0;
  for (const raw of text.replace(/^\u{feff}/u, "").split(/\r\n|\n|\r/)) {
    line++;
    const trimmed = raw.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const [source, target] = trimmed.split(SEPARATOR).map((cell) => cell.replace(/^"(.*)"$/, "$1"));
    if (source === undefined || target === undefined || source === "" || target === "") {
      throw new RangeError(`${name} must have source,target in every line, got ${show(trimmed)} in line ${line}`);
    }
    if (edges.length === 0 && isHead(source, target)) continue;
    edges.push([source, target]);
  }
  if (edges.length === 0) throw new RangeError(`${name} must list at least one edge, source,target a line, got none`);
  return edges;
}

/** A head line says what its columns are. */
function isHead(source: string, target: string): boolean {
  return (
    /^(source|from|pre|presynaptic|src|sender|i|j)(_?\w*)?$/i.test(source) &&
    /^(target|to|post|postsynaptic|dst|receiver|i|j)(_?\w*)?$/i.test(target)
  );
}

function indexOfNames(names: ReadonlySet<string>): (neuron: string) => number {
  const sorted = [...names].sort((a, b) => compareNames(a, b));
  const indices = new Map(sorted.map((neuron, k) => [neuron, k]));
  return (neuron) => indices.get(neuron)!;
}

/** By code units, which no language of the machine changes; numbers first, by value. */
function compareNames(a: string, b: string): number {
  const [x, y] = [a, b].map((name) => (/^\d+$/.test(name) ? Number(name) : Number.POSITIVE_INFINITY));
  if (x !== y) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}

function show(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
