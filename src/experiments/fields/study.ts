/** The fields experiment as commands and sweeps know it: its tables and figures. */
import { RULES } from "../../hopfield/rules/index.ts";
import type { Row } from "../../io/rows.ts";
import { plusMinus, table } from "../../report/table.ts";
import { learningCell, learningHead, loadedNetworksStudy } from "../kit/loaded-networks-study.ts";
import type { CommandStudy } from "../kit/study.ts";
import { theoryConditions } from "../kit/theory.ts";
import { fieldsFromLedger, fieldsToLedger } from "./ledger.ts";
import { fieldsParameters } from "./parameters.ts";
import {
  type FieldsFound,
  type FieldsPlan,
  type FieldsSpec,
  type FieldsSummary,
  fields,
  planFields,
  summarizeFields,
} from "./run.ts";

export const fieldsStudy: CommandStudy<FieldsSpec, FieldsPlan, FieldsFound, FieldsSummary> = {
  name: "fields",
  parameters: fieldsParameters,
  ...loadedNetworksStudy<FieldsPlan>(["mean", "deviation", "negative", "skewness"]),
  plan: planFields,
  run: fields,
  toLedger: fieldsToLedger,
  foundIn: (rows) => rows.map((row) => fieldsFromLedger([row])),
  rowsOf: (found) => found.map(({ row }) => row as unknown as Row),
  summarize: (found) => summarizeFields(found),
  async figures({ summary, plan }, command) {
    const { fieldMomentsFigure } = await import("./moments-figure.ts");
    return { figure: (document) => fieldMomentsFigure(summary, { document, command, ...theoryConditions(plan) }) };
  },
  text: ({ summary }) =>
    `${table(
      [...learningHead(summary), "rule", "p", "α = p/c", "mean", "s.d.", "mean/s.d.", "unstable %", "seeds"],
      summary.map((s) => [
        ...learningCell(s),
        RULES[s.rule].label,
        String(s.patterns),
        s.load.toFixed(2),
        plusMinus(s.mean, s.meanDeviation, 3, s.seeds),
        plusMinus(s.deviation, s.deviationDeviation, 3, s.seeds),
        s.deviation > 0 ? (s.mean / s.deviation).toFixed(2) : "",
        (100 * s.negative).toFixed(2),
        String(s.seeds),
      ]),
    )}\n`,
};
