/** What a part of the neurons says of a whole network: fields by definition, the fixed point of the errors, critical loads. */
import { describe, expect, it } from "vitest";
import { capacity } from "../../src/experiments/capacity/run.ts";
import { withBits } from "../../src/hopfield/bits.ts";
import { sourceOf } from "../../src/hopfield/network.ts";
import { neuronFields } from "../../src/hopfield/neuron-fields.ts";
import { overlapMatrix } from "../../src/hopfield/overlap.ts";
import { populationOverlap, sampledFields } from "../../src/hopfield/population.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { erf } from "../../src/numeric/erf.ts";
import { pacer } from "../../src/run/pace.ts";

describe("the population estimate", () => {
  it("takes the fields and weights of the definition", async () => {
    const patterns = await randomPatterns({ nPatterns: 70, nNeurons: 50, seed: 1 });
    const neurons = Int32Array.of(3, 49);
    const inputs = Int32Array.of(0, 7, 48, 1, 2, 47);
    const found = await withBits("wasm", sourceOf(patterns), pacer(), (network) =>
      sampledFields(network, neurons, inputs, 3),
    );
    const rows = [inputs.subarray(0, 3), inputs.subarray(3)];
    const expected = neuronFields(patterns, neurons, rows);
    found.fields.forEach((field, at) => {
      expect(field).toBe(Math.round(3 * expected[at]));
    });
    const overlap = await overlapMatrix(patterns);
    const squares = Array.from(neurons, (i, n) => rows[n].reduce((sum, j) => sum + overlap[i * 50 + j] ** 2, 0));
    expect(Array.from(found.squares)).toEqual(squares);
  });

  it("ends where errors make as many as there are: e = P(N(0, 1) < −(1 − 2e)F / √(4e(1 − e)Σm²)) where all fields are alike", () => {
    const nPatterns = 1000;
    // one field in a hundred is negative, so that there are errors to begin with; all others are F
    const fields = Int32Array.from({ length: nPatterns }, (_, nu) => (nu < 10 ? -100 : 100));
    for (const width of [20, 100, 150]) {
      const m = populationOverlap({ nPatterns, fields, squares: Float64Array.of(width ** 2) });
      const e = (1 - m) / 2;
      const wrong = 0.5 * (1 - erf(((1 - 2 * e) * 100) / Math.sqrt(4 * e * (1 - e)) / width / Math.SQRT2));
      expect(0.99 * wrong + 0.01 * (1 - wrong)).toBeCloseTo(e, 5);
    }
  });

  it("is 1 without a negative field, and 0 where errors grow until nothing is left", () => {
    const of = (fields: number[], squares: number) =>
      populationOverlap({ nPatterns: 4, fields: Int32Array.from(fields), squares: Float64Array.of(squares) });
    expect(of([1, 9, 0, 3], 1e4)).toBe(1);
    expect(of([-1, 1, 1, 1], 1e6)).toBeCloseTo(0, 3);
  });
});

describe("critical loads of large networks", () => {
  // N = 1500, c = 8: pools of 128
  const spec = { neurons: 1500, inputs: 8, rule: "signal", seeds: 1, seed: 1 } as const;

  it("are estimated above what whole networks hold, by less than 15 % even of so few inputs", async () => {
    const estimate = (await capacity({ ...spec, estimate: true })).rows[0];
    const [whole] = (await capacity(spec)).rows;
    expect(estimate.networks).toBe(0);
    expect(estimate.capacity / whole.capacity).toBeGreaterThan(0.95);
    expect(estimate.capacity / whole.capacity).toBeLessThan(1.15);
    expect(whole.networks).toBeGreaterThan(0);
  });

  it("are not estimated where all neurons are searched, or none", async () => {
    for (const other of [{ search: "dense" }, { rule: "random" }, { rule: "noise" }, { neurons: 300 }] as const) {
      await expect(capacity({ ...spec, ...other, estimate: true })).rejects.toThrow(
        /capacity: estimate must be left out unless inputs are searched among pools/,
      );
    }
  });
});
