import {
  ONLINE_KEYS,
  type OnlinePlan,
  type OnlineRow,
  type OnlineSpec,
  type OnlineSummary,
  online,
  planOnline,
  summarizeOnline,
} from "../experiments/online.ts";
import type { Row } from "../io/rows.ts";
import { table } from "../report/table.ts";
import type { Study } from "./study.ts";

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
  keys: ONLINE_KEYS.filter((key) => key !== "reference"),
  together: ["inputs"],
  defaults: { reference: false },
  plan: planOnline,
  run: online,
  toLedger: (rows) => rows as unknown as readonly Row[],
  foundIn: (rows) => [rows as unknown as readonly OnlineRow[]],
  rowsOf: (found) => found.flat() as unknown as readonly Row[],
  columns: ({ margin }) => (margin === undefined ? COLUMNS : [...COLUMNS, "margin"]),
  summarize: (found, { quiet }) => summarizeOnline(found.flat(), quiet),
  async figures({ rows, summary, command }) {
    const { onlineFigure } = await import("../plot/online.ts");
    return {
      figure: (document) => onlineFigure(rows as unknown as readonly OnlineRow[], summary, { document, command }),
    };
  },
  table(summary) {
    const [{ referenceInputs }] = summary;
    const rows = summary.map((s) => [
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
    const compared = referenceInputs === null ? [] : ["p_c offline", "random"];
    const head = ["c₀", "seed", "run", "repetitions", "final c", "highest", "p₀", "p", "p_eff", "p/c", ...compared];
    return table(head, rows);
  },
  // repetitions and patterns grow with N, and in each a few inputs of every neuron are tried and all patterns retrieved
  seconds: ({ neurons, inputs, seeds }) =>
    1e-6 * inputs.length * seeds * neurons * neurons * (2 + 1.7e-4 * neurons * neurons),
  isLarge: () => false,
};
