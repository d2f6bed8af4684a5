/** Integration of trajectories: accuracy, the same bits on both backends, and continuation after a cut. */
import { describe, expect, it } from "vitest";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import type { ActivationSpec } from "../../src/dynamics/activation.ts";
import {
  type Integrated,
  type IntegrateSpec,
  type IntegrationPlan,
  integrate,
  planIntegration,
} from "../../src/dynamics/integrate.ts";
import { type ContinuousNetworkSpec, continuousNetwork } from "../../src/dynamics/network.ts";
import { BACKENDS, bothBackends, inScratch } from "../support/backends.ts";
import { largestDifference, randomNetwork, randomVector } from "../support/networks.ts";
import { plainRandom } from "../support/plain-random.ts";
import { expectSame } from "../support/same.ts";

const { all } = await bothBackends();
const TANH: ActivationSpec = { type: "tanh" };
/** One neuron without weights: u̇ = b − u, solved by b + (u₀ − b)e^{−t}. */
const decay = (bias = 0) => continuousNetwork({ weights: [[0]], activation: TANH, bias: [bias] });
/** Three neurons in a ring that suppress and excite in turn: a limit cycle. */
const RING = continuousNetwork({
  weights: [
    [0, 0, -3],
    [3, 0, 0],
    [0, 3, 0],
  ],
  activation: TANH,
});

describe("integration", () => {
  it("follows exponential decay, forward and back, to the tolerance asked for", async () => {
    for (const method of ["dopri5", "dop853"] as const) {
      for (const relativeTolerance of [1e-4, 1e-7, 1e-10]) {
        const spec = { method, relativeTolerance, absoluteTolerance: relativeTolerance / 100, initial: [2] };
        const ahead = await integrate(decay(0.5), { ...spec, duration: 3 });
        expect(ahead.status).toBe("completed");
        expect(ahead.time).toBe(3);
        expect(Math.abs(ahead.state[0] - (0.5 + 1.5 * Math.exp(-3)))).toBeLessThan(10 * relativeTolerance);
        const back = await integrate(decay(0.5), { ...spec, duration: -2 });
        expect(back.time).toBe(-2);
        expect(Math.abs(back.state[0] / (0.5 + 1.5 * Math.exp(2)) - 1)).toBeLessThan(10 * relativeTolerance);
      }
    }
  });

  it("a pattern of 40 logistic neurons and 10 time units agrees with an independent integration of high precision", async () => {
    // DOP853 of another library at a relative tolerance of 1e-13; generator of the weights as in randomNetwork
    const { weights, initial } = randomNetwork(40, 3, 4);
    const network = continuousNetwork({ weights, activation: { type: "logistic", gain: 2 } });
    const expected = REFERENCE_LOGISTIC_40;
    for (const [method, tolerance, most] of [
      ["dop853", 1e-11, 1e-11],
      ["dop853", 1e-6, 1e-6],
      ["dopri5", 1e-9, 1e-8],
    ] as const) {
      const spec = { initial, duration: 10, method, relativeTolerance: tolerance, absoluteTolerance: tolerance / 10 };
      const { state } = await integrate(network, spec);
      expect(largestDifference(state.subarray(0, expected.length), expected), method).toBeLessThan(most);
    }
  });

  it.each([
    ["rk4", 4, 0.2],
    ["dopri5", 5, 0.4],
    ["dop853", 8, 1.2],
  ] as const)("%s converges with order %i under halved steps, between steps too", async (method, order, step) => {
    const { weights, initial } = randomNetwork(5, 11, 2);
    const network = continuousNetwork({ weights, activation: { type: "tanh", gain: 0.7 } });
    const duration = 4.8;
    const times = [1.7, 3.3];
    const fine = { initial, duration, times, relativeTolerance: 1e-14, absoluteTolerance: 1e-15 };
    const exact = await integrate(network, fine);
    const errors = [];
    const between = [];
    for (const h of [step, step / 2, step / 4]) {
      const found = await integrate(network, { initial, duration, times, method, step: h });
      expect(found.steps).toBe(Math.round(duration / h));
      errors.push(largestDifference(found.state, exact.state));
      between.push(largestDifference(found.states, exact.states));
    }
    // the ratio of errors tends to 2^order; half an order is allowed for what is not yet asymptotic
    expect(Math.log2(errors[1] / errors[2])).toBeGreaterThan(order - 0.5);
    expect(Math.log2(errors[0] / errors[2]) / 2).toBeGreaterThan(order - 0.7);
    expect(errors[2]).toBeLessThan(1e-4);
    // continuous extensions of order 3, 4 and 7 have local errors of order 4, 5 and 8
    expect(Math.log2(between[0] / between[2]) / 2).toBeGreaterThan(order - 0.8);
  });

  it("has the same bits on both backends, through rejected steps, dense output, tangents and crossings", async () => {
    const random = plainRandom(4);
    for (const nNeurons of [1, 2, 3, 4, 5, 9]) {
      for (const activation of [TANH, { type: "logistic", gain: 3 }, { type: "arctan", width: 0.1 }] as const) {
        for (const [flow, method] of [
          ["membrane", "dopri5"],
          ["membrane", "dop853"],
          ["gradient", "dop853"],
          ["membrane", "rk4"],
        ] as const) {
          const network = continuousNetwork({
            weights: randomNetwork(nNeurons, nNeurons, 2.5).weights,
            activation,
            bias: randomVector(nNeurons, random),
          });
          const inside = (x: number) => (activation.type === "tanh" ? x : 0.5 + 0.4 * x);
          const spec: IntegrateSpec = {
            initial: Array.from(randomVector(nNeurons, random), (x) => (flow === "gradient" ? inside(0.9 * x) : 3 * x)),
            duration: 6,
            flow,
            method,
            relativeTolerance: 1e-5,
            absoluteTolerance: 1e-8,
            times: [0, 0.7, 0.7, 3.1, 6],
            tangents: [randomVector(nNeurons, random), randomVector(nNeurons, random)],
            controlTangents: nNeurons % 2 === 0,
            crossing: { neuron: 0, threshold: flow === "gradient" ? inside(0.1) : 0.1, count: 4 },
            ...(method === "rk4" ? { step: 0.05 } : {}),
          };
          const [wasm, js] = await Promise.all(BACKENDS.map((backend) => integrate(network, spec, { backend })));
          const what = `${nNeurons} ${activation.type} ${flow} ${method}`;
          expect({ ...wasm, state: 0, states: 0, tangents: 0 }, what).toEqual({
            ...js,
            state: 0,
            states: 0,
            tangents: 0,
          });
          for (const part of ["state", "states", "tangents"] as const) expectSame(wasm[part], js[part], what);
        }
      }
    }
  });

  it("where it is cut never shows: one evaluation at a time, or a step, or all at once", () => {
    const { weights, initial } = randomNetwork(7, 5, 3);
    const network = continuousNetwork({ weights, activation: TANH });
    for (const kernels of all) {
      for (const method of ["dopri5", "dop853"] as const) {
        const plan = planIntegration(network, {
          initial,
          duration: 8,
          method,
          times: [1, 2.5, 4],
          crossing: { neuron: 2, threshold: 0.05, count: 50 },
        });
        const [whole, single, stepwise] = [
          [2 ** 30, 2 ** 30],
          [1, 2 ** 30],
          [2 ** 30, 1],
        ].map(([evaluations, steps]) =>
          inScratch(kernels, () => {
            const integrator = plan.begin(kernels);
            let calls = 0;
            while (integrator.status === 0) {
              const before = integrator.steps;
              integrator.advance(evaluations, steps);
              expect(integrator.steps - before).toBeLessThanOrEqual(steps);
              calls++;
            }
            return { calls, result: plan.result(integrator) };
          }),
        );
        expect(whole.calls).toBe(1);
        expect(single.calls).toBe(single.result.evaluations);
        expect(stepwise.calls).toBe(stepwise.result.steps);
        expect(single.result).toEqual(whole.result);
        expect(stepwise.result).toEqual(whole.result);
      }
    }
  });

  it("two integrations that run in turns do not disturb each other", () => {
    const plans = [3, 6].map((n) => {
      const { weights, initial } = randomNetwork(n, n, 3);
      return planIntegration(continuousNetwork({ weights, activation: TANH }), { initial, duration: 5 });
    });
    for (const kernels of all) {
      const alone = plans.map((plan) => inScratch(kernels, () => run(plan, kernels)));
      const together = inScratch(kernels, () => {
        const integrators = plans.map((plan) => plan.begin(kernels));
        while (integrators.some(({ status }) => status === 0)) for (const one of integrators) one.advance(1, 1);
        return integrators.map((one, k) => plans[k].result(one));
      });
      expect(together).toEqual(alone);
    }
  });

  it("goes on from an end, a crossing or the most steps as if it had not stopped there", () => {
    const plan = planIntegration(RING, { initial: [0.1, 0.2, -0.1], duration: 50, maxSteps: 5 });
    for (const kernels of all) {
      inScratch(kernels, () => {
        const integrator = plan.begin(kernels);
        integrator.advance(2 ** 30, 2 ** 30);
        expect([integrator.status, integrator.steps]).toEqual([6, 5]);
        integrator.resume(50, 7);
        integrator.advance(2 ** 30, 2 ** 30);
        expect([integrator.status, integrator.steps]).toEqual([6, 12]);
        integrator.resume(50, 1000);
        integrator.advance(2 ** 30, 2 ** 30);
        const once = inScratch(kernels, () =>
          run(planIntegration(RING, { initial: [0.1, 0.2, -0.1], duration: 50 }), kernels),
        );
        expect(plan.result(integrator)).toEqual(once);
        integrator.resume(60, 1000);
        expect([integrator.advance(2 ** 30, 2 ** 30), integrator.time]).toEqual([1, 60]);
      });
    }
  });

  it("finds crossings on a known curve: u = b + (u₀ − b) e^{−t} passes 0 at ln((b − u₀)/b), once and upwards", async () => {
    const at = Math.log(3); // u₀ = −2, b = 1
    for (const direction of ["up", "both"] as const) {
      const spec = { initial: [-2], duration: 10, relativeTolerance: 1e-10, crossing: { neuron: 0, direction } };
      for (const method of ["dopri5", "dop853"] as const) {
        const { status, time, state, crossings } = await integrate(decay(1), { ...spec, method });
        expect(status).toBe("crossing");
        expect(Math.abs(time - at)).toBeLessThan(1e-8);
        expect(Math.abs(state[0])).toBeLessThan(1e-15);
        expect(crossings).toEqual([{ time, state }]);
      }
    }
    const down = await integrate(decay(1), { initial: [-2], duration: 10, crossing: { neuron: 0, direction: "down" } });
    expect([down.status, down.crossings.length]).toEqual(["completed", 0]);
    const slanted = { normal: [2], threshold: 1, direction: "up" as const }; // 2u = 1
    const half = await integrate(decay(1), { initial: [-2], duration: 10, crossing: slanted });
    expect(Math.abs(half.time - Math.log(6))).toBeLessThan(1e-6);
  });

  it("a ring of three that excites and suppresses returns to its section after equal periods", async () => {
    const crossing = { neuron: 0, direction: "up", count: 30 } as const;
    const spec = { initial: [0.1, 0.2, -0.1], duration: 200, relativeTolerance: 1e-11, absoluteTolerance: 1e-12 };
    const { crossings, status } = await integrate(RING, { ...spec, crossing });
    expect(status).toBe("crossing");
    const [before, last] = crossings.slice(-2);
    // period from an independent event location at a tolerance of 1e-13
    expect(Math.abs(last.time - before.time - 3.521755283994054)).toBeLessThan(1e-8);
    expect(largestDifference(last.state, before.state)).toBeLessThan(1e-8);
  });

  it("states at the times asked for are those of integrations that end there", async () => {
    const { weights, initial } = randomNetwork(4, 8, 2);
    const network = continuousNetwork({ weights, activation: TANH });
    const times = [0, 0.001, 1.3, 2.9, 4];
    const tight = { initial, relativeTolerance: 1e-10, absoluteTolerance: 1e-12 };
    for (const method of ["dopri5", "dop853"] as const) {
      const { states, times: reached } = await integrate(network, { ...tight, method, duration: 4, times });
      expectSame(reached, times);
      for (let k = 0; k < times.length; k++) {
        const { state } = await integrate(network, { ...tight, duration: times[k] });
        expect(largestDifference(states.subarray(4 * k, 4 * k + 4), state)).toBeLessThan(1e-8);
      }
    }
  });

  it("tangents are the derivatives of the end by the start, for every kind of weights and both flows", async () => {
    const random = plainRandom(12);
    const patterns = Array.from({ length: 3 }, () => randomVector(5, random));
    const { weights } = randomNetwork(5, 2, 0.7);
    const half = weights.map((row) => row.map((value, j) => (j % 2 ? value : 0)));
    const kinds: ContinuousNetworkSpec["weights"][] = [
      weights,
      sparse(half),
      { type: "quadratic", patterns, scale: 0.3 },
      { type: "polynomial", patterns, degree: 3, scale: 0.3 },
      { type: "polynomial", patterns, degree: 2, scale: 0.3 },
      { type: "exponential", patterns, beta: 0.6, scale: 0.3 },
      { type: "logSumExp", patterns, beta: 2 },
      (values) => Float64Array.from(weights.flat(), (w, at) => w * (1 + 0.3 * values[at % 5] ** 2)),
    ];
    for (const [k, kind] of kinds.entries()) {
      for (const flow of ["membrane", "gradient"] as const) {
        const network = continuousNetwork({ weights: kind, activation: TANH, nNeurons: 5 });
        const initial = randomVector(5, random).map((x) => 0.4 * x);
        const tangent = randomVector(5, random);
        const spec = { duration: 0.8, flow, relativeTolerance: 1e-12, absoluteTolerance: 1e-13 };
        const { tangents } = await integrate(network, { ...spec, initial, tangents: [tangent] });
        const h = 1e-4;
        const [ahead, behind] = await Promise.all(
          [h, -h].map((by) => integrate(network, { ...spec, initial: initial.map((x, i) => x + by * tangent[i]) })),
        );
        const difference = ahead.state.map((x, i) => (x - behind.state[i]) / (2 * h));
        // h² of the third derivative, about 1, and 1e-12/h of rounding
        expect(largestDifference(tangents, difference), `weights ${k}, ${flow}`).toBeLessThan(3e-7);
      }
    }
  });

  it("the same weights give the same flow, dense, in f32, sparse, as patterns or as a function", async () => {
    const random = plainRandom(2);
    const patterns = [randomVector(6, random), randomVector(6, random)];
    const dense = outer(patterns).map((row) => row.map(Math.fround));
    const initial = randomVector(6, random);
    const spec = { initial, duration: 3, relativeTolerance: 1e-9 };
    const of = async (weights: ContinuousNetworkSpec["weights"], more: Partial<ContinuousNetworkSpec> = {}) =>
      (await integrate(continuousNetwork({ weights, activation: TANH, ...more }), spec)).state;
    const expected = await of(dense);
    expectSame(await of(dense, { precision: "f32" }), expected);
    expectSame(await of(Float64Array.from(dense.flat())), expected);
    expect(largestDifference(await of(sparse(dense)), expected)).toBeLessThan(1e-13);
    expect(largestDifference(await of(() => dense.flat(), { nNeurons: 6 }), expected)).toBeLessThan(1e-13);
    const quadratic = await of({ type: "quadratic", patterns });
    expect(largestDifference(quadratic, await of(outer(patterns)))).toBeLessThan(1e-13);
  });

  it("ends as a status where the flow ends: at rest, in infinity, out of range, without steps that are small enough", async () => {
    const still = await integrate(decay(1), { initial: [-2], duration: 100, rest: 1e-6 });
    expect(still.status).toBe("equilibrium");
    expect(still.time).toBeLessThan(30);
    expect(Math.abs(still.state[0] - 1)).toBeLessThan(2e-6);
    const atRest = await integrate(decay(1), { initial: [1], duration: 100, rest: 1e-6, times: [0, 1] });
    expect([atRest.status, atRest.steps, atRest.time, atRest.times.length]).toEqual(["equilibrium", 0, 0, 1]);

    // u̇ = 3e·m³ − u with m = 50 g(u), tanh: bounded, but beyond what doubles hold for large scale
    const steep = { type: "polynomial", patterns: [[1e150]], degree: 4 } as const;
    for (const backend of BACKENDS) {
      for (const more of [{}, { method: "rk4", step: 0.1 }] as const) {
        const network = continuousNetwork({ weights: steep, activation: TANH });
        const { status, message, state } = await integrate(
          network,
          { initial: [0.1], duration: 1, ...more },
          { backend },
        );
        expect(status).toBe("notFinite");
        expect(message).toContain("finite");
        expect(state[0]).toBe(0.1);
      }
      const out = continuousNetwork({ weights: [[0]], bias: [1e9], activation: { type: "tanh", gain: 1e-9 } });
      const edge = await integrate(
        out,
        { initial: [0], duration: 50, flow: "gradient", method: "rk4", step: 1 },
        { backend },
      );
      expect(edge.status).toBe("notFinite"); // a step of 1 leaves (−1, 1)
      const few = await integrate(RING, { initial: [1, 0, 0], duration: 50, maxSteps: 3 }, { backend });
      expect([few.status, few.steps]).toEqual(["maxSteps", 3]);
      const tight = { initial: [0.5], duration: 1, relativeTolerance: 0, absoluteTolerance: 1e-300 };
      expect((await integrate(decay(1), tight, { backend })).status).toBe("stepTooSmall");
    }
  });

  it("can be aborted within 100 ms, and tells how far it is", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const started = performance.now();
    const long = integrate(
      RING,
      { initial: [1, 0, 0], duration: 1e9, maxSteps: 1e9 },
      { signal: controller.signal, onProgress: ({ done }) => seen.push(done) },
    );
    setTimeout(() => controller.abort(new Error("enough")), 60);
    await expect(long).rejects.toThrow("enough");
    expect(performance.now() - started).toBeLessThan(1000); // generous: other work runs beside the tests
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toBeGreaterThan(seen[0]);
  });

  it("refuses what it cannot do, naming the argument", async () => {
    const refuse = (spec: object) => integrate(RING, { initial: [0, 0, 0], duration: 1, ...spec } as IntegrateSpec);
    await expect(refuse({ initial: [0, 0] })).rejects.toThrow("initial must have 3 numbers, got 2");
    await expect(refuse({ initial: [0, Number.NaN, 0] })).rejects.toThrow(
      "initial must hold finite numbers, got NaN at index 1",
    );
    await expect(refuse({ duration: Number.POSITIVE_INFINITY })).rejects.toThrow("duration must be a finite number");
    await expect(refuse({ method: "euler" })).rejects.toThrow('method must be one of "rk4", "dopri5", "dop853"');
    await expect(refuse({ method: "rk4" })).rejects.toThrow('step must be given for method "rk4"');
    await expect(refuse({ relativeTolerance: -1 })).rejects.toThrow("relativeTolerance must be a finite number ≥ 0");
    await expect(refuse({ absoluteTolerance: 0 })).rejects.toThrow("absoluteTolerance must be a finite number > 0");
    await expect(refuse({ tolerance: 1 })).rejects.toThrow('unknown key "tolerance"');
    await expect(refuse({ times: [0.5, 0.2] })).rejects.toThrow(
      "times must run from 0 to the duration 1, got 0.2 after 0.5",
    );
    await expect(refuse({ times: [2] })).rejects.toThrow("times must run from 0 to the duration 1, got 2 after 0");
    await expect(refuse({ crossing: {} })).rejects.toThrow("crossing must have either a neuron or a normal");
    await expect(refuse({ crossing: { neuron: 3 } })).rejects.toThrow("neuron must be an integer in [0, 2], got 3");
    await expect(refuse({ flow: "gradient", initial: [0, 1, 0] })).rejects.toThrow(
      "must lie in (-1, 1), the range of g, got 1 at index 1",
    );
    await expect(integrate({} as never, { initial: [], duration: 1 })).rejects.toThrow(
      "must be a network from continuousNetwork",
    );
  });
});

function run(plan: IntegrationPlan, kernels: Kernels): Integrated {
  const integrator = plan.begin(kernels);
  integrator.advance(2 ** 30, 2 ** 30);
  return plan.result(integrator);
}

/** Compressed rows of what is not 0. */
function sparse(weights: readonly (readonly number[])[]) {
  const rowStart = [0];
  const columns: number[] = [];
  const values: number[] = [];
  for (const row of weights) {
    row.forEach((value, j) => {
      if (value === 0) return;
      columns.push(j);
      values.push(value);
    });
    rowStart.push(columns.length);
  }
  return { rowStart, columns, values };
}

/** Σ_μ ξ^μ ξ^μᵀ */
function outer(patterns: readonly Float64Array[]): number[][] {
  const n = patterns[0].length;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => patterns.reduce((sum, xi) => sum + xi[i] * xi[j], 0)),
  );
}

/** The first twelve neurons. */
const REFERENCE_LOGISTIC_40 = [
  1.9357101608280045, 1.7430140953366045, -0.2801745232263782, 2.8580144122936293, -0.6815244969724117,
  -0.3676950889912001, 0.935613446209476, 4.814941399119782, 0.4784254691211474, -2.6678089002791725,
  -0.8363570626650453, -6.772330564228588,
];
