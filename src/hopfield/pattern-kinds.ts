/** Patterns as in life: sparse, biased, with ancestors in common, or of few hidden dimensions. */

import type { Key } from "../backend/contract/kernels.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber, show } from "../check/check.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { normals } from "../numeric/normal.ts";
import { Stream } from "../numeric/philox.ts";

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
export type PatternKind =
  | { readonly kind: "random" }
  | { readonly kind: "sparse"; readonly codingLevel: number }
  | { readonly kind: "biased"; readonly bias: number }
  | { readonly kind: "hierarchical"; readonly ancestors: number; readonly flips: number }
  | { readonly kind: "low-rank"; readonly rank: number };

export const PATTERN_KINDS = ["random", "sparse", "biased", "hierarchical", "low-rank"] as const;

const PARAMETERS: Readonly<Record<PatternKind["kind"], readonly string[]>> = {
  random: [],
  sparse: ["codingLevel"],
  biased: ["bias"],
  hierarchical: ["ancestors", "flips"],
  "low-rank": ["rank"],
};

const MOST_RANK = 4096;

/** A kind with its parameters checked and copied; "random" stands for `{ kind: "random" }`. */
export function checkPatternKind(where: string, value: unknown): PatternKind {
  if (value === "random") return { kind: "random" };
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`${where} must be "random" or an object with a kind, got ${show(value)}`);
  }
  const given = value as Record<string, unknown>;
  const kind = checkChoice(`${where}.kind`, given["kind"], PATTERN_KINDS);
  checkKeys(where, value, ["kind", ...PARAMETERS[kind]]);
  switch (kind) {
    case "random":
      return { kind };
    case "sparse":
      return { kind, codingLevel: checkCodingLevel(`${where}.codingLevel`, given["codingLevel"]) };
    case "biased":
      return { kind, bias: checkWithin(`${where}.bias`, given["bias"], -1, 1) };
    case "hierarchical":
      return {
        kind,
        ancestors: checkInteger(`${where}.ancestors`, given["ancestors"], 1, 2 ** 24),
        flips: checkWithin(`${where}.flips`, given["flips"], 0, 1),
      };
    case "low-rank":
      return { kind, rank: checkInteger(`${where}.rank`, given["rank"], 1, MOST_RANK) };
  }
}

/** a in (0, 1): the part of the neurons that a pattern activates. */
export function checkCodingLevel(where: string, value: unknown): number {
  const level = checkNumber(where, value, 0, true);
  if (level >= 1) throw new RangeError(`${where} must be in (0, 1), got ${level}`);
  return level;
}

function checkWithin(where: string, value: unknown, least: number, most: number): number {
  const number = checkNumber(where, value);
  if (number < least || number > most) {
    throw new RangeError(`${where} must be in [${least}, ${most}], got ${number}`);
  }
  return number;
}

/** How many neurons a sparse pattern activates: round(a·N), at least one and not all. */
export function activeCount(codingLevel: number, nNeurons: number): number {
  return Math.max(1, Math.min(nNeurons - 1, Math.round(codingLevel * nNeurons)));
}

/** A kind as one word, for names of networks. */
export function nameOfKind(kind: PatternKind): string {
  return Object.values(kind).join(" ");
}

// Lanes of the patterns' streams; lane 0 has the random patterns of the kernels.
const LANE_SPARSE = 1;
const LANE_BIASED = 2;
const LANE_ANCESTORS = 3;
const LANE_FLIPS = 4;
const LANE_CODES = 5;
const LANE_HIDDEN = 6;

/**
 * Writes patterns of a kind into rows of i8[nPatterns × stride]; pattern μ of a key is the same whatever their number.
 *
 * Nothing here is a kernel: patterns are drawn once a network, and the same code serves both backends.
 */
export function drawPatterns(
  kind: Exclude<PatternKind, { kind: "random" }>,
  xi: Int8Array,
  nPatterns: number,
  nNeurons: number,
  stride: number,
  key: Key,
): void {
  const row = (mu: number) => xi.subarray(mu * stride, mu * stride + nNeurons);
  const stream = new Stream();
  switch (kind.kind) {
    case "sparse": {
      const active = activeCount(kind.codingLevel, nNeurons);
      const order = Int32Array.from({ length: nNeurons }, (_, i) => i);
      for (let mu = 0; mu < nPatterns; mu++) {
        stream.open(DOMAIN.patterns, mu, LANE_SPARSE, key);
        drawActive(row(mu), active, order, stream);
      }
      break;
    }
    case "biased":
      for (let mu = 0; mu < nPatterns; mu++) {
        stream.open(DOMAIN.patterns, mu, LANE_BIASED, key);
        drawSigns(row(mu), (1 + kind.bias) / 2, stream);
      }
      break;
    case "hierarchical": {
      const ancestors = Math.min(kind.ancestors, nPatterns);
      const ancestor = new Int8Array(nNeurons);
      for (let a = 0; a < ancestors; a++) {
        stream.open(DOMAIN.patterns, a, LANE_ANCESTORS, key);
        drawSigns(ancestor, 0.5, stream);
        for (let mu = a; mu < nPatterns; mu += kind.ancestors) {
          const own = row(mu);
          stream.open(DOMAIN.patterns, mu, LANE_FLIPS, key);
          drawSigns(own, 1 - kind.flips, stream);
          for (let i = 0; i < nNeurons; i++) own[i] = own[i] * ancestor[i];
        }
      }
      break;
    }
    case "low-rank":
      drawLowRank(row, nPatterns, nNeurons, kind.rank, stream, key);
      break;
  }
}

/** −1 everywhere but at `active` neurons: the first of a random order, which is put back as it was. */
function drawActive(out: Int8Array, active: number, order: Int32Array, stream: Stream): void {
  out.fill(-1);
  const swapped = new Int32Array(active);
  for (let n = 0; n < active; n++) {
    const t = n + stream.below(order.length - n);
    swapped[n] = t;
    swap(order, n, t);
    out[order[n]] = 1;
  }
  for (let n = active - 1; n >= 0; n--) swap(order, n, swapped[n]);
}

function swap(list: Int32Array, a: number, b: number): void {
  const other = list[a];
  list[a] = list[b];
  list[b] = other;
}

/** +1 with probability `up`, to one part in 2³², else −1. */
function drawSigns(out: Int8Array, up: number, stream: Stream): void {
  const bound = up * 2 ** 32;
  for (let i = 0; i < out.length; i++) out[i] = stream.next() < bound ? 1 : -1;
}

function drawLowRank(
  row: (mu: number) => Int8Array,
  nPatterns: number,
  nNeurons: number,
  rank: number,
  stream: Stream,
  key: Key,
): void {
  const hidden = new Float64Array(rank * nNeurons);
  for (let r = 0; r < rank; r++) {
    stream.open(DOMAIN.patterns, r, LANE_HIDDEN, key);
    normals(stream, hidden.subarray(r * nNeurons, (r + 1) * nNeurons));
  }
  const code = new Float64Array(rank);
  const sums = new Float64Array(nNeurons);
  for (let mu = 0; mu < nPatterns; mu++) {
    stream.open(DOMAIN.patterns, mu, LANE_CODES, key);
    normals(stream, code);
    sums.fill(0);
    for (let r = 0; r < rank; r++) {
      const g = code[r];
      const from = r * nNeurons;
      for (let i = 0; i < nNeurons; i++) sums[i] = sums[i] + g * hidden[from + i];
    }
    const own = row(mu);
    for (let i = 0; i < nNeurons; i++) own[i] = sums[i] >= 0 ? 1 : -1;
  }
}
