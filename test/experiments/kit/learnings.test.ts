/** Learning rules in experiments: capacity, plans and keys, and combinations that are refused. */
import { describe, expect, it } from "vitest";
import { basins } from "../../../src/experiments/basins/run.ts";
import { type CapacitySpec, capacity, planCapacity } from "../../../src/experiments/capacity/run.ts";
import { fields } from "../../../src/experiments/fields/run.ts";
import { weights } from "../../../src/experiments/weights/run.ts";
import { expectRejection } from "../../support/rejection.ts";

const SIZE = { neurons: 60, inputs: 59, rule: "random", seeds: 1, seed: 1 } as const;

describe("learning rules in experiments", () => {
  it("capacity: every rule beats Hebb's where all are connected, and rows say which", async () => {
    const learning = ["hebb", "unlearning", "storkey", "pseudoinverse", "perceptron"] as const;
    const { rows, summary } = await capacity({ ...SIZE, learning });
    expect(rows.map((row) => row.learning)).toEqual(learning);
    const [hebb, ...others] = rows.map(({ load }) => load);
    for (const load of others) expect(load).toBeGreaterThan(1.5 * hebb);
    expect(rows[3].load).toBeGreaterThan(0.9); // pseudoinverse: p < N at least
    expect(rows[4].load).toBeGreaterThan(rows[3].load);
    expect(summary.map((row) => row.learning)).toEqual(learning);
  });

  it("Hebbian plans, rows and keys stay as they were", async () => {
    const plain = planCapacity(SIZE);
    expect(planCapacity({ ...SIZE, learning: "hebb" })).toEqual(plain);
    expect(Object.keys(plain)).not.toContain("learning");
    const { rows } = await capacity(SIZE);
    expect(Object.keys(rows[0])).not.toContain("learning");
    const both = await capacity({ ...SIZE, learning: ["hebb", "pseudoinverse"] });
    expect(both.rows[0]).toEqual({ ...rows[0], learning: "hebb" });
  });

  it("basins and fields take them too: fields of the pseudoinverse are all 1", async () => {
    const spec = { ...SIZE, patterns: 20, learning: "pseudoinverse" } as const;
    const { rows } = await fields(spec);
    expect([rows[0].mean, rows[0].deviation, rows[0].negative]).toEqual([expect.closeTo(1, 9), 0, 0]);
    const found = await basins({ ...spec, learning: ["hebb", "pseudoinverse"], flipped: [0, 0.1] });
    expect(found.rows.map(({ learning, retrieved }) => [learning, retrieved > 0.9])).toEqual([
      ["hebb", false],
      ["hebb", false],
      ["pseudoinverse", true],
      ["pseudoinverse", true],
    ]);
  });

  it("says what cannot be combined", async () => {
    const refusals: [object, RegExp][] = [
      [{ learning: "covariance" }, /capacity: learning must be one of "hebb".*got "covariance"/],
      [{ learning: "storkey", codingLevel: 0.1 }, /capacity: learning must be left out with codingLevel/],
      [{ dreams: 5 }, /capacity: dreams must be left out unless learning is "unlearning", got 5/],
    ];
    for (const [spec, message] of refusals) {
      expect(() => planCapacity({ ...SIZE, ...spec } as CapacitySpec)).toThrow(message);
    }
    await expectRejection(
      weights({ ...SIZE, patterns: 5, learning: "storkey" } as never),
      TypeError,
      /weights: spec: unknown key "learning"/,
    );
  });
});
