/** Continuation of equilibria and attractors along a parameter: folds, branch points and Hopf points at their known places. */
import { describe, expect, it } from "vitest";
import { continuation } from "../../src/dynamics/branches.ts";
import { LocalField, largest } from "../../src/dynamics/local-field.ts";
import { continuousNetwork } from "../../src/dynamics/network.ts";
import { familyOf } from "../../src/dynamics/parameter.ts";

const TANH = { type: "tanh", gain: 1 } as const;
const SELF = continuousNetwork({ weights: [[1]], activation: TANH });

function eventsOf(branches: Awaited<ReturnType<typeof continuation>>["branches"]) {
  return branches.flatMap(({ points }) => points.filter(({ events }) => events.length > 0));
}

/** Where u̇ = w tanh u + b − u has its fold by w: 1 = w (1 − V²) and u = w V + b with u = atanh V, so that atanh V − V/(1 − V²) = b. */
function foldOf(b: number): { weight: number; value: number } {
  let [low, high] = [0.01, 0.99];
  for (let k = 0; k < 80; k++) {
    const v = (low + high) / 2;
    if (Math.atanh(v) - v / (1 - v * v) > b) low = v;
    else high = v;
  }
  return { weight: 1 / (1 - low * low), value: low };
}

describe("continuation of equilibria", () => {
  it("finds the pitchfork of a self-coupled neuron at gain 1: a branch point of u = 0, the fold of what it throws off", async () => {
    const { branches } = await continuation(SELF, { parameter: "gain", from: 0.3, to: 3 });
    expect(branches.length).toBe(2);
    const events = eventsOf(branches);
    expect(events.map(({ events: names }) => names)).toEqual([["branch"], ["fold", "branch"]]);
    for (const { parameter, state } of events) {
      expect(Math.abs(parameter - 1)).toBeLessThan(1e-9);
      expect(Math.abs(state[0])).toBeLessThan(1e-6);
    }
    // on it u = tanh(gain·u), stable everywhere; on u = 0 the only eigenvalue is gain − 1
    for (const { points } of branches) {
      for (const { parameter, state, leading, type } of points) {
        expect(Math.abs(state[0] - Math.tanh(parameter * state[0]))).toBeLessThan(1e-9);
        if (state[0] === 0) expect(leading[0]).toBeCloseTo(parameter - 1, 12);
        else expect(type).toBe("sink");
      }
    }
    const ends = branches.flatMap(({ points }) => [points[0].parameter, points[points.length - 1].parameter]);
    expect(ends.map((p) => Number(p.toFixed(9))).sort()).toEqual([0.3, 3, 3, 3]);
  });

  it("finds the folds of a neuron with input, where 1 = gain·w (1 − tanh²) meets u = w tanh u + b", async () => {
    const b = -0.4;
    const fold = foldOf(b);
    const network = continuousNetwork({ weights: [[1]], activation: TANH, bias: [b] });
    const { branches } = await continuation(network, { parameter: { weight: [0, 0] }, from: 0.2, to: 4 });
    const events = eventsOf(branches);
    expect(events.map(({ events: names }) => names)).toEqual([["fold"]]);
    expect(Math.abs(events[0].parameter - fold.weight)).toBeLessThan(1e-9);
    expect(Math.abs(Math.tanh(events[0].state[0]) - fold.value)).toBeLessThan(1e-6);
    // the fold joins a sink and its saddle or source; N = 1: a source
    const types = branches
      .find(({ points }) => points.some(({ events: names }) => names.length > 0))!
      .points.map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set(["sink", "source"]));
  });

  it("finds places as exactly in small and large units: u, w and b times s, and the gain 1/s", async () => {
    for (const s of [1e-3, 1, 1e3]) {
      const activation = { type: "tanh", gain: 1 / s } as const;
      const network = continuousNetwork({ weights: [[s]], activation, bias: [-0.4 * s] });
      const parameter = { weight: [0, 0] } as const;
      const { branches } = await continuation(network, { parameter, from: 0.2 * s, to: 4 * s });
      const [fold, ...others] = eventsOf(branches);
      const expected = foldOf(-0.4);
      expect([fold.events, others]).toEqual([["fold"], []]);
      expect(Math.abs(fold.parameter / s / expected.weight - 1)).toBeLessThan(1e-12);
      expect(Math.abs(fold.state[0] / s - Math.atanh(expected.value))).toBeLessThan(1e-9);
    }
  });

  it("finds the Hopf point of a pair at gain 1: eigenvalues gain − 1 ± 2·gain·i", async () => {
    const network = continuousNetwork({
      weights: [
        [1, -2],
        [2, 1],
      ],
      activation: TANH,
    });
    const { branches } = await continuation(network, { parameter: "gain", from: 0.5, to: 2 });
    const events = eventsOf(branches);
    expect(events.map(({ events: names }) => names)).toEqual([["hopf"]]);
    expect(Math.abs(events[0].parameter - 1)).toBeLessThan(1e-9);
    expect(events[0].leading[1]).toBeCloseTo(2, 8);
  });

  it("by scale and by width meets the same point as by gain", async () => {
    const scale = await continuation(SELF, { parameter: "scale", from: 0.3, to: 3 });
    for (const { parameter } of eventsOf(scale.branches)) expect(parameter).toBeCloseTo(1, 9);
    // atan(u/w)/π + ½ − ½ of input: slope 1/(π w) is 1 at w = 1/π
    const arctan = continuousNetwork({ weights: [[1]], activation: { type: "arctan", width: 0.3 }, bias: [-0.5] });
    const width = await continuation(arctan, { parameter: "width", from: 0.1, to: 1, step: 0.02 });
    const events = eventsOf(width.branches);
    expect(events.length).toBe(2);
    for (const { parameter } of events) expect(parameter).toBeCloseTo(1 / Math.PI, 8);
  });

  it("every point is an equilibrium of its network", async () => {
    const network = continuousNetwork({
      weights: [
        [2, -0.2, 0.1],
        [0.1, 2, 0.3],
        [0.4, -0.1, 1.5],
      ],
      activation: TANH,
    });
    const parameter = { weight: [0, 1] } as const;
    const { branches } = await continuation(network, { parameter, from: -2, to: 2, starts: 100 });
    const family = familyOf(network, parameter);
    const x = new Float64Array(3);
    let most = 0;
    for (const { points } of branches) {
      for (const { parameter: value, state } of points) {
        new LocalField(family.at(value)).into(state, x);
        most = Math.max(most, largest(x));
      }
    }
    expect(most).toBeLessThan(1e-8);
    expect(branches.length).toBeGreaterThan(3);
  });

  it("follows attractors: rest below the Hopf point, a cycle above", async () => {
    const network = continuousNetwork({
      weights: [
        [1, -2],
        [2, 1],
      ],
      activation: TANH,
    });
    const { attractors } = await continuation(network, {
      parameter: "gain",
      from: 0.7,
      to: 1.7,
      attractors: 6,
      starts: 5,
    });
    expect(attractors.map(({ kind }) => kind)).toEqual([
      "equilibrium",
      "equilibrium",
      "cycle",
      "cycle",
      "cycle",
      "cycle",
    ]);
    for (const { kind, low, high, period } of attractors) {
      expect(high[0] - low[0] > 0.1).toBe(kind === "cycle");
      expect(period === null).toBe(kind !== "cycle");
    }
  });

  /** Attractors of u̇ = scale·s tanh(u/s) − u from an initial state, all in units of s. */
  async function inUnits(s: number, initial: number, from: number, to: number): Promise<number[]> {
    const network = continuousNetwork({ weights: [[s]], activation: { type: "tanh", gain: 1 / s } });
    const spec = {
      parameter: "scale",
      from,
      to,
      step: 0.02,
      initial: [initial * s],
      attractors: 2,
      duration: 500,
    } as const;
    const { attractors } = await continuation(network, spec);
    return attractors.map(({ state }) => state[0] / s);
  }

  it("leaves what has become unstable in any units, slowly as it grows: u = 0 by e^0.02t", async () => {
    let rest = 1; // u = 1.02 tanh u
    for (let k = 0; k < 4000; k++) rest = 1.02 * Math.tanh(rest);
    for (const s of [1e-2, 1, 1e4, 1e8]) {
      const [before, after] = await inUnits(s, 0, 0.98, 1.02);
      expect(Math.abs(before)).toBeLessThan(1e-6);
      expect(Math.abs(after - rest)).toBeLessThan(1e-6);
    }
  });

  it("stays in the basin in any units: the lower of two states", async () => {
    for (const s of [1e-6, 1, 1e8]) {
      for (const state of await inUnits(s, -1, 1.5, 1.6)) expect(state).toBeLessThan(-1);
    }
  });

  it("names bad arguments", async () => {
    const spec = { parameter: "gain", from: 1, to: 2 } as const;
    await expect(continuation(SELF, { ...spec, parameter: "width" })).rejects.toThrow(
      'must be "gain" for activation "tanh"',
    );
    await expect(continuation(SELF, { ...spec, to: 0.5 })).rejects.toThrow("to must be a finite number > 1, got 0.5");
    await expect(continuation(SELF, { ...spec, from: -1 })).rejects.toThrow("from");
    await expect(continuation(SELF, { ...spec, parameter: { weight: [0, 1] } })).rejects.toThrow("weight[1]");
    await expect(continuation(SELF, { ...spec, maxStep: 3 } as never)).rejects.toThrow('did you mean "maxSteps"?');
    await expect(continuation(SELF, { ...spec, initial: [5, 6] })).rejects.toThrow("initial must have 1 numbers");
  });
});
