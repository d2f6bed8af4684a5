/** Overlaps of patterns with each other, G_μν = Σ_j ξ_j^μ ξ_j^ν: over all neurons, or over the inputs of one. */
import type { Block, Kernels } from "../backend/contract/kernels.ts";
import type { Network } from "./network.ts";
import { overlapOf } from "./overlap.ts";
import { strideOf } from "./stride.ts";

/** Most inputs of a neuron whose overlaps of patterns are sure to fit 16 bits. */
export const MOST_GRAM_INPUTS = 32766;

/** Patterns by neurons: i8[nNeurons × stride], zero from nPatterns on. */
export interface Columns {
  readonly values: Int8Array;
  readonly nPatterns: number;
  readonly stride: number;
}

/** The transposed patterns of a network; a copy outside the kernels' memory. */
export function columnsOf({ xi, nPatterns, nNeurons, stride: rowStride }: Network): Columns {
  const stride = strideOf(nPatterns);
  const values = new Int8Array(nNeurons * stride);
  const rows = xi.view;
  for (let from = 0; from < nNeurons; from += BLOCK) {
    const end = Math.min(nNeurons, from + BLOCK);
    for (let mu = 0; mu < nPatterns; mu++) {
      for (let j = from; j < end; j++) values[j * stride + mu] = rows[mu * rowStride + j];
    }
  }
  return { values, nPatterns, stride };
}

/** Neurons transposed at a time: as many lines of a cache. */
const BLOCK = 64;

/** G over some neurons, all of them by default: i16[nPatterns × stride], zero beyond; the kernel that sums M does it, roles swapped. */
export async function gramOf(
  kernels: Kernels,
  { values, nPatterns, stride }: Columns,
  pause: () => Promise<void> | undefined,
  neurons?: Int32Array,
): Promise<Block<Int16Array>> {
  const gram = kernels.arena.int16(nPatterns * stride);
  const position = kernels.arena.mark();
  const count = neurons?.length ?? values.length / stride;
  const xi = kernels.arena.int8(count * stride);
  if (neurons) {
    neurons.forEach((j, k) => {
      xi.view.set(values.subarray(j * stride, (j + 1) * stride), k * stride);
    });
  } else xi.view.set(values);
  await overlapOf(kernels, { xi, nPatterns: count, nNeurons: nPatterns, stride }, pause, gram);
  kernels.arena.release(position);
  return gram;
}
