import { createHash } from "node:crypto";
import { checkChoice, checkKeys, show } from "../../check/check.ts";
import { deepFreeze } from "../../check/freeze.ts";
import { ACTIVATION_KEYS } from "../../dynamics/activations/index.ts";
import type { ContinuousNetwork } from "../../dynamics/network.ts";
import type { Cell, Row } from "../../io/rows.ts";
import type { Plain } from "../../io/spec-file.ts";
import type { Seed } from "../../numeric/seed.ts";
import { conditionsIn, countsOf, spreadOf } from "../kit/conditions.ts";
import { type Counted, countedFigures, countedText } from "../kit/counted.ts";
import { drawnState, drawnWeights, isDrawn } from "../kit/drawn.ts";
import { keptAsRows } from "../kit/kept.ts";
import { withMatrices } from "../kit/matrices.ts";
import type { Study } from "../kit/study.ts";
import { FLOW_COLUMNS, flowCells } from "./rows.ts";
import { FLOW_KEYS, type FlowPlan, type FlowSpec, type FlowTask, flow, planFlow, TASK_KEYS } from "./run.ts";

/** Tasks whose rows are tables; the others draw pictures of one network. */
const SWEPT_TASKS = ["integrate", "attractor", "equilibria", "continuation"] as const satisfies readonly FlowTask[];

/**
 * The spec of `flow`. Beside it, weights may be `{ gain, neurons }` and initial `{ normal }` or `{ uniform }`: drawn for
 * each seed.
 */
export type FlowStudySpec = Readonly<Record<string, unknown>> & { readonly seed?: Seed };

/** The plan without what the seed draws, which is the same for all seeds. */
interface FlowStudyPlan extends Omit<FlowPlan, "settings"> {
  readonly settings: Readonly<Record<string, unknown>>;
  /** What was drawn, or a digest of what was given. */
  readonly weights: unknown;
}

const NESTED = [...ACTIVATION_KEYS.map((key) => `activation.${key}`), "weights.gain", "weights.neurons"];

export const flowStudy: Study<FlowStudySpec, FlowStudyPlan, readonly Row[], Counted> = {
  name: "flow",
  keys: [...FLOW_KEYS.filter((key) => key !== "seed"), ...NESTED, "initial.normal"],
  together: [...FLOW_KEYS.filter((key) => key !== "task"), ...NESTED, "initial.normal"],
  seeds: 1,
  unit: "networks",
  points: () => 1,
  isMeasured: true,
  async readFiles(spec, files) {
    return withMatrices(spec, (path, where) => files.file(path, where)) as Readonly<Record<string, Plain>>;
  },
  plan(spec) {
    const task = checkChoice("flow: task", spec["task"], SWEPT_TASKS);
    checkKeys(`flow: spec of task "${task}"`, spec, [
      "weights",
      "activation",
      "bias",
      "task",
      "seed",
      ...TASK_KEYS[task],
    ]);
    const { plan, network } = planFlow(drawn(spec, false));
    const { initial } = spec;
    const { seed: _, ...settings } = plan.settings as Record<string, unknown>;
    return deepFreeze({
      ...plan,
      settings: { ...settings, ...(isDrawn(initial, "normal", "uniform") && { initial }) },
      weights: isDrawn(spec["weights"], "gain") ? spec["weights"] : weightsRecord(network.weights),
    });
  },
  async run(spec, { onRow, known: _, ...options }) {
    const { rows, plan } = await flow(drawn(spec, true), options);
    // a run that finds nothing is a result too
    const found = rows.length > 0 ? rows : [{ [CATEGORY[plan.task as SweptTask]]: "none" }];
    const kept = found.map((row) => ({ seed: spec.seed as Cell, ...renamed(flowCells(row)) }));
    onRow?.("flow", kept);
  },
  ...keptAsRows<Row>(),
  columns: ({ task }) => ["seed", ...FLOW_COLUMNS[task as SweptTask].map(nameOf)],
  summarize(found, { task }, axes) {
    const category = CATEGORY[task as SweptTask];
    return conditionsIn(found.flat(), axes).map(({ at, rows, seeds }) => {
      const words = rows.flatMap((row) => {
        const word = row[category];
        return word === null || word === undefined || word === "" ? [] : String(word).split(" ");
      });
      const lyapunov = spreadOf(rows.map((row) => row["lyapunov"]));
      return {
        at,
        seeds,
        counts: countsOf(words, seeds),
        ...(task === "attractor" && { value: { name: "Lyapunov exponent", ...lyapunov } }),
      };
    });
  },
  figures: ({ summary, plan }, command) => countedFigures(summary, { noun: NOUNS[plan.task as SweptTask], command }),
  text: ({ summary, axes }) => countedText(summary, axes),
  seconds({ task, neurons, settings }) {
    const { duration = 0, starts = 0 } = settings as { readonly duration?: number; readonly starts?: number };
    const evaluation = 1e-9 * (30 * neurons + 0.2 * neurons * neurons);
    const linear = 1e-9 * (2000 + 2.5 * neurons ** 3);
    switch (task) {
      case "integrate":
        return 0.002 + duration * EVALUATIONS * evaluation;
      case "equilibria":
        return 0.01 + starts * (NEWTON_STEPS * linear + 60 * EVALUATIONS * evaluation);
      case "continuation":
        return 0.01 + BRANCH_POINTS * linear;
      default:
        return 0.01 + ATTRACTOR_TIME * EVALUATIONS * evaluation + linear;
    }
  },
  isLarge: () => false,
};

type SweptTask = (typeof SWEPT_TASKS)[number];

/** The column whose words are counted. */
const CATEGORY: Readonly<Record<SweptTask, string>> = {
  integrate: "status",
  attractor: "kind",
  equilibria: "type",
  continuation: "events",
};
const NOUNS: Readonly<Record<SweptTask, string>> = {
  integrate: "runs",
  attractor: "attractors",
  equilibria: "equilibria",
  continuation: "bifurcations",
};

/** Columns whose names are those of parameters, which may vary. */
const RENAMED: Readonly<Record<string, string>> = { duration: "integratedTime", parameter: "parameterValue" };

function nameOf(column: string): string {
  return RENAMED[column] ?? column;
}

function renamed(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, cell]) => [nameOf(column), cell]));
}

/** Evaluations in a unit of time, at default tolerances; steps of a search; points of a branch; and time until an attractor is sure. */
const EVALUATIONS = 12;
const NEWTON_STEPS = 12;
const BRANCH_POINTS = 9000;
const ATTRACTOR_TIME = 800;

/** The spec with what its seed draws; for a plan without weights, which take long. */
function drawn(spec: FlowStudySpec, isRun: boolean): FlowSpec {
  const { seed = 1n } = spec;
  const weights = drawnWeights("flow: weights", spec["weights"], isRun ? seed : null);
  if (typeof weights === "string") {
    throw new TypeError(`flow: weights must be rows here, got the path ${show(weights)}: files stand beside the grid`);
  }
  const neurons = isDrawn(spec["weights"], "gain") ? (weights as unknown[]).length : neuronsOf(weights);
  const initial = neurons === undefined ? spec["initial"] : drawnState("flow: initial", spec["initial"], neurons, seed);
  return { ...spec, weights, ...(initial !== undefined && { initial }) } as FlowSpec;
}

/** Of weights that are rows, or patterns with a type. */
function neuronsOf(weights: unknown): number | undefined {
  if (Array.isArray(weights)) return weights.length;
  const patterns = (weights as { readonly patterns?: unknown } | undefined)?.patterns;
  const [first] = Array.isArray(patterns) ? (patterns as unknown[]) : [];
  return Array.isArray(first) ? first.length : undefined;
}

/** What identifies the weights of a run: themselves while they are few, their digest. */
export function weightsRecord(weights: ContinuousNetwork["weights"]): unknown {
  const digest = createHash("sha256");
  if (weights.kind === "dense") digest.update(weights.matrix);
  else if (weights.kind === "patterns") digest.update(weights.patterns);
  else if (weights.kind === "sparse") digest.update(weights.values).update(weights.columns).update(weights.rowStart);
  const sha256 = digest.digest("hex").slice(0, 16);
  if (weights.kind === "patterns") {
    const { type, nPatterns, degree, beta, scale } = weights;
    return { kind: weights.kind, type, nPatterns, degree, beta, scale, sha256 };
  }
  return { kind: weights.kind, sha256 };
}
