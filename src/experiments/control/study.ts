import { checkKeys, show } from "../../check/check.ts";
import { deepFreeze } from "../../check/freeze.ts";
import { CONTROL_KEYS, type ControlPlan } from "../../control/problem.ts";
import {
  type Presentation,
  planSequence,
  presentSequence,
  type SequencePlan,
  type SequenceSpec,
} from "../../control/sequence.ts";
import type { Cell, Row } from "../../io/rows.ts";
import type { Plain } from "../../io/spec-file.ts";
import type { Seed } from "../../numeric/seed.ts";
import { conditionsIn, countsOf, spreadOf } from "../kit/conditions.ts";
import { type Counted, countedFigures, countedText } from "../kit/counted.ts";
import { drawnState, drawnWeights, isDrawn } from "../kit/drawn.ts";
import { keptAsRows } from "../kit/kept.ts";
import { withMatrices } from "../kit/matrices.ts";
import type { Study } from "../kit/study.ts";

/**
 * The spec of `control`. Beside it, weights may be `{ gain, neurons }`, initial and the patterns of present `{ normal }` or
 * `{ uniform }`: drawn for each seed.
 */
export type ControlStudySpec = Readonly<Record<string, unknown>> & { readonly seed?: Seed };

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

const NESTED = [
  "bounds.existing",
  "bounds.silent",
  "bounds.diagonal",
  "activation.type",
  "activation.gain",
  "activation.width",
  "thresholds.displacement",
  "thresholds.controlFraction",
  "weights.gain",
  "weights.neurons",
  "initial.normal",
];
const KEYS = [...CONTROL_KEYS.filter((key) => key !== "seed"), "present", "thresholds", "similarity"];

const COLUMNS = [
  "seed",
  "index",
  "pattern",
  "cost",
  "motionCost",
  "controlCost",
  "terminalCost",
  "tailCost",
  "outcome",
  "presentation",
  "endState",
  "controlFraction",
  "largestControl",
  "displacement",
  "period",
  "lyapunov",
  "isLearned",
  "largestChange",
  "kept",
  "forgotten",
  "restored",
  "status",
  "iterations",
  "gradients",
  "optimality",
  "residual",
] as const;

export const controlStudy: Study<ControlStudySpec, ControlStudyPlan, readonly Row[], Counted> = {
  name: "control",
  keys: [...KEYS, ...NESTED],
  together: [...KEYS, ...NESTED],
  seeds: 1,
  unit: "networks",
  points: () => 1,
  isMeasured: true,
  async readFiles(spec, files) {
    return withMatrices(spec, (path, where) => files.file(path, where)) as Readonly<Record<string, Plain>>;
  },
  plan(spec) {
    const own = drawn(spec, false);
    const { first, present, thresholds, similarity } = planSequence(own, "control");
    const { initial: _, weights, seed, ...rest } = first;
    const given = patternsOf(spec);
    return deepFreeze({
      experiment: "control" as const,
      first: rest,
      seed,
      weights: isDrawn(spec["weights"], "gain") ? { ...(spec["weights"] as object) } : weights,
      present: present.map((state, k) => (isDrawn(given[k], "normal", "uniform") ? structuredClone(given[k]) : state)),
      thresholds: { ...thresholds },
      similarity,
    });
  },
  async run(spec, { onRow, signal, backend, onProgress }) {
    const own = drawn(spec, true);
    const rows: Row[] = [];
    await presentSequence(own, {
      ...(signal && { signal }),
      ...(backend && { backend }),
      onPresentation(presentation) {
        rows.push(rowOf(presentation, spec.seed as Cell));
        onProgress?.({ done: rows.length, total: own.present.length });
      },
    });
    onRow?.("control", rows);
  },
  ...keptAsRows<Row>(),
  columns: () => COLUMNS,
  summarize: (found, _, axes) =>
    conditionsIn(found.flat(), axes).map(({ at, rows, seeds }) => ({
      at,
      seeds,
      counts: countsOf(
        rows.map((row) => String(row["outcome"])),
        seeds,
      ),
      value: { name: "cost J", ...spreadOf(rows.map((row) => row["cost"])) },
    })),
  figures: ({ summary }, command) => countedFigures(summary, { noun: "presentations", command }),
  text: ({ summary, axes }) => countedText(summary, axes),
  seconds({ first, weights, present }) {
    const nNeurons = isDrawn(weights, "gain")
      ? (weights as { readonly neurons: number }).neurons
      : (weights as readonly unknown[]).length;
    const gradient = 1e-9 * first.nSteps * (STEP_NS + SYNAPSE_NS * nNeurons * nNeurons);
    return present.length * (OUTCOME_SECONDS + first.starts * GRADIENTS * gradient);
  },
  isLarge: () => false,
};

/** A gradient of the cost: per step, and per step and synapse. */
const STEP_NS = 300;
const SYNAPSE_NS = 8;
/** Gradients of a search. */
const GRADIENTS = 60;
/** To decide what became of a pattern. */
const OUTCOME_SECONDS = 0.003;

/** Nothing that depends on the machine, such as times, and no matrices. */
function rowOf(
  { index, pattern, solution, evidence, isLearned, largestChange, memories }: Presentation,
  seed: Cell,
): Row {
  const { cost, motionCost, controlCost, terminalCost, tailCost, status } = solution;
  const { iterations, gradients, optimality, residual } = solution;
  const count = (word: string): number => memories.filter((memory) => memory.status === word).length;
  const { outcome, presentation, controlFraction, largestControl, displacement, period, lyapunov } = evidence;
  return {
    seed,
    index,
    pattern,
    ...{ cost, motionCost, controlCost, terminalCost, tailCost },
    outcome,
    presentation,
    endState: Array.from(evidence.state).join(" "),
    ...{ controlFraction, largestControl, displacement, period, lyapunov },
    isLearned,
    largestChange,
    kept: count("kept"),
    forgotten: count("forgotten"),
    restored: count("restored"),
    ...{ status, iterations, gradients, optimality, residual },
  };
}

function patternsOf({ initial, present }: ControlStudySpec): readonly unknown[] {
  if (initial !== undefined && present !== undefined) {
    throw new TypeError("control: initial and present exclude each other, got both");
  }
  if (present === undefined) {
    if (initial === undefined) throw new TypeError("control: initial, or present with a list of patterns, is missing");
    return [initial];
  }
  if (!Array.isArray(present)) throw new TypeError(`control: present must be a list of patterns, got ${show(present)}`);
  return present;
}

/** The spec with what its seed draws; for a plan without weights. */
function drawn(spec: ControlStudySpec, isRun: boolean): SequenceSpec {
  checkKeys("control", spec, [...CONTROL_KEYS, "present", "thresholds", "similarity"]);
  const { initial: _, seed = 1n, ...rest } = spec;
  const weights = drawnWeights("control: weights", rest["weights"], isRun ? seed : null);
  const neurons = Array.isArray(weights) ? weights.length : 0;
  const present = patternsOf(spec).map((state, k) => drawnState(`control: present[${k}]`, state, neurons, seed, k));
  return { ...rest, seed, weights, present } as unknown as SequenceSpec;
}
