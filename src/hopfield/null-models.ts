/**
 * Null models of given connectivity: networks that share its degrees, or the lengths of its connections, and are random otherwise. What
 * the given one does beyond them is not explained by these.
 */
import type { Key } from "../backend/contract/kernels.ts";
import { vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger, checkKeys, show } from "../check/check.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { Stream } from "../numeric/philox.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { type Connectivity, checkConnectivity } from "./connectivity.ts";
import { checkBytes } from "./memory.ts";
import { NULL_MODEL_NAMES, NULL_MODELS, type NullModel } from "./null-model-kinds.ts";

/** Makes a network that shares with a given one what a null model keeps. */
type Maker = (
  like: Connectivity,
  classOf: ClassOf | undefined,
  key: Key,
  pause: () => Promise<void> | undefined,
) => Promise<Connectivity>;

const MAKERS: Readonly<Record<NullModel, Maker>> = {
  degree: (like, _classOf, key, pause) => exchanged(like, undefined, key, pause),
  distance: (like, classOf, key, pause) => redrawn(like, classOf!, key, pause),
  both: exchanged,
};

/** Where neurons are: coordinates of each, in any unit, or "ring": neuron i at the angle 2πi/N, with arcs for distances. */
export type Positions = "ring" | readonly ArrayLike<number>[];

/** Classes of lengths: each holds about as many of the given connections. */
export const LENGTH_CLASSES = 10;
/** Exchanges for each connection that are aimed at, and most proposals for each to get there. */
const EXCHANGES = 10;
const MOST_PROPOSALS = 200;
/** A millisecond's work or so. */
const PROPOSALS_AT_ONCE = 4096;

/**
 * Connectivity that is random but for what it shares with a given one.
 *
 * - `degree`: numbers of inputs and of outputs of every neuron. Two random connections exchange their sources wherever that
 *   makes no second connection and none from a neuron to itself (Maslov & Sneppen 2002), until about ten exchanges for every connection are
 *   made, or 200 are proposed.
 * - `distance`: numbers of inputs of every neuron in each of ten classes of lengths, which hold as many of the given connections each. Every neuron draws as
 *   many others of each class anew.
 * - `both`: as `degree`, with exchanges alone that keep how many connections are in each class.
 *
 * @param spec.positions  required but for `degree`.
 * @throws TypeError or RangeError that names the argument.
 */
export async function nullConnectivity(
  connectivity: Connectivity,
  spec: { readonly keep: NullModel; readonly positions?: Positions; readonly seed: Seed },
  options: RunOptions = {},
): Promise<Connectivity> {
  const where = "nullConnectivity";
  checkConnectivity(`${where}: connectivity`, connectivity);
  checkKeys(`${where}: spec`, spec, ["keep", "positions", "seed"]);
  const keep = checkChoice(`${where}: keep`, spec.keep, NULL_MODEL_NAMES);
  const { needsPositions } = NULL_MODELS[keep];
  if (needsPositions && spec.positions === undefined) {
    throw new TypeError(`${where}: positions must be given to keep "${keep}", got none`);
  }
  const positions = needsPositions
    ? checkPositions(`${where}: positions`, spec.positions, connectivity.nNeurons)
    : undefined;
  const key = keyOf(parseSeed(spec.seed, `${where}: seed`));
  return nullOf(connectivity, keep, positions, key, pacer(options.signal));
}

/** The same, of checked positions and from a key. */
export async function nullOf(
  like: Connectivity,
  keep: NullModel,
  positions: Positions | undefined,
  key: Key,
  pause: () => Promise<void> | undefined,
): Promise<Connectivity> {
  checkBytes("nullConnectivity", like.nNeurons ** 2 / 8, `${like.nNeurons} × ${like.nNeurons} connections, a bit each`);
  const needed = NULL_MODELS[keep].needsPositions ? positions : undefined;
  const classOf = needed && classesOf(like, distanceOf(needed, like.nNeurons));
  return MAKERS[keep](like, classOf, key, pause);
}

/** Positions of N neurons: the word, or rows of as many finite coordinates each. */
export function checkPositions(where: string, value: unknown, nNeurons: number): Positions {
  if (value === "ring") return value;
  const rows = value as readonly unknown[];
  if (typeof value !== "object" || value === null || typeof rows.length !== "number") {
    throw new TypeError(`${where} must be "ring" or a row of coordinates for each neuron, got ${show(value)}`);
  }
  if (rows.length !== nNeurons) {
    throw new RangeError(`${where} must have a row for each of the ${nNeurons} neurons, got ${rows.length}`);
  }
  const axes = checkInteger(`${where}: coordinates of a neuron`, (rows[0] as ArrayLike<number>)?.length, 1);
  return Array.from(rows, (row, i) => vectorOf(`${where}: row ${i}`, row, axes));
}

type Distance = (i: number, j: number) => number;
/** The class of the length of a connection between two neurons. */
type ClassOf = Distance;

function distanceOf(positions: Positions, nNeurons: number): Distance {
  if (positions === "ring") {
    return (i, j) => {
      const arc = Math.abs(i - j);
      return Math.min(arc, nNeurons - arc);
    };
  }
  return (i, j) => {
    const [a, b] = [positions[i], positions[j]];
    let sum = 0;
    for (let k = 0; k < a.length; k++) sum += (a[k] - b[k]) ** 2;
    return Math.sqrt(sum);
  };
}

/** Classes of distances, cut where equal parts of the given connections are shorter. */
function classesOf({ nNeurons, rowStart, inputs }: Connectivity, distance: Distance): ClassOf {
  const lengths = new Float64Array(inputs.length);
  for (let i = 0; i < nNeurons; i++) {
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) lengths[e] = distance(i, inputs[e]);
  }
  lengths.sort();
  const cuts = Array.from({ length: LENGTH_CLASSES - 1 }, (_, k) => {
    return lengths[Math.floor(((k + 1) * lengths.length) / LENGTH_CLASSES)];
  });
  return (i, j) => {
    const length = distance(i, j);
    let own = 0;
    while (own < cuts.length && length >= cuts[own]) own++;
    return own;
  };
}

/** Draws the inputs of every neuron anew, as many of each class. */
async function redrawn(
  { nNeurons, rowStart, inputs }: Connectivity,
  classOf: ClassOf,
  key: Key,
  pause: () => Promise<void> | undefined,
): Promise<Connectivity> {
  const drawn = new Int32Array(inputs.length);
  const stream = new Stream();
  for (let i = 0; i < nNeurons; i++) {
    const wanted = new Array<number>(LENGTH_CLASSES).fill(0);
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) wanted[classOf(i, inputs[e])]++;
    const others: number[][] = wanted.map(() => []);
    for (let j = 0; j < nNeurons; j++) if (j !== i) others[classOf(i, j)].push(j);
    stream.open(DOMAIN.nulls, i, 0, key);
    let at = rowStart[i];
    others.forEach((candidates, own) => {
      for (let n = 0; n < wanted[own]; n++) {
        const t = n + stream.below(candidates.length - n);
        [candidates[n], candidates[t]] = [candidates[t], candidates[n]];
        drawn[at++] = candidates[n];
      }
    });
    drawn.subarray(rowStart[i], rowStart[i + 1]).sort();
    await pause();
  }
  return Object.freeze({ nNeurons, rowStart: rowStart.slice(), inputs: drawn });
}

/** Lets pairs of connections exchange their sources, within classes of lengths where there are any. */
async function exchanged(
  { nNeurons, rowStart, inputs }: Connectivity,
  classOf: ClassOf | undefined,
  key: Key,
  pause: () => Promise<void> | undefined,
): Promise<Connectivity> {
  const sources = inputs.slice();
  const targets = new Int32Array(inputs.length);
  for (let i = 0; i < nNeurons; i++) targets.fill(i, rowStart[i], rowStart[i + 1]);
  const exists = new Bits(nNeurons);
  sources.forEach((j, e) => {
    exists.set(targets[e], j);
  });
  const stream = new Stream();
  stream.open(DOMAIN.nulls, nNeurons, 0, key);
  const tryOne = (): boolean => {
    const [e, f] = [anyOf(stream, sources.length), anyOf(stream, sources.length)];
    const [j, i, l, k] = [sources[e], targets[e], sources[f], targets[f]];
    if (i === k || j === l || l === i || j === k || exists.has(i, l) || exists.has(k, j)) return false;
    if (classOf) {
      const [was, wasToo, is, isToo] = [classOf(i, j), classOf(k, l), classOf(i, l), classOf(k, j)];
      if (!(was === is && wasToo === isToo) && !(was === isToo && wasToo === is)) return false;
    }
    exists.clear(i, j);
    exists.clear(k, l);
    exists.set(i, l);
    exists.set(k, j);
    [sources[e], sources[f]] = [l, j];
    return true;
  };
  const propose = async (count: number): Promise<number> => {
    let made = 0;
    for (let n = 0; n < count; n++) {
      if (tryOne()) made++;
      if (n % PROPOSALS_AT_ONCE === 0) await pause();
    }
    return made;
  };
  // how many are proposed is settled by the first ones: to stop at a number of those made would favor some networks
  const first = 2 * sources.length;
  const made = await propose(first);
  const all = Math.min(MOST_PROPOSALS, made === 0 ? MOST_PROPOSALS : (2 * EXCHANGES * sources.length) / made);
  await propose(Math.max(0, Math.ceil(all * sources.length) - first));
  for (let i = 0; i < nNeurons; i++) sources.subarray(rowStart[i], rowStart[i + 1]).sort();
  return Object.freeze({ nNeurons, rowStart: rowStart.slice(), inputs: sources });
}

/** Whether i reads j, a bit each. */
class Bits {
  private readonly words: Int32Array;
  private readonly rowWords: number;

  constructor(nNeurons: number) {
    this.rowWords = Math.ceil(nNeurons / 32);
    this.words = new Int32Array(nNeurons * this.rowWords);
  }

  has(i: number, j: number): boolean {
    return ((this.words[i * this.rowWords + (j >> 5)] >>> (j & 31)) & 1) === 1;
  }
  set(i: number, j: number): void {
    this.words[i * this.rowWords + (j >> 5)] |= 1 << (j & 31);
  }
  clear(i: number, j: number): void {
    this.words[i * this.rowWords + (j >> 5)] &= ~(1 << (j & 31));
  }
}

/** Streams draw exactly below this. */
const MOST_DRAWN = 2 ** 20;

/** An index below `count`, each as likely. */
function anyOf(stream: Stream, count: number): number {
  if (count <= MOST_DRAWN) return stream.below(count);
  for (;;) {
    const index = stream.below(Math.ceil(count / MOST_DRAWN)) * MOST_DRAWN + stream.below(MOST_DRAWN);
    if (index < count) return index;
  }
}
