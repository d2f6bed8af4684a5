/** The rows of a value function: a node each, in the order of the grid. */
import { describe, expect, it } from "vitest";
import { planValueMap, solveValueMap } from "../../../src/control/value-map.ts";
import { valueTask } from "../../../src/experiments/control/tasks/value.ts";
import type { KeptRows, RunMeans } from "../../../src/experiments/kit/planned-run.ts";

/** Neuron 1 drives neuron 2, which acts on nobody. */
const CHAIN = {
  weights: [
    [0.5, 0],
    [2, 0],
  ],
  bounds: { existing: 0.5, silent: 0 },
  discount: 1,
  grid: { nodes: 9, reach: 2 },
  states: [],
} as const;

describe("rows of a value function", () => {
  it("are the nodes, u₁ first, each with the value and the control there", async () => {
    const kept: Pick<KeptRows, "set"> = { set: () => undefined };
    const { rows } = await valueTask.plan(CHAIN, "given").run({ kept, backend: "js" } as unknown as RunMeans);
    const { value } = await solveValueMap(planValueMap(CHAIN));
    const places = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2];
    const expected = places.flatMap((u2, k) =>
      places.map((u1, j) => {
        const node = 9 * k + j;
        const [xi11, xi12, xi21, xi22] = value.controls.subarray(4 * node, 4 * node + 4);
        return { u1, u2, value: value.values[node], error: value.errors[node], xi11, xi12, xi21, xi22 };
      }),
    );
    expect(rows).toEqual(expected);
    // at the origin the network rests, which costs nothing; elsewhere it moves
    expect(value.values[40]).toBeCloseTo(0, 9);
    for (const [node, cost] of value.values.entries()) if (node !== 40) expect(cost).toBeGreaterThan(0.01);
    // the connections that are there alone are controlled
    expect(value.controls.filter((_, at) => at % 4 === 1 || at % 4 === 3).every((xi) => xi === 0)).toBe(true);
  });
});
