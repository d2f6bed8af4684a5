/** A list of μ, and of λ: the front of motion against effort, and the map of outcomes. */
import { OUTCOME_NAMES, outcomeKindOf } from "../../../control/outcomes.ts";
import { table } from "../../../report/table.ts";
import { encodedIn } from "../../../run/results.ts";
import { type Columns, cellsOf, numbersIn, rowOf } from "../../kit/columns.ts";
import type { Figure } from "../../kit/study.ts";
import { controlFronts, type FrontRow, frontsPlan, summarizeFronts } from "../fronts.ts";
import { DISCOUNTS, type FrontsSpec } from "../parameters.ts";
import { costCells } from "../rows.ts";
import type { ControlTask } from "./task.ts";

const COLUMNS: Columns<FrontRow> = {
  discount: "cell",
  controlWeight: "cell",
  cost: "cell",
  costError: "cell",
  gridCost: "cell",
  motionCost: "cell",
  controlCost: "cell",
  terminalCost: "cell",
  motion: "cell",
  effort: "cell",
  outcome: "cell",
  reason: "cell",
  endState: numbersIn,
  largestControl: "cell",
  controlFraction: "cell",
  displacement: "cell",
  likeness: "cell",
  firstGridCost: "cell",
  isMended: "cell",
  excess: "cell",
  isLocal: "cell",
  status: "cell",
  message: "cell",
  iterations: "cell",
  gradients: "cell",
  solveMilliseconds: "cell",
  optimality: "cell",
  residual: "cell",
};

interface Fronts {
  readonly task: "pareto" | "sweep";
  /** The spec with defaults of the task. */
  complete(spec: FrontsSpec): FrontsSpec;
  text(rows: readonly FrontRow[]): string;
  figures(front: (discount: number) => Figure, discounts: readonly number[], map: Figure): Record<string, Figure>;
}

/** The front over μ at one λ. */
export const paretoTask = frontsTask({
  task: "pareto",
  complete(spec) {
    if (Array.isArray(spec.discount) && spec.discount.length > 1) {
      throw new TypeError('control: a list of discount is for the task "sweep"; "pareto" draws one front');
    }
    return spec;
  },
  text: (rows) =>
    table(
      ["μ", "J", "±", "at h", "motion", "effort", "while presented", "from optimal", "note"],
      rows.map((row) => [
        String(row.controlWeight),
        ...costCells(row),
        row.motion.toPrecision(6),
        row.effort.toPrecision(6),
        outcomeKindOf(row.outcome).label,
        (row.residual ?? row.optimality).toExponential(1),
        noteOf(row),
      ]),
    ),
  figures: (front, [discount]) => ({ figure: front(discount) }),
});

/** The map of outcomes over μ and λ. */
export const sweepTask = frontsTask({
  task: "sweep",
  complete: (spec) => ({ ...(spec.time !== "map" && { discount: DISCOUNTS }), ...spec }),
  text: (rows) =>
    table(
      [
        "λ",
        "new sink up to μ",
        "sink of A from μ",
        "while presented",
        "points",
        "mended",
        "local",
        "not converged",
        "from optimal",
      ],
      summarizeFronts(rows).map((row) => [
        String(row.discount),
        String(row.newSinkUpTo ?? "–"),
        String(row.knownSinkFrom ?? "–"),
        OUTCOME_NAMES.flatMap((name) =>
          row.outcomes[name] ? [`${row.outcomes[name]} ${outcomeKindOf(name).label}`] : [],
        ).join(", "),
        String(row.points),
        String(row.mended),
        String(row.local),
        String(row.unconverged),
        row.residual === null ? "–" : row.residual.toExponential(1),
      ]),
    ),
  figures: (front, discounts, map) => ({
    figure: map,
    ...Object.fromEntries(discounts.map((own) => [`front-${own}`, front(own)])),
  }),
});

function frontsTask({ task, complete, text, figures }: Fronts): ControlTask<FrontsSpec> {
  return {
    plan(spec, seedIs) {
      const own = complete(spec);
      const plan = frontsPlan("control", own);
      const [{ seed, initial }] = plan.problems;
      return {
        spec: { task, ...plan },
        seed,
        seedIs,
        total: plan.problems.length,
        unit: "fronts",
        async run({ kept, ...means }) {
          const { rows, summary } = await controlFronts(own, {
            ...means,
            results: encodedIn(kept, {
              encode: (found: readonly FrontRow[]) => found.map(cellsOf),
              decode: (stored) => stored.map((cells) => rowOf(COLUMNS, cells)),
            }),
          });
          return {
            rows,
            summary,
            cells: rows.map(cellsOf),
            columns: Object.keys(COLUMNS),
            text: () => text(rows),
            async figures(command) {
              const { frontFigure, outcomeMapFigure } = await import("../fronts-figure.ts");
              const setting = `N = ${initial.length}`;
              const front =
                (discount: number): Figure =>
                (document) => {
                  const own = rows.filter((row) => row.discount === discount);
                  return frontFigure(own, { document, command, setting });
                };
              const discounts = [...new Set(rows.map(({ discount }) => discount))];
              return figures(front, discounts, (document) => outcomeMapFigure(rows, { document, command, setting }));
            },
          };
        },
      };
    },
  };
}

function noteOf({ status, isLocal, isMended, firstGridCost }: FrontRow): string {
  return [
    ...(status === "converged" ? [] : [`not converged (${status})`]),
    ...(isLocal ? ["a local minimum: others prove a lower cost"] : []),
    ...(isMended ? [`local at first, ${firstGridCost.toPrecision(8)} at h`] : []),
  ].join("; ");
}
