/** `control` in sweeps: what becomes of patterns presented, over costs, bounds and networks. */
import { checkChoice } from "../../check/check.ts";
import { deepFreeze } from "../../check/freeze.ts";
import { axesOf } from "../../check/parameters.ts";
import { tableOfTasks, taskOf } from "../../check/tasks.ts";
import { OUTCOMES } from "../../control/outcomes.ts";
import type { ControlPlan } from "../../control/problem.ts";
import { planSequence, presentSequence, type SequencePlan } from "../../control/sequence.ts";
import type { Row } from "../../io/rows.ts";
import type { Plain } from "../../io/spec-file.ts";
import { cellsOf } from "../kit/columns.ts";
import { conditionsIn, countsOf, spreadOf } from "../kit/conditions.ts";
import { type Counted, countedFigures, countedText } from "../kit/counted.ts";
import { isDrawn } from "../kit/drawn.ts";
import { keptAsRows } from "../kit/kept.ts";
import { withMatrices } from "../kit/matrices.ts";
import type { Study } from "../kit/study.ts";
import { withDrawn } from "./drawn.ts";
import { type ControlTaskSpec, controlTasks } from "./parameters.ts";
import { presentationRow, SWEPT_COLUMNS } from "./rows.ts";
import { type PresentSpec, sequenceOf } from "./tasks/present.ts";

/** Specs of presentations; what weights and patterns leave to the seed is drawn for each. */
type ControlStudySpec = Extract<ControlTaskSpec, { readonly task?: "present" }>;

interface ControlStudyPlan {
  readonly experiment: "control";
  readonly first: Omit<ControlPlan, "initial" | "weights" | "seed">;
  readonly seed: number | string;
  /** What was given, or is drawn. */
  readonly weights: unknown;
  readonly present: readonly unknown[];
  readonly thresholds: SequencePlan["thresholds"];
  readonly similarity: number;
}

const parameters = tableOfTasks(controlTasks, ["present"]);

export const controlStudy: Study<ControlStudySpec, ControlStudyPlan, readonly Row[], Counted> = {
  name: "control",
  parameters,
  together: axesOf(parameters),
  seeds: 1,
  unit: "networks",
  points: () => 1,
  isMeasured: true,
  async readFiles(spec, files) {
    return withMatrices(spec, (path, where) => files.file(path, where)) as Readonly<Record<string, Plain>>;
  },
  plan(spec) {
    const { first, present, thresholds, similarity } = planSequence(sequenceOfSpec(spec, null));
    const { initial: _, weights, seed, ...rest } = first;
    const given = spec.present ?? [spec.initial];
    return deepFreeze({
      experiment: "control" as const,
      first: rest,
      seed,
      weights: isDrawn(spec.weights, "gain") ? { ...spec.weights } : weights,
      present: present.map((state, k) => (isDrawn(given[k], "normal", "uniform") ? structuredClone(given[k]) : state)),
      thresholds: { ...thresholds },
      similarity,
    });
  },
  async run(spec, { results, signal, backend, onProgress }) {
    if (results?.get("control") !== undefined) return;
    const own = sequenceOfSpec(spec);
    const rows: Row[] = [];
    await presentSequence(own, {
      ...(signal && { signal }),
      ...(backend && { backend }),
      onPresentation(presentation) {
        const row = presentationRow(presentation);
        const swept = Object.fromEntries(SWEPT_COLUMNS.map((name) => [name, row[name]]));
        rows.push(cellsOf({ seed: spec.seed, ...swept }));
        onProgress?.({ done: rows.length, total: own.present.length });
      },
    });
    results?.set("control", rows);
  },
  ...keptAsRows<Row>(),
  columns: () => ["seed", ...SWEPT_COLUMNS],
  summarize: (found, _, axes) =>
    conditionsIn(found.flat(), axes).map(({ at, rows, seeds }) => ({
      at,
      seeds,
      counts: countsOf(
        rows.map((row) => String(row["outcome"])),
        seeds,
      ),
      value: costOf(rows),
    })),
  figures: ({ summary }, command) => countedFigures(summary, { noun: "presentations", command, kinds: OUTCOMES }),
  text: ({ summary, axes }) => countedText(summary, axes, OUTCOMES),
  seconds({ first, weights, present }) {
    const nNeurons = isDrawn(weights, "gain")
      ? (weights as { readonly neurons: number }).neurons
      : (weights as readonly unknown[]).length;
    const gradient = 1e-9 * first.nSteps * (STEP_NS + SYNAPSE_NS * nNeurons * nNeurons);
    const more = first.extrapolate && first.time === "flow" ? EXTRAPOLATION : 0;
    return present.length * (OUTCOME_SECONDS + (first.starts * GRADIENTS + more) * gradient);
  },
  isLarge: () => false,
};

/** The patterns of a spec as a sequence, drawn from its seed; `seed` null for weights of 0, to look at the rest. */
function sequenceOfSpec(spec: ControlStudySpec, seed?: null) {
  checkChoice("control: task", spec.task ?? "present", ["present"]);
  taskOf("control", controlTasks, spec);
  const { task: _, ...drawn } = withDrawn(spec, seed) as ControlStudySpec;
  return sequenceOf(drawn as PresentSpec);
}

/** J over the runs of a condition, or where it was not extrapolated the cost in steps of length h. */
function costOf(rows: readonly Row[]) {
  const isExtrapolated = rows.every((row) => row["cost"] !== null);
  const [name, column] = isExtrapolated ? ["cost J", "cost"] : ["cost at h", "gridCost"];
  return { name, ...spreadOf(rows.map((row) => row[column])) };
}

/** A gradient of the cost: per step, and per step and synapse. */
const STEP_NS = 300;
const SYNAPSE_NS = 8;
/** Gradients of a search. */
const GRADIENTS = 60;
/** Gradients of two searches from a warm start, in steps of half and a quarter of the length: in gradients at h. */
const EXTRAPOLATION = 60;
/** To decide what became of a pattern. */
const OUTCOME_SECONDS = 0.003;
