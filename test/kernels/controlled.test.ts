/** The kernel of optimal control: costs, gradients and Hessians against differences, and convergence near the optimum. */
import { beforeAll, describe, expect, it } from "vitest";
import type { ControlledNetwork, ControlledProblem } from "../../src/backend/contract/control.ts";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { costByDefinition, randomControls, randomProblem, type Variation } from "../support/controlled.ts";
import { guardBehind } from "../support/guard.ts";

let all: readonly Kernels[];
beforeAll(async () => {
  all = (await bothBackends()).all;
});

const VARIATIONS: readonly Variation[] = [
  {},
  { N: 1 },
  { N: 2, S: 1 },
  { N: 4, step: 0.2, stepDiscount: 0.97 },
  { kind: 1 },
  { N: 2, kind: 2, stepDiscount: 1 },
  { terminal: 0.7 },
  { N: 5, kind: 2, terminal: 0.4, step: 0.3 },
  { N: 4, symmetric: true },
  { symmetric: true, step: 0.25, terminal: 0.5, kind: 1 },
];

const cost = (network: ControlledNetwork) => network.motionCost + network.controlCost + network.terminalCost;

/** Runs to the end, a few instants at a time. */
function solve(network: ControlledNetwork, tolerance = 1e-11, instants = 1e9) {
  network.newtonBegin(tolerance, 200);
  let status = network.newtonRun(instants);
  while (status === 0) status = network.newtonRun(instants);
  return status;
}

function withNetwork<T>(kernels: Kernels, problem: ControlledProblem, body: (network: ControlledNetwork) => T): T {
  return inScratch(kernels, () => {
    const network = kernels.controlledNetwork(problem);
    const expectIntact = guardBehind(kernels.arena);
    const result = body(network);
    expectIntact();
    return result;
  });
}

describe.each(VARIATIONS)("a controlled network %j", (variation) => {
  const problem = randomProblem(variation);
  const { nNeurons: N, nSteps: S, initial } = problem;
  const xi = randomControls(problem, 7);

  it("costs what the definition says", () => {
    for (const kernels of all) {
      const found = withNetwork(kernels, problem, (network) => {
        network.load(initial, xi);
        network.forward();
        return cost(network);
      });
      const expected = costByDefinition(problem, initial, xi);
      expect(Math.abs(found - expected)).toBeLessThan(1e-12 * expected);
    }
  });

  it("has the gradient that differences of the cost have", () => {
    const gradient = new Float64Array(S * N * N);
    withNetwork(all[0], problem, (network) => {
      network.load(initial, xi);
      network.forward();
      network.adjoint();
      network.gradientInto(gradient);
    });
    const d = 1e-5;
    for (let at = 0; at < xi.length; at++) {
      const [n, i, j] = [Math.floor(at / (N * N)), Math.floor(at / N) % N, at % N];
      const mirror = n * N * N + j * N + i;
      const [up, down] = [1, -1].map((sign) => {
        const moved = xi.slice();
        moved[at] += sign * d;
        if (problem.symmetric && mirror !== at) moved[mirror] += sign * d;
        return costByDefinition(problem, initial, moved);
      });
      const both = problem.symmetric && mirror !== at ? 2 * gradient[at] : gradient[at];
      expect(Math.abs((up - down) / (2 * d) - both)).toBeLessThan(1e-8 * (1 + up));
    }
  });

  it("is solved to the same bits by both backends, in pieces of any size", () => {
    const results = all.flatMap((kernels) =>
      [1e9, 1, 7].map((instants) =>
        withNetwork(kernels, problem, (network) => {
          network.load(initial, xi);
          const status = solve(network, 1e-11, instants);
          const value = new Float64Array((1 + N) * N);
          const isMinimum = network.valueInto(value);
          const { motionCost, controlCost, terminalCost, gradientNorm, residual, iterations, gradients } = network;
          return {
            numbers: [status, motionCost, controlCost, terminalCost, gradientNorm, residual, iterations, gradients],
            isMinimum,
            value,
            states: network.states(),
            controls: network.controls(),
            costates: network.costates(),
          };
        }),
      ),
    );
    expect(results[0].numbers[0]).toBe(1);
    for (const other of results.slice(1)) expect(other).toEqual(results[0]);
  });

  it("cannot be improved by moving any control, and says how far it is from optimal", () => {
    withNetwork(all[0], problem, (network) => {
      network.load(initial, xi);
      expect(solve(network)).toBe(1);
      expect(network.residual).toBeLessThan(1e-11);
      const best = cost(network);
      const found = network.controls();
      for (let at = 0; at < found.length; at++) {
        const bound = problem.bounds[at % (N * N)];
        expect(Math.abs(found[at])).toBeLessThanOrEqual(bound);
        for (const d of [1e-3, -1e-3]) {
          const moved = found.slice();
          moved[at] = Math.max(-bound, Math.min(bound, moved[at] + d));
          if (problem.symmetric) {
            const [n, i, j] = [Math.floor(at / (N * N)), Math.floor(at / N) % N, at % N];
            moved[n * N * N + j * N + i] = moved[at];
          }
          expect(costByDefinition(problem, initial, moved)).toBeGreaterThanOrEqual(best * (1 - 1e-13));
        }
      }
    });
  });

  // Every term of the backward pass enters the Hessian of the minimal cost.
  it("has the value gradient and Hessian that differences of minimal costs have", () => {
    withNetwork(all[0], problem, (network) => {
      const minimum = (u: ArrayLike<number>): number => {
        network.load(u, start);
        expect(solve(network)).toBe(1);
        return cost(network);
      };
      let start = xi;
      minimum(initial);
      start = network.controls();
      const value = new Float64Array((1 + N) * N);
      expect(network.valueInto(value)).toBe(true);
      const d = 1e-4;
      const at = (i: number, a: number, j: number, b: number) => {
        const u = initial.slice();
        u[i] += a * d;
        u[j] += b * d;
        return minimum(u);
      };
      const scale = Math.max(1, ...value.map(Math.abs));
      for (let i = 0; i < N; i++) {
        const slope = (8 * (at(i, 1, i, 0) - at(i, -1, i, 0)) - (at(i, 2, i, 0) - at(i, -2, i, 0))) / (12 * d);
        expect(Math.abs(value[i] - slope)).toBeLessThan(1e-7 * scale);
        for (let j = 0; j <= i; j++) {
          const bend = (at(i, 1, j, 1) - at(i, 1, j, -1) - at(i, -1, j, 1) + at(i, -1, j, -1)) / (4 * d * d);
          expect(Math.abs(value[(1 + i) * N + j] - bend)).toBeLessThan(1e-4 * scale);
        }
      }
    });
  });
});

it("converges quadratically near the optimum", () => {
  const problem = randomProblem({ N: 4, S: 8, bound: 3 });
  withNetwork(all[0], problem, (network) => {
    const distances = [1, 2, 3, 4, 5, 6, 7, 8].map((iterations) => {
      network.load(problem.initial);
      network.newtonBegin(0, iterations);
      while (network.newtonRun(1e6) === 0);
      return network.residual;
    });
    const from = distances.findIndex((distance) => distance < 0.05);
    expect(from).toBeGreaterThanOrEqual(0);
    expect(distances[from + 1]).toBeLessThan(10 * distances[from] ** 2 + 1e-14);
    expect(Math.min(...distances)).toBeLessThan(1e-13);
  });
});

it("two networks that are solved in turns do not disturb each other", () => {
  for (const kernels of all) {
    inScratch(kernels, () => {
      const problems = [randomProblem({ seed: 3 }), randomProblem({ N: 2, S: 9, kind: 2, seed: 4 })];
      const alone = problems.map((problem) =>
        withNetwork(kernels, problem, (network) => {
          network.load(problem.initial);
          solve(network);
          return network.controls();
        }),
      );
      const networks = problems.map((problem) => kernels.controlledNetwork(problem));
      networks.forEach((network, k) => {
        network.load(problems[k].initial);
        network.newtonBegin(1e-11, 200);
      });
      for (let running = true; running; ) {
        running = networks.map((network) => network.newtonRun(3)).some((status) => status === 0);
      }
      expect(networks.map((network) => network.controls())).toEqual(alone);
    });
  }
});
