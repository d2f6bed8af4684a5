/** The value function of the Hamilton-Jacobi-Bellman equation against the costs of optimal trajectories. */
import { describe, expect, it } from "vitest";
import { valueFunction } from "../../src/control/hjb.ts";
import type { ControlSpec } from "../../src/control/parameters.ts";
import { solveControl } from "../../src/control/solve.ts";
import { plainRandom } from "../support/plain-random.ts";

const MUTUAL = {
  weights: [
    [0, 2],
    [2, 0],
  ],
  bounds: { existing: 1, silent: 0.2 },
  discount: 1,
  controlWeight: 0.5,
  seed: 1,
};
const ONE = { weights: [[1.5]], bounds: { existing: 0.4 }, discount: 0.7, controlWeight: 0.3, seed: 1 };

const CHAIN = {
  weights: [
    [0, 1.5, 0],
    [1.5, 0, 1.2],
    [0, 1.2, 0],
  ],
  bounds: { existing: 0.5, silent: 0.2 },
  discount: 1,
  controlWeight: 0.5,
  seed: 1,
};

/** min J by the structured Newton method, extrapolated to h → 0. */
async function minimum(spec: Omit<ControlSpec, "initial">, initial: readonly number[]): Promise<number> {
  const { status, cost } = await solveControl({ ...spec, initial, horizon: 12, presentation: 8 });
  expect(status).toBe("converged");
  return cost!;
}

describe("the value function", () => {
  it("is the minimal cost of trajectories within its grid error, at 100 random states away from the saddle's paths", async () => {
    const coarse = await valueFunction(MUTUAL, { nodes: 51, step: 0.2, tolerance: 1e-6 });
    const fine = await valueFunction(MUTUAL, { nodes: 101, step: 0.1, tolerance: 1e-6 });
    expect(fine.status).toBe("converged");
    const random = plainRandom(5);
    const errors: number[] = [];
    let compared = 0;
    while (compared < 100) {
      const state = [4 * random() - 2, 4 * random() - 2];
      if (Math.abs(state[0] + state[1]) < 0.3) continue; // paths into the saddle at 0
      const J = await minimum(MUTUAL, state);
      const error = Math.abs(fine.valueAt(state) - J);
      // of second order: a third of what halving h and spacing changes
      const estimate = Math.abs(fine.valueAt(state) - coarse.valueAt(state)) / 3;
      expect(error, `at ${state}`).toBeLessThan(2 * estimate + 2e-3 * J + 2e-5);
      errors.push(error / J);
      compared++;
    }
    errors.sort((a, b) => a - b);
    expect(errors[50]).toBeLessThan(0.012);
  });

  it("of one neuron too, and its feedback is that of the trajectory", async () => {
    const grid = await valueFunction(ONE, { nodes: 401, step: 0.02 });
    for (const state of [-1.7, -1.2, -0.4, 0.2, 0.7, 1.5]) {
      const J = await minimum(ONE, [state]);
      expect(Math.abs(grid.valueAt([state]) - J)).toBeLessThan(2e-3 * J + 1e-6);
      const { controls } = await solveControl({ ...ONE, initial: [state], step: 0.01, horizon: 12, presentation: 8 });
      const node = Math.round((state + grid.reach) / ((2 * grid.reach) / (grid.nodes - 1)));
      expect(Math.abs(grid.controls[node] - controls[0])).toBeLessThan(0.02);
      expect(Math.abs(grid.controlAt([state])[0] - controls[0])).toBeLessThan(0.01);
    }
  });

  it("of three neurons too, within the errors that the coarser grid tells", async () => {
    const grid = await valueFunction(CHAIN, { nodes: 31, tolerance: 1e-6 });
    expect(grid.status).toBe("converged");
    const random = plainRandom(8);
    for (let k = 0; k < 8; k++) {
      // in the octant of one sink, and as far from the saddle's paths
      const state = Array.from({ length: 3 }, () => 0.4 + 1.4 * random());
      const J = await minimum(CHAIN, state);
      expect(Math.abs(grid.valueAt(state) - J), `at ${state}`).toBeLessThan(2 * grid.errorAt(state));
      expect(grid.errorAt(state)).toBeLessThan(0.1 * J);
      const { controls } = await solveControl({ ...CHAIN, initial: state, step: 0.02, horizon: 12, presentation: 8 });
      grid.controlAt(state).forEach((xi, at) => {
        expect(Math.abs(xi - controls[at])).toBeLessThan(0.04);
      });
    }
  });

  it("is that of two neurons where the third is bound to neither", async () => {
    const alone = { ...MUTUAL, weights: [...MUTUAL.weights.map((row) => [...row, 0]), [0, 0, 0]] };
    const spec = { ...alone, bounds: { existing: 1, silent: 0 } };
    const grid = { nodes: 17, step: 0.4, reach: 3 };
    const three = await valueFunction(spec, grid);
    const two = await valueFunction({ ...MUTUAL, bounds: spec.bounds }, grid);
    const middle = 8 * 17 * 17; // u₃ = 0, where the third stays at no cost
    expect(three.values.slice(middle, middle + 17 * 17).every((v, k) => Math.abs(v - two.values[k]) < 1e-8)).toBe(true);
  });

  it("has the same bits on both backends", async () => {
    for (const [spec, nodes] of [
      [MUTUAL, 13],
      [MUTUAL, 16],
      [ONE, 21],
      [CHAIN, 9],
      [CHAIN, 12],
    ] as const) {
      const grid = { nodes, step: 0.2, maxSweeps: 12 };
      const [wasm, js] = await Promise.all(
        (["wasm", "js"] as const).map((backend) => valueFunction(spec, grid, { backend })),
      );
      expect(js.values).toEqual(wasm.values);
      expect(js.controls).toEqual(wasm.controls);
      expect(js.errors).toEqual(wasm.errors);
      const state = [0.3, -0.2, 0.5].slice(0, spec.weights.length);
      expect(js.valueAt(state)).toBe(wasm.valueAt(state));
    }
  });

  it("refuses what it is not for", async () => {
    const four = { ...MUTUAL, weights: Array.from({ length: 4 }, () => [0, 1, 0, 1]) };
    await expect(valueFunction(four)).rejects.toThrow("valueFunction: neurons must be an integer in [1, 3], got 4");
    await expect(valueFunction(CHAIN, { nodes: 1001 })).rejects.toThrow(
      "value function: 1001 nodes on each of 3 axes need",
    );
    await expect(valueFunction(MUTUAL, { node: 9 } as object)).rejects.toThrow('unknown key "node"');
    await expect(valueFunction({ ...MUTUAL, discount: 0, horizon: 1 })).rejects.toThrow("is for flows with a discount");
    await expect(valueFunction(MUTUAL, { nodes: 3 })).rejects.toThrow(
      "valueFunction: grid.nodes must be an integer in [4, 4001]",
    );
    const grid = await valueFunction(MUTUAL, { nodes: 9, maxSweeps: 1 });
    expect(grid.status).toBe("maxSweeps");
    expect(() => grid.valueAt([99, 0])).toThrow("valueAt: state must be within ±");
  });
});
