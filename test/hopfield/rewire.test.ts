/** Rewiring: energies to rounding, optima of small problems by brute force, and independence of the neurons. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomConnectivity } from "../../src/hopfield/connectivity.ts";
import { hebbianNetwork } from "../../src/hopfield/learning/learn.ts";
import { overlapMatrix } from "../../src/hopfield/overlap.ts";
import { type Patterns, patternsFrom } from "../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { alignedFields } from "../../src/hopfield/relax.ts";
import { type Rewired, type RewireSpec, rewire } from "../../src/hopfield/rewire.ts";
import { fieldBound, needsWide, twiceKappaOf } from "../../src/hopfield/rules/aligned-noise.ts";
import { BACKENDS } from "../support/backends.ts";
import { scaledEnergyByDefinition, subsets } from "../support/definitions.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { expectAbortion, expectRejection, rejection } from "../support/rejection.ts";
import { shuffledExecutor } from "../support/shuffled-executor.ts";

/** E_i = Σ_ν (A_i^ν − ε)² of the definition; exact where cε is an integer. */
function energyByDefinition(
  { values, nPatterns, nNeurons }: Patterns,
  i: number,
  inputs: ArrayLike<number>,
  epsilon: number,
) {
  const c = inputs.length;
  const scaled = c * epsilon;
  const nearest = Math.round(scaled);
  const scaledEpsilon = Math.abs(scaled - nearest) < 1e-9 ? nearest : scaled;
  return scaledEnergyByDefinition(values, nPatterns, nNeurons, i, inputs, scaledEpsilon) / c ** 2;
}

/** What a result says, without what it took. */
function found({ neurons, inputs, energies, connectivity, epsilon }: Rewired) {
  return { neurons, inputs, energies, connectivity, epsilon };
}

const patterns = await randomPatterns({ nPatterns: 40, nNeurons: 70, seed: 1 });
const SOLVERS = ["heat-bath", "swap"] as const;

describe("rewiring", () => {
  it.each(SOLVERS)(
    "reports energies that are Σ_ν (A_ν − ε)² of the definition, exactly, on both backends (%s)",
    async (solver) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 3, max: 30 }).chain((nNeurons) =>
            fc.record({
              nNeurons: fc.constant(nNeurons),
              inputs: fc.integer({ min: 1, max: nNeurons - 1 }),
              nPatterns: fc.integer({ min: 1, max: 40 }),
              rule: fc.constantFrom("noise" as const, "signal" as const),
              correlated: fc.boolean(),
              seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
            }),
          ),
          async ({ nNeurons, inputs, nPatterns, rule, correlated, seed }) => {
            const random = plainRandom(Number(seed % 2n ** 32n));
            const base = randomSigns(nNeurons, random);
            const values = Int8Array.from({ length: nPatterns * nNeurons }, (_, at) => {
              return correlated
                ? random() < 0.1
                  ? -base[at % nNeurons]
                  : base[at % nNeurons]
                : random() < 0.5
                  ? -1
                  : 1;
            });
            const some = patternsFrom(values, nNeurons);
            const spec = { inputs, rule, seed, solver, sweeps: 2 };
            const [wasm, js] = await Promise.all(BACKENDS.map((backend) => rewire(some, spec, { backend })));
            expect(found(js)).toEqual(found(wasm));
            expect(wasm.epsilon).toBe(rule === "noise" ? 0 : nPatterns / inputs);
            for (let i = 0; i < nNeurons; i++) {
              const row = wasm.inputs.subarray(i * inputs, (i + 1) * inputs);
              expect(new Set(row).size).toBe(inputs);
              expect(row.includes(i)).toBe(false);
              expect(Array.from(row)).toEqual(Array.from(row).sort((a, b) => a - b));
              expect(wasm.energies[i]).toBe(energyByDefinition(some, i, row, wasm.epsilon!));
            }
          },
        ),
        { numRuns: 40, seed: 2 },
      );
    },
  );

  it("reports energies of any ε to rounding", async () => {
    for (const epsilon of [0, 0.1, 1 / 3, Math.PI, 17.3]) {
      const { energies, inputs } = await rewire(patterns, { inputs: 9, rule: "signal", epsilon, seed: 1, sweeps: 5 });
      energies.forEach((energy, i) => {
        const expected = energyByDefinition(patterns, i, inputs.subarray(i * 9, (i + 1) * 9), epsilon);
        expect(Math.abs(energy - expected)).toBeLessThan(1e-9 * (1 + patterns.nPatterns * epsilon ** 2));
      });
    }
  });

  it("repeated patterns: energies stay exact where fields pass 2³¹ and the wide annealer is needed", async () => {
    const nNeurons = 700;
    const nPatterns = 2000;
    const inputs = 660;
    const random = plainRandom(5);
    const base = randomSigns(nNeurons, random);
    const values = Int8Array.from({ length: nPatterns * nNeurons }, (_, at) => {
      return random() < 0.004 ? -base[at % nNeurons] : base[at % nNeurons];
    });
    const alike = patternsFrom(values, nNeurons);
    const overlap = await overlapMatrix(alike);
    let largest = 0;
    overlap.forEach((m, at) => {
      if (Math.floor(at / nNeurons) !== at % nNeurons) largest = Math.max(largest, Math.abs(m));
    });
    expect(fieldBound(nPatterns, inputs, largest)).toBeGreaterThan(2 ** 31);
    expect(needsWide(nPatterns, inputs, 2 * inputs, largest)).toBe(true);
    for (const rule of ["noise", "signal"] as const) {
      const spec = { inputs, rule, seed: 1, only: [0, 699], sweeps: 2 };
      const [wasm, js] = await Promise.all(BACKENDS.map((backend) => rewire(alike, spec, { backend })));
      expect(found(js)).toEqual(found(wasm));
      wasm.neurons.forEach((i, n) => {
        const row = wasm.inputs.subarray(n * inputs, (n + 1) * inputs);
        const expected = energyByDefinition(alike, i, row, wasm.epsilon!);
        expect(expected * inputs ** 2).toBeLessThan(2 ** 53);
        expect(wasm.energies[n]).toBe(expected);
      });
    }
  });

  it.each(SOLVERS)("finds the optimum of every neuron of tiny problems, by brute force (%s)", async (solver) => {
    for (const [nNeurons, nPatterns, inputs] of [
      [5, 3, 2],
      [8, 6, 3],
      [10, 12, 5],
      [12, 9, 4],
      [12, 25, 6],
    ]) {
      const small = patternsFrom(randomSigns(nPatterns * nNeurons, plainRandom(nNeurons * inputs)), nNeurons);
      for (const rule of ["noise", "signal"] as const) {
        const { energies, epsilon } = await rewire(small, { inputs, rule, seed: 3, solver, sweeps: 400 });
        for (let i = 0; i < nNeurons; i++) {
          const others = Array.from({ length: nNeurons }, (_, j) => j).filter((j) => j !== i);
          const optimum = Math.min(
            ...subsets(others, inputs).map((set) => energyByDefinition(small, i, set, epsilon!)),
          );
          expect(energies[i]).toBe(optimum);
        }
      }
    }
  });

  it("a neuron's inputs depend neither on the list it stands in nor on its place there", async () => {
    for (const solver of SOLVERS) {
      const spec = { inputs: 8, rule: "signal", seed: 9, solver, sweeps: 10 } as const;
      const all = await rewire(patterns, spec);
      for (const only of [
        [5],
        [69, 0, 33],
        [7, 7],
        Int32Array.of(12, 11, 10, 9, 8),
        Array.from({ length: 70 }, (_, k) => 69 - k),
      ]) {
        const some = await rewire(patterns, { ...spec, only });
        expect(some.connectivity).toBeNull();
        expect(Array.from(some.neurons)).toEqual(Array.from(only));
        Array.from(only).forEach((i, n) => {
          expect(some.inputs.slice(n * 8, (n + 1) * 8)).toEqual(all.inputs.slice(i * 8, (i + 1) * 8));
          expect(some.energies[n]).toBe(all.energies[i]);
        });
      }
    }
  });

  it("nor on the executor, its threads and the order in which they work", async () => {
    const spec = { inputs: 8, rule: "noise", seed: 9, sweeps: 10 } as const;
    const inline = await rewire(patterns, spec);
    for (const [threads, seed] of [
      [1, 1],
      [4, 2],
      [4, 3],
      [100, 4],
    ]) {
      const executor = shuffledExecutor(threads, seed);
      expect(found(await rewire(patterns, spec, { executor }))).toEqual(found(inline));
      expect(executor.ran).toBeGreaterThan(threads > 1 ? 4 : 1);
    }
    const from = inline.connectivity!;
    const warm = await rewire(patterns, { ...spec, from });
    const elsewhere = await rewire(patterns, { ...spec, from }, { executor: shuffledExecutor(4, 5) });
    expect(found(elsewhere)).toEqual(found(warm));
  });

  it("nor on what else is rewired at the same time", async () => {
    const other = await randomPatterns({ nPatterns: 15, nNeurons: 50, seed: 4 });
    const calls = [
      () => rewire(patterns, { inputs: 8, rule: "signal", seed: 1, sweeps: 10 }),
      () => rewire(other, { inputs: 12, rule: "noise", seed: 2, sweeps: 10 }),
      () => rewire(patterns, { inputs: 20, rule: "noise", seed: 1, sweeps: 10 }, { backend: "js" }),
      () => rewire(other, { inputs: 5, rule: "signal", seed: 3, sweeps: 30, solver: "swap" }),
      () => rewire(patterns, { inputs: 8, rule: "signal", seed: 2, sweeps: 10 }),
    ];
    const inTurn = [];
    for (const call of calls) inTurn.push(found(await call()));
    expect((await Promise.all(calls.map((call) => call()))).map(found)).toEqual(inTurn);
    expect((await Promise.all(calls.reverse().map((call) => call()))).map(found)).toEqual(inTurn.reverse());
  });

  it("both backends agree although they cut a run into calls of different length", async () => {
    // Enough proposals that JavaScript takes the levels in pieces where WebAssembly takes all at once, and too few for both
    // to end in the optimum whatever happens on the way.
    const more = await randomPatterns({ nPatterns: 100, nNeurons: 400, seed: 2 });
    for (const [solver, sweeps] of [
      ["swap", 60],
      ["swap", 4500], // and a level alone in several pieces
      ["heat-bath", 5],
    ] as const) {
      const only = sweeps > 100 ? [3] : [3, 4, 5, 6];
      const spec: RewireSpec = { inputs: 100, rule: "signal", seed: 3, solver, sweeps, only };
      const [wasm, js] = await Promise.all(BACKENDS.map((backend) => rewire(more, spec, { backend })));
      expect(found(js)).toEqual(found(wasm));
    }
  });

  it("begins with the connectivity it is given, and never ends above it", async () => {
    const from = await randomConnectivity({ nNeurons: 70, nInputs: 8, seed: 3 });
    for (const rule of ["noise", "signal"] as const) {
      for (const sweeps of [0, 1]) {
        const { energies, epsilon } = await rewire(patterns, { inputs: 8, rule, from, seed: 1, sweeps });
        energies.forEach((energy, i) => {
          const before = energyByDefinition(patterns, i, from.inputs.subarray(i * 8, (i + 1) * 8), epsilon!);
          expect(energy).toBeLessThanOrEqual(before);
        });
      }
      // where nothing can be gained it stays: a local minimum without annealing
      const settled = await rewire(patterns, { inputs: 8, rule, from, seed: 1, sweeps: 0 });
      const again = await rewire(patterns, { inputs: 8, rule, from: settled.connectivity!, seed: 2, sweeps: 0 });
      expect(again.inputs).toEqual(settled.inputs);
    }
    const part = { inputs: 8, rule: "noise", only: [40, 2], seed: 1, sweeps: 0, from } as const;
    const whole = await rewire(patterns, { ...part, only: Array.from({ length: 70 }, (_, i) => i) });
    const some = await rewire(patterns, part);
    expect(Array.from(some.energies)).toEqual([whole.energies[40], whole.energies[2]]);
  });

  it("more sweeps find lower energies on average", async () => {
    const sums = [];
    for (const sweeps of [0, 2, 20]) {
      const { energies } = await rewire(patterns, { inputs: 20, rule: "noise", seed: 1, sweeps });
      sums.push(energies.reduce((a, b) => a + b));
    }
    expect(sums[1]).toBeLessThan(sums[0]);
    expect(sums[2]).toBeLessThan(sums[1]);
  });

  it("the default temperatures are those that its doc states", async () => {
    // 0.4 and 0.025 of P⟨m²⟩/c² at the quenched set: E is in units of c²E there, so the scale is that of the quench alone
    const spec = { inputs: 8, rule: "noise", seed: 5, only: [4] } as const;
    const quenched = await rewire(patterns, { ...spec, sweeps: 0 });
    const overlap = await overlapMatrix(patterns);
    const squares = quenched.inputs.reduce((sum, j) => sum + overlap[4 * 70 + j] ** 2, 0);
    const scale = (40 * squares) / 8 / 8 ** 2;
    const byDefault = await rewire(patterns, spec);
    const stated = await rewire(patterns, { ...spec, temperatures: { start: 0.4 * scale, end: 0.025 * scale } });
    expect(found(stated)).toEqual(found(byDefault));
  });

  it("with a time limit takes about that long, and still ends in a local minimum", async () => {
    const started = performance.now();
    const spec = { inputs: 20, rule: "noise", seed: 1, only: [0, 1], timeLimit: 0.1 } as const;
    const { connectivity, inputs, energies } = await rewire(patterns, spec);
    expect(connectivity).toBeNull();
    const seconds = (performance.now() - started) / 1000;
    expect(seconds).toBeGreaterThan(0.1);
    expect(seconds).toBeLessThan(2);
    for (const n of [0, 1]) {
      const row = inputs.slice(n * 20, (n + 1) * 20);
      expect(energies[n]).toBe(energyByDefinition(patterns, n, row, 0));
    }
  });

  it("states its ε, seed and backend, and leaves the patterns alone", async () => {
    const before = patterns.values.slice();
    const drawn = await rewire(patterns, { inputs: 8, rule: "signal", only: [1], sweeps: 1 });
    expect(patterns.values).toEqual(before);
    expect(drawn.epsilon).toBe(5);
    expect(drawn.provenance.backend).toBe("wasm");
    const again = await rewire(patterns, {
      inputs: 8,
      rule: "signal",
      only: [1],
      sweeps: 1,
      seed: drawn.provenance.seed,
    });
    expect(found(again)).toEqual(found(drawn));
    const large = await rewire(patterns, { inputs: 8, rule: "noise", only: [1], sweeps: 1, seed: 2n ** 64n - 1n });
    expect(large.provenance.seed).toBe("18446744073709551615");
  });

  it("reports its progress up to all neurons", async () => {
    const done: number[] = [];
    await rewire(patterns, { inputs: 8, rule: "noise", seed: 1, sweeps: 1 }, { onProgress: (p) => done.push(p.done) });
    expect(done.at(-1)).toBe(70);
    expect(done).toEqual(done.slice().sort((a, b) => a - b));
  });
});

describe("what rewiring does to a network", () => {
  it("noise reduction lowers E below that of random connectivity, for every neuron", async () => {
    const wiring = await randomConnectivity({ nNeurons: 70, nInputs: 15, seed: 1 });
    const { energies } = await rewire(patterns, { inputs: 15, rule: "noise", seed: 1 });
    energies.forEach((energy, i) => {
      // random: p(p − 1)/c = 104 on average
      const random = energyByDefinition(patterns, i, wiring.inputs.subarray(i * 15, (i + 1) * 15), 0);
      expect(energy).toBeLessThan(random / 2);
    });
  });

  it("signal reinforcement raises the mean aligned field, noise reduction lowers it and its spread", async () => {
    const moments = async (connectivity: Awaited<ReturnType<typeof randomConnectivity>>) => {
      const fields = await alignedFields(await hebbianNetwork(patterns, connectivity), patterns);
      const mean = fields.reduce((a, b) => a + b) / fields.length;
      return { mean, deviation: Math.sqrt(fields.reduce((a, b) => a + (b - mean) ** 2, 0) / fields.length) };
    };
    const random = await moments(await randomConnectivity({ nNeurons: 70, nInputs: 10, seed: 1 }));
    const noise = await moments((await rewire(patterns, { inputs: 10, rule: "noise", seed: 1 })).connectivity!);
    const signal = await moments((await rewire(patterns, { inputs: 10, rule: "signal", seed: 1 })).connectivity!);
    expect(signal.mean).toBeGreaterThan(2 * random.mean);
    expect(signal.mean / signal.deviation).toBeGreaterThan(random.mean / random.deviation);
    expect(noise.mean).toBeLessThan(1);
    expect(noise.deviation).toBeLessThan(random.deviation / 1.5);
  });
});

describe("units of the annealer", () => {
  it("2κ is freed of rounding where it means an integer", () => {
    for (let p = 1; p < 300; p++) for (const c of [3, 7, 49, 93, 107]) expect(twiceKappaOf(c, p / c)).toBe(2 * (c + p));
    expect(twiceKappaOf(10, 0)).toBe(20);
    expect(twiceKappaOf(10, 0.123)).toBe(20 * 1.123);
  });

  it("the bound on fields holds for the worst set of inputs", async () => {
    const overlap = await overlapMatrix(patterns);
    const m = (i: number, j: number) => overlap[i * 70 + j];
    let largest = 0;
    for (let i = 0; i < 70; i++) for (let j = 0; j < i; j++) largest = Math.max(largest, Math.abs(m(i, j)));
    for (const c of [1, 10, 69]) {
      for (let i = 0; i < 70; i++) {
        for (let l = 0; l < 70; l++) {
          // the c largest terms |m_j M_jl| there are
          const terms = Array.from({ length: 70 }, (_, j) => (j === i ? 0 : Math.abs(m(i, j) * m(j, l)))).sort(
            (a, b) => b - a,
          );
          const worst = terms.slice(0, c).reduce((a, b) => a + b);
          expect(worst).toBeLessThanOrEqual(fieldBound(40, c, largest));
        }
      }
    }
  });
});

describe("what rewiring refuses", async () => {
  const spec: RewireSpec = { inputs: 8, rule: "noise", seed: 1, sweeps: 1 };
  const other = await randomConnectivity({ nNeurons: 20, nInputs: 8, seed: 1 });
  const fewer = await randomConnectivity({ nNeurons: 70, nInputs: 7, seed: 1 });

  it.each<[string, object, typeof TypeError | typeof RangeError, RegExp]>([
    ["c = N", { inputs: 70 }, RangeError, /^rewire: inputs must be less than the number of neurons, 70, got 70$/],
    ["c = 0", { inputs: 0 }, RangeError, /^rewire: inputs must be an integer ≥ 1, got 0$/],
    ["c = NaN", { inputs: Number.NaN }, RangeError, /inputs .* got NaN/],
    ["c missing", { inputs: undefined }, TypeError, /inputs must be an integer, got undefined/],
    [
      "an unknown rule",
      { rule: "loud" },
      TypeError,
      /^rewire: rule must be one of "noise", "signal", "margin", "strongest", got "loud"$/,
    ],
    [
      "the rule without a search",
      { rule: "random" },
      TypeError,
      /rule must be one of "noise", "signal", "margin", "strongest", got "random"/,
    ],
    ["ε for noise reduction", { epsilon: 0.5 }, RangeError, /epsilon must be 0 or left out for rule "noise", got 0.5/],
    ["ε < 0", { rule: "signal", epsilon: -0.5 }, RangeError, /epsilon must be a finite number ≥ 0, got -0.5/],
    ["ε = NaN", { rule: "signal", epsilon: Number.NaN }, RangeError, /epsilon .* got NaN/],
    ["ε = ∞", { rule: "signal", epsilon: Number.POSITIVE_INFINITY }, RangeError, /epsilon .* got Infinity/],
    ["an unknown key", { sweep: 3 }, TypeError, /spec: unknown key "sweep"; did you mean "sweeps"\?/],
    [
      "an unknown solver",
      { solver: "tabu" },
      TypeError,
      /solver must be one of "heat-bath", "swap", "published", got "tabu"/,
    ],
    ["sweeps and a time limit", { timeLimit: 1 }, TypeError, /sweeps and timeLimit exclude each other/],
    ["negative sweeps", { sweeps: -1 }, RangeError, /sweeps must be a finite number ≥ 0, got -1/],
    ["NaN sweeps", { sweeps: Number.NaN }, RangeError, /sweeps .* got NaN/],
    ["no time", { sweeps: undefined, timeLimit: 0 }, RangeError, /timeLimit must be a finite number > 0, got 0/],
    [
      "a negative temperature",
      { temperatures: { start: -1, end: 1 } },
      RangeError,
      /temperatures\.start must be a finite number > 0, got -1/,
    ],
    ["an end of 0", { temperatures: { start: 1, end: 0 } }, RangeError, /temperatures\.end .* got 0/],
    [
      "temperatures that rise",
      { temperatures: { start: 1, end: 2 } },
      RangeError,
      /temperatures\.end must be ≤ start = 1, got 2/,
    ],
    [
      "a start beyond single precision",
      { temperatures: { start: 1e38, end: 1 } },
      RangeError,
      /temperatures\.start must be ≤ 1\d*e?\+?\d*, got 1e\+38/,
    ],
    [
      "temperatures of other names",
      { temperatures: { start: 1, stop: 0.1 } },
      TypeError,
      /temperatures: unknown key "stop"/,
    ],
    ["a list of no neurons", { only: [] }, RangeError, /only must name at least one neuron, got none/],
    ["a neuron beyond N", { only: [3, 70] }, RangeError, /only\[1\] must be an integer in \[0, 69\], got 70/],
    ["a negative neuron", { only: [-1] }, RangeError, /only\[0\] .* got -1/],
    ["a neuron that is none", { only: 5 }, TypeError, /only must be an array of neurons, got 5/],
    ["half a neuron", { only: [1.5] }, RangeError, /only\[0\] .* got 1.5/],
    [
      "connectivity of another network",
      { from: other },
      RangeError,
      /from must connect the patterns' 70 neurons, got 20/,
    ],
    ["connectivity of another c", { from: fewer }, RangeError, /from must give neuron 0 exactly inputs = 8, got 7/],
    ["connectivity that is none", { from: [[1]] }, TypeError, /from must be connectivity from/],
    ["a negative seed", { seed: -5 }, RangeError, /seed must be in \[0, 2\^64\), got -5/],
    ["a seed that is none", { seed: "five" }, TypeError, /seed must be an integer .* got "five"/],
  ])("%s", async (_, part, kind, message) => {
    await expectRejection(rewire(patterns, { ...spec, ...part } as RewireSpec), kind, message);
  });

  it("no spec, patterns that are none, an unknown backend", async () => {
    await expectRejection(
      rewire(patterns, undefined as never),
      TypeError,
      /rewire: spec must be an object, got undefined/,
    );
    await expectRejection(rewire("p" as never, spec), TypeError, /rewire: patterns must be patterns/);
    const zero = { ...patterns, values: patterns.values.slice().fill(0, 3, 4) };
    await expectRejection(
      rewire(zero, spec),
      RangeError,
      /rewire: patterns\.values must be −1 or \+1, or 0 and 1, got 0 at pattern 0, neuron 3/,
    );
    await expectRejection(rewire(patterns, spec, { backend: "wasi" as never }), TypeError, /backend .* got "wasi"/);
  });

  it("what cannot fit, before memory is taken", async () => {
    const nNeurons = 50_000;
    const one = { nPatterns: 1, nNeurons, values: new Int8Array(nNeurons).fill(1) };
    const before = process.memoryUsage().arrayBuffers;
    await expectRejection(
      rewire(one, { inputs: 10, rule: "noise" }),
      RangeError,
      /rewire: overlaps of 50000 neurons need 4\.\d+ GiB, more than/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  it("temperatures at the allowed edge still leave sound connectivity", async () => {
    for (const backend of BACKENDS) {
      const hot = { ...spec, temperatures: { start: 1e20, end: 1e-3 }, sweeps: 20 };
      const { inputs, energies } = await rewire(patterns, hot, { backend });
      for (let i = 0; i < 70; i++) {
        const row = inputs.subarray(i * 8, (i + 1) * 8);
        expect(new Set(row).size).toBe(8);
        expect(energies[i]).toBe(energyByDefinition(patterns, i, row, 0));
      }
    }
  });
});

describe("aborting a rewiring", () => {
  it("before it begins", async () => {
    const reason = new Error("enough");
    expect(await rejection(rewire(patterns, { inputs: 8, rule: "noise" }, { signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    );
  });

  it.each([
    ["heat-bath", "wasm", 3000],
    ["swap", "wasm", 30_000],
    ["heat-bath", "js", 3000],
    ["heat-bath", "wasm", 1e8], // levels of many seconds each
    ["swap", "js", 1e9],
  ] as const)("%s on %s, %d sweeps: stops soon, and the next is right", async (solver, backend, sweeps) => {
    const spec = { inputs: 8, rule: "noise", seed: 1, sweeps: 3, solver } as const;
    const expected = await rewire(patterns, spec, { backend });
    await expectAbortion((options) => rewire(patterns, { ...spec, sweeps }, { ...options, backend }), 60);
    expect(found(await rewire(patterns, spec, { backend }))).toEqual(found(expected));
  });

  it("made of very many short tasks", async () => {
    // 30 000 neurons of well below a millisecond: no task lasts until its own first turn of the event loop
    const small = await randomPatterns({ nPatterns: 10, nNeurons: 60, seed: 1 });
    const spec = { inputs: 10, rule: "noise", seed: 1, sweeps: 1, only: new Int32Array(30_000) } as const;
    await rewire(small, { ...spec, only: [0] }); // networks at hand, or loading kernels would give turns
    await expectAbortion((options) => rewire(small, spec, options), 40);
    await expectAbortion((options) => rewire(small, spec, options), 40);
  });

  it("under a time limit", async () => {
    const spec = { inputs: 8, rule: "noise", seed: 1, timeLimit: 100 } as const;
    await expectAbortion((options) => rewire(patterns, spec, options), 60);
  });
});
