/** Numbers that a spec leaves to the seed of its task: a distribution instead of values. */
import { DOMAIN } from "../../numeric/domains.ts";
import { normals } from "../../numeric/normal.ts";
import { Stream } from "../../numeric/philox.ts";
import { keyOf, parseSeed, type Seed } from "../../numeric/seed.ts";
import { drawnStateKind, drawnWeightsKind } from "./drawn-kinds.ts";

const LANES = { state: 0, weights: 1 } as const;

export function isDrawn(value: unknown, ...names: readonly string[]): boolean {
  return typeof value === "object" && value !== null && names.some((name) => Object.hasOwn(value, name));
}

/**
 * Values of a state, or what is given when it is no distribution.
 *
 * @param index  of the state among those of a seed.
 */
export function drawnState(where: string, value: unknown, nNeurons: number, seed: Seed, index = 0): unknown {
  if (!isDrawn(value, "normal", "uniform")) return value;
  const { normal, uniform } = drawnStateKind.check(where, value);
  if (normal !== undefined && uniform !== undefined) {
    throw new TypeError(`${where}: normal and uniform exclude each other, got both`);
  }
  const stream = streamOf(LANES.state, seed, index);
  if (normal !== undefined) return normalsOf(stream, nNeurons, normal);
  const [least, most] = uniform!;
  if (least > most) throw new RangeError(`${where}: uniform must be from least to largest, got ${least} and ${most}`);
  return Array.from({ length: nNeurons }, () => least + ((stream.next() + 0.5) / 2 ** 32) * (most - least));
}

/**
 * Rows of weights, or what is given when nothing is to be drawn.
 *
 * @param seed  null for weights of 0, to look at the rest of a spec.
 */
export function drawnWeights(where: string, value: unknown, seed: Seed | null): unknown {
  if (!isDrawn(value, "gain")) return value;
  const { gain, neurons: N } = drawnWeightsKind.check(where, value);
  const deviation = gain / Math.sqrt(N);
  if (seed === null) return new Array<number[]>(N).fill(new Array<number>(N).fill(0));
  const stream = streamOf(LANES.weights, seed);
  return Array.from({ length: N }, () => normalsOf(stream, N, deviation));
}

function streamOf(lane: number, seed: Seed, item = 0): Stream {
  const stream = new Stream();
  stream.open(DOMAIN.drawn, item, lane, keyOf(parseSeed(seed, "seed")));
  return stream;
}

function normalsOf(stream: Stream, count: number, deviation: number): number[] {
  const values = new Float64Array(count);
  normals(stream, values);
  return Array.from(values, (value) => deviation * value);
}
