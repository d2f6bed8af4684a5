/** How `online` is run by its command and by sweeps: rows, table, figures and cost. */
import type { Rule } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { table } from "../../report/table.ts";
import type { CapacityRow } from "../capacity/run.ts";
import { keptAsRows } from "../kit/kept.ts";
import { withParameters } from "../kit/rules.ts";
import type { Figure, Study } from "../kit/study.ts";
import { onlineFinding } from "./finding.ts";
import { onlineParameters } from "./parameters.ts";
import {
  meansOnline,
  type OnlineMean,
  type OnlinePlan,
  type OnlineRow,
  type OnlineSpec,
  type OnlineSummary,
  online,
  planOnline,
  summarizeOnline,
} from "./run.ts";

const COLUMNS: (keyof OnlineRow)[] = [
  "neurons",
  "inputs",
  "epsilon",
  "seed",
  "repetition",
  "meanInputs",
  "deviationInputs",
  "additions",
  "removals",
  "patterns",
  "retrieved",
  "leastInputs",
  "lowerInputs",
  "medianInputs",
  "upperInputs",
  "mostInputs",
  "quiet",
  "histogram",
];

/** Runs alone: what random and offline-chosen connectivity store at the end is an experiment of its own, `capacity`. */
export const onlineStudy: Study<OnlineSpec, OnlinePlan, readonly OnlineRow[], OnlineSummary> = {
  name: "online",
  parameters: onlineParameters,
  together: ["inputs"],
  defaults: { reference: false },
  seeds: 1, // runs are long and differ little
  unit: "runs",
  points: ({ seeds, inputs }) => seeds * inputs.length,
  ...keptAsRows<OnlineRow>(),
  plan: planOnline,
  run: online,
  columns: ({ rule }) => withParameters(COLUMNS, { rule: [rule] }),
  summarize: (found, { quiet }) => summarizeOnline(found.flat(), quiet),
  figures: ({ rows, summary, plan }, command) =>
    onlineFigures(rows as unknown as readonly OnlineRow[], summary, [], { command, rule: plan.rule }),
  text({ summary }) {
    const [{ referenceInputs }] = summary;
    const lines = summary.map((s) => [
      String(s.inputs),
      String(s.seed),
      s.status === "converged" ? "converged" : "still changing",
      String(s.repetitions),
      `${s.meanInputs.toFixed(1)} ± ${s.deviationInputs.toFixed(1)}`,
      s.peakInputs.toFixed(1),
      String(s.firstPatterns),
      String(s.patterns),
      String(s.retrieved),
      s.load.toFixed(2),
      ...(referenceInputs === null ? [] : [String(s.offlineCapacity), String(s.randomCapacity)]),
    ]);
    const compared = referenceInputs === null ? [] : ["p_c offline", random.label];
    const head = ["c₀", "seed", "run", "repetitions", "final c", "highest", "p₀", "p", "p_eff", "p/c", ...compared];
    const note = referenceInputs === null ? "" : `p_c offline and random: critical loads at c = ${referenceInputs}\n`;
    const means = meansOnline(summary);
    const over = means.some(({ seeds }) => seeds > 1) ? `\n${table(MEANS_HEAD, means.map(meanCells))}\n` : "";
    return `${table(head, lines)}\n${over}${note}${onlineFinding(summary)}\n`;
  },
  // repetitions and patterns grow with N, and in each a few inputs of every neuron are tried and all patterns retrieved
  seconds: ({ neurons, inputs, seeds }) =>
    inputs.length * seeds * (0.02 + 1e-6 * neurons * neurons * (0.3 + 4.4e-5 * neurons * neurons)),
  isLarge: () => false,
};

/** Runs against repetitions, inputs of the neurons, loads; `references` are critical loads to compare these with. */
export async function onlineFigures(
  rows: readonly OnlineRow[],
  summary: readonly OnlineSummary[],
  references: readonly CapacityRow[],
  options: { readonly command: string; readonly rule: Rule },
): Promise<Readonly<Record<string, Figure>>> {
  const { onlineFigure } = await import("./figure.ts");
  const { onlineDistributionFigure, onlineLoadsFigure } = await import("./panels.ts");
  return {
    figure: (document) => onlineFigure(rows, summary, { document, ...options }),
    distribution: (document) => onlineDistributionFigure(rows, summary, { document, ...options }),
    loads: (document) => onlineLoadsFigure(rows, summary, references, { document, ...options }),
  };
}

const MEANS_HEAD = ["c₀", "runs", "converged", "final c, mean ± s.e.", "highest", "p", "p_eff", "p/c"];

/** Means over seeds with their standard errors. */
function meanCells(m: OnlineMean): string[] {
  const { inputs, seeds, converged } = m;
  return [
    String(inputs),
    String(seeds),
    String(converged),
    `${m.meanInputs.toFixed(1)} ± ${m.meanInputsError.toFixed(1)}`,
    `${m.peakInputs.toFixed(1)} ± ${m.peakInputsError.toFixed(1)}`,
    `${m.patterns.toFixed(0)} ± ${m.patternsError.toFixed(0)}`,
    `${m.retrieved.toFixed(0)} ± ${m.retrievedError.toFixed(0)}`,
    `${m.load.toFixed(2)} ± ${m.loadError.toFixed(2)}`,
  ];
}
