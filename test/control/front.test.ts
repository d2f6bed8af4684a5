/** Fronts of minimal costs over the control weight μ: local minima are replaced by better ones from neighbouring points. */
import { describe, expect, it } from "vitest";
import { excessOf, type FrontPoint, isLocal, isMended, solveFront } from "../../src/control/front.ts";
import { planControl } from "../../src/control/problem.ts";
import { type ControlSolution, solvePlan } from "../../src/control/solve.ts";

const SELF_EXCITING = planControl({
  weights: [
    [2, 0.5],
    [0.5, 2],
  ],
  initial: [-0.3, 0.2],
  bounds: { existing: 1, silent: 1 },
  discount: 0.5,
  seed: 1,
  extrapolate: false,
});
const WEIGHTS = [0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.98];

function point(controlWeight: number, motion: number, effort: number): FrontPoint {
  const cost = (1 - controlWeight) * motion + controlWeight * effort;
  return { controlWeight, motion, effort, firstGridCost: cost, solution: { gridCost: cost } as ControlSolution };
}

describe("a front of global minima", () => {
  it("mends the local minimum that a search from its own start ends in, and obeys every rule", async () => {
    let searches = 0;
    const points = await solveFront(SELF_EXCITING, WEIGHTS, (plan, warm) => {
      searches++;
      return solvePlan(plan, warm ? { warm } : {});
    });
    const mended = points.filter(isMended);
    expect(mended.map(({ controlWeight }) => controlWeight)).toEqual([0.95]);
    expect(mended[0].firstGridCost).toBeCloseTo(0.0249686893, 9);
    expect(mended[0].solution.gridCost).toBeCloseTo(0.0237925777, 9);
    // each once, then down and up
    expect(searches).toBe(3 * WEIGHTS.length - 2);
    for (const [k, one] of points.entries()) {
      expect(one.solution.status).toBe("converged");
      expect(one.solution.residual).toBeLessThan(1e-9);
      expect(isLocal(one, points)).toBe(false);
      const { motionWeight, controlWeight, motionCost, controlCost } = { ...one.solution.plan, ...one.solution };
      expect(motionWeight).toBe(1 - controlWeight);
      expect(one.motion * motionWeight).toBeCloseTo(motionCost, 12);
      expect(one.effort * controlWeight).toBeCloseTo(controlCost, 12);
      if (k === 0) continue;
      expect(one.motion).toBeGreaterThan(points[k - 1].motion);
      expect(one.effort).toBeLessThan(points[k - 1].effort);
    }
    // concave: each above the chord of its neighbors
    for (let k = 1; k < points.length - 1; k++) {
      const [a, b, c] = points.slice(k - 1, k + 2);
      const part = (b.controlWeight - a.controlWeight) / (c.controlWeight - a.controlWeight);
      expect(b.solution.gridCost).toBeGreaterThan((1 - part) * a.solution.gridCost + part * c.solution.gridCost);
    }
  });

  it("keeps what is there when a search from elsewhere is worse, and prefers a search that converged", async () => {
    const plan = planControl({ ...specOf(), seed: 1 });
    const answers = (status: ControlSolution["status"], cost: number) =>
      ({
        status,
        gridCost: cost,
        motionCost: cost,
        controlCost: 0,
        terminalCost: 0,
        controls: new Float64Array(1),
      }) as never;
    const worse = await solveFront(plan, [0.4, 0.6], async (_, warm) =>
      warm ? answers("converged", 2) : answers("converged", 1),
    );
    expect(worse.map(({ solution }) => solution.gridCost)).toEqual([1, 1]);
    const settled = await solveFront(plan, [0.4, 0.6], async (_, warm) =>
      warm ? answers("converged", 1) : answers("stalled", 1),
    );
    expect(settled.map(({ solution }) => solution.status)).toEqual(["converged", "converged"]);
    expect(settled.some(isMended)).toBe(false);
  });
});

it("a point above what another's controls cost at its μ is no global minimum", () => {
  const [low, high] = [point(0.2, 1, 2), point(0.8, 3, 0.5)];
  expect(excessOf(low, [low, high])).toEqual({ excess: expect.closeTo(1.2 - 2.5, 12), by: high });
  const poor = point(0.5, 3, 2.5);
  // 2.75 against (1 + 2) / 2 and (3 + 0.5) / 2
  expect(excessOf(poor, [low, poor, high])).toEqual({ excess: expect.closeTo(1.25, 12), by: low });
  expect(isLocal(poor, [low, poor, high])).toBe(true);
});

function specOf() {
  return { weights: [[0.5]], initial: [1], bounds: { existing: 1 }, horizon: 1 };
}
