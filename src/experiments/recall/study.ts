/** How `recall` is run by its command and by sweeps: rows, table, figures and cost. */
import { checkInteger, show } from "../../check/check.ts";
import { deepFreeze } from "../../check/freeze.ts";
import { groupBy } from "../../check/lists.ts";
import { digits } from "../../data/digits.ts";
import { isLargeNetwork } from "../../hopfield/network.ts";
import { given } from "../../hopfield/rules/given.ts";
import { RULE_PARAMETER_NAMES, RULES, type Rule, ruleOf } from "../../hopfield/rules/index.ts";
import { margin } from "../../hopfield/rules/margin.ts";
import { parseSides, readPictures } from "../../io/images.ts";
import { type PackedPictures, packPictures, unpackPictures } from "../../io/packed-pictures.ts";
import type { Pictures } from "../../io/picture-arrays.ts";
import type { Cell, Row } from "../../io/rows.ts";
import type { Plain } from "../../io/spec-file.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";
import { plusMinus, table } from "../../report/table.ts";
import { conditionCells, conditionLabel, conditionsIn } from "../kit/conditions.ts";
import { heatSeconds, learningSeconds, networkSeconds, retrievalSeconds } from "../kit/cost.ts";
import { keptAsRows } from "../kit/kept.ts";
import { parametersIn } from "../kit/rules.ts";
import type { SpecFiles, Study } from "../kit/study.ts";
import { memoryParameters, RECALL_RULES, recallParameters } from "./parameters.ts";
import { planRecall, type RecallPlan, type RecallRow, type RecallSpec, type RecallSummary, recall } from "./run.ts";

/** Patterns, the rules that store them, and the damage of the cues. */
export interface RecallStudySpec extends Omit<RecallSpec, "connectivity" | "width" | "rule"> {
  readonly rule?: RecallSpec["rule"];
  /** Default: handwritten digits. */
  readonly images?: "digits" | PackedPictures;
  /** p, the first of the images; default 30 digits, or all images. */
  readonly count?: number;
}

export interface RecallStudyPlan extends RecallPlan {
  readonly images: "digits" | PackedPictures;
}

/** One rule: means over seeds. */
export interface RecallMean extends RecallSummary {
  readonly seeds: number;
  readonly retrievedDeviation: number;
  readonly perfectDeviation: number;
  readonly overlapDeviation: number;
}

/** Columns of a recalled pattern. */
export const RECALL_COLUMNS = [
  "rule",
  "learning",
  ...RULE_PARAMETER_NAMES,
  "pattern",
  "name",
  "cue",
  "overlap",
  "retrieved",
  "wrong",
  "status",
  "sweeps",
];

/** What `recall` is asked for unless a spec says otherwise. */
export const RECALL_DEFAULTS = {
  rule: RECALL_RULES,
  digits: 30,
  inputs: 50,
  noise: 0.2,
  /** Cues are far from the patterns here: a margin wider than what merely keeps them stable. */
  margin: 4,
} as const;

/** A spec with these. */
function withRecallDefaults(
  spec: Omit<RecallSpec, "rule"> & { readonly rule?: RecallSpec["rule"] },
  nNeurons: number,
): RecallSpec {
  const { connectivity, inputs, occlude } = spec;
  const rule = spec.rule ?? [...(connectivity ? [given.name] : []), ...RECALL_DEFAULTS.rule];
  return {
    ...(occlude === undefined && { noise: RECALL_DEFAULTS.noise }),
    ...([rule].flat().includes(margin.name) && { margin: RECALL_DEFAULTS.margin }),
    ...(connectivity === undefined && { inputs: inputs ?? Math.min(RECALL_DEFAULTS.inputs, nNeurons - 1) }),
    ...spec,
    rule,
  };
}

/** The first of the pictures. */
function firstPictures<Given extends Pictures>(pictures: Given, asked: number | undefined, where: string): Given {
  const count = asked ?? ("labels" in pictures ? RECALL_DEFAULTS.digits : pictures.nPatterns);
  if (count < 1 || count > pictures.nPatterns) {
    throw new RangeError(`${where}: must be in [1, ${pictures.nPatterns}], the patterns there are, got ${count}`);
  }
  return { ...pictures, nPatterns: count, values: pictures.values.slice(0, count * pictures.nNeurons) };
}

/** Handwritten digits by name. */
export function digitPictures(): Pictures {
  const all = digits();
  return { ...all, names: all.labels.map(String) };
}

export const recallStudy: Study<RecallStudySpec, RecallStudyPlan, readonly RecallRow[], RecallMean> = {
  name: "recall",
  parameters: recallParameters,
  together: ["count", ...Object.keys(memoryParameters)],
  unit: "rules",
  points: ({ rule }) => rule.length,

  readFiles: readPicturesOf,

  plan(spec) {
    const { pictures, own } = problemOf(spec);
    return deepFreeze({ ...planRecall(pictures, own), images: spec.images ?? "digits" });
  },
  async run(spec, { results, ...options }) {
    const { pictures, own } = problemOf(spec);
    return recall(pictures, own, {
      ...options,
      results: {
        get: () => undefined, // a study keeps rows alone, and no states
        set: (key, { rows }) => results?.set(key, namedRows(rows, own.seed, pictures)),
      },
    });
  },
  ...keptAsRows<RecallRow>(),
  columns: () => ["seed", ...RECALL_COLUMNS],

  summarize(found, _, axes) {
    const conditions = conditionsIn<RecallRow>(found.flat() as unknown as readonly Row[], axes, ["rule"]);
    return conditions.map(({ at, rows, seeds }) => {
      const { rule, learning } = rows[0];
      const runs = groupBy(rows, ({ seed }) => String(seed));
      const over = (value: (run: readonly RecallRow[]) => number) => meanAndDeviation(runs.map(value));
      const retrieved = over((run) => run.filter((row) => row.retrieved).length);
      const perfect = over((run) => run.filter(({ wrong }) => wrong === 0).length);
      const overlap = over((run) => run.reduce((sum, row) => sum + row.overlap, 0) / run.length);
      return {
        ...at,
        rule,
        learning,
        ...parametersIn(rows[0]),
        patterns: rows.length / seeds,
        retrieved: retrieved.mean,
        perfect: perfect.mean,
        overlap: overlap.mean,
        seeds,
        retrievedDeviation: retrieved.deviation,
        perfectDeviation: perfect.deviation,
        overlapDeviation: overlap.deviation,
      };
    });
  },

  async figures({ summary, axes }, command) {
    const { conditionsFigure } = await import("../kit/conditions-figure.ts");
    const own = axes.filter((axis) => axis !== "rule");
    const groups = groupBy(summary, (entry) => conditionLabel(pick(entry, own)));
    const conditions = groups.map((group) => ({
      label: conditionLabel(pick(group[0], own)),
      values: group.map(({ rule, patterns, retrieved, retrievedDeviation }) => ({
        name: RULES[rule].label,
        color: RULES[rule].color,
        value: retrieved / patterns,
        deviation: retrievedDeviation / patterns,
      })),
    }));
    const measure = { name: "fraction of the patterns recalled", kind: "dots", most: 1 } as const;
    return { figure: (document) => conditionsFigure(conditions, measure, { document, command }) };
  },
  text({ summary, axes }) {
    const own = axes.filter((axis) => axis !== "rule");
    const isSpread = summary.some(({ seeds }) => seeds > 1);
    const groups = groupBy(summary, (entry) => conditionLabel(pick(entry, own)));
    const lines = groups
      .flat()
      .map((s) => [
        ...conditionCells(pick(s, own), own),
        RULES[s.rule].label,
        `${plusMinus(s.retrieved, s.retrievedDeviation, s.seeds > 1 ? 1 : 0, s.seeds)} of ${s.patterns}`,
        plusMinus(s.perfect, s.perfectDeviation, s.seeds > 1 ? 1 : 0, s.seeds),
        plusMinus(s.overlap, s.overlapDeviation, 3, s.seeds),
        ...(isSpread ? [String(s.seeds)] : []),
      ]);
    const head = [...own, "rule", "recalled", "without an error", "mean overlap", ...(isSpread ? ["seeds"] : [])];
    return `${table(head, lines)}\n`;
  },
  seconds(plan) {
    const { neurons, patterns, inputs, learning } = plan;
    const taught = learningSeconds(learning.learning, neurons, inputs, patterns);
    const own = taught + retrievalSeconds(patterns, neurons, inputs) + heatSeconds(plan, patterns, neurons, inputs);
    const search = (rule: Rule): number =>
      (ruleOf(rule).search?.effort.easy ?? 1) * networkSeconds(plan, rule, inputs, patterns);
    return plan.rule.reduce((sum, rule) => sum + search(rule) + own, 0);
  },
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};

/**
 * A spec with pictures in the place of their paths, a bit a pixel.
 *
 * @param count  how many are wanted at most; a sweep may vary it.
 */
export async function readPicturesOf(
  spec: Readonly<Record<string, Plain>>,
  files: SpecFiles,
  count?: number,
): Promise<Readonly<Record<string, Plain>>> {
  const { images, size, dither, invert, ...rest } = spec;
  const paths = images === undefined || images === "digits" ? [] : [images].flat();
  if (paths.length === 0) {
    for (const [name, value] of Object.entries({ size, dither, invert })) {
      if (value !== undefined) throw new TypeError(`recall: ${name} must be left out without images, got ${value}`);
    }
  }
  if (paths.length === 0 || !paths.every((path) => typeof path === "string")) return spec;
  const pictures = await readPictures(
    paths.flatMap((path) => files.files(path as string, "recall: images")),
    {
      ...(size !== undefined && parseSides("recall: size", String(size))),
      ...(flagOf("recall: dither", dither) && { how: "dither" }),
      ...(flagOf("recall: invert", invert) && { invert: true }),
      ...(count !== undefined && { count }),
    },
  );
  return { ...rest, images: packPictures(pictures) as unknown as Plain };
}

/** The pictures of a spec, and what is done with them. */
export function problemOf({ images, count, ...spec }: RecallStudySpec & Pick<RecallSpec, "connectivity">) {
  if (count !== undefined) checkInteger("recall: count", count, 0);
  const pictures = firstPictures(picturesOf(images), count, "recall: count");
  const own = withRecallDefaults({ ...spec, width: pictures.width }, pictures.nNeurons);
  return { pictures, own };
}

/** All pictures of a spec. */
export function picturesOf(images: RecallStudySpec["images"] = "digits"): Pictures {
  if (images !== "digits" && (typeof images !== "object" || images === null)) {
    throw new TypeError(`recall: images must be "digits" or files beside the spec, got ${show(images)}`);
  }
  return images === "digits" ? digitPictures() : unpackPictures(images, "recall: images");
}

/** Rows with what they need to stand among those of other runs. */
export function namedRows(
  rows: readonly RecallRow[],
  seed: RecallSpec["seed"],
  { names }: Pictures,
): readonly RecallRow[] {
  return rows.map((row) => ({ seed: seed as number | string, ...row, name: names[row.pattern] }));
}

function pick(entry: object, names: readonly string[]): Record<string, Cell> {
  const cells = entry as Readonly<Record<string, Cell>>;
  return Object.fromEntries(names.map((name) => [name, cells[name] ?? null]));
}

function flagOf(where: string, value: unknown): boolean {
  if (value !== undefined && typeof value !== "boolean") {
    throw new TypeError(`${where} must be true or false, got ${show(value)}`);
  }
  return value === true;
}
