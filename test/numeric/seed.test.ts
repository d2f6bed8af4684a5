/** Seeds of 64 bits: the forms that they take, JSON, and keys derived from them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveKey, drawSeed, keyOf, parseSeed, type Seed, seedToJson } from "../../src/numeric/seed.ts";

describe("seeds", () => {
  it("are any integer of 64 bits: a number, a bigint or decimal digits", () => {
    expect(parseSeed(0, "seed")).toBe(0n);
    expect(parseSeed(Number.MAX_SAFE_INTEGER, "seed")).toBe(2n ** 53n - 1n);
    expect(parseSeed(2n ** 64n - 1n, "seed")).toBe(2n ** 64n - 1n);
    expect(parseSeed("18446744073709551615", "seed")).toBe(2n ** 64n - 1n);
    expect(parseSeed("007", "seed")).toBe(7n);
  });

  it.each<[unknown, RegExp]>([
    [-1, /^rewire: seed must be in \[0, 2\^64\), got -1$/],
    [-1n, /got -1$/],
    [2n ** 64n, /got 18446744073709551616$/],
    ["18446744073709551616", /got 18446744073709551616$/],
  ])("refuse %s, which is out of range", (seed, message) => {
    expect(() => parseSeed(seed as Seed, "rewire: seed")).toThrow(RangeError);
    expect(() => parseSeed(seed as Seed, "rewire: seed")).toThrow(message);
  });

  it.each<[unknown, RegExp]>([
    [1.5, /seed must be an integer in \[0, 2\^64\).*got 1\.5$/],
    [Number.NaN, /got NaN$/],
    [2 ** 53, /got 9007199254740992$/],
    ["", /got ""$/],
    ["12a", /got "12a"$/],
    ["-3", /got "-3"$/],
    ["1e3", /got "1e3"$/],
    [null, /got null$/],
    [true, /got true$/],
    [undefined, /got undefined$/],
  ])("refuse %s, which is no integer", (seed, message) => {
    expect(() => parseSeed(seed as Seed, "seed")).toThrow(TypeError);
    expect(() => parseSeed(seed as Seed, "seed")).toThrow(message);
  });

  it("survive JSON", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (seed) => {
        const json = JSON.parse(JSON.stringify(seedToJson(seed))) as Seed;
        expect(parseSeed(json, "seed")).toBe(seed);
      }),
    );
  });

  it("become two words of a key", () => {
    expect(keyOf(0x123456789abcdef0n)).toEqual([0x9abcdef0, 0x12345678]);
    expect(keyOf(2n ** 64n - 1n)).toEqual([0xffffffff, 0xffffffff]);
  });

  it("are drawn anew each time, short enough for JSON", () => {
    const seeds = new Set(Array.from({ length: 100 }, drawSeed));
    expect(seeds.size).toBe(100); // 48 bits: two alike by chance in 2e-11
    for (const seed of seeds) expect(seed >= 0n && seed < 2n ** 48n).toBe(true);
  });

  it("make keys for the parts of a computation, all different", () => {
    const seen = new Set<string>();
    for (const key of [keyOf(0n), keyOf(1n), keyOf(2n ** 32n)]) {
      for (let a = 0; a < 40; a++) for (let b = 0; b < 3; b++) seen.add(deriveKey(key, a, b).join());
    }
    expect(seen.size).toBe(3 * 40 * 3);
    expect(deriveKey([1, 2], 3, 4)).toEqual(deriveKey([1, 2], 3, 4));
  });
});
