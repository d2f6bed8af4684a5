/** Learning rules with integer weights: their error, the same bits on both backends, and each rule as it is written. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Connectivity, connectivityFrom, randomConnectivity } from "../../../src/hopfield/connectivity.ts";
import { fieldError, MOST_FIELD, toFixedPoint } from "../../../src/hopfield/fixed-point.ts";
import type { LearningSpec } from "../../../src/hopfield/learning/index.ts";
import { type LearnedNetwork, learnNetwork } from "../../../src/hopfield/learning/learn.ts";
import { type Patterns, patternsFrom } from "../../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../../src/hopfield/random-patterns.ts";
import { alignedFields, relax } from "../../../src/hopfield/relax.ts";
import { rowOverlaps } from "../../../src/hopfield/state-overlaps.ts";
import { inlineExecutor } from "../../../src/run/executor.ts";
import { plainRandom, randomSigns } from "../../support/plain-random.ts";
import { expectRejection } from "../../support/rejection.ts";

const complete = (nNeurons: number): Connectivity =>
  connectivityFrom(
    Array.from({ length: nNeurons }, (_, i) => Array.from({ length: nNeurons }, (_, j) => j).filter((j) => j !== i)),
  );

/** W as a full matrix, in the unit of the rule. */
function matrixOf({ graph, scale }: LearnedNetwork): number[][] {
  const { nNeurons, rowStart, inputs, weights } = graph;
  const matrix = Array.from({ length: nNeurons }, () => new Array<number>(nNeurons).fill(0));
  for (let i = 0; i < nNeurons; i++) {
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) matrix[i][inputs[e]] = weights[e] / scale[i];
  }
  return matrix;
}

function expectClose(found: readonly (readonly number[])[], expected: readonly (readonly number[])[], digits = 6) {
  found.forEach((row, i) => {
    row.forEach((value, j) => {
      if (Math.abs(value - expected[i][j]) > 10 ** -digits)
        expect(value, `W_${i},${j}`).toBeCloseTo(expected[i][j], digits);
    });
  });
}

/** Solves A x = b by Gauss's elimination with row exchanges. */
function solved(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const n = b.length;
  const rows = a.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    x[i] = (rows[i][n] - rows[i].slice(i + 1, n).reduce((sum, value, k) => sum + value * x[i + 1 + k], 0)) / rows[i][i];
  }
  return x;
}

/** Storkey's rule as it is written, over existing connections. */
function storkeyByDefinition(
  { values, nPatterns, nNeurons }: Patterns,
  { rowStart, inputs }: Connectivity,
): number[][] {
  const reads = (i: number) => Array.from(inputs.subarray(rowStart[i], rowStart[i + 1]));
  let w = Array.from({ length: nNeurons }, () => new Array<number>(nNeurons).fill(0));
  for (let mu = 0; mu < nPatterns; mu++) {
    const xi = values.subarray(mu * nNeurons, (mu + 1) * nNeurons);
    const h = (i: number, j: number) =>
      reads(i)
        .filter((k) => k !== i && k !== j)
        .reduce((sum, k) => sum + w[i][k] * xi[k], 0);
    const next = w.map((row) => [...row]);
    for (let i = 0; i < nNeurons; i++) {
      for (const j of reads(i)) {
        next[i][j] += (xi[i] * xi[j] - xi[i] * h(j, i) - h(i, j) * xi[j]) / (reads(i).length + 1);
      }
    }
    w = next;
  }
  return w;
}

/** Smallest least squares: the limit of (M_SS + δ) w = M_Si for small δ. */
function pseudoinverseByDefinition(patterns: Patterns, { rowStart, inputs }: Connectivity, delta = 1e-7): number[][] {
  const { values, nPatterns, nNeurons } = patterns;
  const m = (j: number, k: number) => {
    let sum = 0;
    for (let mu = 0; mu < nPatterns; mu++) sum += values[mu * nNeurons + j] * values[mu * nNeurons + k];
    return sum;
  };
  return Array.from({ length: nNeurons }, (_, i) => {
    const own = Array.from(inputs.subarray(rowStart[i], rowStart[i + 1]));
    const w = solved(
      own.map((j) => own.map((k) => m(j, k) + (j === k ? delta : 0))),
      own.map((j) => m(j, i)),
    );
    const row = new Array<number>(nNeurons).fill(0);
    own.forEach((j, s) => {
      row[j] = w[s];
    });
    return row;
  });
}

async function retrieved(net: LearnedNetwork, patterns: Patterns): Promise<number> {
  const { states } = await relax(net, patterns);
  const overlaps = rowOverlaps(states, patterns.values, patterns.nNeurons);
  return overlaps.filter((m) => m >= 0.9).length / patterns.nPatterns;
}

describe("integers for real weights", () => {
  it("fields are off by c/(2s) at most, and stay within 32 bits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.integer(),
        (weights, seed) => {
          const rowStart = Int32Array.of(0, weights.length);
          const found = toFixedPoint(rowStart, Float64Array.from(weights));
          expect(found.weights.reduce((sum, w) => sum + Math.abs(w), 0)).toBeLessThanOrEqual(MOST_FIELD);
          const state = randomSigns(weights.length, plainRandom(seed));
          const real = weights.reduce((sum, w, k) => sum + w * state[k], 0);
          const field = found.weights.reduce((sum, w, k) => sum + w * state[k], 0) / found.scale[0];
          const rounding = 1e-15 * weights.length * weights.reduce((sum, w) => sum + Math.abs(w), 0);
          expect(Math.abs(field - real)).toBeLessThanOrEqual(fieldError(found, rowStart, 0) * (1 + 1e-9) + rounding);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe.each([
  ["hebb", {}],
  ["storkey", {}],
  ["pseudoinverse", {}],
  ["perceptron", { stability: 0.9 }],
  ["unlearning", { dreams: 20, seed: 3 }],
] as const)("%s", (learning, parameters) => {
  it("gives the same bits on both backends and however neurons are shared out", async () => {
    for (const [nNeurons, nInputs, nPatterns] of [
      [50, 49, 20],
      [50, 49, 70],
      [50, 12, 8],
      [51, 12, 30],
    ]) {
      const patterns = await randomPatterns({ nPatterns, nNeurons, seed: 1 });
      const connectivity = await randomConnectivity({ nNeurons, nInputs, seed: 2 });
      const spec = { learning, ...parameters } as LearningSpec;
      const [expected, ...others] = await Promise.all([
        learnNetwork(patterns, connectivity, spec),
        learnNetwork(patterns, connectivity, spec, { backend: "js" }),
        learnNetwork(patterns, connectivity, spec, { executor: { ...inlineExecutor, threads: 3 } }),
      ]);
      for (const other of others) {
        expect(other.graph.weights).toEqual(expected.graph.weights);
        expect(other.scale).toEqual(expected.scale);
        expect(other.status).toEqual(expected.status);
      }
    }
  });
});

describe("storkey", () => {
  it("is the rule as it is written, all connected and over given inputs", async () => {
    for (const [nNeurons, nInputs, nPatterns] of [
      [8, 7, 5],
      [13, 12, 9],
      [12, 4, 6],
      [9, 1, 3],
    ]) {
      const patterns = await randomPatterns({ nPatterns, nNeurons, seed: nNeurons });
      const connectivity = await randomConnectivity({ nNeurons, nInputs, seed: 2 });
      const net = await learnNetwork(patterns, connectivity, { learning: "storkey" });
      expectClose(matrixOf(net), storkeyByDefinition(patterns, connectivity));
    }
  });

  it("stores several times more than Hebb's where all are connected", async () => {
    const patterns = await randomPatterns({ nPatterns: 30, nNeurons: 100, seed: 1 });
    expect(await retrieved(await learnNetwork(patterns, complete(100)), patterns)).toBeLessThan(0.3);
    const net = await learnNetwork(patterns, complete(100), { learning: "storkey" });
    expect(await retrieved(net, patterns)).toBeGreaterThan(0.9);
  });
});

describe("pseudoinverse", () => {
  it("is the smallest least-squares solution: few and many patterns, any inputs, repeated patterns, constant neurons", async () => {
    for (const [nNeurons, nInputs, nPatterns] of [
      [8, 7, 3],
      [9, 8, 8],
      [8, 7, 12],
      [10, 9, 30],
      [12, 5, 3],
      [12, 5, 5],
      [12, 5, 9],
      [12, 5, 30],
    ]) {
      const drawn = await randomPatterns({ nPatterns, nNeurons, seed: nNeurons + nPatterns });
      const connectivity = await randomConnectivity({ nNeurons, nInputs, seed: 2 });
      const repeated = Int8Array.from(drawn.values);
      repeated.copyWithin((nPatterns - 1) * nNeurons, 0, nNeurons); // the last pattern is the first again
      const constant = drawn.values.map((x, at) => (at % nNeurons < 2 ? 1 : x)); // two neurons that never change
      for (const values of [drawn.values, repeated, constant]) {
        const patterns = { nPatterns, nNeurons, values };
        const net = await learnNetwork(patterns, connectivity, { learning: "pseudoinverse" });
        expectClose(matrixOf(net), pseudoinverseByDefinition(patterns, connectivity), 4);
      }
    }
  });

  it("every aligned field is 1 and every pattern a fixed point, for any independent p < N", async () => {
    const nNeurons = 40;
    for (const nPatterns of [1, 10, 25, 36]) {
      const patterns = await randomPatterns({ nPatterns, nNeurons, seed: nPatterns });
      const net = await learnNetwork(patterns, complete(nNeurons), { learning: "pseudoinverse" });
      expect(Array.from(net.status)).toEqual(new Array(nNeurons).fill(0));
      for (const h of await alignedFields(net, patterns)) expect(h).toBeCloseTo(1, 5);
      const { states, status } = await relax(net, patterns);
      expect(states).toEqual(patterns.values);
      expect(new Set(status)).toEqual(new Set(["fixedPoint"]));
    }
  });

  it("a neuron whose value the others do not tell is done as well as can be", async () => {
    // neurons 0 … 2 are the same in both patterns, 3 differs: nothing tells it
    const patterns = patternsFrom([
      [1, 1, -1, 1],
      [1, 1, -1, -1],
    ]);
    const net = await learnNetwork(patterns, complete(4), { learning: "pseudoinverse" });
    expect(Array.from(net.status)).toEqual([0, 0, 0, 1]);
    expectClose([matrixOf(net)[3]], [[0, 0, 0, 0]]);
  });
});

describe("perceptron", () => {
  it("finds which of all targets can be learned: Cover's count in general position", async () => {
    const nInputs = 5;
    const nPatterns = 6;
    const xi = inGeneralPosition(nInputs, nPatterns);
    const targets = 2 ** nPatterns;
    const nNeurons = nInputs + targets;
    const values = Int8Array.from({ length: nPatterns * nNeurons }, (_, at) => {
      const [mu, i] = [Math.floor(at / nNeurons), at % nNeurons];
      return i < nInputs ? xi[mu][i] : ((i - nInputs) >> mu) & 1 ? 1 : -1;
    });
    const inputs = Array.from({ length: nNeurons }, (_, i) => (i < nInputs ? [] : xi[0].map((_, j) => j)));
    const patterns = { nPatterns, nNeurons, values };
    const net = await learnNetwork(patterns, connectivityFrom(inputs), { learning: "perceptron", stability: 0.9 });
    const learned = Array.from(net.status.subarray(nInputs)).filter((status) => status < 2).length;
    expect(learned).toBe(2 * (1 + 5 + 10 + 10 + 5)); // 2 Σ_{k < c} C(p − 1, k) of 64 (Cover 1965)
    const fields = await alignedFields(net, patterns);
    for (let i = nInputs; i < nNeurons; i++) {
      const least = Math.min(...Array.from({ length: nPatterns }, (_, mu) => fields[mu * nNeurons + i]));
      expect(least > 0).toBe(net.status[i] < 2);
    }
  });

  it("its margin is the largest, within the part asked for", async () => {
    // one pattern: w ∝ σξ, margin √c; and at 2 inputs the best direction is found by trying them all
    const one = await randomPatterns({ nPatterns: 1, nNeurons: 10, seed: 1 });
    const single = await learnNetwork(one, complete(10), { learning: "perceptron" });
    for (const h of await alignedFields(single, one)) expect(h).toBeCloseTo(3, 6);
    const patterns = await randomPatterns({ nPatterns: 3, nNeurons: 3, seed: 5 });
    const net = await learnNetwork(patterns, complete(3), { learning: "perceptron", stability: 0.99 });
    const fields = await alignedFields(net, patterns);
    for (let i = 0; i < 3; i++) {
      const [j, k] = [0, 1, 2].filter((n) => n !== i);
      let best = Number.NEGATIVE_INFINITY;
      for (let step = 0; step < 3600; step++) {
        const [x, y] = [Math.cos((step * Math.PI) / 1800), Math.sin((step * Math.PI) / 1800)];
        const margins = [0, 1, 2].map((mu) => {
          const [a, b, c] = [i, j, k].map((n) => patterns.values[mu * 3 + n]);
          return a * (b * x + c * y);
        });
        best = Math.max(best, Math.min(...margins));
      }
      const least = Math.min(...[0, 1, 2].map((mu) => fields[mu * 3 + i]));
      if (best > 0) expect(least).toBeGreaterThan(0.98 * best);
      else expect(net.status[i]).toBe(2);
    }
  });

  it("stores beyond the pseudoinverse, whose fields are exact only below N patterns: α = 1.25 at N = 60", async () => {
    const patterns = await randomPatterns({ nPatterns: 75, nNeurons: 60, seed: 1 });
    const net = await learnNetwork(patterns, complete(60), { learning: "perceptron", stability: 0.3 });
    expect(await retrieved(net, patterns)).toBe(1);
  });
});

describe("unlearning", () => {
  it("dreams thirty times a pattern and unlearns a hundredth of a pattern at a time unless told otherwise", async () => {
    const patterns = await randomPatterns({ nPatterns: 3, nNeurons: 20, seed: 4 });
    const weightsOf = async (spec: { dreams?: number; unlearningRate?: number }) => {
      const { graph } = await learnNetwork(patterns, complete(20), { learning: "unlearning", seed: 9, ...spec });
      return Array.from(graph.weights);
    };
    const byDefault = await weightsOf({});
    expect(await weightsOf({ dreams: 90, unlearningRate: 0.01 })).toEqual(byDefault);
    for (const other of [{ dreams: 89 }, { dreams: 60 }, { unlearningRate: 0.011 }]) {
      expect(await weightsOf(other), JSON.stringify(other)).not.toEqual(byDefault);
    }
  });

  it("takes nothing off without dreams, and several times more patterns hold after some", async () => {
    const patterns = await randomPatterns({ nPatterns: 30, nNeurons: 100, seed: 1 });
    const hebb = await learnNetwork(patterns, complete(100));
    const none = await learnNetwork(patterns, complete(100), { learning: "unlearning", dreams: 0, seed: 1 });
    expectClose(matrixOf(none), matrixOf(hebb), 12);
    expect(await retrieved(hebb, patterns)).toBeLessThan(0.3);
    const net = await learnNetwork(patterns, complete(100), { learning: "unlearning", seed: 1 });
    expect(await retrieved(net, patterns)).toBeGreaterThan(0.9);
  });

  it("its weights stay symmetric, and each dream takes ε/c off every one of them or adds as much", async () => {
    const patterns = await randomPatterns({ nPatterns: 3, nNeurons: 20, seed: 1 });
    const [before, after] = [
      await learnNetwork(patterns, complete(20), { learning: "unlearning", dreams: 4, seed: 9 }),
      await learnNetwork(patterns, complete(20), { learning: "unlearning", dreams: 5, seed: 9 }),
    ].map(matrixOf);
    for (let i = 0; i < 20; i++) {
      for (let j = 0; j < 20; j++) {
        expect(after[i][j]).toBe(after[j][i]);
        if (i !== j) expect(Math.abs(after[i][j] - before[i][j])).toBeCloseTo(0.01 / 19, 9);
      }
    }
  });
});

describe("learnNetwork", () => {
  const patterns = patternsFrom([
    [1, -1, 1],
    [1, 1, -1],
  ]);

  it("refuses what it cannot take, in one sentence", async () => {
    const refusals: [object, typeof TypeError | typeof RangeError, RegExp][] = [
      [{ learning: "hebbian" }, TypeError, /learnNetwork: learning must be one of "hebb", .*got "hebbian"/],
      [{ learnig: "hebb" }, TypeError, /learnNetwork: spec: unknown key "learnig"; did you mean "learning"\?/],
      [{ learning: "perceptron", stability: 1 }, RangeError, /learnNetwork: stability must be in \(0, 1\), got 1/],
      [{ learning: "perceptron", maxSteps: 0 }, RangeError, /learnNetwork: maxSteps must be an integer ≥ 1, got 0/],
      [{ dreams: 3 }, RangeError, /learnNetwork: dreams must be left out unless learning is "unlearning", got 3/],
      [{ learning: "unlearning" }, TypeError, /learnNetwork: seed must be given for learning "unlearning", got none/],
      [
        { learning: "unlearning", dreams: 1e7, unlearningRate: 1000, seed: 1 },
        RangeError,
        /fields of unlearned weights must fit 32 bits/,
      ],
    ];
    for (const [spec, kind, message] of refusals) {
      await expectRejection(learnNetwork(patterns, complete(3), spec as LearningSpec), kind, message);
    }
    await expectRejection(
      learnNetwork(patterns, complete(4)),
      RangeError,
      /learnNetwork: connectivity must connect the patterns' 3 neurons, got 4/,
    );
  });

  it("neurons without inputs have no weights, whatever the rule", async () => {
    const sparse = connectivityFrom([[], [0], []]);
    for (const learning of ["hebb", "storkey", "pseudoinverse", "perceptron"] as const) {
      const net = await learnNetwork(patterns, sparse, { learning });
      expect(net.graph.weights.length).toBe(1);
      expect((await alignedFields(net, patterns))[0]).toBe(0);
    }
  });
});

/** Patterns of which every `nInputs` are independent. */
function inGeneralPosition(nInputs: number, nPatterns: number): Int8Array[] {
  const random = plainRandom(11);
  for (let tries = 0; tries < 2000; tries++) {
    const rows = Array.from({ length: nPatterns }, () => randomSigns(nInputs, random));
    const isGeneral = subsetsOf(nPatterns, nInputs).every((subset) => {
      const gram = subset.map((a) => subset.map((b) => rows[a].reduce((sum, x, k) => sum + x * rows[b][k], 0)));
      return Math.abs(determinant(gram)) > 0.5;
    });
    if (isGeneral) return rows;
  }
  throw new Error("no patterns in general position found");
}

function subsetsOf(n: number, size: number): number[][] {
  const all = Array.from({ length: 2 ** n }, (_, bits) =>
    Array.from({ length: n }, (_, k) => k).filter((k) => (bits >> k) & 1),
  );
  return all.filter((subset) => subset.length === size);
}

function determinant(matrix: readonly (readonly number[])[]): number {
  if (matrix.length === 1) return matrix[0][0];
  return matrix[0].reduce((sum, value, j) => {
    const minor = matrix.slice(1).map((row) => row.filter((_, k) => k !== j));
    return sum + (j % 2 === 0 ? 1 : -1) * value * determinant(minor);
  }, 0);
}
