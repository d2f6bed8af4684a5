/** The kernel of relaxation against its definition, for every order of updates, size and number of states. */

import { describe, expect, it } from "vitest";
import type { ORDER } from "../../src/backend/contract/codes.ts";
import type { Graph, Kernels, Key } from "../../src/backend/contract/kernels.ts";
import { graphOf } from "../../src/hopfield/graph.ts";
import { DOMAIN } from "../../src/numeric/domains.ts";
import { Stream } from "../../src/numeric/philox.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { fieldByDefinition, relaxInTurn, relaxTogether, type SimpleRelaxed } from "../support/definitions.ts";
import { guardBehind } from "../support/guard.ts";
import { plainRandom, randomSigns, randomSubset } from "../support/plain-random.ts";
import { NEURONS } from "../support/sizes.ts";

const { wasm, js, all } = await bothBackends();
const KEY: Key = [21, 22];
const SEQUENTIAL: ORDER = 0;
const RANDOM: ORDER = 1;
const SYNCHRONOUS: ORDER = 2;
const ORDERS = [SEQUENTIAL, RANDOM, SYNCHRONOUS] as const;

interface Wiring {
  readonly inputsOf: readonly Int32Array[];
  readonly weightsOf: readonly Int32Array[];
  readonly graph: Graph;
}

function wire(inputsOf: readonly Int32Array[], weightsOf: readonly Int32Array[]): Wiring {
  const rowStart = new Int32Array(inputsOf.length + 1);
  inputsOf.forEach((row, i) => {
    rowStart[i + 1] = rowStart[i] + row.length;
  });
  const flat = (rows: readonly Int32Array[]) => Int32Array.from(rows.flatMap((row) => Array.from(row)));
  return { inputsOf, weightsOf, graph: graphOf(inputsOf.length, rowStart, flat(inputsOf), flat(weightsOf)) };
}

/** Random rows of any length, none included, with integer weights up to ±largest; small ones make h = 0 common. */
function randomWiring(nNeurons: number, largest: number, seed: number, symmetric = false): Wiring {
  const random = plainRandom(seed);
  const weight = () => Math.round((2 * random() - 1) * largest);
  if (symmetric) {
    const rows = Array.from({ length: nNeurons }, () => [] as [number, number][]);
    for (let i = 0; i < nNeurons; i++) {
      for (let j = 0; j < i; j++) {
        if (random() < 0.5) continue;
        const w = weight();
        rows[i].push([j, w]);
        rows[j].push([i, w]);
      }
    }
    for (const row of rows) row.sort(([a], [b]) => a - b);
    return wire(
      rows.map((row) => Int32Array.from(row, ([j]) => j)),
      rows.map((row) => Int32Array.from(row, ([, w]) => w)),
    );
  }
  const inputsOf = Array.from({ length: nNeurons }, (_, i) => {
    return randomSubset(nNeurons, Math.floor(random() * nNeurons), i, random).sort();
  });
  return wire(
    inputsOf,
    inputsOf.map((row) => row.map(weight)),
  );
}

interface Outcome {
  readonly states: Int8Array;
  readonly status: Int32Array;
  readonly sweeps: Int32Array;
}

/** Relaxes any number of states, `lanes` (or fewer) at a call. */
function relax(
  kernels: Kernels,
  graph: Graph,
  start: Int8Array,
  order: ORDER,
  maxSweeps: number,
  atOnce = Number.POSITIVE_INFINITY,
  sweepsAtOnce = maxSweeps,
): Outcome {
  return inScratch(kernels, () => {
    const relaxer = kernels.relaxer(graph);
    const expectIntact = guardBehind(kernels.arena);
    const total = start.length / graph.nNeurons;
    const out = { states: start.slice(), status: new Int32Array(total), sweeps: new Int32Array(total) };
    const step = Math.min(atOnce, relaxer.lanes);
    for (let first = 0; first < total; first += step) {
      const count = Math.min(step, total - first);
      const rows = [first * graph.nNeurons, (first + count) * graph.nNeurons] as const;
      for (let sweep = 1; sweep <= maxSweeps; sweep += sweepsAtOnce) {
        const running = relaxer.relax(
          out.states.subarray(...rows),
          out.status.subarray(first, first + count),
          out.sweeps.subarray(first, first + count),
          count,
          order,
          maxSweeps,
          KEY,
          sweep,
          Math.min(maxSweeps, sweep + sweepsAtOnce - 1),
        );
        expect(running).toBe(out.status.subarray(first, first + count).filter((code) => code === 0).length);
      }
    }
    expectIntact();
    return out;
  });
}

/** A fresh Fisher–Yates shuffle from the stream of the sweep. */
function shuffledOrder(nNeurons: number, sweep: number): number[] {
  const stream = new Stream();
  stream.open(DOMAIN.order, sweep, 0, KEY);
  const order = Array.from({ length: nNeurons }, (_, n) => n);
  for (let n = nNeurons - 1; n > 0; n--) {
    const t = stream.below(n + 1);
    [order[t], order[n]] = [order[n], order[t]];
  }
  return order;
}

function byDefinition(
  { inputsOf, weightsOf }: Wiring,
  state: Int8Array,
  order: ORDER,
  maxSweeps: number,
): SimpleRelaxed {
  const nNeurons = inputsOf.length;
  const upward = Array.from({ length: nNeurons }, (_, n) => n);
  if (order === SYNCHRONOUS) return relaxTogether(inputsOf, weightsOf, state, maxSweeps);
  return relaxInTurn(inputsOf, weightsOf, state, maxSweeps, (sweep) => {
    return order === RANDOM ? shuffledOrder(nNeurons, sweep) : upward;
  });
}

function expectOutcome(
  wiring: Wiring,
  start: Int8Array,
  found: Outcome,
  order: ORDER,
  maxSweeps: number,
  what: string,
) {
  const { nNeurons } = wiring.graph;
  for (let s = 0; s < found.status.length; s++) {
    const rows = [s * nNeurons, (s + 1) * nNeurons] as const;
    const expected = byDefinition(wiring, start.subarray(...rows), order, maxSweeps);
    const got = { state: Array.from(found.states.subarray(...rows)), status: found.status[s], sweeps: found.sweeps[s] };
    if (JSON.stringify(got) !== JSON.stringify(expected)) expect(got, `state ${s}, ${what}`).toEqual(expected);
  }
}

// lanes of i16 hold fields up to 32767; the second kind needs lanes of i32
const WEIGHTS = { "i16 lanes": 3, "i32 lanes": 40_000 } as const;

describe.each(Object.entries(WEIGHTS))("relaxing states in %s", (name, largest) => {
  it("follows the definition in all three orders, at every small size and tail", () => {
    for (const nNeurons of NEURONS) {
      const wiring = randomWiring(nNeurons, largest, nNeurons);
      const start = randomSigns(3 * nNeurons, plainRandom(nNeurons + 1));
      for (const order of ORDERS) {
        for (const maxSweeps of nNeurons > 40 ? [6] : [1, 2, 25]) {
          for (const kernels of all) {
            const found = relax(kernels, wiring.graph, start, order, maxSweeps);
            expectOutcome(
              wiring,
              start,
              found,
              order,
              maxSweeps,
              `N = ${nNeurons}, order ${order}, ${kernels.backend}`,
            );
          }
        }
      }
    }
  });

  it("any number of states, whole blocks and parts of them, end as they would alone", () => {
    for (const nNeurons of [5, 17, 40]) {
      const wiring = randomWiring(nNeurons, largest, 50 + nNeurons);
      const { lanes } = inScratch(wasm, () => wasm.relaxer(wiring.graph));
      expect(lanes).toBe(name === "i16 lanes" ? 32 : 16);
      const start = randomSigns((2 * lanes + 1) * nNeurons, plainRandom(nNeurons));
      for (const order of ORDERS) {
        const alone = relax(js, wiring.graph, start, order, 30, 1);
        expectOutcome(wiring, start, alone, order, 30, `N = ${nNeurons}, order ${order}`);
        for (let count = 1; count <= 2 * lanes + 1; count++) {
          const some = start.slice(0, count * nNeurons);
          for (const kernels of all) {
            const found = relax(kernels, wiring.graph, some, order, 30);
            expect(found.states).toEqual(alone.states.slice(0, count * nNeurons));
            expect(found.status).toEqual(alone.status.slice(0, count));
            expect(found.sweeps).toEqual(alone.sweeps.slice(0, count));
          }
        }
      }
    }
  });

  it("cut after any number of sweeps, it goes on as if it had not been", () => {
    for (const nNeurons of [5, 17, 40]) {
      const wiring = randomWiring(nNeurons, largest, 50 + nNeurons);
      const start = randomSigns(20 * nNeurons, plainRandom(nNeurons));
      for (const order of ORDERS) {
        const whole = relax(js, wiring.graph, start, order, 30);
        for (const sweepsAtOnce of [1, 2, 3, 7]) {
          for (const kernels of all) {
            const cut = relax(kernels, wiring.graph, start, order, 30, Number.POSITIVE_INFINITY, sweepsAtOnce);
            expect(cut).toEqual(whole);
          }
        }
      }
    }
  });

  it("its local fields are h_i = Σ_j w_ij S_j", () => {
    for (const nNeurons of NEURONS) {
      const wiring = randomWiring(nNeurons, largest, 90 + nNeurons);
      for (const kernels of all) {
        inScratch(kernels, () => {
          const relaxer = kernels.relaxer(wiring.graph);
          for (const count of [1, 2, 3, relaxer.lanes - 1, relaxer.lanes]) {
            if (count < 1) continue;
            const states = randomSigns(count * nNeurons, plainRandom(count));
            const out = new Int32Array(count * nNeurons + 4).fill(-99);
            relaxer.fieldsInto(states, out.subarray(0, count * nNeurons), count);
            for (let s = 0; s < count; s++) {
              const state = states.subarray(s * nNeurons, (s + 1) * nNeurons);
              for (let i = 0; i < nNeurons; i++) {
                const h = fieldByDefinition(i, wiring.inputsOf, wiring.weightsOf, state);
                if (out[s * nNeurons + i] !== h) expect(out[s * nNeurons + i]).toBe(h);
              }
            }
            expect(Array.from(out.slice(count * nNeurons))).toEqual([-99, -99, -99, -99]);
          }
        });
      }
    }
  });

  it("meets fixed points, two-cycles and states that never settle", () => {
    const counts = [0, 0, 0];
    for (const order of ORDERS) {
      const wiring = randomWiring(30, largest, 5, order === SYNCHRONOUS);
      const start = randomSigns(32 * 30, plainRandom(6));
      const found = relax(wasm, wiring.graph, start, order, 20);
      expectOutcome(wiring, start, found, order, 20, `order ${order}`);
      for (const status of found.status) counts[status]++;
    }
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});

describe("relaxation", () => {
  it("takes sgn(0) as +1", () => {
    // two inputs of opposite sign cancel; a neuron without inputs feels nothing
    const wiring = wire(
      [Int32Array.of(1, 2), new Int32Array(0), new Int32Array(0)],
      [Int32Array.of(1, -1), new Int32Array(0), new Int32Array(0)],
    );
    for (const kernels of all) {
      for (const order of ORDERS) {
        const { states, status, sweeps } = relax(kernels, wiring.graph, Int8Array.of(-1, -1, -1), order, 10);
        expect(Array.from(states)).toEqual([1, 1, 1]);
        expect([status[0], sweeps[0]]).toEqual([1, 2]);
      }
    }
  });

  it("two neurons that copy each other swap for ever when updated together, and agree when in turn", () => {
    const wiring = wire([Int32Array.of(1), Int32Array.of(0)], [Int32Array.of(1), Int32Array.of(1)]);
    for (const kernels of all) {
      const together = relax(kernels, wiring.graph, Int8Array.of(1, -1), SYNCHRONOUS, 100);
      expect([Array.from(together.states), together.status[0], together.sweeps[0]]).toEqual([[1, -1], 2, 2]);
      const inTurn = relax(kernels, wiring.graph, Int8Array.of(1, -1), SEQUENTIAL, 100);
      expect([Array.from(inTurn.states), inTurn.status[0], inTurn.sweeps[0]]).toEqual([[-1, -1], 1, 2]);
    }
  });

  it("a ring of three that pass on the opposite is no two-cycle: period 6 together, never still in turn", () => {
    const wiring = wire(
      [Int32Array.of(2), Int32Array.of(0), Int32Array.of(1)],
      [Int32Array.of(-1), Int32Array.of(-1), Int32Array.of(-1)],
    );
    for (const kernels of all) {
      const start = Int8Array.of(1, 1, -1);
      const six = relax(kernels, wiring.graph, start, SYNCHRONOUS, 6);
      expect([Array.from(six.states), six.status[0], six.sweeps[0]]).toEqual([[1, 1, -1], 0, 6]);
      const inTurn = relax(kernels, wiring.graph, start, SEQUENTIAL, 50);
      expect([inTurn.status[0], inTurn.sweeps[0]]).toEqual([0, 50]);
    }
  });

  it("counts the sweep that finds nothing to change", () => {
    const wiring = wire([Int32Array.of(1), Int32Array.of(0)], [Int32Array.of(1), Int32Array.of(1)]);
    for (const kernels of all) {
      for (const order of ORDERS) {
        const { status, sweeps } = relax(kernels, wiring.graph, Int8Array.of(-1, -1), order, 100);
        expect([status[0], sweeps[0]]).toEqual([1, 1]);
      }
    }
  });

  it("fields at the very edge of 16 bits: Σ|w| = 32767 goes in i16 lanes, 32768 in i32, both right", () => {
    for (const sum of [32767, 32768]) {
      const weights = Int32Array.of(20_000, 12_000, sum - 32_000);
      const wiring = wire(
        [Int32Array.of(1, 2, 3), Int32Array.of(0), Int32Array.of(0), Int32Array.of(0)],
        [weights, Int32Array.of(-sum), Int32Array.of(sum), Int32Array.of(1)],
      );
      for (const kernels of all) {
        const lanes = inScratch(kernels, () => kernels.relaxer(wiring.graph).lanes);
        if (kernels.backend === "wasm") expect(lanes).toBe(sum > 32767 ? 16 : 32);
        const every = Int8Array.from({ length: 16 * 4 }, (_, at) => (((at >> 2) >> (at & 3)) & 1 ? 1 : -1));
        for (const order of ORDERS) {
          expectOutcome(wiring, every, relax(kernels, wiring.graph, every, order, 12), order, 12, `sum ${sum}`);
        }
        const fields = new Int32Array(16 * 4);
        inScratch(kernels, () => {
          const relaxer = kernels.relaxer(wiring.graph);
          for (let first = 0; first < 16; first += relaxer.lanes) {
            const count = Math.min(relaxer.lanes, 16 - first);
            const rows = [first * 4, (first + count) * 4] as const;
            relaxer.fieldsInto(every.subarray(...rows), fields.subarray(...rows), count);
          }
        });
        expect(fields[15 * 4]).toBe(sum);
        expect(fields[0]).toBe(-sum);
      }
    }
  });

  it("the random order is a permutation, fresh each sweep", () => {
    // Each neuron has one input, the neuron above it, in a chain that starts at +1 and is −1 elsewhere: a sweep carries the
    // +1 as far as its order has neurons in a row, so the reach after each sweep tells the order.
    const nNeurons = 200;
    const reaches = new Set<number>();
    const inputsOf = Array.from({ length: nNeurons }, (_, i) => (i === 0 ? new Int32Array(0) : Int32Array.of(i - 1)));
    const wiring = wire(
      inputsOf,
      inputsOf.map((row) => row.map(() => 1)),
    );
    const start = new Int8Array(nNeurons).fill(-1);
    start[0] = 1;
    let before = 1;
    for (let maxSweeps = 1; maxSweeps < 12; maxSweeps++) {
      const found = relax(wasm, wiring.graph, start, RANDOM, maxSweeps);
      expectOutcome(wiring, start, found, RANDOM, maxSweeps, `${maxSweeps} sweeps`);
      const reach = found.states.indexOf(-1);
      expect(reach).toBeGreaterThan(before);
      reaches.add(reach - before);
      before = reach;
    }
    expect(reaches.size).toBeGreaterThan(1);
  });

  it("two relaxers that run in turns do not disturb each other", () => {
    for (const kernels of all) {
      const wirings = [randomWiring(20, 3, 1), randomWiring(33, 40_000, 2)];
      const starts = wirings.map(({ graph }) => randomSigns(4 * graph.nNeurons, plainRandom(graph.nNeurons)));
      const relaxers = wirings.map(({ graph }) => kernels.relaxer(graph));
      for (const order of [SYNCHRONOUS, SEQUENTIAL, RANDOM] as const) {
        wirings.forEach((wiring, k) => {
          const states = starts[k].slice();
          const status = new Int32Array(4);
          const sweeps = new Int32Array(4);
          relaxers[k].relax(states, status, sweeps, 4, order, 15, KEY);
          expectOutcome(wiring, starts[k], { states, status, sweeps }, order, 15, kernels.backend);
        });
      }
    }
  });
});

describe("one state alone, most of the neurons connected", () => {
  /** Rows of three neurons in four, the largest weight among them. */
  function denseWiring(nNeurons: number, largest: number, seed: number): Wiring {
    const random = plainRandom(seed);
    const inputsOf = Array.from({ length: nNeurons }, (_, i) => {
      return randomSubset(nNeurons, Math.floor(0.75 * (nNeurons - 1)), i, random).sort();
    });
    return wire(
      inputsOf,
      inputsOf.map((row) => row.map((_, s) => (s === 0 ? -largest : Math.round((2 * random() - 1) * largest)))),
    );
  }

  // bytes of a weight in the matrix: 1, 2 and 4
  it.each([1, 127, 128, 32_767, 32_768])("follows the definition with weights up to %i, whole and cut", (largest) => {
    for (const nNeurons of [...NEURONS, 63, 64, 65, 130]) {
      const wiring = denseWiring(nNeurons, largest, nNeurons);
      const start = randomSigns(3 * nNeurons, plainRandom(nNeurons + 1));
      for (const order of [SEQUENTIAL, RANDOM]) {
        for (const kernels of all) {
          for (const cut of [12, 5]) {
            const found = relax(kernels, wiring.graph, start, order, 12, 1, cut);
            expectOutcome(wiring, start, found, order, 12, `N = ${nNeurons}, order ${order}, cut ${cut}`);
          }
        }
      }
    }
  });

  it("rows longer than what lanes of 16 bits can sum, all weights at the end of their range", () => {
    // of every 32 neurons the first nine are inputs of all: 264 of ±127 meet in a lane of pairs
    const nNeurons = 4224;
    const row = Int32Array.from({ length: nNeurons }, (_, j) => j).filter((j) => j % 32 < 9);
    const rowStart = Int32Array.from({ length: nNeurons + 1 }, (_, i) => i * row.length);
    const inputs = Int32Array.from({ length: nNeurons * row.length }, (_, at) => row[at % row.length]);
    for (const w of [127, -127]) {
      const graph = graphOf(nNeurons, rowStart, inputs, new Int32Array(inputs.length).fill(w));
      const start = randomSigns(nNeurons, plainRandom(1));
      for (const j of row) start[j] = 1;
      const [found, twin] = [wasm, js].map((kernels) => relax(kernels, graph, start, SEQUENTIAL, 2, 1));
      expect(found.states.every((value, i) => value === twin.states[i])).toBe(true);
      expect([found.status[0], found.sweeps[0]]).toEqual([twin.status[0], twin.sweeps[0]]);
      if (w > 0) expect(found.states.includes(-1)).toBe(false);
    }
  });

  it("sums that wrap on the way: Σ|w| at the edge of 32 bits", () => {
    const most = 2 ** 31 - 1;
    const third = Math.floor(most / 3);
    const rows = [
      [third, third, most - 2 * third],
      [-third, third, third],
      [third, -third, -third],
      [-third, -third, third - most + third],
    ];
    const wiring = wire(
      rows.map((_, i) => Int32Array.from([0, 1, 2, 3].filter((j) => j !== i))),
      rows.map((row) => Int32Array.from(row)),
    );
    const every = Int8Array.from({ length: 16 * 4 }, (_, at) => (((at >> 2) >> (at & 3)) & 1 ? 1 : -1));
    for (const kernels of all) {
      for (const order of [SEQUENTIAL, RANDOM]) {
        expectOutcome(wiring, every, relax(kernels, wiring.graph, every, order, 12, 1), order, 12, kernels.backend);
      }
    }
  });

  it("takes turns with blocks of states on one relaxer", () => {
    const wiring = denseWiring(50, 3, 1);
    const start = randomSigns(3 * 50, plainRandom(2));
    inScratch(wasm, () => {
      const relaxer = wasm.relaxer(wiring.graph);
      for (const count of [1, 3, 1, 2, 1]) {
        const states = start.slice(0, count * 50);
        const [status, sweeps] = [new Int32Array(count), new Int32Array(count)];
        relaxer.relax(states, status, sweeps, count, SEQUENTIAL, 20, KEY);
        expectOutcome(wiring, start, { states, status, sweeps }, SEQUENTIAL, 20, `${count} states`);
      }
    });
  });
});
