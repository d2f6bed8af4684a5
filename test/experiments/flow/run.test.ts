/** Specs of continuous dynamics are filled with defaults and become plain data. */
import { describe, expect, it } from "vitest";
import { flow, planFlow } from "../../../src/experiments/flow/run.ts";

const tanh = { type: "tanh", gain: 1 } as const;
const weights = [
  [0, 2],
  [2, 0],
];
const pair = { weights, activation: tanh };

describe("a flow spec", () => {
  it("is filled with defaults, and only data", () => {
    const { plan } = planFlow({ ...pair, task: "equilibria", seed: 5 });
    expect(plan).toEqual({
      experiment: "flow",
      task: "equilibria",
      neurons: 2,
      activation: tanh,
      seed: 5,
      settings: {
        box: [
          [-4, 4],
          [-4, 4],
        ],
        starts: 2000,
        trajectories: 400,
        duration: 200,
        seed: 5,
      },
    });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(Object.isFrozen(plan.settings)).toBe(true);
  });

  it("takes input and state-dependent weights", async () => {
    const patterns = [
      [1, 1, 1],
      [1, -1, 1],
    ];
    const spec = {
      weights: { type: "polynomial", patterns, degree: 4, scale: 0.1 },
      activation: tanh,
      bias: [0.1, 0, 0],
    };
    const { rows } = await flow({ ...spec, task: "attractor", initial: [0.5, -0.5, 0.5] } as never);
    expect(rows[0]).toMatchObject({ kind: "equilibrium", type: "sink" });
  });

  it.each([
    ["an object", [1]],
    ['unknown key "weigths"; did you mean "weights"?', { weigths: weights, activation: tanh, task: "equilibria" }],
    ["weights must be rows of a square matrix", { activation: tanh, task: "equilibria" }],
    ["row 1 must have 2 numbers, got 1", { ...pair, weights: [[1, 2], [3]], task: "equilibria" }],
    [
      'got "x" at index 1',
      {
        ...pair,
        weights: [
          [1, "x"],
          [2, 3],
        ],
        task: "equilibria",
      },
    ],
    [
      'must be one of "tanh", "logistic", "arctan", got "tahn"',
      { ...pair, activation: { type: "tahn" }, task: "equilibria" },
    ],
    ['did you mean "width"?', { ...pair, activation: { type: "arctan", widht: 1 }, task: "equilibria" }],
    ['task must be one of "integrate"', { ...pair, task: "equilibrium" }],
    ["initial must", { ...pair, task: "attractor" }],
    ["duration must", { ...pair, task: "integrate", initial: [1, 2] }],
    ['box is of task "equilibria"', { ...pair, task: "attractor", initial: [1, 2], box: 4 }],
    ["box must", { ...pair, task: "equilibria", box: "wide" }],
    ["parameter must", { ...pair, task: "continuation", from: 1, to: 2 }],
    ["seed must", { ...pair, task: "equilibria", seed: -1 }],
    ["step must be given", { ...pair, task: "integrate", initial: [1, 2], duration: 1, method: "rk4" }],
  ])("is refused with %s", (message, spec) => {
    expect(() => planFlow(spec as never)).toThrow(message);
  });
});
