import { createHash } from "node:crypto";
import type { Command } from "commander";
import type { Recalled, RecallResult, RecallRow, RecallSpec } from "../experiments/recall.ts";
import type { Connectivity } from "../hopfield/connectivity.ts";
import type { Learning } from "../hopfield/learning.ts";
import type { Patterns } from "../hopfield/patterns.ts";
import type { Rule } from "../hopfield/rule.ts";
import type { Pictures } from "../io/images.ts";
import type { Row } from "../io/rows.ts";
import { addRetrieval, type RetrievalFlags, repeatRetrieval, retrievalSpec } from "./experiment.ts";
import {
  addConnectivity,
  addFiring,
  type ConnectivityFlag,
  type FiringFlags,
  firingSpec,
  readGiven,
  repeatFiring,
} from "./given.ts";
import { addLearningParameters, type LearningParameterFlags, learningParameters, repeatLearning } from "./learning.ts";
import {
  type AnnealFlags,
  addAnneal,
  addCommon,
  addRuleParameters,
  annealSpec,
  type CommonFlags,
  count,
  number,
  type RepeatFlag,
  type RuleFlags,
  repeatAnneal,
  repeatRuleParameters,
  words,
} from "./options.ts";
import { finishRun, withSession } from "./session.ts";

const COLUMNS = [
  "rule",
  "learning",
  "epsilon",
  "margin",
  "pattern",
  "name",
  "cue",
  "overlap",
  "retrieved",
  "wrong",
  "status",
  "sweeps",
];

const DIGITS = 30;
const INPUTS = 50;
const NOISE = 0.2;
const SHOWN = 10;
/** Cues are far from the patterns here: a margin wider than what merely keeps them stable. */
const MARGIN = 4;
const RULES: readonly Rule[] = ["random", "noise", "signal", "margin"];

interface RecallFlags
  extends CommonFlags,
    AnnealFlags,
    RuleFlags,
    RetrievalFlags,
    ConnectivityFlag,
    LearningParameterFlags,
    FiringFlags {
  readonly images?: readonly string[];
  readonly size?: string;
  readonly dither?: boolean;
  readonly invert?: boolean;
  readonly count?: number;
  readonly show: number;
  readonly inputs?: number;
  readonly rule?: readonly string[];
  readonly learning?: string;
  readonly noise?: number;
  readonly occlude?: number;
}

/** `palimpsest recall`: pictures stored, damaged, and recalled by every rule, on one sheet. */
export function addRecall(program: Command): void {
  const command = program
    .command("recall")
    .description("store pictures, damage them, and look at what networks with random and with chosen synapses recall")
    .option("--images <path,…>", "PNG files, folders of them, or an .npy (default: handwritten digits)", words)
    .option("--size <WxH>", "pixels that pictures are brought to, one neuron each (default: 32x32)")
    .option("--dither", "turn grey into dots instead of cutting it at a threshold")
    .option("--invert", "bright pixels are ink")
    .option("--count <p>", `patterns stored, the first of them (default: ${DIGITS} digits, all pictures)`, count)
    .option("--show <n>", "patterns on the sheet, the first of them", count, SHOWN)
    .option("--inputs <c>", `inputs of every neuron (default: ${INPUTS})`, count);
  addConnectivity(command)
    .option(
      "--rule <name,…>",
      `random, given, noise (reduction), signal (reinforcement), margin (default: ${RULES})`,
      words,
    )
    .option("--learning <name>", "hebb, storkey, pseudoinverse, perceptron, unlearning or covariance (default: hebb)");
  addFiring(addLearningParameters(command))
    .option("--noise <e>", `fraction of the pixels flipped in the cue (default: ${NOISE}, none with --occlude)`, number)
    .option("--occlude <f>", "fraction of the picture hidden in the cue, from below (default: 0)", number);
  addCommon(addAnneal(addRetrieval(addRuleParameters(command)))).action(run);
}

async function run(flags: RecallFlags): Promise<void> {
  const started = performance.now();
  const { planRecall, recall } = await import("../experiments/recall.ts");
  const { drawSeed, seedToJson } = await import("../random/seed.ts");
  const pictures = firstOf(await picturesOf(flags), flags.count);
  const given = await readGiven(flags, pictures.nNeurons);
  const seed = seedToJson(flags.seed ?? drawSeed());
  const spec = specOf(flags, pictures, given, seed);
  const plan = planRecall(pictures, spec);
  const record = {
    ...plan,
    images: {
      source: flags.images ?? "digits",
      sha256: hashOf(pictures.values),
      width: pictures.width,
      height: pictures.height,
    },
  };
  const finished: Recalled[] = [];
  const head = {
    command: "recall",
    spec: record,
    seed,
    total: plan.rule.length,
    unit: "rules",
    largest: { nNeurons: pictures.nNeurons, nPatterns: pictures.nPatterns, nInputs: Math.ceil(plan.inputs) },
    count: (ledger?: { readonly size: number }) => ledger?.size ?? finished.length,
  };
  const result = await withSession(flags, head, ({ ledger, ...session }) =>
    recall(pictures, spec, {
      ...session,
      backend: flags.backend,
      known: (key) => {
        const rows = ledger?.get(key);
        return rows && fromLedger(rows, pictures.nNeurons);
      },
      onRow: (key, found) => {
        finished.push(found);
        ledger?.append(key, toLedger(found, pictures.nNeurons));
      },
    }),
  );
  const { commandLine, table } = await import("./output.ts");
  const repeat = commandLine("recall", [...repeatFlags(flags, plan.inputs), ["--seed", seed]]);
  const bare =
    flags.dither || flags.invert
      ? `${repeat}${flags.dither ? " --dither" : ""}${flags.invert ? " --invert" : ""}`
      : repeat;
  if (flags.out !== undefined) await writeStates(flags.out, pictures, result);
  const { RULE_LABELS } = await import("../plot/style.ts");
  await finishRun(flags, {
    command: "recall",
    spec: record,
    seed,
    rows: result.rows,
    summary: result.summary,
    cells: result.rows.map((row) => ({ margin: null, ...row, name: pictures.names[row.pattern] }) as unknown as Row),
    columns: COLUMNS,
    repeat: bare,
    threads: flags.threads,
    started,
    async figures() {
      const { recallFigure } = await import("../plot/recall.ts");
      const sheet = sheetOf(pictures, result, flags);
      return { figure: (document) => recallFigure(sheet, { document, command: bare }) };
    },
    text: async () =>
      `${table(
        ["rule", "recalled", "without an error", "mean overlap"],
        result.summary.map((s) => [
          RULE_LABELS[s.rule],
          `${s.retrieved} of ${s.patterns}`,
          String(s.perfect),
          s.overlap.toFixed(3),
        ]),
      )}\n`,
  });
}

async function picturesOf(flags: RecallFlags): Promise<Pictures> {
  const { images, size, dither, invert } = flags;
  if (images === undefined) {
    for (const [name, value] of Object.entries({ size, dither, invert })) {
      if (value !== undefined) throw new TypeError(`--${name}: must be left out without --images, got ${value}`);
    }
    const { digits } = await import("../data/digits.ts");
    const all = digits();
    return { ...all, names: all.labels.map(String) };
  }
  const { readPictures } = await import("../io/images.ts");
  return readPictures(images, {
    ...sides(size),
    ...(dither && { how: "dither" }),
    ...(invert && { invert }),
  });
}

/** "28x28", or one number for a square. */
function sides(size: string | undefined): { width?: number; height?: number } {
  if (size === undefined) return {};
  const match = /^(\d{1,5})(?:[x×](\d{1,5}))?$/.exec(size);
  if (!match) throw new TypeError(`--size: must be as 32x32, got "${size}"`);
  return { width: Number(match[1]), height: Number(match[2] ?? match[1]) };
}

function firstOf(pictures: Pictures, asked: number | undefined): Pictures {
  const isDigits = "labels" in pictures;
  const wanted = asked ?? (isDigits ? DIGITS : pictures.nPatterns);
  if (wanted < 1 || wanted > pictures.nPatterns) {
    throw new RangeError(`--count: must be in [1, ${pictures.nPatterns}], the patterns there are, got ${wanted}`);
  }
  return { ...pictures, nPatterns: wanted, values: pictures.values.slice(0, wanted * pictures.nNeurons) };
}

function specOf(
  flags: RecallFlags,
  { nNeurons, width }: Pictures,
  given: Connectivity | undefined,
  seed: number | string,
): RecallSpec {
  const { inputs, learning, epsilon, margin, occlude } = flags;
  const rule = rulesOf(flags);
  const noise = flags.noise ?? (occlude === undefined ? NOISE : undefined);
  return {
    ...(given ? { connectivity: given } : { inputs: inputs ?? Math.min(INPUTS, nNeurons - 1) }),
    ...(given && inputs !== undefined && { inputs }),
    width,
    rule,
    ...(epsilon !== undefined && { epsilon }),
    ...(margin !== undefined ? { margin } : rule.includes("margin") && { margin: MARGIN }),
    ...(learning !== undefined && { learning: learning as Learning }),
    ...learningParameters(flags),
    ...firingSpec(flags),
    ...(noise !== undefined && { noise }),
    ...(occlude !== undefined && { occlude }),
    ...retrievalSpec(flags),
    ...annealSpec(flags),
    seed,
  };
}

function rulesOf({ rule, connectivity }: RecallFlags): Rule[] {
  if (rule !== undefined) return rule as Rule[];
  return connectivity === undefined ? [...RULES] : ["given", ...RULES];
}

function repeatFlags(flags: RecallFlags, inputs: number): RepeatFlag[] {
  return [
    ["--images", flags.images],
    ["--size", flags.size],
    ["--count", flags.count],
    ["--show", flags.show === SHOWN ? undefined : flags.show],
    ["--inputs", flags.connectivity === undefined ? inputs : undefined],
    ["--connectivity", flags.connectivity],
    ["--rule", flags.rule],
    ...repeatLearning(flags),
    ...repeatFiring(flags),
    ["--noise", flags.noise],
    ["--occlude", flags.occlude],
    ...repeatRuleParameters(flags),
    ...repeatRetrieval(flags),
    ...repeatAnneal(flags),
  ];
}

function sheetOf(pictures: Pictures, { spec, summary, cues, recalled }: RecallResult, flags: RecallFlags) {
  const shown = Math.max(1, Math.min(flags.show, pictures.nPatterns));
  const size = shown * pictures.nNeurons;
  const { learning } = spec.learning;
  const { temperature } = spec;
  const note = [
    ...(learning === "hebb" ? [] : [`weights: ${learning}`]),
    ...(temperature === undefined ? [] : [`T = ${temperature}`]),
  ].join(", ");
  return {
    width: pictures.width,
    height: pictures.height,
    patterns: pictures.nPatterns,
    inputs: spec.inputs,
    noise: spec.noise,
    occlude: spec.occlude,
    threshold: spec.threshold,
    stored: pictures.values.subarray(0, size),
    cues: cues.subarray(0, size),
    cueOverlaps: recalled[0].rows.slice(0, shown).map(({ cue }) => cue),
    noun: flags.images === undefined ? "digits" : "pictures",
    ...(note && { note }),
    lines: recalled.map(({ rows, states }, k) => ({
      rule: rows[0].rule,
      states: states.subarray(0, size),
      overlaps: rows.slice(0, shown).map(({ overlap }) => overlap),
      retrieved: summary[k].retrieved,
    })),
  };
}

/** `states.npz`: stored patterns, cues, and the final states of each rule, [p × N] of ±1. */
async function writeStates(
  out: string,
  { values, nPatterns, nNeurons }: Patterns,
  result: RecallResult,
): Promise<void> {
  const { writeFileSync } = await import("node:fs");
  const { join } = await import("node:path");
  const { writeNpz } = await import("../io/npz.ts");
  const matrix = (data: Int8Array) => ({ data, shape: [nPatterns, nNeurons] });
  const rules = result.recalled.map(({ rows, states }) => [rows[0].rule, matrix(states)] as const);
  const members = { stored: matrix(values), cues: matrix(result.cues), ...Object.fromEntries(rules) };
  writeFileSync(join(out, "states.npz"), writeNpz(members));
}

function hashOf(values: Int8Array): string {
  return createHash("sha256").update(values).digest("hex").slice(0, 16);
}

/** Rows as the ledger keeps them, each with its final state, a bit a neuron. */
function toLedger({ rows, states }: Recalled, nNeurons: number): Row[] {
  return rows.map((row, mu) => {
    const bits = Buffer.alloc(Math.ceil(nNeurons / 8));
    for (let i = 0; i < nNeurons; i++) if (states[mu * nNeurons + i] > 0) bits[i >> 3] |= 128 >> (i & 7);
    return { ...row, state: bits.toString("base64") } as unknown as Row;
  });
}

function fromLedger(kept: readonly Row[], nNeurons: number): Recalled {
  const states = new Int8Array(kept.length * nNeurons);
  const rows = kept.map(({ state, ...row }, mu) => {
    const bits = Buffer.from(String(state), "base64");
    for (let i = 0; i < nNeurons; i++) states[mu * nNeurons + i] = bits[i >> 3] & (128 >> (i & 7)) ? 1 : -1;
    return row as unknown as RecallRow;
  });
  return { rows, states };
}
