/** Kinds of patterns: sparse, biased, hierarchical and others, with the statistics that define them. */
import { describe, expect, test } from "vitest";
import { type PatternKind, type Patterns, randomPatterns } from "../../src/index.ts";
import { BACKENDS } from "../support/backends.ts";
import { mean } from "../support/statistics.ts";

const KINDS: readonly PatternKind[] = [
  { kind: "sparse", codingLevel: 0.1 },
  { kind: "biased", bias: 0.4 },
  { kind: "hierarchical", ancestors: 4, flips: 0.2 },
  { kind: "low-rank", rank: 5 },
];

/** (1/N) Σ_i ξ_i^μ ξ_i^ν of every pair μ < ν, in order. */
function pairOverlaps({ values, nPatterns, nNeurons }: Patterns): { mu: number; nu: number; m: number }[] {
  const pairs = [];
  for (let mu = 0; mu < nPatterns; mu++) {
    for (let nu = mu + 1; nu < nPatterns; nu++) {
      let sum = 0;
      for (let i = 0; i < nNeurons; i++) sum += values[mu * nNeurons + i] * values[nu * nNeurons + i];
      pairs.push({ mu, nu, m: sum / nNeurons });
    }
  }
  return pairs;
}

describe.each(KINDS)("$kind patterns", (kind) => {
  test("are ±1, the same for either backend, and a longer list extends a shorter one", async () => {
    const spec = { nNeurons: 67, seed: 3, kind };
    const [first, second] = await Promise.all(
      BACKENDS.map((backend) => randomPatterns({ ...spec, nPatterns: 9, backend })),
    );
    expect(first.values).toEqual(second.values);
    expect(first.values.every((value) => value === 1 || value === -1)).toBe(true);
    const shorter = await randomPatterns({ ...spec, nPatterns: 4 });
    expect(shorter.values).toEqual(first.values.subarray(0, 4 * 67));
    const other = await randomPatterns({ ...spec, nPatterns: 4, seed: 4 });
    expect(other.values).not.toEqual(shorter.values);
  });
});

test("sparse patterns activate exactly round(aN) neurons, each as often as any other", async () => {
  const nPatterns = 2000;
  const nNeurons = 40;
  const { values } = await randomPatterns({ nPatterns, nNeurons, seed: 1, kind: { kind: "sparse", codingLevel: 0.1 } });
  const often = new Array<number>(nNeurons).fill(0);
  for (let mu = 0; mu < nPatterns; mu++) {
    const row = values.subarray(mu * nNeurons, (mu + 1) * nNeurons);
    expect(row.filter((value) => value === 1)).toHaveLength(4);
    row.forEach((value, i) => {
      if (value === 1) often[i]++;
    });
  }
  // binomial counts, s.d. √(2000 · 0.1 · 0.9) = 13.4: five of them pass for 40 neurons but for 2e-5
  for (const count of often) expect(Math.abs(count - 200)).toBeLessThan(67);
  const least = await randomPatterns({ nPatterns: 3, nNeurons, seed: 1, kind: { kind: "sparse", codingLevel: 0.001 } });
  expect(least.values.filter((value) => value === 1)).toHaveLength(3);
});

test("biased patterns have the mean b, and two of them overlap by b²", async () => {
  const patterns = await randomPatterns({
    nPatterns: 40,
    nNeurons: 1000,
    seed: 2,
    kind: { kind: "biased", bias: 0.4 },
  });
  // mean of 40 000 entries of variance 1 − b²: s.d. 0.0046; within five of them but for 6e-7
  expect(Math.abs(mean(patterns.values) - 0.4)).toBeLessThan(0.023);
  const overlaps = pairOverlaps(patterns).map(({ m }) => m);
  // the mean over pairs is (⟨(Σ_μ ξ_i)²⟩ − p)/(p(p − 1)): s.d. about 2b·0.0046 = 0.0037
  expect(Math.abs(mean(overlaps) - 0.16)).toBeLessThan(0.02);
});

test("hierarchical patterns overlap by (1 − 2f)² within an ancestor, and not across", async () => {
  const kind = { kind: "hierarchical", ancestors: 5, flips: 0.15 } as const;
  const patterns = await randomPatterns({ nPatterns: 30, nNeurons: 2000, seed: 5, kind });
  for (const { mu, nu, m } of pairOverlaps(patterns)) {
    const expected = mu % 5 === nu % 5 ? 0.7 ** 2 : 0;
    // s.d. at most 1/√2000 = 0.0224: 435 pairs stay within six of them but for 9e-7
    expect(Math.abs(m - expected)).toBeLessThan(0.134);
  }
  const within = pairOverlaps(patterns).filter(({ mu, nu }) => mu % 5 === nu % 5);
  // 75 pairs in five families: the mean's s.d. is below 0.0224/√5 = 0.01
  expect(Math.abs(mean(within.map(({ m }) => m)) - 0.49)).toBeLessThan(0.05);
});

test("low-rank patterns: overlaps are as wide as the arcsine of the codes' cosines says", async () => {
  const rank = 3;
  const spec = { nPatterns: 120, nNeurons: 3000, seed: 7 };
  const overlaps = pairOverlaps(await randomPatterns({ ...spec, kind: { kind: "low-rank", rank } }));
  // cosines of random directions in three dimensions are uniform in [−1, 1]: ⟨((2/π) asin ρ)²⟩ = ∫₀¹ ((2/π) asin ρ)² dρ
  let expected = 0;
  for (let k = 0; k < 1000; k++) expected += ((2 / Math.PI) * Math.asin((k + 0.5) / 1000)) ** 2 / 1000;
  expect(expected).toBeCloseTo(1 - 8 / Math.PI ** 2, 4);
  // 7140 pairs of 120 codes: measured over 24 seeds, this mean has the s.d. 0.0027; five and a half of them but for 4e-8
  expect(Math.abs(mean(overlaps.map(({ m }) => m * m)) - expected)).toBeLessThan(0.015);
  const [one] = [await randomPatterns({ ...spec, nPatterns: 20, kind: { kind: "low-rank", rank: 1 } })];
  for (const { m } of pairOverlaps(one)) expect(Math.abs(m)).toBe(1); // one dimension: a pattern and its mirror image
});

test.each([
  [{ kind: "dense" }, /kind must be one of "random", "sparse"/],
  [{ kind: "sparse" }, /codingLevel must be a number, got undefined/],
  [{ kind: "sparse", codingLevel: 0 }, /codingLevel must be in \(0, 1\), got 0/],
  [{ kind: "sparse", codingLevel: 1 }, /codingLevel must be in \(0, 1\), got 1/],
  [{ kind: "biased", bias: 1.5 }, /bias must be in \[-1, 1\], got 1.5/],
  [{ kind: "biased", bias: 0.5, flips: 1 }, /flips must be left out unless its kind is "hierarchical", got 1/],
  [{ kind: "hierarchical", ancestors: 0, flips: 0.1 }, /ancestors must be an integer in \[1, 16777216\], got 0/],
  [{ kind: "hierarchical", ancestors: 2, flips: -0.1 }, /flips must be in \[0, 1\], got -0.1/],
  [{ kind: "low-rank", rank: 0 }, /rank must be an integer in \[1, 4096\], got 0/],
  ["sparse", /kind must be "random" or an object with a kind, got "sparse"/],
])("refuses %j", async (kind, message) => {
  await expect(randomPatterns({ nPatterns: 2, nNeurons: 8, seed: 1, kind: kind as never })).rejects.toThrow(message);
});
