/** Networks made offline, and searches of single neurons: against an independent relaxation, and by what searches leave. */
import { expect, test } from "vitest";
import { capacity } from "../../src/experiments/capacity/run.ts";
import { networkSeed } from "../../src/experiments/kit/network.ts";
import { randomConnectivity } from "../../src/hopfield/connectivity.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { rewire } from "../../src/hopfield/rewire.ts";
import { offline } from "../../src/reproduce/ek22/offline.ts";
import { swaps } from "../../src/reproduce/ek22/swaps.ts";
import { finalOverlaps } from "../../src/reproduce/ek22/ties.ts";

test.each(["random", "signal"] as const)(
  "%s: connectivity is chosen for p_c patterns, and kept for as many more as leave 90 % retrieved",
  async (rule) => {
    const spec = { neurons: 30, inputs: 6, rule, seeds: 1, seed: 5 } as const;
    const { rows } = await offline(spec);
    const { rows: known } = await capacity({ ...spec, protocol: "published" });
    expect(rows.map((row) => row.capacity)).toEqual(known.map((row) => row.capacity));
    for (const { capacity: made, loaded, seed: first } of rows) {
      const seed = networkSeed(first, "nested");
      const patterns = (nPatterns: number) => randomPatterns({ nPatterns, nNeurons: 30, seed });
      const connectivity =
        rule === "random"
          ? await randomConnectivity({ nNeurons: 30, nInputs: 6, seed })
          : (await rewire(await patterns(made), { inputs: 6, rule, solver: "published", seed })).connectivity!;
      const held = async (p: number) => {
        const overlaps = finalOverlaps(await patterns(p), connectivity, { tie: 1, maxSweeps: 100 });
        return overlaps.filter((m) => m > 0.7).length / p;
      };
      expect(loaded).toBeGreaterThanOrEqual(made);
      expect(await held(made)).toBe(1);
      expect(await held(loaded)).toBeGreaterThan(0.9);
      expect(await held(loaded + 1)).toBeLessThanOrEqual(0.9);
    }
  },
);

test("blind proposals leave more noise where fewer of them are swaps", async () => {
  const networks = [
    { neurons: 800, inputs: 8, patterns: 40 },
    { neurons: 60, inputs: 20, patterns: 40 },
  ];
  const { rows } = await swaps({ networks, searched: 6, seed: 3 });
  const [dilute, dense] = rows;
  expect(dilute.swaps).toBeLessThan(dense.swaps);
  // quotients of 6 neurons each: 1.81 ± 0.15 and 0.92 ± 0.07 when written
  expect(dilute.left - 2 * dilute.leftError).toBeGreaterThan(1);
  expect(dense.left).toBeLessThan(dilute.left);
});
