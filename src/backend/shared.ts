/** Kernels of several threads on one memory: a common part that one of them fills, then a region of its own for each. */
import type { Block, Kernels } from "./contract/kernels.ts";
import type { Address } from "./wasm/address.ts";
import type { WasmArena } from "./wasm/arena.ts";
import type { SharedMemory } from "./wasm/module.ts";

export { pointer } from "./wasm/arena.ts";
/** Whether this engine and page let threads share memory. */
export function canShareMemory(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
}

/** Where the regions lie; an object that can be posted to workers. */
export interface SharedRegions {
  readonly memory: SharedMemory;
  /** Address of the first region and the size of each, bytes; the regions lie one behind another. */
  readonly first: number;
  readonly bytes: number;
  readonly count: number;
  /** How many regions are given out, i32[1] in shared memory. */
  readonly claimed: Int32Array;
}

/** Room for the module's static data, or for what alignment adds to the sizes of blocks. */
const OVERHEAD_BYTES = 1 << 16;

/**
 * Memory for a common part of `commonBytes` and `count` regions of `regionBytes`, and kernels that allocate the common part.
 */
export async function shareMemory(
  commonBytes: number,
  regionBytes: number,
  count: number,
): Promise<{ readonly kernels: Kernels; readonly regions: SharedRegions }> {
  const first = Math.ceil((commonBytes + OVERHEAD_BYTES) / 4096) * 4096;
  const bytes = Math.ceil((regionBytes + OVERHEAD_BYTES) / 4096) * 4096;
  const { sharedMemory } = await import("./wasm/module.ts");
  const memory = sharedMemory(first + bytes * count);
  const kernels = await kernelsWithin(memory, OVERHEAD_BYTES, first);
  const claimed = new Int32Array(new SharedArrayBuffer(4));
  return { kernels, regions: { memory, first, bytes, count, claimed } };
}

/** Reserves a region that no other thread has and returns its index. */
export function claimRegion({ count, claimed }: SharedRegions): number {
  const region = Atomics.add(claimed, 0, 1);
  if (region >= count) throw new RangeError(`claimRegion: all ${count} regions are given out`);
  return region;
}

/** Kernels for this thread that allocate in its own region. */
export async function joinMemory({ memory, first, bytes }: SharedRegions, region: number): Promise<Kernels> {
  return kernelsWithin(memory, first + region * bytes, first + (region + 1) * bytes);
}

/** Kernels over shared memory that allocate in [start, end) alone. */
async function kernelsWithin(memory: SharedMemory, start: number, end: number): Promise<Kernels> {
  const { wasmKernels } = await import("./wasm/kernels.ts");
  const { instantiateShared } = await import("./wasm/module.ts");
  return wasmKernels(await instantiateShared(memory, start, end));
}

/** A block of the common part, by the address that `pointer` told. */
export function commonBlock<K extends "int8" | "int16">(
  kernels: Kernels,
  kind: K,
  address: number,
  length: number,
): K extends "int8" ? Block<Int8Array> : Block<Int16Array>;
export function commonBlock(kernels: Kernels, kind: "int8" | "int16", address: number, length: number): unknown {
  const arena = kernels.arena as WasmArena;
  const at = address as Address;
  return kind === "int8" ? arena.at(Int8Array, at, length) : arena.at(Int16Array, at, length);
}
