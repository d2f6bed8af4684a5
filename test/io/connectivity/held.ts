/** Files of the corpus held against their networks, and damaged at random. */
import { checkConnectivity } from "../../../src/hopfield/connectivity.ts";
import { type FoundConnectivity, readConnectivity } from "../../../src/io/connectivity/index.ts";
import { type Draw, drawing, type Known, knownNetwork, WRITERS, type Written } from "./corpus.ts";

/** What went wrong with a file, and the file. */
export interface Failure {
  readonly what: string;
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Longest time that a small file may take, in ms; a machine that is busy takes ten times as long. */
const MOST_MS = 2000;

/** Reads a file: what it holds, or a refusal in a whole sentence; anything else is an error of its own. */
export function readOrRefuse(bytes: Uint8Array, file: string): FoundConnectivity | string {
  try {
    const found = readConnectivity(bytes, file);
    checkConnectivity("found", found.connectivity);
    if (found.weights && found.weights.length !== found.connectivity.inputs.length) throw new Error("weights differ");
    return found;
  } catch (error) {
    const { message, name } = error as Error;
    const isPlain =
      ((name === "RangeError" || name === "TypeError") && message.startsWith(file)) || /^readNp[yz]/.test(message);
    if (!isPlain || /undefined|Cannot read|is not a function|not iterable/.test(message)) throw error;
    if (!/; /.test(message)) throw new Error(`no way out: ${message}`);
    return message;
  }
}

/** Whether what was read is the network: by names where the file has them, else by indices. */
export function isNetwork(found: FoundConnectivity, known: Known, { hasNames, hasWeights }: Written): boolean {
  const { connectivity, names, weights } = found;
  const n = known.names.length;
  if (connectivity.nNeurons !== n) return false;
  if (hasNames && known.base === undefined && names === undefined) return false;
  const place = new Map(known.names.map((name, k) => [name, k]));
  const of = (k: number): number => (names && hasNames ? (place.get(names[k]) ?? -1) : k);
  const read = known.weight.map((row) => row.map(() => 0));
  for (let i = 0; i < n; i++) {
    for (let s = connectivity.rowStart[i]; s < connectivity.rowStart[i + 1]; s++) {
      const row = read[of(i)];
      if (row === undefined || (weights === undefined) === hasWeights) return false;
      row[of(connectivity.inputs[s])] = weights ? weights[s] : 1;
    }
  }
  return known.weight.every((row, i) => row.every((w, j) => read[i][j] === (hasWeights || w === 0 ? w : 1)));
}

/** One case: a network in a format, as written, otherwise written, spoiled, or damaged anywhere; undefined where all is well. */
export function tryCase(seed: number): Failure | undefined {
  const began = performance.now();
  const failure = tried(seed);
  const took = performance.now() - began;
  if (took < MOST_MS || failure) return failure;
  return { what: `case ${seed} took ${took.toFixed(0)} ms`, file: "slow", bytes: new Uint8Array(0) };
}

function tried(seed: number): Failure | undefined {
  const draw = drawing(seed);
  const known = knownNetwork(draw);
  const formats = Object.keys(WRITERS);
  const format = formats[draw(formats.length)];
  const written = WRITERS[format](known, draw);
  const kind = draw(4);
  const list = kind === 1 ? written.alike : kind === 2 ? written.spoiled : [];
  const { what, bytes } = list.length > 0 ? list[draw(list.length)] : { what: "as written", bytes: written.bytes };
  const failed = (why: string, of: Uint8Array): Failure => ({
    what: `case ${seed}, ${format}, ${what}: ${why}`,
    file: written.file,
    bytes: of,
  });
  if (kind === 3) {
    const damaged = damage(written.bytes, draw);
    try {
      readOrRefuse(damaged, written.file);
      return undefined;
    } catch (error) {
      return failed(`damaged: ${(error as Error).stack}`, damaged);
    }
  }
  try {
    const found = readOrRefuse(bytes, written.file);
    if (kind === 2) return typeof found === "string" ? undefined : failed("was read", bytes);
    if (typeof found === "string") return failed(found, bytes);
    return isNetwork(found, known, written) ? undefined : failed(`another network: ${found.notes.join("; ")}`, bytes);
  } catch (error) {
    return failed(String((error as Error).stack), bytes);
  }
}

const TOKENS = [
  '"',
  ",",
  "\n",
  "\t",
  " ",
  "0",
  "-1",
  "nan",
  "9".repeat(20),
  "1e999",
  "{",
  "<",
  "]",
  "é",
  "\0",
  "*",
  "#",
  "%",
];

/** A few changes of bytes, or of a line or a piece as a whole. */
function damage(bytes: Uint8Array, draw: Draw): Uint8Array {
  let out = Array.from(bytes);
  for (let k = draw(4); k >= 0; k--) {
    const at = draw(out.length + 1);
    const length = draw(12);
    const how = draw(6);
    if (how === 0) out[at] = draw(256);
    else if (how === 1) out.splice(at, length);
    else if (how === 2) out.splice(at, 0, ...new TextEncoder().encode(TOKENS[draw(TOKENS.length)]));
    else if (how === 3) out.splice(at, 0, ...out.slice(at, at + length));
    else if (how === 4) out = out.slice(0, at);
    else if (out[at] !== undefined) out[at] ^= 1 << draw(8);
  }
  return Uint8Array.from(out, (byte) => byte ?? 0);
}
