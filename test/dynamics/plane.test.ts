/** Level lines, streamlines and portraits of networks in the plane of two neurons. */
import { describe, expect, it } from "vitest";
import { energyOf } from "../../src/dynamics/energy.ts";
import { classifyRoot, type Equilibrium, NewtonSearch } from "../../src/dynamics/equilibria.ts";
import { landscape } from "../../src/dynamics/landscape.ts";
import { LocalField } from "../../src/dynamics/local-field.ts";
import { continuousNetwork } from "../../src/dynamics/network.ts";
import { levelLines, sampleGrid } from "../../src/dynamics/nullclines.ts";
import { planePortrait, separatricesOf } from "../../src/dynamics/plane-portrait.ts";
import { portrait } from "../../src/dynamics/portrait.ts";
import { streamlines } from "../../src/dynamics/streamlines.ts";
import { isInside } from "../../src/dynamics/walk.ts";
import { plainRandom } from "../support/plain-random.ts";

const TANH = { type: "tanh", gain: 1 } as const;
const BOX = { x: [-2, 2], y: [-2, 2] } as const;

describe("level lines", () => {
  it("of x² + y² are circles, closed and all the way around", () => {
    const f = (x: number, y: number) => x * x + y * y;
    const lines = levelLines(sampleGrid(BOX, 60, 50, f), 1, f);
    expect(lines.length).toBe(1);
    const [line] = lines;
    expect(line[line.length - 1]).toEqual(line[0]);
    let turn = 0;
    for (let k = 1; k < line.length; k++) {
      expect(Math.hypot(...line[k])).toBeCloseTo(1, 8);
      const [a, b] = [line[k - 1], line[k]];
      turn += Math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]);
    }
    expect(Math.abs(turn)).toBeCloseTo(2 * Math.PI, 10);
  });

  it("of xy = level are two branches on either side of the saddle, on the side of the level", () => {
    const f = (x: number, y: number) => x * y;
    for (const level of [0.1, -0.1]) {
      const lines = levelLines(sampleGrid(BOX, 41, 41, f), level, f);
      expect(lines.length).toBe(2);
      for (const line of lines) for (const [x, y] of line) expect(x * y).toBeCloseTo(level, 8);
    }
  });

  it("of four nodes high and low by turns join as their mean says; a mean at the level joins the high ones", () => {
    const cell = { x: [0, 1], y: [0, 1] } as const;
    /** The ends of the lines at level 0, each named by the side of the cell that it lies on. */
    const joined = (values: readonly number[]) => {
      const lines = levelLines({ box: cell, columns: 2, rows: 2, values: Float64Array.from(values) }, 0);
      const sideOf = ([x, y]: readonly number[]) => (y === 0 ? "bottom" : y === 1 ? "top" : x === 0 ? "left" : "right");
      return lines.map((line) => line.map(sideOf).sort().join(" ")).sort();
    };
    // by rows from the bottom: high at the lower left and the upper right, then at the other two
    const [aroundOthers, aroundDiagonal] = [
      ["bottom right", "left top"],
      ["bottom left", "right top"],
    ];
    for (const middle of [0, 0.5]) {
      expect(joined([1 + middle, -1, -1, 1])).toEqual(aroundOthers);
      expect(joined([-1, 1 + middle, 1, -1])).toEqual(aroundDiagonal);
    }
    expect(joined([1, -1.5, -1, 1])).toEqual(aroundDiagonal);
    expect(joined([-1.5, 1, 1, -1])).toEqual(aroundOthers);
  });

  it("leave out what is not finite", () => {
    const f = (x: number, y: number) => (x < 0 ? Number.NaN : y);
    const [line, ...others] = levelLines(sampleGrid(BOX, 11, 11, f), 0.05, f);
    expect(others).toEqual([]);
    for (const [x] of line) expect(x).toBeGreaterThanOrEqual(0);
  });
});

describe("streamlines", () => {
  it("follow the field and keep their distance", () => {
    const lines = streamlines(
      (x, y, out) => {
        out[0] = -y;
        out[1] = x;
      },
      BOX,
      0.08,
    );
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const radius = Math.hypot(...line[0]);
      for (const point of line) expect(Math.hypot(...point)).toBeCloseTo(radius, 3);
      // with the flow: counterclockwise
      const [[x0, y0], [x1, y1]] = line;
      expect(x0 * y1 - y0 * x1).toBeGreaterThan(0);
    }
    // 0.08 of the box's side of 4, less what a step may overlap
    lines.forEach((line, k) => {
      for (const other of lines.slice(k + 1)) {
        const least = Math.min(...line.map(([x, y]) => Math.min(...other.map(([a, b]) => Math.hypot(a - x, b - y)))));
        expect(least).toBeGreaterThan(0.4 * 0.08 * 4);
      }
    });
  });
});

describe("a place in the square of side 1", () => {
  it("is inside up to the edge, or as far beyond as the margin says", () => {
    const places = [
      [0, 0.5],
      [1, 0.5],
      [0.5, 0],
      [0.5, 1],
    ] as const;
    for (const place of places) expect(isInside(place), String(place)).toBe(true);
    for (const [a, b] of places) {
      const beyond = [1.5 * a - 0.25, 1.5 * b - 0.25] as const; // a quarter from the edge
      expect([isInside(beyond), isInside(beyond, 0.24), isInside(beyond, 0.25)]).toEqual([false, false, true]);
    }
  });
});

describe("the portrait of two neurons", () => {
  const network = continuousNetwork({
    weights: [
      [0, 2],
      [2, 0],
    ],
    activation: TANH,
  });

  it("has separatrices that leave a saddle along its stable direction: of ẋ = x + 2y, ẏ = −y the line x = −y", () => {
    const field = (x: number, y: number, out: Float64Array) => out.set([x + 2 * y, -y]);
    const saddle: Equilibrium = {
      state: new Float64Array(2),
      type: "saddle",
      form: "node",
      eigenvalues: [
        [1, 0],
        [-1, 0],
      ],
      isMarginal: false,
      residual: 0,
    };
    const lines = separatricesOf(field, BOX, [saddle]);
    expect(lines.length).toBe(2);
    for (const line of lines) {
      expect(line.length).toBeGreaterThan(50);
      for (const [x, y] of line) expect(Math.abs(x + y)).toBeLessThan(1e-8);
    }
  });

  it("has its equilibria where nullclines cross, and its separatrix on the diagonal that symmetry asks for", async () => {
    const search = new NewtonSearch(network);
    const starts = [
      [0, 0],
      [2, 2],
      [-2, -2],
    ];
    const found = [];
    for (const u of starts) found.push(await search.near(Float64Array.from(u), () => undefined));
    const roots = found.map((root) => classifyRoot(network, root!));
    const { nullclines, separatrices, field } = planePortrait(network, { x: [-3, 3], y: [-3, 3] }, roots, 5);
    for (const { state } of roots) {
      for (const { lines } of nullclines) {
        const away = Math.min(...lines.flat().map(([x, y]) => Math.hypot(x - state[0], y - state[1])));
        expect(away).toBeLessThan(0.03);
      }
    }
    for (const { neuron, lines } of nullclines) {
      for (const [x, y] of lines.flat())
        expect(neuron === 0 ? x : y).toBeCloseTo(2 * Math.tanh(neuron === 0 ? y : x), 6);
    }
    expect(separatrices.length).toBe(2);
    for (const [x, y] of separatrices.flat()) expect(x + y).toBeCloseTo(0, 3);
    expect(field.length).toBe(25);
    expect(field[0]).toEqual({
      x: -3,
      y: -3,
      dx: expect.closeTo(3 - 2 * Math.tanh(3), 12),
      dy: expect.closeTo(3 - 2 * Math.tanh(3), 12),
    });
  });

  it("finds the cycle that trajectories end in, once", async () => {
    const pair = continuousNetwork({
      weights: [
        [2, -2],
        [2, 2],
      ],
      activation: TANH,
    });
    const { cycles, equilibria, trajectories } = await portrait(pair, { trajectories: 4, starts: 50, seed: 2 });
    expect(cycles.length).toBe(1);
    expect(cycles[0].period).toBeCloseTo(6.8376335, 6);
    expect(equilibria.map(({ type, form }) => [type, form])).toEqual([["source", "spiral"]]);
    expect(trajectories.length).toBe(4);
    for (const { times, states } of trajectories) {
      expect([times.length, times[0], times[500]]).toEqual([501, 0, 40]);
      expect(states.length).toBe(times.length);
    }
  });

  it("names bad arguments", async () => {
    await expect(portrait(network, { plane: [0, 0] })).rejects.toThrow("two different neurons");
    await expect(portrait(network, { plane: [0, 2] })).rejects.toThrow("plane[1]");
    await expect(portrait(network, { trajectory: 3 } as never)).rejects.toThrow('did you mean "trajectories"?');
    const one = continuousNetwork({ weights: [[1]], activation: TANH });
    await expect(portrait(one)).rejects.toThrow("at least 2 neurons");
    await expect(landscape(one)).rejects.toThrow("has 2 neurons");
  });
});

describe("energy landscapes", () => {
  const kinds = [
    {
      weights: [
        [1, 2],
        [2, -0.5],
      ],
      bias: [0.3, -0.2],
    },
    {
      weights: {
        type: "polynomial",
        patterns: [
          [1, 1],
          [1, -1],
        ],
        degree: 4,
      },
    },
    {
      weights: {
        type: "logSumExp",
        patterns: [
          [1, 1],
          [1, -1],
        ],
        beta: 2,
      },
    },
  ] as const;

  it("have −∇E = T(V)V + b − g⁻¹(V)", () => {
    const random = plainRandom(1);
    for (const kind of kinds) {
      const network = continuousNetwork({ ...kind, activation: TANH });
      const energy = energyOf(network);
      for (let k = 0; k < 5; k++) {
        const v = Float64Array.from({ length: 2 }, () => 1.6 * random() - 0.8);
        const u = v.map(network.activation.inverse);
        const h = 1e-5;
        for (const i of [0, 1]) {
          const moved = (step: number) => energy(v.map((x, j) => (j === i ? x + step : x)));
          const slope = (moved(h) - moved(-h)) / (2 * h);
          expect(-slope).toBeCloseTo(forceOf(network, u)[i], 6);
        }
      }
    }
  });

  it("are never climbed", async () => {
    for (const kind of kinds) {
      const network = continuousNetwork({ ...kind, activation: TANH });
      const { paths, points } = await landscape(network, { nodes: 5, trajectories: 6, starts: 100, seed: 4 });
      expect(points.some(({ type }) => type === "sink")).toBe(true);
      // the integrator's error of 1e-9 a step
      for (const { rise, energies } of paths) {
        expect(rise).toBeLessThan(1e-8);
        expect(energies[energies.length - 1]).toBeLessThan(energies[0]);
      }
    }
  });
});

function forceOf(network: ReturnType<typeof continuousNetwork>, u: Float64Array): Float64Array {
  const x = new Float64Array(2);
  new LocalField(network).into(u, x);
  return x;
}
