/** Guards beyond the arrays of a kernel, which show when it writes where it must not. */
import { expect } from "vitest";
import type { Arena, Block, Kernels, TypedArray } from "../../src/backend/contract/kernels.ts";

const GUARDS = 64;
const SENTINEL = 85; // fits every kind of entry

type Kind = "int8" | "uint8" | "int16" | "int32" | "uint32" | "float32" | "float64";

/**
 * A block of `length` entries followed at once by guards that a kernel must leave alone. For kernels that get their sizes
 * as arguments; `randomWords`, which fills a whole block, is watched by `watchBeyond`.
 */
export function guarded<K extends Kind>(
  arena: Arena,
  kind: K,
  length: number,
): { block: ReturnType<Arena[K]>; values(): ReturnType<Arena[K]>["view"]; expectIntact(): void } {
  const block = arena[kind](length + GUARDS) as Block<TypedArray>;
  block.view.fill(SENTINEL, length);
  return {
    block: block as ReturnType<Arena[K]>,
    values: () => block.view.slice(0, length) as ReturnType<Arena[K]>["view"],
    expectIntact: () => {
      const after = block.view.subarray(length);
      if (!after.every((value) => value === SENTINEL)) expect(after).toEqual(after.slice().fill(SENTINEL));
    },
  };
}

/**
 * Watches the bytes that follow a block of linear memory, alignment gap included: writes a pattern there now, checks it
 * later. Arrays of the JavaScript backend cannot be written beyond their end.
 */
export function watchBeyond(kernels: Kernels, block: Block<TypedArray>): () => void {
  const guard = kernels.arena.uint8(GUARDS);
  if (kernels.backend === "js") return () => {};
  const from = block.view.byteOffset + block.view.byteLength;
  const length = guard.view.byteOffset + GUARDS - from;
  new Uint8Array(guard.view.buffer, from, length).fill(SENTINEL);
  return () => {
    const after = new Uint8Array(guard.view.buffer, from, length);
    if (!after.every((byte) => byte === SENTINEL)) expect(after).toEqual(after.slice().fill(SENTINEL));
  };
}

/** A guard block behind everything allocated so far, such as an annealer's or relaxer's arrays. */
export function guardBehind(arena: Arena): () => void {
  const guard = guarded(arena, "uint8", 0);
  return guard.expectIntact;
}
