/** Ties: the plain relaxation against the kernels, and a third state by hand. */
import { expect, test } from "vitest";
import { capacity } from "../../src/experiments/capacity/run.ts";
import { regularConnectivity } from "../../src/hopfield/connectivity.ts";
import { patternsFrom } from "../../src/hopfield/patterns.ts";
import { finalOverlaps, ties } from "../../src/reproduce/ek22/ties.ts";

test("with sgn(0) = +1 critical loads are those of the published protocol, whatever the rule", async () => {
  const spec = { neurons: 30, inputs: 6, rule: ["random", "noise"], seeds: 1, seed: 5 } as const;
  const { rows } = await ties(spec);
  const { rows: known } = await capacity({ ...spec, protocol: "published" });
  expect(rows.map((row) => row.capacity)).toEqual(known.map((row) => row.capacity));
  expect(rows.map(({ rule, seed }) => `${rule}/${seed}`)).toEqual(known.map(({ rule, seed }) => `${rule}/${seed}`));
});

test("a field of 0 makes a neuron silent with sgn(0) = 0, and +1 otherwise", () => {
  // M_01 = M_02 = M_12 = 0 up to sign: of two patterns that agree at one neuron and differ at another
  const patterns = patternsFrom(Int8Array.from([1, -1, -1, 1, 1, -1]), 3);
  // M_01 = −1 + 1 = 0, M_02 = −1 − 1 = −2, M_12 = 1 − 1 = 0
  const connectivity = regularConnectivity(3, 1, Int32Array.from([2, 0, 0]));
  // neuron 0 reads 2: −2S_2; neuron 1 reads 0: 0; neuron 2 reads 0: −2S_0
  expect(finalOverlaps(patterns, connectivity, { tie: 0, maxSweeps: 10 })).toEqual([2 / 3, 2 / 3]);
  expect(finalOverlaps(patterns, connectivity, { tie: 1, maxSweeps: 10 })).toEqual([1 / 3, 1]);
});
