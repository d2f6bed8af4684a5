import { createHash } from "node:crypto";
import type { Command } from "commander";
import type { Recalled, RecallResult, RecallRow, RecallSpec } from "../experiments/recall/run.ts";
import type { Connectivity } from "../hopfield/connectivity.ts";
import { hebb } from "../hopfield/learning/hebb.ts";
import { LEARNING_NAMES, type Learning } from "../hopfield/learning/index.ts";
import type { Patterns } from "../hopfield/patterns.ts";
import { RULE_NAMES, RULES, type Rule, withNulls } from "../hopfield/rules/index.ts";
import type { Pictures } from "../io/images.ts";
import { packStates, unpackStates } from "../io/packed-pictures.ts";
import type { Row } from "../io/rows.ts";
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
  addRetrieval,
  addRuleParameters,
  annealSpec,
  type CommonFlags,
  count,
  number,
  type RepeatFlag,
  type RetrievalFlags,
  type RuleFlags,
  repeatAnneal,
  repeatRetrieval,
  repeatRuleParameters,
  retrievalSpec,
  words,
} from "./options.ts";
import { finishRun, withSession } from "./session.ts";

const SHOWN = 10;

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
    .option("--count <p>", "patterns stored, the first of them (default: 30 digits, all pictures)", count)
    .option("--show <n>", "patterns on the sheet, the first of them", count, SHOWN)
    .option("--inputs <c>", "inputs of every neuron (default: 50)", count);
  addConnectivity(command)
    .option(
      "--rule <name,…>",
      `${RULE_NAMES.map((name) => RULES[name].help).join(", ")} (default: all, given with --connectivity)`,
      words,
    )
    .option("--learning <name>", `${LEARNING_NAMES.join(", ")} (default: ${hebb.name})`);
  addFiring(addLearningParameters(command))
    .option("--noise <e>", "fraction of the pixels flipped in the cue (default: 0.2, none with --occlude)", number)
    .option("--occlude <f>", "fraction of the picture hidden in the cue, from below (default: 0)", number);
  addCommon(addAnneal(addRetrieval(addRuleParameters(command)))).action(run);
}

async function run(flags: RecallFlags): Promise<void> {
  const started = performance.now();
  const { planRecall, recall } = await import("../experiments/recall/run.ts");
  const { firstPictures, RECALL_COLUMNS, recallStudy, withRecallDefaults } = await import(
    "../experiments/recall/study.ts"
  );
  const { drawSeed, seedToJson } = await import("../numeric/seed.ts");
  const pictures = firstPictures(await picturesOf(flags), flags.count, "--count");
  const given = await readGiven(flags, pictures.nNeurons);
  const seed = seedToJson(flags.seed ?? drawSeed());
  const spec = withRecallDefaults(specOf(flags, pictures, given, seed), pictures.nNeurons);
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
  const { commandLine } = await import("./output.ts");
  const repeat = commandLine("recall", [...repeatFlags(flags, plan.inputs), ["--seed", seed]]);
  const bare =
    flags.dither || flags.invert
      ? `${repeat}${flags.dither ? " --dither" : ""}${flags.invert ? " --invert" : ""}`
      : repeat;
  if (flags.out !== undefined) await writeStates(flags.out, pictures, result);
  await finishRun(flags, {
    command: "recall",
    spec: record,
    seed,
    rows: result.rows,
    summary: result.summary,
    cells: result.rows.map(
      (row) => ({ ...withNulls({}), ...row, name: pictures.names[row.pattern] }) as unknown as Row,
    ),
    columns: RECALL_COLUMNS,
    repeat: bare,
    threads: flags.threads,
    started,
    async figures() {
      const { recallFigure } = await import("../experiments/recall/figure.ts");
      const sheet = sheetOf(pictures, result, flags);
      return { figure: (document) => recallFigure(sheet, { document, command: bare }) };
    },
    async text() {
      const none = { seeds: 1, retrievedDeviation: 0, perfectDeviation: 0, overlapDeviation: 0 };
      const summary = result.summary.map((entry) => ({ ...entry, ...none }));
      return recallStudy.text({ rows: [], summary, plan: { ...plan, images: "digits" }, axes: [] });
    },
  });
}

async function picturesOf(flags: RecallFlags): Promise<Pictures> {
  const { images, size, dither, invert } = flags;
  if (images === undefined) {
    for (const [name, value] of Object.entries({ size, dither, invert })) {
      if (value !== undefined) throw new TypeError(`--${name}: must be left out without --images, got ${value}`);
    }
    const { digitPictures } = await import("../experiments/recall/study.ts");
    return digitPictures();
  }
  const { parseSides, readPictures } = await import("../io/images.ts");
  return readPictures(images, {
    ...(size !== undefined && parseSides("--size", size)),
    ...(dither && { how: "dither" }),
    ...(invert && { invert }),
  });
}

function specOf(
  flags: RecallFlags,
  { width }: Pictures,
  given: Connectivity | undefined,
  seed: number | string,
): Omit<RecallSpec, "rule"> & { rule?: Rule[] } {
  const { inputs, rule, learning, epsilon, margin, noise, occlude } = flags;
  return {
    ...(given && { connectivity: given }),
    ...(inputs !== undefined && { inputs }),
    width,
    ...(rule !== undefined && { rule: rule as Rule[] }),
    ...(epsilon !== undefined && { epsilon }),
    ...(margin !== undefined && { margin }),
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
    ...(learning === hebb.name ? [] : [`weights: ${learning}`]),
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
    const state = packStates(states.subarray(mu * nNeurons, (mu + 1) * nNeurons));
    return { ...row, state } as unknown as Row;
  });
}

function fromLedger(kept: readonly Row[], nNeurons: number): Recalled {
  const states = new Int8Array(kept.length * nNeurons);
  const rows = kept.map(({ state, ...row }, mu) => {
    states.set(unpackStates(String(state), nNeurons), mu * nNeurons);
    return row as unknown as RecallRow;
  });
  return { rows, states };
}
