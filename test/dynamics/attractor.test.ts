/** Attractors: limit cycles with their periods and Floquet multipliers, equilibria and Lyapunov exponents. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attractor } from "../../src/dynamics/attractor.ts";
import { limitCycle, mixed, modulus } from "../../src/dynamics/cycles.ts";
import { lyapunovAlong } from "../../src/dynamics/lyapunov.ts";
import { type ContinuousNetworkSpec, continuousNetwork } from "../../src/dynamics/network.ts";
import { withRunner } from "../../src/dynamics/runner.ts";
import { randomNetwork } from "../support/networks.ts";
import { plainRandom } from "../support/plain-random.ts";

const TANH = { type: "tanh", gain: 1 } as const;
const network = (weights: number[][], rest: Partial<ContinuousNetworkSpec> = {}) =>
  continuousNetwork({ weights, activation: TANH, ...rest });
const RING = network([
  [0, 0, -3],
  [3, 0, 0],
  [0, 3, 0],
]);
const PAIR = network([
  [2, -2],
  [2, 2],
]);
/** Two pairs that know nothing of each other, of incommensurable periods. */
const TWO_PAIRS = network([
  [2, -2, 0, 0],
  [2, 2, 0, 0],
  [0, 0, 2, -3],
  [0, 0, 3, 2],
]);
/** A network of three neurons with a free exponent of 0.109. */
const WANDERING = network([
  [2, -1.2, 0],
  [2.02, 1.71, 1.15],
  [-4.75, 0, 1],
]);
const noPause = () => undefined;

describe("limit cycles", () => {
  it("of a ring of three and of a pair have their published periods", async () => {
    const ring = await attractor(RING, { initial: [0.1, 0.2, -0.1] });
    expect(ring.kind).toBe("cycle");
    // by event location with DOP853 at 1e-13
    expect(Math.abs(ring.period! / 3.521755283994054 - 1)).toBeLessThan(1e-10);
    const pair = await attractor(PAIR, { initial: [0.5, 0.2] });
    expect(pair.kind).toBe("cycle");
    expect(pair.period).toBeCloseTo(6.838, 3);
    expect(pair.lyapunov).toBe(0);
  });

  it("have one Floquet multiplier of 1 along the flow; the product of all is exp ∫ div X", async () => {
    for (const [net, initial] of [
      [RING, [0.1, 0.2, -0.1]],
      [PAIR, [0.5, 0.2]],
    ] as const) {
      const { cycle, period } = await attractor(net, { initial });
      const { multipliers, orbit, multiplierError, isStable, residual } = cycle!;
      expect(multiplierError).toBeLessThan(1e-9);
      expect(residual).toBeLessThan(1e-10);
      expect(isStable).toBe(true);
      // Liouville: ∫ Σ_i (T_ii g′(u_i) − 1) dt; equal steps over a period converge exponentially
      const n = net.nNeurons;
      const { matrix } = net.weights as { readonly matrix: Float64Array };
      let mean = 0;
      for (const state of orbit.slice(1)) {
        for (let i = 0; i < n; i++)
          mean += (matrix[i * n + i] * net.activation.derivative(state[i]) - 1) / (orbit.length - 1);
      }
      const product = multipliers.reduce((value, multiplier) => value * modulus(multiplier), 1);
      expect(Math.log(product)).toBeCloseTo(period! * mean, 6);
    }
  });

  it("in a ring every neuron does the same, a third of a period apart", async () => {
    const { cycle } = await attractor(RING, { initial: [0.1, 0.2, -0.1] });
    const { amplitude, orbit } = cycle!;
    expect(amplitude[1]).toBeCloseTo(amplitude[0], 8);
    expect(amplitude[2]).toBeCloseTo(amplitude[0], 8);
    // sampled 100 000 times a period, 2.98387530
    expect(amplitude[0]).toBeCloseTo(2.983875298, 6);
    // T_10 = 3 passes on u_0, T_02 = −3 its opposite: u_1(t) = u_0(t − period/6)
    const steps = orbit.length - 1;
    for (let k = 0; k < steps; k += 24) expect(orbit[(k + steps / 6) % steps][1]).toBeCloseTo(orbit[k][0], 8);
  });

  it("returns with mixing find the same cycle as Newton's method does", async () => {
    // 50 neurons: beyond the size whose whole monodromy matrix is integrated; 47 of them only listen to a ring
    const n = 50;
    const weights = Array.from({ length: n }, (_, i) => {
      return Array.from({ length: n }, (_, j) => {
        if (i < 3) return j < 3 ? [0, 0, -3, 3, 0, 0, 0, 3, 0][i * 3 + j] : 0;
        return j === i % 3 ? 1 : 0;
      });
    });
    const initial = Array.from({ length: n }, (_, i) => [0.1, 0.2, -0.1][i] ?? 0);
    const { kind, period, cycle } = await attractor(network(weights), { initial });
    expect(kind).toBe("cycle");
    expect(Math.abs(period! / 3.521755283994054 - 1)).toBeLessThan(1e-9);
    expect(cycle!.multiplierError).toBeLessThan(1e-6);
    expect(cycle!.multipliers[1][0]).toBeCloseTo(0.110539, 4);
  });

  it("mixing of three returns finds the fixed point of a linear map of the plane", () => {
    // x → A x + c with A = (0.9 0.2; −0.1 0.5): eigenvalues 0.84 and 0.56, so that returns alone come nearer by a sixth
    const back = ([x, y]: Float64Array) => Float64Array.of(0.9 * x + 0.2 * y + 1, -0.1 * x + 0.5 * y - 2);
    const states = [Float64Array.of(3, -1)];
    const changes: Float64Array[] = [];
    for (let k = 0; k < 3; k++) {
      const next = back(states[k]);
      changes.push(next.map((value, i) => value - states[k][i]));
      if (k < 2) states.push(next);
    }
    // (1 − A) x = c: 0.1 x − 0.2 y = 1 and 0.1 x + 0.5 y = −2
    const [x, y] = mixed(states, changes);
    expect(x).toBeCloseTo(10 / 7, 6);
    expect(y).toBeCloseTo(-30 / 7, 6);
  });

  it("is found whatever its period, which grows without bounds towards a saddle-node on the cycle", async () => {
    const wilsonCowan = (bias: number) =>
      continuousNetwork({
        weights: [
          [10, -10],
          [10, 2],
        ],
        bias: [bias, -6],
        activation: { type: "logistic" },
      });
    // the first is published, the others by event location with DOP853 at 1e-13
    for (const [bias, expected, duration] of [
      [3.1084639894, 382.011937, 400],
      [3.1086, 866.01421695, 2000],
      [3.1086318359375, 4335.388716, 8000],
    ]) {
      const { kind, period, cycle } = await attractor(wilsonCowan(bias), { initial: [0, 0], duration });
      expect(kind).toBe("cycle");
      expect(Math.abs(period! / expected - 1)).toBeLessThan(1e-8);
      // most of the period is spent in one place; the two extremes are where the flow is fast
      expect(Math.abs(cycle!.amplitude[0] - 2.9905)).toBeLessThan(1e-3);
      expect(Math.abs(cycle!.amplitude[1] - 4.7174)).toBeLessThan(1e-3);
    }
    // rest at the saddle-node's sink, on the other side
    const rest = await attractor(wilsonCowan(3.1087), { initial: [0, 0] });
    expect([rest.kind, rest.equilibrium?.type]).toEqual(["equilibrium", "sink"]);
  });

  it("is not found where there is none", async () => {
    const sink = network([
      [0, 2],
      [2, 0],
    ]);
    await withRunner(sink, "wasm", noPause, async (runner) => {
      expect(await limitCycle(runner, Float64Array.of(1.8, 1.7), 3)).toBeUndefined();
      expect(await limitCycle(runner, Float64Array.of(0.3, -0.2), 3)).toBeUndefined();
    });
  });
});

describe("the attractor", () => {
  it("of a symmetric network is an equilibrium, whatever weights, input, activation and initial state", async () => {
    const kinds = [TANH, { type: "logistic", gain: 4 }, { type: "arctan", width: 0.2 }] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom(...kinds),
        async (n, seed, activation) => {
          const random = plainRandom(seed);
          const weights = Array.from({ length: n }, () => new Array<number>(n).fill(0));
          for (let i = 0; i < n; i++)
            for (let j = 0; j <= i; j++) weights[i][j] = weights[j][i] = 3 * (2 * random() - 1);
          const bias = Array.from({ length: n }, () => random() - 0.5);
          const initial = Array.from({ length: n }, () => 4 * (2 * random() - 1));
          const { kind } = await attractor(continuousNetwork({ weights, activation, bias }), { initial });
          expect(kind).toBe("equilibrium");
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });

  it("of states that lead into a saddle, or rest at one, is that saddle", async () => {
    const net = network([
      [0, 2],
      [2, 0],
    ]);
    for (const initial of [
      [0, 0],
      [1, -1],
    ]) {
      const { kind, equilibrium, lyapunov } = await attractor(net, { initial });
      expect([kind, equilibrium!.type]).toEqual(["equilibrium", "saddle"]);
      expect(lyapunov).toBeCloseTo(1, 10);
    }
  });

  it("of a network too large for its Jacobian is at rest all the same, with the leading exponent", async () => {
    const { weights, initial } = randomNetwork(320, 2, 0.5);
    const { kind, lyapunov, equilibrium } = await attractor(network(weights), { initial, tolerance: 1e-6 });
    expect([kind, equilibrium]).toEqual(["equilibrium", null]);
    // eigenvalues fill the disc of radius gain around −1 (Girko)
    expect(lyapunov!).toBeGreaterThan(-0.6);
    expect(lyapunov!).toBeLessThan(-0.4);
  });

  it("of a neuron at its pitchfork is the marginal equilibrium that it creeps to", async () => {
    const { kind, equilibrium } = await attractor(network([[1]]), { initial: [0.5] });
    expect([kind, equilibrium!.isMarginal]).toEqual(["equilibrium", true]);
  });

  it("of two independent oscillators is a torus: both exponents 0", async () => {
    const { kind, lyapunov, second } = await attractor(TWO_PAIRS, { initial: [0.5, 0.2, 0.3, 0.1] });
    expect(kind).toBe("quasiperiodic");
    expect(Math.abs(lyapunov!)).toBeLessThan(0.01);
    expect(Math.abs(second!)).toBeLessThan(0.01);
    // within stages that are shorter than 800 exponents that are slightly off 0 look no different
    const short = await attractor(TWO_PAIRS, { initial: [0.5, 0.2, 0.3, 0.1], duration: 400 });
    expect(short.kind).toBe("undecided");
  });

  it("of three neurons can be chaotic, with the exponent known of this network", async () => {
    const { kind, lyapunov, lyapunovError, period } = await attractor(WANDERING, { initial: [0.1, 0.2, 0.3] });
    expect(kind).toBe("chaotic");
    expect(period).toBeNull();
    // four standard errors of this fixed trajectory; a normal estimate fails once in 16 000 seeds
    expect(Math.abs(lyapunov! - 0.109)).toBeLessThan(4 * lyapunovError! + 0.003);
  });

  it("of 200 neurons at gain 3 is chaotic", async () => {
    const { weights, initial } = randomNetwork(200, 5, 3);
    const { kind, lyapunov, lyapunovError } = await attractor(network(weights), {
      initial,
      duration: 400,
      tolerance: 1e-5,
    });
    expect(kind).toBe("chaotic");
    // six standard errors of 20 means: were the exponent 0, Student's t would go beyond once in 200 000
    expect(lyapunov! / lyapunovError!).toBeGreaterThan(6);
  });

  it("is the same bits for both backends, and does not remember what was asked before", async () => {
    const spec = { initial: [0.1, 0.2, 0.3], duration: 400, tolerance: 1e-6, seed: 3 };
    const first = await attractor(WANDERING, spec);
    await attractor(RING, { initial: [0.1, 0.2, -0.1] });
    expect(await attractor(WANDERING, spec)).toEqual(first);
    expect(await attractor(WANDERING, spec, { backend: "js" })).toEqual(first);
  });

  it("is undecided, with the reason, where time is short or numbers overflow", async () => {
    const short = await attractor(WANDERING, { initial: [0.1, 0.2, 0.3], duration: 20 });
    expect(short.kind).toBe("undecided");
    expect(short.reason).toContain("time 20");
    const wild = network([
      [1e308, 1e308],
      [1e308, -1e308],
    ]);
    const over = await attractor(wild, { initial: [1e308, 1] });
    expect(over.kind).toBe("undecided");
    expect(over.reason).toContain("notFinite");
  });

  it("names bad arguments, and stops within its signal", async () => {
    await expect(attractor(RING, { initial: [1, 2] })).rejects.toThrow("initial must have 3 numbers, got 2");
    await expect(attractor(RING, { initial: [1, 2, Number.NaN] })).rejects.toThrow("at index 2");
    await expect(attractor(RING, { initial: [1, 2, 3], durations: 3 } as never)).rejects.toThrow(
      'did you mean "duration"?',
    );
    const controller = new AbortController();
    const { weights, initial } = randomNetwork(100, 5, 3);
    const running = attractor(network(weights), { initial, duration: 1e6 }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toThrow();
  });
});

describe("Lyapunov exponents", () => {
  it("at a sink are the real parts of its eigenvalues", async () => {
    const net = network([
      [0.5, 0.2, 0],
      [0, -0.3, 0],
      [0.1, 0, -1],
    ]);
    await withRunner(net, "wasm", noPause, async (runner) => {
      const tangents = [0, 1, 2].map((k) => Float64Array.from({ length: 3 }, (_, i) => Math.sin(3 * i + 2 * k + 1)));
      const { exponents } = await lyapunovAlong(runner, new Float64Array(3), tangents, {
        duration: 400,
        tolerance: 1e-9,
      });
      // at 0 the Jacobian is T − 1, triangular after exchange: −0.5, −1.3, −2; the start of the vectors fades as 1/duration
      for (const [k, value] of [-0.5, -1.3, -2].entries()) expect(Math.abs(exponents[k] - value)).toBeLessThan(0.02);
    });
  });
});
