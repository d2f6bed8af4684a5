/** Firing thresholds in the kernel of relaxation, for sequential and synchronous updates. */

import { describe, expect, test } from "vitest";
import type { ORDER } from "../../src/backend/contract/codes.ts";
import { graphOf } from "../../src/hopfield/graph.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { fieldByDefinition } from "../support/definitions.ts";
import { guardBehind } from "../support/guard.ts";
import { plainRandom, randomSigns, randomSubset } from "../support/plain-random.ts";
import { NEURONS } from "../support/sizes.ts";

const { all } = await bothBackends();

/** A graph with weights and thresholds up to ±largest; small ones make h = t common. */
function randomGraph(nNeurons: number, largest: number, seed: number) {
  const random = plainRandom(seed);
  const integer = () => Math.round((2 * random() - 1) * largest);
  const inputsOf = Array.from({ length: nNeurons }, (_, i) =>
    randomSubset(nNeurons, Math.floor(random() * nNeurons), i, random).sort(),
  );
  const weightsOf = inputsOf.map((row) => row.map(integer));
  const thresholds = Int32Array.from({ length: nNeurons }, integer);
  const rowStart = new Int32Array(nNeurons + 1);
  inputsOf.forEach((row, i) => {
    rowStart[i + 1] = rowStart[i] + row.length;
  });
  const flat = (rows: readonly Int32Array[]) => Int32Array.from(rows.flatMap((row) => Array.from(row)));
  return {
    inputsOf,
    weightsOf,
    thresholds,
    graph: graphOf(nNeurons, rowStart, flat(inputsOf), flat(weightsOf), thresholds),
  };
}

// lanes of i16, and of i32 for fields beyond 32767
describe.each([3, 20_000])("thresholds up to %d", (largest) => {
  test.each(NEURONS)("N = %d: fields count from them, sequential and synchronous updates obey them", (nNeurons) => {
    const { inputsOf, weightsOf, thresholds, graph } = randomGraph(nNeurons, largest, nNeurons + largest);
    const start = randomSigns(2 * nNeurons, plainRandom(7 * nNeurons));
    const below = (i: number, state: ArrayLike<number>) =>
      fieldByDefinition(i, inputsOf, weightsOf, state) - thresholds[i];
    const expectedFields: number[] = [];
    const inTurn: number[] = [];
    const together: number[] = [];
    for (let s = 0; s < 2; s++) {
      const state = Array.from(start.subarray(s * nNeurons, (s + 1) * nNeurons));
      for (let i = 0; i < nNeurons; i++) expectedFields.push(below(i, state));
      together.push(...state.map((_, i) => (below(i, state) >= 0 ? 1 : -1)));
      for (let i = 0; i < nNeurons; i++) state[i] = below(i, state) >= 0 ? 1 : -1;
      inTurn.push(...state);
    }
    for (const kernels of all) {
      inScratch(kernels, () => {
        const relaxer = kernels.relaxer(graph);
        const expectIntact = guardBehind(kernels.arena);
        const fields = new Int32Array(2 * nNeurons);
        relaxer.fieldsInto(start, fields, 2);
        expect(Array.from(fields)).toEqual(expectedFields);
        for (const [order, expected] of [[0, inTurn] as const, [2, together] as const]) {
          const states = start.slice();
          relaxer.relax(states, new Int32Array(2), new Int32Array(2), 2, order as ORDER, 1, [1, 2]);
          expect(Array.from(states)).toEqual(expected);
        }
        expectIntact();
      });
    }
  });
});
