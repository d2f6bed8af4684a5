/** The kernel of growth and pruning: energies and counts of the definition, and changes that only lower the energy. */
import { describe, expect, it } from "vitest";
import type { GrowingNetwork, GrowthRule, Kernels, Key, StoredStates } from "../../src/backend/contract/kernels.ts";
import { overlapOf } from "../../src/hopfield/overlap.ts";
import { strideOf } from "../../src/hopfield/stride.ts";
import { DOMAIN } from "../../src/numeric/domains.ts";
import { Stream } from "../../src/numeric/philox.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { overlapByDefinition, relaxInTurn, relaxTogether, scaledEnergyByDefinition } from "../support/definitions.ts";
import { guarded } from "../support/guard.ts";
import { plainRandom, randomSigns, randomSubset } from "../support/plain-random.ts";
import { NEURONS } from "../support/sizes.ts";

const { wasm, js, all } = await bothBackends();

/** ε = 1 */
const SIGNAL: GrowthRule = { target: 2 };

/** What stands in memory. */
interface State {
  readonly present: Int16Array;
  readonly counts: Int32Array;
  readonly sums: Float64Array;
  readonly changes: Int32Array;
  readonly outgoing: Int16Array;
  /** i32[N × P] */
  readonly aligned: Int32Array;
}

interface Network {
  readonly growing: GrowingNetwork;
  state(): State;
  expectIntact(): void;
}

/** A network in the memory of a backend, with given M, `present` and patterns i8[P × N], and its fields summed. */
function networkOf(
  kernels: Kernels,
  nNeurons: number,
  overlaps: Int16Array,
  mask: Int16Array,
  patterns: Int8Array,
): Network {
  const { arena } = kernels;
  const stride = strideOf(nNeurons);
  const nPatterns = patterns.length / nNeurons;
  const width = 16 * Math.ceil((nPatterns + 3) / 16);
  const blocks = {
    overlap: guarded(arena, "int16", nNeurons * stride),
    present: guarded(arena, "int16", nNeurons * stride),
    outgoing: guarded(arena, "int16", nNeurons * stride),
    counts: guarded(arena, "int32", nNeurons),
    sums: guarded(arena, "float64", 2 * nNeurons),
    changes: guarded(arena, "int32", 2),
    xi: guarded(arena, "int8", width * stride),
    signs: guarded(arena, "int8", stride * width),
    aligned: guarded(arena, "int32", stride * width),
  };
  const growing: GrowingNetwork = {
    nNeurons,
    stride,
    nPatterns,
    width,
    overlap: blocks.overlap.block,
    present: blocks.present.block,
    outgoing: blocks.outgoing.block,
    counts: blocks.counts.block,
    sums: blocks.sums.block,
    changes: blocks.changes.block,
    xi: blocks.xi.block,
    signs: blocks.signs.block,
    aligned: blocks.aligned.block,
  };
  growing.overlap.view.set(overlaps);
  growing.present.view.set(mask);
  for (let mu = 0; mu < nPatterns; mu++) {
    growing.xi.view.set(patterns.subarray(mu * nNeurons, (mu + 1) * nNeurons), mu * stride);
  }
  kernels.storeSigns(growing, 0, nPatterns);
  kernels.growthFields(growing, 0, nNeurons);
  return {
    growing,
    state: () => ({
      present: blocks.present.values(),
      counts: blocks.counts.values(),
      sums: blocks.sums.values(),
      changes: blocks.changes.values(),
      outgoing: blocks.outgoing.values(),
      aligned: Int32Array.from(
        { length: nNeurons * nPatterns },
        (_, at) => growing.aligned.view[Math.floor(at / nPatterns) * width + (at % nPatterns)],
      ),
    }),
    expectIntact: () => {
      for (const block of Object.values(blocks)) block.expectIntact();
    },
  };
}

/** Random inputs, c_i of each neuron by `size`. */
function randomMask(nNeurons: number, size: (i: number) => number, random: () => number): Int16Array {
  const stride = strideOf(nNeurons);
  const mask = new Int16Array(nNeurons * stride);
  for (let i = 0; i < nNeurons; i++) {
    for (const j of randomSubset(nNeurons, size(i), i, random)) mask[i * stride + j] = -1;
  }
  return mask;
}

/** Patterns and M of a seed, as the backend makes them. */
async function overlapsOf(nNeurons: number, nPatterns: number, key: Key): Promise<{ xi: Int8Array; M: Int16Array }> {
  const stride = strideOf(nNeurons);
  const position = wasm.arena.mark();
  const xi = wasm.arena.int8(nPatterns * stride);
  wasm.randomPatterns(xi, nPatterns, nNeurons, stride, 0, key);
  const M = (await overlapOf(wasm, { xi, nPatterns, nNeurons, stride }, () => undefined)).view.slice();
  const rows = new Int8Array(nPatterns * nNeurons);
  for (let mu = 0; mu < nPatterns; mu++) {
    rows.set(xi.view.subarray(mu * stride, mu * stride + nNeurons), mu * nNeurons);
  }
  wasm.arena.release(position);
  return { xi: rows, M };
}

function expectSame(found: State, expected: State): void {
  for (const name of Object.keys(expected) as (keyof State)[]) {
    const wanted = expected[name];
    // element by element first: the general comparison is slow
    if (found[name].length === wanted.length && found[name].every((value, at) => value === wanted[at])) continue;
    expect(found[name], name).toEqual(wanted);
  }
}

/** M of given patterns, i16[N × stride]. */
function overlapsFrom(xi: Int8Array, nNeurons: number): Int16Array {
  const M = new Int16Array(nNeurons * strideOf(nNeurons));
  const definition = overlapByDefinition(xi, xi.length / nNeurons, nNeurons);
  for (let i = 0; i < nNeurons; i++) {
    M.set(definition.subarray(i * nNeurons, (i + 1) * nNeurons), i * strideOf(nNeurons));
  }
  return M;
}

const membersOf = (mask: Int16Array, i: number, nNeurons: number): number[] =>
  Array.from({ length: nNeurons }, (_, j) => j).filter((j) => mask[i * strideOf(nNeurons) + j] !== 0);

describe("growth and pruning", () => {
  it.each([
    ["signal reinforcement", { target: 2.3 }],
    ["a margin", { margin: 1.3 }],
    ["fields that are not normalised", { offset: 9.5 }],
  ] as const)("makes the same changes on both backends, whatever the size: %s", async (_, rule) => {
    const random = plainRandom(1);
    for (const nNeurons of NEURONS) {
      // of 16 and 64, which are taken together, more and less than a multiple
      const nPatterns = nNeurons === 66 ? 150 : 3 + (nNeurons % 29);
      const { xi, M } = await overlapsOf(nNeurons, nPatterns, [nNeurons, 1]);
      const mask = randomMask(nNeurons, () => 1 + Math.floor(random() * (nNeurons - 1)), random);
      const key: Key = [7, nNeurons];
      const [first, second] = all.map((kernels) =>
        inScratch(kernels, () => {
          const network = networkOf(kernels, nNeurons, M, mask, xi);
          kernels.growthSums(network.growing, rule, 0, nNeurons);
          for (let repetition = 1; repetition <= 3; repetition++) {
            kernels.grow(network.growing, rule, 0, nNeurons, 10, repetition, key);
          }
          const grown = network.state();
          // what was kept up to date is what is there anew
          kernels.growthFields(network.growing, 0, nNeurons);
          kernels.growthSums(network.growing, rule, 0, nNeurons);
          expectSame(network.state(), grown);
          network.expectIntact();
          return grown;
        }),
      );
      expectSame(second, first);
      if (nNeurons > 20) expect(first.changes[0]).toBeGreaterThan(0);
    }
  });

  it.each([
    [60, 4000, 40],
    [9, 32767, 5],
  ])(
    "is exact and the same on both backends where fields need more than 16 bits: N = %i, P = %i, c = %i",
    (...size) => {
      // all neurons agree in most patterns, or in hardly any
      const [nNeurons, nPatterns, c] = size;
      const random = plainRandom(2);
      const signs = randomSigns(nNeurons, random);
      const xi = new Int8Array(nPatterns * nNeurons);
      for (let nu = 0; nu < nPatterns; nu++) {
        const own = nu % 50 === 0 ? randomSigns(nNeurons, random) : signs;
        xi.set(random() < 0.5 ? own : own.map((s) => -s), nu * nNeurons);
      }
      const M = overlapsFrom(xi, nNeurons);
      const mask = randomMask(nNeurons, () => c, random);
      const [first, second] = all.map((kernels) =>
        inScratch(kernels, () => {
          const network = networkOf(kernels, nNeurons, M, mask, xi);
          kernels.growthSums(network.growing, SIGNAL, 0, nNeurons);
          const { aligned } = network.state();
          kernels.grow(network.growing, SIGNAL, 0, nNeurons, 4, 1, [1, 2]);
          const { present, counts, sums, changes } = network.state();
          const grown = [present, counts, sums, changes].map((array) => Array.from(array));
          kernels.growthFields(network.growing, 0, nNeurons);
          kernels.growthSums(network.growing, SIGNAL, 0, nNeurons);
          expect(Array.from(network.state().sums)).toEqual(grown[2]);
          return { grown, largest: aligned.reduce((a, b) => Math.max(a, b)) };
        }),
      );
      expect(second).toEqual(first);
      expect(first.largest).toBeGreaterThan(2 * 32767);
      const [additions, removals] = first.grown[3];
      expect(additions + removals).toBeGreaterThan(0);
    },
  );

  it("sums R = Σ m² and Q = Σ m m M by the definition", async () => {
    const nNeurons = 41;
    const stride = strideOf(nNeurons);
    const { xi, M } = await overlapsOf(nNeurons, 23, [3, 1]);
    const mask = randomMask(nNeurons, (i) => 1 + (i % 40), plainRandom(3));
    for (const kernels of all) {
      inScratch(kernels, () => {
        const network = networkOf(kernels, nNeurons, M, mask, xi);
        kernels.growthSums(network.growing, SIGNAL, 5, 30);
        const { counts, sums } = network.state();
        for (let i = 0; i < nNeurons; i++) {
          const members = i >= 5 && i < 35 ? membersOf(mask, i, nNeurons) : [];
          let [squares, quadratic] = [0, 0];
          for (const j of members) {
            squares += M[i * stride + j] ** 2;
            for (const k of members) quadratic += M[i * stride + j] * M[i * stride + k] * M[j * stride + k];
          }
          expect([counts[i], sums[2 * i], sums[2 * i + 1]]).toEqual([members.length, squares, quadratic]);
        }
      });
    }
  });

  it("keeps a change exactly when it lowers E_i, summed over patterns by the definition", async () => {
    const trials = 40;
    for (const [nNeurons, nPatterns, epsilon, offset] of [
      [19, 8, 1],
      [34, 21, 0],
      [23, 40, 2],
      [26, 9, 0.5],
      // not normalised: c(1 + A) − c − K
      [34, 21, undefined, 12],
      [23, 40, undefined, 0],
    ] as [number, number, number?, number?][]) {
      const key: Key = [nPatterns, 5];
      const { xi, M } = await overlapsOf(nNeurons, nPatterns, key);
      const mask = randomMask(nNeurons, (i) => 1 + (i % (nNeurons - 1)), plainRandom(4));
      // c²E, an integer for c·ε integer; c even or ε integer keeps 4c²E one
      const energy = (i: number, inputs: readonly number[]) =>
        scaledEnergyByDefinition(xi, nPatterns, nNeurons, i, inputs, offset ?? inputs.length * epsilon!);
      const isLower = (i: number, now: readonly number[], then: readonly number[]) =>
        offset === undefined
          ? energy(i, then) * now.length ** 2 < energy(i, now) * then.length ** 2
          : energy(i, then) < energy(i, now);
      const rule: GrowthRule = offset === undefined ? { target: 1 + epsilon! } : { offset };
      const expected = mask.slice();
      let [additions, removals] = [0, 0];
      const stream = new Stream();
      for (let i = 0; i < nNeurons; i++) {
        stream.open(DOMAIN.growth, i, 6, key);
        let inputs = membersOf(mask, i, nNeurons);
        for (let trial = 0; trial < trials; trial++) {
          const drawn = stream.below(nNeurons - 1);
          const k = drawn < i ? drawn : drawn + 1;
          const then = inputs.includes(k) ? inputs.filter((j) => j !== k) : [...inputs, k];
          if (then.length === 0) continue;
          if (!isLower(i, inputs, then)) continue;
          if (then.length > inputs.length) additions++;
          else removals++;
          inputs = then;
        }
        for (let j = 0; j < nNeurons; j++) expected[i * strideOf(nNeurons) + j] = inputs.includes(j) ? -1 : 0;
      }
      expect(additions).toBeGreaterThan(0);
      expect(removals).toBeGreaterThan(0);
      for (const kernels of all) {
        inScratch(kernels, () => {
          const network = networkOf(kernels, nNeurons, M, mask, xi);
          kernels.growthSums(network.growing, rule, 0, nNeurons);
          kernels.grow(network.growing, rule, 0, nNeurons, trials, 6, key);
          const { present, changes } = network.state();
          expect(present).toEqual(expected);
          expect(Array.from(changes)).toEqual([additions, removals]);
        });
      }
    }
  });

  it("counts what it does: c, R and Q stay those of the connections, additions − removals is the change of Σ c", async () => {
    const nNeurons = 65;
    const { xi, M } = await overlapsOf(nNeurons, 30, [9, 9]);
    const mask = randomMask(nNeurons, () => 12, plainRandom(5));
    for (const kernels of all) {
      inScratch(kernels, () => {
        const network = networkOf(kernels, nNeurons, M, mask, xi);
        kernels.growthSums(network.growing, SIGNAL, 0, nNeurons);
        const before = network.state().counts.reduce((sum, c) => sum + c, 0);
        for (let repetition = 1; repetition <= 30; repetition++) {
          kernels.grow(network.growing, SIGNAL, 0, nNeurons, 10, repetition, [2, 2]);
        }
        const grown = network.state();
        expect(grown.changes[0] - grown.changes[1]).toBe(grown.counts.reduce((sum, c) => sum + c, 0) - before);
        kernels.growthSums(network.growing, SIGNAL, 0, nNeurons);
        expect(network.state()).toEqual(grown);
      });
    }
  });

  it("never lets a neuron lose its last input or read itself, and fills a row at most", () => {
    // one shared sign: every connection pulls the same way, so that neurons want all inputs or hardly any
    for (const nNeurons of [2, 3, 9, 33]) {
      const stride = strideOf(nNeurons);
      for (const target of [1, 50]) {
        for (const own of [1, 3]) {
          const M = new Int16Array(nNeurons * stride);
          const xi = new Int8Array(own * nNeurons).fill(1);
          for (let i = 0; i < nNeurons; i++) M.fill(own, i * stride, i * stride + nNeurons);
          for (const c of [1, nNeurons - 1]) {
            const mask = randomMask(nNeurons, () => c, plainRandom(6));
            for (const kernels of all) {
              inScratch(kernels, () => {
                const network = networkOf(kernels, nNeurons, M, mask, xi);
                kernels.growthSums(network.growing, SIGNAL, 0, nNeurons);
                for (let repetition = 1; repetition <= 40; repetition++) {
                  kernels.grow(network.growing, { target }, 0, nNeurons, 10, repetition, [3, 3]);
                }
                const { counts, present } = network.state();
                for (let i = 0; i < nNeurons; i++) {
                  expect(counts[i]).toBeGreaterThanOrEqual(1);
                  expect(counts[i]).toBeLessThanOrEqual(nNeurons - 1);
                  expect(present[i * stride + i]).toBe(0);
                }
              });
            }
          }
        }
      }
    }
  });

  it("a neuron's changes do not depend on which neurons go with it, nor on the order", async () => {
    const nNeurons = 50;
    const { xi, M } = await overlapsOf(nNeurons, 20, [4, 4]);
    const mask = randomMask(nNeurons, () => 10, plainRandom(7));
    const grown = (kernels: Kernels, parts: readonly (readonly [number, number])[]) =>
      inScratch(kernels, () => {
        const network = networkOf(kernels, nNeurons, M, mask, xi);
        for (const [first, count] of parts) kernels.growthSums(network.growing, SIGNAL, first, count);
        for (const [first, count] of parts) kernels.grow(network.growing, SIGNAL, first, count, 10, 1, [8, 8]);
        return network.state();
      });
    for (const kernels of all) {
      expect(
        grown(kernels, [
          [33, 17],
          [0, 1],
          [1, 32],
        ]),
      ).toEqual(grown(kernels, [[0, 50]]));
    }
  });

  it("energies never rise", async () => {
    const nNeurons = 64;
    const { xi, M } = await overlapsOf(nNeurons, 25, [6, 1]);
    inScratch(js, () => {
      const network = networkOf(
        js,
        nNeurons,
        M,
        randomMask(nNeurons, () => 20, plainRandom(8)),
        xi,
      );
      js.growthSums(network.growing, SIGNAL, 0, nNeurons);
      const energies = () => {
        const { present } = network.state();
        return Array.from({ length: nNeurons }, (_, i) => {
          const inputs = membersOf(present, i, nNeurons);
          return scaledEnergyByDefinition(xi, 25, nNeurons, i, inputs, inputs.length) / inputs.length ** 2;
        });
      };
      let before = energies();
      for (let repetition = 1; repetition <= 20; repetition++) {
        js.grow(network.growing, SIGNAL, 0, nNeurons, 10, repetition, [1, 1]);
        const after = energies();
        after.forEach((energy, i) => {
          expect(energy).toBeLessThanOrEqual(before[i]);
        });
        before = after;
      }
    });
  });

  it("with a margin keeps a change exactly when it lowers E_i, summed over patterns by the definition", async () => {
    const trials = 40;
    for (const [nNeurons, nPatterns, margin] of [
      [19, 8, 1],
      [34, 70, 1],
      [26, 21, 2],
      [23, 140, 0.5],
    ]) {
      const key: Key = [nPatterns, 6];
      const { xi, M } = await overlapsOf(nNeurons, nPatterns, key);
      const mask = randomMask(nNeurons, (i) => 1 + (i % (nNeurons - 1)), plainRandom(4));
      /** 4c²E, an integer. */
      const energy = (i: number, inputs: readonly number[]) => {
        let sum = 0;
        for (let nu = 0; nu < nPatterns; nu++) {
          const row = nu * nNeurons;
          const h = inputs.reduce((field, j) => field + M[i * strideOf(nNeurons) + j] * xi[row + j], 0);
          sum += Math.max(0, 2 * margin * inputs.length - 2 * xi[row + i] * h) ** 2;
        }
        return sum;
      };
      const expected = mask.slice();
      const counted = [0, 0];
      const stream = new Stream();
      for (let i = 0; i < nNeurons; i++) {
        stream.open(DOMAIN.growth, i, 6, key);
        let inputs = membersOf(mask, i, nNeurons);
        for (let trial = 0; trial < trials; trial++) {
          const drawn = stream.below(nNeurons - 1);
          const k = drawn < i ? drawn : drawn + 1;
          const then = inputs.includes(k) ? inputs.filter((j) => j !== k) : [...inputs, k];
          if (then.length === 0) continue;
          if (!(energy(i, then) * inputs.length ** 2 < energy(i, inputs) * then.length ** 2)) continue;
          counted[then.length > inputs.length ? 0 : 1]++;
          inputs = then;
        }
        for (let j = 0; j < nNeurons; j++) expected[i * strideOf(nNeurons) + j] = inputs.includes(j) ? -1 : 0;
      }
      expect(Math.min(...counted)).toBeGreaterThan(0);
      for (const kernels of all) {
        inScratch(kernels, () => {
          const network = networkOf(kernels, nNeurons, M, mask, xi);
          kernels.growthSums(network.growing, { margin }, 0, nNeurons);
          kernels.grow(network.growing, { margin }, 0, nNeurons, trials, 6, key);
          const { present, changes, counts, sums } = network.state();
          expect(present).toEqual(expected);
          expect(Array.from(changes)).toEqual(counted);
          for (let i = 0; i < nNeurons; i++) {
            const inputs = membersOf(present, i, nNeurons);
            expect([counts[i], 4 * sums[2 * i]]).toEqual([inputs.length, energy(i, inputs)]);
          }
        });
      }
    }
  });

  it("keeps aligned fields and outgoing weights by the definition", async () => {
    for (const nNeurons of [2, 17, 66]) {
      const nPatterns = nNeurons === 17 ? 37 : 16;
      const { xi, M } = await overlapsOf(nNeurons, nPatterns, [5, nNeurons]);
      const mask = randomMask(nNeurons, (i) => 1 + (i % (nNeurons - 1)), plainRandom(9));
      for (const kernels of all) {
        inScratch(kernels, () => {
          const network = networkOf(kernels, nNeurons, M, mask, xi);
          kernels.growthSums(network.growing, SIGNAL, 0, nNeurons);
          kernels.grow(network.growing, SIGNAL, 0, nNeurons, 20, 1, [1, 2]);
          const { present, outgoing, aligned } = network.state();
          const at = (i: number, j: number) => i * strideOf(nNeurons) + j;
          for (let i = 0; i < nNeurons; i++) {
            const members = membersOf(present, i, nNeurons);
            for (let j = 0; j < nNeurons; j++) expect(outgoing[at(j, i)]).toBe(members.includes(j) ? M[at(i, j)] : 0);
            for (let nu = 0; nu < nPatterns; nu++) {
              const row = nu * nNeurons;
              const h = members.reduce((sum, j) => sum + M[at(i, j)] * xi[row + j], 0);
              expect(aligned[i * nPatterns + nu]).toBe(xi[row + i] * h + 0);
            }
          }
        });
      }
    }
  });
});

describe("stored patterns of a growing network", () => {
  it.each([
    [
      "one neuron after another",
      relaxInTurnOf,
      (states: StoredStates, lane: number, few: number) => states.settle(lane, few),
    ],
    [
      "all at once",
      relaxTogether,
      (states: StoredStates, lane: number, few: number, begins: boolean) => states.settleAtOnce(lane, few, begins),
    ],
  ] as const)("settle as %s does by the definition, wherever their sweeps are cut", async (_, relaxed, settle) => {
    const maxSweeps = 9;
    const seen = new Set<string>();
    for (const [nNeurons, nPatterns, c] of [
      [2, 3, 1],
      [15, 16, 4],
      [33, 6, 20],
      [66, 18, 30],
      [66, 35, 12],
    ]) {
      const { xi, M } = await overlapsOf(nNeurons, nPatterns, [6, nNeurons]);
      const mask = randomMask(nNeurons, () => c, plainRandom(10));
      const inputsOf = Array.from({ length: nNeurons }, (_, i) => membersOf(mask, i, nNeurons));
      const weightsOf = inputsOf.map((inputs, i) => inputs.map((j) => M[i * strideOf(nNeurons) + j]));
      const expected = Array.from({ length: nPatterns }, (_, nu) => {
        const cue = xi.subarray(nu * nNeurons, (nu + 1) * nNeurons);
        const { state, status, sweeps } = relaxed(inputsOf, weightsOf, cue, maxSweeps);
        seen.add(`${status}, ${sweeps === maxSweeps ? "at last" : sweeps === 1 ? "at once" : "later"}`);
        return [Array.from(state).reduce((sum, s, i) => sum + s * cue[i], 0), status !== 0];
      });
      for (const kernels of all) {
        for (const cut of [1, 2, maxSweeps]) {
          inScratch(kernels, () => {
            const states = kernels.storedStates(networkOf(kernels, nNeurons, M, mask, xi).growing);
            const found = expected.map((_, nu) => {
              if (nu % 16 === 0) states.load(nu);
              let isSettled = false;
              for (let made = 0; made < maxSweeps && !isSettled; made += cut) {
                isSettled = settle(states, nu % 16, Math.min(cut, maxSweeps - made), made === 0);
              }
              return [states.agreement(nu % 16), isSettled];
            });
            expect(found).toEqual(expected);
          });
        }
      }
    }
    // fixed points at once and later, states that still change at the end, and all at once cycles of two
    expect(seen).toEqual(new Set([...seen, "1, at once", "1, later", "0, at last"]));
    if (relaxed === relaxTogether) expect(seen).toContain("2, later");
  });
});

/** Sweeps that are all in the order of the neurons. */
function relaxInTurnOf(
  inputsOf: readonly number[][],
  weightsOf: readonly number[][],
  cue: ArrayLike<number>,
  maxSweeps: number,
) {
  return relaxInTurn(inputsOf, weightsOf, cue, maxSweeps, () => inputsOf.map((_, i) => i));
}
