import type { Command } from "commander";
import type { FieldsSpec, FieldsSummary } from "../experiments/fields.ts";
import { fieldsFromLedger, fieldsToLedger } from "../studies/fields-ledger.ts";
import { plusMinus, runExperiment } from "./experiment.ts";
import { addLearning, type LearningFlags, learningSpec, repeatLearning } from "./learning.ts";
import {
  addLoadedNetworks,
  type LoadedNetworksFlags,
  loadedNetworksSpec,
  NETWORK_COLUMNS,
  repeatLoadedNetworks,
} from "./loaded-networks.ts";

const COLUMNS = [...NETWORK_COLUMNS, "mean", "deviation", "negative", "skewness"];

const DEFAULTS = {
  neurons: 300,
  inputs: 30,
  loads: [0.2, 0.5, 1, 1.5, 2, 3],
  rule: ["random", "noise", "signal"],
};

/** `palimpsest fields`: signal and noise against load. */
export function addFields(program: Command): void {
  const command = program
    .command("fields")
    .description("distribution, mean and s.d. of the aligned local fields against load, for each rule");
  addLoadedNetworks(command, DEFAULTS, addLearning).action(run);
}

async function run(flags: LoadedNetworksFlags & LearningFlags): Promise<void> {
  const started = performance.now();
  const { fields, planFields, summarizeFields } = await import("../experiments/fields.ts");
  const { learningsOf, withLearning } = await import("../experiments/learnings.ts");
  const spec: FieldsSpec = { ...loadedNetworksSpec(flags, DEFAULTS), ...learningSpec(flags) };
  const plan = planFields(spec);
  await runExperiment(
    flags,
    {
      command: "fields",
      plan,
      total: plan.patterns.length * plan.rule.length * plan.seeds * learningsOf(plan).length,
      unit: "networks measured",
      columns: withLearning(COLUMNS, plan),
      repeat: [...repeatLoadedNetworks(plan), ...repeatLearning(flags)],
      run: (options) => fields({ ...spec, seed: plan.seed }, options),
      toLedger: fieldsToLedger,
      fromLedger: fieldsFromLedger,
      async figures({ summary }, command) {
        const { fieldMomentsFigure } = await import("../plot/field-moments.ts");
        return { figure: (document) => fieldMomentsFigure(summary, { document, command }) };
      },
      text: async ({ summary }) => `${await tableOf(summary)}\n`,
      partial: (found) => tableOf(summarizeFields(found)),
    },
    started,
  );
}

async function tableOf(summary: readonly FieldsSummary[]): Promise<string> {
  const { table } = await import("./output.ts");
  const { RULE_LABELS } = await import("../plot/style.ts");
  const isTaught = summary.some(({ learning }) => learning !== undefined);
  return table(
    [...(isTaught ? ["learning"] : []), "rule", "p", "α = p/c", "mean", "s.d.", "mean/s.d.", "unstable %", "seeds"],
    summary.map((s) => [
      ...(s.learning ? [s.learning] : []),
      RULE_LABELS[s.rule],
      String(s.patterns),
      s.load.toFixed(2),
      plusMinus(s.mean, s.meanDeviation, 3, s.seeds),
      plusMinus(s.deviation, s.deviationDeviation, 3, s.seeds),
      s.deviation > 0 ? (s.mean / s.deviation).toFixed(2) : "",
      (100 * s.negative).toFixed(2),
      String(s.seeds),
    ]),
  );
}
