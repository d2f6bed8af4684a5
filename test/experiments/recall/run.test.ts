/** The recall experiment: digits and random patterns under every rule, learning rule, connectivity and kind of pattern. */
import { describe, expect, test } from "vitest";
import { digits } from "../../../src/data/digits.ts";
import { LEARNING_NAMES as LEARNINGS, type Learning } from "../../../src/hopfield/learning/index.ts";
import {
  type Connectivity,
  centeredOverlaps,
  connectivityFrom,
  hebbianNetwork,
  type PatternKind,
  patternsFrom,
  planRecall,
  RULE_NAMES,
  type Rule,
  randomConnectivity,
  randomPatterns,
  recall,
  relax,
} from "../../../src/index.ts";
import { BACKENDS } from "../../support/backends.ts";
import { plainRandom, randomSubset } from "../../support/plain-random.ts";
import { shuffledExecutor } from "../../support/shuffled-executor.ts";

test("digits: with as few inputs, chosen synapses recall what random ones do not", async () => {
  const patterns = digits({ count: 8 });
  const { rows, summary, cues, recalled } = await recall(patterns, {
    inputs: 30,
    rule: ["random", "signal"],
    noise: 0.2,
    width: 28,
    sweeps: 1,
    seed: 1,
  });
  const [random, signal] = summary;
  expect(random.retrieved).toBeLessThanOrEqual(1);
  expect(signal.retrieved).toBe(8);
  const before = centeredOverlaps(cues, patterns, 784);
  for (const [k, { states }] of recalled.entries()) {
    const after = centeredOverlaps(states, patterns, 784);
    for (const { pattern, wrong, overlap, cue, retrieved } of rows.slice(8 * k, 8 * k + 8)) {
      const [own, end] = [patterns.values, states].map((all) => all.subarray(784 * pattern, 784 * (pattern + 1)));
      expect([overlap, cue, retrieved]).toEqual([after[pattern], before[pattern], after[pattern] >= 0.9]);
      expect(wrong).toBe(own.filter((value, i) => value !== end[i]).length);
    }
  }
});

test("random synapses: the states are those of the public functions, from cues hidden from below", async () => {
  const patterns = await randomPatterns({ nPatterns: 4, nNeurons: 60, seed: 2 });
  const spec = { inputs: 9, rule: "random", occlude: 0.3, width: 10, seed: 5 } as const;
  const { cues, recalled, rows } = await recall(patterns, spec);
  const expected = patterns.values.map((value, at) => (at % 60 >= 40 ? -1 : value)); // two of six rows
  expect(cues).toEqual(expected);
  const network = await hebbianNetwork(patterns, await randomConnectivity({ nNeurons: 60, nInputs: 9, seed: 5 }));
  const { states } = await relax(network, cues);
  expect(recalled[0].states).toEqual(states);
  expect(rows.map(({ overlap }) => overlap)).toEqual(Array.from(centeredOverlaps(states, patterns, 60)));
});

describe("every rule, learning rule, connectivity and kind of pattern together", () => {
  const N = 24;
  const random = plainRandom(8);
  const given = connectivityFrom(
    Array.from({ length: N }, (_, i) => randomSubset(N, [0, 5, 7, N - 1][i % 4], i, random)),
  );
  const connectivities: Readonly<Record<string, { inputs: number } | { connectivity: Connectivity }>> = {
    dilute: { inputs: 6 },
    full: { inputs: N - 1 },
    given: { connectivity: given },
  };
  const kinds: readonly PatternKind[] = [
    { kind: "random" },
    { kind: "sparse", codingLevel: 0.2 },
    { kind: "biased", bias: 0.6 },
    { kind: "hierarchical", ancestors: 2, flips: 0.1 },
    { kind: "low-rank", rank: 2 },
  ];
  const cases = RULE_NAMES.flatMap((rule) =>
    LEARNINGS.flatMap((learning) => Object.keys(connectivities).map((wiring) => [rule, learning, wiring] as const)),
  );

  test.each(cases)("%s, %s, %s", async (rule: Rule, learning: Learning, wiring) => {
    for (const [k, kind] of kinds.entries()) {
      const patterns = await randomPatterns({ nPatterns: 3, nNeurons: N, seed: 3, kind });
      const spec = { ...connectivities[wiring], rule, learning, noise: 0.1, sweeps: 1, seed: 7 };
      if (rule === "given" && wiring !== "given") {
        await expect(recall(patterns, spec)).rejects.toThrow(/connectivity must be given for rule "given", got none/);
        continue;
      }
      const found = await recall(patterns, spec);
      const { states } = found.recalled[0];
      expect(states.every((s) => s === 1 || s === -1)).toBe(true);
      expect(found.rows.map(({ overlap }) => overlap)).toEqual(Array.from(centeredOverlaps(states, patterns, N)));
      if (k % 2 === 1) continue; // the twin for every other kind
      const again = await recall(patterns, spec, { backend: "js", executor: shuffledExecutor(2, 1) });
      expect(again.rows, kind.kind).toEqual(found.rows);
      expect(again.recalled[0].states).toEqual(states);
    }
  });

  test.each(BACKENDS)("%s: patterns all alike, or each other's mirror image", async (backend) => {
    const row = Array.from({ length: N }, (_, i) => (i % 3 === 0 ? 1 : -1));
    const patterns = patternsFrom([row, row, row.map((value) => -value)]);
    for (const learning of LEARNINGS) {
      const { rows } = await recall(
        patterns,
        { inputs: 6, rule: ["random", "signal", "margin"], learning, seed: 1 },
        { backend },
      );
      for (const { overlap } of rows) expect(Math.abs(overlap)).toBeLessThanOrEqual(1);
    }
  });
});

test.each([
  [{ inputs: 24 }, /recall: inputs must be less than the number of neurons, 24, got 24/],
  [{ inputs: [3] }, /recall: inputs must be an integer/],
  [{ inputs: 3, noise: 1.2 }, /recall: noise must be in \[0, 1\], got 1.2/],
  [{ inputs: 3, occlude: -1 }, /recall: occlude must be in \[0, 1\], got -1/],
  [{ inputs: 3, width: 5 }, /recall: width must divide the patterns' 24 neurons, got 5/],
  [{ inputs: 3, nois: 1 }, /unknown key "nois"; did you mean "noise"/],
  [{ inputs: 3, learning: "hebbian" }, /learning must be one of "hebb"/],
  [{ inputs: 3, codingLevel: 0.1 }, /codingLevel must be left out unless learning is "covariance"/],
  [{ inputs: 3, rule: [] }, /rule must name at least one, got none/],
])("refuses %j", async (change, message) => {
  const patterns = await randomPatterns({ nPatterns: 2, nNeurons: 24, seed: 1 });
  expect(() => planRecall(patterns, { rule: "random", ...change } as never)).toThrow(message);
});
