/** Networks of the caller's weights: relaxation, heat, fields and energy against their definitions in doubles, and what is refused. */
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { connectivityFrom, fullConnectivity, randomConnectivity } from "../../src/hopfield/connectivity.ts";
import { flippedPatterns } from "../../src/hopfield/cue.ts";
import { glauber } from "../../src/hopfield/glauber.ts";
import { energies, energy, type HopfieldNetworkSpec, hopfieldNetwork } from "../../src/hopfield/hopfield-network.ts";
import { hebbianNetwork, learnNetwork } from "../../src/hopfield/learning/learn.ts";
import { overlapMatrix } from "../../src/hopfield/overlap.ts";
import { patternsFrom } from "../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { alignedFields, relax } from "../../src/hopfield/relax.ts";
import { rewire } from "../../src/hopfield/rewire.ts";
import { BACKENDS } from "../support/backends.ts";
import { relaxInTurn, relaxTogether } from "../support/definitions.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";

const UPWARD = (nNeurons: number) => () => Array.from({ length: nNeurons }, (_, i) => i);

/** Random rows of weights in [−1, 1], a part of them 0; multiples of a step, where one is given. */
function randomRows(nNeurons: number, seed: number, part: number, step = 0): number[][] {
  const random = plainRandom(seed);
  return Array.from({ length: nNeurons }, (_, i) =>
    Array.from({ length: nNeurons }, (_, j) => {
      const value = 2 * random() - 1;
      if (random() > part || i === j) return 0;
      return step > 0 ? Math.round(value / step) * step : value;
    }),
  );
}

/** Weights that follow the threshold as that of one neuron more, which always fires. */
function definitionOf(rows: readonly (readonly number[])[], threshold: readonly number[]) {
  const inputsOf = rows.map((row) => [...row.keys(), row.length]);
  return { inputsOf, weightsOf: rows.map((row, i) => [...row, -threshold[i]]) };
}

describe("relaxing states of given weights", () => {
  const N = 37;
  const start = randomSigns(5 * N, plainRandom(8));
  const withLast = (state: Int8Array) => Int8Array.from([...state, 1]);

  it.each([
    ["all connected", 1, 0],
    ["a fifth connected", 0.2, 0],
    ["with sums that vanish", 0.4, 0.1],
    ["all connected, with sums that vanish", 1, 0.1],
  ])("follows the definition, %s, on both backends", async (_, part, step) => {
    const rows = randomRows(N, 3, part, step);
    const threshold = Array.from({ length: N }, (_, i) => (i % 3) * 0.2);
    const net = hopfieldNetwork({ weights: rows, threshold });
    // sums of tenths are not exact in doubles: the definition is computed in whole tenths
    const whole = (x: number) => (step > 0 ? Math.round(10 * x) : x);
    const { inputsOf, weightsOf } = definitionOf(
      rows.map((row) => row.map(whole)),
      threshold.map(whole),
    );
    // the neuron that stands for the threshold keeps firing: it reads itself alone
    const all = { inputsOf: [...inputsOf, [N]], weightsOf: [...weightsOf, [1]] };
    for (const backend of BACKENDS) {
      for (const count of [1, 5]) {
        const states = start.subarray(0, count * N);
        const inTurn = await relax(net, states, { maxSweeps: 20 }, { backend });
        const together = await relax(net, states, { maxSweeps: 20, order: "synchronous" }, { backend });
        for (let s = 0; s < count; s++) {
          const state = withLast(start.subarray(s * N, (s + 1) * N));
          const one = relaxInTurn(all.inputsOf, all.weightsOf, state, 20, UPWARD(N + 1));
          const two = relaxTogether(all.inputsOf, all.weightsOf, state, 20);
          expect(Array.from(inTurn.states.subarray(s * N, (s + 1) * N))).toEqual(one.state.slice(0, N));
          expect(inTurn.sweeps[s]).toBe(one.sweeps);
          expect(Array.from(together.states.subarray(s * N, (s + 1) * N))).toEqual(two.state.slice(0, N));
        }
      }
    }
  });

  it("rows, one row after another, sparse rows and connections with weights are the same network", async () => {
    const rows = randomRows(N, 4, 0.3);
    const flat = rows.flat();
    const entries = rows.map((row) => [...row.entries()].filter(([, value]) => value !== 0).reverse());
    const rowStart = [0];
    for (const row of entries) rowStart.push(rowStart.at(-1)! + row.length);
    const sparse = { rowStart, columns: entries.flat().map(([j]) => j), values: entries.flat().map(([, w]) => w) };
    const connectivity = connectivityFrom(entries.map((row) => row.map(([j]) => j)));
    const forms: HopfieldNetworkSpec[] = [
      { weights: flat },
      { weights: Float64Array.from(flat) },
      { weights: rows.map((row) => Float64Array.from(row)) },
      { weights: sparse },
      { weights: entries.flatMap((row) => [...row].reverse().map(([, w]) => w)), connectivity },
      { weights: rows, threshold: 0 },
    ];
    const wanted = hopfieldNetwork({ weights: rows });
    for (const form of forms) expect(hopfieldNetwork(form)).toEqual(wanted);
    // entries told twice are summed
    const doubled = { rowStart: [0, 2, 3], columns: [1, 1, 0], values: [1, 2, 3] };
    expect(hopfieldNetwork({ weights: doubled })).toEqual(
      hopfieldNetwork({
        weights: [
          [0, 3],
          [3, 0],
        ],
      }),
    );
  });
});

describe("weights of a neuron as integers", () => {
  const unitOf = (row: readonly number[], threshold = 0) => {
    const rows = [row, ...row.slice(1).map(() => row.map(() => 0))];
    const { graph, scale } = hopfieldNetwork({ weights: rows, threshold: [threshold, ...row.slice(1).map(() => 0)] });
    return { weights: Array.from(graph.weights), scale: scale[0] };
  };

  it("are the multiples that they are", () => {
    expect(unitOf([0, 3, -6, 9]).weights).toEqual([1, -2, 3]);
    expect(unitOf([0, 0.1, 0.2, 0.1 + 0.2]).weights).toEqual([1, 2, 3]);
    expect(unitOf([0, 3 / 784, -7 / 784, 41 / 784]).weights).toEqual([3, -7, 41]);
    expect(unitOf([0, 3 / 784, -7 / 784, 41 / 784]).scale).toBeCloseTo(784, 8);
    expect(unitOf([0, 1e-250, 3e-250]).weights).toEqual([1, 3]);
    // the threshold counts with them: 0.5 halves the unit of 3 and 4
    expect(unitOf([0, 3, 4], 0.5).weights).toEqual([6, 8]);
    let sum = 0;
    for (let k = 0; k < 30; k++) sum += 1 / 30; // 1 but for roundings
    expect(unitOf([0, 1 / 30, sum]).weights).toEqual([1, 30]);
  });

  it("are rounded where they are none, opposite ones alike", () => {
    const { weights, scale } = unitOf([0, Math.SQRT2, -Math.SQRT2, 1, Math.PI]);
    expect(weights[0] + weights[1]).toBe(0);
    for (const [k, w] of [Math.SQRT2, -Math.SQRT2, 1, Math.PI].entries()) {
      expect(Math.abs(weights[k] / scale - w)).toBeLessThan(2 ** -30 * 7);
    }
    const large = unitOf([0, 2 ** 31, 1, 1]).weights; // multiples that do not fit
    expect(Math.abs(large[0])).toBeGreaterThan(2 ** 30);
    expect(Math.abs(large[0]) + Math.abs(large[1]) + Math.abs(large[2])).toBeLessThan(2 ** 31);
  });
});

describe("the network of patterns, given as its weights", () => {
  it("is the Hebbian one: states, fields and heat", async () => {
    const patterns = await randomPatterns({ nPatterns: 6, nNeurons: 50, seed: 2 });
    const hebbian = await hebbianNetwork(patterns); // all connected, without a seed
    const overlaps = await overlapMatrix(patterns);
    const rows = Array.from({ length: 50 }, (_, i) =>
      Array.from({ length: 50 }, (_, j) => (i === j ? 0 : overlaps[50 * i + j] / 49)),
    );
    const own = hopfieldNetwork({ weights: rows });
    const cues = flippedPatterns(patterns, { flipped: 0.3, seed: 1 });
    expect(await relax(own, cues)).toEqual(await relax(hebbian, cues));
    const [a, b] = [await alignedFields(own, patterns), await alignedFields(hebbian, patterns)];
    a.forEach((field, k) => {
      expect(field).toBeCloseTo(b[k], 12);
    });
    expect((await relax(own, patterns)).states).toEqual(patterns.values);
    const withDiagonal = rows.map((row, i) => row.map((value, j) => (i === j ? 6 / 49 : value)));
    expect(hopfieldNetwork({ weights: withDiagonal, dropDiagonal: true })).toEqual(own);
    const spec = { temperature: 0.5, seed: 3, sweeps: 20 };
    const [hot, other] = [await glauber(own, cues, spec), await glauber(hebbian, cues, spec)];
    expect(hot.overlaps).toEqual(other.overlaps);
  });

  it("settles to Boltzmann's distribution of its energy", async () => {
    const rows = [
      [0, 0.7, -0.4],
      [0.7, 0, 0.3],
      [-0.4, 0.3, 0],
    ];
    const network = hopfieldNetwork({ weights: rows, threshold: [0.2, -0.1, 0.3] });
    const temperature = 0.8;
    const all = Array.from({ length: 8 }, (_, code) => [code & 1, (code >> 1) & 1, code >> 2]);
    const factors = all.map((state) => Math.exp(-energy(network, state) / temperature));
    const total = factors.reduce((sum, f) => sum + f);
    const states = new Int8Array(3 * 20_000).fill(1);
    const { states: ends } = await glauber(network, states, { temperature, seed: 5, sweeps: 30, discarded: 0 });
    const counts = new Array<number>(8).fill(0);
    for (let s = 0; s < 20_000; s++) {
      counts[all.findIndex((state) => state.every((bit, i) => (bit ? 1 : -1) === ends[3 * s + i]))]++;
    }
    // each count is binomial; 8 of them beyond 4.5 s.d. once in 18 000 seeds
    counts.forEach((count, code) => {
      const p = factors[code] / total;
      expect(Math.abs(count - 20_000 * p)).toBeLessThan(4.5 * Math.sqrt(20_000 * p * (1 - p)));
    });
  });
});

describe("energy", () => {
  it("is its definition, of one state or of several, written in either way", () => {
    const rows = randomRows(12, 6, 0.7);
    const threshold = Array.from({ length: 12 }, (_, i) => 0.1 * i - 0.4);
    const network = hopfieldNetwork({ weights: rows, threshold });
    const states = randomSigns(48, plainRandom(2));
    const found = energies(network, states);
    for (let s = 0; s < 4; s++) {
      const state = Array.from(states.subarray(12 * s, 12 * (s + 1)));
      let wanted = 0;
      for (let i = 0; i < 12; i++) {
        wanted += threshold[i] * state[i];
        for (let j = 0; j < 12; j++) wanted -= 0.5 * rows[i][j] * state[i] * state[j];
      }
      expect(found[s]).toBeCloseTo(wanted, 7);
      const bits = state.map((value) => (value > 0 ? 1 : 0));
      for (const form of [state, [state], bits, [bits], Uint8Array.from(bits), patternsFrom([state])]) {
        expect(energy(network, form)).toBe(found[s]);
      }
    }
    expect(() => energy(network, states)).toThrow(/energy: state must be a single one, got 4/);
  });

  it("never rises while neurons follow symmetric weights one after another", async () => {
    const half = randomRows(30, 9, 1);
    const rows = half.map((row, i) => row.map((value, j) => value + half[j][i]));
    const network = hopfieldNetwork({ weights: rows, threshold: 0.3 });
    let state: Int8Array = randomSigns(30 * 10, plainRandom(4));
    let before = energies(network, state);
    for (let sweep = 0; sweep < 5; sweep++) {
      state = (await relax(network, state, { maxSweeps: 1 })).states;
      const after = energies(network, state);
      after.forEach((e, s) => {
        expect(e).toBeLessThanOrEqual(before[s] + 1e-12);
      });
      before = after;
    }
  });

  it("of one stored pattern at itself is −N/2, whatever is connected", async () => {
    const patterns = await randomPatterns({ nPatterns: 1, nNeurons: 40, seed: 1 });
    const connectivity = await randomConnectivity({ nNeurons: 40, nInputs: 7, seed: 1 });
    expect(energy(await hebbianNetwork(patterns, connectivity), patterns)).toBeCloseTo(-20, 12);
  });

  it("is refused where the k largest fields fire", async () => {
    const spec = { learning: "covariance", firingThreshold: "winners" } as const;
    const network = await learnNetwork([[1, 0, 0, 1, 0]], undefined, spec);
    expect(() => energy(network, [1, 0, 0, 1, 0])).toThrow(/energy: network must have thresholds, got one whose k/);
  });
});

test("the example of the guide", async () => {
  const text = readFileSync("docs/guides/own-network.md", "utf8");
  const [, program] = /```js\n([\s\S]*?)```/.exec(text)!;
  const [, list, status, value] = /\/\/ \[ (.*?) \] \[ '(\w+)' \] (.*)/.exec(program)!;
  const weights = JSON.parse(`[${/weights: \[([\s\S]*?\]),\s*\],/.exec(program)![1]}]`);
  const network = hopfieldNetwork({ weights, threshold: 0.5 });
  const { states, status: found } = await relax(network, [0, 1, 0]);
  expect([[...states].join(", "), found[0], energy(network, states)]).toEqual([list, status, Number(value)]);
});

test("full connectivity is that of every other neuron", () => {
  expect(fullConnectivity(3)).toEqual(
    connectivityFrom([
      [1, 2],
      [0, 2],
      [0, 1],
    ]),
  );
  expect(() => fullConnectivity(1)).toThrow(RangeError);
});

test("0 and 1, and plain lists, are taken wherever patterns and states are, with the same results", async () => {
  const rows = [
    [1, 0, 0, 1, 1, 0, 1, 0],
    [0, 1, 0, 1, 0, 0, 1, 1],
  ];
  const signs = patternsFrom(rows.map((row) => row.map((bit) => 2 * bit - 1)));
  for (const same of [
    rows,
    rows.map((row) => Uint8Array.from(row)),
    { ...signs, values: Int8Array.from(rows.flat()) },
  ]) {
    expect(patternsFrom(rows)).toEqual(signs);
    const network = await hebbianNetwork(same);
    expect(network).toEqual(await hebbianNetwork(signs));
    expect(await relax(network, same)).toEqual(await relax(network, signs));
    expect(await alignedFields(network, same)).toEqual(await alignedFields(network, signs));
    expect(await overlapMatrix(same)).toEqual(await overlapMatrix(signs));
    const spec = { flipped: 0.25, seed: 1 };
    expect(flippedPatterns(same, spec)).toEqual(flippedPatterns(signs, spec));
    const search = { inputs: 3, rule: "noise", seed: 1 } as const;
    expect((await rewire(same, search)).energies).toEqual((await rewire(signs, search)).energies);
  }
  const network = await hebbianNetwork(signs);
  expect(await relax(network, rows.flat())).toEqual(await relax(network, signs));
  expect(await relax(network, Uint8Array.from(rows.flat()))).toEqual(await relax(network, signs));
});

test.each<[string, () => unknown, RegExp]>([
  [
    "no weights",
    () => hopfieldNetwork({} as never),
    /hopfieldNetwork: weights must be a matrix or sparse rows, got undefined/,
  ],
  [
    "rows that are no square",
    () => hopfieldNetwork({ weights: [[0, 1]] }),
    /weights: row 0 must have 1 numbers, got 2/,
  ],
  [
    "a number of numbers that is no square",
    () => hopfieldNetwork({ weights: [0, 1, 1] }),
    /must be a square matrix, got 3/,
  ],
  [
    "NaN",
    () =>
      hopfieldNetwork({
        weights: [
          [0, Number.NaN],
          [1, 0],
        ],
      }),
    /row 0 must hold finite numbers, got NaN at index 1/,
  ],
  [
    "a text",
    () =>
      hopfieldNetwork({
        weights: [
          [0, "1"],
          [1, 0],
        ] as never,
      }),
    /row 0 must hold finite numbers, got "1"/,
  ],
  [
    "a neuron that reads itself",
    () => hopfieldNetwork({ weights: [0, 1, 1, 0.5] }),
    /0 on the diagonal.* got 0\.5 at neuron 1; dropDiagonal/,
  ],
  ["one neuron", () => hopfieldNetwork({ weights: [[0]] }), /at least 2 neurons, got 1/],
  [
    "a threshold of another number",
    () => hopfieldNetwork({ weights: [0, 1, 1, 0], threshold: [1] }),
    /threshold must have 2 numbers/,
  ],
  [
    "an infinite threshold",
    () => hopfieldNetwork({ weights: [0, 1, 1, 0], threshold: Infinity }),
    /threshold must be a finite/,
  ],
  [
    "a column that is none",
    () => hopfieldNetwork({ weights: { rowStart: [0, 1, 1], columns: [2], values: [1] } }),
    /columns\[0\] must be/,
  ],
  [
    "too few weights",
    () => hopfieldNetwork({ weights: [1], connectivity: fullConnectivity(2) }),
    /2 connections must have 2 numbers, got 1/,
  ],
  ["an unknown key", () => hopfieldNetwork({ weight: [] } as never), /unknown key "weight"; did you mean "weights"/],
  [
    "0 beside −1",
    () => patternsFrom([[1, 0, -1]]),
    /must be −1 or \+1, or 0 and 1, got 0 at pattern 0, neuron 1 beside −1 at/,
  ],
])("%s is refused", (_, make, message) => {
  expect(make).toThrow(message);
});
