import type { Command } from "commander";
import type { WeightsRow, WeightsSpec, WeightsSummary } from "../experiments/weights.ts";
import type { Row } from "../io/rows.ts";
import { plusMinus, runExperiment } from "./experiment.ts";
import {
  addLoadedNetworks,
  type LoadedNetworksFlags,
  loadedNetworksSpec,
  NETWORK_COLUMNS,
  repeatLoadedNetworks,
} from "./loaded-networks.ts";

const COLUMNS = [...NETWORK_COLUMNS, "overlap", "weight", "pairs", "connections", "probability", "error"];

const DEFAULTS = { neurons: 300, inputs: 30, loads: [0.5, 1, 2], rule: ["random", "noise", "signal"] };

/** `palimpsest weights`: which weights each rule keeps. */
export function addWeights(program: Command): void {
  const command = program
    .command("weights")
    .description("probability that a connection exists against its weight, P(C = 1 | J), for each rule and load");
  addLoadedNetworks(command, DEFAULTS).action(run);
}

async function run(flags: LoadedNetworksFlags): Promise<void> {
  const started = performance.now();
  const { planWeights, summarizeWeights, weights } = await import("../experiments/weights.ts");
  const spec: WeightsSpec = loadedNetworksSpec(flags, DEFAULTS);
  const plan = planWeights(spec);
  await runExperiment(
    flags,
    {
      command: "weights",
      plan,
      total: plan.patterns.length * plan.rule.length * plan.seeds,
      unit: "networks measured",
      columns: COLUMNS,
      repeat: repeatLoadedNetworks(plan),
      run: (options) => weights({ ...spec, seed: plan.seed }, options),
      toLedger: (rows: readonly WeightsRow[]) => rows as unknown as readonly Row[],
      fromLedger: (rows) => rows as unknown as readonly WeightsRow[],
      async figures({ summary }, command) {
        const { weightsFigure } = await import("../plot/weights.ts");
        return { figure: (document) => weightsFigure(summary, { document, command }) };
      },
      text: async ({ summary }) => `${await tableOf(summary)}\n`,
      partial: (found) => tableOf(summarizeWeights(found.flat())),
    },
    started,
  );
}

async function tableOf(summary: readonly WeightsSummary[]): Promise<string> {
  const { table } = await import("./output.ts");
  const { RULE_LABELS } = await import("../plot/style.ts");
  return table(
    ["rule", "p", "α = p/c", "⟨|J|⟩ kept / all", "|J| of largest P", "rank correlation of P with |J|", "seeds"],
    summary.map((s) => [
      RULE_LABELS[s.rule],
      String(s.patterns),
      s.load.toFixed(2),
      plusMinus(s.strength, s.strengthDeviation, 3, s.seeds),
      s.preferred.toFixed(2),
      s.rankCorrelation === null ? "" : s.rankCorrelation.toFixed(3).replace("-", "−"),
      String(s.seeds),
    ]),
  );
}
