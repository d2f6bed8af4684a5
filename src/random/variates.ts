/**
 * Tables of random variates that the annealers read, computed once, with the same bits everywhere.
 *
 * f32[4096] exponential: quantiles (q + ½) / 4096 of 1 − e^−x, in order; entry 4095 stands for the tail and is not read.
 * f32[8192 + width] Gumbel: the 8192 quantiles (q + ½) / 8192 of exp(−e^−x), shuffled, and again from the start, so that
 * a row of `width` can be read from any offset below 8192.
 */
import { philox } from "../js/philox.ts";
import { DOMAIN } from "./domains.ts";
import { log } from "./log.ts";

export const EXPONENTIALS = 4096;
export const NOISE = 8192;

let shuffled: Float32Array | undefined;
let quantiles: Float32Array | undefined;

/** The tables for rows of `width`, f32[4096 + 8192 + width]; a fresh array. */
export function variates(width: number): Float32Array {
  quantiles ??= exponentialQuantiles();
  shuffled ??= shuffledGumbels();
  const table = new Float32Array(EXPONENTIALS + NOISE + width);
  table.set(quantiles);
  for (let k = 0; k < NOISE + width; k++) table[EXPONENTIALS + k] = shuffled[k % NOISE];
  return table;
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
