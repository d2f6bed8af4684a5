/** Patterns of a kind drawn from the streams of a key. */
import type { Key } from "../backend/contract/kernels.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { normals } from "../numeric/normal.ts";
import { Stream } from "../numeric/philox.ts";
import { activeCount, type PatternKind } from "./pattern-kinds.ts";

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
