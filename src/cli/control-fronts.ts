/** `palimpsest control` with a list of μ, and of λ: the front of motion against effort, and the map of outcomes. */
import {
  controlFronts,
  type FrontRow,
  type FrontsSpec,
  planFronts,
  summarizeFronts,
} from "../experiments/control/fronts.ts";
import type { Figure } from "../experiments/kit/study.ts";
import { type ControlFlags, cellsOf, fromCells, type GivenSpec } from "./control-spec.ts";
import { UsageError } from "./exit.ts";
import { commandLine, table } from "./output.ts";
import { finishRun, withSession } from "./session.ts";

const COLUMNS = [
  "discount",
  "controlWeight",
  "cost",
  "motionCost",
  "controlCost",
  "terminalCost",
  "motion",
  "effort",
  "outcome",
  "reason",
  "endState",
  "largestControl",
  "controlFraction",
  "displacement",
  "firstCost",
  "isMended",
  "excess",
  "isLocal",
  "status",
  "message",
  "iterations",
  "gradients",
  "solveMilliseconds",
  "optimality",
  "residual",
] as const;

/** Of the sweep; the front has one, that of a presentation. */
const DISCOUNTS = [0.3, 0.5, 0.7, 1, 1.5, 2, 3];

export async function fronts(task: "pareto" | "sweep", flags: ControlFlags, file: GivenSpec): Promise<void> {
  const started = performance.now();
  const { task: _, ...given } = file;
  if (given["initial"] === undefined) throw new UsageError("control: initial is missing");
  if (given["present"] !== undefined) throw new UsageError(`--spec: present is for the task "present", not "${task}"`);
  if (task === "pareto" && Array.isArray(given["discount"]) && given["discount"].length > 1) {
    throw new UsageError('--spec: a list of discount is for the task "sweep"; "pareto" draws one front');
  }
  const spec = {
    ...(task === "sweep" && given["time"] !== "map" && { discount: DISCOUNTS }),
    ...given,
  } as unknown as FrontsSpec;
  const plan = planFronts(spec, "control");
  const [{ seed }] = plan.problems;
  const head = {
    command: "control",
    spec: { task, ...plan },
    seed,
    total: plan.problems.length,
    unit: "fronts",
    count: (ledger?: { readonly size: number }) => ledger?.size ?? 0,
  };
  const known = flags.seed !== undefined || given["seed"] !== undefined ? { ...flags, seed: BigInt(seed) } : flags;
  const { rows } = await withSession(known, head, ({ ledger, ...session }) =>
    controlFronts({ ...spec, seed } as FrontsSpec, {
      ...session,
      backend: flags.backend,
      ...(ledger && {
        known: (key: string) => ledger.get(key)?.map((cells) => fromCells<FrontRow>(cells)),
        onRow: (key: string, found: readonly FrontRow[]) => ledger.append(key, found.map(cellsOf)),
      }),
    }),
  );
  const repeat = commandLine("control", [
    ["--spec", flags.spec],
    ["--seed", seed],
  ]);
  const summary = summarizeFronts(rows);
  await finishRun(flags, {
    command: "control",
    spec: { task, ...plan },
    seed,
    rows,
    summary,
    cells: rows.map(cellsOf),
    columns: COLUMNS,
    repeat,
    threads: flags.threads,
    started,
    figures: () => figuresOf(task, rows, plan.problems[0].initial.length, repeat),
    text: async () => (task === "pareto" ? frontTable(rows) : mapTable(summary)),
  });
}

async function figuresOf(task: string, rows: readonly FrontRow[], neurons: number, command: string) {
  const { frontFigure, outcomeMapFigure } = await import("../experiments/control/fronts-figure.ts");
  const setting = `N = ${neurons}`;
  const discounts = [...new Set(rows.map(({ discount }) => discount))];
  const front =
    (own: number): Figure =>
    (document) =>
      frontFigure(
        rows.filter(({ discount }) => discount === own),
        { document, command, setting },
      );
  if (task === "pareto") return { figure: front(discounts[0]) };
  return {
    figure: (document: Document) => outcomeMapFigure(rows, { document, command, setting }),
    ...Object.fromEntries(discounts.map((own) => [`front-${own}`, front(own)])),
  };
}

function frontTable(rows: readonly FrontRow[]): string {
  return table(
    ["μ", "J", "motion", "effort", "outcome", "from optimal", "note"],
    rows.map((row) => [
      String(row.controlWeight),
      row.cost.toPrecision(8),
      row.motion.toPrecision(6),
      row.effort.toPrecision(6),
      row.outcome,
      (row.residual ?? row.optimality).toExponential(1),
      noteOf(row),
    ]),
  );
}

function noteOf({ status, isLocal, isMended, firstCost }: FrontRow): string {
  return [
    ...(status === "converged" ? [] : [`not converged (${status})`]),
    ...(isLocal ? ["a local minimum: others prove a lower J"] : []),
    ...(isMended ? [`local at first, J = ${firstCost.toPrecision(8)}`] : []),
  ].join("; ");
}

function mapTable(summary: ReturnType<typeof summarizeFronts>): string {
  return table(
    ["λ", "recorded up to μ", "recognized from μ", "points", "mended", "local", "not converged", "from optimal"],
    summary.map((row) => [
      String(row.discount),
      String(row.recordsUpTo ?? "–"),
      String(row.recognizesFrom ?? "–"),
      String(row.points),
      String(row.mended),
      String(row.local),
      String(row.unconverged),
      row.residual === null ? "–" : row.residual.toExponential(1),
    ]),
  );
}
