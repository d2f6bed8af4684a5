/** Relaxation of states against its definition, in every order of updates, on both backends. */
import { describe, expect, it } from "vitest";
import { type Connectivity, connectivityFrom, randomConnectivity } from "../../src/hopfield/connectivity.ts";
import { hebbianNetwork, learnNetwork } from "../../src/hopfield/learning/learn.ts";
import { overlapMatrix } from "../../src/hopfield/overlap.ts";
import { type Patterns, patternsFrom } from "../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { alignedFields, type HopfieldNetwork, type RelaxSpec, relax } from "../../src/hopfield/relax.ts";
import { rowOverlaps } from "../../src/hopfield/state-overlaps.ts";
import { BACKENDS } from "../support/backends.ts";
import { relaxInTurn, relaxTogether } from "../support/definitions.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { expectAbortion, expectRejection, rejection } from "../support/rejection.ts";

const SPECS: readonly RelaxSpec[] = [{}, { order: "random", seed: 4 }, { order: "synchronous" }, { maxSweeps: 2 }];

async function network(
  nNeurons: number,
  nPatterns: number,
  nInputs: number,
  seed = 1,
): Promise<{ patterns: Patterns; connectivity: Connectivity; net: HopfieldNetwork }> {
  const patterns = await randomPatterns({ nPatterns, nNeurons, seed });
  const connectivity = await randomConnectivity({ nNeurons, nInputs, seed });
  return { patterns, connectivity, net: await hebbianNetwork(patterns, connectivity) };
}

/** Inputs and weights M_ij of every neuron, from the definition's matrix. */
async function rowsOf({ patterns, connectivity }: { patterns: Patterns; connectivity: Connectivity }) {
  const overlap = await overlapMatrix(patterns, { backend: "js" });
  const { nNeurons, rowStart, inputs } = connectivity;
  const inputsOf = Array.from({ length: nNeurons }, (_, i) => inputs.slice(rowStart[i], rowStart[i + 1]));
  return { inputsOf, weightsOf: inputsOf.map((row, i) => row.map((j) => overlap[i * nNeurons + j])) };
}

describe("relaxing states", () => {
  it("follows the definition, states and status and sweeps, sequentially and together", async () => {
    const made = await network(40, 12, 9);
    const { inputsOf, weightsOf } = await rowsOf(made);
    const start = randomSigns(70 * 40, plainRandom(1)); // more than two blocks of states
    const upward = Array.from({ length: 40 }, (_, i) => i);
    for (const backend of BACKENDS) {
      const inTurn = await relax(made.net, start, { maxSweeps: 30 }, { backend });
      const together = await relax(made.net, start, { maxSweeps: 30, order: "synchronous" }, { backend });
      for (let s = 0; s < 70; s++) {
        const state = start.subarray(s * 40, (s + 1) * 40);
        for (const [found, expected] of [
          [inTurn, relaxInTurn(inputsOf, weightsOf, state, 30, () => upward)],
          [together, relaxTogether(inputsOf, weightsOf, state, 30)],
        ] as const) {
          expect({
            state: Array.from(found.states.subarray(s * 40, (s + 1) * 40)),
            status: ["maxSweeps", "fixedPoint", "twoCycle"].indexOf(found.status[s]),
            sweeps: found.sweeps[s],
          }).toEqual(expected);
        }
      }
    }
  });

  it("networks that take turns, more than are kept at hand, never answer for each other", async () => {
    const made = await Promise.all([1, 2, 3, 4].map((seed) => network(33, 6, 32, seed)));
    const start = randomSigns(33, plainRandom(1));
    for (const backend of BACKENDS) {
      const round = () => Promise.all(made.map(({ net }) => relax(net, start, {}, { backend })));
      const once = await round();
      expect(await round()).toEqual(once);
      for (const k of [0, 1, 0, 3, 2]) {
        expect(await relax(made[k].net, start, {}, { backend })).toEqual(once[k]);
        const { inputsOf, weightsOf } = await rowsOf(made[k]);
        const upward = Array.from({ length: 33 }, (_, i) => i);
        const { state } = relaxInTurn(inputsOf, weightsOf, start, 100, () => upward);
        expect(Array.from(once[k].states)).toEqual(state);
      }
    }
  });

  it("gives the same on both backends, for every order", async () => {
    for (const [nNeurons, nPatterns, nInputs] of [
      [30, 40, 5],
      [130, 20, 60],
      [80, 900, 79], // fields beyond 16 bits
    ]) {
      const { net } = await network(nNeurons, nPatterns, nInputs);
      const start = randomSigns(40 * nNeurons, plainRandom(2));
      for (const spec of SPECS) {
        const [wasm, js] = await Promise.all(BACKENDS.map((backend) => relax(net, start, spec, { backend })));
        expect(js).toEqual(wasm);
      }
    }
  });

  it("leaves the states it is given alone", async () => {
    const { net, patterns } = await network(30, 20, 5);
    const start = randomSigns(30, plainRandom(1));
    const copy = start.slice();
    await relax(net, start);
    expect(start).toEqual(copy);
    const before = patterns.values.slice();
    await relax(net, patterns);
    expect(patterns.values).toEqual(before);
  });

  it("states relaxed together, apart or in another sequence of calls end alike", async () => {
    const { net } = await network(50, 12, 10);
    const start = randomSigns(90 * 50, plainRandom(3));
    for (const spec of SPECS) {
      const whole = await relax(net, start, spec);
      const parts = await Promise.all(
        [0, 17, 50].map((first, k) => relax(net, start.slice(first * 50, [17, 50, 90][k] * 50), spec)),
      );
      expect(Int8Array.from(parts.flatMap(({ states }) => Array.from(states)))).toEqual(whole.states);
      expect(parts.flatMap(({ status }) => status)).toEqual(whole.status);
    }
  });

  it("several calls at once equal the same calls in turn", async () => {
    const made = await Promise.all([1, 2, 3, 4, 5].map((seed) => network(60, 10, 20, seed)));
    const start = randomSigns(40 * 60, plainRandom(4));
    const inTurn = [];
    for (const { net } of made) inTurn.push(await relax(net, start));
    expect(await Promise.all(made.map(({ net }) => relax(net, start)))).toEqual(inTurn);
  });

  it("another seed is another random order", async () => {
    const { net } = await network(60, 30, 6);
    const start = randomSigns(20 * 60, plainRandom(5));
    const ends = await Promise.all([1, 1, 2].map((seed) => relax(net, start, { order: "random", seed, maxSweeps: 1 })));
    expect(ends[1].states).toEqual(ends[0].states);
    expect(ends[2].states).not.toEqual(ends[0].states);
  });

  it("patterns far below capacity are recalled from cues with a tenth of the neurons flipped", async () => {
    const { net, patterns } = await network(200, 5, 100);
    const random = plainRandom(6);
    const cues = patterns.values.map((value) => (random() < 0.1 ? -value : value));
    for (const spec of SPECS) {
      const { states } = await relax(net, cues, spec);
      for (const m of rowOverlaps(states, patterns.values, 200)) expect(m).toBe(1);
    }
  });

  it("reports its progress", async () => {
    const { net } = await network(20, 3, 5);
    for (const backend of BACKENDS) {
      const done: number[] = [];
      await relax(
        net,
        randomSigns(100 * 20, plainRandom(1)),
        {},
        { backend, onProgress: (p) => done.push(p.done / p.total) },
      );
      expect(done.at(-1)).toBe(1);
      expect(done).toEqual(done.slice().sort((a, b) => a - b));
    }
  });
});

describe("physics of retrieval", () => {
  it("at zero temperature the energy −½ΣJ_ij S_i S_j never rises: symmetric weights, one neuron after another", async () => {
    const random = plainRandom(7);
    for (let trial = 0; trial < 5; trial++) {
      const nNeurons = 40;
      const patterns = patternsFrom(randomSigns(9 * nNeurons, random), nNeurons);
      const rows = Array.from({ length: nNeurons }, () => [] as number[]);
      for (let i = 0; i < nNeurons; i++) {
        for (let j = 0; j < i; j++) {
          if (random() < 0.4) continue;
          rows[i].push(j);
          rows[j].push(i);
        }
      }
      const net = await hebbianNetwork(patterns, connectivityFrom(rows));
      const { rowStart, inputs, weights } = net.graph;
      const energyOf = (state: Int8Array): number => {
        let twice = 0;
        for (let i = 0; i < nNeurons; i++) {
          for (let s = rowStart[i]; s < rowStart[i + 1]; s++) twice -= weights[s] * state[i] * state[inputs[s]];
        }
        return twice / 2;
      };
      for (const order of ["sequential", "random"] as const) {
        let states = randomSigns(nNeurons, random);
        let energy = energyOf(states);
        let fell = 0;
        for (let sweep = 0; sweep < 30; sweep++) {
          states = (await relax(net, states, { order, maxSweeps: 1, seed: sweep })).states;
          const next = energyOf(states);
          expect(next).toBeLessThanOrEqual(energy);
          if (next < energy) fell++;
          energy = next;
        }
        expect(fell).toBeGreaterThan(0);
        // so that it must come to rest, and does
        expect((await relax(net, states, { order, seed: 1 })).status).toEqual(["fixedPoint"]);
      }
    }
  });

  it("together, symmetric weights end in a fixed point or a cycle of two", async () => {
    const patterns = await randomPatterns({ nPatterns: 30, nNeurons: 60, seed: 3 });
    const rows = Array.from({ length: 60 }, (_, i) => Array.from({ length: 60 }, (__, j) => j).filter((j) => j !== i));
    const net = await hebbianNetwork(patterns, connectivityFrom(rows));
    const { status } = await relax(net, randomSigns(64 * 60, plainRandom(8)), {
      order: "synchronous",
      maxSweeps: 1000,
    });
    expect(status).not.toContain("maxSweeps");
  });

  it("a pattern is a fixed point exactly when all of its aligned fields are positive", async () => {
    // c and p odd, so that no field is 0, where sgn(0) = +1 would hold a neuron by convention
    let stable = 0;
    let unstable = 0;
    for (const nPatterns of [3, 5, 7, 9, 11]) {
      const { net, patterns } = await network(60, nPatterns, 21, nPatterns);
      const fields = await alignedFields(net, patterns);
      for (const spec of SPECS) {
        const { states, sweeps } = await relax(net, patterns, spec);
        for (let nu = 0; nu < nPatterns; nu++) {
          const rows = [nu * 60, (nu + 1) * 60] as const;
          const aligned = fields.subarray(...rows).every((field) => field > 0);
          const stays = states.subarray(...rows).every((value, i) => value === patterns.values[rows[0] + i]);
          if (aligned) {
            expect(stays).toBe(true);
            expect(sweeps[nu]).toBe(1);
            stable++;
          } else {
            expect(sweeps[nu]).toBeGreaterThan(1); // a neuron has left; it may come back, but not in the first sweep
            unstable++;
          }
        }
      }
    }
    expect(Math.min(stable, unstable)).toBeGreaterThan(0);
  });
});

describe("aligned fields", () => {
  it("are ξ_i h_i = (1/c_i) Σ_j C_ij s_j M_ij of the definition, each neuron by its own c", async () => {
    const patterns = await randomPatterns({ nPatterns: 40, nNeurons: 30, seed: 2 });
    const random = plainRandom(9);
    const rows = Array.from({ length: 30 }, (_, i) => {
      const row = Array.from({ length: 30 }, (__, j) => j).filter((j) => j !== i && random() < 0.4);
      return row.length > 0 ? row : [(i + 1) % 30];
    });
    const connectivity = connectivityFrom(rows);
    const { inputsOf, weightsOf } = await rowsOf({ patterns, connectivity });
    for (const backend of BACKENDS) {
      const net = await hebbianNetwork(patterns, connectivity, { backend });
      const fields = await alignedFields(net, patterns, { backend });
      for (let nu = 0; nu < 40; nu++) {
        const xi = patterns.values.subarray(nu * 30, (nu + 1) * 30);
        for (let i = 0; i < 30; i++) {
          let sum = 0;
          for (let s = 0; s < inputsOf[i].length; s++) sum += xi[i] * xi[inputsOf[i][s]] * weightsOf[i][s];
          expect(fields[nu * 30 + i] + 0).toBe(sum / inputsOf[i].length + 0); // + 0 makes −0 and 0 one
        }
      }
    }
  });

  it("average to 1 over random connectivity", async () => {
    const { net, patterns } = await network(300, 20, 60);
    const fields = await alignedFields(net, patterns);
    const mean = fields.reduce((a, b) => a + b) / fields.length;
    // The mean over patterns is Σ_j M_ij²/(pc), and M²/p has mean 1 and variance about 2. Over N·c pairs, each counted at
    // most twice, that leaves a s.d. below √(4/18000) = 0.015.
    expect(Math.abs(mean - 1)).toBeLessThan(0.1);
  });

  it("of one pattern alone are exactly 1", async () => {
    const { net, patterns } = await network(50, 1, 7);
    expect((await alignedFields(net, patterns)).every((field) => field === 1)).toBe(true);
  });
});

describe("what relaxing refuses", async () => {
  const { net, patterns, connectivity } = await network(10, 3, 4);
  const states = patterns.values;

  it.each<[string, () => Promise<unknown>, typeof TypeError | typeof RangeError, RegExp]>([
    [
      "no network",
      () => relax(undefined as never, states),
      TypeError,
      /relax: network must be a network from hopfieldNetwork, hebbianNetwork or learnNetwork, got undefined/,
    ],
    [
      "states of the wrong length",
      () => relax(net, states.slice(0, 15)),
      RangeError,
      /relax: states must have a length that is a multiple of 10 neurons, got 15/,
    ],
    ["no states", () => relax(net, new Int8Array(0)), RangeError, /relax: states .* got 0/],
    [
      "states that are no list",
      () => relax(net, 5 as never),
      TypeError,
      /relax: states must be patterns, or rows of ±1 or of 0 and 1, got 5/,
    ],
    [
      "a state of 0",
      () => relax(net, Int8Array.of(...states.slice(0, 9), 0)),
      RangeError,
      /relax: states must be −1 or \+1, or 0 and 1, got 0 at pattern 0, neuron 9 beside −1 at/,
    ],
    [
      "a state of 2",
      () => relax(net, Int8Array.of(2, ...states.slice(0, 9))),
      RangeError,
      /got 2 at pattern 0, neuron 0/,
    ],
    [
      "an unknown order",
      () => relax(net, states, { order: "chaotic" as never }),
      TypeError,
      /relax: order must be one of .* got "chaotic"/,
    ],
    [
      "a random order without a seed",
      () => relax(net, states, { order: "random" }),
      TypeError,
      /relax: seed must be given for order "random", got none/,
    ],
    [
      "a seed out of range",
      () => relax(net, states, { order: "random", seed: -2 }),
      RangeError,
      /relax: seed .* got -2/,
    ],
    ["no sweeps", () => relax(net, states, { maxSweeps: 0 }), RangeError, /relax: maxSweeps .* got 0/],
    [
      "endless sweeps",
      () => relax(net, states, { maxSweeps: Number.POSITIVE_INFINITY }),
      RangeError,
      /relax: maxSweeps .* got Infinity/,
    ],
    [
      "an unknown key",
      () => relax(net, states, { maxSweep: 3 } as never),
      TypeError,
      /relax: spec: unknown key "maxSweep"; did you mean "maxSweeps"\?/,
    ],
    [
      "an unknown backend",
      () => relax(net, states, {}, { backend: "c" as never }),
      TypeError,
      /relax: backend .* got "c"/,
    ],
    [
      "fields of other neurons",
      () => alignedFields(net, patternsFrom([[1, -1, 1]])),
      RangeError,
      /alignedFields: patterns must have 10 neurons as the network, got 3/,
    ],
    [
      "fields of what are no patterns",
      () => alignedFields(net, {} as never),
      TypeError,
      /alignedFields: patterns must be patterns/,
    ],
    [
      "fields without a network",
      () => alignedFields({} as never, patterns),
      TypeError,
      /alignedFields: network .* got an object/,
    ],
    [
      "connectivity of other neurons",
      () => hebbianNetwork(patternsFrom([[1, -1]]), connectivity),
      RangeError,
      /hebbianNetwork: connectivity must connect the patterns' 2 neurons, got 10/,
    ],
    [
      "connectivity that is none",
      () => hebbianNetwork(patterns, [[1]] as never),
      TypeError,
      /hebbianNetwork: connectivity must be connectivity from/,
    ],
    [
      "patterns that are none",
      () => hebbianNetwork(undefined as never, connectivity),
      TypeError,
      /hebbianNetwork: patterns must be patterns/,
    ],
  ])("%s", async (_, call, kind, message) => {
    await expectRejection(call(), kind, message);
  });

  it("a network that cannot fit, before memory is taken", async () => {
    const nNeurons = 50_000;
    const one = { nPatterns: 1, nNeurons, values: new Int8Array(nNeurons).fill(1) };
    const sparse = await randomConnectivity({ nNeurons, nInputs: 1, seed: 1, backend: "js" });
    await expectRejection(
      learnNetwork(one, sparse, { learning: "pseudoinverse" }),
      RangeError,
      /learnNetwork: overlaps of 50000 neurons need 4\.\d+ GiB/,
    );
    // Hebbian weights of few connections come without the matrix
    const { graph } = await hebbianNetwork(one, sparse);
    expect(graph.weights).toEqual(new Int32Array(nNeurons).fill(1));
  });
});

describe("aborting", () => {
  it("before it begins: relax, fields and network reject with the reason", async () => {
    const { net, patterns, connectivity } = await network(20, 3, 5);
    const reason = new Error("enough");
    const options = { signal: AbortSignal.abort(reason) };
    expect(await rejection(relax(net, patterns, {}, options))).toBe(reason);
    expect(await rejection(alignedFields(net, patterns, options))).toBe(reason);
    expect(await rejection(hebbianNetwork(patterns, connectivity, options))).toBe(reason);
  });

  it.each(BACKENDS)("a run of many states stops soon, and the next is right (%s)", async (backend) => {
    const { net } = await network(300, 100, 40);
    const many = randomSigns(4000 * 300, plainRandom(1));
    const few = many.slice(0, 40 * 300);
    const expected = await relax(net, few, {}, { backend });
    await expectAbortion((options) => relax(net, many, {}, { ...options, backend }), 30);
    expect(await relax(net, few, {}, { backend })).toEqual(expected);
  });
});
