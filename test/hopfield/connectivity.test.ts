/** Connectivity: random inputs of equal number, and connections of the caller's own. */
import { describe, expect, it } from "vitest";
import { checkConnectivity, connectivityFrom, randomConnectivity } from "../../src/hopfield/connectivity.ts";
import { BACKENDS } from "../support/backends.ts";
import { expectRejection } from "../support/rejection.ts";

describe("random connectivity", () => {
  it("has exactly c inputs a neuron, the same on both backends", async () => {
    for (const [nNeurons, nInputs] of [
      [2, 1],
      [50, 49],
      [70, 9],
    ]) {
      const [wasm, js] = await Promise.all(
        BACKENDS.map((backend) => randomConnectivity({ nNeurons, nInputs, seed: 3, backend })),
      );
      expect(wasm.inputs.length).toBe(nNeurons * nInputs);
      expect(Array.from(wasm.rowStart)).toEqual(Array.from({ length: nNeurons + 1 }, (_, i) => i * nInputs));
      expect(() => checkConnectivity("f", wasm)).not.toThrow();
      expect(js).toEqual(wasm);
    }
  });

  it("is not symmetric in general", async () => {
    const { inputs, rowStart, nNeurons } = await randomConnectivity({ nNeurons: 60, nInputs: 10, seed: 1 });
    const has = (i: number, j: number) => inputs.subarray(rowStart[i], rowStart[i + 1]).includes(j);
    let mutual = 0;
    for (let i = 0; i < nNeurons; i++)
      for (const j of inputs.subarray(rowStart[i], rowStart[i + 1])) if (has(j, i)) mutual++;
    expect(mutual).toBeLessThan(300); // of 600; about c/(N − 1) of them, 102 ± 13, by chance
  });

  it.each<[string, object, typeof TypeError | typeof RangeError, RegExp]>([
    ["c = N", { nInputs: 10 }, RangeError, /nInputs must be less than the number of neurons, 10, got 10/],
    ["c > N", { nInputs: 11 }, RangeError, /nInputs .* got 11/],
    ["c = 0", { nInputs: 0 }, RangeError, /nInputs must be an integer ≥ 1, got 0/],
    ["c = NaN", { nInputs: Number.NaN }, RangeError, /nInputs .* got NaN/],
    ["one neuron", { nNeurons: 1 }, RangeError, /nNeurons must be an integer ≥ 2, got 1/],
    ["no seed", { seed: undefined }, TypeError, /seed must be an integer/],
    ["an unknown backend", { backend: "rust" }, TypeError, /backend must be one of "wasm", "js", got "rust"/],
    [
      "what cannot fit",
      { nNeurons: 100_000, nInputs: 99_999 },
      RangeError,
      /100000 × 99999 connections need 37\.\d GiB/,
    ],
  ])("refuses %s", async (_, part, kind, message) => {
    await expectRejection(randomConnectivity({ nNeurons: 10, nInputs: 3, seed: 1, ...part }), kind, message);
  });
});

describe("connectivity of the caller", () => {
  it("is sorted into rows, of any length", () => {
    const made = connectivityFrom([[3, 1], [], Int32Array.of(0, 3, 1), [2]]);
    expect(made.nNeurons).toBe(4);
    expect(Array.from(made.rowStart)).toEqual([0, 2, 2, 5, 6]);
    expect(Array.from(made.inputs)).toEqual([1, 3, 0, 1, 3, 2]);
    expect(() => checkConnectivity("f", made)).not.toThrow();
  });

  it.each<[string, unknown, typeof TypeError | typeof RangeError, RegExp]>([
    ["nothing", undefined, TypeError, /inputsOf must be an array, got undefined/],
    ["one neuron", [[]], RangeError, /at least 2 neurons, got 1/],
    ["a row that is none", [[1], 0], TypeError, /inputsOf\[1\] must be an array, got 0/],
    ["a neuron as its own input", [[1], [1]], RangeError, /inputsOf\[1\] must not hold the neuron itself, got 1/],
    ["an input twice", [[1, 2, 1], [], []], RangeError, /inputsOf\[0\] must hold distinct inputs, got 1 twice/],
    ["an input beyond N", [[1], [2]], RangeError, /inputsOf\[1\]\[0\] must be an integer in \[0, 1\], got 2/],
    ["a negative input", [[1], [-1]], RangeError, /inputsOf\[1\]\[0\] .* got -1/],
    ["NaN", [[Number.NaN], [0]], RangeError, /inputsOf\[0\]\[0\] .* got NaN/],
    ["text", [["1"], [0]], TypeError, /inputsOf\[0\]\[0\] must be an integer, got "1"/],
  ])("%s is refused", (_, rows, kind, message) => {
    expect(() => connectivityFrom(rows as number[][])).toThrow(kind);
    expect(() => connectivityFrom(rows as number[][])).toThrow(message);
  });

  it("is checked again wherever connectivity is taken", () => {
    const good = { nNeurons: 3, rowStart: Int32Array.of(0, 2, 3, 4), inputs: Int32Array.of(1, 2, 0, 0) };
    expect(() => checkConnectivity("f: connectivity", good)).not.toThrow();
    const bad = (part: object) => () => checkConnectivity("f: connectivity", { ...good, ...part });
    expect(() => checkConnectivity("f: connectivity", undefined as never)).toThrow(TypeError);
    expect(bad({ rowStart: [0, 2, 3, 4] })).toThrow(/f: connectivity must be connectivity from/);
    expect(bad({ nNeurons: 4 })).toThrow(/f: connectivity\.rowStart must have length nNeurons \+ 1/);
    expect(bad({ rowStart: Int32Array.of(1, 2, 3, 4) })).toThrow(/rowStart/);
    expect(bad({ rowStart: Int32Array.of(0, 2, 3, 5) })).toThrow(/rowStart/);
    expect(bad({ rowStart: Int32Array.of(0, 3, 2, 4) })).toThrow(RangeError);
    expect(bad({ inputs: Int32Array.of(2, 1, 0, 0) })).toThrow(/inputs of neuron 0 must be increasing .* got 1/);
    expect(bad({ inputs: Int32Array.of(0, 2, 0, 0) })).toThrow(/inputs of neuron 0 .* got 0/);
    expect(bad({ inputs: Int32Array.of(1, 3, 0, 0) })).toThrow(/inputs of neuron 0 .* got 3/);
    expect(bad({ inputs: Int32Array.of(1, 2, -1, 0) })).toThrow(/inputs of neuron 1 .* got -1/);
  });
});
