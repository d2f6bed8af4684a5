import type { Command } from "commander";
import type { ControlPlan } from "../control/problem.ts";
import type { Presentation, SequenceSpec } from "../control/sequence.ts";
import { type ControlFlags, cellsOf, fromCells, type GivenSpec, readControlSpec } from "./control-spec.ts";
import { UsageError } from "./exit.ts";
import { addCommon } from "./options.ts";
import { finishRun, withSession } from "./session.ts";

const COLUMNS = [
  "index",
  "pattern",
  "cost",
  "motionCost",
  "controlCost",
  "terminalCost",
  "tailCost",
  "outcome",
  "reason",
  "presentation",
  "endState",
  "endControl",
  "controlFraction",
  "displacement",
  "period",
  "lyapunov",
  "isLearned",
  "largestChange",
  "memories",
  "status",
  "iterations",
  "gradients",
  "searches",
  "solveMilliseconds",
  "optimality",
  "residual",
] as const;

/** What `task` of a spec may be; "present" when it is left out. */
const TASKS: Readonly<Record<string, (flags: ControlFlags, given: GivenSpec) => Promise<void>>> = {
  present,
  pareto: async (flags, given) => (await import("./control-fronts.ts")).fronts("pareto", flags, given),
  sweep: async (flags, given) => (await import("./control-fronts.ts")).fronts("sweep", flags, given),
  value: async (flags, given) => (await import("./control-value.ts")).value(flags, given),
};

/** A presentation as the JSON document carries it. */
type ControlRow = ReturnType<typeof rowOf>;

/** `palimpsest control`: presents patterns to a network whose synapses are controlled optimally. */
export function addControl(program: Command): void {
  const command = program
    .command("control")
    .description(
      "present patterns to a network with controlled synapses: what is recognized, recorded, associated, forgotten",
    )
    .requiredOption(
      "--spec <f.json>",
      'network, pattern or patterns, costs and bounds; task: "present" (default), "pareto", the front over μ, "sweep", the map of outcomes over μ and λ, or "value", the value function of up to three neurons',
    );
  addCommon(command).action(run);
}

async function run(flags: ControlFlags): Promise<void> {
  const given = await readControlSpec(flags);
  const { checkChoice } = await import("../check/check.ts");
  await TASKS[checkChoice("control: task", given["task"] ?? "present", Object.keys(TASKS))](flags, given);
}

async function present(flags: ControlFlags, given: GivenSpec): Promise<void> {
  const started = performance.now();
  const { planSequence, presentSequence } = await import("../control/sequence.ts");
  const { commandLine, table } = await import("./output.ts");
  const spec = await sequenceOf(given);
  const plan = planSequence(spec, "control");
  const { seed } = plan.first;
  const record = { ...plan.first, present: plan.present, thresholds: plan.thresholds, similarity: plan.similarity };
  const found: ControlRow[] = [];
  const head = {
    command: "control",
    spec: record,
    seed,
    total: plan.present.length,
    unit: "patterns presented",
    count: () => found.length,
    threads: () => 1,
  };
  const known = flags.seed !== undefined || spec.seed !== undefined ? { ...flags, seed: BigInt(seed) } : flags;
  let history: readonly Presentation[] = [];
  await withSession(known, head, async ({ ledger, signal, onProgress }) => {
    for (let known = ledger?.get("0"); known; known = ledger?.get(String(found.length)))
      found.push(fromCells(known[0]));
    history = await presentSequence(
      { ...spec, seed },
      {
        signal,
        backend: flags.backend,
        before: found.map(({ endControl, ...row }) => ({ ...row, control: endControl.flat() })),
        onPresentation(presentation) {
          const row = rowOf(presentation);
          found.push(row);
          ledger?.append(String(presentation.index), [cellsOf(row)]);
          onProgress({ done: found.length, total: plan.present.length });
        },
      },
    );
  });
  const repeat = commandLine("control", [
    ["--spec", flags.spec],
    ["--seed", seed],
  ]);
  await finishRun(flags, {
    command: "control",
    spec: record,
    seed,
    rows: found,
    summary: [],
    cells: found.map(cellsOf),
    columns: COLUMNS,
    repeat,
    threads: 1,
    started,
    figures: () => figuresOf(found, history, plan.first, plan.similarity, repeat),
    async text() {
      const lines = found.map((row) => [
        `P${row.pattern}`,
        row.outcome,
        row.cost.toPrecision(8),
        row.residual === null ? row.optimality.toExponential(1) : row.residual.toExponential(1),
        String(row.iterations),
        row.memories.map((memory) => `P${memory.pattern} ${memory.status}`).join(", "),
        row.reason,
      ]);
      return table(["pattern", "outcome", "J", "from optimal", "steps", "memories", "why"], lines);
    },
  });
}

/** What a presentation needs of a spec. */
async function sequenceOf(given: GivenSpec): Promise<SequenceSpec> {
  const { initial, present, task: _, ...rest } = given;
  if (initial !== undefined && present !== undefined) {
    throw new UsageError("--spec: initial and present exclude each other");
  }
  const { CONTROL_KEYS } = await import("../control/problem.ts");
  const { checkKeys } = await import("../check/check.ts");
  checkKeys("control", given, [...CONTROL_KEYS, "task", "present", "thresholds", "similarity"]);
  if (initial === undefined && present === undefined) {
    throw new UsageError("control: initial, or present with a list of patterns, is missing");
  }
  return { ...rest, present: present ?? [initial] } as unknown as SequenceSpec;
}

function rowOf({
  index,
  pattern,
  solution,
  evidence,
  isLearned,
  largestChange,
  totalChange,
  beyondBounds,
  memories,
}: Presentation) {
  const { plan, cost, motionCost, controlCost, terminalCost, tailCost, status, message, iterations, gradients } =
    solution;
  const N = plan.initial.length;
  const { control, rest } = evidence;
  return {
    index,
    pattern,
    cost,
    motionCost,
    controlCost,
    terminalCost,
    tailCost,
    outcome: evidence.outcome,
    reason: evidence.reason,
    presentation: evidence.presentation,
    endState: evidence.state,
    endControl: Array.from({ length: N }, (_, i) => Array.from(control.subarray(i * N, (i + 1) * N))),
    largestControl: evidence.largestControl,
    controlFraction: evidence.controlFraction,
    speed: evidence.speed,
    leastSpeed: evidence.leastSpeed,
    restState: rest?.state ?? null,
    displacement: finite(evidence.displacement),
    isSameSink: evidence.isSameSink,
    isSteered: evidence.isSteered,
    period: evidence.period,
    lyapunov: evidence.lyapunov,
    isLearned,
    largestChange,
    totalChange,
    beyondBounds,
    memories,
    status,
    message,
    iterations,
    gradients,
    searches: solution.searches,
    solveMilliseconds: solution.solveMilliseconds,
    optimality: solution.optimality,
    residual: solution.residual,
  };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** Pictures of a sequence, and of those presentations that were computed now. */
async function figuresOf(
  rows: readonly ControlRow[],
  history: readonly Presentation[],
  plan: ControlPlan,
  similarity: number,
  command: string,
) {
  const { boundsOf } = await import("../control/problem.ts");
  const { freePath, equilibriaFor } = await import("../control/free.ts");
  const { controlFigure, controlPlaneFigure, historyFigure } = await import("../experiments/control/figure.ts");
  const setting = `N = ${plan.initial.length}, motion weight ${plan.motionWeight}, control weight ${plan.controlWeight}, λ = ${plan.discount}`;
  const pathOf = ({ solution, evidence }: Presentation) => ({
    nNeurons: plan.initial.length,
    times: solution.times,
    states: solution.states,
    controls: solution.controls,
    bounds: boundsOf(plan),
    presentation: evidence.presentation,
    outcome: evidence.outcome,
    reason: evidence.reason,
    setting,
    residual: solution.residual,
  });
  const courses = Object.fromEntries(
    history.map((presentation) => {
      const name = rows.length === 1 ? "figure" : `presentation-${presentation.index}`;
      return [name, (document: Document) => controlFigure(pathOf(presentation), { document, command })];
    }),
  );
  const equilibria = plan.initial.length === 2 ? await equilibriaFor(plan) : [];
  const planes =
    plan.initial.length === 2 && rows.length === 1 && history.length === 1
      ? {
          plane: (document: Document) => {
            const free = freePath(plan);
            const path = { ...pathOf(history[0]), free, equilibria };
            return controlPlaneFigure(path, { document, command });
          },
        }
      : {};
  if (rows.length === 1) return { ...courses, ...planes };
  return {
    figure: (document: Document) => historyFigure(rows, { document, command, similarity, setting }),
    ...courses,
  };
}
