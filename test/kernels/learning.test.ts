/** The kernels of learning rules: Cholesky factorization, solution of systems, rounding, and fields of Storkey's rule. */
import { describe, expect, it } from "vitest";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { graphOf } from "../../src/hopfield/graph.ts";
import { log } from "../../src/numeric/log.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { guardBehind, guarded } from "../support/guard.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";

const { wasm, js, all } = await bothBackends();
/** 1 … two vectors of the widest kind plus one, and beyond. */
const SIZES = [...Array.from({ length: 17 }, (_, k) => k + 1), 31, 32, 33];

function onBoth<T>(body: (kernels: Kernels) => T): T {
  const [first, second] = all.map((kernels) => inScratch(kernels, () => body(kernels)));
  expect(second).toEqual(first); // any bit of a double counts
  return first;
}

/** XᵀX of signs, and its leading n × n part dependent where `repeat` says so. */
function gramOf(n: number, width: number, seed: number, repeat = false): Float64Array {
  const random = plainRandom(seed);
  const rows = Array.from({ length: n }, () => randomSigns(width, random));
  if (repeat && n > 2) rows[n - 1] = rows[0];
  return Float64Array.from({ length: n * n }, (_, at) =>
    rows[Math.floor(at / n)].reduce((sum, x, k) => sum + x * rows[at % n][k], 0),
  );
}

describe("systems", () => {
  it("L Lᵀ is the matrix, whatever rows are done at a time, and nothing beyond is touched", () => {
    for (const n of SIZES) {
      const a = gramOf(n, n + 20, n);
      for (const atOnce of [1, 5, n]) {
        const found = onBoth((kernels) => {
          const matrix = guarded(kernels.arena, "float64", n * n);
          const live = guarded(kernels.arena, "int32", n);
          matrix.block.view.set(a);
          for (let i = 0; i < n; i += atOnce) {
            kernels.choleskyRows(matrix.block, live.block, n, i, Math.min(atOnce, n - i), 1e-9);
          }
          matrix.expectIntact();
          live.expectIntact();
          return { l: matrix.values(), live: live.values() };
        });
        expect(Array.from(found.live)).toEqual(new Array(n).fill(1));
        for (let i = 0; i < n; i++) {
          for (let j = 0; j <= i; j++) {
            let sum = 0;
            for (let k = 0; k <= j; k++) sum += found.l[i * n + k] * found.l[j * n + k];
            expect(sum).toBeCloseTo(a[i * n + j], 8);
          }
        }
      }
    }
  });

  it("a dependent row is left out, and the others' system solved", () => {
    for (const n of [3, 4, 9, 16]) {
      const a = gramOf(n, n + 20, n, true);
      const found = onBoth((kernels) => {
        const matrix = kernels.arena.float64(n * n);
        const live = kernels.arena.int32(n);
        const b = guarded(kernels.arena, "float64", n);
        matrix.view.set(a);
        b.block.view.set(Float64Array.from({ length: n }, (_, k) => k + 1));
        kernels.choleskyRows(matrix, live, n, 0, n, 1e-9);
        kernels.choleskySolve(matrix, live, b.block, n, n);
        b.expectIntact();
        return { live: live.view.slice(), x: b.values() };
      });
      expect(found.live[n - 1]).toBe(0);
      expect(found.x[n - 1]).toBe(0);
      for (let i = 0; i < n - 1; i++) {
        let sum = 0;
        for (let j = 0; j < n - 1; j++) sum += a[i * n + j] * found.x[j];
        expect(sum).toBeCloseTo(i + 1, 7);
      }
    }
  });

  it("panels: L⁻¹X, and products of its columns are Xᵀ A⁻¹ X", () => {
    for (const n of SIZES) {
      const columns = 8;
      const a = gramOf(n, n + 20, n + 50);
      const random = plainRandom(n);
      const x = Float64Array.from({ length: columns * n }, () => random() - 0.5);
      const found = onBoth((kernels) => {
        const matrix = kernels.arena.float64(n * n);
        const live = kernels.arena.int32(n);
        const panels = guarded(kernels.arena, "float64", columns * n);
        const out = guarded(kernels.arena, "float64", 4 * columns);
        const b = kernels.arena.float64(n);
        matrix.view.set(a);
        for (let c = 0; c < columns; c++) {
          for (let k = 0; k < n; k++) panels.block.view[(c >> 2) * 4 * n + 4 * k + (c & 3)] = x[c * n + k];
        }
        kernels.choleskyRows(matrix, live, n, 0, n, 1e-9);
        kernels.forwardPanels(matrix, live, panels.block, n, n, 0, 1);
        kernels.forwardPanels(matrix, live, panels.block, n, n, 1, 1);
        kernels.productPanels(panels.block, panels.block, out.block, n, columns, 1, 0, 1);
        panels.expectIntact();
        out.expectIntact();
        b.view.set(x.subarray(4 * n, 5 * n));
        kernels.choleskySolve(matrix, live, b, n, n);
        return { products: out.values(), solution: b.view.slice() };
      });
      for (let c = 0; c < columns; c++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += x[c * n + k] * found.solution[k];
        expect(found.products[c]).toBeCloseTo(sum, 8);
      }
    }
  });

  it("rows of weights are rounded to the nearest integer in their unit", () => {
    for (const n of SIZES) {
      const random = plainRandom(n);
      const values = Float64Array.from({ length: n }, () => random() - 0.5);
      for (const most of [2 ** 31 - 1000, -1000]) {
        const found = onBoth((kernels) => {
          const block = kernels.arena.float64(n + 3);
          const out = guarded(kernels.arena, "int32", n);
          block.view.set(values, 3);
          const s = kernels.roundRow(block, out.block, n, most, 3);
          out.expectIntact();
          return { s, out: out.values() };
        });
        const size = values.reduce((sum, x) => sum + Math.abs(x), 0);
        expect((found.s * size) / most).toBeCloseTo(1, 12);
        found.out.forEach((w, k) => {
          expect(Math.abs(w - found.s * values[k])).toBeLessThanOrEqual(0.5 + 1e-6);
        });
      }
    }
    for (const kernels of all) {
      inScratch(kernels, () => {
        expect(kernels.roundRow(kernels.arena.float64(5), kernels.arena.int32(5), 5, 100)).toBe(0);
      });
    }
  });
});

describe("learning", () => {
  it("fields of the rule of Storkey: both backends give the same bits", () => {
    const nPatterns = 6;
    const stride = 64;
    const given = Float64Array.from({ length: nPatterns }, plainRandom(9));
    for (const nNeurons of SIZES) {
      const found = onBoth((kernels) => {
        const x = kernels.arena.float64(nPatterns * stride);
        for (let mu = 0; mu < nPatterns; mu++) x.view.set(randomSigns(nNeurons, plainRandom(mu)), mu * stride);
        const u = guarded(kernels.arena, "float64", nPatterns * stride);
        const [diagonal, field] = [kernels.arena.float64(stride), kernels.arena.float64(stride)];
        const [overlaps, powers] = [kernels.arena.float64(nPatterns), kernels.arena.float64(nPatterns)];
        overlaps.view.set(given);
        powers.view.set(Float64Array.from({ length: nPatterns }, (_, k) => 0.1 * 1.2 ** k));
        for (let nu = 0; nu < nPatterns; nu++) {
          kernels.storkeyFields(x, u.block, diagonal, field, overlaps, powers, nu, nNeurons, stride, 1.2);
        }
        u.expectIntact();
        return { u: u.values(), diagonal: diagonal.view.slice() };
      });
      expect(found.u[0]).toBe(0.5 * randomSigns(nNeurons, plainRandom(0))[0]); // no fields before the first
    }
  });

  it("sums of patterns are Σ k ξ", () => {
    for (const nPatterns of [1, 2, 5]) {
      const stride = 64;
      const xi = randomSigns(nPatterns * stride, plainRandom(nPatterns));
      const factors = Float64Array.from({ length: nPatterns }, (_, k) => (k === 1 ? 0 : k + 0.25));
      const found = onBoth((kernels) => {
        const rows = kernels.arena.int8(nPatterns * stride);
        const many = kernels.arena.float64(nPatterns);
        const out = guarded(kernels.arena, "float64", stride);
        rows.view.set(xi);
        many.view.set(factors);
        kernels.sumPatterns(rows, many, out.block, nPatterns, stride);
        out.expectIntact();
        return out.values();
      });
      for (let j = 0; j < stride; j++) {
        expect(found[j]).toBe(factors.reduce((sum, k, nu) => sum + k * xi[nu * stride + j], 0));
      }
    }
  });

  it("a perceptron moves on the same way however its steps are cut", () => {
    for (const nPatterns of [1, 2, 7, 8, 9, 17]) {
      const nInputs = 12;
      const stride = 64;
      const random = plainRandom(nPatterns);
      const rows = Array.from({ length: nPatterns }, () => randomSigns(nInputs, random));
      const signs = randomSigns(nPatterns, random);
      const outcome = (cut: number) =>
        onBoth((kernels) => {
          const gram = kernels.arena.int16(nPatterns * stride);
          rows.forEach((a, mu) => {
            rows.forEach((b, nu) => {
              gram.view[mu * stride + nu] = a.reduce((sum, value, k) => sum + value * b[k], 0);
            });
          });
          const learner = kernels.perceptron(nPatterns, stride);
          const expectIntact = guardBehind(kernels.arena);
          learner.begin(gram, signs, 0, nInputs);
          let least = 0;
          for (let done = 0; done < 60; done += cut) least = learner.run(Math.min(cut, 60 - done), 0.95);
          expectIntact();
          const shares = new Float64Array(nPatterns);
          learner.sharesInto(shares);
          return { least, shares, steps: learner.steps, norm: learner.norm, status: learner.status };
        });
      const whole = outcome(60);
      expect(outcome(7)).toEqual(whole);
      expect(whole.shares.reduce((sum, x) => sum + x)).toBeCloseTo(1, 12);
      const v = Float64Array.from({ length: nInputs }, (_, k) =>
        rows.reduce((sum, row, nu) => sum + whole.shares[nu] * signs[nu] * row[k], 0),
      );
      expect(v.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(whole.norm, 9);
      const fields = rows.map((row, nu) => signs[nu] * row.reduce((sum, x, k) => sum + x * v[k], 0));
      expect(Math.min(...fields)).toBeCloseTo(whole.least, 9);
    }
  });

  it("unlearning takes S_i S_j from every connection, seen from both ends", () => {
    const random = plainRandom(3);
    const nNeurons = 9;
    const rowStart = Int32Array.from({ length: nNeurons + 1 }, (_, i) => 4 * i);
    const inputs = Int32Array.from({ length: 4 * nNeurons }, (_, e) => {
      const i = Math.floor(e / 4);
      return [1, 3, 4, 7].map((d) => (i + d) % nNeurons).sort((a, b) => a - b)[e % 4];
    });
    const weights = Int32Array.from(inputs, () => Math.round(20 * random() - 10));
    const graph = graphOf(nNeurons, rowStart, inputs, weights);
    const state = randomSigns(nNeurons, random);
    const expected = weights.map((w, e) => w - 3 * state[Math.floor(e / 4)] * state[inputs[e]]);
    for (const kernels of all) {
      inScratch(kernels, () => {
        const dreamer = kernels.dreamer({ ...graph, fieldBound: 1e6 });
        dreamer.unlearn(state, 3);
        const found = new Int32Array(weights.length);
        dreamer.weightsInto(found);
        expect(found).toEqual(expected);
        // and its fields, which the other end's weights and the sums go into, are those of a graph made anew
        const start = randomSigns(4 * nNeurons, plainRandom(4));
        const results = [dreamer, kernels.relaxer(graphOf(nNeurons, rowStart, inputs, expected))].map((relaxer) => {
          const states = start.slice();
          relaxer.relax(states, new Int32Array(4), new Int32Array(4), 4, 0, 20, [1, 2]);
          return states;
        });
        expect(results[0]).toEqual(results[1]);
      });
    }
    expect(graph.weights).toEqual(weights); // the caller's own are left alone
  });
});

describe("heat bath", () => {
  it("is the same on both backends, for any number of states, in parts, and in 16 and 32 bits", () => {
    for (const largest of [3, 40_000]) {
      for (const nNeurons of [1, 2, 15, 16, 17, 33]) {
        const random = plainRandom(nNeurons);
        const rowStart = Int32Array.from({ length: nNeurons + 1 }, (_, i) => i * (nNeurons - 1));
        const inputs = Int32Array.from({ length: nNeurons * (nNeurons - 1) }, (_, e) => {
          const i = Math.floor(e / (nNeurons - 1));
          return e % (nNeurons - 1) < i ? e % (nNeurons - 1) : (e % (nNeurons - 1)) + 1;
        });
        const graph = graphOf(
          nNeurons,
          rowStart,
          inputs,
          inputs.map(() => Math.round((2 * random() - 1) * largest)),
        );
        const halves = new Float64Array(nNeurons).fill(largest * 0.7);
        halves[0] = 0;
        const start = randomSigns(40 * nNeurons, random);
        const run = (kernels: Kernels, atOnce: number, isRandom: boolean): Int8Array =>
          inScratch(kernels, () => {
            const heater = kernels.heater(graph);
            const expectIntact = guardBehind(kernels.arena);
            const states = start.slice();
            const step = Math.min(heater.lanes, atOnce);
            for (let first = 0; first < 40; first += step) {
              const count = Math.min(step, 40 - first);
              const part = states.subarray(first * nNeurons, (first + count) * nNeurons);
              heater.sweep(part, halves, count, first, isRandom, 1, 2, [5, 6]);
              heater.sweep(part, halves, count, first, isRandom, 3, 5, [5, 6]);
            }
            expectIntact();
            return states;
          });
        for (const isRandom of [false, true]) {
          const expected = run(js, 4, isRandom);
          expect(run(wasm, 40, isRandom)).toEqual(expected);
          expect(run(wasm, 8, isRandom)).toEqual(expected);
        }
      }
    }
  });

  it("its logarithm is within an ulp or two of the engine's", () => {
    for (const x of [1e-10, 0.3, 1, 1.5, 2, 7.25, 4e9]) expect(log(x)).toBeCloseTo(Math.log(x), 13);
  });
});
