/**
 * Tables of random variates that the annealers read, computed once, with the same bits everywhere.
 *
 * f32[4096] exponential: quantiles (q + ½) / 4096 of 1 − e^−x, in order; entry 4095 stands for the tail and is not read.
 * f32[8192 + width] Gumbel G: the 8192 quantiles (q + ½) / 8192 of exp(−e^−x), shuffled, and again from the start, so that
 * a row of `width` can be read from any offset below 8192; i16[8192 + width], the same as integers 2048·G.
 */

import { DOMAIN } from "./domains.ts";
import { log } from "./log.ts";
import { philox } from "./philox.ts";
import { EXPONENTIALS, NOISE, NOISE_UNIT } from "./quantiles.ts";

let shuffled: Float32Array | undefined;
let quantiles: Float32Array | undefined;

export interface Variates {
  /** Exponential variates of mean 1, f32[4096]. */
  readonly exponentials: Float32Array;
  /** Gumbel variates, f32[8192 + width]: read from a random place on. */
  readonly gumbels: Float32Array;
  /** The same as integers in units of the fixed point, i16[8192 + width]. */
  readonly integerGumbels: Int16Array;
}

/** The tables for rows of `width`; fresh arrays. */
export function variates(width: number): Variates {
  quantiles ??= exponentialQuantiles();
  shuffled ??= shuffledGumbels();
  const gumbels = new Float32Array(NOISE + width);
  for (let k = 0; k < NOISE + width; k++) gumbels[k] = shuffled[k % NOISE];
  const integerGumbels = Int16Array.from(gumbels, (g) => Math.floor(g * NOISE_UNIT + 0.5));
  return { exponentials: quantiles.slice(), gumbels, integerGumbels };
}

function exponentialQuantiles(): Float32Array {
  const out = new Float32Array(EXPONENTIALS);
  for (let q = 0; q < EXPONENTIALS; q++) out[q] = -log(1 - (q + 0.5) / EXPONENTIALS);
  return out;
}

function shuffledGumbels(): Float32Array {
  const out = new Float32Array(NOISE);
  for (let q = 0; q < NOISE; q++) out[q] = -log(-log((q + 0.5) / NOISE));
  const words = new Uint32Array(4);
  for (let q = NOISE - 1; q > 0; q--) {
    philox(words, q, 0, 0, DOMAIN.variates, [0, 0]);
    const t = Math.floor((words[0] / 2 ** 32) * (q + 1));
    const other = out[t];
    out[t] = out[q];
    out[q] = other;
  }
  return out;
}
