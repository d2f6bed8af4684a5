/** A network's patterns as bits in the kernels' memory, where its overlap matrix would be too large or is not worth its time. */
import type { BackendName, Kernels, PatternBits } from "../backend/contract/kernels.ts";
import type { Connectivity } from "./connectivity.ts";
import { drawPatterns } from "./drawn-patterns.ts";
import { Keeper } from "./keeper.ts";
import { MOST_BIT_NEURONS } from "./limits.ts";
import { nameOfSource, type PatternSource } from "./network.ts";
import { BLOCK } from "./stride.ts";

/** Patterns as bits, and the kernels in whose memory they lie. */
export interface BitNetwork extends PatternBits {
  readonly kernels: Kernels;
}

/** Patterns of a word. */
const WORD = 64;

const keeper = new Keeper<BitNetwork>();

/** Lends a network's patterns as bits to one piece of work; those used last are kept. */
export function withBits<T>(
  backend: BackendName,
  source: PatternSource,
  pause: () => Promise<void> | undefined,
  work: (network: BitNetwork) => Promise<T> | T,
): Promise<T> {
  const open = async () => packed(await keeper.recycled(backend), source, pause);
  return keeper.lend(`${backend} ${nameOfSource(source)}`, open, work);
}

function paddedTo(nNeurons: number): number {
  return BLOCK * Math.ceil(nNeurons / BLOCK);
}

/** Packs the patterns of a source, 64 at a time: they are never there as bytes all at once, unless they came so. */
async function packed(
  kernels: Kernels,
  source: PatternSource,
  pause: () => Promise<void> | undefined,
): Promise<BitNetwork> {
  const { nPatterns, nNeurons } = source;
  const words = Math.ceil(nPatterns / WORD);
  const network = { kernels, bits: kernels.arena.uint32(nNeurons * 2 * words), words, nPatterns, nNeurons };
  const position = kernels.arena.mark();
  const stride = paddedTo(nNeurons);
  const xi = kernels.arena.int8(WORD * stride);
  const given = givenValues(source);
  for (let word = 0; word < words; word++) {
    const first = WORD * word;
    const count = Math.min(WORD, nPatterns - first);
    if (given) {
      const rows = xi.view;
      for (let mu = 0; mu < count; mu++) {
        rows.set(given.subarray((first + mu) * nNeurons, (first + mu + 1) * nNeurons), mu * stride);
      }
    } else if ("key" in source) kernels.randomPatterns(xi, count, nNeurons, stride, first, source.key);
    kernels.packBits(xi, network, count, stride, word);
    await pause();
  }
  kernels.arena.release(position);
  return network;
}

/** Patterns that the kernels do not draw; undefined for random ones. */
function givenValues(source: PatternSource): Int8Array | undefined {
  if (!("key" in source)) return source.values;
  const { nPatterns, nNeurons, key, kind } = source;
  if (kind === undefined || kind.kind === "random") return undefined;
  const values = new Int8Array(nPatterns * nNeurons);
  drawPatterns(kind, values, nPatterns, nNeurons, nNeurons, key);
  return values;
}

/** Patterns first … first + count − 1, i8[count × nNeurons]. */
export function rowsOfBits({ bits, words, nNeurons }: PatternBits, first: number, count: number): Int8Array {
  const rows = new Int8Array(count * nNeurons);
  const all = bits.view;
  for (let i = 0; i < nNeurons; i++) {
    const own = 2 * i * words;
    for (let mu = 0; mu < count; mu++) {
      const nu = first + mu;
      rows[mu * nNeurons + i] = ((all[own + (nu >> 5)] >>> (nu & 31)) & 1) * 2 - 1;
    }
  }
  return rows;
}

/** M_ij of the connections that exist, i32[connections]. */
export function weightsFromBits(network: BitNetwork, { nNeurons, rowStart, inputs }: Connectivity): Int32Array {
  const { kernels } = network;
  const position = kernels.arena.mark();
  const rows = kernels.arena.int32(nNeurons + 1);
  const columns = kernels.arena.int32(inputs.length);
  const values = kernels.arena.int32(inputs.length);
  rows.view.set(rowStart);
  columns.view.set(inputs);
  kernels.bitWeights(network, rows, columns, values);
  const weights = values.view.slice();
  kernels.arena.release(position);
  return weights;
}

/**
 * Whether the weights of so many connections come from the bits of the patterns: where connections are few, all overlaps would be computed
 * for nothing. Both ways give the same integers.
 */
export function readsBits(nNeurons: number, connections: number): boolean {
  return nNeurons <= MOST_BIT_NEURONS && 8 * connections <= nNeurons * nNeurons;
}
