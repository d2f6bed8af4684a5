/** Every rule with every learning rule, connectivity and kind of pattern: finite rows that make sense, or a refusal that says why. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { digits } from "../../src/data/digits.ts";
import { PLAIN_LEARNINGS as PLAIN } from "../../src/hopfield/learning/index.ts";
import type { PatternKind } from "../../src/hopfield/pattern-kinds.ts";
import {
  type BasinsSpec,
  basins,
  type Connectivity,
  capacity,
  fields,
  LEARNING_NAMES as LEARNINGS,
  type Learning,
  type Patterns,
  patternsFrom,
  type RecallSpec,
  RULE_NAMES as RULES,
  type Rule,
  randomConnectivity,
  randomPatterns,
  recall,
  rewire,
  weights,
} from "../../src/index.ts";
import { writeConnectivity } from "../../src/io/connectivity/write.ts";
import { readConnectivity, readPictures, writeNpy } from "../../src/node.ts";
import { folder } from "../support/folder.ts";
import { plainRandom, randomSubset } from "../support/plain-random.ts";
import { makePng } from "../support/png.ts";

const N = 24;
const KINDS: readonly PatternKind[] = [
  { kind: "random" },
  { kind: "sparse", codingLevel: 0.2 },
  { kind: "biased", bias: 0.4 },
  { kind: "hierarchical", ancestors: 2, flips: 0.2 },
  { kind: "low-rank", rank: 3 },
];
/** Little effort: what is asked here is whether it can be done at all. */
const SMALL = { sweeps: 1, seeds: 1, seed: 1 } as const;
const PERCEPTRON = { maxSteps: 200 };

type Wiring = "drawn" | "full" | "optimized" | "uneven";
const WIRINGS: readonly Wiring[] = ["drawn", "full", "optimized", "uneven"];
const given = new Map<Wiring, Connectivity>();
const stored = new Map<string, Patterns & { readonly width: number }>();

/** Connectivity of each kind, through the file that a user would have it in. */
beforeAll(async () => {
  const some = await randomPatterns({ nPatterns: 6, nNeurons: N, seed: 9 });
  const found = await rewire(some, { inputs: 7, rule: "signal", sweeps: 5, seed: 9 });
  // every fifth neuron has no inputs, the others five or nine, as a matrix and as an edge list
  const random = plainRandom(9);
  const has = new Int8Array(N * N);
  for (let i = 0; i < N; i++) for (const j of randomSubset(N, [0, 5, 9, 5, 9][i % 5], i, random)) has[i * N + j] = 1;
  const edges = ["source,target,weight"];
  for (let at = 0; at < N * N; at++) if (has[at]) edges.push(`${at % N},${Math.floor(at / N)},0.5`);
  const files = [
    ["full", writeConnectivity(await randomConnectivity({ nNeurons: N, nInputs: N - 1, seed: 1 }))],
    ["optimized", writeConnectivity(found.connectivity!)],
    ["uneven", writeNpy(has, [N, N])],
  ] as const;
  for (const [name, bytes] of files) given.set(name, readConnectivity(bytes, name, { nNeurons: N }).connectivity);
  const listed = readConnectivity(new TextEncoder().encode(edges.join("\n")), "edges", { nNeurons: N }).connectivity;
  expect(listed).toEqual(given.get("uneven"));

  const dir = folder();
  for (const kind of KINDS) {
    stored.set(kind.kind, { ...(await randomPatterns({ nPatterns: 3, nNeurons: N, seed: 2, kind })), width: 6 });
  }
  mkdirSync(join(dir, "pictures"));
  [0, 1, 2].forEach((k) => {
    const sample = (x: number, y: number, channel: number) =>
      channel === 3 ? 255 : (x + 2 * y + k * 5) % 7 < 3 ? 10 : 240;
    const png = makePng({ width: 13 + k, height: 9, depth: 8, color: 6, sample });
    writeFileSync(join(dir, "pictures", `${k}.png`), png);
  });
  for (const how of ["threshold", "dither"] as const) {
    stored.set(`pictures, ${how}`, await readPictures([join(dir, "pictures")], { width: 6, height: 4, how }));
  }
  const array = join(dir, "patterns.npy");
  writeFileSync(array, writeNpy(some.values, [6, N]));
  stored.set(".npy", await readPictures([array]));
});

/** c, or connectivity. */
function wiringOf(wiring: Wiring): { inputs: number } | { connectivity: Connectivity } {
  return wiring === "drawn" ? { inputs: 7 } : { connectivity: given.get(wiring)! };
}

const isChosen = (rule: Rule): boolean => rule !== "random" && rule !== "given";
const isRefused = (rule: Rule, wiring: Wiring): boolean => rule === "given" && wiring === "drawn";
const REFUSAL = /connectivity must be given for rule "given", got none/;

function expectSensible(rows: readonly object[], bounds: Readonly<Record<string, readonly [number, number]>>): void {
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows as readonly Record<string, unknown>[]) {
    for (const [name, value] of Object.entries(row)) {
      if (typeof value === "number" && !Number.isFinite(value)) expect(value, name).toBe("finite");
    }
    for (const [name, [low, high]] of Object.entries(bounds)) {
      const value = row[name] as number;
      if (!(value >= low && value <= high)) expect(value, name).toBe(`in [${low}, ${high}]`);
    }
  }
}

const learned = (learning: Learning): object => ({ learning, ...(learning === "perceptron" && PERCEPTRON) });

describe.each(WIRINGS)("connectivity %s", (wiring) => {
  it.each(RULES)("rule %s: basins of every learning rule and kind of pattern", async (rule) => {
    for (const patternKind of KINDS) {
      const codings = [...PLAIN.map(learned), { codingLevel: 0.2 }, { codingLevel: 0.2, firingThreshold: "winners" }];
      for (const coding of codings) {
        const what = JSON.stringify({ patternKind, coding });
        const spec = {
          neurons: N,
          ...wiringOf(wiring),
          rule,
          patternKind,
          patterns: isChosen(rule) ? 3 : [1, 3],
          flipped: [0, 0.2],
          ...coding,
        };
        const run = basins({ ...spec, ...SMALL } as BasinsSpec);
        if (isRefused(rule, wiring)) {
          await expect(run, what).rejects.toThrow(REFUSAL);
          continue;
        }
        const { rows, summary } = await run;
        expect(rows.length, what).toBe(isChosen(rule) ? 2 : 4);
        expectSensible(rows, { retrieved: [0, 1], overlap: [-1, 1], load: [0, 10] });
        expectSensible(summary, { basin: [0, 0.2] });
        // one pattern alone is a fixed point of every rule for ±1 where every neuron has inputs
        const isPlain = "learning" in coding;
        if (isPlain && wiring !== "uneven" && !isChosen(rule)) expect(rows[0].retrieved, what).toBe(1);
      }
    }
  });

  it.each(RULES)("rule %s: recall of every learning rule and source of patterns", async (rule) => {
    // the kinds are there above
    for (const [name, patterns] of stored) {
      if (isChosen(rule) && KINDS.some(({ kind }) => kind === name)) continue;
      for (const learning of LEARNINGS) {
        const spec = {
          ...wiringOf(wiring),
          rule,
          width: patterns.width,
          noise: 0.1,
          occlude: 0.25,
          sweeps: 1,
          seed: 1,
        };
        const run = recall(patterns, { ...spec, ...learned(learning) } as RecallSpec);
        if (isRefused(rule, wiring)) {
          await expect(run, name).rejects.toThrow(REFUSAL);
          continue;
        }
        const { rows, recalled } = await run;
        expect(rows.length, `${name}, ${learning}`).toBe(patterns.nPatterns);
        expectSensible(rows, { cue: [-1, 1], overlap: [-1, 1], wrong: [0, N], sweeps: [1, 100] });
        expect(recalled[0].states.every((value) => value === 1 || value === -1)).toBe(true);
      }
    }
  });

  it("critical loads of every rule and learning rule at once", async () => {
    const rule = RULES.filter((name) => !isRefused(name, wiring));
    const common = { neurons: N, ...wiringOf(wiring), rule, ...SMALL };
    const coded = { codingLevel: 0.2, patternKind: { kind: "biased", bias: -0.6 } } as const;
    const several = await capacity({
      ...common,
      learning: PLAIN.filter((name) => name !== "unlearning"),
      ...PERCEPTRON,
    });
    expect(several.rows.length).toBe(4 * rule.length);
    expectSensible([...several.rows, ...(await capacity({ ...common, ...coded })).rows], {
      capacity: [0, 40 * N],
      load: [0, 40],
    });
  });

  it("fields and weights: where every neuron has as many inputs, or a refusal", async () => {
    const common = { neurons: N, rule: "random", patterns: 3, ...SMALL } as const;
    const spec = { ...common, ...wiringOf(wiring) };
    if (wiring === "drawn") {
      expectSensible((await fields({ ...spec, learning: [...PLAIN] })).rows, { negative: [0, 1] });
      expectSensible((await weights(spec)).rows, {});
    } else {
      const refusal = /connectivity .*must be left out, since all neurons must have the same number of inputs/;
      await expect(fields(spec)).rejects.toThrow(refusal);
      await expect(weights(spec)).rejects.toThrow(refusal);
    }
  });
});

describe("patterns that try the rules' patience", () => {
  const alike: readonly [string, Patterns][] = [
    ["all silent", patternsFrom(new Int8Array(3 * N).fill(-1), N)],
    ["one neuron active", patternsFrom(new Int8Array(2 * N).fill(-1).fill(1, 0, 1), N)],
    [
      "one pattern again and again",
      patternsFrom(
        Int8Array.from({ length: 5 * N }, (_, at) => ((at % N) % 3 ? 1 : -1)),
        N,
      ),
    ],
    [
      "a pattern and its opposite",
      patternsFrom(
        Int8Array.from({ length: 2 * N }, (_, at) => (at % 2 ? 1 : -1) * (at < N ? 1 : -1)),
        N,
      ),
    ],
    ["more patterns than inputs", patternsFrom(Int8Array.from(digits({ count: 40 }).values.subarray(0, 40 * N)), N)],
  ];

  it.each(alike)("%s", async (_, patterns) => {
    for (const learning of LEARNINGS) {
      for (const wiring of ["full", "uneven"] as const) {
        const rule = RULES.filter((name) => !isRefused(name, wiring));
        const spec = { ...wiringOf(wiring), rule, noise: 0.1, sweeps: 1, seed: 1, ...learned(learning) };
        const { rows, summary } = await recall(patterns, spec as RecallSpec);
        expect(rows.length).toBe(patterns.nPatterns * rule.length);
        expectSensible(rows, { overlap: [-1, 1], wrong: [0, N] });
        expectSensible(summary, { overlap: [-1, 1] });
      }
    }
  });
});
