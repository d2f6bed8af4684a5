import { describe, expect, it } from "vitest";
import { valueFunction } from "../../src/control/hjb.ts";
import { richardson } from "../../src/control/runge-kutta.ts";
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

/** min J by the structured Newton method, extrapolated to h → 0. */
async function minimum(spec: typeof MUTUAL | typeof ONE, initial: readonly number[]): Promise<number> {
  const costs: number[] = [];
  for (const step of [0.05, 0.025, 0.0125]) {
    const { status, cost } = await solveControl({ ...spec, initial, step, horizon: 12, presentation: 8 });
    expect(status).toBe("converged");
    costs.push(cost);
  }
  return richardson(costs[0], costs[1], costs[2]);
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
    for (const state of [-1.2, -0.4, 0.7, 1.5]) {
      const J = await minimum(ONE, [state]);
      expect(Math.abs(grid.valueAt([state]) - J)).toBeLessThan(2e-3 * J + 1e-6);
      const { controls } = await solveControl({ ...ONE, initial: [state], step: 0.01, horizon: 12, presentation: 8 });
      const node = Math.round((state + grid.reach) / ((2 * grid.reach) / (grid.nodes - 1)));
      expect(Math.abs(grid.controls[4 * node] - controls[0])).toBeLessThan(0.02);
    }
  });

  it("has the same bits on both backends", async () => {
    for (const [spec, nodes] of [
      [MUTUAL, 13],
      [MUTUAL, 16],
      [ONE, 21],
    ] as const) {
      const grid = { nodes, step: 0.2, maxSweeps: 12 };
      const [wasm, js] = await Promise.all(
        (["wasm", "js"] as const).map((backend) => valueFunction(spec, grid, { backend })),
      );
      expect(js.values).toEqual(wasm.values);
      expect(js.controls).toEqual(wasm.controls);
      expect(js.valueAt(spec === ONE ? [0.3] : [0.3, -0.2])).toBe(wasm.valueAt(spec === ONE ? [0.3] : [0.3, -0.2]));
    }
  });

  it("refuses what it is not for", async () => {
    const three = {
      ...MUTUAL,
      weights: [
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
    };
    await expect(valueFunction(three)).rejects.toThrow("valueFunction: neurons must be an integer in [1, 2], got 3");
    await expect(valueFunction({ ...MUTUAL, discount: 0, horizon: 1 })).rejects.toThrow("is for flows with a discount");
    await expect(valueFunction(MUTUAL, { nodes: 3 })).rejects.toThrow(
      "valueFunction: nodes must be an integer in [4, 4001]",
    );
    const grid = await valueFunction(MUTUAL, { nodes: 9, maxSweeps: 1 });
    expect(grid.status).toBe("maxSweeps");
    expect(() => grid.valueAt([99, 0])).toThrow("valueAt: state must be within ±");
  });
});
