/** Sparse coding in experiments: capacity against theory, thresholds, and cues of the same activity. */
import { describe, expect, test } from "vitest";
import { exchangeInto, flipOrders } from "../../../src/hopfield/cue.ts";
import { basins, capacity, planCapacity, sparseCapacity } from "../../../src/index.ts";
import { shuffledExecutor } from "../../support/shuffled-executor.ts";

const FULL = { neurons: 400, inputs: 399, rule: "random", seeds: 2 } as const;

describe("sparse coding", () => {
  test("a = 0.05 stores several times as many patterns as a = 0.5, near what theory says", async () => {
    const [sparse] = (await capacity({ ...FULL, codingLevel: 0.05, seed: 1 })).summary;
    const [half] = (await capacity({ ...FULL, codingLevel: 0.5, seed: 1 })).summary;
    // Measured over 20 seeds: p_c = 280 ± 7.5 and 56 ± 2.5, a ratio of 5.0 whose mean of two has the s.d. 0.18. All bounds lie more than
    // five of their standard deviations away: false alarms below 3 in 10⁷ each.
    expect(sparse.capacity / half.capacity).toBeGreaterThan(4);
    const theory = (codingLevel: number, firingThreshold: number) =>
      sparseCapacity({ codingLevel, connectivity: "full", firingThreshold }).load;
    expect(sparse.load / theory(0.05, 0.53)).toBeGreaterThan(0.82);
    expect(sparse.load / theory(0.05, 0.53)).toBeLessThan(1.02);
    expect(half.load / theory(0.5, 0)).toBeGreaterThan(0.84);
    expect(half.load / theory(0.5, 0)).toBeLessThan(1.2); // small networks retrieve past the limit of large ones
  });

  const small = { neurons: 80, inputs: 40, rule: ["random", "noise"], sweeps: 2, seeds: 1, seed: 3 } as const;

  test.each([undefined, 0.4, "winners", "search"] as const)(
    "threshold %s: the same rows for any executor and backend",
    async (firingThreshold) => {
      const spec = { ...small, codingLevel: 0.1, ...(firingThreshold !== undefined && { firingThreshold }) };
      const { rows } = await capacity(spec);
      expect(rows[0]).toMatchObject({ codingLevel: 0.1 });
      expect((await capacity(spec, { backend: "js", executor: shuffledExecutor(2, 4) })).rows).toEqual(rows);
    },
  );

  test("a search for the threshold never stores less than the default one in the same network", async () => {
    const spec = { ...small, rule: "random", codingLevel: 0.1, patterns: 12, flipped: [0] } as const;
    const [fixed] = (await basins(spec)).rows;
    const [searched] = (await basins({ ...spec, firingThreshold: "search" })).rows;
    expect(searched.retrieved).toBeGreaterThanOrEqual(fixed.retrieved);
  });
});

test("exchanged neurons: activity stays, and a part e of the active ones has moved", () => {
  const states = Int8Array.from({ length: 300 }, (_, i) => (i % 100 < 20 ? 1 : -1));
  const before = states.slice();
  exchangeInto(states, flipOrders(100, 0, 3, [1, 2]), 100, 0.25);
  for (let row = 0; row < 3; row++) {
    const [from, to] = [row * 100, (row + 1) * 100];
    expect(states.subarray(from, to).filter((s) => s > 0)).toHaveLength(20);
    expect(states.subarray(from, to).filter((s, i) => s !== before[from + i])).toHaveLength(10);
  }
  const dense = Int8Array.of(1, 1, 1, -1); // no more than there are silent ones
  exchangeInto(dense, flipOrders(4, 0, 1, [1, 2]), 4, 1);
  expect(dense.filter((s) => s > 0)).toHaveLength(3);
});

test.each(["biased", "hierarchical", "low-rank"] as const)(
  "%s patterns: capacity and basins run on both backends",
  async (kind) => {
    const patternKind = {
      biased: { kind: "biased", bias: 0.3 },
      hierarchical: { kind: "hierarchical", ancestors: 3, flips: 0.2 },
      "low-rank": { kind: "low-rank", rank: 8 },
    }[kind] as never;
    const spec = {
      neurons: 50,
      inputs: 8,
      rule: ["random", "signal"],
      patternKind,
      sweeps: 2,
      seeds: 1,
      seed: 2,
    } as const;
    const { rows, spec: plan } = await capacity(spec);
    expect(plan.patternKind).toEqual(patternKind);
    expect((await capacity(spec, { backend: "js" })).rows).toEqual(rows);
    // correlated patterns disturb each other: random synapses hold fewer than of independent ones, chosen ones more than random
    expect(rows[1].capacity).toBeGreaterThan(rows[0].capacity);
    const spread = await basins({ ...spec, patterns: 4, flipped: [0, 0.1] });
    expect(spread.rows).toHaveLength(4);
  },
);

test.each([
  [{ codingLevel: 0 }, /capacity: codingLevel must be a finite number > 0, got 0/],
  [
    { codingLevel: 0.1, firingThreshold: "never" },
    /firingThreshold must be a number in \[-1, 1\] or "winners", got "never"/,
  ],
  [{ firingThreshold: 0.3 }, /firingThreshold must be left out without codingLevel, got 0.3/],
  [{ patternKind: { kind: "sparse" } }, /patternKind.codingLevel must be a number, got undefined/],
])("refuses %j", (change, message) => {
  expect(() => planCapacity({ neurons: 20, inputs: 5, rule: "random", ...change } as never)).toThrow(message);
});

test("a plan without them is what it was", () => {
  const plan = planCapacity({ neurons: 20, inputs: 5, rule: "random", seed: 1, patternKind: "random" });
  expect(Object.keys(plan)).not.toContain("patternKind");
  expect(Object.keys(plan)).not.toContain("coding");
  expect(Object.keys(plan)).not.toContain("connectivity");
});
