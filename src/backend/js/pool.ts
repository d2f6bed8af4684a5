/** Patterns as bits, and pools of candidates. Twin of assembly/bits.ts and pool.ts. */
import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import { TAKEN } from "../../numeric/taken.ts";
import type { PatternBits, PoolKernels } from "../contract/pool.ts";

export const poolKernels: PoolKernels = {
  packBits(xi, { bits, words, nNeurons }, count, stride, word) {
    const values = xi.view;
    const all = bits.view;
    for (let i = 0; i < nNeurons; i++) {
      for (let half = 0; half < 2; half++) {
        let entry = 0;
        const end = Math.min(32, count - 32 * half);
        for (let b = 0; b < end; b++) if (values[(32 * half + b) * stride + i] > 0) entry |= 1 << b;
        all[2 * (i * words + word) + half] = entry;
      }
    }
  },

  bitRow(stored, row, neuron) {
    const out = row.view;
    for (let j = 0; j < stored.nNeurons; j++) out[j] = overlapOf(stored, neuron, j);
  },

  bitWeights(stored, rowStart, inputs, weights) {
    const first = rowStart.view;
    for (let i = 0; i < stored.nNeurons; i++) {
      for (let s = first[i]; s < first[i + 1]; s++) weights.view[s] = overlapOf(stored, i, inputs.view[s]);
    }
  },

  selectPool({ nNeurons, nPatterns }, row, pool, _scratch, neuron, taken, _least, key) {
    const scores = row.view;
    const out = pool.view;
    const counts = new Int32Array((nPatterns >> 1) + 1);
    for (let j = 0; j < nNeurons; j++) if (scores[j] !== TAKEN) counts[Math.abs(scores[j]) >> 1]++;
    let wanted = out.length - taken;
    let cut = counts.length - 1;
    while (cut > 0 && counts[cut] < wanted) wanted -= counts[cut--];
    let left = counts[cut];
    const stream = new Stream();
    stream.open(DOMAIN.pool, neuron, 0, key);
    for (let j = 0, at = 0; j < nNeurons; j++) {
      const strength = Math.abs(scores[j]) >> 1;
      if (scores[j] !== TAKEN && strength <= cut) {
        if (strength < cut) continue;
        const isIn = wanted > 0 && (wanted >= left || stream.below(left) < wanted);
        left--;
        if (!isIn) continue;
        wanted--;
      }
      out[at++] = j;
    }
    return 2 * cut + (nPatterns & 1);
  },

  gatherPool({ bits, words, nPatterns }, pool, xi, stride) {
    const all = bits.view;
    const values = xi.view;
    pool.view.forEach((j, k) => {
      const own = 2 * j * words;
      for (let mu = 0; mu < nPatterns; mu++) {
        values[mu * stride + k] = ((all[own + (mu >> 5)] >>> (mu & 31)) & 1) * 2 - 1;
      }
    });
  },
};

/** M_ij = P − 2·(patterns in which i and j differ). */
function overlapOf({ bits, words, nPatterns }: PatternBits, i: number, j: number): number {
  const all = bits.view;
  const [own, other] = [2 * i * words, 2 * j * words];
  let differ = 0;
  for (let e = 0; e < 2 * words; e++) differ += ones(all[own + e] ^ all[other + e]);
  return nPatterns - 2 * differ;
}

/** Bits set in 32. */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
