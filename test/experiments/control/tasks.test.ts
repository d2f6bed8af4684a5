/** What the tasks of `control` ask of their specs. */
import { describe, expect, it } from "vitest";
import { paretoTask, sweepTask } from "../../../src/experiments/control/tasks/fronts.ts";

describe("fronts over the weight of control and the discount", () => {
  const spec = { weights: [[2]], initial: [0.5], bounds: { existing: 1 }, seed: 1 };

  it.each([
    ["pareto", paretoTask],
    ["sweep", sweepTask],
  ])("%s: are of one initial state, and present no patterns", (name, task) => {
    const { initial, ...none } = spec;
    expect(task.plan(spec).total).toBeGreaterThan(0);
    expect(() => task.plan(none)).toThrow(new TypeError("control: initial is missing"));
    expect(() => task.plan({ ...spec, present: [initial] })).toThrow(
      new TypeError(`control: present is for the task "present", not "${name}"`),
    );
  });
});
