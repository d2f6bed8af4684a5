/** `palimpsest reproduce ek22`: its experiments, their points in the ledger, its figures and what its report says. */

import { groupBy, unique } from "../../check/lists.ts";
import { fieldsFromLedger, fieldsToLedger } from "../../experiments/fields/ledger.ts";
import type { FieldsFound } from "../../experiments/fields/run.ts";
import type { FrontierResult } from "../../experiments/frontier/run.ts";
import { parametersOfRule, RULES, symbolOf } from "../../hopfield/rules/index.ts";
import type { Ledger } from "../../io/ledger.ts";
import type { Row } from "../../io/rows.ts";
import { lineThrough } from "../../numeric/statistics.ts";
import { encodedIn } from "../../run/results.ts";
import { auditOf } from "../audit.ts";
import type { ReproductionSpec } from "../plan.ts";
import type { FigureEntry, Reproduction } from "../report.ts";
import { ERROR_RULES } from "../verdict.ts";
import { CURVE_TITLE, sectionsOf } from "./claims.ts";
import type { ComparedCapacity } from "./figure.ts";
import { capacityAt, ownRows, publishedRows } from "./loads.ts";
import { type Ek22Plan, OVERLAPS, type PlannedExperiment, planEk22 } from "./plan.ts";
import { publishedCapacity, publishedInputs } from "./published.ts";
import type { Results } from "./results.ts";
import { ALL } from "./rules.ts";
import { type PointStore, reproduceEk22 } from "./run.ts";
import { STATEMENTS } from "./statements.ts";
import { byKey, sweepsOf } from "./sweeps.ts";

export function ek22(spec: ReproductionSpec): Reproduction {
  const plan = planEk22(spec);
  return {
    spec: plan,
    seed: plan.seed,
    total: plan.experiments.reduce((sum, experiment) => sum + pointsOf(experiment), 0),
    unit: "points of experiments",
    sweeps: sweepsOf(plan),
    async compute({ ledger, ...session }, backend, swept) {
      const { rows, results } = await reproduceEk22(plan, {
        ...session,
        backend,
        ...(ledger && {
          points: (experiment: PlannedExperiment) => storeOf(ledger, experiment, swept?.get(experiment.id)),
        }),
      });
      return {
        rows,
        title: "Selective connectivity, reproduced",
        work: "Emina & Kropff, “Selective connectivity enhances storage capacity in attractor models of memory function” (Frontiers in Systems Neuroscience 16:983147, 2022)",
        extent: `critical loads from networks of ${sizesOf(plan)} neurons`,
        sections: [
          ...sectionsOf(plan).map(({ title, text = [], isTabled }) => ({ title, text, ...(isTabled && { isTabled }) })),
          { title: LOADS, text: [LOADS_TEXT] },
          { title: FRONTIER, text: frontierText(results.frontier[0]) },
        ],
        notes: [
          `Verdicts: ${ERROR_RULES} A claim in words became a number: the bound stands in the claim.`,
          "± is the s.d. over seeds, s.e. the standard error of the mean, s.d./√seeds; bands of retrieved fractions are Wilson's 95 % intervals.",
          "Connectivity is searched by the heat bath of this package, 20 N steps a neuron between two descents, unless a row says otherwise.",
        ],
        audit: auditOf(STATEMENTS, sectionsOf(plan), rows),
        figures: () => figuresOf(results),
      };
    },
  };
}

/** The sizes of the networks whose critical loads are looked for. */
function sizesOf({ experiments }: Ek22Plan): string {
  const sizes = unique(experiments.flatMap((one) => (one.kind === "capacity" ? [one.spec.neurons ?? 0] : [])));
  return sizes.sort((a, b) => a - b).join(", ");
}

/** How many points of an experiment the ledger will hold. */
function pointsOf({ kind, spec }: PlannedExperiment): number {
  const length = (list: unknown) => (Array.isArray(list) ? list.length : 1);
  if (kind === "swaps") return spec.networks.length;
  const seeds = spec.seeds ?? 1;
  if (kind === "capacity") return seeds * length(spec.inputs) * length(spec.rule);
  if (kind === "offline") return seeds;
  if (kind === "ties") return seeds * spec.rule.length;
  if (kind === "frontier") return seeds * (2 + length(spec.epsilon) + length(spec.margin));
  if (kind === "online") return seeds * length(spec.inputs);
  return seeds * length(spec.loads) * length(spec.rule);
}

/** Whether a point of an experiment has one row. */
function isSingle(kind: PlannedExperiment["kind"]): boolean {
  return kind === "capacity" || kind === "swaps" || kind === "ties" || kind === "offline";
}

/** The part of the ledger for one experiment: the row or rows of each point; what a sweep found comes first. */
function storeOf(ledger: Ledger, { id, kind }: PlannedExperiment, rows?: readonly Row[]): PointStore {
  const encode = (found: unknown): readonly Row[] => {
    if (kind === "fields") return fieldsToLedger(found as FieldsFound);
    return (Array.isArray(found) ? found : [found]) as readonly Row[];
  };
  const decode = (rows: readonly Row[]): unknown => {
    if (kind === "fields") return fieldsFromLedger(rows);
    return isSingle(kind) ? rows[0] : rows;
  };
  const swept = rows && byKey(rows);
  const own = encodedIn(ledger, { prefix: `${id}/`, encode, decode });
  return {
    results: swept ? { get: (key) => swept.get(key) ?? own.get(key), set: (key, found) => own.set(key, found) } : own,
    references: encodedIn<unknown, readonly Row[]>(ledger, {
      prefix: `${id}/reference/`,
      encode: (found) => [found as Row],
      decode: ([row]) => row,
    }),
  };
}

async function figuresOf(results: Results): Promise<readonly FigureEntry[]> {
  const [
    { basinsFigure },
    { capacityFigure },
    { gainFigure },
    { fieldMomentsFigure },
    { frontierFigure },
    { onlineFigure },
    { weightsFigure },
    { diluteFigure, publishedFigure, scalingFigure },
  ] = await Promise.all([
    import("../../experiments/basins/figure.ts"),
    import("../../experiments/capacity/figure.ts"),
    import("../../experiments/capacity/panels.ts"),
    import("../../experiments/fields/moments-figure.ts"),
    import("../../experiments/frontier/figure.ts"),
    import("../../experiments/online/figure.ts"),
    import("../../experiments/weights/figure.ts"),
    import("./figure.ts"),
  ]);
  const { scaling, dilute } = results;
  const {
    capacity: [capacity],
    fields: [fields],
    weights: [weights],
    sparse: [sparse],
    dense: [dense],
  } = results;
  const {
    basins: [basins],
    frontier: [frontier],
    online: [online],
  } = results;
  const overlaps = Object.values(OVERLAPS);
  const limits = dilute.map(({ summary }, k) => ({
    overlap: overlaps[k],
    summary,
    limit: lineThrough(summary.map(({ inputs, neurons, load }) => [inputs / neurons, load])).at0,
  }));
  const bySize = [capacity, ...scaling].map(({ summary }) => summary).sort((a, b) => a[0].neurons - b[0].neurons);
  const compared = groupBy(comparedCapacities(results), ({ neurons }) => String(neurons)).filter(hasCurve);
  return [
    ...compared.map(
      (rows): FigureEntry => [`published-${rows[0].neurons}`, CURVE_TITLE, (options) => publishedFigure(rows, options)],
    ),
    ["capacity", LOADS, (options) => capacityFigure(capacity.summary, options)],
    ["gain", LOADS, (options) => gainFigure(capacity.summary, options)],
    ["scaling", LOADS, (options) => scalingFigure(bySize, options)],
    ["dilute", "Random connectivity", (options) => diluteFigure(limits, options)],
    ["fields", "Noise reduction", (options) => fieldMomentsFigure(fields.summary, options)],
    ["weights-sparse", "Noise reduction", (options) => weightsFigure(sparse.summary, options)],
    ["weights-dense", "Noise reduction", (options) => weightsFigure(dense.summary, options)],
    ["weights", "Signal reinforcement", (options) => weightsFigure(weights.summary, options)],
    [
      "basins",
      "Basins",
      (options) =>
        basinsFigure(
          basins.summary.filter(({ load }) => BASIN_LOADS.some((shown) => Math.abs(load - shown) < 0.02)),
          options,
        ),
    ],
    ["frontier", FRONTIER, (options) => frontierFigure(frontier, options)],
    [
      "online",
      "Online learning",
      (options) => onlineFigure(online.rows, online.summary, { ...options, rule: online.spec.rule }),
    ],
  ];
}

/** Every published critical load of the sizes that were measured, with ours. */
function comparedCapacities(results: Results): ComparedCapacity[] {
  const [here, own] = [publishedRows(results), ownRows(results)];
  const sizes = unique(here.map(({ neurons }) => neurons));
  return sizes.flatMap((neurons) =>
    ALL.flatMap((rule) =>
      publishedInputs(neurons).map((inputs) => {
        const at = { neurons, inputs, rule };
        const [asPublished, ourWay] = [capacityAt(here, at), capacityAt(own, at)];
        return {
          ...at,
          published: publishedCapacity(at)!,
          ...(asPublished && { here: asPublished }),
          ...(ourWay && { own: ourWay }),
        };
      }),
    ),
  );
}

/** Whether there is more than one c to draw. */
function hasCurve(rows: readonly ComparedCapacity[]): boolean {
  return new Set(rows.filter(({ here }) => here !== undefined).map(({ inputs }) => inputs)).size > 1;
}

/** Titles of sections that show measurements without a claim of the work. */
const LOADS = "Critical loads";
const FRONTIER = "What each rule buys";

/** Loads at which basins are drawn, a few of those measured: more lines would not be told apart. */
const BASIN_LOADS = [0.25, 0.5, 1, 1.5, 2, 2.5];

const LOADS_TEXT =
  "p_c is the largest number of patterns of which at least 90 % are retrieved, each from itself as the cue, with a final overlap of at least 0.9; α_c = p_c/c is the critical load. A fresh network is made for every load tried. The rules stand against each other and at several N, all made our way.";

/** Sentences that say what the frontier shows. */
function frontierText({ summary, spec }: FrontierResult): string[] {
  const lists = [0, 0.1, 0.2, 0.3].flatMap((e) => {
    const there = summary.filter(({ flipped }) => flipped === e).sort((a, b) => b.patterns - a.patterns);
    if (there.length === 0) return [];
    const named = there.map(({ rule, patterns, patternsDeviation, seeds, ...row }) => {
      const parameter = parametersOfRule(rule).map((name) => ` (${symbolOf(name)} = ${row[name]})`);
      const spread = seeds > 1 ? ` ± ${patternsDeviation.toFixed(0)}` : "";
      return `${RULES[rule].label}${parameter.join("")} ${patterns.toFixed(0)}${spread}`;
    });
    return [`e = ${e}: ${named.join(", ")}`];
  });
  return [
    `Beyond the work: how many patterns each rule stores when they have to be retrieved from cues with a fraction e of the neurons wrong. ε of signal reinforcement and κ of the margin rule are dials between number and robustness; noise reduction is ε = 0. The margin rule is this package's own: E_i = Σ_ν max(0, κ − ξ_i^ν h_i^ν)², so that fields which are safe cost nothing. Patterns at the best parameter of each rule, N = ${spec.neurons}, c = ${spec.inputs}: ${lists.join("; ")}.`,
  ];
}
