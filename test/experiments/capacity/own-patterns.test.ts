/** Critical loads of patterns of the caller's own: the first of them in an order of the seed, judged by centered overlaps. */
import { describe, expect, it, test } from "vitest";
import { digits } from "../../../src/data/digits.ts";
import { capacity, type TriedLoad } from "../../../src/experiments/capacity/run.ts";
import { networkSeed } from "../../../src/experiments/kit/network.ts";
import { firstOf } from "../../../src/experiments/kit/own-patterns.ts";
import { connectivityFrom, randomConnectivity } from "../../../src/hopfield/connectivity.ts";
import { hebbianNetwork } from "../../../src/hopfield/learning/learn.ts";
import { randomPatterns } from "../../../src/hopfield/random-patterns.ts";
import { relax } from "../../../src/hopfield/relax.ts";
import { centeredOverlaps } from "../../../src/hopfield/state-overlaps.ts";
import { keyOf } from "../../../src/numeric/seed.ts";
import { shuffledExecutor } from "../../support/shuffled-executor.ts";

describe("patterns of the caller's own", async () => {
  const patterns = await randomPatterns({ nPatterns: 60, nNeurons: 50, seed: 9, kind: { kind: "biased", bias: -0.5 } });
  const spec = { patterns, inputs: 20, rule: ["random", "noise"], sweeps: 3, seeds: 2, seed: 4 } as const;

  it("are stored in an order of the seed, in networks whose parts are those of the public functions", async () => {
    const tried: { key: string; load: TriedLoad }[] = [];
    const { rows, spec: plan } = await capacity(spec, { onNetwork: (key, load) => tried.push({ key, load }) });
    expect(rows.map(({ neurons }) => neurons)).toEqual([50, 50, 50, 50]);
    expect(plan).toMatchObject({ neurons: 50, patterns: { patterns: 60 } });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    for (const { key, load } of tried) {
      const [, rule, seed] = /^(\w+)\/20\/(\d)$/.exec(key)!;
      if (rule !== "random") continue;
      const some = firstOf(patterns, load.patterns, keyOf(BigInt(seed)));
      const network = await hebbianNetwork(
        some,
        await randomConnectivity({ nNeurons: 50, nInputs: 20, seed: networkSeed(BigInt(seed), load.patterns) }),
      );
      const { states } = await relax(network, some);
      expect(centeredOverlaps(states, some, 50).filter((m) => m >= 0.9).length).toBe(load.retrieved);
    }
    const again = await capacity(spec, { backend: "js", executor: shuffledExecutor(2, 1) });
    expect(again.rows).toEqual(rows);
  });

  it("are all taken, each once, in another order for another seed", () => {
    const whole = firstOf(patterns, 60, keyOf(1n));
    const rowsOf = (values: Int8Array) =>
      Array.from({ length: 60 }, (_, mu) => values.subarray(50 * mu, 50 * mu + 50).join());
    expect(rowsOf(whole.values).sort()).toEqual(rowsOf(patterns.values).sort());
    expect(firstOf(patterns, 7, keyOf(1n)).values).toEqual(whole.values.subarray(0, 7 * 50));
    expect(firstOf(patterns, 60, keyOf(2n)).values).not.toEqual(whole.values);
  });

  it("bound the critical load where all of them are held, and may be lists of 0 and 1", async () => {
    const rows = [0, 1].map((mu) =>
      Array.from(patterns.values.subarray(50 * mu, 50 * mu + 50), (s) => (s > 0 ? 1 : 0)),
    );
    const { rows: found } = await capacity({ ...spec, patterns: rows, inputs: 49, rule: "random", seeds: 1 });
    expect(found[0].capacity).toBe(2);
  });

  it.each<[string, object, RegExp]>([
    ["of another number of neurons", { neurons: 40 }, /neurons must be those of the patterns, 50, got 40/],
    ["with a kind", { patternKind: { kind: "biased", bias: 0.2 } }, /patternKind must be left out with patterns/],
    ["with a coding level", { codingLevel: 0.1 }, /codingLevel must be left out with patterns/],
    [
      "with connectivity of others",
      { inputs: undefined, connectivity: connectivityFrom([[1], [0]]) },
      /patterns must be of the connectivity's 2 neurons, got 50/,
    ],
    ["of other values", { patterns: [[1, 2]] }, /capacity: patterns must be −1 or \+1, or 0 and 1, got 2/],
  ])("%s: refused", async (_, part, message) => {
    await expect(capacity({ ...spec, ...part } as never)).rejects.toThrow(message);
  });
});

test("one blob is no digit: by centered overlaps random synapses hold two or three digits", async () => {
  const spec = { patterns: digits({ count: 20 }), inputs: 50, rule: "random", seeds: 1, seed: 1 } as const;
  const { rows } = await capacity(spec);
  expect(rows[0].capacity).toBeLessThanOrEqual(3);
});
