/** Solvers of optimal control: published problems, independent methods, and convergence with the step. */
import { describe, expect, it } from "vitest";
import type { ControlSpec } from "../../src/control/parameters.ts";
import { planControl } from "../../src/control/problem.ts";
import { descendControl } from "../../src/control/quasi-newton.ts";
import { richardson, richardsonError } from "../../src/control/richardson.ts";
import { rungeKuttaObjective, solveRungeKutta } from "../../src/control/runge-kutta.ts";
import { solveControl } from "../../src/control/solve.ts";
import { sweepControl } from "../../src/control/sweeps.ts";
import { plainRandom } from "../support/plain-random.ts";

/** Published problems (the program of CLMM: u' = (A + ξ) g(u), 50 instants) and the costs of their optima. */
const PUBLISHED: readonly [alpha: number, beta: number, lambda: number, u0: readonly number[], cost: number][] = [
  [0.5, 0.5, 0.25, [-1, 0.5], 1.5837083302604213],
  [0.9995, 0.0005, 0, [-1, 0.5], 2.5447174754851654],
  [0, 1, 0, [-1, 0.5], 0],
  [0.95, 0.05, 0, [-1, 0.5], 2.5362212206532484],
  [0.99995, 0.00005, 0, [-1, 0.5], 2.537994011336949],
  [1, 0, 0, [-1, 0.5], 2.536931845659687],
  [0.9995, 0.0005, 0, [1.5, -1.5], 6.309119162757762],
  [0.9995, 0.0005, 0, [0.75, 0.75], 0.001682910348151993],
];

function published([alpha, beta, lambda, u0]: (typeof PUBLISHED)[number]): ControlSpec {
  return {
    time: "map",
    weights: [
      [0, 1],
      [1, 0],
    ],
    initial: u0,
    activation: { type: "arctan", width: 0.1 },
    steps: 50,
    motionWeight: alpha,
    controlWeight: beta,
    discount: lambda,
    discounting: "published",
    bounds: { existing: 0.5, silent: 0.5, diagonal: 0 },
    seed: 1,
  };
}

const RECORDING: ControlSpec = {
  weights: [
    [0, 2],
    [2, 0],
  ],
  initial: [-1, 0.5],
  bounds: { existing: 1, silent: 0.2 },
  controlWeight: 0.5,
  discount: 1,
  seed: 1,
};

/** Weights 1.5 gauss/√N. */
function randomNetwork(N: number, seed: number): { weights: number[][]; initial: number[] } {
  const random = plainRandom(1000 * seed + N);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const weights = Array.from({ length: N }, () => Array.from({ length: N }, () => (1.5 * gauss()) / Math.sqrt(N)));
  return { weights, initial: Array.from({ length: N }, () => 2 * random() - 1) };
}

describe("published problems", () => {
  it.each(PUBLISHED)("α = %d, β = %d, λ = %d, u⁰ = %j has its optimum at %d", async (...problem) => {
    const found = await solveControl(published(problem));
    expect(found.status).toBe("converged");
    expect(Math.abs(found.gridCost - problem[4])).toBeLessThan(1e-11 * (1 + problem[4]));
    expect(found.optimality).toBeLessThan(1e-7);
  });

  it("have one optimum from every start", async () => {
    const { searches } = await solveControl({ ...published(PUBLISHED[1]), starts: 12 });
    for (const { status, cost } of searches) {
      expect(status).toBe("converged");
      expect(Math.abs(cost - PUBLISHED[1][4])).toBeLessThan(1e-11);
    }
  });

  it("a quasi-Newton method on nothing but costs and gradients ends at the same optimum", async () => {
    for (const problem of [PUBLISHED[0], PUBLISHED[3]]) {
      const found = await descendControl({ ...published(problem), tolerance: 1e-7, maxIterations: 1000 });
      expect(found.status).toBe("converged");
      expect(Math.abs(found.cost - problem[4])).toBeLessThan(1e-11);
      expect(found.residual).toBeLessThan(1e-4);
    }
  });
});

describe("the flow", () => {
  it("converges to a residual of 1e-9 for N = 2 and 10, μ, λ and K small and large", async () => {
    for (const N of [2, 10]) {
      for (const controlWeight of [0.05, 0.5, 0.95]) {
        for (const [discount, K] of [
          [1, 0.1],
          [1, 0.5],
          ...(N === 2 ? [[0.1, 0.1] as const, [0.1, 0.5] as const] : []),
        ]) {
          const spec = { ...randomNetwork(N, 1), bounds: { existing: K }, controlWeight, discount, step: 0.1, seed: 1 };
          const { status, residual } = await solveControl(spec);
          expect(status, JSON.stringify({ N, controlWeight, discount, K })).toBe("converged");
          expect(residual).toBeLessThan(1e-9);
        }
      }
    }
  });

  it("J is that of Runge and Kutta's method, and the error told holds", async () => {
    const spec = { ...RECORDING, horizon: 4, presentation: 4, step: 0.1 };
    const { cost, costError, gridCost, gridCosts } = await solveControl(spec);
    const [coarse, fine] = [0.1, 0.05].map((step) => {
      const { status, value } = solveRungeKutta({ ...spec, step }, undefined, { tolerance: 1e-7, maxIterations: 3000 });
      expect(status).toBe("converged");
      return value;
    });
    // controls constant over a step cost O(h²) more than free ones
    const reference = (4 * fine - coarse) / 3;
    expect(gridCosts[0]).toBe(gridCost);
    expect(gridCosts[2]).toBeCloseTo((await solveControl({ ...spec, step: 0.025 })).gridCost, 11);
    expect(Math.abs(gridCosts[2] - reference)).toBeGreaterThan(1e-2 * reference);
    expect(Math.abs(cost! - reference)).toBeLessThan(3e-4 * reference);
    expect(Math.abs(cost! - reference)).toBeLessThan(costError!);
  });

  it("Runge and Kutta's gradient is that of differences, free and symmetric", () => {
    for (const symmetric of [false, true]) {
      const spec = { ...RECORDING, horizon: 0.5, presentation: 0.5, step: 0.1, symmetric };
      const { objective, bounds } = rungeKuttaObjective(spec);
      const random = plainRandom(3);
      const x = bounds.map((bound) => bound * (random() - 0.5));
      if (symmetric) for (let n = 0; n < x.length; n += 4) x[n + 2] = x[n + 1];
      const gradient = new Float64Array(x.length);
      const other = new Float64Array(x.length);
      objective(x, gradient);
      for (let k = 0; k < x.length; k++) {
        const both = symmetric && k % 4 === 1 ? [k, k + 1] : symmetric && k % 4 === 2 ? [k, k - 1] : [k];
        const [up, down] = [1e-5, -1e-5].map((d) => {
          const moved = x.slice();
          for (const at of both) moved[at] += d;
          return objective(moved, other);
        });
        expect(Math.abs((up - down) / 2e-5 / both.length - gradient[k])).toBeLessThan(1e-8);
      }
    }
  });

  it("sweeps that do not converge go by way of larger λ, down to their own", async () => {
    const weights = Array.from({ length: 3 }, (_, i) =>
      Array.from({ length: 3 }, (_, j) => (2 * Math.sin(7 * i * i + 3 * j + 1)) / Math.sqrt(3)),
    );
    const { status, sweeps, residual } = await sweepControl({
      ...{ weights, initial: [1, 2, 3].map(Math.sin), bounds: { existing: 2, silent: 2 }, controlWeight: 0.1 },
      ...{ discount: 0.05, step: 0.1, horizon: 20, presentation: 15, maxIterations: 20 },
    });
    expect(status).toBe("converged");
    expect(sweeps).toBeGreaterThan(20);
    expect(residual).toBeLessThan(1e-9);
  });

  it("sweeps of Pontryagin's conditions end at the optimum of the structured Newton method, on both backends", async () => {
    const spec = { ...randomNetwork(10, 2), bounds: { existing: 0.5, diagonal: 0 }, step: 0.1, horizon: 5, seed: 1 };
    const newton = await solveControl({ ...spec, presentation: 5 });
    const [wasm, js] = await Promise.all(
      (["wasm", "js"] as const).map((backend) => sweepControl({ ...spec, presentation: 5 }, { backend })),
    );
    expect(wasm.status).toBe("converged");
    expect(wasm.residual).toBeLessThan(1e-9);
    expect(Math.abs(wasm.cost - newton.gridCost)).toBeLessThan(1e-12);
    expect(js.rows).toEqual(wasm.rows);
    for (const n of [0, 20, 49]) {
      wasm.controlAt(n).forEach((xi, at) => {
        expect(Math.abs(xi - newton.controls[n * 100 + at])).toBeLessThan(1e-8);
      });
    }
  });

  it("cut off earlier, the optimum lies between the minimum so far and that plus the tail", async () => {
    const whole = await solveControl({ ...RECORDING, horizon: 16 });
    for (const horizon of [2, 4, 6]) {
      const { gridCost, tailCost } = await solveControl({ ...RECORDING, horizon, presentation: horizon });
      expect(gridCost).toBeLessThan(whole.gridCost);
      expect(gridCost + tailCost!).toBeGreaterThan(whole.gridCost);
    }
  });

  it.each([0.5, 0.001])(
    "the tail of a cycle of two, λ = %d, is a geometric series over the next 200 horizons at most",
    async (discount) => {
      // u' = −3 tanh u goes back and forth between u and −u where u = 3 tanh u: every step costs a (2u)²
      const u = 2.984704585357887;
      const fixed = {
        time: "map",
        weights: [[-3]],
        initial: [u],
        bounds: { existing: 0 },
        steps: 10,
        seed: 1,
      } as const;
      const { gridCost: cost, tailCost } = await solveControl({ ...fixed, motionWeight: 0.7, discount });
      const horizon = Math.exp(-10 * discount); // by what a horizon later counts less
      const steps = (1 - horizon) / (1 - Math.exp(-discount));
      expect(cost).toBeCloseTo(0.7 * (2 * u) ** 2 * steps, 9);
      const series = (horizon - horizon ** 201) / (1 - horizon);
      expect(tailCost! / cost / series).toBeCloseTo(1, 7); // ends where a horizon counts less than 1e-8
    },
  );

  it("with a speed that stays, terminal cost makes up for what is beyond the horizon, wherever that ends", async () => {
    // the cycle of two again: a (2u)² at every step, less by e^{−λ} at each, for ever
    const u = 2.984704585357887;
    const forever = (0.7 * (2 * u) ** 2) / (1 - Math.exp(-0.1));
    for (const steps of [1, 10, 37]) {
      const spec = { time: "map", weights: [[-3]], initial: [u], bounds: { existing: 0 }, steps, seed: 1 } as const;
      const { cost, terminalCost } = await solveControl({
        ...spec,
        motionWeight: 0.7,
        discount: 0.1,
        terminal: "rest",
      });
      expect(cost).toBeCloseTo(forever, 8);
      expect(terminalCost).toBeCloseTo(Math.exp(-0.1 * steps) * forever, 8);
    }
  });

  it("existing synapses alone, a mask, symmetric control: each allows less, and costs more", async () => {
    const cost = async (change: Partial<ControlSpec>) => {
      const found = await solveControl({ ...RECORDING, controlWeight: 0.1, ...change });
      expect(found.status).toBe("converged");
      return found;
    };
    const all = await cost({});
    const existing = await cost({ bounds: { existing: 1 } });
    const masked = await cost({
      mask: [
        [0, 1],
        [0, 0],
      ],
    });
    const symmetric = await cost({ symmetric: true });
    expect(existing.gridCost).toBeGreaterThan(all.gridCost);
    expect(masked.gridCost).toBeGreaterThan(existing.gridCost);
    expect(symmetric.gridCost).toBeGreaterThan(all.gridCost);
    for (let at = 0; at < masked.controls.length; at++) if (at % 4 !== 1) expect(masked.controls[at]).toBe(0);
    for (let at = 1; at < symmetric.controls.length; at += 4) {
      expect(symmetric.controls[at]).toBe(symmetric.controls[at + 1]);
    }
  });

  it("a warm start ends where it began", async () => {
    const first = await solveControl(RECORDING);
    const again = await solveControl(RECORDING, { warm: first.controls });
    expect(again.iterations).toBe(0);
    expect(again.gridCost).toBe(first.gridCost);
  });

  it("can be aborted", async () => {
    const controller = new AbortController();
    const spec = { ...randomNetwork(40, 1), bounds: { existing: 0.5 }, discount: 0.1, step: 0.05 };
    setTimeout(() => controller.abort(new Error("enough")), 30);
    await expect(solveControl(spec, { signal: controller.signal })).rejects.toThrow("enough");
  });
});

/**
 * Least cost of one neuron whose activation is ½ everywhere (an arctan 1e7 wide) within bounds that are never reached. With the speed
 * w = ½(1 + ξ) − u the control is ξ = 2w + 2u − 1, so that the cost ½w² + ½(2w + 2u − 1)² is quadratic, and so is v(u) = p u² + q u + r. The least
 * of that cost + v′(u) w over w, at w = −(4u − 2 + v′)/5, is λv: λ(pu² + qu + r) = ½(2u − 1)² − (4u − 2 + 2pu + q)²/10 for every u.
 */
function riccati(u: number, discount: number): number {
  // u²: λp = 2 − (4 + 2p)²/10;  u: λq = −2 − (4 + 2p)(q − 2)/5;  1: λr = ½ − (q − 2)²/10
  const b = 1.6 + discount;
  const p = (-b + Math.sqrt(b * b + 0.64)) / 0.8;
  const slope = (4 + 2 * p) / 5;
  const q = (2 * slope - 2) / (discount + slope);
  const r = (0.5 - (q - 2) ** 2 / 10) / discount;
  return p * u * u + q * u + r;
}

describe("J in continuous time", () => {
  const LINEAR = {
    weights: [[1]],
    activation: { type: "arctan", width: 1e7 },
    bounds: { existing: 1000 },
    controlWeight: 0.5,
    seed: 1,
  } as const;

  it.each([
    [2, 1, 0.1],
    [2, 1, 0.05],
    [-1, 0.5, 0.1],
    [0.3, 2, 0.05],
  ])("of a linear-quadratic problem solves Riccati's equation: u⁰ = %d, λ = %d, h = %d", async (u, discount, step) => {
    const spec = { ...LINEAR, initial: [u], discount, step, horizon: 30 / discount, presentation: 9 };
    const { cost, costError, gridCost } = await solveControl(spec);
    const exact = riccati(u, discount);
    expect(Math.abs(gridCost - exact)).toBeGreaterThan(30 * Math.abs(cost! - exact));
    expect(Math.abs(cost! - exact)).toBeLessThan(costError!);
    expect(Math.abs(cost! - exact)).toBeLessThan(1e-3 * exact);
  });

  it("is off by a power of the step near the third, and what is told of that by one near the second", async () => {
    const exact = riccati(2, 1);
    expect(exact).toBeCloseTo(0.338327, 6);
    const [coarse, fine] = await Promise.all(
      [0.1, 0.05].map((step) => solveControl({ ...LINEAR, initial: [2], discount: 1, step, horizon: 30 })),
    );
    const order = (a: number, b: number) => Math.log2(Math.abs(a) / Math.abs(b));
    expect(order(coarse.gridCost - exact, fine.gridCost - exact)).toBeCloseTo(1, 0);
    expect(order(coarse.costError!, fine.costError!)).toBeCloseTo(2, 0);
    expect(order(coarse.cost! - exact, fine.cost! - exact)).toBeCloseTo(3, 0);
  });

  it("removes the first two powers of h from any cost", () => {
    const at = (h: number) => 3 - 2 * h + 5 * h * h;
    expect(richardson(at(0.4), at(0.2), at(0.1))).toBeCloseTo(3, 12);
    // what h/2 and h/4 alone leave: −½ · 5 · (h/2)²
    expect(richardsonError(at(0.4), at(0.2), at(0.1))).toBeCloseTo(0.5 * 5 * 0.04, 12);
  });

  it("is that of the example of CLMM's network, where steps of 0.05 are off by 7 %", async () => {
    const { cost, costError, gridCost } = await solveControl(RECORDING);
    expect(cost).toBeCloseTo(0.63991, 5);
    expect(costError).toBeLessThan(5e-4);
    expect(gridCost).toBeCloseTo(0.68803071, 8);
  });

  it("of the map is its cost; without extrapolation, or where a search did not converge, it is not told", async () => {
    const map = await solveControl(published(PUBLISHED[0]));
    expect([map.cost, map.costError, map.gridCosts]).toEqual([map.gridCost, 0, [map.gridCost]]);
    const plain = await solveControl({ ...RECORDING, extrapolate: false });
    expect([plain.cost, plain.costError, plain.gridCosts]).toEqual([null, null, [plain.gridCost]]);
    const stopped = await solveControl({ ...RECORDING, maxIterations: 1 });
    expect([stopped.status, stopped.cost]).toEqual(["maxIterations", null]);
  });
});

describe("dynamic programming and limits", () => {
  it("what is left of an optimal path is optimal from where it is", async () => {
    const spec = { ...RECORDING, horizon: 6, presentation: 6, step: 0.1, tolerance: 1e-11 };
    const { gridCost: cost, states, controls, plan } = await solveControl(spec);
    const n = 20;
    const rest = await solveControl({
      ...spec,
      initial: Array.from(states.subarray(2 * n, 2 * n + 2)),
      horizon: 4,
      presentation: 4,
    });
    let spent = 0;
    for (let k = 0; k < n; k++) {
      let speed = 0;
      let effort = 0;
      for (let i = 0; i < 2; i++) speed += ((states[2 * k + 2 + i] - states[2 * k + i]) / plan.step) ** 2;
      for (let at = 4 * k; at < 4 * k + 4; at++) effort += controls[at] ** 2;
      spent += plan.step * (0.5 * speed + 0.5 * effort) * Math.exp(-plan.step * k);
    }
    expect(Math.abs(spent + Math.exp(-2) * rest.gridCost - cost)).toBeLessThan(1e-9);
  });

  it("λJ tends to the running cost at the end: 0 at a stable equilibrium", async () => {
    const values: number[] = [];
    for (const discount of [1, 0.3, 0.1]) {
      values.push(discount * (await solveControl({ ...RECORDING, discount })).gridCost);
    }
    // in steps of 0.05
    expect(values[0]).toBeCloseTo(0.688, 2);
    expect(values[1]).toBeCloseTo(0.285, 2);
    expect(values[2]).toBeCloseTo(0.112, 2);
  });
});

describe("bad specs", () => {
  const good = RECORDING as unknown as Record<string, unknown>;
  it.each([
    [{ weights: [[1, 2]] }, "control: weights: row 0 must have 1 numbers, got 2"],
    [{ weights: "w" }, 'control: weights must be rows of numbers, got "w"'],
    [{ initial: [1] }, "control: initial must have 2 numbers, got 1"],
    [{ initial: [1, Number.NaN] }, "control: initial must hold finite numbers, got NaN at index 1"],
    [{ controlWeight: -1 }, "control: controlWeight must be a finite number ≥ 0, got -1"],
    [{ controlWeight: 2 }, "control: motionWeight must be given when controlWeight is above 1, got 2"],
    [{ motionWeight: 0, controlWeight: 0 }, "motionWeight or controlWeight must be above 0"],
    [{ discount: -1 }, "control: discount must be a finite number ≥ 0, got -1"],
    [{ discount: 0 }, "control: horizon must be given when discount is 0"],
    [{ discounting: "published" }, 'discounting "published" is of the map'],
    [{ terminal: "rest", discount: 0, horizon: 3 }, 'terminal "rest" needs a discount above 0, got 0'],
    [{ bounds: {} }, "control: bounds.existing must be a number, got undefined"],
    [{ bounds: { existing: 1, silnt: 1 } }, 'control: bounds: unknown key "silnt"; did you mean "silent"?'],
    [{ steps: 10 }, "control: steps is of the map; a flow has horizon and step"],
    [{ step: 2 }, "control: step must be in (0, 1), got 2"],
    [{ presentation: 99 }, undefined],
    [{ horizon: 3, presentation: 99 }, "control: presentation must be within the horizon, 3, got 99"],
    [{ mask: [[1]] }, "control: mask must have 2 rows, as weights have, got 1"],
    [
      {
        mask: [
          [1, 2],
          [0, 1],
        ],
      },
      "control: mask must be 0 or 1, got 2 at row 0, column 1",
    ],
    [
      {
        symmetric: true,
        mask: [
          [1, 1],
          [0, 1],
        ],
      },
      "control: mask must be symmetric for symmetric control",
    ],
    [{ starts: 0 }, "control: starts must be an integer in [1, 10000], got 0"],
    [{ activation: { type: "relu" } }, "control: activation.type must be one of"],
    [{ lamda: 1 }, 'control: spec: unknown key "lamda"'],
  ])("%j", (change, message) => {
    const plan = () => planControl({ ...good, ...change } as unknown as ControlSpec);
    if (message === undefined) expect(plan().presentation).toBe(99);
    else expect(plan).toThrow(message);
  });
});
