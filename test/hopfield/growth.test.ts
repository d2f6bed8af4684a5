/** Growing networks: the patterns counted as retrieved are those that plain relaxation retrieves. */
import { expect, it } from "vitest";
import { connectivityFrom } from "../../src/hopfield/connectivity.ts";
import { firstGrowthState, growTask } from "../../src/hopfield/growth.ts";
import type { GrowthProblem, GrowthState } from "../../src/hopfield/growth-problem.ts";
import { hebbianNetwork } from "../../src/hopfield/learning/learn.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { relax } from "../../src/hopfield/relax.ts";
import { rowOverlaps } from "../../src/hopfield/state-overlaps.ts";
import { keyOf } from "../../src/numeric/seed.ts";
import { inlineExecutor } from "../../src/run/executor.ts";

const N = 130;
const problem = (order: GrowthProblem["order"], rule: GrowthProblem["rule"]): GrowthProblem => ({
  nNeurons: N,
  rule,
  trials: 10,
  addition: 10,
  threshold: 0.9,
  fraction: 0.8,
  quiet: 50,
  maxRepetitions: 1000,
  order,
  maxSweeps: 30,
  key: keyOf(4n),
  backend: "wasm",
});

/** The inputs of each neuron. */
function inputsOf({ connections }: GrowthState): number[][] {
  const bytes = Math.ceil(N / 8);
  return Array.from({ length: N }, (_, i) =>
    Array.from({ length: N }, (_, j) => j).filter((j) => (connections[i * bytes + (j >> 3)] >> (j & 7)) & 1),
  );
}

it.each([
  ["sequential", { target: 2 }],
  ["sequential", { margin: 0.8 }],
  ["synchronous", { target: 2 }],
  ["random", { target: 2 }],
] as const)("a growing network counts the patterns that plain relaxation retrieves: %s, %j", async (order, rule) => {
  const all = await randomPatterns({ nPatterns: 400, nNeurons: N, seed: 4 });
  let state = await firstGrowthState(problem(order, rule), 25, 12);
  const found = new Set<number>();
  let before = 0;
  for (let step = 0; step < 60; step++) {
    const nPatterns = state.nPatterns;
    // to the end of one repetition; patterns learned there count from the next one
    const next = await inlineExecutor.run(growTask, { ...problem(order, rule), state, milliseconds: 0 });
    state = next.state;
    if (step % 6 > 1) continue;
    const { retrieved } = next.records[next.records.length - 1];
    const patterns = { nPatterns, nNeurons: N, values: all.values.slice(0, nPatterns * N) };
    const network = await hebbianNetwork(patterns, connectivityFrom(inputsOf(state)));
    const { states } = await relax(network, patterns, { order, maxSweeps: 30, seed: 4 });
    expect(retrieved).toBe(rowOverlaps(states, patterns.values, N).filter((m) => m >= 0.9).length);
    found.add(retrieved - nPatterns);
    before = Math.max(before, nPatterns);
  }
  // some patterns are lost now and then, and more are learned
  expect(found.size).toBeGreaterThan(3);
  expect(before).toBeGreaterThan(40);
});

it("goes on where there is no more room for patterns as if there were", async () => {
  // 150 more patterns in every repetition, whatever is retrieved
  const eager = { ...problem("sequential", { target: 2 }), addition: 150, fraction: -1, maxRepetitions: 7 };
  const records = async (milliseconds: number) => {
    let state = await firstGrowthState(eager, 25, 12);
    const all: unknown[] = [];
    let pieces = 0;
    for (; state.repetition < 7; pieces++) {
      const next = await inlineExecutor.run(growTask, { ...eager, state, milliseconds });
      state = next.state;
      all.push(...next.records);
    }
    expect(all).toHaveLength(8);
    return { all, pieces, nPatterns: state.nPatterns };
  };
  const [whole, cut] = [await records(60_000), await records(0)];
  expect(whole.nPatterns).toBe(12 + 7 * 150);
  expect(whole.pieces).toBeLessThan(cut.pieces);
  expect(whole.pieces).toBeGreaterThan(1);
  expect(whole.all).toEqual(cut.all);
});
