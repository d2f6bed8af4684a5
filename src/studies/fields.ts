import {
  type FieldsFound,
  type FieldsPlan,
  type FieldsSpec,
  type FieldsSummary,
  fields,
  planFields,
  summarizeFields,
} from "../experiments/fields.ts";
import { LEARNINGS_KEYS } from "../experiments/learnings.ts";
import { LOADED_NETWORKS_KEYS } from "../experiments/loaded-networks.ts";
import { isLargeNetwork } from "../hopfield/network.ts";
import type { Row } from "../io/rows.ts";
import { RULE_LABELS } from "../plot/style.ts";
import { plusMinus, table } from "../report/table.ts";
import { fieldsFromLedger, fieldsToLedger } from "./fields-ledger.ts";
import { LOADS_TOGETHER, loadedNetworksSeconds, networkColumnsWith } from "./loaded-networks.ts";
import type { Study } from "./study.ts";

export const fieldsStudy: Study<FieldsSpec, FieldsPlan, FieldsFound, FieldsSummary> = {
  name: "fields",
  keys: [...LOADED_NETWORKS_KEYS, ...LEARNINGS_KEYS],
  together: LOADS_TOGETHER,
  plan: planFields,
  run: fields,
  toLedger: fieldsToLedger,
  foundIn: (rows) => rows.map((row) => fieldsFromLedger([row])),
  rowsOf: (found) => found.map(({ row }) => row as unknown as Row),
  columns: networkColumnsWith("mean", "deviation", "negative", "skewness"),
  summarize: summarizeFields,
  async figures({ summary, command }) {
    const { fieldMomentsFigure } = await import("../plot/field-moments.ts");
    return { figure: (document) => fieldMomentsFigure(summary, { document, command }) };
  },
  table: (summary) =>
    table(
      ["rule", "p", "α = p/c", "mean", "s.d.", "mean/s.d.", "unstable %", "seeds"],
      summary.map((s) => [
        RULE_LABELS[s.rule],
        String(s.patterns),
        s.load.toFixed(2),
        plusMinus(s.mean, s.meanDeviation, 3, s.seeds),
        plusMinus(s.deviation, s.deviationDeviation, 3, s.seeds),
        s.deviation > 0 ? (s.mean / s.deviation).toFixed(2) : "",
        (100 * s.negative).toFixed(2),
        String(s.seeds),
      ]),
    ),
  seconds: (plan) => loadedNetworksSeconds(plan, () => 0),
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};
