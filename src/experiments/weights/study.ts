/** The weights experiment as commands and sweeps know it: its tables and figure. */
import { RULES } from "../../hopfield/rules/index.ts";
import { plusMinus, table } from "../../report/table.ts";
import { keptAsRows } from "../kit/kept.ts";
import { loadedNetworksStudy } from "../kit/loaded-networks-study.ts";
import type { CommandStudy } from "../kit/study.ts";
import { weightsParameters } from "./parameters.ts";
import {
  planWeights,
  summarizeWeights,
  type WeightsPlan,
  type WeightsRow,
  type WeightsSpec,
  type WeightsSummary,
  weights,
} from "./run.ts";

export const weightsStudy: CommandStudy<WeightsSpec, WeightsPlan, readonly WeightsRow[], WeightsSummary> = {
  name: "weights",
  parameters: weightsParameters,
  ...keptAsRows<WeightsRow>(),
  ...loadedNetworksStudy<WeightsPlan>(["overlap", "weight", "pairs", "connections", "probability", "error"]),
  plan: planWeights,
  run: weights,
  summarize: (found) => summarizeWeights(found.flat()),
  async figures({ summary }, command) {
    const { weightsFigure } = await import("./figure.ts");
    return { figure: (document) => weightsFigure(summary, { document, command }) };
  },
  text: ({ summary }) =>
    `${table(
      ["rule", "p", "α = p/c", "⟨|J|⟩ kept / all", "|J| of largest P", "rank correlation of P with |J|", "seeds"],
      summary.map((s) => [
        RULES[s.rule].label,
        String(s.patterns),
        s.load.toFixed(2),
        plusMinus(s.strength, s.strengthDeviation, 3, s.seeds),
        s.preferred.toFixed(2),
        s.rankCorrelation === null ? "" : s.rankCorrelation.toFixed(3).replace("-", "−"),
        String(s.seeds),
      ]),
    )}\n`,
};
