/**
 * Are the kernels of this build as fast as those of another? Both run in one process and take turns:
 *
 *     npx tsx bench/versions.ts ../another/dist [--neurons 200,1000] [--rounds 15]
 *
 * A ratio above 1 says that this build is slower. The interval of the median is that of order statistics: of 15 rounds the 4th and the
 * 12th, which hold the median with a probability of 96 %.
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Kernels, Key } from "../src/backend/contract/kernels.ts";
import { annealVariant } from "../src/bench/anneal.ts";
import { kernelClock } from "../src/bench/clock.ts";
import { growthProblem, growthVariant } from "../src/bench/growth.ts";
import { interleave, type Variant } from "../src/bench/interleave.ts";
import { marginVariant } from "../src/bench/margin.ts";
import { matvecProblem, matvecVariant } from "../src/bench/matvec.ts";
import { overlapVariant } from "../src/bench/overlap.ts";
import { relaxProblem, relaxVariant } from "../src/bench/relax.ts";
import { annealSize, growthSize, HEAT_BATH, overlapPatterns, relaxSize, swapSchedule } from "../src/bench/sizes.ts";
import { storedPatterns } from "../src/bench/stored.ts";
import { timed } from "../src/bench/timed.ts";
import { table } from "../src/report/table.ts";

type Package = typeof import("../src/index.ts");

const KEY: Key = [2026, 7];
const clock = kernelClock();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { neurons: { type: "string", default: "200,1000" }, rounds: { type: "string", default: "15" } },
});
if (positionals.length !== 1) throw new Error("bench/versions.ts takes the dist folder of another build");
const rounds = Number(values.rounds);
const packages: Package[] = [];
for (const folder of ["dist", positionals[0]]) {
  packages.push((await import(pathToFileURL(resolve(folder, "index.js")).href)) as Package);
}

const lines: string[][] = [];
for (const neurons of values.neurons.split(",").map(Number)) await compareAt(neurons);
const work = { weights: randomMatrix(16), initial: Array.from({ length: 16 }, (_, i) => Math.sin(i)) };
await compare("optimal control to 1e-9, N = 16", async (name, { solveControl }) => {
  const spec = { ...work, bounds: { existing: 0.5 }, step: 0.1, horizon: 9.3, seed: 1 };
  // builds that do not extrapolate the cost to h → 0, which takes three times as long again, refuse to be told so
  const plain = { ...spec, extrapolate: false };
  const isKnown = await solveControl(plain).then(
    () => true,
    () => false,
  );
  const solve = () => solveControl(isKnown ? plain : spec);
  return { ...timedLater(name, solve), result: async () => ({ controls: (await solve()).controls }) };
});
for (const neurons of [10, 100]) {
  await compare(`integration to t = 20, N = ${neurons}`, (name, { continuousNetwork, integrate }) => {
    const network = continuousNetwork({ weights: randomMatrix(neurons), activation: { type: "tanh", gain: 1 } });
    const initial = Array.from({ length: neurons }, (_, i) => Math.sin(i));
    const run = () => integrate(network, { initial, duration: 20, relativeTolerance: 1e-6, absoluteTolerance: 1e-9 });
    return { ...timedLater(name, run), result: async () => ({ state: Float64Array.from((await run()).state) }) };
  });
}
console.log(table(["kernel", "median ratio", "96 % interval", ""], lines));

/** All kernels on networks of one size. */
async function compareAt(neurons: number): Promise<void> {
  const { inputs, patterns } = annealSize(neurons);
  const stored = await storedPatterns(neurons, patterns, KEY);
  const many = await storedPatterns(neurons, 3 * inputs, KEY);
  const neuron = neurons >> 1;
  const relaxing = await relaxProblem(relaxSize(neurons), "sequential", KEY);
  const product = await matvecProblem(neurons, KEY);
  const growing = await growthProblem(growthSize(neurons), { target: 2 }, KEY);
  const overlapping = { neurons, patterns: overlapPatterns(neurons), key: KEY };
  const search = { stored, inputs, neuron, key: KEY };
  const margin = { stored: many, inputs, neuron, margin: 2, levels: 50, steps: 400, key: KEY };
  const kernels: Readonly<Record<string, (name: string, kernels: Kernels) => Variant>> = {
    overlap: (name, of) => overlapVariant(name, of, overlapping, clock),
    "swap annealing": (name, of) => annealVariant(name, of, { ...search, ...swapSchedule(neurons) }, clock),
    "heat bath": (name, of) => annealVariant(name, of, { ...search, ...HEAT_BATH }, clock),
    "margin search": (name, of) => marginVariant(name, of, margin, clock),
    retrieval: (name, of) => relaxVariant(name, of, relaxing, clock),
    "matrix times vector": (name, of) => matvecVariant(name, of, product, clock),
    growth: (name, of) => growthVariant(name, of, growing, clock),
  };
  for (const [kernel, make] of Object.entries(kernels)) {
    await compare(`${kernel}, N = ${neurons}`, async (name, { loadKernels }) => make(name, await loadKernels()));
  }
}

/** Times one computation by both builds and notes the line of the table. */
async function compare(what: string, make: (name: string, of: Package) => Variant | Promise<Variant>): Promise<void> {
  const variants: Variant[] = [];
  for (const [k, name] of ["this", "other"].entries()) variants.push(await make(name, packages[k]));
  const times: number[][] = [[], []];
  const noted = variants.map((variant, k) => ({
    ...variant,
    time: async (repeats: number) => {
      const taken = await variant.time(repeats);
      times[k].push(taken / repeats);
      return taken;
    },
  }));
  await interleave(noted, { seconds: Number.POSITIVE_INFINITY, leastRounds: rounds, mostRounds: rounds });
  // warm-up comes first; rounds are the last of them
  const [ours, theirs] = times.map((all) => all.slice(-rounds));
  const ratios = ours.map((time, k) => time / theirs[k]).sort((a, b) => a - b);
  const outer = rankOf(rounds);
  const [low, high] = [ratios[outer], ratios[rounds - 1 - outer]];
  const median = (ratios[(rounds - 1) >> 1] + ratios[rounds >> 1]) / 2;
  lines.push([
    what,
    median.toFixed(3),
    `${low.toFixed(3)} to ${high.toFixed(3)}`,
    low > 1 && median > 1.03 ? "slower" : "",
  ]);
  process.stderr.write(`${what}  ${median.toFixed(3)}\n`);
}

/** The rank, from 0, of the lower end of an interval that holds the median with at least 95 %: of n tosses so few are heads with ≤ 2.5 %. */
function rankOf(n: number): number {
  let probability = 0.5 ** n;
  let rank = 0;
  for (let sum = probability; sum <= 0.025; rank++) {
    probability *= (n - rank) / (rank + 1);
    sum += probability;
  }
  return Math.max(0, rank - 1);
}

function timedLater(name: string, run: () => Promise<unknown>): Omit<Variant, "result"> {
  return {
    ...timed(name, clock, () => {}),
    async time(repeats) {
      const started = clock.now();
      for (let k = 0; k < repeats; k++) await run();
      return clock.now() - started;
    },
  };
}

/** Weights that look random and are the same in both builds. */
function randomMatrix(N: number): number[][] {
  return Array.from({ length: N }, (_, i) =>
    Array.from({ length: N }, (_, j) => Math.sin(7 * i * i + 3 * j + 1) / Math.sqrt(N)),
  );
}
