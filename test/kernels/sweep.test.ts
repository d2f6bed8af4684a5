/** The kernel of forward-backward sweeps of optimal control, against the structured Newton method. */
import { beforeAll, describe, expect, it } from "vitest";
import type { ControlledProblem, SweepProblem } from "../../src/backend/contract/control.ts";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { costByDefinition, randomProblem } from "../support/controlled.ts";
import { guardBehind } from "../support/guard.ts";
import { plainRandom } from "../support/plain-random.ts";

let all: readonly Kernels[];
beforeAll(async () => {
  all = (await bothBackends()).all;
});

const SIZES = [1, 2, 3, 4, 5, 8, 9, 13, 17];
const SIGMOIDS = [Math.tanh, (z: number) => 1 / (1 + Math.exp(-z)), (z: number) => Math.atan(z) / Math.PI + 0.5];

function sweepProblem(N: number, isUniform: boolean, kind: 0 | 1 | 2): SweepProblem & { full: ControlledProblem } {
  const full = randomProblem({ N, S: 4, step: 0.3, kind });
  const bounds = isUniform ? new Float64Array(N * N).fill(0.25) : full.bounds;
  return { ...full, bounds: isUniform ? 0.25 : bounds, full: { ...full, bounds } };
}

/** Forward with w, backward, in pieces of so many instants. */
function sweepOnce(kernels: Kernels, problem: SweepProblem, w: Float64Array, piece: number) {
  return inScratch(kernels, () => {
    const sweep = kernels.controlSweep(problem);
    const expectIntact = guardBehind(kernels.arena);
    const found = new Float64Array(w.length);
    const S = problem.nSteps;
    for (let n = 0; n < S; n += piece) sweep.forward(w, n, Math.min(S, n + piece));
    for (let n = S; n > 0; n -= piece) sweep.backward(found, Math.max(0, n - piece), n);
    expectIntact();
    const { motionCost, controlCost, residual } = sweep;
    return { found, states: sweep.states(), numbers: [motionCost, controlCost, residual] };
  });
}

/** Rows of different sizes: within bounds, partly beyond, wholly beyond, and 0. */
function randomRows(problem: SweepProblem, seed: number): Float64Array {
  const random = plainRandom(seed);
  return Float64Array.from({ length: problem.nSteps * problem.nNeurons }, (_, k) => {
    return k % 7 === 3 ? 0 : (random() - 0.5) * [0.2, 1, 30][k % 3];
  });
}

/** ξ_ij = clip(−w_i g_j / 2b) along the trajectory. */
function controlsOf({ full, initial }: ReturnType<typeof sweepProblem>, w: Float64Array, states: Float64Array) {
  const { nNeurons: N, nSteps, control, bounds, activation } = full;
  expect(Array.from(states.subarray(0, N))).toEqual(Array.from(initial));
  return Float64Array.from({ length: nSteps * N * N }, (_, at) => {
    const [n, i, j] = [Math.floor(at / (N * N)), Math.floor(at / N) % N, at % N];
    const g = SIGMOIDS[activation.kind](activation.slope * states[n * N + j]);
    const ideal = (-w[n * N + i] * g) / (2 * control[n]);
    return Math.max(-bounds[i * N + j], Math.min(bounds[i * N + j], ideal));
  });
}

describe.each([
  ["equal bounds", true],
  ["bounds of each synapse", false],
] as const)("sweeps with %s", (_, isUniform) => {
  it("give the same bits on both backends, in pieces of any size", () => {
    for (const N of SIZES) {
      const problem = sweepProblem(N, isUniform, (N % 3) as 0 | 1 | 2);
      const w = randomRows(problem, N);
      const results = all.flatMap((kernels) => [4, 1, 3].map((piece) => sweepOnce(kernels, problem, w, piece)));
      for (const other of results.slice(1)) expect(other).toEqual(results[0]);
    }
  });

  it("cost what the controls cost that w stands for", () => {
    for (const N of SIZES) {
      const problem = sweepProblem(N, isUniform, (N % 3) as 0 | 1 | 2);
      const w = randomRows(problem, 50 + N);
      const { states, numbers } = sweepOnce(all[0], problem, w, 4);
      const expected = costByDefinition(problem.full, problem.initial, controlsOf(problem, w, states));
      expect(Math.abs(numbers[0] + numbers[1] - expected)).toBeLessThan(1e-12 * (1 + expected));
    }
  });

  it("end, where they end, at the minimum that the structured Newton method finds", () => {
    const problem = sweepProblem(3, isUniform, 0);
    const newton = inScratch(all[0], () => {
      const network = all[0].controlledNetwork(problem.full);
      network.load(problem.initial);
      network.newtonBegin(1e-12, 100);
      while (network.newtonRun(1e6) === 0);
      return { controls: network.controls(), residual: network.residual };
    });
    expect(newton.residual).toBeLessThan(1e-12);
    let w = new Float64Array(problem.nSteps * 3);
    for (let k = 0; k < 200; k++) {
      const { found } = sweepOnce(all[0], problem, w, 4);
      w = w.map((old, i) => 0.5 * (old + found[i]));
    }
    const { states, numbers } = sweepOnce(all[0], problem, w, 4);
    expect(numbers[2]).toBeLessThan(1e-12);
    const controls = controlsOf(problem, w, states);
    controls.forEach((xi, at) => {
      expect(Math.abs(xi - newton.controls[at])).toBeLessThan(1e-11);
    });
  });
});
