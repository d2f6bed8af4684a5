/** The overlap matrix M = ξᵀξ of stored patterns, in the kernels' memory and as an array. */
import type { BackendName, Block, Kernels } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { checkChoice } from "../check/check.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { checkBytes, networkBytes } from "./memory.ts";
import { type Patterns, type PatternsLike, patternsOf } from "./patterns.ts";
import { BLOCK, strideOf } from "./stride.ts";

/** Patterns in the kernels' memory: i8[nPatterns × stride]. */
export interface StoredPatterns {
  readonly xi: Block<Int8Array>;
  readonly nPatterns: number;
  readonly nNeurons: number;
  readonly stride: number;
}

/** Copies patterns into the kernels' memory. */
export function storePatterns(kernels: Kernels, { values, nPatterns, nNeurons }: Patterns): StoredPatterns {
  const stride = strideOf(nNeurons);
  const xi = kernels.arena.int8(nPatterns * stride);
  const rows = xi.view;
  for (let mu = 0; mu < nPatterns; mu++) rows.set(values.subarray(mu * nNeurons, (mu + 1) * nNeurons), mu * stride);
  return { xi, nPatterns, nNeurons, stride };
}

/**
 * M_ij = Σ_μ ξ_i^μ ξ_j^μ in the kernels' memory, i16[nNeurons × stride]; with `onto`, added to a matrix that is there.
 */
export async function overlapOf(
  kernels: Kernels,
  { xi, nPatterns, nNeurons, stride }: StoredPatterns,
  pause: () => Promise<void> | undefined,
  onto?: Block<Int16Array>,
): Promise<Block<Int16Array>> {
  const overlap = onto ?? kernels.arena.int16(nNeurons * stride);
  const position = kernels.arena.mark();
  const codes = kernels.arena.uint8(Math.ceil(nPatterns / 7) * stride);
  kernels.packPatterns(xi, codes, nPatterns, stride);
  const blocks = Math.ceil(nNeurons / BLOCK);
  for (let block = 0; block < blocks; block++) {
    kernels.overlapBlock(xi, codes, overlap, nPatterns, nNeurons, stride, block, onto !== undefined);
    await pause();
  }
  for (let block = 1; block < blocks; block++) {
    kernels.mirrorOverlap(overlap, nNeurons, stride, block);
    await pause();
  }
  kernels.arena.release(position);
  return overlap;
}

/**
 * The overlap matrix M = ξᵀξ of the Hebbian rule: M_ij = c·J_ij (EK22 eq. 2, times c).
 *
 * @returns  i16[nNeurons × nNeurons], row-major, symmetric, diagonal nPatterns; a fresh array.
 * @throws RangeError when the matrix cannot fit; TypeError or RangeError for patterns that are none.
 */
export async function overlapMatrix(
  given: PatternsLike,
  options: RunOptions & { readonly backend?: BackendName } = {},
): Promise<Int16Array> {
  const patterns = patternsOf("overlapMatrix: patterns", given);
  const backend = checkChoice("overlapMatrix: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const { nNeurons, nPatterns } = patterns;
  const stride = strideOf(nNeurons);
  checkBytes("overlapMatrix", networkBytes(nNeurons, nPatterns, stride), `${nNeurons} × ${nNeurons} overlaps`);
  return withKernels(backend, async (kernels) => {
    const stored = storePatterns(kernels, patterns);
    const overlap = await overlapOf(kernels, stored, pacer(options.signal));
    const out = new Int16Array(nNeurons * nNeurons);
    for (let i = 0; i < nNeurons; i++) {
      out.set(overlap.view.subarray(i * stride, i * stride + nNeurons), i * nNeurons);
    }
    return out;
  });
}
