/** Null models of connectivity: what each keeps, exactly, and that the rest is random. */
import { describe, expect, it, test } from "vitest";
import {
  type Connectivity,
  connectivityFrom,
  fullConnectivity,
  randomConnectivity,
} from "../../src/hopfield/connectivity.ts";
import { NULL_MODEL_NAMES, type NullModel } from "../../src/hopfield/null-model-kinds.ts";
import { LENGTH_CLASSES, nullConnectivity, type Positions } from "../../src/hopfield/null-models.ts";
import { plainRandom } from "../support/plain-random.ts";
import { expectAbortion, expectRejection } from "../support/rejection.ts";

const N = 120;

/** A network of near neighbors on a plane with hubs: neuron i has more outputs the smaller i is. */
function spatial(): { like: Connectivity; positions: number[][] } {
  const random = plainRandom(3);
  const positions = Array.from({ length: N }, () => [random(), random()]);
  const distance = (i: number, j: number) =>
    Math.hypot(positions[i][0] - positions[j][0], positions[i][1] - positions[j][1]);
  const like = connectivityFrom(
    positions.map((_, i) =>
      positions.flatMap((__, j) => (i !== j && random() < Math.exp(-4 * distance(i, j)) * (1.2 - j / N) ? [j] : [])),
    ),
  );
  return { like, positions };
}

const { like, positions } = spatial();

const inDegrees = ({ rowStart }: Connectivity) => Array.from({ length: N }, (_, i) => rowStart[i + 1] - rowStart[i]);
function outDegrees({ inputs }: Connectivity): number[] {
  const counts = new Array<number>(N).fill(0);
  for (const j of inputs) counts[j]++;
  return counts;
}
function edges({ rowStart, inputs }: Connectivity): { i: number; j: number }[] {
  return Array.from({ length: rowStart.length - 1 }, (_, i) =>
    Array.from(inputs.subarray(rowStart[i], rowStart[i + 1]), (j) => ({ i, j })),
  ).flat();
}
const lengthOf = ({ i, j }: { i: number; j: number }): number =>
  Math.sqrt((positions[i][0] - positions[j][0]) ** 2 + (positions[i][1] - positions[j][1]) ** 2);

/** How many connections are in each class of lengths, whose bounds are quantiles of the given ones. */
function classCounts(list: readonly { i: number; j: number }[]): number[] {
  const sorted = edges(like)
    .map(lengthOf)
    .sort((a, b) => a - b);
  const cuts = Array.from(
    { length: LENGTH_CLASSES - 1 },
    (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / LENGTH_CLASSES)],
  );
  const counts = new Array<number>(LENGTH_CLASSES).fill(0);
  for (const edge of list) counts[cuts.filter((cut) => lengthOf(edge) >= cut).length]++;
  return counts;
}
/** The part of the connections that are in both. */
function shared(a: Connectivity, b: Connectivity): number {
  const own = new Set(edges(a).map(({ i, j }) => i * N + j));
  return edges(b).filter(({ i, j }) => own.has(i * N + j)).length / own.size;
}
const meanLength = (of: Connectivity) => edges(of).reduce((sum, edge) => sum + lengthOf(edge), 0) / edges(of).length;

describe("null models", () => {
  const make = (keep: NullModel, seed = 1) => nullConnectivity(like, { keep, positions, seed });

  it("are connectivity with the inputs of every neuron in number, and few of those given", async () => {
    for (const keep of NULL_MODEL_NAMES) {
      const found = await make(keep);
      // sorted, distinct, none to itself, as connectivityFrom makes sure
      const rows = Array.from({ length: N }, (_, i) => found.inputs.subarray(found.rowStart[i], found.rowStart[i + 1]));
      expect(connectivityFrom(rows)).toEqual(found);
      expect(inDegrees(found)).toEqual(inDegrees(like));
      expect(await make(keep)).toEqual(found);
      expect((await make(keep, 2)).inputs).not.toEqual(found.inputs);
      // by chance a connection is found again with the density of its class, at most 0.6 here
      expect(shared(like, found), keep).toBeLessThan(0.7);
    }
  });

  it("degree: outputs too, while lengths become those of any two neurons", async () => {
    const found = await make("degree");
    expect(outDegrees(found)).toEqual(outDegrees(like));
    expect(meanLength(found)).toBeGreaterThan(1.3 * meanLength(like));
  });

  it("distance: every neuron's inputs of each class of lengths, while outputs change", async () => {
    const found = await make("distance");
    for (let i = 0; i < N; i++) {
      const own = (of: Connectivity) => classCounts(edges(of).filter((edge) => edge.i === i));
      expect(own(found)).toEqual(own(like));
    }
    expect(outDegrees(found)).not.toEqual(outDegrees(like));
    expect(Math.abs(meanLength(found) / meanLength(like) - 1)).toBeLessThan(0.03);
  });

  it("both: degrees and how many connections are in each class", async () => {
    const found = await make("both");
    expect(outDegrees(found)).toEqual(outDegrees(like));
    expect(classCounts(edges(found))).toEqual(classCounts(edges(like)));
  });

  it("degree: every network of these degrees is as likely", async () => {
    // four neurons with an input and an output each: nine networks, the permutations without fixed points
    const cycle = connectivityFrom([[1], [2], [3], [0]]);
    const counts = new Map<string, number>();
    const seeds = 4500;
    for (let seed = 0; seed < seeds; seed++) {
      const name = (await nullConnectivity(cycle, { keep: "degree", seed })).inputs.join("");
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(9);
    // binomial counts: one of nine is 4.5 s.d. off in one of 16 000 lists of seeds
    for (const count of counts.values()) {
      expect(Math.abs(count - seeds / 9)).toBeLessThan(4.5 * Math.sqrt((seeds / 9) * (8 / 9)));
    }
  });

  it("distance: every neuron of the class is as likely", async () => {
    const ring = connectivityFrom(Array.from({ length: 9 }, (_, i) => [(i + 1) % 9, (i + 4) % 9]));
    const counts = new Array<number>(9).fill(0);
    for (let seed = 0; seed < 2000; seed++) {
      const { inputs } = await nullConnectivity(ring, { keep: "distance", positions: "ring", seed });
      counts[inputs[0]]++;
      counts[inputs[1]]++;
    }
    // half of the connections have length 1 and half 4: the shorter class holds the lengths 1 to 3, the longer one 4
    for (const j of [1, 2, 3, 6, 7, 8])
      expect(Math.abs(counts[j] - 2000 / 6)).toBeLessThan(4.5 * Math.sqrt(2000 * (5 / 36)));
    for (const j of [4, 5]) expect(Math.abs(counts[j] - 1000)).toBeLessThan(4.5 * Math.sqrt(500));
  });

  it("what nothing can be exchanged in stays as it is", async () => {
    for (const keep of NULL_MODEL_NAMES) {
      const full = fullConnectivity(6);
      expect(await nullConnectivity(full, { keep, positions: "ring", seed: 1 })).toEqual(full);
    }
  });

  it("a ring is a circle of coordinates", async () => {
    const random = await randomConnectivity({ nNeurons: 31, nInputs: 4, seed: 2 });
    const angle = (2 * Math.PI) / 31;
    const circle: Positions = Array.from({ length: 31 }, (_, i) => [Math.cos(i * angle), Math.sin(i * angle)]);
    for (const keep of ["distance", "both"] as const) {
      const made = await nullConnectivity(random, { keep, positions: "ring", seed: 3 });
      // chords of equal arcs differ by roundings, which may put one into another class
      const other = await nullConnectivity(random, { keep, positions: circle, seed: 3 });
      expect(made.inputs.length).toBe(other.inputs.length);
    }
  });

  it("can be aborted", async () => {
    const large = await randomConnectivity({ nNeurons: 1000, nInputs: 300, seed: 1 });
    await expectAbortion(({ signal }) => nullConnectivity(large, { keep: "degree", seed: 1 }, { signal }), 50);
  });
});

test.each<[string, object, typeof TypeError | typeof RangeError, RegExp]>([
  ["no positions", { keep: "distance" }, TypeError, /positions must be given to keep "distance", got none/],
  [
    "positions of others",
    { keep: "both", positions: [[0, 1]] },
    RangeError,
    /a row for each of the 120 neurons, got 1/,
  ],
  [
    "a word",
    { keep: "both", positions: "grid" },
    TypeError,
    /positions must be "ring" or a row of coordinates .* got "grid"/,
  ],
  [
    "rows of unlike lengths",
    { keep: "both", positions: positions.map((row, i) => (i === 5 ? [1] : row)) },
    RangeError,
    /positions: row 5 must have 2 numbers, got 1/,
  ],
  [
    "nothing to keep",
    { keep: "weights" },
    TypeError,
    /keep must be one of "degree", "distance", "both", got "weights"/,
  ],
  [
    "an unknown key",
    { keep: "degree", position: "ring" },
    TypeError,
    /unknown key "position"; did you mean "positions"/,
  ],
])("%s: refused", async (_, spec, kind, message) => {
  await expectRejection(nullConnectivity(like, { seed: 1, ...spec } as never), kind, message);
});
