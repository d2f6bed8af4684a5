/** Independent repetitions of an experiment: seeds seed, seed + 1, … */
import { checkInteger } from "../../check/check.ts";
import { drawSeed, parseSeed, type Seed, seedToJson } from "../../numeric/seed.ts";

export interface SeedsSpec {
  /** Independent networks a point; seeds seed, seed + 1, …; default 3. */
  readonly seeds?: number;
  /** Default: drawn, and stated in the result. */
  readonly seed?: Seed;
}

export const SEEDS_KEYS = ["seeds", "seed"] as const;

export interface SeedsPlan {
  readonly seeds: number;
  readonly seed: number | string;
}

export function planSeeds(where: string, spec: SeedsSpec): SeedsPlan {
  const seed = spec.seed === undefined ? drawSeed() : parseSeed(spec.seed, `${where}: seed`);
  const seeds = checkInteger(`${where}: seeds`, spec.seeds ?? 3, 1, 10_000);
  parseSeed(seed + BigInt(seeds - 1), `${where}: seed + seeds − 1`);
  return { seeds, seed: seedToJson(seed) };
}

export function seedsOf({ seeds, seed }: SeedsPlan): bigint[] {
  const first = BigInt(seed);
  return Array.from({ length: seeds }, (_, s) => first + BigInt(s));
}
