/** The energy of a network: closed form against quadrature, and its descent along the flows. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closureOf, starWeights } from "../../src/dynamics/closure.ts";
import { descentOf, energiesAlong, energyByQuadrature, energyOf } from "../../src/dynamics/energy.ts";
import { hebbianUpdate } from "../../src/dynamics/hebb.ts";
import { integrate } from "../../src/dynamics/integrate.ts";
import { LocalField } from "../../src/dynamics/local-field.ts";
import { type ContinuousNetworkSpec, continuousNetwork, weightMatrix } from "../../src/dynamics/network.ts";
import { thresholdDynamics } from "../../src/dynamics/threshold.ts";
import { gaussLegendre, legendreIntegral } from "../../src/numeric/quadrature.ts";
import { randomNetwork, randomVector, symmetric } from "../support/networks.ts";
import { plainRandom } from "../support/plain-random.ts";

const TANH = { type: "tanh" } as const;
const random = plainRandom(77);
const PATTERNS = Array.from({ length: 3 }, () => randomVector(4, random));
const SYMMETRIC = symmetric(randomNetwork(4, 9, 1.5).weights);

/** Every kind of weights whose T(V)V is a gradient, on four neurons. */
const GRADIENTS: Record<string, Pick<ContinuousNetworkSpec, "weights" | "nNeurons">> = {
  dense: { weights: SYMMETRIC },
  sparse: { weights: { rowStart: [0, 1, 2, 4, 5], columns: [2, 2, 0, 1, 3], values: [0.7, -1.1, 0.7, -1.1, 0.4] } },
  quadratic: { weights: { type: "quadratic", patterns: PATTERNS, scale: 0.7 } },
  polynomial: { weights: { type: "polynomial", patterns: PATTERNS, degree: 4, scale: 0.5 } },
  cubic: { weights: { type: "polynomial", patterns: PATTERNS, degree: 3 } },
  exponential: { weights: { type: "exponential", patterns: PATTERNS, beta: 0.8 } },
  logSumExp: { weights: { type: "logSumExp", patterns: PATTERNS, beta: 3, drive: "hessian" } },
  star: starWeights(SYMMETRIC, (v) => 0.3 * Math.exp(-(v[0] ** 2))),
};

describe("energy", () => {
  it.each(Object.entries(GRADIENTS))(
    "of %s weights has the gradient flow as minus its gradient",
    async (_, weights) => {
      for (const activation of [TANH, { type: "logistic", gain: 2 }, { type: "arctan", width: 0.2 }] as const) {
        const bias = randomVector(4, random);
        const network = continuousNetwork({ ...weights, activation, bias });
        const energy = energyOf(network);
        const { range } = network.activation;
        for (let n = 0; n < 5; n++) {
          const v = randomVector(4, random).map((x) => (activation.type === "tanh" ? 0.9 * x : 0.5 + 0.45 * x));
          expect(v.every((x) => x > range[0] && x < range[1])).toBe(true);
          // −∇E = T(V)V + b − g⁻¹(V), with T formed
          const matrix = weightMatrix(network, v);
          for (let i = 0; i < 4; i++) {
            let field = bias[i] - network.activation.inverse(v[i]);
            for (let j = 0; j < 4; j++) field += matrix[4 * i + j] * v[j];
            const h = 1e-5;
            const [ahead, behind] = [h, -h].map((by) => energy(v.map((x, j) => (j === i ? x + by : x))));
            // h² of a third derivative up to 1e3, and 1e-16/h
            expect(Math.abs(-(ahead - behind) / (2 * h) - field)).toBeLessThan(1e-6 * (1 + Math.abs(field)));
          }
        }
      }
    },
  );

  it("of patterns that drive by ∇Φ has the gradient flow as minus its gradient as well, and never rises", async () => {
    for (const [name, { weights }] of Object.entries(GRADIENTS)) {
      if (typeof weights !== "object" || !("type" in weights)) continue;
      const bias = randomVector(4, random);
      const network = continuousNetwork({ weights: { ...weights, drive: "gradient" }, activation: TANH, bias });
      const energy = energyOf(network);
      const field = new Float64Array(4);
      for (let n = 0; n < 5; n++) {
        const v = randomVector(4, random).map((x) => 0.9 * x);
        const u = v.map(network.activation.inverse);
        new LocalField(network).into(u, field);
        for (let i = 0; i < 4; i++) {
          const h = 1e-5;
          const [ahead, behind] = [h, -h].map((by) => energy(v.map((x, j) => (j === i ? x + by : x))));
          expect(Math.abs(-(ahead - behind) / (2 * h) - field[i]), name).toBeLessThan(1e-6 * (1 + Math.abs(field[i])));
        }
      }
      const times = Array.from({ length: 100 }, (_, k) => 0.1 * k);
      const spec = { initial: [0.3, -0.2, 0.5, 0.1], duration: 10, times, relativeTolerance: 1e-9 };
      const { states } = await integrate(network, spec);
      expect(energiesAlong(network, states).largestRise, name).toBeLessThan(1e-10);
      expect(() => energyByQuadrature(network, new Float64Array(4))).toThrow('drive must be "hessian"');
    }
  });

  it("by quadrature, from T alone, is that of the closed form", () => {
    for (const weights of Object.values(GRADIENTS)) {
      const network = continuousNetwork({ ...weights, activation: TANH });
      const v = randomVector(4, random);
      const { energy, error, nodes } = energyByQuadrature(network, v);
      // Φ − ∇Φ·V is counted from V = 0, where it need not vanish
      const zero = energyOf(network)(new Float64Array(4));
      expect(Math.abs(energy - (energyOf(network)(v) - zero))).toBeLessThan(1e-12);
      expect(error).toBeLessThan(1e-12);
      expect(nodes).toBeGreaterThan(8);
    }
  });

  it("never rises along the membrane flow of any symmetric network", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 0.2, max: 4, noNaN: true }),
        fc.constantFrom(TANH, { type: "logistic", gain: 3 } as const, { type: "arctan", width: 0.1 } as const),
        async (nNeurons, seed, gain, activation) => {
          const { weights, initial } = randomNetwork(nNeurons, seed, gain);
          const network = continuousNetwork({ weights: symmetric(weights), activation, bias: initial });
          const times = Array.from({ length: 100 }, (_, k) => 0.15 * k);
          const spec = { initial: initial.map((x) => 3 * x), duration: 15, times, relativeTolerance: 1e-9 };
          const { states, status } = await integrate(network, spec);
          expect(status).toBe("completed");
          const { largestRise, energies, descent } = energiesAlong(network, states);
          // errors of the states, 1e-9, move E by their product with its gradient, which is small where E hardly falls
          expect(largestRise).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(energies[0])));
          expect(descent).toBeGreaterThan(0);
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });

  it("never rises along the gradient flow, nor along a flow with (★) alone; it does around an asymmetric cycle", async () => {
    const times = Array.from({ length: 200 }, (_, k) => 0.05 * k);
    for (const [name, weights] of Object.entries(GRADIENTS)) {
      for (const flow of ["membrane", "gradient"] as const) {
        if (flow === "gradient" && name === "cubic") continue; // runs into the wall of g⁻¹, and is stiff there
        const network = continuousNetwork({ ...weights, activation: TANH });
        const spec = { initial: [0.3, -0.2, 0.5, 0.1], duration: 10, times, flow, relativeTolerance: 1e-9 };
        const { states } = await integrate(network, { ...spec, maxSteps: 20_000 });
        const { risingFraction, largestRise } = energiesAlong(network, states, flow);
        expect(largestRise, `${name} ${flow}`).toBeLessThan(1e-10);
        expect(risingFraction).toBeLessThan(0.5); // at rest rounding alone goes up and down
      }
    }
    const ring = continuousNetwork({
      weights: [
        [0, 0, -3],
        [3, 0, 0],
        [0, 3, 0],
      ],
      activation: TANH,
    });
    const { states } = await integrate(ring, { initial: [0.1, 0.2, -0.1], duration: 10, times });
    const along = energiesAlong(ring, states);
    expect(along.risingFraction).toBeGreaterThan(0.2);
    expect(along.intervals).toBe(199);
  });

  it("has a statistic of descent", () => {
    const { rises, risingFraction, largestRise, descent } = descentOf(Float64Array.of(5, 3, 4, 4, 1));
    expect([rises, risingFraction, largestRise, descent]).toEqual([1, 0.25, 1, 4]);
    expect(descentOf(new Float64Array(0)).descent).toBe(0);
  });
});

describe("quadrature", () => {
  it("of n nodes is exact for polynomials of degree 2n − 1", () => {
    for (const n of [1, 2, 5, 8, 16]) {
      const { nodes, weights } = gaussLegendre(n);
      for (let degree = 0; degree < 2 * n; degree++) {
        const sum = nodes.reduce((total, x, k) => total + weights[k] * x ** degree, 0);
        expect(Math.abs(sum - 1 / (degree + 1))).toBeLessThan(1e-15);
      }
    }
  });

  it("doubles its nodes until it agrees with itself, and says by how much it does not", () => {
    expect(legendreIntegral((x) => Math.exp(x), 1e-13).value).toBeCloseTo(Math.E - 1, 14);
    const kink = legendreIntegral((x) => Math.abs(x - 0.3), 1e-13);
    expect(kink.nodes).toBe(128);
    expect(Math.abs(kink.value - 0.29)).toBeLessThan(2 * kink.error);
  });
});

describe("closure", () => {
  it("Hessians meet (◇), their sum with f(V)(|V|² I − V Vᵀ) only (★), others neither", () => {
    for (const [name, weights] of Object.entries(GRADIENTS)) {
      const closure = closureOf(continuousNetwork({ ...weights, activation: TANH }), { count: 5 });
      expect(closure.symmetry.largest).toBeLessThan(1e-14);
      expect(closure.star.largest, name).toBeLessThan(1e-9);
      if (name === "star") expect(closure.diamond.largest).toBeGreaterThan(0.1);
      else expect(closure.diamond.largest, name).toBeLessThan(1e-9);
      expect(closure.diamond.largest > 20 * closure.error + 1e-12).toBe(name === "star");
    }
    // T = V₀·[[0, 1], [1, 0]]: (★) is ∂₀T_01 V₀ = V₀, largest where |V₀| is
    const bent = continuousNetwork({ weights: (v) => [0, v[0], v[0], 0], nNeurons: 2, activation: TANH });
    const points = [
      [0.5, 0.1],
      [-0.7, 0.2],
    ];
    const { star, diamond } = closureOf(bent, { points });
    expect(star.largest).toBeCloseTo(0.7, 10);
    expect(star.at).toEqual([0, 1]);
    expect(Array.from(star.point)).toEqual([-0.7, 0.2]);
    expect(diamond.largest).toBeCloseTo(1, 10);
    expect(diamond.at).toEqual([0, 1, 0]);
  });

  it("tells asymmetry of constant weights and where it is largest", () => {
    const { symmetry, star } = closureOf(
      continuousNetwork({
        weights: [
          [0, 1, 2],
          [1, 0, 5],
          [2, 4, 0],
        ],
        activation: TANH,
      }),
    );
    expect([symmetry.largest, symmetry.at, star.largest]).toEqual([1, [1, 2], 0]);
    const first = closureOf(
      continuousNetwork({
        weights: [
          [0, 1],
          [4, 0],
        ],
        activation: TANH,
      }),
    );
    expect([first.symmetry.largest, first.symmetry.at]).toEqual([3, [0, 1]]);
  });
});

describe("threshold dynamics", () => {
  it("one after another with symmetric weights the energy never rises, and the end is a fixed point", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer(),
        fc.constantFrom(-0.4, 0, 0.7),
        (n, seed, threshold) => {
          const { weights } = randomNetwork(n, seed, 1);
          const matrix = symmetric(weights).map((row, i) => row.map((value, j) => (i === j ? Math.abs(value) : value)));
          const network = continuousNetwork({ weights: matrix, activation: TANH });
          const initial = Array.from({ length: n }, (_, i) => ((seed >> (i % 31)) & 1 ? 1 : -1));
          for (const spec of [{ order: "sequential" }, { order: "random", seed: 5 }] as const) {
            const { status, energies, state } = thresholdDynamics(network, initial, {
              ...spec,
              threshold,
              maxSweeps: 1000,
            });
            expect(status).toBe("fixedPoint");
            expect(descentOf(energies).rises).toBe(0);
            for (let i = 0; i < n; i++) {
              const field = matrix[i].reduce((sum, value, j) => sum + value * state[j], 0);
              if (Math.abs(field - threshold) > 1e-12) expect(state[i]).toBe(field >= threshold ? 1 : -1);
            }
          }
        },
      ),
      { seed: 6, numRuns: 100 },
    );
  });

  it("together two neurons that copy each other swap for ever; the threshold decides a tie upwards", () => {
    const swap = continuousNetwork({
      weights: [
        [0, 1],
        [1, 0],
      ],
      activation: TANH,
    });
    const { status, state, sweeps } = thresholdDynamics(swap, [1, -1], { order: "synchronous" });
    expect([status, Array.from(state), sweeps]).toEqual(["twoCycle", [1, -1], 2]);
    expect(Array.from(thresholdDynamics(swap, [1, -1]).state)).toEqual([-1, -1]);
    const tie = continuousNetwork({ weights: [[0]], activation: TANH });
    expect(thresholdDynamics(tie, [-1], { threshold: 0 }).state[0]).toBe(1);
    expect(thresholdDynamics(tie, [1], { threshold: 0.1 }).state[0]).toBe(-1);
    expect(thresholdDynamics(tie, [1], { threshold: 0.1, maxSweeps: 1 }).status).toBe("maxSweeps");
    expect(() => thresholdDynamics(tie, [0])).toThrow("initial must be ±1, got 0 at index 0");
    expect(() => thresholdDynamics(tie, [1], { order: "random" })).toThrow("seed must be given");
  });
});

describe("Hebbian updates", () => {
  it("add rate·V̂V̂ᵀ once, or until every synapse that the pattern drives is at its bound", () => {
    const network = continuousNetwork({
      weights: [
        [0, 0.5],
        [0.5, 0],
      ],
      activation: TANH,
    });
    const once = hebbianUpdate(network, [1, -1]);
    expect(Array.from(weightMatrix(once.network))).toEqual([0.5, 0, 0, 0.5]);
    expect([once.updates, once.saturated]).toEqual([1, 0]);
    const full = hebbianUpdate(network, [1, -1], { bound: 1.2 });
    expect(Array.from(weightMatrix(full.network))).toEqual([1.2, -1.2, -1.2, 1.2]);
    expect([full.updates, full.saturated]).toEqual([4, 1]); // 0.5 → −1.2 in steps of ½
    const off = hebbianUpdate(network, [1, -1], { bound: 1.2, diagonal: false });
    expect(Array.from(weightMatrix(off.network))).toEqual([0, -1.2, -1.2, 0]);
    expect(Array.from(weightMatrix(network))).toEqual([0, 0.5, 0.5, 0]); // the first stays what it was
  });

  it("make the pattern a minimum that the flow finds from nearby", async () => {
    const pattern = [1, -1, 1, 1, -1, -1];
    const start = continuousNetwork({ weights: symmetric(randomNetwork(6, 4, 0.5).weights), activation: TANH });
    const { network } = hebbianUpdate(start, pattern, { bound: 0.6 });
    const initial = pattern.map((x, i) => (i === 2 ? -0.2 : 0.5) * x);
    const { state } = await integrate(network, { initial, duration: 40, rest: 1e-8 });
    expect(Array.from(state, Math.sign)).toEqual(pattern);
    const energy = energyOf(network);
    expect(energy(state.map(network.activation.value))).toBeLessThan(energy(Float64Array.from(initial, Math.tanh)));
  });

  it("refuse what has no matrix to add to", () => {
    const network = continuousNetwork({ ...GRADIENTS.logSumExp, activation: TANH });
    expect(() => hebbianUpdate(network, [1, 1, 1, 1])).toThrow("must have dense weights, got patterns ones");
  });
});
