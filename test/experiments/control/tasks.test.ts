/** What the tasks of `control` ask of their specs. */
import { describe, expect, it } from "vitest";
import { controlCommand } from "../../../src/experiments/control/tasks/index.ts";

const spec = { weights: [[2]], initial: [0.5], bounds: { existing: 1 }, seed: 1 };
const { initial, ...none } = spec;
const plan = async (own: object) => controlCommand.plan({ ...own });

describe("fronts over the weight of control and the discount", () => {
  it.each(["pareto", "sweep"])("%s: are of one initial state, and present no patterns", async (task) => {
    expect((await plan({ ...spec, task })).total).toBeGreaterThan(0);
    await expect(plan({ ...none, task })).rejects.toThrow(
      new TypeError("control: initial must be an array of numbers, got undefined"),
    );
    await expect(plan({ ...spec, task, present: [initial] })).rejects.toThrow(
      new TypeError(`control: present is of task "present", not of "${task}"`),
    );
  });
});

describe("what a seed draws", () => {
  it.each(["present", "pareto", "sweep", "value"])(
    "may be the weights of %s, which then need the seed",
    async (task) => {
      const drawn = { ...none, weights: { gain: 1, neurons: 2 }, ...(task !== "value" && { initial: { normal: 1 } }) };
      const weightsOf = async (seed: number) => JSON.stringify((await plan({ ...drawn, task, seed })).spec);
      expect(await weightsOf(1)).toBe(await weightsOf(1));
      expect(await weightsOf(1)).not.toBe(await weightsOf(2));
      expect((await plan({ ...drawn, task })).seedIs).toBe("given");
      const { seed: _, ...unseeded } = drawn;
      expect((await plan({ ...unseeded, task })).seedIs).toBe("drawn");
    },
  );
});
