/** The tasks of `flow` on discrete dynamics and Hebbian learning: what they find is what brute force finds. */
import { expect, test } from "vitest";
import { flow } from "../../../src/experiments/flow/run.ts";

const weights = [
  [0, 2, -1],
  [2, 0, 1],
  [-1, 1, 0],
];
const activation = { type: "tanh", gain: 2 } as const;

test("threshold: from every state a fixed point, in which no neuron would change", async () => {
  for (let bits = 0; bits < 8; bits++) {
    const initial = [0, 1, 2].map((i) => ((bits >> i) & 1 ? 0.3 : -2));
    const { rows, plan } = await flow({ weights, activation, task: "threshold", initial, threshold: 0.1 });
    const [{ state, status, energies }] = rows as { state: number[]; status: string; energies: number[] }[];
    expect(plan.settings).toMatchObject({ initial: initial.map(Math.sign), order: "sequential", maxSweeps: 100 });
    expect(status).toBe("fixedPoint");
    expect(state).toEqual(weights.map((row) => (row.reduce((sum, w, j) => sum + w * state[j], 0) >= 0.1 ? 1 : -1)));
    for (let k = 1; k < energies.length; k++) expect(energies[k]).toBeLessThanOrEqual(energies[k - 1] + 1e-12);
  }
});

test("hebbian: a pattern becomes a minimum that it was not, up to the bound", async () => {
  const two = [
    [0, 2, 0],
    [2, 0, 0],
    [0, 0, 0],
  ];
  const spec = {
    weights: two,
    activation,
    task: "hebbian",
    pattern: [1, -1, 1],
    bound: 2,
    starts: 200,
    seed: 1,
  } as const;
  const { rows, summary } = await flow(spec);
  const sinks = (rows as { when: string; type: string; overlap: number }[]).filter(({ type }) => type === "sink");
  const likest = (when: string) => Math.max(...sinks.filter((row) => row.when === when).map(({ overlap }) => overlap));
  expect(likest("before")).toBeLessThan(0.5);
  expect(likest("after")).toBeGreaterThan(0.95);
  expect(summary[0]).toMatchObject({ saturated: 1 });
});

test("what they take is checked: another task's key, a pattern of another length, weights that are not dense", async () => {
  const spec = { weights, activation, task: "threshold", initial: [1, 1, 1] } as const;
  await expect(async () => flow({ ...spec, order: "backwards" as never })).rejects.toThrow(
    "flow: order must be one of",
  );
  await expect(async () => flow({ ...spec, pattern: [1] } as never)).rejects.toThrow("pattern is of task");
  await expect(async () => flow({ weights, activation, task: "hebbian", pattern: [1] })).rejects.toThrow(
    "flow: pattern",
  );
});
