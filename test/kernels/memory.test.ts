/** The arena of the kernels' linear memory: blocks are zeroed, kept apart, given back, and refused when too large. */
import { describe, expect, it } from "vitest";
import type { Arena } from "../../src/backend/contract/kernels.ts";
import { loadKernels } from "../../src/backend/load.ts";
import { BACKENDS } from "../support/backends.ts";

const KINDS = ["int8", "uint8", "int16", "int32", "uint32", "float32", "float64"] as const;

describe.each(BACKENDS)("the arena of the %s backend", (backend) => {
  it("gives zero-filled blocks, also where others stood before", async () => {
    const { arena } = await loadKernels({ backend });
    for (let round = 0; round < 3; round++) {
      const position = arena.mark();
      for (const kind of KINDS) {
        for (const length of [1, 7, 64, 65, 1000]) {
          const { view } = arena[kind](length);
          expect(view.length).toBe(length);
          expect(view.every((value: number) => value === 0)).toBe(true);
          view.fill(111);
        }
      }
      arena.release(position);
    }
  });

  it("keeps blocks apart", async () => {
    const { arena } = await loadKernels({ backend });
    const blocks = Array.from({ length: 60 }, (_, k) => arena.uint8(1 + ((k * 37) % 130)));
    blocks.forEach((block, k) => {
      block.view.fill(k + 1);
    });
    blocks.forEach((block, k) => {
      expect(block.view.every((value) => value === k + 1)).toBe(true);
    });
  });

  it("gives back all at once, down to a mark", async () => {
    const { arena } = await loadKernels({ backend });
    const before = arena.usedBytes;
    const kept = arena.int32(100);
    kept.view.fill(5);
    const position = arena.mark();
    const used = arena.usedBytes;
    expect(used).toBeGreaterThanOrEqual(before + 400);
    for (let k = 0; k < 10; k++) arena.float64(1000);
    expect(arena.usedBytes).toBeGreaterThanOrEqual(used + 80_000);
    arena.release(position);
    expect(arena.usedBytes).toBe(used);
    expect(kept.view.every((value) => value === 5)).toBe(true);
  });

  it("refuses what cannot fit with a RangeError, and works on", async () => {
    const { arena } = await loadKernels({ backend });
    const used = arena.usedBytes;
    for (const length of [2 ** 33, 2 ** 45, 2 ** 53]) {
      expect(() => arena.uint8(length)).toThrow(RangeError);
      expect(() => arena.float64(length)).toThrow(RangeError);
    }
    expect(arena.usedBytes).toBe(used);
    const block = arena.int32(10);
    block.view.fill(3);
    expect(Array.from(block.view)).toEqual(new Array(10).fill(3));
  });

  it("does not share memory between two sets of kernels", async () => {
    const [one, other] = [await loadKernels({ backend }), await loadKernels({ backend })];
    const [a, b] = [one.arena.int32(16), other.arena.int32(16)];
    a.view.fill(1);
    b.view.fill(2);
    expect(a.view.every((value) => value === 1)).toBe(true);
  });
});

describe("the arena of linear memory", () => {
  const fresh = async (): Promise<Arena> => (await loadKernels({ backend: "wasm" })).arena;

  it("aligns every block to 64 bytes", async () => {
    const arena = await fresh();
    for (const length of [1, 3, 63, 64, 65, 130, 1]) {
      for (const kind of KINDS) expect(arena[kind](length).view.byteOffset % 64).toBe(0);
    }
  });

  it("keeps the data of older blocks in sight while memory grows", async () => {
    const arena = await fresh();
    const block = arena.int32(1000);
    const old = block.view;
    for (let k = 0; k < old.length; k++) old[k] = k * k;
    const held = arena.heldBytes;
    const large = arena.uint8(held + 1); // more than is held: memory must grow
    expect(arena.heldBytes).toBeGreaterThan(held);
    expect(old.length).toBe(0); // growing has detached it
    expect(block.view.length).toBe(1000);
    expect(block.view.every((value, k) => value === k * k)).toBe(true);
    block.view[0] = 42; // live, not a copy
    expect(block.view[0]).toBe(42);
    expect(large.view.every((value) => value === 0)).toBe(true);
    large.view.fill(9);
    expect(block.view.every((value, k) => value === (k === 0 ? 42 : k * k))).toBe(true);
  });

  it("names the bytes it could not give", async () => {
    const arena = await fresh();
    expect(() => arena.float64(2 ** 30)).toThrow(/8589934592 bytes/);
  });

  it("sizes just short of 4 GiB, whose sums with the top wrap, are refused too", async () => {
    const arena = await fresh();
    const used = arena.usedBytes;
    for (const bytes of [
      2 ** 32 - 1,
      2 ** 32 - 63,
      2 ** 32 - 64,
      2 ** 32 - used + 1,
      2 ** 32 - used - 1,
      2 ** 32 - used,
    ]) {
      expect(() => arena.uint8(bytes), `${bytes} bytes`).toThrow(/gave no \d+ bytes/);
      expect(arena.usedBytes).toBe(used);
    }
  });
});
