/** Independent repetitions of an experiment: seeds seed, seed + 1, … */
import { groupBy } from "../../check/lists.ts";
import { readParameters, type SpecOf } from "../../check/parameters.ts";
import { drawSeed, parseSeed, seedToJson } from "../../numeric/seed.ts";
import { seedsParameters } from "./parameters.ts";

export interface SeedsSpec extends SpecOf<typeof seedsParameters> {}

export interface SeedsPlan {
  readonly seeds: number;
  readonly seed: number | string;
}

export function planSeeds(where: string, spec: SeedsSpec): SeedsPlan {
  const { seeds, seed = drawSeed() } = readParameters(where, seedsParameters, spec);
  parseSeed(seed + BigInt(seeds - 1), `${where}: seed + seeds − 1`);
  return { seeds, seed: seedToJson(seed) };
}

export function seedsOf({ seeds, seed }: SeedsPlan): bigint[] {
  const first = BigInt(seed);
  return Array.from({ length: seeds }, (_, s) => first + BigInt(s));
}

/** Rows of the same seed together. */
export function bySeed<Row extends { readonly seed: number | string }>(rows: readonly Row[]): Row[][] {
  return groupBy(rows, ({ seed }) => String(seed));
}
