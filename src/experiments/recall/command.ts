/** `recall` as its command runs it: pictures stored, damaged, and recalled by every rule, on one sheet. */
import { createHash } from "node:crypto";
import { hebb } from "../../hopfield/learning/hebb.ts";
import type { Patterns } from "../../hopfield/patterns.ts";
import { writeNpz } from "../../io/npz.ts";
import { packStates, unpackStates } from "../../io/packed-pictures.ts";
import type { Pictures } from "../../io/picture-arrays.ts";
import type { Row } from "../../io/rows.ts";
import type { Plain } from "../../io/spec-file.ts";
import { drawSeed, parseSeed, seedToJson } from "../../numeric/seed.ts";
import { encodedIn } from "../../run/results.ts";
import type { AnySpec, ExperimentCommand } from "../kit/command.ts";
import { connectivityInto } from "../kit/given-files.ts";
import { type PlannedRun, seedOrigin } from "../kit/planned-run.ts";
import { toldOfPools } from "../kit/told.ts";
import { recallParameters } from "./parameters.ts";
import { planRecall, type Recalled, type RecallResult, type RecallRow, type RecallSpec, recall } from "./run.ts";
import {
  namedRows,
  picturesOf,
  problemOf,
  RECALL_COLUMNS,
  type RecallStudySpec,
  readPicturesOf,
  recallStudy,
} from "./study.ts";

const { default: SHOWN } = recallParameters.show;

/** The spec of sweeps, and what the command adds to it. */
interface RecallRunSpec extends RecallStudySpec, Pick<RecallSpec, "connectivity"> {
  /** Where the images come from: "digits", or paths. */
  readonly source?: string | readonly string[];
  /** Patterns on the sheet, the first of them; default 10. */
  readonly show?: number;
}

function planRecallRun({ source = "digits", show = SHOWN, ...given }: RecallRunSpec): PlannedRun {
  const seed = seedToJson(given.seed === undefined ? drawSeed() : parseSeed(given.seed, "recall: seed"));
  const { pictures, own } = problemOf({ ...given, seed });
  const { width, height, values, nNeurons, nPatterns } = pictures;
  const plan = planRecall(pictures, own);
  const sha256 = createHash("sha256").update(values).digest("hex").slice(0, 16);
  return {
    spec: { ...plan, images: { source, sha256, width, height } },
    seed,
    seedIs: seedOrigin(given),
    repeat: { inputs: given.connectivity === undefined ? plan.inputs : undefined },
    total: plan.rule.length,
    unit: "rules",
    largest: { nNeurons, nPatterns, nInputs: Math.ceil(plan.inputs) },
    told: toldOfPools(plan.anneal),
    async run({ kept, ...means }) {
      const result = await recall(pictures, own, {
        ...means,
        results: encodedIn(kept, {
          encode: (found: Recalled) => toLedger(found, nNeurons),
          decode: (stored) => fromLedger(stored, nNeurons),
        }),
      });
      const rows = namedRows(result.rows, seed, pictures);
      const shown = { ...plan, images: "digits" as const };
      const summary = recallStudy.summarize([rows], shown, []);
      return {
        rows,
        summary,
        cells: rows as unknown as readonly Row[],
        columns: RECALL_COLUMNS,
        text: () => recallStudy.text({ rows: [], summary, plan: shown, axes: [] }),
        async figures(command) {
          const { recallFigure } = await import("./figure.ts");
          const sheet = sheetOf(pictures, result, show, source === "digits" ? "digits" : "pictures");
          return { figure: (document) => recallFigure(sheet, { document, command }) };
        },
        files: async () => ({ "states.npz": statesOf(pictures, result) }),
      };
    },
  };
}

export const recallCommand: ExperimentCommand = {
  async readFiles(spec, files) {
    const { count } = spec as { count?: number };
    const own = Number.isInteger(count) && count! > 0 ? count : undefined;
    const read: RecallRunSpec = await readPicturesOf(spec as Readonly<Record<string, Plain>>, files, own);
    const { images: source = "digits" } = spec as { images?: string[] };
    const { nNeurons } = picturesOf(read.images);
    return { ...(await connectivityInto(read as AnySpec, "connectivity", files, nNeurons)), source };
  },
  plan: (spec) => planRecallRun(spec),
};

/** The contact sheet of the first pictures: stored, damaged, and as each rule recalls them. */
function sheetOf(pictures: Pictures, { spec, summary, cues, recalled }: RecallResult, show: number, noun: string) {
  const shown = Math.max(1, Math.min(show, pictures.nPatterns));
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
    noun,
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
function statesOf({ values, nPatterns, nNeurons }: Patterns, { cues, recalled }: RecallResult): Uint8Array {
  const matrix = (data: Int8Array) => ({ data, shape: [nPatterns, nNeurons] });
  const rules = recalled.map(({ rows, states }) => [rows[0].rule, matrix(states)] as const);
  return writeNpz({ stored: matrix(values), cues: matrix(cues), ...Object.fromEntries(rules) });
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
