/** Patterns as in life: sparse, biased, with ancestors in common, or of few hidden dimensions. */
import { checkNumber } from "../check/check.ts";
import { integer, real, type VariantOf, type VariantSpecOf, variants } from "../check/kinds.ts";
import { parameter } from "../check/parameters.ts";

/**
 * How patterns are drawn; entries are ±1, +1 is active.
 *
 * - `random`: ±1 with probability ½, independently.
 * - `sparse`: exactly round(a·N) neurons active, a the coding level, at random.
 * - `biased`: +1 with probability (1 + b)/2, independently; two patterns overlap by b² on average.
 * - `hierarchical`: pattern μ is ancestor μ mod `ancestors`, itself random, with every neuron flipped with probability `flips`:
 *   patterns of one ancestor overlap by (1 − 2·flips)², others by 0 (Parga & Virasoro 1986, two levels).
 * - `low-rank`: ξ_i^μ = sgn(Σ_r g_r^μ h_ri) with `rank` hidden dimensions, g and h standard normal: patterns whose codes g have
 *   the cosine ρ overlap by (2/π) asin ρ, neurons likewise.
 */
export type PatternKind = VariantOf<typeof VARIANTS>;

const VARIANTS = {
  random: {},
  sparse: {
    codingLevel: parameter({
      kind: real({ least: 0, open: true, most: 1, openEnd: true }),
      symbol: "a",
      about: "part of the neurons that a sparse pattern activates",
      required: true,
      flag: null, // as a coding level of its own, which stores them by the covariance rule
    }),
  },
  biased: {
    bias: parameter({
      kind: real({ least: -1, most: 1 }),
      symbol: "b",
      about: "mean of biased patterns",
      default: 0.5,
    }),
  },
  hierarchical: {
    ancestors: parameter({ kind: integer(1, 2 ** 24), about: "of hierarchical patterns", default: 5 }),
    flips: parameter({
      kind: real({ least: 0, most: 1 }),
      about: "part of the neurons in which hierarchical patterns differ from their ancestor",
      default: 0.2,
    }),
  },
  "low-rank": {
    rank: parameter({ kind: integer(1, 4096), about: "hidden dimensions of low-rank patterns", default: 20 }),
  },
};

/** The kinds as a spec says them: "random", or a table with a kind and its parameters. */
export const patternKinds = variants(
  VARIANTS,
  { about: "how patterns are drawn", flag: "--pattern-kind", otherwise: "random" },
  ["random"],
);

/** A kind of patterns as a spec gives it: a name, or a table with the kind and its parameters. */
export type PatternKindSpec = "random" | VariantSpecOf<typeof VARIANTS>;

/** A kind with its parameters checked and copied; "random" stands for `{ kind: "random" }`. */
export function checkPatternKind(where: string, value: unknown): PatternKind {
  return patternKinds.check(where, value);
}

/** a in (0, 1): the part of the neurons that a pattern activates. */
export function checkCodingLevel(where: string, value: unknown): number {
  const level = checkNumber(where, value, 0, true);
  if (level >= 1) throw new RangeError(`${where} must be in (0, 1), got ${level}`);
  return level;
}

/** How many neurons a sparse pattern activates: round(a·N), at least one and not all. */
export function activeCount(codingLevel: number, nNeurons: number): number {
  return Math.max(1, Math.min(nNeurons - 1, Math.round(codingLevel * nNeurons)));
}

/** A kind as one word, for names of networks. */
export function nameOfKind(kind: PatternKind): string {
  return Object.values(kind).join(" ");
}
