/** Aligned local fields of single neurons are exact multiples of 1/c. */
import { expect, it } from "vitest";
import { randomConnectivity } from "../../src/hopfield/connectivity.ts";
import { neuronFields } from "../../src/hopfield/neuron-fields.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { scaledFieldsByDefinition } from "../support/margin.ts";

it("aligned fields of some neurons are integers over c: those that cancel are 0, no rounding error above it", async () => {
  const [N, P, C] = [40, 26, 10];
  const patterns = await randomPatterns({ nPatterns: P, nNeurons: N, seed: 2 });
  const { inputs } = await randomConnectivity({ nNeurons: N, nInputs: C, seed: 2 });
  const neurons = Array.from({ length: N }, (_, i) => i);
  const rows = neurons.map((i) => inputs.subarray(i * C, (i + 1) * C));
  const scaled = neurons.flatMap((i) => scaledFieldsByDefinition(patterns.values, P, N, i, rows[i]));
  expect(Array.from(neuronFields(patterns, neurons, rows))).toEqual(scaled.map((field) => field / C));
  expect(scaled.filter((field) => field === 0).length).toBeGreaterThan(10);
});
