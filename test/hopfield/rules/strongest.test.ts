/** The strongest weights are those of the definition, of equal ones the first, on either backend. */
import { expect, test } from "vitest";
import { randomPatterns } from "../../../src/hopfield/random-patterns.ts";
import { rewire } from "../../../src/hopfield/rewire.ts";
import { strongest } from "../../../src/hopfield/rules/strongest.ts";

test.each([1, 5, 28, 29])("%i inputs: a stable sort of all others by |M_ij|", async (inputs) => {
  const [nNeurons, nPatterns] = [30, 9];
  const patterns = await randomPatterns({ nPatterns, nNeurons, seed: 1 });
  const found = await rewire(patterns, { inputs, rule: "strongest", seed: 2 });
  for (let i = 0; i < nNeurons; i++) {
    const weights = Array.from({ length: nNeurons }, (_, j) => {
      let sum = 0;
      for (let mu = 0; mu < nPatterns; mu++) {
        sum += patterns.values[mu * nNeurons + i] * patterns.values[mu * nNeurons + j];
      }
      return sum;
    });
    const others = weights.map((_, j) => j).filter((j) => j !== i);
    const sorted = others.sort((a, b) => Math.abs(weights[b]) - Math.abs(weights[a]) || a - b);
    const kept = sorted.slice(0, inputs).sort((a, b) => a - b);
    expect(Array.from(found.inputs.subarray(i * inputs, (i + 1) * inputs))).toEqual(kept);
    // E_i of the definition, over all patterns
    let energy = 0;
    for (let nu = 0; nu < nPatterns; nu++) {
      const at = (j: number) => patterns.values[nu * nNeurons + j];
      const field = kept.reduce((sum, j) => sum + (at(i) * weights[j] * at(j)) / inputs, 0);
      energy += strongest.search.energyOf(field);
    }
    expect(found.energies[i]).toBeCloseTo(energy, 10);
  }
  expect((await rewire(patterns, { inputs, rule: "strongest", seed: 3 }, { backend: "js" })).inputs).toEqual(
    found.inputs,
  );
});
