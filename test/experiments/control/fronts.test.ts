/** Fronts over the control weight μ and the discount λ: rows, order of the searches, resumption and the plan. */
import { describe, expect, it } from "vitest";
import { controlFronts, type FrontRow, planFronts } from "../../../src/experiments/control/fronts.ts";
import type { FrontsSpec } from "../../../src/experiments/control/parameters.ts";
import { shuffledExecutor } from "../../support/shuffled-executor.ts";

const MUTUAL: FrontsSpec = {
  weights: [
    [0, 2],
    [2, 0],
  ],
  initial: [-1, 0.5],
  bounds: { existing: 1, silent: 0.2 },
  controlWeight: [0.9, 0.02, 0.2],
  discount: [1, 0.5],
  seed: 1,
};

const untimed = (rows: readonly FrontRow[]) => rows.map((row) => ({ ...row, solveMilliseconds: 0 }));

describe("fronts over μ and λ", () => {
  it("end at a new sink for small μ and at one of A for large, each row with its residual", async () => {
    const { rows, summary } = await controlFronts(MUTUAL);
    expect(rows.map(({ discount, controlWeight }) => [discount, controlWeight])).toEqual([
      [0.5, 0.02],
      [0.5, 0.2],
      [0.5, 0.9],
      [1, 0.02],
      [1, 0.2],
      [1, 0.9],
    ]);
    expect(rows.map(({ outcome }) => outcome).slice(3)).toEqual([
      "newEquilibrium",
      "newEquilibrium",
      "freeAssociation",
    ]);
    expect(summary[1].outcomes).toEqual({ newEquilibrium: 2, freeAssociation: 1 });
    expect(rows[3].gridCost).toBeCloseTo(0.801808149, 8);
    expect(rows[3].cost).toBeCloseTo(0.74538, 4);
    for (const { cost, costError, gridCost } of rows) expect(gridCost - cost!).toBeGreaterThan(costError!);
    for (const { residual, status, excess } of rows) {
      expect(status).toBe("converged");
      expect(residual).toBeLessThan(1e-9);
      expect(excess).toBeLessThan(0);
    }
    expect(summary).toMatchObject([
      { discount: 0.5, points: 3, mended: 0, local: 0, unconverged: 0, newSinkUpTo: 0.2, knownSinkFrom: 0.9 },
      { discount: 1, points: 3, mended: 0, local: 0, unconverged: 0, newSinkUpTo: 0.2, knownSinkFrom: 0.9 },
    ]);
  });

  it("give the same rows in any order of searches, and compute no front again that is among the results", async () => {
    const executor = shuffledExecutor(3, 7);
    const results = new Map<string, readonly FrontRow[]>();
    const first = await controlFronts(MUTUAL, { executor, results });
    expect(untimed(first.rows)).toEqual(untimed((await controlFronts(MUTUAL)).rows));
    expect([...results.keys()].sort()).toEqual(["discount=0.5", "discount=1"]);
    const again = shuffledExecutor(3, 7);
    const second = await controlFronts(MUTUAL, { executor: again, results });
    expect(again.ran).toBe(0);
    expect(second.rows).toEqual(first.rows);
  });

  it("stop when told to", async () => {
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    await expect(controlFronts(MUTUAL, { signal: controller.signal })).rejects.toThrow("enough");
  });
});

describe("a plan of fronts", () => {
  it("has 19 values of μ and one λ unless told otherwise", () => {
    const { controlWeight: _, discount: __, ...rest } = MUTUAL;
    const plan = planFronts(rest);
    expect(plan.controlWeights).toHaveLength(19);
    expect(plan.problems.map(({ discount }) => discount)).toEqual([1]);
    expect(planFronts({ ...rest, time: "map", discount: 0 }).problems[0].discount).toBe(0);
  });

  it.each<[object, string]>([
    [{ controlWeight: [0.5, 1] }, "controlFronts: controlWeight must be in (0, 1), got 1"],
    [{ controlWeight: [] }, "controlFronts: controlWeight must name at least one, got none"],
    [{ controlWeight: ["a"] }, 'controlFronts: controlWeight must be a number, got "a"'],
    [{ discount: [-1] }, "controlFronts: discount must be a finite number ≥ 0, got -1"],
    [{ discounts: [1] }, 'controlFronts: spec: unknown key "discounts"; did you mean "discount"?'],
    [{ motionWeight: 0.5 }, "controlFronts: motionWeight is 1 − controlWeight on a front, and must not be given"],
  ])("refuses %j in a sentence", (wrong, message) => {
    expect(() => planFronts({ ...MUTUAL, ...wrong } as FrontsSpec)).toThrow(message);
  });
});
