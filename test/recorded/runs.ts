/**
 * The runs whose results are recorded: every command that computes, and a sweep of every experiment, as small as they go.
 * What serves, waits or times (lab, worker, bench) has no results to record.
 */
import { writeNpy } from "../../src/io/npy.ts";
import { makePng } from "../support/png.ts";

/** Runs of the command in a folder of their own, the last of which is recorded. */
export interface Run {
  readonly name: string;
  /** Command lines without `palimpsest`, words parted by blanks; paths are relative to the folder of the run. */
  readonly lines: readonly string[];
  /** What is in the folder beforehand: text, bytes, or what becomes JSON. */
  readonly files?: Files;
  /** Whether the JavaScript backend is to give its rows and summary too. */
  readonly isTwin?: boolean;
  /** Whether the printed text is recorded, instead of the JSON document. */
  readonly isPrinted?: boolean;
}

type Files = Readonly<Record<string, unknown>>;

function run(name: string, lines: string | readonly string[], files: Files = {}): Run {
  return { name, lines: [lines].flat(), files };
}

function printed(name: string, lines: string | readonly string[], files: Files = {}): Run {
  return { ...run(name, lines, files), isPrinted: true };
}

/** Whether bit k of a fixed stream of bits is set: a linear congruential generator, so that inputs depend on nothing else. */
function bits(count: number, seed: number): boolean[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >= 2 ** 31;
  });
}

/** Patterns of ±1 as an .npy, [patterns × neurons]. */
function patterns(nPatterns: number, nNeurons: number): Uint8Array {
  const signs = bits(nPatterns * nNeurons, 7).map((bit) => (bit ? 1 : -1));
  return writeNpy(Int8Array.from(signs), [nPatterns, nNeurons]);
}

/** An edge list of 40 neurons, each with five to eight inputs. */
const EDGES = [
  "source,target",
  ...Array.from({ length: 40 }, (_, i) =>
    [1, 2, 3, 5, 8, 13, 21, 34].slice(0, 5 + (i % 4)).map((offset) => `${(i + offset) % 40},${i}`),
  ).flat(),
  "",
].join("\n");

/** A bar of black at another place in each picture. */
const bar = (mu: number): Uint8Array =>
  makePng({ width: 12, height: 12, depth: 8, color: 0, sample: (x, y) => ((mu % 2 ? x : y) % 6 === mu ? 0 : 255) });
const PICTURES = { "bars/0.png": bar(0), "bars/1.png": bar(1), "bars/2.png": bar(2), "bars/3.png": bar(3) };

/** Every learning rule with parameters of its own. */
const LEARNINGS = [
  ["hebb", ""],
  ["storkey", ""],
  ["pseudoinverse", ""],
  ["perceptron", " --stability 0.8 --max-steps 2000"],
  ["unlearning", " --dreams 40 --unlearning-rate 0.02"],
] as const;

const capacity = [
  run(
    "capacity, all rules",
    "capacity --neurons 40 --inputs 5,10 --rule random,noise,signal,margin --seeds 2 --seed 1 --out out",
  ),
  run("capacity, defaults of rules and seeds", "capacity --neurons 40 --inputs 6 --sweeps 3 --seed 1"),
  run(
    "capacity, few steps",
    "capacity --neurons 40 --inputs 8 --rule random,noise,signal,margin --seeds 1 --sweeps 2 --seed 3",
  ),
  run(
    "capacity, swaps",
    "capacity --neurons 40 --inputs 8 --rule noise,signal --solver swap --sweeps 20 --seeds 1 --seed 2",
  ),
  run(
    "capacity, swaps between given temperatures, largest seed",
    "capacity --neurons 40 --inputs 8 --rule signal --solver swap --sweeps 20 --temperatures 0.5,0.0001 --seeds 1 --seed 18446744073709551615",
  ),
  run(
    "capacity, epsilon and margin",
    "capacity --neurons 40 --inputs 8 --rule signal,margin --epsilon 2 --margin 1.2 --sweeps 3 --seeds 1 --seed 4",
  ),
  run("capacity, given connectivity", "capacity --connectivity edges.csv --seeds 2 --seed 5", { "edges.csv": EDGES }),
  ...["sequential", "random", "synchronous"].map((order) =>
    run(
      `capacity, ${order} order`,
      `capacity --neurons 40 --inputs 8 --rule random,signal --order ${order} --max-sweeps 30 --sweeps 2 --seeds 1 --seed 6`,
    ),
  ),
  run(
    "capacity, fraction and threshold",
    "capacity --neurons 40 --inputs 8 --rule random,signal --fraction 0.7 --threshold 0.8 --sweeps 2 --seeds 1 --seed 7",
  ),
  run(
    "capacity at a temperature",
    "capacity --neurons 40 --inputs 12 --rule random,signal --temperature 0.3 --max-sweeps 40 --sweeps 2 --seeds 1 --seed 8",
  ),
  ...LEARNINGS.map(([name, parameters]) =>
    run(
      `capacity, ${name}`,
      `capacity --neurons 40 --inputs 8 --rule random,signal --learning ${name}${parameters} --sweeps 2 --seeds 1 --seed 9`,
    ),
  ),
  run(
    "capacity, learning rules side by side",
    "capacity --neurons 40 --inputs 8 --rule random --learning hebb,storkey,pseudoinverse --seeds 2 --seed 9",
  ),
  ...["0.3", "winners", "search"].map((threshold) =>
    run(
      `capacity, sparse patterns, ${threshold}`,
      `capacity --neurons 40 --inputs 12 --rule random --coding-level 0.2 --firing-threshold ${threshold} --seeds 1 --seed 10`,
    ),
  ),
  run(
    "capacity, sparse patterns, threshold of theory",
    "capacity --neurons 60 --inputs 12 --rule random --coding-level 0.1 --seeds 2 --seed 10",
  ),
  ...["biased --bias 0.3", "hierarchical --ancestors 3 --flips 0.1", "low-rank --rank 8"].map((kind) =>
    run(
      `capacity, ${kind.split(" ")[0]} patterns`,
      `capacity --neurons 40 --inputs 8 --rule random,signal --pattern-kind ${kind} --sweeps 2 --seeds 1 --seed 11`,
    ),
  ),
  printed(
    "capacity, printed",
    "capacity --neurons 40 --inputs 5,10 --rule random,signal --sweeps 2 --seeds 2 --seed 1",
  ),
];

const basins = [
  run(
    "basins",
    "basins --neurons 40 --inputs 8 --rule random,signal,margin --loads 0.5,1 --flipped 0,0.1,0.3 --sweeps 3 --seeds 2 --seed 1 --out out",
  ),
  run(
    "basins, temperatures",
    "basins --neurons 40 --inputs 12 --patterns 2,4 --rule random,noise --flipped 0,0.2 --temperature 0,0.4 --max-sweeps 40 --sweeps 2 --seeds 1 --seed 2",
  ),
  run(
    "basins, given connectivity, storkey",
    "basins --connectivity edges.csv --patterns 2,4 --learning storkey --flipped 0,0.2 --seeds 1 --seed 3",
    { "edges.csv": EDGES },
  ),
  run(
    "basins, sparse patterns",
    "basins --neurons 40 --inputs 12 --rule random --patterns 3,6 --coding-level 0.2 --flipped 0,0.1 --seeds 1 --seed 4",
  ),
  run(
    "basins, random order",
    "basins --neurons 40 --inputs 8 --rule random,signal --loads 0.5 --flipped 0,0.2 --fraction 0.8 --order random --sweeps 2 --seeds 1 --seed 5",
  ),
  printed(
    "basins, printed",
    "basins --neurons 40 --inputs 8 --rule random,signal --loads 0.5 --flipped 0,0.1,0.3 --sweeps 2 --seeds 2 --seed 1",
  ),
];

const fields = [
  run(
    "fields",
    "fields --neurons 40 --inputs 8 --rule random,noise,signal,margin --loads 0.5,1 --sweeps 3 --seeds 2 --seed 1 --out out",
  ),
  run(
    "fields, pseudoinverse",
    "fields --neurons 40 --inputs 8 --rule random,signal --patterns 4 --learning pseudoinverse --sweeps 2 --seeds 1 --seed 2",
  ),
  run(
    "fields, epsilon",
    "fields --neurons 40 --inputs 8 --rule signal --patterns 6 --epsilon 2 --sweeps 2 --seeds 1 --seed 3",
  ),
  printed(
    "fields, printed",
    "fields --neurons 40 --inputs 8 --rule random,signal --loads 1 --sweeps 2 --seeds 2 --seed 1",
  ),
];

const weights = [
  run(
    "weights",
    "weights --neurons 40 --inputs 8 --rule random,noise,signal --loads 1 --sweeps 3 --seeds 2 --seed 1 --out out",
  ),
  run(
    "weights, margin",
    "weights --neurons 40 --inputs 8 --rule margin --patterns 4 --margin 1 --sweeps 20 --seeds 1 --seed 2",
  ),
  printed(
    "weights, printed",
    "weights --neurons 40 --inputs 8 --rule random,signal --loads 1 --sweeps 2 --seeds 2 --seed 1",
  ),
];

const frontier = [
  run(
    "frontier",
    "frontier --neurons 40 --inputs 8 --rule random,noise,signal,margin --epsilon 1,4 --margin 0.8,1.5 --flipped 0,0.1,0.2 --sweeps 2 --seeds 2 --seed 1 --out out",
  ),
  run(
    "frontier at a temperature",
    "frontier --neurons 40 --inputs 12 --rule random,signal --epsilon 1 --flipped 0,0.1 --temperature 0.2 --max-sweeps 30 --sweeps 2 --seeds 1 --seed 2",
  ),
  printed(
    "frontier, printed",
    "frontier --neurons 40 --inputs 8 --rule random,signal --epsilon 1 --flipped 0,0.1 --sweeps 2 --seeds 1 --seed 1",
  ),
];

const online = [
  run(
    "online, signal",
    "online --neurons 30 --inputs 4,10 --quiet-repetitions 10 --max-repetitions 20 --seeds 2 --seed 1 --out out",
  ),
  run(
    "online, noise",
    "online --neurons 40 --inputs 8 --rule noise --addition 4 --quiet-repetitions 3 --max-repetitions 20 --seed 2",
  ),
  run(
    "online, margin, with the curve",
    "online --neurons 40 --inputs 8 --rule margin --margin 0.8 --trials 5 --quiet-repetitions 5 --max-repetitions 20 --curve --seed 3",
  ),
  run(
    "online, no reference",
    "online --neurons 40 --inputs 10 --epsilon 2 --fraction 0.8 --threshold 0.8 --order random --max-repetitions 15 --no-reference --seed 4",
  ),
  run("online, a finished run resumed", [
    "online --neurons 24 --inputs 6 --quiet-repetitions 10 --no-reference --seed 5 --out out",
    "online --neurons 24 --inputs 6 --quiet-repetitions 10 --no-reference --seed 5 --out out --resume",
  ]),
  printed("online, printed", "online --neurons 40 --inputs 5,15 --seed 1"),
];

const recall = [
  run(
    "recall of digits",
    "recall --count 4 --inputs 20 --rule random,noise,signal --sweeps 1 --noise 0.3 --seed 1 --out out",
  ),
  run(
    "recall of pictures, all rules",
    "recall --images bars --size 8x8 --inputs 12 --noise 0.1 --sweeps 2 --seed 2",
    PICTURES,
  ),
  run(
    "recall of pictures, dithered and hidden",
    "recall --images bars --size 6x6 --dither --invert --occlude 0.3 --inputs 10 --rule random,signal --epsilon 1 --sweeps 2 --seed 3",
    PICTURES,
  ),
  run(
    "recall of patterns, given connectivity",
    "recall --images p.npy --size 8x5 --connectivity edges.csv --noise 0.1 --seed 4",
    { "p.npy": patterns(4, 40), "edges.csv": EDGES },
  ),
  run(
    "recall of patterns at a temperature",
    "recall --images p.npy --size 8x5 --inputs 12 --rule random,signal --temperature 0.2 --max-sweeps 30 --sweeps 2 --seed 5",
    { "p.npy": patterns(4, 40) },
  ),
  ...[
    ...LEARNINGS.slice(1),
    ["covariance", " --coding-level 0.4"],
    ["covariance", " --coding-level 0.4 --firing-threshold winners"],
  ].map(([name, parameters]) =>
    run(
      `recall, ${name}${parameters.includes("winners") ? ", winners" : ""}`,
      `recall --images p.npy --size 8x5 --inputs 12 --rule random,signal --learning ${name}${parameters} --noise 0.1 --sweeps 2 --seed 6`,
      { "p.npy": patterns(4, 40) },
    ),
  ),
  run(
    "recall, synchronous",
    "recall --images p.npy --size 8x5 --inputs 12 --rule random,margin --order synchronous --sweeps 10 --seed 7",
    { "p.npy": patterns(4, 40) },
  ),
  printed(
    "recall, printed",
    "recall --images bars --size 8x8 --inputs 12 --rule random,signal --show 2 --sweeps 2 --seed 2",
    PICTURES,
  ),
];

const PATTERNS = { "p.npy": patterns(10, 40) };
const rewire = [
  run("rewire, noise", "rewire --patterns p.npy --inputs 8 --rule noise --sweeps 3 --seed 1 --out out", PATTERNS),
  run(
    "rewire, signal",
    "rewire --patterns p.npy --inputs 8 --rule signal --epsilon 1.5 --sweeps 3 --seed 2 --out out",
    PATTERNS,
  ),
  run(
    "rewire, margin",
    "rewire --patterns p.npy --inputs 8 --rule margin --margin 0.9 --sweeps 30 --seed 3 --out out",
    PATTERNS,
  ),
  run(
    "rewire, some neurons by swaps",
    "rewire --patterns p.npy --inputs 8 --rule signal --only 7,0,39 --solver swap --sweeps 20 --seed 4",
    PATTERNS,
  ),
  run(
    "rewire, some neurons",
    "rewire --patterns p.npy --inputs 8 --rule noise --only 1,2 --sweeps 3 --seed 5",
    PATTERNS,
  ),
  run(
    "rewire, from a connectivity",
    [
      "rewire --patterns p.npy --inputs 8 --rule noise --sweeps 1 --seed 6 --out first",
      "rewire --patterns p.npy --inputs 8 --rule signal --from first/connectivity.npz --temperatures 0.01,0.001 --sweeps 2 --seed 6 --out out",
    ],
    PATTERNS,
  ),
  printed(
    "rewire, printed",
    "rewire --patterns p.npy --inputs 8 --rule signal --only 0,1,2 --sweeps 2 --seed 1",
    PATTERNS,
  ),
];

const TANH = { type: "tanh", gain: 1 };
const PAIR = {
  weights: [
    [0, 2],
    [2, 0],
  ],
  activation: TANH,
};
const SPIRAL = {
  weights: [
    [2, -2],
    [2, 2],
  ],
  activation: TANH,
};
const RING = {
  weights: [
    [0, 0, -3],
    [3, 0, 0],
    [0, 3, 0],
  ],
  activation: TANH,
  initial: [0.1, 0.2, -0.1],
};
/** Patterns of three neurons, of which weights are functions of the state. */
const STORED = [
  [1, 1, -1],
  [-1, 1, 1],
];

const flowOf = (name: string, spec: object, flags = "", files: Files = {}): Run =>
  run(`flow, ${name}`, `flow --spec spec.json${flags}`, { "spec.json": spec, ...files });
const integrated = { task: "integrate", duration: 4, samples: 4 };
const flow = [
  ...["dop853", "dopri5", "rk4"].map((method) =>
    flowOf(
      `integrate by ${method}`,
      { ...RING, ...integrated, method, ...(method === "rk4" && { step: 0.05 }) },
      " --out out",
    ),
  ),
  flowOf("integrate, fixed step of dopri5", { ...RING, ...integrated, method: "dopri5", step: 0.1 }),
  flowOf("integrate, tolerances", { ...RING, ...integrated, relativeTolerance: 1e-10, absoluteTolerance: 1e-12 }),
  flowOf("integrate, logistic with a bias", {
    ...RING,
    ...integrated,
    activation: { type: "logistic", gain: 4 },
    bias: [0.1, -0.2, 0.3],
  }),
  flowOf("integrate, arctan", { ...RING, ...integrated, activation: { type: "arctan", width: 0.3 } }),
  flowOf("integrate, gradient flow", {
    ...PAIR,
    ...integrated,
    initial: [0.1, -0.2],
    flow: "gradient",
    method: "dopri5",
  }),
  ...[
    { type: "quadratic" },
    { type: "polynomial", degree: 3, scale: 0.5 },
    { type: "exponential", beta: 0.5 },
    { type: "logSumExp", beta: 2 },
  ].map((weights) =>
    flowOf(`integrate, ${weights.type} weights`, {
      ...integrated,
      weights: { ...weights, patterns: STORED },
      activation: TANH,
      initial: [0.3, 0.2, -0.4],
    }),
  ),
  flowOf(
    "integrate, patterns from a file",
    { ...integrated, weights: { type: "polynomial", patterns: "p.npy" }, activation: TANH, initial: [0.3, 0.2, -0.4] },
    "",
    { "p.npy": writeNpy(Float64Array.from(STORED.flat()), [2, 3]) },
  ),
  flowOf(
    "integrate, weights from a file beside the spec",
    { ...PAIR, ...integrated, weights: "w.csv", initial: [0.1, -0.2] },
    "",
    { "w.csv": "0,1.5\n1.25,0\n" },
  ),
  flowOf(
    "integrate, weights of the command line",
    { ...PAIR, ...integrated, initial: [0.1, -0.2] },
    " --weights w.npy",
    { "w.npy": writeNpy(Float64Array.of(0, 1.5, -1.25, 0), [2, 2]) },
  ),
  flowOf("integrate, overflow", {
    ...integrated,
    weights: [
      [1e308, 1e308],
      [1e308, 1],
    ],
    activation: TANH,
    initial: [1, 1e308],
  }),
  flowOf("attractor, a cycle", { ...RING, task: "attractor" }, " --out out"),
  flowOf("attractor, an equilibrium", { ...PAIR, task: "attractor", initial: [0.4, 0.1] }),
  flowOf("attractor, undecided", { ...RING, task: "attractor", duration: 3 }),
  flowOf("equilibria", { ...PAIR, task: "equilibria", box: 4, starts: 100, trajectories: 40, seed: 3 }, " --out out"),
  flowOf("equilibria of three", { ...RING, initial: undefined, task: "equilibria", starts: 60, seed: 4 }),
  flowOf("portrait", { ...SPIRAL, task: "portrait", nodes: 5, trajectories: 2, starts: 50 }, " --seed 1 --out out"),
  flowOf("portrait, saddle", {
    ...PAIR,
    bias: [0.1, 0],
    task: "portrait",
    nodes: 5,
    trajectories: 2,
    starts: 50,
    seed: 2,
  }),
  flowOf("portrait, a plane of three", {
    ...RING,
    initial: undefined,
    task: "portrait",
    plane: [0, 2],
    trajectories: 2,
    starts: 30,
    seed: 3,
  }),
  flowOf(
    "continuation by gain",
    { ...PAIR, task: "continuation", parameter: "gain", from: 0.2, to: 1, step: 0.1, starts: 30 },
    " --out out",
  ),
  flowOf("continuation with attractors", {
    ...SPIRAL,
    task: "continuation",
    parameter: "gain",
    from: 0.2,
    to: 1,
    step: 0.1,
    starts: 30,
    attractors: 3,
    duration: 200,
  }),
  flowOf(
    "landscape",
    { ...PAIR, task: "landscape", nodes: 9, trajectories: 2, duration: 10, starts: 50 },
    " --seed 1 --out out",
  ),
  ...Object.entries({
    integrate: { ...RING, ...integrated },
    attractor: { ...RING, task: "attractor" },
    equilibria: { ...PAIR, task: "equilibria", starts: 50, seed: 1 },
    portrait: { ...SPIRAL, task: "portrait", nodes: 5, trajectories: 2, starts: 50, seed: 1 },
    continuation: { ...PAIR, task: "continuation", parameter: "gain", from: 0.2, to: 1, step: 0.1, starts: 30 },
    landscape: { ...PAIR, task: "landscape", nodes: 9, trajectories: 2, starts: 50, seed: 1 },
    threshold: { ...RING, task: "threshold", initial: [1, -1, 1], order: "random", seed: 1 },
    hebbian: { ...PAIR, task: "hebbian", pattern: [1, -1], starts: 50, seed: 1 },
  }).map(([task, spec]) => printed(`flow, ${task}, printed`, "flow --spec spec.json", { "spec.json": spec })),
];

const MUTUAL = {
  weights: [
    [0, 2],
    [2, 0],
  ],
  initial: [-1, 0.5],
  bounds: { existing: 1, silent: 0.2 },
  discount: 1,
};
const MAP = {
  ...{
    time: "map",
    weights: [
      [0, 1],
      [1, 0],
    ],
    initial: [-1, 0.5],
    activation: { type: "arctan", width: 0.1 },
    steps: 50,
  },
  ...{ motionWeight: 0.5, controlWeight: 0.5, discount: 0.25, discounting: "published", starts: 2, seed: 1 },
  bounds: { existing: 0.5, silent: 0.5, diagonal: 0 },
};
const SEQUENCE = {
  ...{
    weights: [
      [0, 0],
      [0, 0],
    ],
    present: [
      [-1, 0.5],
      [1, 1],
      [-1, 0.5],
    ],
    bounds: { existing: 1.5, silent: 1.5 },
  },
  ...{ controlWeight: 0.02, discount: 1, seed: 1 },
};
const VALUE = {
  task: "value",
  seed: 1,
  weights: [
    [0, 2],
    [2, 0],
  ],
  bounds: { existing: 1, silent: 0.2 },
};

const controlOf = (name: string, spec: object, flags = "", files: Files = {}): Run =>
  run(`control, ${name}`, `control --spec spec.json${flags}`, { "spec.json": spec, ...files });
const control = [
  controlOf("published map", MAP, " --out out"),
  controlOf("published map, weights from a file", { ...MAP, weights: "w.npy" }, "", {
    "w.npy": writeNpy(Float64Array.of(0, 1, 1, 0), [2, 2]),
  }),
  controlOf("recorded", { ...MUTUAL, controlWeight: 0.02 }, " --seed 1 --out out"),
  controlOf(
    "recognized",
    { ...MUTUAL, controlWeight: 0.9, thresholds: { displacement: 0.1, controlFraction: 0.2 } },
    " --seed 1",
  ),
  controlOf(
    "symmetric, masked, with a terminal cost",
    {
      ...MUTUAL,
      controlWeight: 0.1,
      symmetric: true,
      mask: [
        [0, 1],
        [1, 1],
      ],
      terminal: "rest",
      horizon: 6,
      step: 0.1,
      presentation: 4,
    },
    " --seed 1",
  ),
  controlOf(
    "three neurons, several starts",
    {
      weights: [
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
      initial: [1, -0.5, 0.2],
      activation: { type: "logistic", gain: 4 },
      bounds: { existing: 1 },
      controlWeight: 0.1,
      starts: 3,
      step: 0.1,
    },
    " --seed 2",
  ),
  controlOf("sequence", SEQUENCE, " --out out"),
  controlOf("sequence by similarity", {
    ...SEQUENCE,
    present: [
      [-1, 0.5],
      [1, 1],
    ],
    similarity: 0.8,
    step: 0.1,
  }),
  controlOf("front", { ...MUTUAL, task: "pareto", controlWeight: [0.02, 0.2, 0.9] }, " --seed 1 --out out"),
  controlOf(
    "map of outcomes",
    { ...MUTUAL, task: "sweep", controlWeight: [0.02, 0.2, 0.9], discount: [2, 1], seed: 1 },
    " --out out",
  ),
  controlOf(
    "value of one neuron",
    { task: "value", seed: 1, weights: [[2]], bounds: { existing: 0.5 }, grid: { nodes: 21 }, states: [[0.4]] },
    " --out out",
  ),
  controlOf(
    "value of two neurons",
    {
      ...VALUE,
      discount: 1,
      controlWeight: 0.5,
      grid: { nodes: 7 },
      states: [
        [1.2, 0.3],
        [-1, 0.5],
      ],
    },
    " --out out",
  ),
  controlOf("value of three neurons", {
    task: "value",
    seed: 1,
    weights: [
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ],
    bounds: { existing: 0.5 },
    grid: { nodes: 4, maxSweeps: 30 },
    states: [],
    slices: [0],
  }),
  ...Object.entries({
    present: { ...MUTUAL, controlWeight: 0.02, seed: 1 },
    sequence: SEQUENCE,
    front: { ...MUTUAL, task: "pareto", controlWeight: [0.02, 0.9], seed: 1 },
    "map of outcomes": { ...MUTUAL, task: "sweep", controlWeight: [0.02, 0.9], discount: [2, 1], seed: 1 },
    value: { ...VALUE, grid: { nodes: 9 }, states: [[1.2, 0.3]] },
  }).map(([task, spec]) => printed(`control, ${task}, printed`, "control --spec spec.json", { "spec.json": spec })),
];

const GRID = {
  experiment: "capacity",
  neurons: 40,
  sweeps: 2,
  seeds: 2,
  seed: 5,
  grid: { inputs: [5, 8], rule: ["random", "signal"] },
};
const sweepOf = (name: string, spec: object, flags = "", files: Files = {}): Run =>
  run(`sweep, ${name}`, `sweep s.json${flags}`, { "s.json": spec, ...files });
const DRAWN = { experiment: "flow", weights: { neurons: 6 }, activation: TANH, seeds: 2, seed: 5 };
const sweep = [
  sweepOf("capacity", GRID, " --out out"),
  run("sweep, capacity by YAML", "sweep s.yaml", {
    "s.yaml":
      "experiment: capacity\nneurons: 40\nsweeps: 2\nseeds: 1\ngrid:\n  - { rule: [random], inputs: [5, 8] }\n  - { rule: [signal], inputs: 5, epsilon: [1, 2] }\nseed: 5\n",
  }),
  run("sweep, capacity by TOML", "sweep s.toml --seed 6", {
    "s.toml":
      'experiment = "capacity"\nneurons = 40\nsweeps = 2\nseeds = 1\nseed = 5\n[grid]\nrule = ["random", "margin"]\ninputs = [8]\n',
  }),
  sweepOf("learning rules", {
    ...GRID,
    grid: { rule: ["random", "signal"], inputs: [8], learning: ["hebb", "storkey", "pseudoinverse", "perceptron"] },
    seeds: 1,
  }),
  sweepOf("sparse patterns", {
    experiment: "capacity",
    neurons: 40,
    inputs: 12,
    rule: "random",
    seeds: 1,
    seed: 5,
    grid: { codingLevel: [0.1, 0.5] },
  }),
  sweepOf("temperatures", {
    experiment: "capacity",
    neurons: 40,
    inputs: 12,
    rule: "random",
    maxSweeps: 30,
    seeds: 1,
    seed: 5,
    grid: { temperature: [0.2, 0.6] },
  }),
  sweepOf(
    "basins",
    {
      experiment: "basins",
      neurons: 40,
      inputs: 8,
      sweeps: 2,
      flipped: [0, 0.2],
      seeds: 2,
      seed: 5,
      grid: [
        { rule: ["random"], loads: [0.5, 1] },
        { rule: ["signal"], loads: [0.5], epsilon: [1, 4] },
      ],
    },
    " --out out",
  ),
  sweepOf(
    "fields",
    {
      experiment: "fields",
      neurons: 40,
      inputs: 8,
      sweeps: 2,
      seeds: 2,
      seed: 5,
      grid: { rule: ["random", "noise", "signal"], loads: [0.5, 1] },
    },
    " --out out",
  ),
  sweepOf(
    "weights",
    {
      experiment: "weights",
      neurons: 40,
      inputs: 8,
      seeds: 1,
      seed: 5,
      grid: { rule: ["noise", "signal"], loads: [1], sweeps: [1, 4] },
    },
    " --out out",
  ),
  sweepOf(
    "frontier",
    {
      experiment: "frontier",
      neurons: 40,
      inputs: 6,
      sweeps: 2,
      seeds: 2,
      seed: 5,
      grid: [{ rule: ["random"] }, { rule: ["signal"], epsilon: [1, 4] }],
    },
    " --out out",
  ),
  sweepOf(
    "online",
    { experiment: "online", neurons: 24, quiet: 5, maxRepetitions: 25, seeds: 1, seed: 5, grid: { inputs: [6, 15] } },
    " --out out",
  ),
  sweepOf(
    "recall",
    {
      experiment: "recall",
      images: "p.npy",
      size: "8x5",
      inputs: 12,
      sweeps: 1,
      seeds: 2,
      seed: 5,
      grid: { rule: ["random", "signal"], noise: [0.1, 0.3] },
    },
    " --out out",
    { "p.npy": patterns(4, 40) },
  ),
  sweepOf("recall of digits", {
    experiment: "recall",
    images: "digits",
    count: 3,
    inputs: 20,
    sweeps: 1,
    seeds: 1,
    seed: 5,
    grid: { rule: ["random", "signal"] },
  }),
  sweepOf("flow, integrate", {
    ...DRAWN,
    task: "integrate",
    duration: 3,
    initial: { uniform: [-1, 1] },
    grid: { "weights.gain": [0.8, 2] },
  }),
  sweepOf(
    "flow, attractor",
    { ...DRAWN, task: "attractor", initial: { normal: 1 }, grid: { "weights.gain": [0.8, 1.5] } },
    " --out out",
  ),
  sweepOf("flow, equilibria", {
    ...PAIR,
    experiment: "flow",
    task: "equilibria",
    starts: 40,
    seed: 5,
    grid: { "activation.gain": [0.4, 1] },
  }),
  sweepOf("flow, continuation", {
    ...PAIR,
    experiment: "flow",
    task: "continuation",
    parameter: "gain",
    from: 0.2,
    to: 1,
    step: 0.2,
    starts: 20,
    seed: 5,
    grid: {
      bias: [
        [0, 0],
        [0.1, 0],
      ],
    },
  }),
  sweepOf(
    "control",
    {
      experiment: "control",
      spec: "memory.json",
      initial: { uniform: [-1, 1] },
      seeds: 2,
      seed: 5,
      grid: { discount: [0.5, 1], "bounds.existing": [0.2, 0.8] },
    },
    " --out out",
    {
      "memory.json": { weights: "w.csv", controlWeight: 0.3, bounds: { existing: 1, silent: 0.5 }, step: 0.1 },
      "w.csv": "0,1.5\n1.5,0\n",
    },
  ),
  sweepOf("dry run", GRID, " --dry-run"),
  printed("sweep, capacity, printed", "sweep s.json", { "s.json": GRID }),
  printed("sweep, a shard, printed", "sweep s.json --shard 0/2 --out out", { "s.json": GRID }),
  run("sweep, status", ["sweep s.json --shard 0/2 --out out", "sweep status out"], { "s.json": GRID }),
  run(
    "merge of two shards",
    ["sweep s.json --shard 0/2 --out out", "sweep s.json --shard 1/2 --out out", "merge out"],
    { "s.json": GRID },
  ),
];

const reproduce = [
  run("reproduce ek22", "reproduce ek22 --tiny --seed 1 --out out"),
  run("reproduce clmm", "reproduce clmm --tiny --seed 1 --out out"),
];

const ALL: readonly Run[] = [
  printed("version", "--version"),
  ...capacity,
  ...basins,
  ...fields,
  ...weights,
  ...frontier,
  ...online,
  ...recall,
  ...rewire,
  ...flow,
  ...control,
  ...sweep,
  ...reproduce,
];

/** Runs that JavaScript does in moments, every kind of kernel among them. */
const TWINS = new Set([
  "capacity, few steps",
  "capacity, swaps",
  "capacity, perceptron",
  "capacity, sparse patterns, winners",
  "capacity at a temperature",
  "basins, random order",
  "fields, epsilon",
  "weights, margin",
  "online, no reference",
  "recall, synchronous",
  "rewire, some neurons",
  "flow, integrate, tolerances",
  "flow, integrate, logSumExp weights",
  "flow, equilibria of three",
  "control, published map, weights from a file",
  "control, sequence by similarity",
  "control, value of three neurons",
  "sweep, capacity by TOML",
]);

for (const name of TWINS) if (!ALL.some((run) => run.name === name)) throw new Error(`there is no run "${name}"`);

export const RUNS: readonly Run[] = ALL.map((run) => (TWINS.has(run.name) ? { ...run, isTwin: true } : run));
