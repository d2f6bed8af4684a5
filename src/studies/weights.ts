import { LOADED_NETWORKS_KEYS } from "../experiments/loaded-networks.ts";
import {
  planWeights,
  summarizeWeights,
  type WeightsPlan,
  type WeightsRow,
  type WeightsSpec,
  type WeightsSummary,
  weights,
} from "../experiments/weights.ts";
import { isLargeNetwork } from "../hopfield/network.ts";
import type { Row } from "../io/rows.ts";
import { RULE_LABELS } from "../plot/style.ts";
import { plusMinus, table } from "../report/table.ts";
import { LOADS_TOGETHER, loadedNetworksSeconds, networkColumnsWith } from "./loaded-networks.ts";
import type { Study } from "./study.ts";

export const weightsStudy: Study<WeightsSpec, WeightsPlan, readonly WeightsRow[], WeightsSummary> = {
  name: "weights",
  keys: LOADED_NETWORKS_KEYS,
  together: LOADS_TOGETHER,
  plan: planWeights,
  run: weights,
  toLedger: (rows) => rows as unknown as readonly Row[],
  foundIn: (rows) => [rows as unknown as readonly WeightsRow[]],
  rowsOf: (found) => found.flat() as unknown as readonly Row[],
  columns: networkColumnsWith("overlap", "weight", "pairs", "connections", "probability", "error"),
  summarize: (found) => summarizeWeights(found.flat()),
  async figures({ summary, command }) {
    const { weightsFigure } = await import("../plot/weights.ts");
    return { figure: (document) => weightsFigure(summary, { document, command }) };
  },
  table: (summary) =>
    table(
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
    ),
  seconds: (plan) => loadedNetworksSeconds(plan, () => 0),
  isLarge: ({ neurons }) => isLargeNetwork(neurons),
};
