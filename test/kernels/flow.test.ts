/** The kernel of the fields of continuous networks: their equations, tangents, and the same bits on both backends. */
import { describe, expect, it } from "vitest";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { fieldOf } from "../../src/dynamics/field.ts";
import {
  type ContinuousNetwork,
  type ContinuousNetworkSpec,
  continuousNetwork,
  weightMatrix,
} from "../../src/dynamics/network.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { guarded } from "../support/guard.ts";
import { randomNetwork, randomVector } from "../support/networks.ts";
import { plainRandom } from "../support/plain-random.ts";
import { expectSame } from "../support/same.ts";

const { wasm, js, all } = await bothBackends();
const SIZES = [1, 2, 3, 4, 5, 8, 9];

/** Every kind of weights on N neurons, with 1 to 5 patterns where they come of patterns. */
function kinds(nNeurons: number): [string, Pick<ContinuousNetworkSpec, "weights" | "precision">][] {
  const random = plainRandom(nNeurons);
  const { weights } = randomNetwork(nNeurons, nNeurons + 50, 1.3);
  const patterns = Array.from({ length: 1 + (nNeurons % 5) }, () => randomVector(nNeurons, random));
  const columns = weights.flatMap((row) => row.flatMap((_, j) => ((j + row.length) % 3 ? [j] : [])));
  const each = columns.length / nNeurons;
  const sparse = {
    rowStart: Array.from({ length: nNeurons + 1 }, (_, i) => i * each),
    columns,
    values: randomVector(columns.length, random),
  };
  return [
    ["dense", { weights }],
    ["f32", { weights, precision: "f32" }],
    ["sparse", { weights: sparse }],
    ["quadratic", { weights: { type: "quadratic", patterns, scale: 0.3 } }],
    ["polynomial", { weights: { type: "polynomial", patterns, degree: 5 } }],
    ["exponential", { weights: { type: "exponential", patterns, beta: 0.7 } }],
    ["logSumExp", { weights: { type: "logSumExp", patterns, beta: 4, drive: "hessian" } }],
    ["∇ quadratic", { weights: { type: "quadratic", patterns, scale: 0.3, drive: "gradient" } }],
    ["∇ polynomial", { weights: { type: "polynomial", patterns, degree: 5, scale: 0.6, drive: "gradient" } }],
    ["∇ exponential", { weights: { type: "exponential", patterns, beta: 0.7, scale: 0.8, drive: "gradient" } }],
    ["∇ logSumExp", { weights: { type: "logSumExp", patterns, beta: 4, scale: 1.3, drive: "gradient" } }],
  ];
}

/** T(V)V with T formed, or ∇Φ(V) by its definition. */
function driveOf(network: ContinuousNetwork, values: Float64Array): number[] {
  const { weights } = network;
  const indices = Array.from(values.keys());
  if (weights.kind !== "patterns" || weights.drive === "hessian") {
    const matrix = weightMatrix(network, values);
    return indices.map((i) => values.reduce((sum, x, j) => sum + matrix[i * values.length + j] * x, 0));
  }
  const { type, patterns, nPatterns, degree, beta, scale } = weights;
  const rows = Array.from({ length: nPatterns }, (_, mu) => patterns.subarray(mu * values.length));
  const m = rows.map((row) => values.reduce((sum, x, j) => sum + row[j] * x, 0));
  const total = m.reduce((sum, x) => sum + Math.exp(beta * x), 0);
  const slope = {
    quadratic: (x: number) => x,
    polynomial: (x: number) => x ** (degree - 1),
    exponential: (x: number) => beta * Math.exp(beta * x),
    logSumExp: (x: number) => Math.exp(beta * x) / total,
  }[type];
  return indices.map((i) => scale * rows.reduce((sum, row, mu) => sum + slope(m[mu]) * row[i], 0));
}

describe("fields of continuous networks", () => {
  it("have the same bits on both backends, tangents included, and are what their equations say", () => {
    for (const nNeurons of SIZES) {
      for (const [name, kind] of kinds(nNeurons)) {
        for (const activation of [{ type: "tanh", gain: 1.2 }, { type: "logistic" }, { type: "arctan" }] as const) {
          const random = plainRandom(3 * nNeurons);
          const bias = randomVector(nNeurons, random);
          const network = continuousNetwork({ ...kind, activation, bias });
          for (const flow of ["membrane", "gradient"] as const) {
            const inside = (x: number) => (activation.type === "tanh" ? 0.9 * x : 0.5 + 0.45 * x);
            const state = randomVector(nNeurons, random).map((x) => (flow === "gradient" ? inside(x) : 2 * x));
            const tangents = [randomVector(nNeurons, random), randomVector(nNeurons, random)];
            const evaluate = (kernels: Kernels) =>
              inScratch(kernels, () => {
                const field = fieldOf(kernels, network, flow);
                const x = kernels.arena.float64(3 * field.stride);
                [state, ...tangents].forEach((vector, k) => {
                  x.view.set(vector, k * field.stride);
                });
                const out = guarded(kernels.arena, "float64", 3 * field.stride);
                field.evaluate(x, out.block, 3);
                out.expectIntact();
                const found = out.values();
                return [0, 1, 2].map((k) => found.slice(k * field.stride, k * field.stride + nNeurons));
              });
            const found = evaluate(wasm);
            const twin = evaluate(js);
            found.forEach((vector, k) => {
              expectSame(vector, twin[k], `${name} ${activation.type} ${flow} N = ${nNeurons}, vector ${k}`);
            });
            const { value, inverse } = network.activation;
            const values = flow === "membrane" ? state.map(value) : state;
            const drive = driveOf(network, values);
            for (let i = 0; i < nNeurons; i++) {
              const expected = bias[i] - (flow === "membrane" ? state[i] : inverse(state[i])) + drive[i];
              expect(Math.abs(found[0][i] - expected)).toBeLessThan(1e-12 * (1 + Math.abs(expected)));
            }
          }
        }
      }
    }
  });

  it("give T(V)V or ∇Φ(V) and its derivative alone", () => {
    for (const [name, kind] of kinds(5)) {
      const network = continuousNetwork({ ...kind, activation: { type: "tanh" } });
      const random = plainRandom(1);
      const [values, change] = [randomVector(5, random), randomVector(5, random)];
      const driven = (kernels: Kernels, at: Float64Array) =>
        inScratch(kernels, () => {
          const [v, out, along, moved] = [0, 1, 2, 3].map(() => kernels.arena.float64(8));
          v.view.set(at);
          along.view.set(change);
          const field = fieldOf(kernels, network);
          field.driven(v, out, along, moved);
          return { drive: out.view.slice(0, 5), moved: moved.view.slice(0, 5) };
        });
      const found = driven(wasm, values);
      expect(found).toEqual(driven(js, values));
      const h = 1e-5;
      const [ahead, behind] = [h, -h].map(
        (by) =>
          driven(
            wasm,
            values.map((x, i) => x + by * change[i]),
          ).drive,
      );
      found.moved.forEach((value, i) => {
        expect(Math.abs(value - (ahead[i] - behind[i]) / (2 * h)), name).toBeLessThan(1e-7 * (1 + Math.abs(value)));
      });
    }
  });

  it("of logSumExp weights do not overflow at large β, and tell only the nearest pattern", () => {
    const patterns = [
      [1, 1, -1],
      [-1, 1, 1],
    ];
    const network = continuousNetwork({
      weights: { type: "logSumExp", patterns, beta: 1e4, drive: "hessian" },
      activation: { type: "tanh" },
    });
    for (const kernels of all) {
      inScratch(kernels, () => {
        const [v, out] = [kernels.arena.float64(4), kernels.arena.float64(4)];
        v.view.set([0.9, 0.8, -0.7]);
        fieldOf(kernels, network).driven(v, out);
        expect(Array.from(out.view)).toEqual([0, 0, 0, 0]); // p = (1, 0): the curvature of a linear function
      });
    }
  });
});
