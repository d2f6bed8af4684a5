/** The overlap matrix: its definition, its layout in memory, and sizes that are refused. */
import { describe, expect, it } from "vitest";
import { overlapMatrix } from "../../src/hopfield/overlap.ts";
import { patternsFrom } from "../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { strideOf } from "../../src/hopfield/stride.ts";
import { BACKENDS } from "../support/backends.ts";
import { overlapByDefinition } from "../support/definitions.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { expectRejection, rejection } from "../support/rejection.ts";

describe("the overlap matrix", () => {
  it("is the definition's, row-major without padding, on both backends", async () => {
    for (const [nPatterns, nNeurons] of [
      [1, 2],
      [20, 63],
      [140, 65],
      [9, 200],
    ]) {
      const patterns = patternsFrom(randomSigns(nPatterns * nNeurons, plainRandom(nNeurons)), nNeurons);
      const expected = Int16Array.from(overlapByDefinition(patterns.values, nPatterns, nNeurons));
      for (const backend of BACKENDS) expect(await overlapMatrix(patterns, { backend })).toEqual(expected);
    }
  });

  it("of several calls at once is that of one after another", async () => {
    const lists = await Promise.all([1, 2, 3, 4].map((seed) => randomPatterns({ nPatterns: 30, nNeurons: 130, seed })));
    const inTurn = [];
    for (const patterns of lists) inTurn.push(await overlapMatrix(patterns));
    expect(await Promise.all(lists.map((patterns) => overlapMatrix(patterns)))).toEqual(inTurn);
  });

  it("its rows are padded to an odd number of blocks of 64, where there are more than two", () => {
    expect([1, 64, 65, 128, 129, 192, 193, 256, 320, 321].map(strideOf)).toEqual([
      64, 64, 128, 128, 192, 192, 320, 320, 320, 448,
    ]);
  });

  it("refuses what cannot fit, naming the amount, before it takes memory", async () => {
    const nNeurons = 60_000;
    const patterns = { nPatterns: 1, nNeurons, values: new Int8Array(nNeurons).fill(1) };
    const before = process.memoryUsage().arrayBuffers;
    await expectRejection(
      overlapMatrix(patterns),
      RangeError,
      /60000 × 60000 overlaps need 6\.\d+ GiB, more than the 3\.50 GiB/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  it("stops when aborted", async () => {
    const patterns = await randomPatterns({ nPatterns: 10, nNeurons: 300, seed: 1 });
    const reason = new Error("enough");
    expect(await rejection(overlapMatrix(patterns, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  it("refuses what are no patterns", async () => {
    await expectRejection(overlapMatrix([["1"]] as never), RangeError, /overlapMatrix: patterns: the length of a/);
    const backend = "WASM" as never;
    await expectRejection(overlapMatrix(patternsFrom([[1, -1]]), { backend }), TypeError, /backend .* got "WASM"/);
  });
});
