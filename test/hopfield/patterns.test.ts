/** Random patterns and patterns of the caller: shape, seeds, and input that is refused. */
import { describe, expect, it } from "vitest";
import type { BackendName } from "../../src/backend/contract/kernels.ts";
import { MOST_PATTERNS } from "../../src/hopfield/limits.ts";
import { checkPatterns, patternsFrom } from "../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { BACKENDS } from "../support/backends.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { expectRejection } from "../support/rejection.ts";

describe("random patterns", () => {
  it("are i8[p × N] of ±1, the same on both backends", async () => {
    for (const [nPatterns, nNeurons] of [
      [1, 2],
      [3, 64],
      [10, 129],
    ]) {
      const [wasm, js] = await Promise.all(
        BACKENDS.map((backend) => randomPatterns({ nPatterns, nNeurons, seed: 5, backend })),
      );
      expect(wasm.values.length).toBe(nPatterns * nNeurons);
      expect(wasm.values.every((value) => value === 1 || value === -1)).toBe(true);
      expect(js).toEqual(wasm);
    }
  });

  it("a longer list extends a shorter one, another seed is another list", async () => {
    const few = await randomPatterns({ nPatterns: 5, nNeurons: 50, seed: 1 });
    const many = await randomPatterns({ nPatterns: 20, nNeurons: 50, seed: 1 });
    const other = await randomPatterns({ nPatterns: 5, nNeurons: 50, seed: 2 });
    expect(many.values.slice(0, 250)).toEqual(few.values);
    expect(other.values).not.toEqual(few.values);
  });

  it("any 64-bit seed counts in full", async () => {
    const spec = { nPatterns: 2, nNeurons: 50 };
    const lists = await Promise.all(
      [1n, 1n + 2n ** 32n, 2n ** 64n - 1n, 2n ** 63n].map((seed) => randomPatterns({ ...spec, seed })),
    );
    expect(new Set(lists.map(({ values }) => values.join())).size).toBe(4);
    const digits = await randomPatterns({ ...spec, seed: "18446744073709551615" });
    expect(digits.values).toEqual(lists[2].values);
  });

  it.each<[string, object, typeof TypeError | typeof RangeError, RegExp]>([
    ["no patterns", { nPatterns: 0 }, RangeError, /nPatterns must be an integer in \[1, 32767\], got 0/],
    ["too many patterns", { nPatterns: 32768 }, RangeError, /nPatterns .* got 32768/],
    ["half a pattern", { nPatterns: 2.5 }, RangeError, /nPatterns .* got 2.5/],
    ["NaN patterns", { nPatterns: Number.NaN }, RangeError, /nPatterns .* got NaN/],
    ["one neuron", { nNeurons: 1 }, RangeError, /nNeurons must be an integer ≥ 2, got 1/],
    ["a count as text", { nNeurons: "50" }, TypeError, /nNeurons must be an integer, got "50"/],
    ["a negative seed", { seed: -1 }, RangeError, /seed must be in \[0, 2\^64\), got -1/],
    ["a seed beyond 64 bits", { seed: 2n ** 64n }, RangeError, /seed .* got 18446744073709551616/],
    ["no seed", { seed: undefined }, TypeError, /seed must be an integer .* got undefined/],
    ["an unknown backend", { backend: "gpu" }, TypeError, /backend must be one of "wasm", "js", got "gpu"/],
    ["what cannot fit", { nPatterns: 32767, nNeurons: 200_000 }, RangeError, /need 6\.10 GiB, more than the 3\.50 GiB/],
  ])("refuses %s", async (_, part, kind, message) => {
    await expectRejection(randomPatterns({ nPatterns: 3, nNeurons: 10, seed: 1, ...part }), kind, message);
  });
});

describe("patterns of the caller", () => {
  const random = plainRandom(1);
  const flat = randomSigns(12, random);

  it("come as rows or as a flat array, and are copied", () => {
    const expected = { nPatterns: 3, nNeurons: 4, values: flat };
    const rows = [0, 4, 8].map((at) => flat.slice(at, at + 4));
    expect(patternsFrom(flat, 4)).toEqual(expected);
    expect(patternsFrom(Array.from(flat), 4)).toEqual(expected);
    expect(patternsFrom(Float64Array.from(flat), 4)).toEqual(expected);
    expect(patternsFrom(rows)).toEqual(expected);
    expect(patternsFrom(rows.map((row) => Array.from(row)))).toEqual(expected);
    const own = Int8Array.from(flat);
    const patterns = patternsFrom(own, 4);
    own.fill(1);
    expect(patterns.values).toEqual(flat);
    expect(Object.isFrozen(patterns)).toBe(true);
  });

  it.each<[string, () => unknown, typeof TypeError | typeof RangeError, RegExp]>([
    ["nothing", () => patternsFrom(undefined as never), TypeError, /values must be an array, got undefined/],
    ["a text", () => patternsFrom("1,-1" as never), TypeError, /values must be an array, got "1,-1"/],
    ["an empty list", () => patternsFrom([]), RangeError, /at least one pattern, got none/],
    ["an empty pattern", () => patternsFrom([[]]), RangeError, /nNeurons must be an integer ≥ 2, got 0/],
    ["a flat array without N", () => patternsFrom([1, -1]), TypeError, /nNeurons must be an integer, got undefined/],
    ["a ragged end", () => patternsFrom([1, -1, 1], 2), RangeError, /multiple of nNeurons = 2, got 3/],
    [
      "rows of unlike lengths",
      () =>
        patternsFrom([
          [1, 1, 1],
          [1, 1],
        ]),
      RangeError,
      /values\[1\] must have length 3 .* got 2/,
    ],
    ["a row that is none", () => patternsFrom([[1, 1], 5 as never]), TypeError, /values\[1\] must be an array, got 5/],
    [
      "0",
      () =>
        patternsFrom([
          [1, -1],
          [1, 0],
        ]),
      RangeError,
      /must be −1 or \+1, or 0 and 1, got 0 at pattern 1, neuron 1 beside −1 at pattern 0, neuron 1/,
    ],
    ["2", () => patternsFrom([[2, -1]]), RangeError, /got 2 at pattern 0, neuron 0/],
    ["NaN", () => patternsFrom([[1, Number.NaN]]), RangeError, /got NaN at pattern 0, neuron 1/],
    ["257, which 8 bits would make 1", () => patternsFrom([257, 1], 2), RangeError, /got 257/],
    ["0.5", () => patternsFrom([0.5, 1], 2), RangeError, /got 0\.5/],
    ["true", () => patternsFrom([1, true as never], 2), RangeError, /got true/],
    ["a hole", () => patternsFrom([1, undefined as never], 2), RangeError, /got undefined/],
    [
      "too many",
      () => patternsFrom(new Int8Array(2 * (MOST_PATTERNS + 1)).fill(1), 2),
      RangeError,
      /at most 32767 patterns, got 32768/,
    ],
  ])("%s is refused", (_, make, kind, message) => {
    expect(make).toThrow(kind);
    expect(make).toThrow(message);
  });

  it("are checked again wherever patterns are taken", () => {
    const good = { nPatterns: 1, nNeurons: 3, values: Int8Array.of(1, -1, 1) };
    expect(() => checkPatterns("f: patterns", good)).not.toThrow();
    const bad = (part: object) => () => checkPatterns("f: patterns", { ...good, ...part });
    expect(() => checkPatterns("f: patterns", [[1]] as never)).toThrow(TypeError);
    expect(bad({ values: [1, -1, 1] })).toThrow(/f: patterns must be patterns from randomPatterns/);
    expect(bad({ nPatterns: 0 })).toThrow(/f: patterns\.nPatterns .* got 0/);
    expect(bad({ nNeurons: 1 })).toThrow(/f: patterns\.nNeurons .* got 1/);
    expect(bad({ nPatterns: 2 })).toThrow(/f: patterns\.values must have length nPatterns × nNeurons = 6, got 3/);
    expect(bad({ values: Int8Array.of(1, 0, 1) })).toThrow(/f: patterns\.values must be −1 or \+1, got 0 at index 1/);
  });

  it("no check lets an unknown backend through", async () => {
    await expectRejection(
      randomPatterns({ nPatterns: 1, nNeurons: 2, seed: 1, backend: "Wasm" as BackendName }),
      TypeError,
      /got "Wasm"/,
    );
  });
});
