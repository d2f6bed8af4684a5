/** Patterns presented one after another: what becomes of each while it is presented, and what the network knows afterwards. */
import { outcomeKindOf } from "../../../control/outcomes.ts";
import type { SequenceSpec } from "../../../control/parameters.ts";
import { type Presentation, planSequence, presentSequence, type SequencePlan } from "../../../control/sequence.ts";
import { table } from "../../../report/table.ts";
import { cellsOf, rowOf } from "../../kit/columns.ts";
import type { Figure } from "../../kit/study.ts";
import { COLUMNS, costCells, type PresentationRow, presentationRow } from "../rows.ts";
import type { ControlTask } from "./task.ts";

/** A sequence, or one pattern. */
export type PresentSpec = Omit<SequenceSpec, "present"> & {
  readonly initial?: SequenceSpec["present"][number];
  readonly present?: SequenceSpec["present"];
};

export const presentTask: ControlTask<PresentSpec> = {
  plan(spec, seedIs) {
    const own = sequenceOf(spec);
    const plan = planSequence(own);
    const { first, present, thresholds, similarity } = plan;
    return {
      spec: { ...first, present, thresholds, similarity },
      seed: first.seed,
      seedIs,
      total: present.length,
      unit: "patterns presented",
      threads: () => 1,
      async run({ kept, signal, backend, onProgress }) {
        const rows: PresentationRow[] = [];
        for (let known = kept.get("0"); known; known = kept.get(String(rows.length))) {
          rows.push(rowOf(COLUMNS, known[0]));
        }
        const history = await presentSequence(own, {
          signal,
          backend,
          before: rows.map(({ endControl, ...row }) => ({ ...row, control: endControl.flat() })),
          onPresentation(presentation) {
            const row = presentationRow(presentation);
            rows.push(row);
            kept.set(String(presentation.index), [cellsOf(row)]);
            onProgress({ done: rows.length, total: present.length });
          },
        });
        return {
          rows,
          summary: [],
          cells: rows.map(cellsOf),
          columns: Object.keys(COLUMNS),
          text: () => textOf(rows),
          figures: (command) => figuresOf(rows, history, plan, command),
        };
      },
    };
  },
};

/** The spec of a sequence: what is presented is a list, or one pattern. */
export function sequenceOf({ initial, present, ...rest }: PresentSpec): SequenceSpec {
  if (initial !== undefined && present !== undefined) {
    throw new TypeError("control: initial and present exclude each other, got both");
  }
  if (initial === undefined && present === undefined) {
    throw new TypeError("control: initial, or present with a list of patterns, is missing");
  }
  return { ...rest, present: present ?? [initial!] };
}

function textOf(rows: readonly PresentationRow[]): string {
  const lines = rows.map((row) => [
    `P${row.pattern}`,
    outcomeKindOf(row.outcome).label,
    ...costCells(row),
    (row.residual ?? row.optimality).toExponential(1),
    String(row.iterations),
    row.memories.map((memory) => `P${memory.pattern} ${memory.status}`).join(", "),
    row.reason,
  ]);
  const head = ["pattern", "while presented", "J", "±", "at h", "from optimal", "steps", "afterwards", "why"];
  return `${table(head, lines)}\n${NETWORKS}\n`;
}

/** Of which network each column speaks. */
const NETWORKS = `While presented: what became of the pattern under control, up to τ_p, in the network T + ξ(t). Afterwards: which recorded patterns
the network T knows, left alone, with what was recorded added to it for good. A change that is not kept decays, and T is what it was.`;

/** Pictures of a sequence, and of those presentations that were computed now. */
async function figuresOf(
  rows: readonly PresentationRow[],
  history: readonly Presentation[],
  { first: plan, similarity }: SequencePlan,
  command: string,
): Promise<Readonly<Record<string, Figure>>> {
  const { boundsOf } = await import("../../../control/problem.ts");
  const { freePath, equilibriaFor } = await import("../../../control/free.ts");
  const { controlFigure, controlPlaneFigure, historyFigure } = await import("../figure.ts");
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
    history.map((presentation): [string, Figure] => {
      const name = rows.length === 1 ? "figure" : `presentation-${presentation.index}`;
      return [name, (document) => controlFigure(pathOf(presentation), { document, command })];
    }),
  );
  if (rows.length > 1) {
    return { figure: (document) => historyFigure(rows, { document, command, similarity, setting }), ...courses };
  }
  if (plan.initial.length !== 2 || history.length !== 1) return courses;
  const path = { ...pathOf(history[0]), free: freePath(plan), equilibria: await equilibriaFor(plan) };
  return { ...courses, plane: (document) => controlPlaneFigure(path, { document, command }) };
}
